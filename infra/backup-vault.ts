import * as dataprotection from '@pulumi/azure-native/dataprotection';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

export interface BackupVaultArgs extends Placement {
  /** Physical name, 2 to 50 letters, digits and hyphens. Default: chosen by Pulumi. */
  readonly vaultName?: string | undefined;
  /** `GeoRedundant` copies to the paired region, and restores there as well. */
  readonly redundancy: 'ZoneRedundant' | 'GeoRedundant';
  /** Weeks a weekly backup is kept. Default: 12. */
  readonly retentionWeeks?: number | undefined;
  /**
   * `unlocked`: no backup can be deleted before its time unless an owner switches that off first. `locked`: nobody can,
   * for ever; a new vault has to start as `unlocked`. `none`: the vault can be taken down at any time.
   */
  readonly immutability: 'none' | 'unlocked' | 'locked';
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Its address without a version. */
    readonly keyUri: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
  /**
   * PostgreSQL flexible servers to back up, by a name for each. The identity of the vault needs the roles `Reader` on the
   * server's resource group and `PostgreSQL Flexible Server Long Term Retention Backup Role` on the server.
   */
  readonly postgresqlServers?: Readonly<Record<string, PostgresqlServer>> | undefined;
}

/** A server to back up. */
export interface PostgresqlServer {
  readonly id: ResourceId;
  readonly name: pulumi.Input<string>;
}

const postgresql = 'Microsoft.DBforPostgreSQL/flexibleServers';

/**
 * A backup vault that keeps what it has been given: backups are encrypted with a key of ours and again with one of the
 * platform, cannot be deleted before their time, and what is deleted after it can be brought back for two weeks more.
 *
 * It is there for databases. Cosmos DB and Data Explorer restore themselves and take no vault; the telemetry archive is
 * left out because a vault copies blobs by object replication, for which the account would have to admit other tenants.
 *
 * Microsoft.DataProtection, API 2025-01-01: the redundancy can be chosen at creation only; immutability is off unless
 * written. learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept,
 * learn.microsoft.com/azure/backup/encryption-at-rest-with-cmk-for-backup-vault,
 * learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex-overview
 */
export class BackupVault extends pulumi.ComponentResource {
  readonly vaultId: pulumi.Output<string>;
  readonly vaultName: pulumi.Output<string>;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:BackupVault', name, {}, opts);
    const { resourceGroupName, location, tags, encryption } = args;
    const vault = new dataprotection.BackupVault(
      name,
      {
        resourceGroupName,
        location,
        tags,
        vaultName: args.vaultName,
        identity: { type: 'UserAssigned', userAssignedIdentities: [encryption.identityId] },
        properties: {
          storageSettings: [{ datastoreType: 'VaultStore', type: args.redundancy }],
          securitySettings: {
            encryptionSettings: {
              state: 'Enabled',
              infrastructureEncryption: 'Enabled',
              keyVaultProperties: { keyUri: encryption.keyUri },
              kekIdentity: { identityType: 'UserAssigned', identityId: encryption.identityId },
            },
            immutabilitySettings: { state: immutabilityStates[args.immutability] },
            softDeleteSettings: {
              state: args.immutability === 'none' ? 'On' : 'AlwaysOn',
              retentionDurationInDays: 14,
            },
          },
          featureSettings: {
            crossRegionRestoreSettings: {
              state: args.redundancy === 'GeoRedundant' ? 'Enabled' : 'Disabled',
            },
            // A restore into another subscription is a way out for data.
            crossSubscriptionRestoreSettings: { state: 'Disabled' },
          },
          monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: 'Enabled' } },
        },
      },
      { parent: this },
    );
    const policy = new dataprotection.BackupPolicy(
      `${name}-weekly`,
      {
        resourceGroupName,
        vaultName: vault.name,
        backupPolicyName: 'weekly',
        properties: weekly(args.retentionWeeks ?? 12),
      },
      { parent: this },
    );
    for (const [server, { id, name: serverName }] of Object.entries(args.postgresqlServers ?? {})) {
      const source = {
        datasourceType: postgresql,
        objectType: 'Datasource',
        resourceID: id,
        resourceLocation: location,
        resourceName: serverName,
        resourceType: postgresql,
        resourceUri: id,
      };
      new dataprotection.BackupInstance(
        `${name}-${server}`,
        {
          resourceGroupName,
          vaultName: vault.name,
          backupInstanceName: server,
          tags,
          properties: {
            objectType: 'BackupInstance',
            friendlyName: server,
            dataSourceInfo: source,
            dataSourceSetInfo: { ...source, objectType: 'DatasourceSet' },
            identityDetails: {
              useSystemAssignedIdentity: false,
              userAssignedIdentityArmUrl: encryption.identityId,
            },
            policyInfo: { policyId: policy.id },
          },
        },
        { parent: this },
      );
    }
    this.vaultId = vault.id;
    this.vaultName = vault.name;
    this.registerOutputs({ vaultId: this.vaultId });
  }
}

const immutabilityStates = { none: 'Disabled', unlocked: 'Unlocked', locked: 'Locked' } as const;

/** A full backup in the small hours of each Sunday, which is as often as PostgreSQL servers allow. */
function weekly(retentionWeeks: number): inputs.dataprotection.BackupPolicyArgs {
  const dataStore = { dataStoreType: 'VaultStore', objectType: 'DataStoreInfoBase' } as const;
  return {
    objectType: 'BackupPolicy',
    datasourceTypes: [postgresql],
    policyRules: [
      {
        objectType: 'AzureBackupRule',
        name: 'weekly',
        backupParameters: { objectType: 'AzureBackupParams', backupType: 'Full' },
        dataStore,
        trigger: {
          objectType: 'ScheduleBasedTriggerContext',
          schedule: { repeatingTimeIntervals: ['R/2026-01-04T02:00:00+00:00/P1W'], timeZone: 'UTC' },
          taggingCriteria: [{ isDefault: true, taggingPriority: 99, tagInfo: { tagName: 'Default' } }],
        },
      },
      {
        objectType: 'AzureRetentionRule',
        name: 'Default',
        isDefault: true,
        lifecycles: [
          {
            sourceDataStore: dataStore,
            deleteAfter: { objectType: 'AbsoluteDeleteOption', duration: `P${retentionWeeks}W` },
          },
        ],
      },
    ],
  };
}
