import * as deviceupdate from '@pulumi/azure-native/deviceupdate';
import * as iotcentral from '@pulumi/azure-native/iotcentral';
import * as network from '@pulumi/azure-native/network';

const group = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/vineyard/providers';
const resourceGroupName = 'vineyard';

const soil = new iotcentral.App('soil', {
  resourceGroupName,
  subdomain: 'vineyard-soil',
  sku: { name: iotcentral.AppSku.ST2 },
  publicNetworkAccess: iotcentral.PublicNetworkAccess.Disabled,
  networkRuleSets: { defaultAction: 'Deny', applyToDevices: true, applyToIoTCentral: true, ipRules: [] },
});
// The network team asked for one endpoint per zone; they differ in nothing else.
for (const zone of ['north', 'south']) {
  new network.PrivateEndpoint(`soil-${zone}`, {
    resourceGroupName,
    subnet: { id: `${group}/Microsoft.Network/virtualNetworks/${zone}/subnets/endpoints` },
    manualPrivateLinkServiceConnections: [
      { name: 'soil', privateLinkServiceId: soil.id, groupIds: ['iotApp'], requestMessage: 'Vineyard' },
    ],
  });
}

new iotcentral.App('weather', {
  resourceGroupName,
  subdomain: 'vineyard-weather',
  sku: { name: iotcentral.AppSku.ST0 },
  networkRuleSets: { defaultAction: 'Deny', ipRules: [{ filterName: 'office', ipMask: '203.0.113.4/32' }] },
});

const updates = new deviceupdate.Account('updates', {
  resourceGroupName,
  accountName: 'vineyardupdates',
  identity: {
    type: 'SystemAssigned,UserAssigned',
    userAssignedIdentities: [`${group}/Microsoft.ManagedIdentity/userAssignedIdentities/updates`],
  },
  publicNetworkAccess: deviceupdate.PublicNetworkAccess.Enabled,
  encryption: { keyVaultKeyUri: 'https://vineyard.vault.azure.net/keys/updates' },
});
new deviceupdate.Instance('sensors', {
  resourceGroupName,
  accountName: updates.name,
  instanceName: 'sensors',
  enableDiagnostics: true,
  diagnosticStorageProperties: {
    authenticationType: deviceupdate.AuthenticationType.KeyBased,
    connectionString:
      'DefaultEndpointsProtocol=https;AccountName=vineyardlogs;AccountKey=dmluZXlhcmQtZXhhbXBsZS1rZXktb3BlbnMtbm90aGluZw==',
    resourceId: `${group}/Microsoft.Storage/storageAccounts/vineyardlogs`,
  },
});
