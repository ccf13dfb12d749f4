import type { TypeShape } from './classic';
import { lowerSwitch, whereWritten } from './classic-fields';
import { cluster, nodePool } from './classic-kubernetes';
import { enabledOrDisabled, type Field, identity, same } from './shapes';
import { agentPool, containerRegistry, managedCluster, registryToken, registryWebhook } from './types';

// Names: sdk/nodejs/containerservice of @pulumi/azure 6.40, and v5 where `or` names one. Defaults: its descriptions
// ("Defaults to …").

/** A policy of the registry, which is a switch in the classic provider. */
const policy = (name: string, from: string, absent: 'enabled' | 'disabled', or?: string): Field => ({
  to: `policies.${name}.status`,
  from,
  as: lowerSwitch,
  absent,
  ...(or === undefined ? {} : { or }),
});

const registry: readonly Field[] = [
  { to: 'registryName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  identity,
  { to: 'sku.name', from: 'sku' },
  { to: 'adminUserEnabled', from: 'adminEnabled', absent: false },
  // Neither has a default, and `create` sends false for what is not set.
  { to: 'anonymousPullEnabled', from: 'anonymousPullEnabled', absent: false },
  { to: 'dataEndpointEnabled', from: 'dataEndpointEnabled', absent: false },
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'networkRuleBypassOptions', from: 'networkRuleBypassOption', absent: 'AzureServices' },
  {
    to: 'networkRuleSet',
    from: 'networkRuleSet',
    block: [
      { to: 'defaultAction', from: 'defaultAction', absent: 'Allow' },
      {
        to: 'ipRules',
        from: 'ipRules',
        each: [...same('action'), { to: 'iPAddressOrRange', from: 'ipRange' }],
      },
    ],
  },
  policy('exportPolicy', 'exportPolicyEnabled', 'enabled'),
  policy('azureADAuthenticationAsArmPolicy', 'azureadAuthenticationAsArmPolicyEnabled', 'enabled'),
  policy('quarantinePolicy', 'quarantinePolicyEnabled', 'disabled'),
  policy('trustPolicy', 'trustPolicyEnabled', 'disabled', 'trustPolicy.enabled'),
  { to: 'policies.retentionPolicy.days', from: 'retentionPolicyInDays', or: 'retentionPolicy.days' },
  whereWritten('encryption.status', 'encryption', 'enabled', 'disabled'),
  { to: 'encryption.keyVaultProperties.keyIdentifier', from: 'encryption.keyVaultKeyId' },
  { to: 'encryption.keyVaultProperties.identity', from: 'encryption.identityClientId' },
  {
    to: 'zoneRedundancy',
    from: 'zoneRedundancyEnabled',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
];

export const containerShapes: readonly TypeShape[] = [
  [containerRegistry, { fields: registry }],
  [
    registryToken,
    {
      fields: [
        { to: 'tokenName', from: 'name' },
        { to: 'registryName', from: 'containerRegistryName' },
        ...same('resourceGroupName', 'scopeMapId'),
        { to: 'status', from: 'enabled', as: lowerSwitch, absent: 'enabled' },
      ],
    },
  ],
  [
    registryWebhook,
    {
      fields: [
        { to: 'webhookName', from: 'name' },
        ...same('registryName', 'resourceGroupName', 'location', 'tags', 'actions', 'scope'),
        ...same('serviceUri', 'customHeaders'),
        { to: 'status', from: 'status', absent: 'enabled' },
      ],
    },
  ],
  [managedCluster, { fields: cluster }],
  [agentPool, { fields: nodePool }],
];
