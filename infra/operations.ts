import * as authorization from '@pulumi/azure-native/authorization';
import * as pulumi from '@pulumi/pulumi';
import { ActivityAlerts } from './activity-alerts';
import { ActivityLogExport } from './activity-log-export';
import { AuditArchive } from './audit-archive';
import { BackupVault, type PostgresqlServer } from './backup-vault';
import type { Settings } from './config';
import { CostBudget } from './cost-budget';
import { addKey } from './data-plane';
import { DefenderPlans } from './defender-plans';
import { DeleteLocks } from './delete-locks';
import { DeviceAlerts } from './device-alerts';
import { Diagnostics } from './diagnostics';
import { ExpiryAlerts } from './expiry-alerts';
import { NetworkFlowLog } from './flow-log';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { type Asset, assetsWith, type Inventory, idsWith } from './inventory';
import { PeopleAccess } from './people';
import type { ResourceId } from './placement';
import { PrivateEndpoint } from './private-endpoint';
import { SecurityContact } from './security-contact';
import { ThreatDetection } from './threat-detection';

/** What operations have to know of the rest of the platform. */
export interface OperatedPlatform {
  /** Everything to look after; what operations build themselves they add. */
  readonly inventory: Inventory;
  readonly hubId: ResourceId;
  readonly provisioningId: ResourceId;
  /** Container of the telemetry archive. */
  readonly telemetryContainerId: ResourceId;
  /** Database servers that a backup vault can keep, by a name for each. */
  readonly postgresqlServers?: Readonly<Record<string, PostgresqlServer>> | undefined;
}

/** What others need to know of operations. */
export interface Operations {
  readonly audit: AuditArchive;
  /** Action group of all alerts. */
  readonly actionGroupId: pulumi.Output<string>;
}

/** Builds what watches the platform, keeps its records, and lets people in. */
export function buildOperations(
  environment: string,
  settings: Settings,
  foundation: Foundation,
  platform: OperatedPlatform,
): Operations {
  const { placement, resourceGroupId } = foundation;
  const { resourceGroupName, tags } = placement;
  const audit = addAuditArchive(settings, foundation);
  const { actionGroupId } = new ActivityAlerts('iiot-alerts', {
    resourceGroupName,
    tags,
    // Roles and policies of a whole subscription reach into the group, so they are watched where it is ours.
    scope: settings.ownsSubscription ? subscriptionId() : resourceGroupId,
    emails: settings.alertEmails,
  });
  const expiry = addAlerts(settings, foundation, platform, audit, actionGroupId);
  const backup = settings.backupVault ? addBackupVault(settings, foundation, platform) : undefined;

  const inventory: Inventory = {
    ...platform.inventory,
    ...auditAssets(audit),
    expiry: { resourceId: expiry.systemTopicId, logs: 'AllMetrics' },
    ...(backup === undefined ? {} : { backup: { resourceId: backup.vaultId, logs: 'none', keep: true } }),
  };
  keepLogs(inventory, foundation, audit);
  if (settings.threatDetection) watch(inventory, foundation);
  if (settings.protectData) {
    new DeleteLocks('iiot-keep', { resourceIds: idsWith(inventory, ({ keep }) => keep === true) });
  }
  if (settings.flowLogs !== undefined) addFlowLog(settings.flowLogs, foundation, audit);
  if (settings.ownsSubscription) guardSubscription(environment, settings, foundation, audit);
  if (settings.securityContact !== undefined) new SecurityContact('iiot-contact', settings.securityContact);
  if (settings.budget !== undefined)
    new CostBudget('iiot-budget', { scope: resourceGroupId, ...settings.budget });
  letPeopleIn(settings, foundation, platform, audit);
  return { audit, actionGroupId };
}

/** Id of the subscription of the login. */
const subscriptionId = (): pulumi.Output<string> =>
  pulumi.interpolate`/subscriptions/${authorization.getClientConfigOutput().subscriptionId}`;

/** What is deleted on purpose before its time only where data is not to be kept at all. */
const immutability = ({ protectData, lockRetention }: Settings) =>
  !protectData ? 'none' : lockRetention ? 'locked' : 'unlocked';

function addAuditArchive(settings: Settings, foundation: Foundation): AuditArchive {
  const { names, placement, network, dns, vault, precious } = foundation;
  const audit = new AuditArchive(
    'iiotaudit',
    {
      ...placement,
      accountName: names.audit,
      redundancy: settings.storageRedundancy,
      deletedDataRetentionDays: settings.deletedDataRetentionDays,
      retentionDays: settings.auditRetentionDays,
      immutability: immutability(settings),
      // A key of its own: who may not read telemetry any more can still be made to answer for what was done.
      encryption: { ...addKey('audit', foundation), vaultUri: vault.vaultUri },
    },
    precious,
  );
  new PrivateEndpoint('iiot-audit-endpoint', {
    ...placement,
    subnetId: network.endpointSubnetId,
    targetId: audit.accountId,
    groupId: 'blob',
    zoneIds: { blob: dns.zoneIds.blob },
  });
  return audit;
}

