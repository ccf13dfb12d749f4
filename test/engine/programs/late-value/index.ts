import * as managedidentity from '@pulumi/azure-native/managedidentity';
import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';

const group = new resources.ResourceGroup('plant');

const operator = new managedidentity.UserAssignedIdentity('operator', { resourceGroupName: group.name });

// No preview can know a principal id, so none can know that this account will accept plain HTTP.
new storage.StorageAccount('telemetry', {
  resourceGroupName: group.name,
  kind: storage.Kind.StorageV2,
  sku: { name: storage.SkuName.Standard_ZRS },
  enableHttpsTrafficOnly: operator.principalId.apply((id) => id.length === 0),
  minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
});
