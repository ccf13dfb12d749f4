import * as authorization from '@pulumi/azure-native/authorization';
import * as kusto from '@pulumi/azure-native/kusto';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement, ResourceId } from './placement';

export interface DataExplorerStoreArgs extends Placement {
  /** Physical name, 4 to 22 lower-case letters and digits, unique in its region. Default: chosen by Pulumi. */
  readonly clusterName?: string | undefined;
  /** Machines of the cluster. Default: `Standard_E2ads_v5`. */
  readonly machine?: string | undefined;
  /** How many of them; two is the least with a service-level agreement. Default: 2. */
  readonly machines?: number | undefined;
  /** Days until data is deleted. */
  readonly retentionDays: number;
  /** Days of data kept on fast disks. Default: 31. */
  readonly hotDays?: number | undefined;
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Vault that holds it. */
    readonly vaultUri: pulumi.Input<string>;
    /** Its name; without a version, so that the cluster follows rotations. */
    readonly keyName: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
  /** Event hub to read telemetry from. Default: none. */
  readonly telemetry?:
    | {
        /** Event hub, by id. */
        readonly eventHubId: ResourceId;
        /** Consumer group of its own. */
        readonly consumerGroup: pulumi.Input<string>;
        /** Identity that may receive from it; must have that role already. */
        readonly identityId: ResourceId;
      }
    | undefined;
}

/** Name of the database and of its table for telemetry. */
export const dataExplorerNames = { database: 'iiot', table: 'Telemetry' } as const;

// One column that takes whatever a device sends; columns of one's own come by update policies.
const createTable = `.create-merge table ${dataExplorerNames.table} (Message: dynamic, EnqueuedTime: datetime)`;

/**
 * A Data Explorer cluster for telemetry that is searched by time. Only Entra identities of the own tenant get in, through
 * private endpoints; it reads the event stream under a managed identity, never the hub, for which it would need a key.
 * Disks and storage are encrypted, the storage twice and with our key.
 *
 * It has no backup. What it holds can be read again from the telemetry archive, which cannot be altered, and a dropped
 * table can be brought back for 14 days (`.undo drop table`).
 *
 * Microsoft.Kusto, API 2024-04-13: disk encryption is off, public access on and every tenant trusted unless written;
 * double encryption can be chosen at creation only.
 */
export class DataExplorerStore extends pulumi.ComponentResource {
  readonly clusterId: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;

  constructor(name: string, args: DataExplorerStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DataExplorerStore', name, {}, opts);
    const { resourceGroupName, location, encryption, telemetry } = args;
    const keyVaultProperties: inputs.kusto.KeyVaultPropertiesArgs = {
      keyVaultUri: encryption.vaultUri,
      keyName: encryption.keyName,
      // No version: the cluster takes the newest.
      keyVersion: '',
      userIdentity: encryption.identityId,
    };
    const cluster = new kusto.Cluster(
      name,
      {
        resourceGroupName,
        location,
        tags: args.tags,
        clusterName: args.clusterName,
        sku: { name: args.machine ?? 'Standard_E2ads_v5', tier: 'Standard', capacity: args.machines ?? 2 },
        zones: ['1', '2', '3'],
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: [encryption.identityId, ...(telemetry ? [telemetry.identityId] : [])],
        },
        keyVaultProperties,
        enableDiskEncryption: true,
        enableDoubleEncryption: true,
        publicNetworkAccess: 'Disabled',
        publicIPType: 'IPv4',
        allowedIpRangeList: [],
        restrictOutboundNetworkAccess: 'Enabled',
        allowedFqdnList: [],
        trustedExternalTenants: [],
        enablePurge: false,
        enableAutoStop: false,
      },
      { parent: this, ...asWritten({ keyVaultProperties }) },
    );
    const database = new kusto.ReadWriteDatabase(
      `${name}-${dataExplorerNames.database}`,
      {
        resourceGroupName,
        location,
        kind: 'ReadWrite',
        clusterName: cluster.name,
        databaseName: dataExplorerNames.database,
        softDeletePeriod: `P${args.retentionDays}D`,
        hotCachePeriod: `P${Math.min(args.hotDays ?? 31, args.retentionDays)}D`,
      },
      { parent: this },
    );
    this.clusterId = cluster.id;
    this.clusterName = cluster.name;
    this.endpoint = cluster.uri;
    this.databaseName = pulumi.all([database.id]).apply(() => dataExplorerNames.database);
    if (telemetry) this.readTelemetry(name, telemetry, args);
    this.registerOutputs({ endpoint: this.endpoint });
  }

  private readTelemetry(
    name: string,
    { eventHubId, consumerGroup, identityId }: NonNullable<DataExplorerStoreArgs['telemetry']>,
    { resourceGroupName, location }: DataExplorerStoreArgs,
  ): void {
    const inDatabase = {
      resourceGroupName,
      clusterName: this.clusterName,
      databaseName: this.databaseName,
    };
    const table = new kusto.Script(
      `${name}-table`,
      { ...inDatabase, scriptName: 'telemetry', scriptContent: createTable, continueOnErrors: false },
      { parent: this },
    );
    new kusto.EventHubDataConnection(
      `${name}-telemetry`,
      {
        ...inDatabase,
        location,
        kind: 'EventHub',
        dataConnectionName: 'telemetry',
        eventHubResourceId: eventHubId,
        consumerGroup,
        managedIdentityResourceId: identityId,
        tableName: dataExplorerNames.table,
        dataFormat: 'MULTIJSON',
        compression: 'None',
      },
      { parent: this, dependsOn: table },
    );
  }
}

export interface DataExplorerAccessArgs {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly databaseName: pulumi.Input<string>;
  /** Application id of the identity; the cluster asks for it instead of the object id. */
  readonly clientId: pulumi.Input<string>;
}

/** Lets one identity read and add to one database of a cluster, and neither change nor delete what is there. */
export class DataExplorerAccess extends pulumi.ComponentResource {
  constructor(name: string, args: DataExplorerAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DataExplorerAccess', name, {}, opts);
    const { resourceGroupName, clusterName, databaseName, clientId } = args;
    const { tenantId } = authorization.getClientConfigOutput({ parent: this });
    for (const role of ['Viewer', 'Ingestor']) {
      new kusto.DatabasePrincipalAssignment(
        `${name}-${role.toLowerCase()}`,
        {
          resourceGroupName,
          clusterName,
          databaseName,
          principalAssignmentName: `${name}-${role.toLowerCase()}`,
          principalId: clientId,
          principalType: 'App',
          tenantId,
          role,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
