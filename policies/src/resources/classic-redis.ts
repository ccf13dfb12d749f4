import type { TypeShape } from './classic';
import { whereWritten } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, opposite, same } from './shapes';
import {
  redis,
  redisEnterprise,
  redisEnterpriseDatabase,
  redisFirewallRule,
  redisPatchSchedule,
} from './types';
import { textOf, type Value } from './value';

// Names: sdk/nodejs/redis and managedredis of @pulumi/azure 6.40, and v5 where `or` names one. Defaults: its descriptions
// ("Defaults to …"); that of `minimum_tls_version`, which is outdated there, from the schema in
// internal/services/redis/redis_cache_resource.go of hashicorp/terraform-provider-azurerm 4.

/** Redis takes the switches of its configuration as texts. */
const text = (value: Value): Value => textOf(value);

const configuration: readonly Field[] = [
  { to: 'aadEnabled', from: 'activeDirectoryAuthenticationEnabled', as: text, absent: 'false' },
  // Without authentication, anybody who reaches the cache reads it: `authentication_enabled` defaults to true.
  {
    to: 'authnotrequired',
    from: 'authenticationEnabled',
    or: 'enableAuthentication',
    as: (value) => text(opposite(value)),
    absent: 'false',
  },
  { to: 'preferredDataPersistenceAuthMethod', from: 'dataPersistenceAuthenticationMethod' },
  { to: 'rdbBackupEnabled', from: 'rdbBackupEnabled', as: text },
  { to: 'aofBackupEnabled', from: 'aofBackupEnabled', as: text },
  ...same('rdbStorageConnectionString', 'aofStorageConnectionString0', 'aofStorageConnectionString1'),
  { to: 'storageSubscriptionId', from: 'storageAccountSubscriptionId' },
];

const cache: readonly Field[] = [
  ...same('name', 'resourceGroupName', 'location', 'tags', 'redisVersion', 'shardCount', 'subnetId', 'zones'),
  identity,
  { to: 'sku.name', from: 'skuName' },
  { to: 'sku.family', from: 'family' },
  { to: 'sku.capacity', from: 'capacity' },
  { to: 'enableNonSslPort', from: 'nonSslPortEnabled', or: 'enableNonSslPort', absent: false },
  { to: 'minimumTlsVersion', from: 'minimumTlsVersion', absent: '1.2' },
  // `public_network_access_enabled` and `access_keys_authentication_enabled` default to true.
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  {
    to: 'disableAccessKeyAuthentication',
    from: 'accessKeysAuthenticationEnabled',
    as: opposite,
    absent: false,
  },
  { to: 'redisConfiguration', from: 'redisConfiguration', block: configuration },
];

const schedule: readonly Field[] = [
  ...same('name', 'resourceGroupName'),
  {
    to: 'scheduleEntries',
    from: 'patchSchedules',
    each: [
      ...same('dayOfWeek', 'startHourUtc'),
      { to: 'maintenanceWindow', from: 'maintenanceWindow', absent: 'PT5H' },
    ],
  },
];

const managed: readonly Field[] = [
  { to: 'clusterName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  identity,
  { to: 'sku.name', from: 'skuName' },
  { to: 'publicNetworkAccess', from: 'publicNetworkAccess', absent: 'Enabled' },
  {
    to: 'encryption.customerManagedKeyEncryption',
    from: 'customerManagedKey',
    block: [
      { to: 'keyEncryptionKeyUrl', from: 'keyVaultKeyId' },
      { to: 'keyEncryptionKeyIdentity.userAssignedIdentityResourceId', from: 'userAssignedIdentityId' },
    ],
  },
];

const managedDatabase: readonly Field[] = [
  { to: 'clusterName', from: 'name' },
  whereWritten('databaseName', 'defaultDatabase', 'default'),
  { to: 'clientProtocol', from: 'defaultDatabase.clientProtocol', absent: 'Encrypted' },
  {
    to: 'accessKeysAuthentication',
    from: 'defaultDatabase.accessKeysAuthenticationEnabled',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
];

export const redisShapes: readonly TypeShape[] = [
  [
    redis,
    {
      fields: cache,
      parts: [{ type: redisPatchSchedule, block: 'patchSchedules', owner: 'name', fields: schedule }],
    },
  ],
  [
    redisFirewallRule,
    {
      fields: [
        { to: 'ruleName', from: 'name' },
        { to: 'cacheName', from: 'redisCacheName' },
        ...same('resourceGroupName'),
        { to: 'startIP', from: 'startIp' },
        { to: 'endIP', from: 'endIp' },
      ],
    },
  ],
  [
    redisEnterprise,
    {
      classes: ['redis/enterpriseCluster:EnterpriseCluster'],
      fields: [
        { to: 'clusterName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags', 'zones'),
        { to: 'sku.name', from: 'skuName' },
        { to: 'minimumTlsVersion', from: 'minimumTlsVersion', absent: '1.2' },
      ],
    },
  ],
  [
    redisEnterprise,
    {
      classes: ['managedredis/managedRedis:ManagedRedis'],
      fields: managed,
      parts: [
        {
          type: redisEnterpriseDatabase,
          block: 'defaultDatabase',
          owner: 'clusterName',
          fields: managedDatabase,
        },
      ],
    },
  ],
  [
    redisEnterpriseDatabase,
    {
      fields: [
        { to: 'databaseName', from: 'name' },
        { to: 'clusterName', from: 'clusterId', as: nameInId },
        { to: 'clientProtocol', from: 'clientProtocol', absent: 'Encrypted' },
        { to: 'evictionPolicy', from: 'evictionPolicy' },
      ],
    },
  ],
];
