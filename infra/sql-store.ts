import * as authorization from '@pulumi/azure-native/authorization';
import * as sql from '@pulumi/azure-native/sql';
import * as pulumi from '@pulumi/pulumi';
import type { DatabaseAdministrator } from './database';
import type { Placement, ResourceId } from './placement';

export interface SqlStoreArgs extends Placement {
  /** Physical name, 1 to 63 lower-case letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly serverName?: string | undefined;
  /** Who administers the server and creates its users; there is no password. */
  readonly administrator: DatabaseAdministrator;
  /** Tier and cores of the database, as Azure names them. Default: `GP_Gen5_2`. */
  readonly sku?: string | undefined;
  /** Whether the database spreads over the region's availability zones. Default: true. */
  readonly zoneRedundant?: boolean | undefined;
  /** Where backups lie: `Zone` in the region, `GeoZone` in the paired one as well. */
  readonly backupCopies: 'Zone' | 'GeoZone';
  /** Whether Microsoft Defender looks for attacks and weak spots; billed by server. */
  readonly threatDetection: boolean;
  /** Who gets its alerts by mail, beside the administrators of the subscription. Default: nobody. */
  readonly alertEmails?: readonly string[] | undefined;
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Address of a version of the key; the server rotates from there by itself. */
    readonly versionedKeyUri: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
}

/** Name of the database. */
export const sqlDatabase = 'iiot';

/**
 * An Azure SQL server with one database for what is known of devices. Only Entra identities sign in, through private
 * endpoints and TLS 1.2 or higher, and nothing leaves the server for elsewhere. Every statement is audited to Azure
 * Monitor, records cannot be altered without trace (ledger), any second of five weeks can be restored, and a backup of
 * each week is kept for a quarter of a year.
 *
 * Resource Manager creates no users inside. The administrator does, once for each workload:
 * `create user [<name>] from external provider; alter role db_datareader add member [<name>];`
 *
 * Microsoft.Sql, API 2023-08-01: passwords and public access are on unless written, and the ledger can be chosen at
 * creation only. Audit records reach the workspace by a diagnostic setting on the database;
 * learn.microsoft.com/azure/azure-sql/database/auditing-overview
 */
export class SqlStore extends pulumi.ComponentResource {
  readonly serverId: pulumi.Output<string>;
  readonly databaseId: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;

  constructor(name: string, args: SqlStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:SqlStore', name, {}, opts);
    const { resourceGroupName, administrator } = args;
    const { identityId, versionedKeyUri } = args.encryption;
    const server = new sql.Server(
      name,
      {
        resourceGroupName,
        location: args.location,
        tags: args.tags,
        serverName: args.serverName,
        version: '12.0',
        minimalTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        restrictOutboundNetworkAccess: 'Enabled',
        administrators: {
          administratorType: 'ActiveDirectory',
          azureADOnlyAuthentication: true,
          principalType: administrator.kind === 'Group' ? 'Group' : 'Application',
          login: administrator.name,
          sid: administrator.objectId,
          tenantId: authorization.getClientConfigOutput({ parent: this }).tenantId,
        },
        identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] },
        primaryUserAssignedIdentityId: identityId,
        keyId: versionedKeyUri,
      },
      { parent: this },
    );
    const inServer = { resourceGroupName, serverName: server.name };
    new sql.EncryptionProtector(
      name,
      {
        ...inServer,
        encryptionProtectorName: 'current',
        serverKeyType: 'AzureKeyVault',
        serverKeyName: pulumi.output(versionedKeyUri).apply(serverKeyName),
        autoRotationEnabled: true,
      },
      // The server moves on to the next version by itself, and so do the names.
      { parent: this, ignoreChanges: ['serverKeyName'] },
    );
    const audited = new sql.ExtendedServerBlobAuditingPolicy(
      name,
      {
        ...inServer,
        blobAuditingPolicyName: 'default',
        state: 'Enabled',
        isAzureMonitorTargetEnabled: true,
        isDevopsAuditEnabled: true,
        // The workspace decides how long; this counts for files only, and means without end.
        retentionDays: 0,
        auditActionsAndGroups: [
          'SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP',
          'FAILED_DATABASE_AUTHENTICATION_GROUP',
          'BATCH_COMPLETED_GROUP',
        ],
      },
      { parent: this },
    );
    if (args.threatDetection) this.watch(name, inServer, args.alertEmails ?? []);
    const database = this.addDatabase(name, inServer, audited, args);
    this.serverId = server.id;
    this.databaseId = database.id;
    this.endpoint = server.fullyQualifiedDomainName;
    this.databaseName = database.name;
    this.registerOutputs({ endpoint: this.endpoint });
  }

  private addDatabase(
    name: string,
    inServer: { resourceGroupName: pulumi.Input<string>; serverName: pulumi.Input<string> },
    audited: pulumi.Resource,
    { location, tags, sku, zoneRedundant, backupCopies }: SqlStoreArgs,
  ): sql.Database {
    const database = new sql.Database(
      `${name}-${sqlDatabase}`,
      {
        ...inServer,
        location,
        tags,
        databaseName: sqlDatabase,
        sku: { name: sku ?? 'GP_Gen5_2' },
        zoneRedundant: zoneRedundant ?? true,
        isLedgerOn: true,
        requestedBackupStorageRedundancy: backupCopies,
      },
      // Nobody works in the database before somebody watches.
      { parent: this, dependsOn: audited },
    );
    const inDatabase = { ...inServer, databaseName: database.name };
    new sql.TransparentDataEncryption(
      name,
      { ...inDatabase, tdeName: 'current', state: 'Enabled' },
      { parent: this },
    );
    new sql.BackupShortTermRetentionPolicy(
      name,
      { ...inDatabase, policyName: 'default', retentionDays: 35 },
      { parent: this },
    );
    new sql.LongTermRetentionPolicy(
      name,
      { ...inDatabase, policyName: 'default', weeklyRetention: 'P12W' },
      { parent: this },
    );
    return database;
  }

  /** Microsoft Defender for SQL: alerts, and scans for weak spots that keep their results with the service. */
  private watch(
    name: string,
    inServer: { resourceGroupName: pulumi.Input<string>; serverName: pulumi.Input<string> },
    alertEmails: readonly string[],
  ): void {
    const alerts = new sql.ServerSecurityAlertPolicy(
      name,
      {
        ...inServer,
        securityAlertPolicyName: 'default',
        state: 'Enabled',
        emailAccountAdmins: true,
        ...(alertEmails.length > 0 ? { emailAddresses: [...alertEmails] } : {}),
        disabledAlerts: [],
      },
      { parent: this },
    );
    new sql.SqlVulnerabilityAssessmentsSetting(
      name,
      { ...inServer, vulnerabilityAssessmentName: 'default', state: 'Enabled' },
      { parent: this, dependsOn: alerts },
    );
  }
}

/** The name a server has for a version of a key: `https://v.vault.azure.net/keys/k/1` is `v_k_1`. */
export function serverKeyName(versionedKeyUri: string): string {
  const { hostname, pathname } = new URL(versionedKeyUri);
  const [, , keyName, version] = pathname.split('/');
  return `${hostname.split('.')[0]}_${keyName}_${version}`;
}
