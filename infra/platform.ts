import type * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { CosmosAccess } from './cosmos-access';
import { buildDataPlane, type DataPlane } from './data-plane';
import { buildDevicePlane, type DevicePlane } from './device-plane';
import { buildFoundation, type Foundation, type Platform } from './foundation';
import { ServiceIdentity } from './identity';
import type { Inventory } from './inventory';
import { buildOperations } from './operations';
import { PrivateEndpoint, type PrivateEndpointArgs } from './private-endpoint';

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
  /** Storage account with the archived logs. */
  readonly auditAccountName: pulumi.Output<string>;
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
  const { audit } = buildOperations(platform.environment, settings, foundation, {
    inventory: takeInventory(foundation, data, devices),
    hubId: devices.hub.hubId,
    provisioningId: devices.provisioning.serviceId,
    telemetryContainerId: data.archive.containerId,
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

/** Everything operations look after. A new service is added here, and gets logs, a lock and threat detection by it. */
function takeInventory(
  { logs, network, vault }: Foundation,
  { storage, state }: DataPlane,
  { hub, provisioning }: DevicePlane,
): Inventory {
  const { blob, queue, table, file } = storage.serviceIds;
  const { gateways, workloads, endpoints } = network.securityGroupIds;
  return {
    hub: { resourceId: hub.hubId, logs: 'AllMetrics', keep: true, defender: 'hub' },
    provisioning: { resourceId: provisioning.serviceId, logs: 'AllMetrics', keep: true },
    vault: { resourceId: vault.vaultId, logs: 'AllMetrics', keep: true },
    state: { resourceId: state.accountId, logs: 'Requests', keep: true, defender: 'cosmos' },
    storage: { resourceId: storage.accountId, keep: true, defender: 'storage' },
    blob: { resourceId: blob, logs: 'Transaction' },
    queue: { resourceId: queue, logs: 'Transaction' },
    table: { resourceId: table, logs: 'Transaction' },
    file: { resourceId: file, logs: 'Transaction' },
    gateways: { resourceId: gateways, logs: 'none' },
    workloads: { resourceId: workloads, logs: 'none' },
    endpoints: { resourceId: endpoints, logs: 'none' },
    network: { resourceId: network.virtualNetworkId, logs: 'AllMetrics' },
    // Who has read the logs is worth a log as well.
    logs: { resourceId: logs.workspaceId, logs: 'AllMetrics', keep: true },
  };
}
