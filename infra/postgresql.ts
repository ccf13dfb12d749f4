import * as authorization from '@pulumi/azure-native/authorization';
import * as dbforpostgresql from '@pulumi/azure-native/dbforpostgresql';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { DatabaseAdministrator, DatabaseEncryption } from './database';
import { identitySet } from './identity';
import type { Placement } from './placement';

export interface PostgresqlStoreArgs extends Placement {
  /** Physical name, 3 to 63 lower-case letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly serverName?: string | undefined;
  /** Who administers the server and creates its users; there is no password. */
  readonly administrator: DatabaseAdministrator;
  /** Machine of the server. Default: `Standard_D2ds_v5`. */
  readonly machine?: string | undefined;
  /** Whether a standby in another zone takes over when a machine fails. Default: true. */
  readonly standby?: boolean | undefined;
  /** Days of which any second can be restored, 7 to 35. Default: 35. */
  readonly backupDays?: number | undefined;
  /** Copies of the backups in the paired region, with a key that lies there. Default: none, backups stay in the region. */
  readonly geoBackup?: DatabaseEncryption | undefined;
  /** Key for customer-managed encryption; the server follows its rotations. */
  readonly encryption: DatabaseEncryption;
  /** A copy in another region that can be read, and takes over when it is told to. Default: none. */
  readonly replica?: PostgresqlReplica | undefined;
}

/** Where a copy of a server is, and with which key of that region it is encrypted. */
export interface PostgresqlReplica {
  readonly location: string;
  /** Physical name. Default: chosen by Pulumi. */
  readonly serverName?: string | undefined;
  readonly encryption: DatabaseEncryption;
}

/**
 * Settings of the server: TLS 1.2 as the floor, who comes and goes and what changes rights or structure is logged, and
 * whoever guesses passwords is slowed down, though there are none. In the order in which they are set: the server takes
 * one at a time.
 */
const serverSettings = {
  require_secure_transport: 'ON',
  ssl_min_protocol_version: 'TLSv1.2',
  log_connections: 'ON',
  log_disconnections: 'ON',
  log_checkpoints: 'ON',
  'logfiles.retention_days': '7',
  'connection_throttle.enable': 'ON',
  'azure.extensions': 'PGAUDIT',
  shared_preload_libraries: 'pgaudit',
  'pgaudit.log': 'ROLE,DDL,WRITE',
} as const;

/** Name of the database. */
export const postgresqlDatabase = 'iiot';

/**
 * A PostgreSQL flexible server for what is known of devices. Only Entra identities sign in, through private endpoints and
 * TLS 1.2 or higher; a standby waits in another zone, and any second of the last weeks can be restored.
 *
 * A replica in another region can be read, and is promoted by hand: nothing decides by itself that a region is lost. It
 * has logins, users and backups from its source, and settings of its own.
 *
 * Resource Manager creates no users inside. The administrator does, once for each workload:
 * `select * from pgaadauth_create_principal_with_oid('<name>', '<object id>', 'service', false, false);`
 *
 * Microsoft.DBforPostgreSQL, API 2025-08-01: passwords and public access are on unless written; the customer's key and
 * copies of backups in the paired region can be chosen at creation only;
 * learn.microsoft.com/azure/postgresql/flexible-server/concepts-data-encryption
 */
export class PostgresqlStore extends pulumi.ComponentResource {
  readonly serverId: pulumi.Output<string>;
  readonly serverName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;
  /** The copy in another region, where there is one. */
  readonly replica: dbforpostgresql.Server | undefined;

