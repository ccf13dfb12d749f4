/**
 * What the checker must find in this program, written down by hand from the program and the rule catalogue.
 *
 * Never record this table from a run: it is the one place that says what is right. A rule that is not listed for a
 * resource must pass there or not apply. Paths are those the program's author wrote, so the classic and the generic
 * resource have other ones than the rest.
 */
export interface Expected {
  readonly [resource: string]: { readonly [rule: string]: string | readonly string[] };
}

/** What a resource lacks that has neither a private endpoint nor a diagnostic setting: properties of those others. */
const endpoint = 'privateLinkServiceConnections';
const logs = 'diagnosticSettings';

/** Nobody has thought of the option `protect`. */
const unprotected = { 'pulumi-protect-stateful': 'protect' };

/** Storage accounts stand alone: no private endpoint, log, lock or Defender, and nothing of theirs can be taken back. */
const storageAlone = {
  ...unprotected,
  'storage-private-endpoint': endpoint,
  'storage-diagnostics-blob': logs,
  'storage-diagnostics-queue': logs,
  'storage-diagnostics-table': logs,
  'storage-diagnostics-file': logs,
  'storage-blob-soft-delete': 'deleteRetentionPolicy.enabled',
  'storage-container-soft-delete': 'containerDeleteRetentionPolicy.enabled',
  'storage-defender': 'defenderForStorage',
  'storage-delete-lock': 'managementLock',
};

/** Settings that nobody has heard of; `at` is where the program would write them. Links and keys live for ever. */
const openEnded = (at = '') => ({
  'storage-allowed-copy-scope': `${at}allowedCopyScope`,
  'storage-key-expiration-policy': `${at}keyPolicy.keyExpirationPeriodInDays`,
  'storage-sas-policy-block': `${at}sasPolicy.expirationAction`,
});

/** A secret that never expires and does not say what it is. */
const forgottenSecret = {
  'kv-secret-expiration': 'properties.attributes.expires',
  'kv-secret-content-type': 'properties.contentType',
};

