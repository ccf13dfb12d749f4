import { describe, expect, it } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates, translated } from './classic-table';

const server = idOf('Microsoft.Sql/servers/plant');
const database = `${server}/databases/line`;
const key = 'https://plant.vault.azure.net/keys/data/1';

describe('SQL of the classic provider', () => {
  itTranslates([
    {
      title: 'server with nothing but what is required',
      token: 'mssql/server:Server',
      type: t.sqlServer,
      classic: { name: 'plant', version: '12.0' },
      v3: {
        serverName: 'plant',
        minimalTlsVersion: '1.2',
        publicNetworkAccess: 'Enabled',
        restrictOutboundNetworkAccess: 'Disabled',
      },
      back: {
        minimalTlsVersion: 'minimumTlsVersion',
        publicNetworkAccess: 'publicNetworkAccessEnabled',
        restrictOutboundNetworkAccess: 'outboundNetworkRestrictionEnabled',
        'administrators.azureADOnlyAuthentication': 'azureadAdministrator.azureadAuthenticationOnly',
      },
    },
    {
      title: 'server, closed, in the token of earlier releases',
      token: 'sql/sqlServer:SqlServer',
      type: t.sqlServer,
      classic: {
        minimumTlsVersion: 'Disabled',
        publicNetworkAccessEnabled: false,
        outboundNetworkRestrictionEnabled: true,
        expressVulnerabilityAssessmentEnabled: true,
        azureadAdministrator: { loginUsername: 'dba', objectId: 'o', azureadAuthenticationOnly: true },
        transparentDataEncryptionKeyVaultKeyId: key,
      },
      v3: {
        minimalTlsVersion: 'None',
        publicNetworkAccess: 'Disabled',
        restrictOutboundNetworkAccess: 'Enabled',
        administrators: { login: 'dba', sid: 'o', azureADOnlyAuthentication: true },
        keyId: key,
      },
      parts: [[t.sqlExpressAssessment, { state: 'Enabled' }]],
    },
    {
      title: 'database whose blocks are resources of their own',
      token: 'mssql/database:Database',
      type: t.sqlDatabase,
      classic: {
        name: 'line',
        serverId: server,
        storageAccountType: 'Local',
        zoneRedundant: true,
        transparentDataEncryptionEnabled: false,
        shortTermRetentionPolicy: { retentionDays: 7 },
        longTermRetentionPolicy: { weeklyRetention: 'P1W', monthlyRetention: 'PT0S' },
        threatDetectionPolicy: { state: 'Enabled', emailAccountAdmins: 'Enabled', emailAddresses: ['a@b'] },
      },
      v3: {
        databaseName: 'line',
        serverName: 'plant',
        requestedBackupStorageRedundancy: 'Local',
        zoneRedundant: true,
        isLedgerOn: false,
      },
      parts: [
        [t.sqlTransparentEncryption, { databaseName: 'line', serverName: 'plant', state: 'Disabled' }],
        [t.sqlShortTermRetention, { retentionDays: 7, diffBackupIntervalInHours: 12 }],
        [t.sqlLongTermRetention, { weeklyRetention: 'P1W' }],
        [t.sqlDatabaseAlertPolicy, { state: 'Enabled', emailAccountAdmins: true, emailAddresses: ['a@b'] }],
      ],
    },
    {
      title: 'alerts of a database as earlier releases spell them',
      token: 'mssql/database:Database',
      type: t.sqlDatabase,
      classic: { name: 'line', threatDetectionPolicy: { state: 'Enabled', emailAccountAdmins: true } },
      v3: { databaseName: 'line' },
      parts: [[t.sqlDatabaseAlertPolicy, { state: 'Enabled', emailAccountAdmins: true }]],
    },
    {
      title: 'auditing of a server',
      token: 'mssql/serverExtendedAuditingPolicy:ServerExtendedAuditingPolicy',
      type: t.sqlExtendedAuditing,
      classic: { serverId: server, storageEndpoint: 'https://logs', storageAccountAccessKey: 'secret' },
      v3: {
        serverName: 'plant',
        state: 'Enabled',
        isAzureMonitorTargetEnabled: true,
        retentionDays: 0,
        storageAccountAccessKey: 'secret',
      },
      back: { state: 'enabled', isAzureMonitorTargetEnabled: 'logMonitoringEnabled' },
    },
    {
      title: 'auditing of a database, off',
      token: 'mssql/databaseExtendedAuditingPolicy:DatabaseExtendedAuditingPolicy',
      type: t.sqlDatabaseExtendedAuditing,
      classic: { databaseId: database, enabled: false, logMonitoringEnabled: false, retentionInDays: 90 },
      v3: {
        serverName: 'plant',
        databaseName: 'line',
        state: 'Disabled',
        isAzureMonitorTargetEnabled: false,
        retentionDays: 90,
      },
    },
    {
      title: 'alerts of a server',
      token: 'mssql/serverSecurityAlertPolicy:ServerSecurityAlertPolicy',
      type: t.sqlServerAlertPolicy,
      classic: { serverName: 'plant', state: 'Enabled', disabledAlerts: ['Sql_Injection'] },
      v3: {
        serverName: 'plant',
        state: 'Enabled',
        disabledAlerts: ['Sql_Injection'],
        emailAccountAdmins: false,
      },
    },
    {
      title: 'assessment of a server, which is named by the policy of its alerts',
      token: 'mssql/serverVulnerabilityAssessment:ServerVulnerabilityAssessment',
      type: t.sqlServerAssessment,
      classic: {
        serverSecurityAlertPolicyId: `${server}/securityAlertPolicies/default`,
        storageContainerPath: 'https://scans',
        recurringScans: { enabled: true, emails: ['a@b'] },
      },
      v3: {
        serverName: 'plant',
        recurringScans: { isEnabled: true, emailSubscriptionAdmins: false, emails: ['a@b'] },
      },
    },
    {
      title: 'key of a server',
      token: 'mssql/serverTransparentDataEncryption:ServerTransparentDataEncryption',
      type: t.sqlEncryptionProtector,
      classic: { serverId: server, keyVaultKeyId: key, autoRotationEnabled: true },
      v3: { serverName: 'plant', serverKeyType: 'AzureKeyVault', autoRotationEnabled: true },
    },
    {
      title: 'key of a server, which belongs to the service',
      token: 'mssql/serverTransparentDataEncryption:ServerTransparentDataEncryption',
      type: t.sqlEncryptionProtector,
      classic: { serverId: server },
      v3: { serverKeyType: 'ServiceManaged', autoRotationEnabled: false },
    },
    {
      title: 'firewall rule',
      token: 'sql/firewallRule:FirewallRule',
      type: t.sqlFirewallRule,
      classic: { name: 'all', serverId: server, startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' },
      v3: {
        firewallRuleName: 'all',
        serverName: 'plant',
        startIpAddress: '0.0.0.0',
        endIpAddress: '0.0.0.0',
      },
    },
    {
      title: 'managed instance',
      token: 'mssql/managedInstance:ManagedInstance',
      type: t.sqlManagedInstance,
      classic: {
        publicDataEndpointEnabled: true,
        minimumTlsVersion: '1.0',
        storageAccountType: 'LRS',
        azureActiveDirectoryAdministrator: { loginUsername: 'dba' },
      },
      v3: {
        publicDataEndpointEnabled: true,
        minimalTlsVersion: '1.0',
        requestedBackupStorageRedundancy: 'Local',
        administrators: { login: 'dba' },
      },
    },
    {
      title: 'administrator of a managed instance, who also shuts out logins',
      token: 'mssql/managedInstanceActiveDirectoryAdministrator:ManagedInstanceActiveDirectoryAdministrator',
      type: t.sqlManagedInstanceAdministrator,
      classic: {
        managedInstanceId: idOf('Microsoft.Sql/managedInstances/mi'),
        loginUsername: 'dba',
        azureadAuthenticationOnly: true,
      },
      v3: { managedInstanceName: 'mi', login: 'dba' },
      parts: [
        [t.sqlManagedInstanceEntraOnly, { managedInstanceName: 'mi', azureADOnlyAuthentication: true }],
      ],
    },
  ]);

  it('keeps what is unknown as unknown', () => {
    const parts = translated('mssql/database:Database', {
      transparentDataEncryptionEnabled: UNKNOWN,
      shortTermRetentionPolicy: { retentionDays: UNKNOWN },
    });
    expect(parts.map(({ type }) => type)).toEqual([t.sqlShortTermRetention, t.sqlDatabase]);
    expect(parts[0]?.properties).toMatchObject({ retentionDays: UNKNOWN });
    const all = translated('mssql/database:Database', { serverId: UNKNOWN, storageAccountType: UNKNOWN });
    expect(all.at(-1)?.properties).toMatchObject({
      serverName: UNKNOWN,
      requestedBackupStorageRedundancy: UNKNOWN,
    });
    const [protector] = translated('mssql/serverTransparentDataEncryption:ServerTransparentDataEncryption', {
      keyVaultKeyId: UNKNOWN,
    });
    expect(protector?.properties).toMatchObject({ serverKeyType: 'AzureKeyVault', serverKeyName: UNKNOWN });
  });
});

describe('PostgreSQL and MySQL of the classic provider', () => {
  itTranslates([
    {
      title: 'PostgreSQL with nothing but what is required',
      token: 'postgresql/flexibleServer:FlexibleServer',
      type: t.postgresServer,
      classic: { name: 'plant' },
      v3: {
        serverName: 'plant',
        network: { publicNetworkAccess: 'Enabled' },
        backup: { geoRedundantBackup: 'Disabled' },
      },
      back: {
        'network.publicNetworkAccess': 'publicNetworkAccessEnabled',
        'authConfig.passwordAuth': 'authentication.passwordAuthEnabled',
        'backup.geoRedundantBackup': 'geoRedundantBackupEnabled',
        'dataEncryption.type': 'customerManagedKey',
      },
    },
    {
      title: 'PostgreSQL, closed',
      token: 'postgresql/flexibleServer:FlexibleServer',
      type: t.postgresServer,
      classic: {
        publicNetworkAccessEnabled: false,
        delegatedSubnetId: '/subnet',
        authentication: { activeDirectoryAuthEnabled: true, passwordAuthEnabled: false },
        customerManagedKey: { keyVaultKeyId: key, primaryUserAssignedIdentityId: '/id' },
        backupRetentionDays: 30,
        geoRedundantBackupEnabled: true,
        highAvailability: { mode: 'ZoneRedundant' },
      },
      v3: {
        network: { publicNetworkAccess: 'Disabled', delegatedSubnetResourceId: '/subnet' },
        authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' },
        dataEncryption: { type: 'AzureKeyVault', primaryKeyURI: key, primaryUserAssignedIdentityId: '/id' },
        backup: { backupRetentionDays: 30, geoRedundantBackup: 'Enabled' },
        highAvailability: { mode: 'ZoneRedundant' },
      },
    },
    {
      title: 'PostgreSQL with sign-in as the provider sets it',
      token: 'postgresql/flexibleServer:FlexibleServer',
      type: t.postgresServer,
      classic: { authentication: {} },
      v3: { authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' } },
    },
    {
      title: 'setting of PostgreSQL',
      token: 'postgresql/flexibleServerConfiguration:FlexibleServerConfiguration',
      type: t.postgresConfiguration,
      classic: {
        name: 'require_secure_transport',
        serverId: idOf('Microsoft.DBforPostgreSQL/flexibleServers/pg'),
        value: 'off',
      },
      v3: { configurationName: 'require_secure_transport', serverName: 'pg', value: 'off' },
    },
    {
      title: 'firewall rule of PostgreSQL',
      token: 'postgresql/flexibleServerFirewallRule:FlexibleServerFirewallRule',
      type: t.postgresFirewallRule,
      classic: { name: 'all', startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' },
      v3: { firewallRuleName: 'all', startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' },
    },
    {
      title: 'administrator of PostgreSQL',
      token:
        'postgresql/flexibleServerActiveDirectoryAdministrator:FlexibleServerActiveDirectoryAdministrator',
      type: t.postgresAdministrator,
      classic: { serverName: 'pg', principalName: 'dba', principalType: 'Group' },
      v3: { serverName: 'pg', principalName: 'dba', principalType: 'Group' },
    },
    {
      title: 'single server, which is retired',
      token: 'postgresql/server:Server',
      type: t.postgresSingleServer,
      classic: { name: 'old', sslEnforcementEnabled: false },
      v3: { serverName: 'old', properties: { sslEnforcement: 'Disabled', minimalTlsVersion: 'TLS1_2' } },
    },
    {
      title: 'MySQL',
      token: 'mysql/flexibleServer:FlexibleServer',
      type: t.mysqlServer,
      classic: { publicNetworkAccess: 'Enabled', customerManagedKey: { keyVaultKeyId: key } },
      v3: {
        network: { publicNetworkAccess: 'Enabled' },
        backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' },
        dataEncryption: { type: 'AzureKeyVault', primaryKeyURI: key },
      },
      back: { 'network.publicNetworkAccess': 'publicNetworkAccess' },
    },
    {
      title: 'administrator of MySQL, whose class is misspelt in some releases',
      token: 'mysql/flexibleServerActiveDirectoryAdministratory:FlexibleServerActiveDirectoryAdministratory',
      type: t.mysqlAdministrator,
      classic: { serverId: idOf('Microsoft.DBforMySQL/flexibleServers/my'), login: 'dba', objectId: 'o' },
      v3: { serverName: 'my', login: 'dba', sid: 'o' },
    },
    {
      title: 'setting of MySQL',
      token: 'mysql/flexibleServerConfiguration:FlexibleServerConfiguration',
      type: t.mysqlConfiguration,
      classic: { name: 'tls_version', serverName: 'my', value: 'TLSv1.1' },
      v3: { configurationName: 'tls_version', serverName: 'my', value: 'TLSv1.1' },
    },
    {
      title: 'firewall rule of MySQL',
      token: 'mysql/flexibleServerFirewallRule:FlexibleServerFirewallRule',
      type: t.mysqlFirewallRule,
      classic: { name: 'all', serverName: 'my', startIpAddress: UNKNOWN, endIpAddress: '0.0.0.0' },
      v3: { firewallRuleName: 'all', startIpAddress: UNKNOWN, endIpAddress: '0.0.0.0' },
    },
    {
      title: 'cluster for MongoDB',
      token: 'cosmosdb/mongoCluster:MongoCluster',
      type: t.mongoCluster,
      classic: { name: 'm', administratorUsername: 'admin' },
      v3: {
        mongoClusterName: 'm',
        properties: { publicNetworkAccess: 'Enabled', administrator: { userName: 'admin' } },
      },
    },
    {
      title: 'firewall rule of a cluster for MongoDB',
      token: 'mongocluster/firewallRule:FirewallRule',
      type: t.mongoFirewallRule,
      classic: {
        name: 'all',
        mongoClusterId: idOf('Microsoft.DocumentDB/mongoClusters/m'),
        startIpAddress: '0.0.0.0',
      },
      v3: { mongoClusterName: 'm', properties: { startIpAddress: '0.0.0.0' } },
    },
  ]);
});
