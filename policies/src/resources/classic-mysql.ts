import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, same } from './shapes';
import { mysqlAdministrator, mysqlConfiguration, mysqlFirewallRule, mysqlServer } from './types';

// Names: sdk/nodejs/mysql of @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

const server: readonly Field[] = [
  { to: 'serverName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'version', 'createMode', 'replicationRole'),
  ...same('administratorLogin'),
  { to: 'administratorLoginPassword', from: 'administratorPassword' },
  identity,
  { to: 'sku.name', from: 'skuName' },
  { to: 'availabilityZone', from: 'zone' },
  { to: 'network.publicNetworkAccess', from: 'publicNetworkAccess' },
  { to: 'network.delegatedSubnetResourceId', from: 'delegatedSubnetId' },
  { to: 'network.privateDnsZoneResourceId', from: 'privateDnsZoneId' },
  {
    to: 'dataEncryption',
    from: 'customerManagedKey',
    block: [
      always('type', 'AzureKeyVault'),
      { to: 'primaryKeyURI', from: 'keyVaultKeyId', or: 'managedHsmKeyId' },
      { to: 'geoBackupKeyURI', from: 'geoBackupKeyVaultKeyId' },
      ...same('primaryUserAssignedIdentityId', 'geoBackupUserAssignedIdentityId'),
    ],
  },
  // `backup_retention_days` defaults to 7 and `geo_redundant_backup_enabled` to false.
  { to: 'backup.backupRetentionDays', from: 'backupRetentionDays', absent: 7 },
  {
    to: 'backup.geoRedundantBackup',
    from: 'geoRedundantBackupEnabled',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
  { to: 'highAvailability', from: 'highAvailability', block: same('mode', 'standbyAvailabilityZone') },
];

const ofServer: readonly Field[] = same('serverName', 'resourceGroupName');

export const mysqlShapes: readonly TypeShape[] = [
  [mysqlServer, { fields: server }],
  [
    mysqlConfiguration,
    { fields: [{ to: 'configurationName', from: 'name' }, ...ofServer, ...same('value')] },
  ],
  [
    mysqlFirewallRule,
    {
      fields: [
        { to: 'firewallRuleName', from: 'name' },
        ...ofServer,
        ...same('startIpAddress', 'endIpAddress'),
      ],
    },
  ],
  [
    mysqlAdministrator,
    {
      fields: [
        { to: 'serverName', from: 'serverId', as: nameInId },
        ...same('login', 'tenantId'),
        { to: 'sid', from: 'objectId' },
        { to: 'identityResourceId', from: 'identityId' },
        always('administratorType', 'ActiveDirectory'),
      ],
    },
  ],
];