export const fails: Expected = {
  'plant-hub': {
    'iothub-min-tls-1-2': 'properties.minTlsVersion',
    'iothub-public-network-access-disabled': 'properties.publicNetworkAccess',
    'iothub-private-endpoint': endpoint,
    'iothub-disable-local-auth': 'properties.disableLocalAuth',
    'iothub-disable-device-sas': 'properties.disableDeviceSAS',
    'iothub-sas-policy-least-privilege': 'properties.authorizationPolicies[].rights',
    'iothub-network-rule-not-any': 'properties.networkRuleSets.ipRules[0].ipMask',
    'iothub-routing-identity-auth': [
      'properties.routing.endpoints.eventHubs[0].authenticationType',
      'properties.routing.endpoints.storageContainers[0].authenticationType',
    ],
    // Set from secrets of the configuration: known to be keys, whatever they are.
    'iothub-routing-no-keys': [
      'properties.routing.endpoints.eventHubs[0].connectionString',
      'properties.routing.endpoints.storageContainers[0].connectionString',
    ],
    'iothub-file-upload-identity-auth': 'properties.storageEndpoints.$default.authenticationType',
    'iothub-diagnostics': logs,
    ...unprotected,
    // Modules may bring keys as devices may; no Defender solution lists the hub; it may call any host.
    'iothub-disable-module-sas': 'properties.disableModuleSAS',
    'iothub-defender-for-iot': 'iotSecuritySolutions',
    'iothub-restrict-outbound': 'properties.restrictOutboundNetworkAccess',
    'iothub-network-rules-cover-builtin-eventhub':
      'properties.networkRuleSets.applyToBuiltInEventHubEndpoint',
    // Both routes take every message, and what fails on them has no way left.
    'iothub-fallback-route-enabled': 'properties.routing.fallbackRoute.isEnabled',
  },
  // Through the module name of SDK version 2. It has a private endpoint, and no keys of its own.
  'depot-hub': {
    'iothub-disable-device-sas': 'properties.disableDeviceSAS',
    'iothub-diagnostics': logs,
    ...unprotected,
    'iothub-disable-module-sas': 'properties.disableModuleSAS',
    'iothub-defender-for-iot': 'iotSecuritySolutions',
    'iothub-restrict-outbound': 'properties.restrictOutboundNetworkAccess',
  },
  'plant-dps': {
    'dps-public-network-access-disabled': 'properties.publicNetworkAccess',
    'dps-private-endpoint': endpoint,
    // It accepts everybody by name, and nothing after it rejects anybody.
    'dps-ip-filter-not-any': ['properties.ipFilterRules[0].ipMask', 'properties.ipFilterRules'],
    'dps-diagnostics': logs,
    ...unprotected,
    // It reaches the hub with the owner's key, and its own owner's key is left as the service makes it.
    'dps-managed-identity': 'identity.type',
    'dps-sas-policy-least-privilege': 'properties.authorizationPolicies',
  },
  'plant-root': { 'dps-cert-verified': 'properties.isVerified' },
  telemetry: {
    'storage-https-only': 'enableHttpsTrafficOnly',
    'storage-min-tls': 'minimumTlsVersion',
    'storage-no-blob-public-access': 'allowBlobPublicAccess',
    'storage-public-network-access-disabled': 'publicNetworkAccess',
    'storage-network-default-deny': 'networkRuleSet.defaultAction',
    'storage-no-shared-key': 'allowSharedKeyAccess',
    'storage-cmk': 'encryption.keySource',
    'storage-infrastructure-encryption': 'encryption.requireInfrastructureEncryption',
    ...storageAlone,
    ...openEnded(),
    'storage-sas-expiration-policy': 'sasPolicy.sasExpirationPeriod',
    'storage-default-oauth': 'defaultToOAuthAuthentication',
    'storage-redundancy': 'sku.name',
    'storage-immutability-account': 'immutableStorageWithVersioning.enabled',
  },
  raw: unprotected,
  recipes: { ...unprotected, 'storage-container-private': 'publicAccess' },
  // Through a versioned module name. From 2023-01-01 on, an absent `allowBlobPublicAccess` means false.
  archive: {
    'storage-min-tls': 'minimumTlsVersion',
    'storage-cmk-versionless-key': 'encryption.keyVaultProperties.keyVersion',
    'storage-cmk-user-assigned-identity': 'encryption.encryptionIdentity.encryptionUserAssignedIdentity',
    'storage-infrastructure-encryption': 'encryption.requireInfrastructureEncryption',
    'storage-queue-table-account-key': [
      'encryption.services.queue.keyType',
      'encryption.services.table.keyType',
    ],
    ...storageAlone,
    // It accepts no keys, so how long they and their links live is nothing to ask for.
    'storage-allowed-copy-scope': 'allowedCopyScope',
    'storage-default-oauth': 'defaultToOAuthAuthentication',
    // What the auditors want kept can be changed all the same.
    'storage-immutability-account': 'immutableStorageWithVersioning.enabled',
  },
  // Through the classic provider.
  reports: {
    'storage-https-only': 'enableHttpsTrafficOnly',
    'storage-min-tls': 'minTlsVersion',
    'storage-no-blob-public-access': 'allowNestedItemsToBePublic',
    'storage-public-network-access-disabled': 'publicNetworkAccessEnabled',
    'storage-network-default-deny': 'networkRules.defaultAction',
    'storage-no-shared-key': 'sharedAccessKeyEnabled',
    'storage-cmk': 'customerManagedKey',
    'storage-infrastructure-encryption': 'infrastructureEncryptionEnabled',
    ...storageAlone,
    // The provider has no setting for the life of keys.
    ...openEnded(),
    'storage-sas-expiration-policy': 'sasPolicy.expirationPeriod',
    'storage-default-oauth': 'defaultToOauthAuthentication',
    // On unless written, and sent to Azure.
    'storage-no-local-users': 'localUserEnabled',
    // Made from two properties, so it has the name that Azure gives it.
    'storage-redundancy': 'sku.name',
    'storage-immutability-account': 'immutabilityPolicy',
  },
  // Through the generic resource. Before 2023-01-01, an absent `allowBlobPublicAccess` meant true.
  firmware: {
    'storage-https-only': 'properties.supportsHttpsTrafficOnly',
    'storage-min-tls': 'properties.minimumTlsVersion',
    'storage-no-blob-public-access': 'properties.allowBlobPublicAccess',
    'storage-public-network-access-disabled': 'properties.publicNetworkAccess',
    'storage-network-default-deny': 'properties.networkAcls.defaultAction',
    'storage-no-shared-key': 'properties.allowSharedKeyAccess',
    'storage-cmk': 'properties.encryption.keySource',
    'storage-infrastructure-encryption': 'properties.encryption.requireInfrastructureEncryption',
    ...storageAlone,
    ...openEnded('properties.'),
    'storage-sas-expiration-policy': 'properties.sasPolicy.sasExpirationPeriod',
    'storage-default-oauth': 'properties.defaultToOAuthAuthentication',
    // Before 2023-01-01, an absent `allowCrossTenantReplication` meant true.
    'storage-no-cross-tenant-replication': 'properties.allowCrossTenantReplication',
    // There is a class for storage accounts.
    'generic-resource-forbidden': 'resourceProviderNamespace',
    'storage-redundancy': 'sku.name',
    'storage-immutability-account': 'properties.immutableStorageWithVersioning.enabled',
  },
  batches: {
    'cosmos-disable-local-auth': 'disableLocalAuth',
    'cosmos-public-network-access-disabled': 'publicNetworkAccess',
    'cosmos-ip-rule-not-any': 'ipRules[1].ipAddressOrRange',
    'cosmos-min-tls': 'minimalTlsVersion',
    'cosmos-cmk': 'keyVaultKeyUri',
    'cosmos-private-endpoint': endpoint,
    'cosmos-diagnostics': logs,
    ...unprotected,
    'cosmos-defender': 'advancedThreatProtection',
    'cosmos-disable-key-metadata-write': 'disableKeyBasedMetadataWriteAccess',
    'cosmos-managed-identity': 'identity.type',
    'cosmos-continuous-backup': 'backupPolicy.type',
    'cosmos-zone-redundant': 'locations[0].isZoneRedundant',
  },
  // Only one category, so whatever Azure adds to a vault's logs stays dark.
  'vault-logs': { 'diag-setting-all-logs': 'logs' },
  // The workspace as Azure makes it: 30 days, keys, open from everywhere, and nobody sees who reads it.
  'plant-logs': {
    'law-retention': 'retentionInDays',
    'law-disable-local-auth': 'features.disableLocalAuth',
    'law-no-public-ingestion': 'publicNetworkAccessForIngestion',
    'law-no-public-query': 'publicNetworkAccessForQuery',
    'diag-every-covered-resource': logs,
  },
  // Its audit log is kept, so `kv-diagnostics` passes.
  'plant-vault': {
    'kv-purge-protection': 'properties.enablePurgeProtection',
    'kv-soft-delete': 'properties.enableSoftDelete',
    'kv-rbac-authorization': 'properties.enableRbacAuthorization',
    'kv-public-network-access-disabled': 'properties.publicNetworkAccess',
    'kv-network-default-deny': 'properties.networkAcls.defaultAction',
    'kv-private-endpoint': endpoint,
    ...unprotected,
    // `all` for keys and for secrets, in one entry.
    'kv-access-policy-least-privilege': 'properties.accessPolicies[0].permissions',
  },
  // Its value comes from a secret of the configuration.
  'historian-connection': forgottenSecret,
  'panel-password': { ...forgottenSecret, 'kv-secret-value-source': 'properties.value' },
  'recipe-signing': {
    ...unprotected,
    'kv-key-rsa-size': 'properties.keySize',
    'kv-key-ops-minimal': 'properties.keyOps[]',
    'kv-key-expiration': 'properties.attributes.expires',
    'kv-key-rotation-policy': 'properties.rotationPolicy.lifetimeActions',
  },
  'plant-nsg': {
    'nsg-no-ssh-from-internet': 'securityRules[1].destinationPortRange',
    'nsg-no-rdp-from-internet': 'securityRules[2].destinationPortRange',
    'nsg-no-ot-port-from-internet': [
      'securityRules[3].destinationPortRanges[0]',
      'securityRules[3].destinationPortRanges[1]',
    ],
    // The office may use every port, those without encryption among them.
    'nsg-no-cleartext-protocol': 'securityRules[0].destinationPortRange',
    'nsg-deny-lateral': 'securityRules',
    'diag-every-covered-resource': logs,
    // Told once, at the first group.
    'activity-log-alerts': 'condition.allOf',
  },
  'plant-vnet': {
    'flowlog-enabled': 'flowLogs',
    'vnet-ddos': 'enableDdosProtection',
    'vnet-encryption': 'encryption.enabled',
  },
  gateways: {
    'subnet-private-outbound': 'defaultOutboundAccess',
    'subnet-pe-network-policies': 'privateEndpointNetworkPolicies',
  },
  // It has an address, and no name leads there.
  'depot-hub-link': { 'pe-has-dns-zone-group': 'privateDnsZoneConfigs' },
  // All ports include every single one.
  commissioning: {
    'nsg-no-any-inbound': 'sourceAddressPrefix',
    'nsg-no-ssh-from-internet': 'destinationPortRange',
    'nsg-no-rdp-from-internet': 'destinationPortRange',
    'nsg-no-ot-port-from-internet': 'destinationPortRange',
    'nsg-no-sensitive-port': 'destinationPortRange',
    'nsg-no-cleartext-protocol': 'destinationPortRange',
    'nsg-no-udp-from-internet': 'protocol',
  },
};

/** What only the deployment can decide. */
export const unknowns: Expected = {
  'plant-dps': { 'dps-linked-hub-no-key': 'properties.iotHubs[0].connectionString' },
};

/** Parts of the secrets in the configuration, and of a password in the program. They must never be printed. */
export const neverPrinted = ['CANARY-never-print-this-7f3a', 'CANARY-nor-this-one-2c9e', 'changeme'];
