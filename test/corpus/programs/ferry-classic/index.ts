import * as pulumi from '@pulumi/pulumi';
import {
  KeyVault,
  KeyVaultSecret,
  NetworkSecurityGroup,
  Provider,
  ResourceGroup,
  StorageAccount,
  StorageContainer,
} from './classic';

const config = new pulumi.Config();
const location = config.require('location');

// So that `pulumi destroy` of a test leaves no deleted vault behind.
const provider = new Provider('fleet', {
  features: {
    keyVault: { purgeSoftDeleteOnDestroy: true },
    resourceGroup: { preventDeletionIfContainsResources: true },
  },
});
const opts = { provider };

const group = new ResourceGroup('fleet', { location }, opts);
const resourceGroupName = group.name;

const voyage = new StorageAccount(
  'voyage',
  {
    resourceGroupName,
    location,
    accountTier: 'Standard',
    accountReplicationType: 'GZRS',
    httpsTrafficOnlyEnabled: true,
    minTlsVersion: 'TLS1_2',
    allowNestedItemsToBePublic: false,
    publicNetworkAccessEnabled: false,
    sharedAccessKeyEnabled: false,
    localUserEnabled: false,
    infrastructureEncryptionEnabled: true,
    queueEncryptionKeyType: 'Account',
    tableEncryptionKeyType: 'Account',
    customerManagedKey: {
      keyVaultKeyId: 'https://fleetkeys.vault.azure.net/keys/voyage',
      userAssignedIdentityId:
        '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/fleet/providers/Microsoft.ManagedIdentity/userAssignedIdentities/voyage',
    },
    networkRules: { defaultAction: 'Deny', bypasses: ['AzureServices'] },
    blobProperties: {
      versioningEnabled: true,
      changeFeedEnabled: true,
      deleteRetentionPolicy: { days: 14 },
      containerDeleteRetentionPolicy: { days: 3 },
    },
  },
  { ...opts, protect: true },
);
new StorageContainer(
  'engine-logs',
  { storageAccountId: voyage.id, containerAccessType: 'private' },
  { ...opts, protect: true },
);

const manuals = new StorageAccount(
  'manuals',
  { resourceGroupName, location, accountTier: 'Standard', accountReplicationType: 'LRS' },
  opts,
);
new StorageContainer('handbooks', { storageAccountId: manuals.id, containerAccessType: 'blob' }, opts);

const vault = new KeyVault(
  'bridge',
  {
    resourceGroupName,
    location,
    tenantId: config.require('tenantId'),
    skuName: 'standard',
    purgeProtectionEnabled: true,
    rbacAuthorizationEnabled: true,
    softDeleteRetentionDays: 7,
    networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: ['198.51.100.7/32'] },
  },
  opts,
);
new KeyVaultSecret(
  'satellite-login',
  {
    keyVaultId: vault.id,
    value: 'changeme',
    contentType: 'password',
    notBeforeDate: '2026-11-01T00:00:00Z',
    expirationDate: '2027-05-01T00:00:00Z',
  },
  opts,
);

new NetworkSecurityGroup(
  'engine-room',
  {
    resourceGroupName,
    location,
    securityRules: [
      {
        name: 'maker-support',
        priority: 100,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourcePortRange: '*',
        sourceAddressPrefix: '*',
        destinationAddressPrefix: '10.7.0.0/24',
        destinationPortRanges: ['443', '502'],
      },
      {
        name: 'no-hopping',
        priority: 100,
        direction: 'Outbound',
        access: 'Deny',
        protocol: '*',
        sourcePortRange: '*',
        sourceAddressPrefix: 'VirtualNetwork',
        destinationAddressPrefix: 'VirtualNetwork',
        destinationPortRanges: ['22', '3389', '5985', '5986', '445'],
      },
    ],
  },
  opts,
);
