import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, same } from './shapes';
import { deviceUpdateAccount, deviceUpdateInstance, iotCentralApp } from './types';

// Names: sdk/nodejs/iot and iotcentral of @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

const publicNetworkAccess: Field = {
  to: 'publicNetworkAccess',
  from: 'publicNetworkAccessEnabled',
  as: enabledOrDisabled,
  absent: 'Enabled',
};

const updateAccount: readonly Field[] = [
  { to: 'accountName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  identity,
  publicNetworkAccess,
  { to: 'sku', from: 'sku', absent: 'Standard' },
];

const updateInstance: readonly Field[] = [
  { to: 'accountName', from: 'deviceUpdateAccountId', as: nameInId },
  { to: 'instanceName', from: 'name' },
  ...same('tags'),
  { to: 'enableDiagnostics', from: 'diagnosticEnabled', absent: false },
  { to: 'iotHubs', from: 'iothubId', build: (resourceId) => [{ resourceId }] },
  {
    to: 'diagnosticStorageProperties',
    from: 'diagnosticStorageAccount',
    block: [
      always('authenticationType', 'KeyBased'),
      ...same('connectionString'),
      { to: 'resourceId', from: 'id' },
    ],
  },
];

const centralApp: readonly Field[] = [
  { to: 'resourceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'displayName', 'template'),
  { to: 'subdomain', from: 'subDomain' },
  { to: 'sku.name', from: 'sku', absent: 'ST1' },
  { to: 'identity.type', from: 'identity.type' },
  publicNetworkAccess,
];

/** `apply_to_device` defaults to true and `default_action` to Deny. */
const centralRules: readonly Field[] = [
  { to: 'applyToDevices', from: 'applyToDevice', absent: true },
  { to: 'defaultAction', from: 'defaultAction', absent: 'Deny' },
  { to: 'ipRules', from: 'ipRules', each: [{ to: 'filterName', from: 'name' }, ...same('ipMask')] },
];

export const iotServiceShapes: readonly TypeShape[] = [
  [deviceUpdateAccount, { fields: updateAccount }],
  [deviceUpdateInstance, { fields: updateInstance }],
  [iotCentralApp, { fields: centralApp }],
  [
    iotCentralApp,
    {
      classes: ['iotcentral/applicationNetworkRuleSet:ApplicationNetworkRuleSet'],
      only: ['networkRuleSets'],
      fields: [
        { to: 'resourceName', from: 'iotcentralApplicationId', as: nameInId },
        { to: 'networkRuleSets', from: '', block: centralRules },
      ],
    },
  ],
];
