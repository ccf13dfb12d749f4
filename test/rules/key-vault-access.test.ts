import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ArmType } from '../../policies/src/resources/resource';
import {
  defenderPricing,
  managedHsm,
  vault,
  vaultAccessPolicy,
  vaultKey,
  vaultSecret,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  keyVaultBypass,
  keyVaultDefender,
  keyVaultLeastPrivilege,
  keyVaultRetention,
} from '../../policies/src/rules/key-vault-access';
import {
  keyExpiration,
  keyRotation,
  keyValidity,
  secretValidity,
} from '../../policies/src/rules/key-vault-lifetimes';
import { managedHsmAdministrators } from '../../policies/src/rules/managed-hsm';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, type: ArmType, properties: Properties, options = {}) =>
  runRule(rule, [resource(type, 'example', properties)], { options }).map(
    ({ outcome, property }) => `${outcome} ${property}`,
  );

describe('access policies', () => {
  const at = 'properties.accessPolicies[0].permissions';
  const judge = (permissions: Value, more: { readonly [name: string]: Value } = {}) =>
    found(keyVaultLeastPrivilege, vault, { properties: { accessPolicies: [{ permissions }], ...more } });

  test.each<[string, Value, string]>([
    ['reading', { secrets: ['get', 'list'], keys: ['get'], certificates: ['get'] }, `pass ${at}`],
    ['changing two kinds', { secrets: ['set'], keys: ['create'], certificates: ['get'] }, `pass ${at}`],
    ['changing all kinds', { secrets: ['Set'], keys: ['Delete'], certificates: ['Update'] }, `fail ${at}`],
    ['everything on one kind', { secrets: ['All'] }, `fail ${at}`],
    ['everything on storage', { storage: ['all'] }, `fail ${at}`],
    ['purge', { certificates: ['get', 'Purge'] }, `fail ${at}`],
    ['an unknown verb', { secrets: ['get', UNKNOWN] }, `unknown ${at}`],
    ['an unknown verb beside purge', { secrets: ['purge', UNKNOWN] }, `fail ${at}`],
    ['unknown permissions', UNKNOWN, `unknown ${at}`],
    ['nothing', {}, `pass ${at}`],
    ['a text', 'all', `pass ${at}`],
    ['null', null, `pass ${at}`],
  ])('with %s', (_case, permissions, expected) => {
    expect(judge(permissions)).toEqual([expected]);
  });

  test('do not count where roles decide', () => {
    expect(judge({ keys: ['all'] }, { enableRbacAuthorization: 'true' })).toEqual([]);
    expect(judge({ keys: ['all'] }, { enableRbacAuthorization: false })).toEqual([`fail ${at}`]);
    expect(judge({ keys: ['all'] }, { enableRbacAuthorization: UNKNOWN })).toEqual([
      'unknown properties.enableRbacAuthorization',
    ]);
  });

  test('beside a vault are judged in the shapes of azure-native and of templates', () => {
    const permissions = { keys: ['all'] };
    expect(found(keyVaultLeastPrivilege, vaultAccessPolicy, { policy: { permissions } })).toEqual([
      'fail policy.permissions',
    ]);
    expect(found(keyVaultLeastPrivilege, vaultAccessPolicy, { accessPolicies: [{ permissions }] })).toEqual([
      'fail accessPolicies[0].permissions',
    ]);
  });
});

describe('the vault', () => {
  const retention = 'properties.softDeleteRetentionInDays';

  test.each<[Value, object, string]>([
    [90, {}, `pass ${retention}`],
    ['90', {}, `pass ${retention}`],
    [89, {}, `fail ${retention}`],
    [30, { minimumRetentionDays: 30 }, `pass ${retention}`],
    [29, { minimumRetentionDays: 30 }, `fail ${retention}`],
    ['many', {}, `fail ${retention}`],
  ])('retention of %j days under %j: %s', (softDeleteRetentionInDays, options, expected) => {
    expect(found(keyVaultRetention, vault, { properties: { softDeleteRetentionInDays } }, options)).toEqual([
      expected,
    ]);
  });

  test('may let trusted services in unless that is refused', () => {
    const properties = { properties: { networkAcls: { bypass: 'AzureServices' } } };
    expect(found(keyVaultBypass, vault, properties)).toEqual([]);
    expect(found(keyVaultBypass, vault, properties, { refuseTrustedServices: true })).toEqual([
      'fail properties.networkAcls.bypass',
    ]);
  });

  test.each<[Properties, readonly string[]]>([
    [{ pricingName: 'KeyVaults', pricingTier: 'standard' }, ['pass pricingTier']],
    [{ pricingName: 'KeyVaults', pricingTier: 'Free' }, ['fail pricingTier']],
    [{ pricingName: 'Api', pricingTier: 'Free' }, []],
    [{ pricingTier: 'Free' }, []],
    [{ pricingName: UNKNOWN, pricingTier: 'Free' }, ['unknown pricingName']],
  ])('Defender plan %j', (properties, expected) => {
    expect(found(keyVaultDefender, defenderPricing, properties)).toEqual(expected);
  });
});

