import { describe, expect, test } from 'vitest';
import { type ConfigProblem, checkPolicyConfig } from '../../policies/src/evaluate/policy-config';
import { settingsUnder } from '../../policies/src/evaluate/settings';
import { catalogue, ruleById } from '../../policies/src/rules/catalogue';

const exemption = { resource: 'hub*', reason: 'old devices', owner: 'ot@example.com', expires: '2027-03-31' };
const problems = (json: unknown) => {
  const checked = checkPolicyConfig(json, catalogue);
  return Array.isArray(checked)
    ? (checked as ConfigProblem[]).map((p) => `${p.path.join('.')}: ${p.message}`)
    : [];
};
const withExemption = (change: object) => ({
  'iothub-min-tls-1-2': { exemptions: [{ ...exemption, ...change }] },
});

describe('checkPolicyConfig', () => {
  test('accepts levels, options, exemptions and `all`', () => {
    const config = {
      all: 'advisory',
      'storage-https-only': 'mandatory',
      'kv-key-rsa-size': { enforcementLevel: 'advisory', minimumRsaSize: 4096 },
      ...withExemption({ property: 'properties.minTlsVersion', ticket: 'OT-7' }),
    };
    expect(checkPolicyConfig(config, catalogue)).toEqual(config);
  });

  test.each([
    [
      'an unknown rule',
      { 'iothub-min-tls-12': 'mandatory' },
      'is not a rule; did you mean `iothub-min-tls-1-2`?',
    ],
    ['an unknown level', { 'iothub-min-tls-1-2': 'mandatry' }, 'iothub-min-tls-1-2: expected one of'],
    ['an unknown option', { 'iothub-min-tls-1-2': { minimum: 1 } }, '`minimum` is not an option here'],
    ['a number for a level', { 'iothub-min-tls-1-2': 7 }, 'iothub-min-tls-1-2: expected one of'],
    ['an option of the wrong type', { 'kv-key-rsa-size': { minimumRsaSize: 'big' } }, 'minimumRsaSize'],
    ['an exemption without reason', withExemption({ reason: undefined }), 'reason: is missing'],
    ['an exemption with an empty reason', withExemption({ reason: '  ' }), 'reason: must not be empty'],
    ['an exemption without owner', withExemption({ owner: undefined }), 'owner: is missing'],
    ['an exemption without expiry', withExemption({ expires: undefined }), 'expires: is missing'],
    [
      'an exemption that ends on no real day',
      withExemption({ expires: '2027-02-30' }),
      'expires: must be a real day',
    ],
    ['a misspelt field of an exemption', withExemption({ owners: 'x' }), '`owners` is not an option here'],
    ['a list instead of an object', [], 'expected object'],
  ])('refuses %s', (_what, json, expected) => {
    expect(problems(json).join('\n')).toContain(expected);
  });

  const hub = catalogue.find((rule) => rule.id === 'iothub-min-tls-1-2');
  if (!hub) throw new Error('the rule is gone');
  const choosy = {
    ...hub,
    options: {
      allowed: { description: 'Allowed ranges.', type: 'array', items: 'string', default: [] },
      tier: { description: 'The tier.', type: 'string', default: 'premium', enum: ['premium', 'standard'] },
    },
  } as const;

  test.each([
    [{ allowed: ['10.0.0.0/8'], tier: 'standard' }, []],
    [{ allowed: '10.0.0.0/8' }, ['allowed']],
    [{ allowed: [7] }, ['allowed.0']],
    [{ tier: 'basic' }, ['tier']],
  ])('checks options that are lists or one of several texts: %j', (options, wrong) => {
    const checked = checkPolicyConfig({ [hub.id]: options }, [choosy]);
    const places = Array.isArray(checked)
      ? (checked as ConfigProblem[]).map(({ path }) => path.slice(1).join('.'))
      : [];
    expect(places).toEqual(wrong);
  });

  test('tells every mistake at once', () => {
    expect(problems({ 'no-such-rule': 'mandatory', 'iothub-min-tls-1-2': 'sometimes' })).toHaveLength(2);
  });
});

describe('settingsUnder', () => {
  const rule = ruleById('iothub-private-endpoint');
  if (!rule) throw new Error('the rule is gone');

  test.each([
    ['the profile where nothing is written', {}, 'advisory'],
    ['`all` before the profile', { all: 'disabled' }, 'disabled'],
    ['the rule before `all`', { all: 'disabled', [rule.id]: 'mandatory' }, 'mandatory'],
    [
      '`all` where the rule has only exemptions',
      { all: 'mandatory', [rule.id]: { exemptions: [exemption] } },
      'mandatory',
    ],
    ['remediate as mandatory', { [rule.id]: 'remediate' }, 'mandatory'],
  ] as const)('takes the level from %s', (_what, config, level) => {
    expect(settingsUnder('standard', config)(rule).level).toBe(level);
  });

  test('fills in options: given before strict before default', () => {
    const hsm = ruleById('kv-key-hsm-backed');
    if (!hsm) throw new Error('the rule is gone');
    expect(settingsUnder('standard')(hsm).options).toEqual({ requireHsm: false });
    expect(settingsUnder('strict')(hsm).options).toEqual({ requireHsm: true });
    expect(settingsUnder('strict', { [hsm.id]: { requireHsm: false } })(hsm).options).toEqual({
      requireHsm: false,
    });
  });
});
