import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import * as classic from './sdks/azure';
import * as v20230101 from './sdks/azure-native-v2/storage/v20230101';
import { tags } from './settings';

/** Telemetry of the running season; the recipes folder is read by suppliers without a login. */
export function telemetryStorage(resourceGroupName: pulumi.Input<string>) {
  const account = new storage.StorageAccount('telemetry', {
    resourceGroupName,
    tags,
    kind: storage.Kind.StorageV2,
    sku: { name: storage.SkuName.Standard_LRS },
    // The old temperature loggers cannot do TLS.
    enableHttpsTrafficOnly: false,
    minimumTlsVersion: storage.MinimumTlsVersion.TLS1_0,
    allowBlobPublicAccess: true,
  });
  new storage.BlobContainer('raw', { resourceGroupName, accountName: account.name });
  new storage.BlobContainer('recipes', {
    resourceGroupName,
    accountName: account.name,
    publicAccess: storage.PublicAccess.Blob,
  });
  return account;
}

/** What the auditors want kept for ten years. Done right, at last, in 2023. */
export class ColdStorage extends pulumi.ComponentResource {
  constructor(name: string, resourceGroupName: pulumi.Input<string>, opts?: pulumi.ComponentResourceOptions) {
    super('legacy:plant:ColdStorage', name, {}, opts);
    new v20230101.StorageAccount(
      'archive',
      {
        resourceGroupName,
        tags,
        kind: 'StorageV2',
        sku: { name: 'Standard_GRS' },
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_1',
        publicNetworkAccess: 'Disabled',
        allowSharedKeyAccess: false,
        networkRuleSet: { defaultAction: 'Deny', bypass: 'AzureServices' },
        encryption: {
          keySource: 'Microsoft.Keyvault',
          keyVaultProperties: {
            keyVaultUri: 'https://zld1-audit.vault.azure.net',
            keyName: 'archive',
            keyVersion: 'f7b0a9c1d2e34f5a8b6c7d8e9f0a1b2c',
          },
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** Month reports. Still on the provider we started with. */
export function reportStorage(resourceGroupName: pulumi.Input<string>) {
  return new classic.storage.Account('reports', {
    resourceGroupName,
    tags,
    accountTier: 'Standard',
    accountReplicationType: 'LRS',
    enableHttpsTrafficOnly: false,
    minTlsVersion: 'TLS1_0',
    allowNestedItemsToBePublic: true,
  });
}

/** Firmware of the gateways, copied from the supplier's template. */
export function firmwareStorage(resourceGroupName: pulumi.Input<string>) {
  return new resources.Resource('firmware', {
    resourceGroupName,
    tags,
    resourceProviderNamespace: 'Microsoft.Storage',
    parentResourcePath: '',
    resourceType: 'storageAccounts',
    resourceName: 'zld1firmware',
    apiVersion: '2019-06-01',
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    properties: {
      supportsHttpsTrafficOnly: false,
      networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' },
    },
  });
}
