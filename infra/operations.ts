import * as authorization from '@pulumi/azure-native/authorization';
import * as pulumi from '@pulumi/pulumi';
import { ActivityAlerts } from './activity-alerts';
import { ActivityLogExport } from './activity-log-export';
import type { AuditArchive } from './audit-archive';
import type { PostgresqlServer } from './backup-vault';
import type { Settings } from './config';
import { CostBudget } from './cost-budget';
import { DefenderPlans } from './defender-plans';
import { DeleteLocks } from './delete-locks';
import { DeviceAlerts } from './device-alerts';
import { ExpiryAlerts } from './expiry-alerts';
import type { FarVault } from './far-key';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { type Asset, type Inventory, idsWith } from './inventory';
import { PeopleAccess } from './people';
import type { ResourceId } from './placement';
import { addAuditArchive, addBackupVault, addFlowLog, auditAssets, keepLogs } from './record-keeping';
import { SecurityContact } from './security-contact';
import { ThreatDetection } from './threat-detection';

/** What operations have to know of the rest of the platform. */
export interface OperatedPlatform {
  /** Everything to look after; what operations build themselves they add. */
  readonly inventory: Inventory;
  readonly hubId: ResourceId;
  readonly provisioningId: ResourceId;
  /** Account of Device Update, where there is one. */
  readonly deviceUpdateId?: ResourceId | undefined;
  /** Container of the telemetry archive. */
  readonly telemetryContainerId: ResourceId;
  /** Vault of another region, where there is one. */
  readonly farVault?: FarVault | undefined;
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
  const audit = addAuditArchive(settings, foundation);
  const actionGroupId = watchChanges(settings, foundation);
  watchDevices(settings, foundation, platform, actionGroupId);
  const expiry = watchExpiry(foundation, audit, actionGroupId, platform.farVault);
  const backup = settings.backupVault
    ? addBackupVault(settings, foundation, platform.postgresqlServers)
    : undefined;

  const inventory: Inventory = {
    ...platform.inventory,
    ...auditAssets(audit),
    ...expiry,
    ...(backup === undefined ? {} : { backup: { resourceId: backup.vaultId, logs: 'none', keep: true } }),
  };
  keepLogs(inventory, foundation, audit);
  if (settings.threatDetection) watchThreats(inventory, foundation);
  if (settings.protectData) keep(inventory, foundation);
  if (settings.flowLogs !== undefined) addFlowLog(settings.flowLogs, foundation, audit);
  if (settings.ownsSubscription) guardSubscription(environment, settings, foundation, audit);
  nameContacts(settings, foundation);
  letPeopleIn(settings, foundation, platform, audit);
  return { audit, actionGroupId };
}

/** Tells of changes; the group it tells is the one for all other alerts. */
function watchChanges(settings: Settings, foundation: Foundation): pulumi.Output<string> {
  const { named, placement, resourceGroupId, inside } = foundation;
  const { actionGroupId } = new ActivityAlerts(
    named('alerts'),
    {
      resourceGroupName: placement.resourceGroupName,
      tags: placement.tags,
      // Roles and policies of a whole subscription reach into the group, so they are watched where it is ours.
      scope: settings.ownsSubscription ? subscriptionId(inside) : resourceGroupId,
      emails: settings.alertEmails,
    },
    inside,
  );
  return actionGroupId;
}

/** Id of the subscription of the login, or of the provider that the platform was given. */
function subscriptionId({ parent }: pulumi.ComponentResourceOptions): pulumi.Output<string> {
  const config = authorization.getClientConfigOutput(parent === undefined ? {} : { parent });
  return pulumi.interpolate`/subscriptions/${config.subscriptionId}`;
}

function watchDevices(
  { silentDeviceMinutes }: Settings,
  { named, placement, logs, inside }: Foundation,
  { hubId, provisioningId }: OperatedPlatform,
  actionGroupId: ResourceId,
): void {
  const { workspaceId } = logs;
  new DeviceAlerts(
    named('devices'),
    { ...placement, hubId, provisioningId, workspaceId, actionGroupId, silentDeviceMinutes },
    inside,
  );
}

