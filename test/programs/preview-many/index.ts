import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';

const count = Number(process.env.PREVIEW_MANY ?? 500);
const group = new resources.ResourceGroup('group');

for (let i = 0; i < count; i++) {
  new storage.StorageAccount(`account${i}`, {
    resourceGroupName: group.name,
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    allowBlobPublicAccess: i % 2 === 0,
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: 'TLS1_2',
    networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '203.0.113.7' }] },
    tags: { site: `plant-${i}`, owner: 'ops' },
  });
}
