import * as sql from '@pulumi/azure-native/sql';
import * as pulumi from '@pulumi/pulumi';
import { batches } from './batches';

const group = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/mill';
const resourceGroupName = 'mill';

// As `pulumi import` wrote it.
const mill = new sql.Server(
  'mill',
  {
    resourceGroupName,
    serverName: 'mill-sql',
    administratorLogin: 'sqladmin',
    minimalTlsVersion: 'None',
    publicNetworkAccess: 'Enabled',
    restrictOutboundNetworkAccess: 'Disabled',
    version: '12.0',
  },
  {
    import: `${group}/providers/Microsoft.Sql/servers/mill-sql`,
    protect: true,
    ignoreChanges: ['administratorLoginPassword', 'tags'],
    aliases: [{ name: 'mill-sql' }],
  },
);
new sql.FirewallRule(
  'engineers',
  {
    resourceGroupName,
    serverName: mill.name,
    firewallRuleName: 'engineers',
    startIpAddress: '203.0.0.0',
    endIpAddress: '203.255.255.255',
  },
  { import: `${group}/providers/Microsoft.Sql/servers/mill-sql/firewallRules/engineers` },
);
new sql.ExtendedServerBlobAuditingPolicy(
  'mill-audit',
  {
    resourceGroupName,
    serverName: mill.name,
    state: sql.BlobAuditingPolicyState.Enabled,
    storageEndpoint: 'https://millaudit.blob.core.windows.net',
    storageAccountAccessKey: pulumi.secret('bWlsbC1leGFtcGxlLWtleS1vcGVucy1ub3RoaW5nLWhlcmU='),
    retentionDays: 30,
  },
  { parent: mill },
);
const rolling = new sql.Database(
  'rolling',
  {
    resourceGroupName,
    serverName: mill.name,
    sku: { name: 'S2', tier: 'Standard' },
    requestedBackupStorageRedundancy: sql.BackupStorageRedundancy.Local,
    zoneRedundant: false,
  },
  { parent: mill, ignoreChanges: ['requestedBackupStorageRedundancy'] },
);
new sql.TransparentDataEncryption('rolling-tde', {
  resourceGroupName,
  serverName: mill.name,
  databaseName: rolling.name,
  tdeName: 'current',
  state: sql.TransparentDataEncryptionState.Disabled,
});

export const batchServer = batches(resourceGroupName).name;
