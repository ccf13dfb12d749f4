import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';

const group = new resources.ResourceGroup('lines');

for (let line = 1; line <= 500; line++) {
  new storage.StorageAccount(`line${line}`, {
    resourceGroupName: group.name,
    kind: storage.Kind.StorageV2,
    sku: { name: storage.SkuName.Standard_ZRS },
    minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
    publicNetworkAccess: storage.PublicNetworkAccess.Disabled,
    allowSharedKeyAccess: false,
    networkRuleSet: { defaultAction: storage.DefaultAction.Deny },
    encryption: {
      keySource: storage.KeySource.Microsoft_Keyvault,
      requireInfrastructureEncryption: true,
      keyVaultProperties: { keyVaultUri: 'https://lines.vault.azure.net', keyName: 'lines' },
      encryptionIdentity: { encryptionUserAssignedIdentity: '/subscriptions/s/identities/lines' },
      services: { queue: { keyType: 'Account' }, table: { keyType: 'Account' } },
    },
  });
}
