import type { TypeShape } from './classic';
import { always, blockOf, keyParts, vaultUri } from './classic-fields';
import { networkRules } from './classic-storage';
import { type Field, nameInId, same } from './shapes';
import {
  blobContainer,
  objectReplicationPolicy,
  queueService,
  staticWebsite,
  storageAccount,
  tableService,
} from './types';
import type { Value } from './value';

// The classes that set something on a storage account of their own. Names: sdk/nodejs/storage of @pulumi/azure 6.40.
// Defaults: its descriptions ("Defaults to …").

const ofAccount: Field = { to: 'accountName', from: 'storageAccountId', as: nameInId };

/** The key by its address; or, in earlier releases, by the vault and the name of the key. */
function key(source: Value): Value | undefined {
  const {
    keyVaultKeyId,
    managedHsmKeyId,
    keyName,
    keyVersion = '',
    keyVaultUri,
    keyVaultId,
  } = blockOf(source);
  const byAddress = keyParts(keyVaultKeyId ?? managedHsmKeyId);
  if (byAddress) return byAddress;
  const address = keyVaultUri ?? vaultUri(keyVaultId);
  return keyName && address ? { keyName, keyVersion, keyVaultUri: address } : undefined;
}

const customerKey: readonly Field[] = [
  ofAccount,
  always('encryption.keySource', 'Microsoft.Keyvault'),
  { to: 'encryption.keyVaultProperties', from: '', build: key },
  {
    to: 'encryption.encryptionIdentity.encryptionUserAssignedIdentity',
    from: 'userAssignedIdentityId',
  },
  {
    to: 'encryption.encryptionIdentity.encryptionFederatedIdentityClientId',
    from: 'federatedIdentityClientId',
  },
];

const corsOf: readonly Field[] = [ofAccount, { to: 'cors.corsRules', from: 'corsRules' }];

export const storageSplitShapes: readonly TypeShape[] = [
  [
    storageAccount,
    {
      classes: ['storage/accountNetworkRules:AccountNetworkRules'],
      only: ['networkRuleSet'],
      fields: [
        ofAccount,
        { to: 'networkRuleSet', from: '', block: networkRules('privateLinkAccessRules', 'AzureServices') },
      ],
    },
  ],
  [
    storageAccount,
    {
      classes: ['storage/customerManagedKey:CustomerManagedKey'],
      only: ['encryption.keySource', 'encryption.keyVaultProperties', 'encryption.encryptionIdentity'],
      fields: customerKey,
    },
  ],
  // These three are resources of their own in Azure as well, so that nothing is missing in them.
  [queueService, { fields: corsOf }],
  [tableService, { fields: corsOf }],
  [staticWebsite, { fields: [ofAccount, ...same('error404Document', 'indexDocument')] }],
  [
    blobContainer,
    {
      // A file system is a container without public access.
      classes: ['storage/dataLakeGen2Filesystem:DataLakeGen2Filesystem'],
      fields: [
        { to: 'containerName', from: 'name' },
        ofAccount,
        ...same('defaultEncryptionScope'),
        always('publicAccess', 'None'),
      ],
    },
  ],
  [
    objectReplicationPolicy,
    {
      fields: [
        { to: 'accountName', from: 'destinationStorageAccountId', as: nameInId },
        { to: 'sourceAccount', from: 'sourceStorageAccountId' },
        { to: 'destinationAccount', from: 'destinationStorageAccountId' },
        { to: 'metrics.enabled', from: 'metricsEnabled', absent: false },
        {
          to: 'rules',
          from: 'rules',
          each: [
            { to: 'sourceContainer', from: 'sourceContainerName' },
            { to: 'destinationContainer', from: 'destinationContainerName' },
            { to: 'filters.prefixMatch', from: 'filterOutBlobsWithPrefixes' },
          ],
        },
      ],
    },
  ],
];
