import type { TypeShape } from './classic';
import { always, blockOf, nameAfter } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, same } from './shapes';
import * as t from './types';
import { textOf, type Value } from './value';

// Names: sdk/nodejs/mssql of @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

/** The classic provider writes `Disabled` where Azure has no minimum. */
const minimalTls: Field = {
  to: 'minimalTlsVersion',
  from: 'minimumTlsVersion',
  as: (value) => (value === 'Disabled' ? 'None' : value),
  absent: '1.2',
};

const administrator = (only: string, absent?: boolean): readonly Field[] => [
  always('administratorType', 'ActiveDirectory'),
  { to: 'login', from: 'loginUsername' },
  { to: 'sid', from: 'objectId' },
  ...same('tenantId'),
  { to: 'azureADOnlyAuthentication', from: only, ...(absent === undefined ? {} : { absent }) },
];

const server: readonly Field[] = [
  { to: 'serverName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'version', 'administratorLogin'),
  ...same('administratorLoginPassword', 'primaryUserAssignedIdentityId'),
  identity,
  minimalTls,
  {
    to: 'administrators',
    from: 'azureadAdministrator',
    block: administrator('azureadAuthenticationOnly'),
  },
  // `public_network_access_enabled` defaults to true, `outbound_network_restriction_enabled` to false.
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  {
    to: 'restrictOutboundNetworkAccess',
    from: 'outboundNetworkRestrictionEnabled',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
  { to: 'keyId', from: 'transparentDataEncryptionKeyVaultKeyId' },
];

const inServer: Field = { to: 'serverName', from: 'serverId', as: nameInId };

const database: readonly Field[] = [
  { to: 'databaseName', from: 'name' },
  inServer,
  ...same('tags', 'collation', 'createMode', 'elasticPoolId', 'licenseType', 'zoneRedundant'),
  identity,
  { to: 'sku.name', from: 'skuName' },
  { to: 'requestedBackupStorageRedundancy', from: 'storageAccountType', absent: 'Geo' },
  { to: 'isLedgerOn', from: 'ledgerEnabled', absent: false },
  { to: 'encryptionProtector', from: 'transparentDataEncryptionKeyVaultKeyId' },
  {
    to: 'encryptionProtectorAutoRotation',
    from: 'transparentDataEncryptionKeyAutomaticRotationEnabled',
    absent: false,
  },
];

const ofDatabase: readonly Field[] = [{ to: 'databaseName', from: 'name' }, inServer];

const alertStorage = same('disabledAlerts', 'emailAddresses', 'storageEndpoint', 'storageAccountAccessKey');

/** `state` and `email_account_admins` of the block in a database default to Disabled. */
const databaseAlerts: readonly Field[] = [
  ...ofDatabase,
  { to: 'state', from: 'threatDetectionPolicy.state', absent: 'Disabled' },
  {
    to: 'emailAccountAdmins',
    from: 'threatDetectionPolicy.emailAccountAdmins',
    as: (value) => textOf(value) === 'Enabled' || textOf(value) === 'true',
    absent: false,
  },
  { to: 'retentionDays', from: 'threatDetectionPolicy.retentionDays' },
  ...alertStorage.map((field) => ({ ...field, from: `threatDetectionPolicy.${field.from}` })),
];

/** `enabled` and `log_monitoring_enabled` default to true, `retention_in_days` to 0. */
const auditing: readonly Field[] = [
  { to: 'state', from: 'enabled', as: enabledOrDisabled, absent: 'Enabled' },
  { to: 'isAzureMonitorTargetEnabled', from: 'logMonitoringEnabled', absent: true },
  { to: 'retentionDays', from: 'retentionInDays', absent: 0 },
  { to: 'isStorageSecondaryKeyInUse', from: 'storageAccountAccessKeyIsSecondary' },
  ...same('storageAccountAccessKey', 'storageEndpoint'),
];

/** A server has a key of its own where one is named; else the keys of the service. */
function keyType(source: Value): Value {
  const { keyVaultKeyId, managedHsmKeyId } = blockOf(source);
  const key = keyVaultKeyId ?? managedHsmKeyId ?? '';
  // An id that exists only after deployment is an id all the same.
  return key === '' ? 'ServiceManaged' : 'AzureKeyVault';
}

const protector: readonly Field[] = [
  inServer,
  { to: 'serverKeyType', from: '', build: keyType },
  { to: 'serverKeyName', from: 'keyVaultKeyId', or: 'managedHsmKeyId' },
  { to: 'autoRotationEnabled', from: 'autoRotationEnabled', absent: false },
];

/** `enabled` and `email_subscription_admins` default to false. */
const assessment: readonly Field[] = [
  { to: 'serverName', from: 'serverSecurityAlertPolicyId', as: nameAfter('servers') },
  ...same('storageContainerPath', 'storageContainerSasKey', 'storageAccountAccessKey'),
  {
    to: 'recurringScans',
    from: 'recurringScans',
    block: [
      { to: 'isEnabled', from: 'enabled', absent: false },
      { to: 'emailSubscriptionAdmins', from: 'emailSubscriptionAdmins', absent: false },
      ...same('emails'),
    ],
  },
];

const redundancy: { readonly [classic: string]: string } = {
  GRS: 'Geo',
  GZRS: 'GeoZone',
  LRS: 'Local',
  ZRS: 'Zone',
};

const instance: readonly Field[] = [
  { to: 'managedInstanceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'subnetId', 'licenseType', 'proxyOverride'),
  ...same('administratorLogin', 'administratorLoginPassword'),
  identity,
  { to: 'sku.name', from: 'skuName' },
  minimalTls,
  { to: 'publicDataEndpointEnabled', from: 'publicDataEndpointEnabled', absent: false },
  { to: 'zoneRedundant', from: 'zoneRedundantEnabled', absent: false },
  {
    to: 'requestedBackupStorageRedundancy',
    from: 'storageAccountType',
    as: (value) => redundancy[textOf(value)] ?? value,
    absent: 'Geo',
  },
  {
    to: 'administrators',
    from: 'azureActiveDirectoryAdministrator',
    block: [...administrator('azureadAuthenticationOnlyEnabled', false), ...same('principalType')],
  },
];

const ofInstance: Field = { to: 'managedInstanceName', from: 'managedInstanceId', as: nameInId };

const span: readonly Field[] = same('startIpAddress', 'endIpAddress');

export const sqlShapes: readonly TypeShape[] = [
  [
    t.sqlServer,
    {
      fields: server,
      parts: [
        {
          type: t.sqlExpressAssessment,
          block: 'expressVulnerabilityAssessmentEnabled',
          owner: 'serverName',
          fields: [
            { to: 'serverName', from: 'name' },
            { to: 'state', from: 'expressVulnerabilityAssessmentEnabled', as: enabledOrDisabled },
          ],
        },
      ],
    },
  ],
  [
    t.sqlDatabase,
    {
      fields: database,
      parts: [
        {
          type: t.sqlTransparentEncryption,
          block: 'transparentDataEncryptionEnabled',
          owner: 'databaseName',
          fields: [
            ...ofDatabase,
            { to: 'state', from: 'transparentDataEncryptionEnabled', as: enabledOrDisabled },
          ],
        },
        {
          type: t.sqlShortTermRetention,
          block: 'shortTermRetentionPolicy',
          owner: 'databaseName',
          fields: [
            ...ofDatabase,
            { to: 'retentionDays', from: 'shortTermRetentionPolicy.retentionDays' },
            {
              to: 'diffBackupIntervalInHours',
              from: 'shortTermRetentionPolicy.backupIntervalInHours',
              absent: 12,
            },
          ],
        },
        {
          type: t.sqlLongTermRetention,
          block: 'longTermRetentionPolicy',
          owner: 'databaseName',
          fields: [
            ...ofDatabase,
            ...['weeklyRetention', 'monthlyRetention', 'yearlyRetention'].map((name) => ({
              to: name,
              from: `longTermRetentionPolicy.${name}`,
              // `PT0S` stands for "none", and is what the provider writes where nothing is given.
              as: (value: Value) => (value === 'PT0S' ? undefined : value),
            })),
            { to: 'weekOfYear', from: 'longTermRetentionPolicy.weekOfYear' },
          ],
        },
        {
          type: t.sqlDatabaseAlertPolicy,
          block: 'threatDetectionPolicy',
          owner: 'databaseName',
          fields: databaseAlerts,
        },
      ],
    },
  ],
  [
    t.sqlExtendedAuditing,
    {
      fields: [inServer, ...auditing, ...same('auditActionsAndGroups', 'predicateExpression')],
    },
  ],
  [
    t.sqlDatabaseExtendedAuditing,
    {
      fields: [
        { to: 'serverName', from: 'databaseId', as: nameAfter('servers') },
        { to: 'databaseName', from: 'databaseId', as: nameInId },
        ...auditing,
      ],
    },
  ],
  [
    t.sqlServerAlertPolicy,
    {
      fields: [
        ...same('serverName', 'resourceGroupName', 'state'),
        ...alertStorage,
        { to: 'emailAccountAdmins', from: 'emailAccountAdmins', absent: false },
        { to: 'retentionDays', from: 'retentionDays', absent: 0 },
      ],
    },
  ],
  [t.sqlServerAssessment, { fields: assessment }],
  [t.sqlEncryptionProtector, { fields: protector }],
  [t.sqlFirewallRule, { fields: [{ to: 'firewallRuleName', from: 'name' }, inServer, ...span] }],
  [t.sqlOutboundFirewallRule, { fields: [{ to: 'outboundRuleFqdn', from: 'name' }, inServer] }],
  [
    t.sqlVirtualNetworkRule,
    {
      fields: [
        { to: 'virtualNetworkRuleName', from: 'name' },
        inServer,
        { to: 'virtualNetworkSubnetId', from: 'subnetId' },
        {
          to: 'ignoreMissingVnetServiceEndpoint',
          from: 'ignoreMissingVnetServiceEndpoint',
          absent: false,
        },
      ],
    },
  ],
  [t.sqlManagedInstance, { fields: instance }],
  [
    t.sqlManagedInstanceAdministrator,
    {
      fields: [
        ofInstance,
        always('administratorType', 'ActiveDirectory'),
        { to: 'login', from: 'loginUsername' },
        { to: 'sid', from: 'objectId' },
        ...same('tenantId'),
      ],
      parts: [
        {
          type: t.sqlManagedInstanceEntraOnly,
          block: 'azureadAuthenticationOnly',
          owner: 'managedInstanceName',
          fields: [ofInstance, { to: 'azureADOnlyAuthentication', from: 'azureadAuthenticationOnly' }],
        },
      ],
    },
  ],
];
