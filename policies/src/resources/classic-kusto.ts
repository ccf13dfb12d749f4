import type { TypeShape } from './classic';
import { always, nameAfter, vaultUri } from './classic-fields';
import { eachAs, enabledOrDisabled, type Field, identity, nameInId, same } from './shapes';
import { kustoCluster, kustoClusterAssignment, kustoDatabaseAssignment, kustoDataConnection } from './types';
import { isList, textOf, type Value } from './value';

// Names: sdk/nodejs/kusto of @pulumi/azure 6.40, and v3 where `or` names one. Defaults: its descriptions ("Defaults to …").

/** `MyTenantOnly` stands for an empty list, which is what Azure takes for "no other tenant". */
const tenants = (value: Value): Value =>
  isList(value) && value.length === 1 && value[0] === 'MyTenantOnly' ? [] : eachAs('value')(value);

/** The development sizes carry it in their name. */
const tier = (size: Value): Value => (/^dev/i.test(textOf(size)) ? 'Basic' : 'Standard');

const cluster: readonly Field[] = [
  { to: 'clusterName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'zones'),
  identity,
  { to: 'sku.name', from: 'sku.name' },
  { to: 'sku.capacity', from: 'sku.capacity' },
  { to: 'sku.tier', from: 'sku.name', as: tier },
  // These five default to false.
  {
    to: 'enableDiskEncryption',
    from: 'diskEncryptionEnabled',
    or: 'enableDiskEncryption',
    absent: false,
  },
  { to: 'enableDoubleEncryption', from: 'doubleEncryptionEnabled', absent: false },
  { to: 'enablePurge', from: 'purgeEnabled', or: 'enablePurge', absent: false },
  { to: 'enableStreamingIngest', from: 'streamingIngestionEnabled', absent: false },
  {
    to: 'restrictOutboundNetworkAccess',
    from: 'outboundNetworkAccessRestricted',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'allowedFqdnList', from: 'allowedFqdns' },
  { to: 'allowedIpRangeList', from: 'allowedIpRanges' },
  { to: 'trustedExternalTenants', from: 'trustedExternalTenants', build: tenants },
];

const customerKey: readonly Field[] = [
  { to: 'clusterName', from: 'clusterId', as: nameInId },
  { to: 'keyVaultProperties.keyName', from: 'keyName' },
  { to: 'keyVaultProperties.keyVersion', from: 'keyVersion' },
  { to: 'keyVaultProperties.keyVaultUri', from: 'keyVaultId', as: vaultUri },
  { to: 'keyVaultProperties.userIdentity', from: 'userIdentity' },
  // The address of a key in a managed HSM has the name in it, and stands alone.
  { to: 'keyVaultProperties.keyVaultUri', from: 'managedHsmKeyId' },
];

const assignment: readonly Field[] = [
  { to: 'principalAssignmentName', from: 'name' },
  ...same('clusterName', 'resourceGroupName', 'principalId', 'principalType', 'role', 'tenantId'),
];

const connection = (name: string, kind: string, fields: readonly Field[]): TypeShape => [
  kustoDataConnection,
  {
    classes: [`kusto/${name}`],
    fields: [
      always('kind', kind),
      { to: 'dataConnectionName', from: 'name' },
      ...same('location', 'tableName', 'mappingRuleName'),
      ...fields,
    ],
  },
];

const inDatabase: readonly Field[] = same('clusterName', 'databaseName', 'resourceGroupName', 'dataFormat');

export const kustoShapes: readonly TypeShape[] = [
  [kustoCluster, { fields: cluster }],
  [
    kustoCluster,
    {
      classes: ['kusto/clusterCustomerManagedKey:ClusterCustomerManagedKey'],
      only: ['keyVaultProperties'],
      fields: customerKey,
    },
  ],
  [kustoClusterAssignment, { fields: assignment }],
  [kustoDatabaseAssignment, { fields: [...assignment, ...same('databaseName')] }],
  connection('eventhubDataConnection:EventhubDataConnection', 'EventHub', [
    ...inDatabase,
    ...same('consumerGroup'),
    { to: 'eventHubResourceId', from: 'eventhubId' },
    { to: 'managedIdentityResourceId', from: 'identityId' },
  ]),
  connection('iotHubDataConnection:IotHubDataConnection', 'IotHub', [
    ...inDatabase,
    ...same('consumerGroup', 'sharedAccessPolicyName'),
    { to: 'iotHubResourceId', from: 'iothubId' },
  ]),
  connection('eventGridDataConnection:EventGridDataConnection', 'EventGrid', [
    ...inDatabase,
    { to: 'consumerGroup', from: 'eventhubConsumerGroupName' },
    { to: 'eventHubResourceId', from: 'eventhubId' },
    { to: 'storageAccountResourceId', from: 'storageAccountId' },
    { to: 'eventGridResourceId', from: 'eventgridEventSubscriptionId', or: 'eventgridResourceId' },
    { to: 'managedIdentityResourceId', from: 'managedIdentityId', or: 'managedIdentityResourceId' },
  ]),
  connection('cosmosdbDataConnection:CosmosdbDataConnection', 'CosmosDb', [
    { to: 'clusterName', from: 'kustoDatabaseId', as: nameAfter('clusters') },
    { to: 'databaseName', from: 'kustoDatabaseId', as: nameInId },
    { to: 'cosmosDbContainer', from: 'cosmosdbContainerId', as: nameInId },
    { to: 'managedIdentityResourceId', from: 'managedIdentityId' },
  ]),
];
