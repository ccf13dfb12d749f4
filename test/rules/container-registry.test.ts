import { describe, expect, test } from 'vitest';
import {
  containerRegistry,
  defenderPricing,
  registryToken,
  registryWebhook,
  resourceGroup,
  roleAssignment,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { levelIn } from '../../policies/src/rule/settings';
import {
  acrArmToken,
  acrBroadRole,
  acrContentTrust,
  acrNoRepoTokens,
  acrVulnerabilityScan,
  acrWebhookHttps,
} from '../../policies/src/rules/container-registry';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const registry = (properties: Properties = {}) => resource(containerRegistry, 'images', properties);

test.each([
  ['disabled', 'pass'],
  ['Disabled', 'pass'],
  ['enabled', 'fail'],
  [false, 'fail'],
  [UNKNOWN, 'unknown'],
] as const)('tokens of Azure Resource Manager %s: %s', (status, outcome) => {
  const policies = { azureADAuthenticationAsArmPolicy: { status } };
  expect(found(acrArmToken, [registry({ policies })])).toEqual([
    `${outcome} policies.azureADAuthenticationAsArmPolicy.status`,
  ]);
});

test('content trust is asked for only where the option says so, in no profile by itself', () => {
  expect(found(acrContentTrust, [registry()])).toEqual([]);
  expect(found(acrContentTrust, [registry()], { requireContentTrust: true })).toEqual([
    'fail policies.trustPolicy.status',
  ]);
  expect(acrContentTrust.strict).toBeUndefined();
});

test('what costs another tier is advisory in the standard profile', () => {
  expect(levelIn('standard', acrContentTrust)).toBe('advisory');
});

test.each([
  ['https://a.example', 'pass'],
  ['HTTPS://a.example', 'pass'],
  ['http://a.example', 'fail'],
  [' https://a.example', 'fail'],
  [{}, 'fail'],
  [null, 'fail'],
  [UNKNOWN, 'unknown'],
] as const)('webhook at %j: %s', (serviceUri, outcome) => {
  expect(found(acrWebhookHttps, [resource(registryWebhook, 'hook', { serviceUri })])).toEqual([
    `${outcome} serviceUri`,
  ]);
});

test('a token works unless it is disabled', () => {
  const token = (status: Properties) => found(acrNoRepoTokens, [resource(registryToken, 'token', status)]);
  expect(token({})).toEqual(['fail status']);
  expect(token({ status: 'Disabled' })).toEqual(['pass status']);
  expect(token({ status: UNKNOWN })).toEqual(['unknown status']);
});

describe('the plan for scans', () => {
  test.each([
    [[], 'fail'],
    [[{ pricingName: 'Containers', pricingTier: 'Standard' }], 'pass'],
    [[{ pricingName: 'ContainerRegistry', pricingTier: 'standard' }], 'pass'],
    [[{ pricingName: 'Containers', pricingTier: UNKNOWN }], 'unknown'],
    [[{ pricingName: UNKNOWN, pricingTier: 'Standard' }], 'unknown'],
    [[{ pricingName: UNKNOWN, pricingTier: 'Free' }], 'fail'],
    [[{ pricingTier: 'Standard' }], 'fail'],
  ] as const)('of %j: %s', (plans, outcome) => {
    const pricings = plans.map((plan, index) => resource(defenderPricing, `plan-${index}`, plan));
    expect(found(acrVulnerabilityScan, [registry(), ...pricings])).toEqual([`${outcome} pricings`]);
  });
});

describe('a broad role', () => {
  const contributor = 'B24988AC-6180-42a0-ab88-20f7382dd24c';
  const pull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
  const id = '/subscriptions/s/resourceGroups/g/providers/microsoft.containerRegistry/Registries/images';
  const given = (properties: Properties, uses = {}) =>
    found(acrBroadRole, [
      registry(),
      resource(resourceGroup, 'group', {}),
      resource(roleAssignment, 'role', properties, { uses }),
    ]);

  test.each([
    [{ roleDefinitionId: contributor, scope: id }, {}, ['fail roleDefinitionId']],
    [
      { roleDefinitionId: `/x/roleDefinitions/${contributor}`, scope: `${id}/` },
      {},
      ['fail roleDefinitionId'],
    ],
    [{ roleDefinitionId: pull, scope: id }, {}, ['pass roleDefinitionId']],
    [{ roleDefinitionId: UNKNOWN, scope: id }, {}, ['unknown roleDefinitionId']],
    [{ roleDefinitionId: contributor, scope: UNKNOWN }, { scope: ['images'] }, ['fail roleDefinitionId']],
    [{ roleDefinitionId: contributor, scope: UNKNOWN }, { scope: ['group'] }, []],
    [{ roleDefinitionId: contributor, scope: UNKNOWN }, {}, ['unknown scope']],
    [{ roleDefinitionId: pull, scope: UNKNOWN }, {}, ['pass roleDefinitionId']],
    [{ roleDefinitionId: contributor, scope: '/subscriptions/s' }, {}, []],
    [{ roleDefinitionId: contributor, scope: `${id}/tokens/t` }, {}, []],
    [{ roleDefinitionId: contributor }, {}, []],
  ])('%j, computed from %j: %j', (properties, uses, expected) => {
    expect(given(properties, uses)).toEqual(expected);
  });
});
