import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { addKey } from './data-keys';
import { otherContainers } from './data-names';
import type { DataPlane } from './data-plane';
import type { DeviceNetworkAccess } from './device-access';
import { type CertificateAuthority, DeviceTrust } from './device-trust';
import { DeviceUpdate } from './device-update';
import type { EventStream } from './event-stream';
import type { Foundation } from './foundation';
import type { StreamTarget, UploadTarget } from './hub-routing';
import { ServiceIdentity } from './identity';
import { IotHub } from './iot-hub';
import type { ResourceId } from './placement';
import { joined, type Plane } from './plane';
import { Provisioning } from './provisioning';
import { SphereCatalog } from './sphere-catalog';

/** What devices talk to: the hub, the service that registers them there, and what updates them. */
export interface DevicePlane extends Plane {
  readonly hub: IotHub;
  readonly provisioning: Provisioning;
  /** Account of Device Update, where there is one. */
  readonly deviceUpdateId: ResourceId | undefined;
}

interface UpdatePlane extends Plane {
  readonly deviceUpdateId: ResourceId;
}

/**
 * Builds the hub, which writes to archive, stream and uploads; the provisioning service, which writes to the hub; and the
 * trust of both in certificate authorities.
 */
export function buildDevicePlane(settings: Settings, foundation: Foundation, data: DataPlane): DevicePlane {
  const deviceNetworkAccess: DeviceNetworkAccess =
    settings.deviceNetworkAccess === 'private'
      ? { kind: 'private' }
      : { kind: 'allowlist', ranges: settings.deviceIpRanges };
  const hub = buildHub(settings, foundation, data, deviceNetworkAccess);
  const provisioning = buildProvisioning(settings, foundation, hub, deviceNetworkAccess);
  trust(settings, foundation, hub, provisioning);
  if (settings.sphereCatalog) addSphere(foundation);
  const own: Plane = {
    connections: {
      hub: { groupId: 'iotHub', targetId: hub.hubId, zones: ['iotHub', 'eventHubs'] },
      dps: { groupId: 'iotDps', targetId: provisioning.serviceId, zones: ['provisioning'] },
    },
    assets: {
      hub: { resourceId: hub.hubId, logs: 'AllMetrics', keep: true, defender: 'hub' },
      provisioning: { resourceId: provisioning.serviceId, logs: 'AllMetrics', keep: true },
    },
  };
  const updates = settings.deviceUpdate ? addUpdates(settings, foundation, hub) : undefined;
  return { hub, provisioning, deviceUpdateId: updates?.deviceUpdateId, ...joined(own, updates ?? nothing) };
}

const nothing: Plane = { connections: {}, assets: {} };

function buildHub(
  settings: Settings,
  foundation: Foundation,
  data: DataPlane,
  deviceNetworkAccess: DeviceNetworkAccess,
): IotHub {
  const { named, names, placement, inside, precious } = foundation;
  const { storage, archive, stream } = data;
  const archiver = new ServiceIdentity(
    named('archiver'),
    {
      ...placement,
      grants: { archive: { role: 'storageBlobDataContributor', scope: archive.containerId } },
    },
    inside,
  );
  return new IotHub(
    named('hub'),
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
      eventStream: stream && streamTarget(foundation, stream),
      fileUploads: uploadTarget(foundation, data),
      consumers: settings.consumers,
    },
    precious,
  );
}

function streamTarget({ named, placement, inside }: Foundation, stream: EventStream): StreamTarget {
  const sender = new ServiceIdentity(
    named('streamer'),
    {
      ...placement,
      grants: {
        telemetry: { role: 'eventHubsDataSender', scope: stream.telemetryHubId },
        events: { role: 'eventHubsDataSender', scope: stream.deviceEventsHubId },
      },
    },
    inside,
  );
  return {
    resourceGroupName: placement.resourceGroupName,
    host: stream.host,
    telemetryHub: stream.telemetryHubName,
    deviceEventsHub: stream.deviceEventsHubName,
    identityId: sender.identityId,
  };
}

function uploadTarget(
  { named, placement, inside }: Foundation,
  { storage, archive }: DataPlane,
): UploadTarget {
  const container = archive.otherContainerIds[otherContainers.uploads] ?? archive.containerId;
  const uploader = new ServiceIdentity(
    named('uploader'),
    {
      ...placement,
      grants: {
        uploads: { role: 'storageBlobDataContributor', scope: container },
        // Asks the account for keys that sign links; of itself it opens nothing.
        links: { role: 'storageBlobDelegator', scope: storage.accountId },
      },
    },
    inside,
  );
  return {
    accountName: storage.accountName,
    blobHost: storage.blobHost,
    containerName: otherContainers.uploads,
    identityId: uploader.identityId,
  };
}

function buildProvisioning(
  settings: Settings,
  { named, names, placement, inside, precious }: Foundation,
  hub: IotHub,
  deviceNetworkAccess: DeviceNetworkAccess,
): Provisioning {
  // What the key of a hub linked the old way would allow (RegistryWrite, ServiceConnect), without commands to devices.
  const registrar = new ServiceIdentity(
    named('registrar'),
    {
      ...placement,
      grants: {
        registry: { role: 'iotHubRegistryContributor', scope: hub.hubId },
        twins: { role: 'iotHubTwinContributor', scope: hub.hubId },
      },
    },
    inside,
  );
  return new Provisioning(
    named('dps'),
    {
      ...placement,
      serviceName: names.provisioning,
      deviceNetworkAccess,
      hub: { hostName: hub.hostName, location: settings.region, identityId: registrar.identityId },
    },
    precious,
  );
}

function trust(
  { deviceCertificateAuthorities: authorities }: Settings,
  { named, placement, inside }: Foundation,
  { hubName }: IotHub,
  { serviceName: provisioningServiceName }: Provisioning,
): void {
  if (authorities.length === 0) return;
  const { resourceGroupName } = placement;
  new DeviceTrust(
    named('trust'),
    {
      resourceGroupName,
      hubName,
      provisioningServiceName,
      authorities: authorities.map(fromProject),
    },
    inside,
  );
}

/** Paths in settings start at the directory of Pulumi.yaml, wherever the program runs. */
const fromProject = (authority: CertificateAuthority): CertificateAuthority =>
  'path' in authority
    ? { ...authority, path: resolve(pulumi.getRootDirectory() || resolve(__dirname, '..'), authority.path) }
    : authority;

function addUpdates(
  { deviceUpdatePrincipal: servicePrincipalId }: Settings,
  foundation: Foundation,
  { hubId }: IotHub,
): UpdatePlane {
  const { named, names, placement, precious } = foundation;
  const { accountId } = new DeviceUpdate(
    named('adu'),
    {
      ...placement,
      accountName: names.deviceUpdate,
      hubId,
      servicePrincipalId,
      encryption: addKey('updates', foundation),
    },
    precious,
  );
  return {
    deviceUpdateId: accountId,
    connections: { updates: { groupId: 'DeviceUpdate', targetId: accountId, zones: ['deviceUpdate'] } },
    assets: { updates: { resourceId: accountId, keep: true } },
  };
}

function addSphere({ named, placement, precious }: Foundation): void {
  const { resourceGroupName, tags } = placement;
  new SphereCatalog(named('sphere'), { resourceGroupName, tags }, precious);
}