  constructor(name: string, args: PostgresqlStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:PostgresqlStore', name, {}, opts);
    const { resourceGroupName, encryption, geoBackup } = args;
    const { tenantId } = authorization.getClientConfigOutput({ parent: this });
    const authConfig: inputs.dbforpostgresql.AuthConfigArgs = {
      activeDirectoryAuth: 'Enabled',
      passwordAuth: 'Disabled',
      tenantId,
    };
    const server = new dbforpostgresql.Server(
      name,
      {
        ...alike(args),
        location: args.location,
        serverName: args.serverName,
        version: '17',
        authConfig,
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: identitySet(
            encryption.identityId,
            ...(geoBackup ? [geoBackup.identityId] : []),
          ),
        },
        dataEncryption: {
          ...encryptedWith(encryption),
          ...(geoBackup
            ? {
                geoBackupKeyURI: geoBackup.keyUri,
                geoBackupUserAssignedIdentityId: geoBackup.identityId,
              }
            : {}),
        },
        backup: {
          backupRetentionDays: args.backupDays ?? 35,
          geoRedundantBackup: geoBackup ? 'Enabled' : 'Disabled',
        },
        highAvailability: { mode: (args.standby ?? true) ? 'ZoneRedundant' : 'Disabled' },
      },
      { parent: this, ...asWritten({ authConfig }) },
    );
    const inServer = { resourceGroupName, serverName: server.name };
    const last = this.configure(name, resourceGroupName, server);
    const { kind, objectId, name: principalName } = args.administrator;
    const administrator = new dbforpostgresql.AdministratorsMicrosoftEntra(
      name,
      { ...inServer, objectId, principalName, principalType: kind, tenantId },
      { parent: this, dependsOn: last },
    );
    const database = new dbforpostgresql.Database(
      `${name}-${postgresqlDatabase}`,
      { ...inServer, databaseName: postgresqlDatabase, charset: 'UTF8', collation: 'en_US.utf8' },
      { parent: this, dependsOn: administrator },
    );
    // A copy of a server with everything in it: whatever is made later comes by itself.
    this.replica = args.replica && this.addReplica(`${name}-replica`, args, args.replica, server, database);
    this.serverId = server.id;
    this.serverName = server.name;
    this.endpoint = server.fullyQualifiedDomainName;
    this.databaseName = database.name;
    this.registerOutputs({ endpoint: this.endpoint });
  }

  private addReplica(
    name: string,
    args: PostgresqlStoreArgs,
    { location, serverName, encryption }: PostgresqlReplica,
    source: dbforpostgresql.Server,
    after: pulumi.Resource,
  ): dbforpostgresql.Server {
    const replica = new dbforpostgresql.Server(
      name,
      {
        ...alike(args),
        location,
        serverName,
        createMode: 'Replica',
        sourceServerResourceId: source.id,
        identity: { type: 'UserAssigned', userAssignedIdentities: identitySet(encryption.identityId) },
        dataEncryption: encryptedWith(encryption),
      },
      { parent: this, dependsOn: after },
    );
    this.configure(name, args.resourceGroupName, replica);
    return replica;
  }

  /** Sets one thing after the other, and gives the last. */
  private configure(
    name: string,
    resourceGroupName: pulumi.Input<string>,
    server: dbforpostgresql.Server,
  ): pulumi.Resource {
    return Object.entries(serverSettings).reduce<pulumi.Resource>(
      (before, [configurationName, value]) =>
        new dbforpostgresql.Configuration(
          `${name}-${configurationName.replaceAll(/[._]/g, '-')}`,
          { resourceGroupName, serverName: server.name, configurationName, value, source: 'user-override' },
          { parent: this, dependsOn: before },
        ),
      server,
    );
  }
}

/** What a server and its replica have in common: a replica must not be smaller, or it falls behind. */
const alike = ({ resourceGroupName, tags, machine }: PostgresqlStoreArgs) =>
  ({
    resourceGroupName,
    tags,
    sku: { name: machine ?? 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
    storage: { storageSizeGB: 128, autoGrow: 'Enabled' },
    network: { publicNetworkAccess: 'Disabled' },
  }) as const;

const encryptedWith = ({ keyUri, identityId }: DatabaseEncryption) => ({
  type: 'AzureKeyVault',
  primaryKeyURI: keyUri,
  primaryUserAssignedIdentityId: identityId,
});
