const azure = require('./azure-native-v2');

const group = new azure.ResourceGroup('depot', { location: 'northeurope' });
const resourceGroupName = group.name;

new azure.IotHubResource('doors', {
  resourceGroupName,
  location: 'northeurope',
  sku: { name: 'S1', capacity: 1 },
  properties: {
    authorizationPolicies: [
      {
        keyName: 'iothubowner',
        primaryKey: 'dHJhbS1kZXBvdC1leGFtcGxlLWtleS1vcGVucy1ub3RoaW5nIQ==',
        rights: 'RegistryRead, RegistryWrite, ServiceConnect, DeviceConnect',
      },
    ],
    routing: {
      endpoints: {
        eventHubs: [
          {
            name: 'charging',
            connectionString:
              'Endpoint=sb://tramevents.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=dHJhbS1leGFtcGxlLWtleS1vcGVucy1ub3RoaW5nLWhlcmU=;EntityPath=charging',
          },
        ],
      },
      routes: [{ name: 'charging', source: 'DeviceMessages', endpointNames: ['charging'], isEnabled: true }],
    },
  },
});

new azure.DatabaseAccount(
  'timetables',
  {
    resourceGroupName,
    kind: 'GlobalDocumentDB',
    databaseAccountOfferType: 'Standard',
    locations: [{ locationName: 'North Europe', failoverPriority: 0, isZoneRedundant: true }],
    disableLocalAuth: true,
    minimalTlsVersion: 'Tls12',
    ipRules: [{ ipAddressOrRange: '0.0.0.0' }, { ipAddressOrRange: '203.0.113.8' }],
  },
  { protect: true },
);

const cache = new azure.Redis('positions', {
  resourceGroupName,
  sku: { name: 'Premium', family: 'P', capacity: 1 },
  enableNonSslPort: true,
  minimumTlsVersion: '1.0',
  redisConfiguration: {
    rdbBackupEnabled: 'true',
    rdbBackupFrequency: '60',
    rdbStorageConnectionString:
      'DefaultEndpointsProtocol=https;AccountName=trambackup;AccountKey=dHJhbS1leGFtcGxlLWtleS1vcGVucy1ub3RoaW5nLWhlcmU=',
  },
});
new azure.RedisFirewallRule('everybody', {
  resourceGroupName,
  cacheName: cache.name,
  ruleName: 'everybody',
  startIP: '0.0.0.0',
  endIP: '255.255.255.255',
});
