import type * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { otherContainers } from './data-names';
import { buildDataPlane, type DataPlane } from './data-plane';
import { buildDevicePlane } from './device-plane';
import { buildFoundation, type Foundation, type Platform } from './foundation';
import { type Grant, ServiceIdentity } from './identity';
import { buildIngest, type Ingest } from './ingest';
import { buildOperations } from './operations';
import { joined, type Plane } from './plane';
import { PrivateEndpoint } from './private-endpoint';

/** What an operator or another stack needs to know of the platform. Nothing here opens anything. */
export interface PlatformOutputs {
  readonly resourceGroupName: pulumi.Output<string>;
  readonly virtualNetworkId: pulumi.Output<string>;
  /** Subnet for gateways that speak for devices. */
  readonly gatewaySubnetId: pulumi.Output<string>;
  /** Subnet for back-ends that read what devices send. */
  readonly workloadSubnetId: pulumi.Output<string>;
  /** Identity those back-ends run under: reads telemetry and uploads, reads and writes device state. */
  readonly workloadIdentityId: pulumi.Output<string>;
  readonly workloadClientId: pulumi.Output<string>;
  readonly vaultUri: pulumi.Output<string>;
  readonly logWorkspaceId: pulumi.Output<string>;
  /** Storage account with the archived logs. */
  readonly auditAccountName: pulumi.Output<string>;
  readonly storageAccountName: pulumi.Output<string>;
  readonly archiveContainerName: pulumi.Output<string>;
  readonly databaseEndpoint: pulumi.Output<string>;
  readonly hubHostName: pulumi.Output<string>;
  readonly provisioningHostName: pulumi.Output<string>;
  /** Tells devices which provisioning service is theirs; public by design. */
  readonly provisioningIdScope: pulumi.Output<string>;
  /** Host of the event stream, where there is one. */
  readonly eventStreamHost?: pulumi.Output<string>;
  /** Where edge gateways sign in for images, where there is a registry. */
  readonly registryLoginServer?: pulumi.Output<string>;
  /** The app to deploy the ingest program to, where there is one. */
  readonly ingestAppName?: pulumi.Output<string>;
}

/** Builds the whole platform of one environment. */
export function buildPlatform(platform: Platform, settings: Settings): PlatformOutputs {
  const foundation = buildFoundation(platform, settings);
  const data = buildDataPlane(settings, foundation);
  const devices = buildDevicePlane(settings, foundation, data);
  const workload = admitWorkloads(foundation, data);
  const ingest = addIngest(settings, foundation, data);
  const whole = joined(foundation.plane, data, devices, ...(ingest ? [ingest] : []));
  connect(foundation, whole);
  const { audit } = buildOperations(platform.environment, settings, foundation, {
    inventory: whole.assets,
    hubId: devices.hub.hubId,
    provisioningId: devices.provisioning.serviceId,
    deviceUpdateId: devices.deviceUpdateId,
    telemetryContainerId: data.archive.containerId,
    farVault: data.database.farVault,
    postgresqlServers: data.database.backedUp && { state: data.database.backedUp },
  });
  return {
    resourceGroupName: foundation.placement.resourceGroupName,
    virtualNetworkId: foundation.network.virtualNetworkId,
    gatewaySubnetId: foundation.network.gatewaySubnetId,
    workloadSubnetId: foundation.network.workloadSubnetId,
    workloadIdentityId: workload.identityId,
    workloadClientId: workload.clientId,
    vaultUri: foundation.vault.vaultUri,
    logWorkspaceId: foundation.logs.workspaceId,
    auditAccountName: audit.accountName,
    storageAccountName: data.storage.accountName,
    archiveContainerName: data.archive.containerName,
    databaseEndpoint: data.database.endpoint,
    hubHostName: devices.hub.hostName,
    provisioningHostName: devices.provisioning.deviceHostName,
    provisioningIdScope: devices.provisioning.idScope,
    ...(data.stream ? { eventStreamHost: data.stream.host } : {}),
    ...(data.registry ? { registryLoginServer: data.registry.loginServer } : {}),
    ...(ingest ? { ingestAppName: ingest.app.appName } : {}),
  };
}

/** Workloads read telemetry, as it comes and from the archive, read uploads and keep device state; they need nothing else. */
function admitWorkloads(
  { named, placement, inside }: Foundation,
  { archive, database, stream }: DataPlane,
): ServiceIdentity {
  const uploads = archive.otherContainerIds[otherContainers.uploads];
  const grants: Record<string, Grant> = {
    archive: { role: 'storageBlobDataReader', scope: archive.containerId },
    ...(uploads ? { uploads: { role: 'storageBlobDataReader', scope: uploads } } : {}),
    ...(stream ? { telemetry: { role: 'eventHubsDataReceiver', scope: stream.telemetryHubId } } : {}),
  };
  const workload = new ServiceIdentity(named('workload'), { ...placement, grants }, inside);
  database.admit(named('workload'), workload);
  return workload;
}

function addIngest(settings: Settings, foundation: Foundation, data: DataPlane): Ingest | undefined {
  const { appSubnetId } = foundation.network;
  if (!settings.ingest || !data.stream || !appSubnetId) return undefined;
  return buildIngest(settings, foundation, data, data.stream, appSubnetId);
}

/** Gives every service its private address. */
function connect({ named, placement, network, dns, inside }: Foundation, { connections }: Plane): void {
  const subnetId = network.endpointSubnetId;
  for (const [target, { zones, ...service }] of Object.entries(connections)) {
    const zoneIds = Object.fromEntries(zones.map((zone) => [zone, dns.zoneIds[zone]]));
    new PrivateEndpoint(named(`${target}-endpoint`), { ...placement, ...service, zoneIds, subnetId }, inside);
  }
}
