import * as sql from '@pulumi/azure-native/sql';
import * as pulumi from '@pulumi/pulumi';
import type { DatabaseAdministrator } from './database';
import type { Placement, ResourceId } from './placement';
import { addSqlServer, type SqlServer } from './sql-server';

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
  /** A server in another region that has a copy of the database and takes over when it is told to. Default: none. */
  readonly replica?: SqlReplica | undefined;
}

/** Where a copy of the database is. It is encrypted with the same key, which both servers must have. */
export interface SqlReplica {
  readonly location: string;
  /** Physical name of the server. Default: chosen by Pulumi. */
  readonly serverName?: string | undefined;
  /** Physical name of the pair, and start of the address that always leads to the server that is written to. */
  readonly failoverGroupName?: string | undefined;
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
  /** The server in another region, where there is one. */
  readonly replicaId: pulumi.Output<string> | undefined;

  constructor(name: string, args: SqlStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:SqlStore', name, {}, opts);
    const first = addSqlServer(name, { ...args, parent: this });
    const database = this.addDatabase(name, first, args);
    this.serverId = first.server.id;
    this.databaseId = database.id;
    this.databaseName = database.name;
    const { replica } = args;
    if (replica) {
      const second = addSqlServer(`${name}-replica`, { ...args, ...replica, parent: this });
      this.replicaId = second.server.id;
      this.endpoint = this.addFailoverGroup(name, args, replica, first, second, database);
    } else {
      this.endpoint = first.server.fullyQualifiedDomainName;
    }
    this.registerOutputs({ endpoint: this.endpoint });
  }

  /** Pairs the servers, and gives the address that follows the one that is written to. */
  private addFailoverGroup(
    name: string,
    { resourceGroupName, tags }: SqlStoreArgs,
    { failoverGroupName }: SqlReplica,
    first: SqlServer,
    second: SqlServer,
    database: sql.Database,
  ): pulumi.Output<string> {
    const group = new sql.FailoverGroup(
      name,
      {
        resourceGroupName,
        tags,
        serverName: first.server.name,
        failoverGroupName,
        partnerServers: [{ id: second.server.id }],
        databases: [database.id],
        // A person decides that a region is lost: what was not copied yet is lost with it.
        readWriteEndpoint: { failoverPolicy: 'Manual' },
        readOnlyEndpoint: { failoverPolicy: 'Disabled' },
        secondaryType: 'Geo',
      },
      // The copy is encrypted and watched from its first moment.
      { parent: this, dependsOn: [...second.ready] },
    );
    return pulumi.interpolate`${group.name}.database.windows.net`;
  }

  private addDatabase(
    name: string,
    { server, audited }: SqlServer,
    { resourceGroupName, location, tags, sku, zoneRedundant, backupCopies }: SqlStoreArgs,
  ): sql.Database {
    const inServer = { resourceGroupName, serverName: server.name };
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
}
