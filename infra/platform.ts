import type * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { CosmosAccess } from './cosmos-access';
import { buildDataPlane, type DataPlane } from './data-plane';
import { DeleteLocks } from './delete-locks';
import { buildDevicePlane, type DevicePlane } from './device-plane';
import { Diagnostics } from './diagnostics';
import { buildFoundation, type Foundation, type Platform } from './foundation';
import { ServiceIdentity } from './identity';
import { PrivateEndpoint, type PrivateEndpointArgs } from './private-endpoint';
import { ThreatDetection } from './threat-detection';

/** What an operator or another stack needs to know of the platform. Nothing here opens anything. */
export interface PlatformOutputs {
  readonly resourceGroupName: pulumi.Output<string>;
  readonly virtualNetworkId: pulumi.Output<string>;
  /** Subnet for gateways that speak for devices. */
  readonly gatewaySubnetId: pulumi.Output<string>;
  /** Subnet for back-ends that read what devices send. */
  readonly workloadSubnetId: pulumi.Output<string>;
  /** Identity those back-ends run under: reads the archive, reads and writes device state. */
  readonly workloadIdentityId: pulumi.Output<string>;
  readonly workloadClientId: pulumi.Output<string>;
  readonly vaultUri: pulumi.Output<string>;
  readonly logWorkspaceId: pulumi.Output<string>;
  readonly storageAccountName: pulumi.Output<string>;
  readonly archiveContainerName: pulumi.Output<string>;
  readonly cosmosEndpoint: pulumi.Output<string>;
  readonly hubHostName: pulumi.Output<string>;
  readonly provisioningHostName: pulumi.Output<string>;
  /** Tells devices which provisioning service is theirs; public by design. */
  readonly provisioningIdScope: pulumi.Output<string>;
}

/** Builds the whole platform of one environment. */
export function buildPlatform(platform: Platform, settings: Settings): PlatformOutputs {
  const foundation = buildFoundation(platform, settings);
  const data = buildDataPlane(settings, foundation);
  const devices = buildDevicePlane(settings, foundation, data);
  const workload = admitWorkloads(foundation, data);
  connect(foundation, data, devices);
  observe(foundation, data, devices);
  if (settings.threatDetection) watch(foundation, data, devices);
  if (settings.protectData) keep(foundation, data, devices);
  return {
    resourceGroupName: foundation.placement.resourceGroupName,
    virtualNetworkId: foundation.network.virtualNetworkId,
    gatewaySubnetId: foundation.network.gatewaySubnetId,
    workloadSubnetId: foundation.network.workloadSubnetId,
    workloadIdentityId: workload.identityId,
    workloadClientId: workload.clientId,
    vaultUri: foundation.vault.vaultUri,
    logWorkspaceId: foundation.logs.workspaceId,
    storageAccountName: data.storage.accountName,
    archiveContainerName: data.archive.containerName,
    cosmosEndpoint: data.state.endpoint,
    hubHostName: devices.hub.hostName,
    provisioningHostName: devices.provisioning.deviceHostName,
    provisioningIdScope: devices.provisioning.idScope,
  };
}

/** Workloads read telemetry from the archive and keep device state; they need nothing else. */
function admitWorkloads(
  { named, placement, inside }: Foundation,
  { archive, state }: DataPlane,
): ServiceIdentity {
  const workload = new ServiceIdentity(
    named('workload'),
    { ...placement, grants: { archive: { role: 'storageBlobDataReader', scope: archive.containerId } } },
    inside,
  );
  new CosmosAccess(
    named('workload'),
    {
      resourceGroupName: placement.resourceGroupName,
      accountId: state.accountId,
      accountName: state.accountName,
      databaseName: state.databaseName,
      principalId: workload.principalId,
    },
    inside,
  );
  return workload;
}

/** Gives every service its private address. */
function connect(
  { named, placement, network, dns, vault, inside }: Foundation,
  data: DataPlane,
  devices: DevicePlane,
): void {
  const { iotHub, eventHubs, provisioning, blob, vault: vaultZone, cosmos } = dns.zoneIds;
  const endpoints: Record<string, Pick<PrivateEndpointArgs, 'groupId' | 'targetId' | 'zoneIds'>> = {
    hub: { groupId: 'iotHub', targetId: devices.hub.hubId, zoneIds: { iotHub, eventHubs } },
    dps: { groupId: 'iotDps', targetId: devices.provisioning.serviceId, zoneIds: { provisioning } },
    // Blobs only: the other services of the account are unused and stay shut.
    blob: { groupId: 'blob', targetId: data.storage.accountId, zoneIds: { blob } },
    state: { groupId: 'Sql', targetId: data.state.accountId, zoneIds: { cosmos } },
    vault: { groupId: 'vault', targetId: vault.vaultId, zoneIds: { vault: vaultZone } },
  };
  for (const [target, connection] of Object.entries(endpoints)) {
    const subnetId = network.endpointSubnetId;
    new PrivateEndpoint(named(`${target}-endpoint`), { ...placement, ...connection, subnetId }, inside);
  }
}

/** Keeps the logs of everything that holds data or lets somebody in. */
function observe(
  { named, logs, network, vault, inside }: Foundation,
  { storage, state }: DataPlane,
  devices: DevicePlane,
): void {
  const { blob, queue, table, file } = storage.serviceIds;
  const { gateways, workloads, endpoints } = network.securityGroupIds;
  new Diagnostics(
    named('logs'),
    {
      workspaceId: logs.workspaceId,
      targets: {
        hub: { resourceId: devices.hub.hubId },
        provisioning: { resourceId: devices.provisioning.serviceId },
        vault: { resourceId: vault.vaultId },
        state: { resourceId: state.accountId, metrics: 'Requests' },
        blob: { resourceId: blob, metrics: 'Transaction' },
        queue: { resourceId: queue, metrics: 'Transaction' },
        table: { resourceId: table, metrics: 'Transaction' },
        file: { resourceId: file, metrics: 'Transaction' },
        gateways: { resourceId: gateways, metrics: 'none' },
        workloads: { resourceId: workloads, metrics: 'none' },
        endpoints: { resourceId: endpoints, metrics: 'none' },
        // Who has read the logs is worth a log as well.
        logs: { resourceId: logs.workspaceId },
      },
    },
    inside,
  );
}

/** Lets Microsoft Defender look for attacks on what devices and data depend on. */
function watch(
  { named, placement, logs, inside }: Foundation,
  { storage, state }: DataPlane,
  { hub }: DevicePlane,
): void {
  new ThreatDetection(
    named('threats'),
    {
      ...placement,
      workspaceId: logs.workspaceId,
      hubIds: [hub.hubId],
      storageAccountIds: { storage: storage.accountId },
      cosmosAccountIds: { state: state.accountId },
    },
    inside,
  );
}

/** Locks what holds data, keys or device identities, for those who come by another way than this program. */
function keep(
  { named, vault, inside }: Foundation,
  { storage, state }: DataPlane,
  { hub, provisioning }: DevicePlane,
): void {
  new DeleteLocks(
    named('keep'),
    {
      resourceIds: {
        hub: hub.hubId,
        provisioning: provisioning.serviceId,
        storage: storage.accountId,
        state: state.accountId,
        vault: vault.vaultId,
      },
    },
    inside,
  );
}
