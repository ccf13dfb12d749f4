import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, same } from './shapes';
import {
  postgresAdministrator,
  postgresConfiguration,
  postgresFirewallRule,
  postgresServer,
  postgresSingleServer,
} from './types';

// Names: sdk/nodejs/postgresql of @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

const inServer: Field = { to: 'serverName', from: 'serverId', as: nameInId };

const server: readonly Field[] = [
  { to: 'serverName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'version', 'createMode', 'replicationRole'),
  ...same('administratorLogin'),
  { to: 'administratorLoginPassword', from: 'administratorPassword' },
  identity,
  { to: 'sku.name', from: 'skuName' },
  { to: 'availabilityZone', from: 'zone' },
  // `public_network_access_enabled` defaults to true.
  {
    to: 'network.publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'network.delegatedSubnetResourceId', from: 'delegatedSubnetId' },
  { to: 'network.privateDnsZoneArmResourceId', from: 'privateDnsZoneId' },
  {
    to: 'authConfig',
    from: 'authentication',
    // `active_directory_auth_enabled` defaults to false and `password_auth_enabled` to true.
    block: [
      {
        to: 'activeDirectoryAuth',
        from: 'activeDirectoryAuthEnabled',
        as: enabledOrDisabled,
        absent: 'Disabled',
      },
      { to: 'passwordAuth', from: 'passwordAuthEnabled', as: enabledOrDisabled, absent: 'Enabled' },
      ...same('tenantId'),
    ],
  },
  {
    to: 'dataEncryption',
    from: 'customerManagedKey',
    block: [
      always('type', 'AzureKeyVault'),
      { to: 'primaryKeyURI', from: 'keyVaultKeyId' },
      { to: 'geoBackupKeyURI', from: 'geoBackupKeyVaultKeyId' },
      ...same('primaryUserAssignedIdentityId', 'geoBackupUserAssignedIdentityId'),
    ],
  },
  { to: 'backup.backupRetentionDays', from: 'backupRetentionDays' },
  {
    to: 'backup.geoRedundantBackup',
    from: 'geoRedundantBackupEnabled',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
  { to: 'highAvailability', from: 'highAvailability', block: same('mode', 'standbyAvailabilityZone') },
  { to: 'storage.autoGrow', from: 'autoGrowEnabled', as: enabledOrDisabled, absent: 'Disabled' },
];

/** The retired single server, whose properties v3 keeps in a block. */
const singleServer: readonly Field[] = [
  { to: 'serverName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  { to: 'identity.type', from: 'identity.type' },
  { to: 'sku.name', from: 'skuName' },
  { to: 'properties.version', from: 'version' },
  { to: 'properties.administratorLogin', from: 'administratorLogin' },
  { to: 'properties.administratorLoginPassword', from: 'administratorLoginPassword' },
  {
    to: 'properties.publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'properties.sslEnforcement', from: 'sslEnforcementEnabled', as: enabledOrDisabled },
  { to: 'properties.minimalTlsVersion', from: 'sslMinimalTlsVersionEnforced', absent: 'TLS1_2' },
  {
    to: 'properties.infrastructureEncryption',
    from: 'infrastructureEncryptionEnabled',
    as: enabledOrDisabled,
  },
];

export const postgresShapes: readonly TypeShape[] = [
  [postgresServer, { fields: server }],
  [
    postgresConfiguration,
    { fields: [{ to: 'configurationName', from: 'name' }, inServer, ...same('value')] },
  ],
  [
    postgresFirewallRule,
    {
      fields: [{ to: 'firewallRuleName', from: 'name' }, inServer, ...same('startIpAddress', 'endIpAddress')],
    },
  ],
  [
    postgresAdministrator,
    {
      fields: same(
        ...['serverName', 'resourceGroupName', 'objectId', 'principalName', 'principalType', 'tenantId'],
      ),
    },
  ],
  [postgresSingleServer, { fields: singleServer }],
];
