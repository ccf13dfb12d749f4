import type { TypeShape } from './classic';
import { always, keyParts, messagingRights, nameAfter } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, opposite, same } from './shapes';
import * as t from './types';
import { isList, type Value } from './value';

// Names: sdk/nodejs/servicebus of @pulumi/azure 6.40, and v5 where the comment says so. Defaults: its descriptions
// ("Defaults to …").

const publicNetworkAccess = (from: string): Field => ({
  to: 'publicNetworkAccess',
  from,
  as: enabledOrDisabled,
  absent: 'Enabled',
});

const keyOf = (id: Value): Value => [keyParts(id) ?? {}];

const namespace: readonly Field[] = [
  { to: 'namespaceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'premiumMessagingPartitions'),
  identity,
  { to: 'sku.name', from: 'sku' },
  { to: 'sku.capacity', from: 'capacity' },
  { to: 'minimumTlsVersion', from: 'minimumTlsVersion', absent: '1.2' },
  // `local_auth_enabled` and `public_network_access_enabled` default to true.
  { to: 'disableLocalAuth', from: 'localAuthEnabled', as: opposite, absent: false },
  publicNetworkAccess('publicNetworkAccessEnabled'),
  // Only v5 had a switch for it.
  { to: 'zoneRedundant', from: 'zoneRedundant' },
  {
    to: 'encryption',
    from: 'customerManagedKey',
    block: [
      always('keySource', 'Microsoft.KeyVault'),
      { to: 'keyVaultProperties', from: 'keyVaultKeyId', build: keyOf },
      { to: 'requireInfrastructureEncryption', from: 'infrastructureEncryptionEnabled', absent: false },
    ],
  },
];

const openRange = (ranges: Value): Value =>
  isList(ranges) ? ranges.map((ipMask) => ({ ipMask, action: 'Allow' })) : ranges;

/** The firewall, which v3 has as a resource of its own. `default_action` defaults to Allow. */
const ruleSet: readonly Field[] = [
  { to: 'namespaceName', from: 'name' },
  ...same('resourceGroupName'),
  { to: 'defaultAction', from: 'networkRuleSet.defaultAction', absent: 'Allow' },
  publicNetworkAccess('networkRuleSet.publicNetworkAccessEnabled'),
  { to: 'trustedServiceAccessEnabled', from: 'networkRuleSet.trustedServicesAllowed' },
  { to: 'ipRules', from: 'networkRuleSet.ipRules', build: openRange },
  {
    to: 'virtualNetworkRules',
    from: 'networkRuleSet.networkRules',
    each: [
      { to: 'subnet.id', from: 'subnetId' },
      {
        to: 'ignoreMissingVnetServiceEndpoint',
        from: 'ignoreMissingVnetServiceEndpoint',
        absent: false,
      },
    ],
  },
];

const inNamespace: Field = { to: 'namespaceName', from: 'namespaceId', as: nameInId };

const entityRule = (property: string, from: string): readonly Field[] => [
  { to: 'authorizationRuleName', from: 'name' },
  { to: property, from, as: nameInId },
  { to: 'namespaceName', from, as: nameAfter('namespaces') },
  messagingRights,
];

export const serviceBusShapes: readonly TypeShape[] = [
  [
    t.serviceBusNamespace,
    {
      fields: namespace,
      parts: [
        {
          type: t.serviceBusNetworkRuleSet,
          block: 'networkRuleSet',
          owner: 'namespaceName',
          fields: ruleSet,
        },
      ],
    },
  ],
  [
    t.serviceBusNamespace,
    {
      classes: ['servicebus/namespaceCustomerManagedKey:NamespaceCustomerManagedKey'],
      only: ['encryption'],
      fields: [
        inNamespace,
        always('encryption.keySource', 'Microsoft.KeyVault'),
        { to: 'encryption.keyVaultProperties', from: 'keyVaultKeyId', build: keyOf },
        {
          to: 'encryption.requireInfrastructureEncryption',
          from: 'infrastructureEncryptionEnabled',
          absent: false,
        },
      ],
    },
  ],
  [t.serviceBusQueue, { fields: [{ to: 'queueName', from: 'name' }, inNamespace, ...same('status')] }],
  [t.serviceBusTopic, { fields: [{ to: 'topicName', from: 'name' }, inNamespace, ...same('status')] }],
  [
    t.serviceBusNamespaceRule,
    { fields: [{ to: 'authorizationRuleName', from: 'name' }, inNamespace, messagingRights] },
  ],
  [t.serviceBusQueueRule, { fields: entityRule('queueName', 'queueId') }],
  [t.serviceBusTopicRule, { fields: entityRule('topicName', 'topicId') }],
];
