import type { Settings } from './config';
import type { DataPlane } from './data-plane';
import type { DeviceNetworkAccess } from './device-access';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { IotHub } from './iot-hub';
import { Provisioning } from './provisioning';

/** What devices talk to: the hub, and the service that registers them there. */
export interface DevicePlane {
  readonly hub: IotHub;
  readonly provisioning: Provisioning;
}

/** Builds the hub, which writes to the archive, and the provisioning service, which writes to the hub. */
export function buildDevicePlane(
  settings: Settings,
  { names, placement, precious }: Foundation,
  { storage, archive }: DataPlane,
): DevicePlane {
  const deviceNetworkAccess: DeviceNetworkAccess =
    settings.deviceNetworkAccess === 'private'
      ? { kind: 'private' }
      : { kind: 'allowlist', ranges: settings.deviceIpRanges };

  const archiver = new ServiceIdentity('iiot-archiver', {
    ...placement,
    grants: { archive: { role: 'storageBlobDataContributor', scope: archive.containerId } },
  });
  const hub = new IotHub(
    'iiot-hub',
    {
      ...placement,
      hubName: names.hub,
      sku: settings.hubSku,
      units: settings.hubUnits,
      messageRetentionDays: settings.hubMessageRetentionDays,
      deviceNetworkAccess,
      archive: {
        resourceGroupName: placement.resourceGroupName,
        blobHost: storage.blobHost,
        containerName: archive.containerName,
        identityId: archiver.identityId,
      },
    },
    precious,
  );

  // What the key of a hub linked the old way would allow (RegistryWrite, ServiceConnect), without commands to devices.
  const registrar = new ServiceIdentity('iiot-registrar', {
    ...placement,
    grants: {
      registry: { role: 'iotHubRegistryContributor', scope: hub.hubId },
      twins: { role: 'iotHubTwinContributor', scope: hub.hubId },
    },
  });
  const provisioning = new Provisioning(
    'iiot-dps',
    {
      ...placement,
      serviceName: names.provisioning,
      deviceNetworkAccess,
      hub: { hostName: hub.hostName, location: settings.region, identityId: registrar.identityId },
    },
    precious,
  );
  return { hub, provisioning };
}