/** Tells of what expires in the vault, and in that of another region. */
function watchExpiry(
  { named, placement, vault, inside }: Foundation,
  { accountId, deadLetterContainer, deadLetterContainerId }: AuditArchive,
  actionGroupId: ResourceId,
  farVault: FarVault | undefined,
): Inventory {
  const { identityId } = new ServiceIdentity(
    named('expiry'),
    {
      ...placement,
      grants: { deadLetters: { role: 'storageBlobDataContributor', scope: deadLetterContainerId } },
    },
    inside,
  );
  const deadLetters = { accountId, containerName: deadLetterContainer, identityId };
  const watch = (name: string, more: FarVault): ResourceId =>
    new ExpiryAlerts(named(name), { ...placement, ...more, actionGroupId, deadLetters }, inside)
      .systemTopicId;
  const own: Asset = {
    resourceId: watch('expiry', { vaultId: vault.vaultId, location: placement.location }),
    logs: 'AllMetrics',
  };
  if (!farVault) return { expiry: own };
  const { vaultId, location } = farVault;
  // Archives take logs of their own region only.
  const far: Asset = {
    resourceId: watch('far-expiry', { vaultId, location }),
    logs: 'AllMetrics',
    logsTo: 'workspace',
  };
  return { expiry: own, 'far-expiry': far };
}

/** Lets Microsoft Defender look for attacks on what devices and data depend on. */
function watchThreats(inventory: Inventory, { named, placement, logs, inside }: Foundation): void {
  const offered = (offer: Asset['defender']) => idsWith(inventory, ({ defender }) => defender === offer);
  new ThreatDetection(
    named('threats'),
    {
      ...placement,
      workspaceId: logs.workspaceId,
      hubIds: Object.values(offered('hub')),
      storageAccountIds: offered('storage'),
      cosmosAccountIds: offered('cosmos'),
    },
    inside,
  );
}

/** Locks what holds data, keys or device identities, for those who come by another way than this program. */
function keep(inventory: Inventory, { named, inside }: Foundation): void {
  const resourceIds = idsWith(inventory, (asset) => asset.keep === true);
  new DeleteLocks(named('keep'), { resourceIds }, inside);
}

/** What counts for a subscription as a whole, and is therefore asked for by one environment in it. */
function guardSubscription(
  environment: string,
  { threatDetection }: Settings,
  { named, logs, inside }: Foundation,
  { accountId }: AuditArchive,
): void {
  new ActivityLogExport(
    named('activity'),
    {
      settingName: named(environment),
      workspaceId: logs.workspaceId,
      archiveAccountId: accountId,
    },
    inside,
  );
  if (threatDetection) new DefenderPlans(named('plans'), {}, inside);
}

/** Whom Microsoft tells of attacks and of cost. */
function nameContacts(
  { securityContact, budget }: Settings,
  { named, resourceGroupId, inside }: Foundation,
): void {
  if (securityContact !== undefined) new SecurityContact(named('contact'), securityContact, inside);
  if (budget !== undefined) {
    new CostBudget(named('budget'), { scope: resourceGroupId, ...budget }, inside);
  }
}

function letPeopleIn(
  { people, justInTimeRoles }: Settings,
  { named, resourceGroupId, logs, inside }: Foundation,
  { hubId, provisioningId, deviceUpdateId, telemetryContainerId }: OperatedPlatform,
  { accountId }: AuditArchive,
): void {
  const places = {
    resourceGroup: resourceGroupId,
    workspace: logs.workspaceId,
    hub: hubId,
    provisioning: provisioningId,
    deviceUpdate: deviceUpdateId,
    telemetry: telemetryContainerId,
    auditArchive: accountId,
  };
  new PeopleAccess(named('people'), { people, justInTime: justInTimeRoles, places }, inside);
}
