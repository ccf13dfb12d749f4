import { AuditArchive } from './audit-archive';
import { BackupVault, type PostgresqlServer } from './backup-vault';
import type { Settings } from './config';
import { addKey } from './data-keys';
import { Diagnostics } from './diagnostics';
import { NetworkFlowLog } from './flow-log';
import type { Foundation } from './foundation';
import { type Grant, ServiceIdentity } from './identity';
import { type Asset, assetsWith, type Inventory } from './inventory';
import type { ResourceId } from './placement';
import { PrivateEndpoint } from './private-endpoint';

/** What must stay as it is can be taken down before its time only where data is not to be kept at all. */
const immutability = ({ protectData, lockRetention }: Settings) =>
  !protectData ? 'none' : lockRetention ? 'locked' : 'unlocked';

/** Builds the archive of logs and its private address. */
export function addAuditArchive(settings: Settings, foundation: Foundation): AuditArchive {
  const { named, compact, names, placement, network, dns, inside, precious } = foundation;
  const audit = new AuditArchive(
    compact('audit'),
    {
      ...placement,
      accountName: names.audit,
      redundancy: settings.storageRedundancy,
      deletedDataRetentionDays: settings.deletedDataRetentionDays,
      retentionDays: settings.auditRetentionDays,
      immutability: immutability(settings),
      // A key of its own: who may not read telemetry any more can still be made to answer for what was done.
      encryption: addKey('audit', foundation),
    },
    precious,
  );
  new PrivateEndpoint(
    named('audit-endpoint'),
    {
      ...placement,
      subnetId: network.endpointSubnetId,
      targetId: audit.accountId,
      groupId: 'blob',
      zoneIds: { blob: dns.zoneIds.blob },
    },
    inside,
  );
  return audit;
}

/** The archive's own logs go to the workspace only: in itself, each log would cause the next. */
export function auditAssets({ accountId, serviceIds }: AuditArchive): Inventory {
  const service = (resourceId: ResourceId): Asset => ({
    resourceId,
    logs: 'Transaction',
    logsTo: 'workspace',
  });
  return {
    audit: { resourceId: accountId, keep: true, defender: 'storage' },
    'audit-blob': service(serviceIds.blob),
    'audit-queue': service(serviceIds.queue),
    'audit-table': service(serviceIds.table),
    'audit-file': service(serviceIds.file),
  };
}

/** Keeps all logs where they can be searched, and once more where nobody can change them. */
export function keepLogs(
  inventory: Inventory,
  { named, logs, inside }: Foundation,
  audit: AuditArchive,
): void {
  const logged = assetsWith(inventory, (asset) => asset.logs !== undefined);
  new Diagnostics(
    named('logs'),
    {
      workspaceId: logs.workspaceId,
      archiveAccountId: audit.accountId,
      targets: Object.fromEntries(
        logged.map(([name, { resourceId, logs: metrics, logsTo }]) => [
          name,
          { resourceId, metrics, archived: logsTo !== 'workspace' },
        ]),
      ),
    },
    inside,
  );
}

/** Records the traffic of the network into the archive of logs. */
export function addFlowLog(
  { networkWatcherName, networkWatcherResourceGroup }: NonNullable<Settings['flowLogs']>,
  { named, placement, network, logs, inside }: Foundation,
  audit: AuditArchive,
): void {
  const { identityId } = new ServiceIdentity(
    named('flows'),
    {
      ...placement,
      grants: { records: { role: 'storageBlobDataContributor', scope: audit.accountId } },
    },
    inside,
  );
  new NetworkFlowLog(
    named('flows'),
    {
      networkWatcher: { name: networkWatcherName, resourceGroupName: networkWatcherResourceGroup },
      location: placement.location,
      tags: placement.tags,
      virtualNetworkId: network.virtualNetworkId,
      storageAccountId: audit.accountId,
      identityId,
      workspaceId: logs.workspaceId,
    },
    inside,
  );
}

/** Builds the vault for backups of servers that cannot keep their own out of reach. */
export function addBackupVault(
  settings: Settings,
  foundation: Foundation,
  postgresqlServers: Readonly<Record<string, PostgresqlServer>> | undefined,
): BackupVault {
  const { named, names, placement, resourceGroupId, precious } = foundation;
  const servers = Object.entries(postgresqlServers ?? {});
  const grants: Record<string, Grant> = Object.fromEntries(
    servers.map(([name, { id }]) => [
      name,
      { role: 'postgresqlFlexibleServerLongTermRetentionBackup', scope: id },
    ]),
  );
  // Azure Backup also looks the server up in its group.
  if (servers.length > 0) grants.group = { role: 'reader', scope: resourceGroupId };
  return new BackupVault(
    named('backup'),
    {
      ...placement,
      vaultName: names.backup,
      redundancy: settings.secondRegion === undefined ? 'ZoneRedundant' : 'GeoRedundant',
      immutability: immutability(settings),
      encryption: addKey('backup', foundation, grants),
      postgresqlServers,
    },
    precious,
  );
}
