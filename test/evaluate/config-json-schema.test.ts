import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { policyConfigJsonSchema, ruleProperties } from '../../policies/src/evaluate/config-json-schema';
import { checkPolicyConfig, isProblems } from '../../policies/src/evaluate/policy-config';
import type { Rule } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { propertyRule } from '../rule/made-up';

const description = 'What it is for.';
const rules: readonly Rule[] = [
  propertyRule({ id: 'plain-rule', formerIds: ['former-rule'] }),
  propertyRule({
    id: 'choosy-rule',
    options: {
      days: { type: 'integer', default: 90, minimum: 7, maximum: 365, description },
      any: { type: 'integer', default: 0, description },
      on: { type: 'boolean', default: false, description },
      allowed: { type: 'array', items: 'string', default: [], description },
      tier: { type: 'string', enum: ['basic', 'premium'], default: 'basic', description },
    },
  }),
];

const ajv = addFormats.default(new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }));
const accepts = ajv.compile(policyConfigJsonSchema(rules) as object);

const held = { resource: 'hub*', reason: 'old devices', owner: 'ot@example.com', expires: '2027-03-31' };
const exempt = (...exemptions: readonly unknown[]) => ({ 'plain-rule': { exemptions } });
const without = (name: keyof typeof held) =>
  Object.fromEntries(Object.entries(held).filter(([key]) => key !== name));
const options = (given: object) => ({ 'choosy-rule': given });

const accepted: readonly unknown[] = [
  {},
  { all: 'advisory' },
  { all: { enforcementLevel: 'disabled' } },
  { environments: ['prod/azure'] },
  ...['advisory', 'mandatory', 'remediate', 'disabled'].flatMap((level) => [
    { 'plain-rule': level },
    { 'plain-rule': { enforcementLevel: level } },
    { 'choosy-rule': level },
  ]),
  { 'plain-rule': {} },
  { 'former-rule': 'mandatory' },
  exempt(),
  exempt(held, { ...held, property: 'a[].b', ticket: '' }),
  options({ days: 7, any: -3, on: true, allowed: [], tier: 'premium', enforcementLevel: 'advisory' }),
  options({ days: 365, exemptions: [held], allowed: ['a', 'a'] }),
];

const refused: readonly unknown[] = [
  null,
  [],
  'mandatory',
  7,
  { 'no-such-rule': 'mandatory' },
  { all: 'sometimes' },
  { all: { exemptions: [] } },
  { all: null },
  { environments: 'prod' },
  { environments: [7] },
  { 'plain-rule': 'mandatry' },
  { 'plain-rule': 'Mandatory' },
  { 'plain-rule': null },
  { 'plain-rule': true },
  { 'plain-rule': { enforcementLevel: 'never' } },
  { 'plain-rule': { days: 90 } },
  { 'plain-rule': { exemptions: held } },
  exempt(null),
  ...(['resource', 'reason', 'owner', 'expires'] as const).flatMap((name) => [
    exempt(without(name)),
    exempt({ ...held, [name]: '' }),
    exempt({ ...held, [name]: '  ' }),
    exempt({ ...held, [name]: null }),
  ]),
  exempt({ ...held, property: '' }),
  exempt({ ...held, ticket: 7 }),
  exempt({ ...held, owners: 'x' }),
  ...['2027-02-30', '2027-2-3', '31.03.2027', '2027-03-31T00:00:00Z', 'tomorrow'].map((expires) =>
    exempt({ ...held, expires }),
  ),
  ...[
    { days: 6 },
    { days: 366 },
    { days: 90.5 },
    { days: '90' },
    { on: 'true' },
    { on: 1 },
    { allowed: 'a' },
    { allowed: [1] },
    { tier: 'gold' },
    { tier: 'Basic' },
    { Days: 90 },
  ].map(options),
];

describe('the published schema and the check of a configuration', () => {
  test.each(accepted.map((config) => [JSON.stringify(config), config]))('both accept %s', (_text, config) => {
    expect([accepts(config), isProblems(checkPolicyConfig(config, rules))]).toEqual([true, false]);
  });

  test.each(refused.map((config) => [JSON.stringify(config), config]))('both refuse %s', (_text, config) => {
    expect([accepts(config), isProblems(checkPolicyConfig(config, rules))]).toEqual([false, true]);
  });
});

test('the schema of all rules compiles, and accepts the defaults of each option', () => {
  const whole = addFormats
    .default(new Ajv2020({ strict: true, strictRequired: false }))
    .compile(policyConfigJsonSchema(catalogue) as object);
  const defaults = Object.fromEntries(
    catalogue.map((rule) => [
      rule.id,
      Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default])),
    ]),
  );
  expect([whole(defaults), whole.errors]).toEqual([true, null]);
  expect(isProblems(checkPolicyConfig(defaults, catalogue))).toBe(false);
});

test('a policy takes the exemptions and options of its rule, never the level, which the SDK adds', () => {
  expect(Object.keys(ruleProperties(rules[1] as Rule))).toEqual([
    'exemptions',
    'days',
    'any',
    'on',
    'allowed',
    'tier',
  ]);
  expect(Object.keys(ruleProperties(rules[0] as Rule))).toEqual(['exemptions']);
});
