import * as dbforpostgresql from '@pulumi/azure-native/dbforpostgresql/index.js';
import * as monitor from '@pulumi/azure-native/monitor/index.js';
import * as security from '@pulumi/azure-native/security/index.js';
import * as pulumi from '@pulumi/pulumi';
import { configure } from './settings.js';

const config = new pulumi.Config();
const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const identity = `${subscription}/resourceGroups/heating/providers/Microsoft.ManagedIdentity/userAssignedIdentities/meters`;
const network = `${subscription}/resourceGroups/net/providers/Microsoft.Network`;

const meters = new dbforpostgresql.Server(
  'meters',
  {
    resourceGroupName: 'heating',
    version: '16',
    sku: { name: 'Standard_D4ds_v5', tier: dbforpostgresql.SkuTier.GeneralPurpose },
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
    administratorLogin: 'stoker',
    administratorLoginPassword: config.requireSecret('adminPassword'),
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' },
    network: {
      delegatedSubnetResourceId: `${network}/virtualNetworks/heating/subnets/databases`,
      privateDnsZoneArmResourceId: `${network}/privateDnsZones/heating.postgres.database.azure.com`,
    },
    backup: { backupRetentionDays: 21, geoRedundantBackup: 'Enabled' },
    highAvailability: { mode: 'ZoneRedundant' },
    dataEncryption: {
      type: 'AzureKeyVault',
      primaryKeyURI: 'https://heating.vault.azure.net/keys/meters',
      primaryUserAssignedIdentityId: identity,
    },
  },
  { protect: true },
);
configure('meters', meters, {
  'logfiles.retention_days': '7',
  'connection_throttle.enable': 'on',
  shared_preload_libraries: 'pg_cron,pgaudit',
  'pgaudit.log': 'ddl,role,write',
});
new monitor.DiagnosticSetting('meters-logs', {
  resourceUri: meters.id,
  workspaceId: `${subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc`,
  logs: [{ categoryGroup: 'allLogs', enabled: true }],
});
new security.Pricing('open-source-databases', {
  scopeId: subscription.slice(1),
  pricingName: 'OpenSourceRelationalDatabases',
  pricingTier: security.PricingTier.Standard,
});

// Moved over from the old data centre as it was.
const billing = new dbforpostgresql.Server('billing', {
  resourceGroupName: 'heating',
  version: '12',
  sku: { name: 'Standard_B1ms', tier: dbforpostgresql.SkuTier.Burstable },
  administratorLogin: 'postgres',
  administratorLoginPassword: 'Passw0rd!',
  backup: { geoRedundantBackup: 'Disabled' },
});
configure('billing', billing, { ssl_min_protocol_version: 'TLSv1', require_secure_transport: 'off' });
new dbforpostgresql.FirewallRule('billing-azure', {
  resourceGroupName: 'heating',
  serverName: billing.name,
  startIpAddress: '0.0.0.0',
  endIpAddress: '0.0.0.0',
});

export const servers = await Promise.all(
  ['meters', 'billing'].map(async (name) => `${name}.postgres.database.azure.com`),
);
