import * as cosmosdb from '@pulumi/azure-native/cosmosdb';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

/** How far back any second can be restored. */
export type CosmosBackupTier = 'Continuous7Days' | 'Continuous30Days';

export interface DeviceStateStoreArgs extends Placement {
  /** Region of the account, as text: it also names the account's one location. */
  readonly location: string;
  /** Physical name, 3 to 44 lower-case letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly accountName?: string | undefined;
  /** Whether the account spreads over the region's availability zones. Default: true. */
  readonly zoneRedundant?: boolean | undefined;
  /** Region of a replica that takes over by itself when the first one fails. Default: none. */
  readonly secondRegion?: string | undefined;
  /** Ceiling of the automatic throughput, a multiple of 1000 request units a second. */
  readonly maxThroughput: number;
  /** Window of the point-in-time restore. */
  readonly backupTier: CosmosBackupTier;
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Its address without a version. */
    readonly keyUri: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
}

/** Name of the database and of its container with a document per device. */
export const deviceState = { database: 'iiot', container: 'device-state' } as const;

/**
 * A Cosmos DB account for the last known state of devices. Only Entra identities get in, through private endpoints,
 * over TLS 1.2 or higher; neither data nor structure can be touched with an account key. Any second of the last days
 * can be restored.
 *
 * Microsoft.DocumentDB, API 2025-10-15: keys and public access are on, backups are periodic and encryption uses the
 * service's key unless written; the customer's key can be chosen at creation only.
 */
export class DeviceStateStore extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;

  constructor(name: string, args: DeviceStateStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DeviceStateStore', name, {}, opts);
    const { resourceGroupName, location, tags, encryption } = args;
    const account = new cosmosdb.DatabaseAccount(
      name,
      {
        resourceGroupName,
        location,
        tags,
        accountName: args.accountName,
        kind: 'GlobalDocumentDB',
        databaseAccountOfferType: 'Standard',
        locations: [location, ...(args.secondRegion === undefined ? [] : [args.secondRegion])].map(
          (locationName, failoverPriority) => ({
            locationName,
            failoverPriority,
            isZoneRedundant: args.zoneRedundant ?? true,
          }),
        ),
        enableAutomaticFailover: args.secondRegion !== undefined,
        consistencyPolicy: { defaultConsistencyLevel: 'Session' },
        identity: { type: 'UserAssigned', userAssignedIdentities: [encryption.identityId] },
        keyVaultKeyUri: encryption.keyUri,
        defaultIdentity: pulumi.interpolate`UserAssignedIdentity=${encryption.identityId}`,
        disableLocalAuth: true,
        disableKeyBasedMetadataWriteAccess: true,
        minimalTlsVersion: 'Tls12',
        publicNetworkAccess: 'Disabled',
        networkAclBypass: 'None',
        ipRules: [],
        enableFreeTier: false,
        backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: args.backupTier } },
      },
      { parent: this },
    );
    const database = new cosmosdb.SqlResourceSqlDatabase(
      `${name}-${deviceState.database}`,
      {
        resourceGroupName,
        accountName: account.name,
        databaseName: deviceState.database,
        resource: { id: deviceState.database },
        options: { autoscaleSettings: { maxThroughput: args.maxThroughput } },
      },
      { parent: this },
    );
    new cosmosdb.SqlResourceSqlContainer(
      `${name}-${deviceState.container}`,
      {
        resourceGroupName,
        accountName: account.name,
        databaseName: database.name,
        containerName: deviceState.container,
        resource: {
          id: deviceState.container,
          partitionKey: { paths: ['/deviceId'], kind: 'Hash', version: 2 },
        },
      },
      { parent: this },
    );
    this.accountId = account.id;
    this.accountName = account.name;
    this.endpoint = account.documentEndpoint;
    this.databaseName = database.name;
    this.registerOutputs({ endpoint: this.endpoint });
  }
}
