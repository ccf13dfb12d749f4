import type { TypeShape } from './classic';
import { always, blockOf, keyParts, messagingRights } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, opposite, same } from './shapes';
import * as t from './types';
import { isList, isUnknown, UNKNOWN, type Value } from './value';

// Names: sdk/nodejs/eventhub of @pulumi/azure 6.40, and v5 where `or` names one. Defaults: its descriptions ("Defaults
// to …").

const publicNetworkAccess = (from: string): Field => ({
  to: 'publicNetworkAccess',
  from,
  as: enabledOrDisabled,
  absent: 'Enabled',
});

const namespace: readonly Field[] = [
  { to: 'namespaceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'maximumThroughputUnits'),
  identity,
  { to: 'sku.name', from: 'sku' },
  { to: 'sku.capacity', from: 'capacity' },
  { to: 'clusterArmId', from: 'dedicatedClusterId' },
  { to: 'isAutoInflateEnabled', from: 'autoInflateEnabled' },
  { to: 'minimumTlsVersion', from: 'minimumTlsVersion', absent: '1.2' },
  // `local_authentication_enabled` and `public_network_access_enabled` default to true.
  { to: 'disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite, absent: false },
  publicNetworkAccess('publicNetworkAccessEnabled'),
  // Only v5 had a switch for it.
  { to: 'zoneRedundant', from: 'zoneRedundant' },
];

/** The firewall, which v3 has as a resource of its own. An `ip_rule`'s `action` defaults to Allow. */
const ruleSet: readonly Field[] = [
  { to: 'namespaceName', from: 'name' },
  ...same('resourceGroupName'),
  { to: 'defaultAction', from: 'networkRulesets.defaultAction' },
  publicNetworkAccess('networkRulesets.publicNetworkAccessEnabled'),
  {
    to: 'trustedServiceAccessEnabled',
    from: 'networkRulesets.trustedServiceAccessEnabled',
  },
  {
    to: 'ipRules',
    from: 'networkRulesets.ipRules',
    each: [...same('ipMask'), { to: 'action', from: 'action', absent: 'Allow' }],
  },
  {
    to: 'virtualNetworkRules',
    from: 'networkRulesets.virtualNetworkRules',
    each: [
      { to: 'subnet.id', from: 'subnetId' },
      { to: 'ignoreMissingVnetServiceEndpoint', from: 'ignoreMissingVirtualNetworkServiceEndpoint' },
    ],
  },
];

/** The keys of a namespace, each with the identity that may use it. */
function namespaceKeys(source: Value): Value | undefined {
  const { keyVaultKeyIds, userAssignedIdentityId } = blockOf(source);
  if (isUnknown(keyVaultKeyIds)) return UNKNOWN;
  const identity = userAssignedIdentityId
    ? { identity: { userAssignedIdentity: userAssignedIdentityId } }
    : {};
  return isList(keyVaultKeyIds) ? keyVaultKeyIds.map((id) => ({ ...keyParts(id), ...identity })) : undefined;
}

const customerKey: readonly Field[] = [
  { to: 'namespaceName', from: 'eventhubNamespaceId', as: nameInId },
  always('encryption.keySource', 'Microsoft.KeyVault'),
  { to: 'encryption.keyVaultProperties', from: '', build: namespaceKeys },
  {
    to: 'encryption.requireInfrastructureEncryption',
    from: 'infrastructureEncryptionEnabled',
    absent: false,
  },
];

/** Capture takes a key where nothing is given: `storage_authentication_type` defaults to `StorageSAS`. */
const captured: readonly Field[] = [
  ...same('name', 'archiveNameFormat'),
  { to: 'blobContainer', from: 'blobContainerName' },
  { to: 'storageAccountResourceId', from: 'storageAccountId' },
  {
    to: 'identity.type',
    from: 'storageAuthenticationType',
    as: (value) => (value === 'StorageSAS' ? undefined : value),
  },
  {
    to: 'identity.userAssignedIdentity',
    from: 'storageAuthenticationId',
    where: ({ storageAuthenticationType = null }) => storageAuthenticationType !== 'StorageSAS',
  },
];

const hub: readonly Field[] = [
  { to: 'eventHubName', from: 'name' },
  { to: 'namespaceName', from: 'namespaceId', or: 'namespaceName', as: nameInId },
  ...same('resourceGroupName', 'partitionCount'),
  { to: 'messageRetentionInDays', from: 'messageRetention' },
  { to: 'status', from: 'status', absent: 'Active' },
  {
    to: 'captureDescription',
    from: 'captureDescription',
    block: [
      ...same('enabled', 'encoding', 'intervalInSeconds', 'sizeLimitInBytes', 'skipEmptyArchives'),
      { to: 'destination', from: 'destination', block: captured },
    ],
  },
];

export const eventHubShapes: readonly TypeShape[] = [
  [
    t.eventHubNamespace,
    {
      fields: namespace,
      parts: [
        {
          type: t.eventHubNetworkRuleSet,
          block: 'networkRulesets',
          owner: 'namespaceName',
          fields: ruleSet,
        },
      ],
    },
  ],
  [
    t.eventHubNamespace,
    {
      classes: ['eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey'],
      only: ['encryption'],
      fields: customerKey,
    },
  ],
  [t.eventHub, { fields: hub }],
  [
    t.eventHubNamespaceRule,
    {
      fields: [
        { to: 'authorizationRuleName', from: 'name' },
        ...same('namespaceName', 'resourceGroupName'),
        messagingRights,
      ],
    },
  ],
  [
    t.eventHubRule,
    {
      fields: [
        { to: 'authorizationRuleName', from: 'name' },
        { to: 'eventHubName', from: 'eventhubName' },
        ...same('namespaceName', 'resourceGroupName'),
        messagingRights,
      ],
    },
  ],
  [
    t.eventHubConsumerGroup,
    {
      fields: [
        { to: 'consumerGroupName', from: 'name' },
        { to: 'eventHubName', from: 'eventhubName' },
        ...same('namespaceName', 'resourceGroupName', 'userMetadata'),
      ],
    },
  ],
];