describe('lifetimes', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-06-01T00:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  const today = 1_780_272_000;
  const day = 86_400;
  const expires = 'properties.attributes.expires';
  const judge = (rule: Rule, attributes: Value, options = {}) =>
    found(rule, rule === secretValidity ? vaultSecret : vaultKey, { properties: { attributes } }, options);

  test.each<[string, Value, string]>([
    ['two years from today', { expires: today + 730 * day }, `pass ${expires}`],
    ['one day more', { expires: today + 731 * day }, `fail ${expires}`],
    ['a text', { expires: String(today + 731 * day) }, `fail ${expires}`],
    [
      'two years from its first day',
      { notBefore: today - 365 * day, expires: today + 365 * day },
      `pass ${expires}`,
    ],
    [
      'longer, counted from a first day in the past',
      { notBefore: today - 365 * day, expires: today + 366 * day },
      `fail ${expires}`,
    ],
    [
      'two years from a later first day',
      { notBefore: today + 100 * day, expires: today + 830 * day },
      `pass ${expires}`,
    ],
    ['an odd first day', { notBefore: 'then', expires: today + 731 * day }, `fail ${expires}`],
    [
      'an unknown first day',
      { notBefore: UNKNOWN, expires: today + day },
      'unknown properties.attributes.notBefore',
    ],
    ['an unknown last day', { expires: UNKNOWN }, `unknown ${expires}`],
    ['no last day', {}, `pass ${expires}`],
    ['an odd last day', { expires: 'never' }, `pass ${expires}`],
    ['a day in the past', { expires: 1 }, `pass ${expires}`],
  ])('a key valid for %s', (_case, attributes, expected) => {
    expect(judge(keyValidity, attributes)).toEqual([expected]);
  });

  test('of a secret is a year, or what the option says', () => {
    expect(judge(secretValidity, { expires: today + 365 * day })).toEqual([`pass ${expires}`]);
    expect(judge(secretValidity, { expires: today + 366 * day })).toEqual([`fail ${expires}`]);
    expect(judge(secretValidity, { expires: today + 91 * day }, { maximumDays: 90 })).toEqual([
      `fail ${expires}`,
    ]);
  });

  test.each<[Value, string]>([
    [today, 'pass'],
    ['1', 'pass'],
    [0, 'fail'],
    [-1, 'fail'],
    ['', 'fail'],
    ['2027-01-01', 'fail'],
    [true, 'fail'],
    [null, 'fail'],
    [UNKNOWN, 'unknown'],
  ])('a key with the last day %j: %s', (value, outcome) => {
    expect(judge(keyExpiration, { expires: value })).toEqual([`${outcome} ${expires}`]);
  });
});

describe('rotation of a key', () => {
  const actions = 'properties.rotationPolicy.lifetimeActions';
  const act = (type: Value) => ({ action: { type } });

  test.each<[string, Value, string]>([
    ['rotate', [act('notify'), act('ROTATE')], `pass ${actions}[1].action.type`],
    ['rotate beside an unknown one', [act(UNKNOWN), act('rotate')], `pass ${actions}[1].action.type`],
    ['notify alone', [act('notify')], `fail ${actions}`],
    ['an unknown one', [act('notify'), act(UNKNOWN)], `unknown ${actions}[1].action.type`],
    ['an unknown list', UNKNOWN, `unknown ${actions}`],
    ['no action', [], `fail ${actions}`],
    ['null', null, `fail ${actions}`],
  ])('%s', (_case, lifetimeActions, expected) => {
    expect(found(keyRotation, vaultKey, { properties: { rotationPolicy: { lifetimeActions } } })).toEqual([
      expected,
    ]);
  });
});

test.each<[string, Value, string]>([
  ['two', ['a', 'b'], 'pass'],
  ['the same twice', ['a', 'A'], 'fail'],
  ['one and an empty text', ['a', ''], 'fail'],
  ['one', ['a'], 'fail'],
  ['none', [], 'fail'],
  ['a text', 'a,b', 'fail'],
  ['one and an unknown one', ['a', UNKNOWN], 'unknown'],
  ['two unknown ones', [UNKNOWN, UNKNOWN], 'unknown'],
  ['one unknown one', [UNKNOWN], 'fail'],
  ['two and an unknown one', ['a', 'b', UNKNOWN], 'pass'],
  ['an unknown list', UNKNOWN, 'unknown'],
])('administrators of an HSM: %s', (_case, initialAdminObjectIds, outcome) => {
  expect(found(managedHsmAdministrators, managedHsm, { properties: { initialAdminObjectIds } })).toEqual([
    `${outcome} properties.initialAdminObjectIds`,
  ]);
});
