const network = require('@pulumi/azure-native/network');
const monitor = require('@pulumi/azure-native/monitor');
const resources = require('@pulumi/azure-native/resources');
const web = require('@pulumi/azure-native/web');

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const subnets = `${subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/port/subnets`;

const group = new resources.ResourceGroup('cranes');
const resourceGroupName = group.name;
const plan = new web.AppServicePlan('plan', {
  resourceGroupName,
  kind: 'elastic',
  reserved: true,
  sku: { name: 'EP1', tier: 'ElasticPremium' },
});

const ingest = new web.WebApp('crane-ingest', {
  resourceGroupName,
  serverFarmId: plan.id,
  kind: 'functionapp,linux',
  identity: { type: 'SystemAssigned' },
  httpsOnly: true,
  publicNetworkAccess: 'Disabled',
  clientCertEnabled: true,
  clientCertMode: 'Required',
  endToEndEncryptionEnabled: true,
  virtualNetworkSubnetId: `${subnets}/functions`,
  outboundVnetRouting: { allTraffic: true },
  sshEnabled: false,
  siteConfig: {
    minTlsVersion: '1.2',
    ftpsState: 'Disabled',
    appSettings: [
      { name: 'AzureWebJobsStorage__accountName', value: 'portcranes' },
      { name: 'FUNCTIONS_EXTENSION_VERSION', value: '~4' },
      {
        name: 'HISTORIAN_CONNECTION',
        value: '@Microsoft.KeyVault(SecretUri=https://port.vault.azure.net/secrets/historian)',
      },
      {
        name: 'HISTORIAN_PASSWORD',
        value: '@Microsoft.KeyVault(VaultName=port;SecretName=historian-password)',
      },
    ],
  },
});
new web.WebAppFtpAllowed('ingest-no-ftp', { resourceGroupName, name: ingest.name, allow: false });
new web.WebAppScmAllowed('ingest-no-scm', { resourceGroupName, name: ingest.name, allow: false });
new network.PrivateEndpoint('ingest-endpoint', {
  resourceGroupName,
  subnet: { id: `${subnets}/endpoints` },
  privateLinkServiceConnections: [{ name: 'ingest', privateLinkServiceId: ingest.id, groupIds: ['sites'] }],
});
new monitor.DiagnosticSetting('ingest-logs', {
  resourceUri: ingest.id,
  workspaceId: `${subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc`,
  logs: [{ category: 'FunctionAppLogs', enabled: true }],
});

const portal = new web.WebApp('crane-portal', {
  resourceGroupName,
  serverFarmId: plan.id,
  kind: 'app,linux',
  siteConfig: {
    minTlsVersion: '1.0',
    ftpsState: 'AllAllowed',
    linuxFxVersion: 'PYTHON|3.8',
    remoteDebuggingEnabled: true,
    cors: { allowedOrigins: ['*'] },
    appSettings: [
      { name: 'SITE', value: 'terminal-2' },
      { name: 'DB_PASSWORD', value: 'Hafenkran-2024' },
      {
        name: 'TELEMETRY',
        value:
          'Endpoint=sb://portevents.servicebus.windows.net/;SharedAccessKeyName=read;SharedAccessKey=cG9ydC1leGFtcGxlLWtleS1vcGVucy1ub3RoaW5nLWhlcmU=',
      },
    ],
    connectionStrings: [
      {
        name: 'bookings',
        type: 'SQLAzure',
        connectionString:
          'Server=tcp:port.database.windows.net;Database=bookings;User ID=portal;Password=Kran-7-Nord',
      },
    ],
  },
});
new web.WebAppApplicationSettings('portal-settings', {
  resourceGroupName,
  name: portal.name,
  properties: {
    TWINS_URL: 'https://port.api.weu.digitaltwins.azure.net',
    ARCHIVE:
      'https://portarchive.blob.core.windows.net/raw?sv=2022-11-02&sp=r&sig=cG9ydC1leGFtcGxlLXNpZ25hdHVyZQ%3D%3D',
    MAPS_API_KEY: 'k7Qn2xW0pR4sT8vY',
  },
});
