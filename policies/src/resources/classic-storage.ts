import type { TypeShape } from './classic';
import { blockOf, keyParts } from './classic-fields';
import { eachAs, enabledOrDisabled, type Field, identity, joined, same } from './shapes';
import { blobService, fileService, queueService, staticWebsite, storageAccount } from './types';
import { isUnknown, UNKNOWN, type Value } from './value';

// Names: sdk/nodejs/storage of pulumi/pulumi-azure v6, and earlier ones where `or` names one. Defaults: the schemas in
// internal/services/storage of hashicorp/terraform-provider-azurerm 4.81, storage_account_resource.go where nothing else
// is said. `cross_tenant_replication_enabled` defaults to false there, which is what absence means in v3 as well.

/** The key in the parts that v3 has for it. */
function keyVaultKey(block: Value): Value | undefined {
  const { keyVaultKeyId, managedHsmKeyId } = blockOf(block);
  return keyParts(keyVaultKeyId ?? managedHsmKeyId);
}

/**
 * The firewall of an account, in its block or in a class of its own, whose list of private links has another name. `bypass`
 * is what that class writes where nothing is given.
 */
export const networkRules = (privateLinks: string, bypass?: string): readonly Field[] => [
  ...same('defaultAction'),
  {
    to: 'bypass',
    from: 'bypasses',
    as: joined(', '),
    ...(bypass === undefined ? {} : { absent: bypass }),
  },
  { to: 'ipRules', from: 'ipRules', build: eachAs('iPAddressOrRange') },
  {
    to: 'virtualNetworkRules',
    from: 'virtualNetworkSubnetIds',
    build: eachAs('virtualNetworkResourceId'),
  },
  {
    to: 'resourceAccessRules',
    from: privateLinks,
    each: [
      { to: 'resourceId', from: 'endpointResourceId' },
      { to: 'tenantId', from: 'endpointTenantId' },
    ],
  },
];

const account: readonly Field[] = [
  { to: 'accountName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'accessTier', 'allowedCopyScope', 'dnsEndpointType'),
  ...same('isHnsEnabled'),
  identity,
  // `account_kind` defaults to StorageV2.
  { to: 'kind', from: 'accountKind', absent: 'StorageV2' },
  { to: 'sku.name', from: '', build: skuName },
  {
    to: 'enableHttpsTrafficOnly',
    from: 'httpsTrafficOnlyEnabled',
    or: 'enableHttpsTrafficOnly',
    absent: true,
  },
  // `min_tls_version` defaults to TLS1_2.
  { to: 'minimumTlsVersion', from: 'minTlsVersion', absent: 'TLS1_2' },
  // `allow_nested_items_to_be_public` defaults to true before 5.0 of the provider.
  {
    to: 'allowBlobPublicAccess',
    from: 'allowNestedItemsToBePublic',
    or: 'allowBlobPublicAccess',
    absent: true,
  },
  // `public_network_access_enabled`, `shared_access_key_enabled` and `local_user_enabled` default to true.
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'allowSharedKeyAccess', from: 'sharedAccessKeyEnabled', absent: true },
  { to: 'isLocalUserEnabled', from: 'localUserEnabled', absent: true },
  { to: 'isSftpEnabled', from: 'sftpEnabled', absent: false },
  { to: 'enableNfsV3', from: 'nfsv3Enabled', absent: false },
  { to: 'defaultToOAuthAuthentication', from: 'defaultToOauthAuthentication', absent: false },
  { to: 'allowCrossTenantReplication', from: 'crossTenantReplicationEnabled' },
  { to: 'largeFileSharesState', from: 'largeFileShareEnabled', as: enabledOrDisabled },
  { to: 'networkRuleSet', from: 'networkRules', block: networkRules('privateLinkAccesses') },
  {
    to: 'encryption.keySource',
    from: 'customerManagedKey',
    build: () => 'Microsoft.Keyvault',
    absent: 'Microsoft.Storage',
  },
  { to: 'encryption.keyVaultProperties', from: 'customerManagedKey', build: keyVaultKey },
  {
    to: 'encryption.encryptionIdentity.encryptionUserAssignedIdentity',
    from: 'customerManagedKey.userAssignedIdentityId',
  },
  {
    to: 'encryption.requireInfrastructureEncryption',
    from: 'infrastructureEncryptionEnabled',
    absent: false,
  },
  // `queue_encryption_key_type` and `table_encryption_key_type` default to Service.
  { to: 'encryption.services.queue.keyType', from: 'queueEncryptionKeyType', absent: 'Service' },
  { to: 'encryption.services.table.keyType', from: 'tableEncryptionKeyType', absent: 'Service' },
  {
    to: 'sasPolicy',
    from: 'sasPolicy',
    block: [
      { to: 'sasExpirationPeriod', from: 'expirationPeriod' },
      { to: 'expirationAction', from: 'expirationAction', absent: 'Log' },
    ],
  },
  { to: 'customDomain', from: 'customDomain', block: same('name') },
  { to: 'immutableStorageWithVersioning.enabled', from: 'immutabilityPolicy', build: () => true },
  {
    to: 'immutableStorageWithVersioning.immutabilityPolicy',
    from: 'immutabilityPolicy',
    block: [
      ...same('allowProtectedAppendWrites', 'state'),
      { to: 'immutabilityPeriodSinceCreationInDays', from: 'periodSinceCreationInDays' },
    ],
  },
];

