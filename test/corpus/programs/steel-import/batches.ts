import * as monitor from '@pulumi/azure-native/monitor';
import * as sql from '@pulumi/azure-native/sql';

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';

/** The new server, with all that the auditors asked for. */
export function batches(resourceGroupName: string): sql.Server {
  const server = new sql.Server(
    'batches',
    {
      resourceGroupName,
      identity: { type: sql.IdentityType.SystemAssigned },
      minimalTlsVersion: sql.MinimalTlsVersion.MinimalTlsVersion_1_3,
      publicNetworkAccess: 'Disabled',
      restrictOutboundNetworkAccess: 'Enabled',
      keyId: 'https://mill.vault.azure.net/keys/batches/0123456789abcdef0123456789abcdef',
      administrators: {
        administratorType: 'ActiveDirectory',
        azureADOnlyAuthentication: true,
        login: 'mill-dba',
        principalType: 'Group',
        sid: '5a0c7a10-0000-4000-8000-000000000009',
      },
    },
    { protect: true },
  );
  const beside = { resourceGroupName, serverName: server.name };
  new sql.ExtendedServerBlobAuditingPolicy('batches-audit', {
    ...beside,
    state: sql.BlobAuditingPolicyState.Enabled,
    isAzureMonitorTargetEnabled: true,
  });
  new sql.ServerSecurityAlertPolicy('batches-alerts', {
    ...beside,
    state: sql.SecurityAlertsPolicyState.Enabled,
    emailAccountAdmins: true,
    emailAddresses: ['soc@mill.example'],
  });
  new sql.SqlVulnerabilityAssessmentsSetting('batches-assessment', {
    ...beside,
    state: sql.SqlVulnerabilityAssessmentState.Enabled,
  });
  const database = new sql.Database(
    'batches-db',
    {
      ...beside,
      sku: { name: 'GP_Gen5_2', tier: 'GeneralPurpose' },
      requestedBackupStorageRedundancy: sql.BackupStorageRedundancy.Geo,
      zoneRedundant: true,
      isLedgerOn: true,
    },
    { protect: true },
  );
  new sql.LongTermRetentionPolicy('batches-retention', {
    ...beside,
    databaseName: database.name,
    weeklyRetention: 'P12W',
  });
  new monitor.DiagnosticSetting('batches-logs', {
    resourceUri: database.id,
    workspaceId: `${subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc`,
    logs: [{ categoryGroup: 'audit', enabled: true }],
  });
  return server;
}
