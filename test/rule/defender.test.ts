import { describe, expect, test } from 'vitest';
import { defenderForStorage, defenderPricing, storageAccount } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { storageDefender } from '../../policies/src/rules/storage-defender';
import { resource, runRule } from '../../policies/src/testing';

const account = resource(storageAccount, 'data', { accountName: 'plantdata' });
const other = resource(storageAccount, 'other', { accountName: 'other' });
const on = (properties: Properties, of = 'data') =>
  resource(
    defenderForStorage,
    `defender-${of}`,
    { resourceId: UNKNOWN, properties },
    { uses: { resourceId: [of] } },
  );
const plan = (properties: Properties) =>
  resource(defenderPricing, 'plan', {
    pricingName: 'StorageAccounts',
    pricingTier: 'Standard',
    ...properties,
  });
const id = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/${name}`;

const judge = (...others: readonly ReturnType<typeof resource>[]) =>
  runRule(storageDefender, [account, other, ...others])
    .filter(({ resource: { name } }) => name === 'data')
    .map(({ outcome }) => outcome)
    .join();

describe('a rule on Defender', () => {
  test.each([
    ['nothing', [], 'fail'],
    ['a setting', [on({ isEnabled: true })], 'pass'],
    ['a setting as text', [on({ isEnabled: 'True' })], 'pass'],
    ['an empty setting', [on({})], 'fail'],
    ['an unknown setting', [on({ isEnabled: UNKNOWN })], 'unknown'],
    ['the setting of another account', [on({ isEnabled: true }, 'other')], 'fail'],
    ['the plan', [plan({})], 'pass'],
    ['the plan in other case', [plan({ pricingName: 'storageaccounts', pricingTier: 'standard' })], 'pass'],
    ['the free plan', [plan({ pricingTier: 'Free' })], 'fail'],
    ['another plan', [plan({ pricingName: 'KeyVaults' })], 'fail'],
    ['a plan with an unknown tier', [plan({ pricingTier: UNKNOWN })], 'unknown'],
    ['the plan on this account', [plan({ scopeId: id('plantdata') })], 'pass'],
    ['the plan on another account', [plan({ scopeId: id('other') })], 'fail'],
    ['the plan and a setting that is off', [plan({}), on({ isEnabled: false })], 'pass'],
    [
      'the plan and a setting that overrides it',
      [plan({}), on({ isEnabled: false, overrideSubscriptionLevelSettings: true })],
      'fail',
    ],
    [
      'the plan and the overriding setting of another account',
      [plan({}), on({ isEnabled: false, overrideSubscriptionLevelSettings: true }, 'other')],
      'pass',
    ],
  ] as const)('judges %s: %s', (_case, others, outcome) => {
    expect(judge(...others)).toBe(outcome);
  });
});
