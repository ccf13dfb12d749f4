import { describe, expect, test } from 'vitest';
import type { Exemption } from '../../policies/src/evaluate/exemption';
import type { Finding } from '../../policies/src/evaluate/finding';
import {
  baselineFinding,
  exemptionFindings,
  type GuardFacts,
  joinGuardFacts,
  type KnownExemption,
  knownExemptions,
} from '../../policies/src/evaluate/guard-rules';
import { resource } from '../../policies/src/testing/run-rule';
import { exemption, need } from '../report/sample';

const rule = need('storage-min-tls');
const now = new Date('2026-06-01');
const advice = () => 'advisory' as const;
const fault: Finding = {
  rule,
  level: 'mandatory',
  outcome: 'fail',
  resource: resource('Microsoft.Storage/storageAccounts', 'data', {}),
  property: 'minimumTlsVersion',
  message: 'too old',
};

/** What one report says of exemptions of these states. */
const facts = (...given: readonly (readonly [Exemption, KnownExemption['state']])[]): GuardFacts => {
  const exemptions = given.map(([one, state]) => ({ rule, exemption: one, state }));
  return { exemptions, findings: [fault, ...exemptionFindings(exemptions, advice)] };
};
const told = (joined: GuardFacts) => joined.findings.map((one) => `${one.rule.id} ${one.resource.name}`);
const other = { ...exemption, resource: 'other' };
const own = `${rule.id} data`;

describe('several reports as one', () => {
  test.each<[string, readonly GuardFacts[], readonly string[], readonly string[]]>([
    [
      'tell once what all of them say',
      [facts([exemption, 'unused']), facts([exemption, 'unused'])],
      [own, 'exemption-unused old', own],
      ['unused'],
    ],
    [
      'call nothing unused that one of them needs, whichever comes first',
      [facts([exemption, 'unused'], [other, 'used']), facts([exemption, 'used'], [other, 'unused'])],
      [own, own],
      ['used', 'used'],
    ],
    [
      'tell of exemptions that are over',
      [facts([exemption, 'expired'], [other, 'unused'])],
      [own, 'exemption-expired old', 'exemption-unused other'],
      ['expired', 'unused'],
    ],
    ['say nothing where there is nothing to say', [{ findings: [fault] }], [own], []],
  ])('%s', (_what, reports, findings, states) => {
    const joined = joinGuardFacts(reports);
    expect([told(joined), joined.exemptions?.map(({ state }) => state)]).toEqual([findings, states]);
    expect(joined.baseline).toBeUndefined();
  });

  test('add up what was put right in each baseline', () => {
    const report = (file: string, fixed: number): GuardFacts => ({
      baseline: { file, fixed },
      findings: baselineFinding(file, fixed, advice),
    });
    const joined = joinGuardFacts([report('a.json', 1), report('a.json', 2), report('b.json', 1)]);
    expect(joined.findings.map(({ message }) => message)).toEqual([
      '3 entries of the baseline were put right.',
      '1 entry of the baseline was put right.',
    ]);
    expect(joined.baseline).toEqual({ file: 'a.json, b.json', fixed: 4 });
  });
});

test.each<[string, boolean, Exemption, readonly Finding[], string]>([
  ['of a rule that accepts none is refused', false, exemption, [], 'refused'],
  ['is over after its last day', true, { ...exemption, expires: '2026-05-31' }, [], 'expired'],
  ['is used where a finding needs it', true, exemption, [{ ...fault, exemption }], 'used'],
  ['is unused otherwise', true, exemption, [fault], 'unused'],
])('an exemption %s', (_what, isExemptible, given, findings, expected) => {
  const judged = isExemptible ? rule : ({ ...rule, exemptible: false } as const);
  const [known] = knownExemptions([judged], () => [given], findings, now);
  expect(known?.state).toBe(expected);
});