/** Tier and replication make up the name of the SKU. */
function skuName(source: Value): Value | undefined {
  const { accountTier, accountReplicationType } = blockOf(source);
  if (isUnknown(accountTier) || isUnknown(accountReplicationType)) return UNKNOWN;
  return typeof accountTier === 'string' && typeof accountReplicationType === 'string'
    ? `${accountTier}_${accountReplicationType}`
    : undefined;
}

/** A retention policy is on where its block is written; its `days` default to 7. */
const retention = (...more: readonly Field[]): readonly Field[] => [
  { to: 'enabled', from: '', build: () => true },
  { to: 'days', from: 'days', absent: 7 },
  ...more,
];

const blobs: readonly Field[] = [
  { to: 'accountName', from: 'name' },
  {
    to: 'deleteRetentionPolicy',
    from: 'blobProperties.deleteRetentionPolicy',
    block: retention({ to: 'allowPermanentDelete', from: 'permanentDeleteEnabled', absent: false }),
  },
  {
    to: 'containerDeleteRetentionPolicy',
    from: 'blobProperties.containerDeleteRetentionPolicy',
    block: retention(),
  },
  { to: 'isVersioningEnabled', from: 'blobProperties.versioningEnabled', absent: false },
  { to: 'changeFeed.enabled', from: 'blobProperties.changeFeedEnabled', absent: false },
  { to: 'changeFeed.retentionInDays', from: 'blobProperties.changeFeedRetentionInDays' },
  { to: 'cors.corsRules', from: 'blobProperties.corsRules' },
];

const files: readonly Field[] = [
  { to: 'accountName', from: 'name' },
  { to: 'shareDeleteRetentionPolicy', from: 'shareProperties.retentionPolicy', block: retention() },
  { to: 'cors.corsRules', from: 'shareProperties.corsRules' },
  {
    to: 'protocolSettings.smb',
    from: 'shareProperties.smb',
    block: [
      { to: 'versions', from: 'versions', as: joined(';') },
      { to: 'authenticationMethods', from: 'authenticationTypes', as: joined(';') },
      { to: 'channelEncryption', from: 'channelEncryptionTypes', as: joined(';') },
      { to: 'kerberosTicketEncryption', from: 'kerberosTicketEncryptionTypes', as: joined(';') },
      { to: 'multichannel.enabled', from: 'multichannelEnabled' },
    ],
  },
];

export const storageShapes: readonly TypeShape[] = [
  [
    storageAccount,
    {
      fields: account,
      parts: [
        { type: blobService, block: 'blobProperties', owner: 'accountName', fields: blobs },
        { type: fileService, block: 'shareProperties', owner: 'accountName', fields: files },
        {
          type: queueService,
          block: 'queueProperties',
          owner: 'accountName',
          fields: [
            { to: 'accountName', from: 'name' },
            { to: 'cors.corsRules', from: 'queueProperties.corsRules' },
          ],
        },
        {
          type: staticWebsite,
          block: 'staticWebsite',
          owner: 'accountName',
          fields: [
            { to: 'accountName', from: 'name' },
            { to: 'indexDocument', from: 'staticWebsite.indexDocument' },
            { to: 'error404Document', from: 'staticWebsite.error404Document' },
          ],
        },
      ],
    },
  ],
];
