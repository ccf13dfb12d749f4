import * as iothub from '@pulumi/azure-native/iothub';
import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';

const resourceGroupName = 'plant-rg';
const location = 'westeurope';

const data = new storage.StorageAccount('data', {
  resourceGroupName,
  location,
  kind: 'StorageV2',
  sku: { name: 'Standard_ZRS' },
  minimumTlsVersion: 'TLS1_0',
  enableHttpsTrafficOnly: true,
  allowBlobPublicAccess: false,
  tags: { note: pulumi.secret('typescript-canary-5512') },
});

new storage.BlobContainer('firmware', { resourceGroupName, accountName: data.name, publicAccess: 'Blob' });

const hub = new iothub.IotHubResource(
  'hub',
  {
    resourceGroupName,
    location,
    sku: { name: 'S1', capacity: 1 },
    properties: { minTlsVersion: '1.2', disableLocalAuth: true, publicNetworkAccess: 'Enabled' },
  },
  { protect: true },
);

export const hubId = hub.id;