/** The archive's own logs go to the workspace only: in itself, each log would cause the next. */
function auditAssets({ accountId, serviceIds }: AuditArchive): Inventory {
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

function addAlerts(
  settings: Settings,
  { placement, logs, vault }: Foundation,
  { hubId, provisioningId }: OperatedPlatform,
  audit: AuditArchive,
  actionGroupId: ResourceId,
): ExpiryAlerts {
  new DeviceAlerts('iiot-devices', {
    ...placement,
    hubId,
    provisioningId,
    workspaceId: logs.workspaceId,
    actionGroupId,
    silentDeviceMinutes: settings.silentDeviceMinutes,
  });
  const { identityId } = new ServiceIdentity('iiot-expiry', {
    ...placement,
    grants: { deadLetters: { role: 'storageBlobDataContributor', scope: audit.deadLetterContainerId } },
  });
  return new ExpiryAlerts('iiot-expiry', {
    ...placement,
    vaultId: vault.vaultId,
    actionGroupId,
    deadLetters: { accountId: audit.accountId, containerName: audit.deadLetterContainer, identityId },
  });
}

function addBackupVault(
  settings: Settings,
  foundation: Foundation,
  { postgresqlServers }: OperatedPlatform,
): BackupVault {
  const { names, placement, precious } = foundation;
  return new BackupVault(
    'iiot-backup',
    {
      ...placement,
      vaultName: names.backup,
      redundancy: settings.secondRegion === undefined ? 'ZoneRedundant' : 'GeoRedundant',
      immutability: immutability(settings),
      encryption: addKey('backup', foundation),
      postgresqlServers,
    },
    precious,
  );
}

/** Keeps the logs of everything that holds data or lets somebody in, where they can be searched and where nobody can change them. */
function keepLogs(inventory: Inventory, { logs }: Foundation, audit: AuditArchive): void {
  new Diagnostics('iiot-logs', {
    workspaceId: logs.workspaceId,
    archiveAccountId: audit.accountId,
    targets: Object.fromEntries(
      assetsWith(inventory, (asset) => asset.logs !== undefined).map(
        ([name, { resourceId, logs: metrics, logsTo }]) => [
          name,
          { resourceId, metrics, archived: logsTo !== 'workspace' },
        ],
      ),
    ),
  });
}

/** Lets Microsoft Defender look for attacks on what devices and data depend on. */
function watch(inventory: Inventory, { placement, logs }: Foundation): void {
  const offered = (offer: Asset['defender']) => idsWith(inventory, ({ defender }) => defender === offer);
  new ThreatDetection('iiot-threats', {
    ...placement,
    workspaceId: logs.workspaceId,
    hubIds: Object.values(offered('hub')),
    storageAccountIds: offered('storage'),
    cosmosAccountIds: offered('cosmos'),
  });
}

function addFlowLog(
  { networkWatcherName, networkWatcherResourceGroup }: NonNullable<Settings['flowLogs']>,
  { placement, network, logs }: Foundation,
  audit: AuditArchive,
): void {
  const { identityId } = new ServiceIdentity('iiot-flows', {
    ...placement,
    grants: { records: { role: 'storageBlobDataContributor', scope: audit.accountId } },
  });
  new NetworkFlowLog('iiot-flows', {
    networkWatcher: { name: networkWatcherName, resourceGroupName: networkWatcherResourceGroup },
    location: placement.location,
    tags: placement.tags,
    virtualNetworkId: network.virtualNetworkId,
    storageAccountId: audit.accountId,
    identityId,
    workspaceId: logs.workspaceId,
  });
}

/** What counts for a subscription as a whole, and is therefore asked for by one environment in it. */
function guardSubscription(
  environment: string,
  settings: Settings,
  { logs }: Foundation,
  audit: AuditArchive,
): void {
  new ActivityLogExport('iiot-activity', {
    settingName: `iiot-guard-${environment}`,
    workspaceId: logs.workspaceId,
    archiveAccountId: audit.accountId,
  });
  if (settings.threatDetection) new DefenderPlans('iiot-plans', {});
}

function letPeopleIn(
  { people, justInTimeRoles }: Settings,
  { resourceGroupId, logs }: Foundation,
  platform: OperatedPlatform,
  audit: AuditArchive,
): void {
  new PeopleAccess('iiot-people', {
    people,
    justInTime: justInTimeRoles,
    places: {
      resourceGroup: resourceGroupId,
      workspace: logs.workspaceId,
      hub: platform.hubId,
      provisioning: platform.provisioningId,
      telemetry: platform.telemetryContainerId,
      auditArchive: audit.accountId,
    },
  });
}
