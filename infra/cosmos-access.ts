import { createHash } from 'node:crypto';
import * as cosmosdb from '@pulumi/azure-native/cosmosdb';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

export interface CosmosAccessArgs {
  /** Resource group of the account. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Cosmos DB account, by id ... */
  readonly accountId: ResourceId;
  /** ... and by name. */
  readonly accountName: pulumi.Input<string>;
  /** The one database to open. */
  readonly databaseName: pulumi.Input<string>;
  /** Identity that may read and write items there. */
  readonly principalId: pulumi.Input<string>;
}

// Named one by one: the built-in contributor may also run stored procedures and manage conflicts, and a wildcard would
// grow with the service. Deleting is left out, device state is only ever replaced.
const itemActions = ['create', 'read', 'replace', 'upsert'].map(
  (action) => `Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/${action}`,
);
const dataActions = [
  'Microsoft.DocumentDB/databaseAccounts/readMetadata',
  'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery',
  'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed',
  ...itemActions,
];

/**
 * Lets one identity read and write the items of one database, by a role of its own.
 *
 * Microsoft.DocumentDB, API 2025-10-15; learn.microsoft.com/azure/cosmos-db/nosql/reference-data-plane-security
 */
export class CosmosAccess extends pulumi.ComponentResource {
  constructor(name: string, args: CosmosAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:CosmosAccess', name, {}, opts);
    const { resourceGroupName, accountName } = args;
    const scope = pulumi.interpolate`${args.accountId}/dbs/${args.databaseName}`;
    const role = new cosmosdb.SqlResourceSqlRoleDefinition(
      name,
      {
        resourceGroupName,
        accountName,
        roleDefinitionId: stableGuid(`${name} role`),
        roleName: `${name} reads and writes items`,
        type: 'CustomRole',
        assignableScopes: [scope],
        permissions: [{ dataActions }],
      },
      { parent: this },
    );
    new cosmosdb.SqlResourceSqlRoleAssignment(
      name,
      {
        resourceGroupName,
        accountName,
        roleAssignmentId: stableGuid(`${name} assignment`),
        roleDefinitionId: role.id,
        principalId: args.principalId,
        scope,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** Ids must be GUIDs, unique within the account and the same on every run: the shape of a name-based UUID (RFC 9562). */
function stableGuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
