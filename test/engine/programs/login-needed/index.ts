import * as authorization from '@pulumi/azure-native/authorization';
import * as iothub from '@pulumi/azure-native/iothub';
import * as keyvault from '@pulumi/azure-native/keyvault';
import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';

const group = new resources.ResourceGroup('plant');
const me = authorization.getClientConfigOutput();

// As nearly every program does it: the tenant is that of whoever deploys.
new keyvault.Vault('vault', {
  resourceGroupName: group.name,
  properties: { tenantId: me.tenantId, sku: { family: 'A', name: 'standard' } },
});

const account = new storage.StorageAccount('archive', {
  resourceGroupName: group.name,
  kind: storage.Kind.StorageV2,
  sku: { name: storage.SkuName.Standard_ZRS },
});

// The SDK adds defaults to `properties` as a whole, so in a preview one unknown inside makes all of it unknown.
new iothub.IotHubResource('hub', {
  resourceGroupName: group.name,
  sku: { name: iothub.IotHubSku.S1, capacity: 1 },
  properties: {
    routing: {
      endpoints: {
        storageContainers: [
          {
            name: 'archive',
            authenticationType: 'identityBased',
            endpointUri: account.primaryEndpoints.apply((endpoints) => endpoints.blob),
            containerName: 'raw',
          },
        ],
      },
    },
  },
});
