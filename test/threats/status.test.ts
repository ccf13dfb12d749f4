import { describe, expect, test } from 'vitest';
import type { PolicyConfig } from '../../policies/src/evaluate/settings';
import type { Rule } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { stateOf, validUntil } from '../../policies/src/threats/evidence/record';
import { register } from '../../policies/src/threats/register';
import type { SiteThreat } from '../../policies/src/threats/site/schema';
import type { Proofs } from '../../policies/src/threats/status/measures';
import { measureOf } from '../../policies/src/threats/status/measures';
import { riskOf } from '../../policies/src/threats/status/risk';
import type { RuleOutcome } from '../../policies/src/threats/status/rule-outcomes';
import { verdictOn } from '../../policies/src/threats/status/threat-status';
import type { Mitigation, Threat } from '../../policies/src/threats/threat';
import type { RuleState } from '../../policies/src/threats/threat-report';
import { account, record, threatsOf, today } from './stack';

const [first, second] = catalogue as readonly [Rule, Rule, ...Rule[]];
const base = register[0] as Threat;

const rules: Mitigation = {
  text: 'Rules hold.',
  kind: 'infrastructure',
  lowers: 'likelihood',
  by: 2,
  rules: [first.id, second.id],
};
const drill: Mitigation = {
  text: 'A drill was held.',
  kind: 'process',
  lowers: 'impact',
  by: 2,
  evidence: ['restore-drill'],
};
const threat = (...mitigations: readonly Mitigation[]): Threat => ({ ...base, id: 'T-O10', mitigations });

type Said = RuleState | 'advised-failed';

function outcome(rule: Rule, said: Said): RuleOutcome {
  const state = said === 'advised-failed' ? 'failed' : said;
  const counts = { passed: 0, failed: 0, unknown: 0, waived: 0, error: 0 };
  if (state !== 'not-used') counts[state]++;
  // A rule that failed somewhere has passed somewhere else.
  if (said === 'advised-failed') counts.passed++;
  return { rule, required: said !== 'advised-failed', state, counts, resources: [], exemptions: new Map() };
}

const proofs = (said: readonly Said[], evidence: Proofs['evidence'] = []): Proofs => ({
  rules: new Map([first, second].map((rule, index) => [rule.id, outcome(rule, said[index] ?? 'not-used')])),
  evidence,
  checks: new Map(),
  now: today,
});

const seen = { struck: ['PR-4/1'], inStack: true };
const unseen = { struck: [], inStack: false };

describe('the status comes from evidence', () => {
  const fresh = record();
  const old = record({ date: '2025-06-01' });
  const bad = record({ result: 'failed' });
  const must = { ...drill, needed: true } as const;

  const both = { ...rules, evidence: drill.evidence ?? [] };
  const owners: Mitigation = {
    text: 'Every threat has an owner.',
    kind: 'policy',
    lowers: 'impact',
    by: 1,
    checks: ['owner-present'],
  };
  const looked = (passed: boolean): Proofs => ({
    ...proofs([]),
    checks: new Map([['owner-present', { passed, text: 'x' }]]),
  });

  test.each<[string, readonly Mitigation[], Proofs, string]>([
    ['every rule passed', [rules], proofs(['passed', 'passed']), 'verified'],
    ['a rule had nothing to look at', [rules], proofs(['passed', 'not-used']), 'verified'],
    ['a required rule failed', [rules], proofs(['passed', 'failed']), 'violated'],
    ['a rule broke down', [rules], proofs(['passed', 'error']), 'violated'],
    ['a rule that is advice failed', [rules], proofs(['passed', 'advised-failed']), 'partial'],
    ['a value is not known yet', [rules], proofs(['passed', 'unknown']), 'partial'],
    ['no value is known yet', [rules], proofs(['unknown', 'unknown']), 'open'],
    ['a rule fails with permission', [rules], proofs(['passed', 'waived']), 'waived'],
    ['permission does not hide a failure', [rules], proofs(['failed', 'waived']), 'violated'],
    ['a record that nobody needs is missing', [rules, drill], proofs(['passed', 'passed']), 'verified'],
    ['a needed record is missing', [rules, must], proofs(['passed', 'passed']), 'partial'],
    ['a needed record is there', [rules, must], proofs(['passed', 'passed'], [fresh]), 'verified'],
    ['a needed record is too old', [rules, must], proofs(['passed', 'passed'], [old]), 'stale'],
    ['a record says that it failed', [rules, drill], proofs(['passed', 'passed'], [bad]), 'violated'],
    ['only a record speaks', [drill], proofs([], [fresh]), 'claimed'],
    ['only an old record speaks', [drill], proofs([], [old]), 'stale'],
    ['a newer record replaces an old one', [drill], proofs([], [old, fresh]), 'claimed'],
    [
      'a newer record replaces a failed one',
      [drill],
      proofs([], [record({ result: 'failed', date: '2026-01-01' }), fresh]),
      'claimed',
    ],
    ['the record is about another threat', [drill], proofs([], [record({ threats: ['T-C08'] })]), 'open'],
    ['nothing speaks', [drill], proofs([]), 'open'],
    ['rules passed and a record says the same', [both], proofs(['passed', 'passed'], [fresh]), 'verified'],
    [
      'rules passed where the record beside them is missing',
      [both],
      proofs(['passed', 'passed']),
      'verified',
    ],
    [
      'of two kinds of records one failed',
      [{ ...drill, evidence: ['approval', 'restore-drill'] }],
      proofs([], [record({ kind: 'approval', date: '2026-06-05' }), bad]),
      'violated',
    ],
    ['the report did not look at itself', [owners], proofs([]), 'open'],
    ['the report found itself wrong', [owners], looked(false), 'partial'],
    ['only the report found itself right', [owners], looked(true), 'partial'],
  ])('%s', (_case, mitigations, given, status) => {
    expect(verdictOn(threat(...mitigations), given, seen, undefined).status).toBe(status);
  });

  test.each<[string, readonly Mitigation[], string]>([
    ['alone', [rules], 'This does not hold: Rules hold.'],
    ['with one other', [rules, rules], 'This does not hold: Rules hold. Nor does 1 more of the protections.'],
    [
      'with several others',
      [rules, rules, rules, drill],
      'This does not hold: Rules hold. Nor do 2 more of the protections.',
    ],
  ])('a protection that does not hold, %s, is said in a sentence', (_case, mitigations, why) => {
    expect(verdictOn(threat(...mitigations), proofs(['failed', 'passed']), seen, undefined).why).toBe(why);
  });

  test('what is proved in part says what is not yet proved', () => {
    const why = (mitigations: readonly Mitigation[], given: Proofs) =>
      verdictOn(threat(...mitigations), given, seen, undefined).why;
    expect([
      why([rules, must], proofs(['passed', 'passed'])),
      why([owners, drill], looked(true)),
      why([owners], looked(true)),
    ]).toEqual([
      'Proved in part only. Not yet proved: A drill was held.',
      'Proved in part only. Not yet proved: A drill was held.',
      'Proved in part only. Not yet proved: what only a record can show.',
    ]);
  });

  test('a reason by a rule names the first page about it, where there is one', () => {
    const docs = (links: Rule['links']) =>
      verdictOn(
        threat({ ...rules, rules: [first.id] }),
        { ...proofs([]), rules: new Map([[first.id, outcome({ ...first, links }, 'failed')]]) },
        seen,
        undefined,
      ).reasons;
    expect(docs(['https://example.com/a', 'https://example.com/b'])).toMatchObject([
      { docs: 'https://example.com/a' },
    ]);
    expect(docs([])[0]).not.toHaveProperty('docs');
  });

  test('a threat to what the stack does not have is not applicable, with the reason', () => {
    const cloud = { ...threat(rules), elements: ['ST-4'] };
    expect(verdictOn(cloud, proofs([]), unseen, undefined)).toMatchObject({
      status: 'not-applicable',
      why: 'Nothing of what it strikes is in what was read.',
    });
  });

  test.each(['XE-1', 'PR-2', 'FL-3', 'XE-2', 'PR-8'])(
    'what no stack shows (%s) is open, never not applicable',
    (id) => {
      expect(verdictOn({ ...threat(rules), elements: [id] }, proofs([]), unseen, undefined).status).toBe(
        'open',
      );
    },
  );
});

describe('a person', () => {
  const said = (is: NonNullable<SiteThreat['status']>['is']): SiteThreat => ({
    id: 'T-O10',
    status: { is, reason: 'We know better' },
  });
  const verified = proofs(['passed', 'passed']);
  const violated = proofs(['failed', 'passed']);

  test.each(['claimed', 'partial', 'waived', 'stale', 'open', 'violated'] as const)(
    'may lower verified to %s',
    (is) => {
      const verdict = verdictOn(threat(rules), verified, seen, said(is));
      expect(verdict).toMatchObject({ status: is, lowered: { from: 'verified', reason: 'We know better' } });
      expect(verdict.reasons[0]).toEqual({ kind: 'person', text: 'We know better' });
    },
  );

  test.each(['not-applicable', 'verified', 'claimed', 'partial', 'waived', 'stale', 'open'] as const)(
    'cannot raise violated to %s',
    (is) => {
      const verdict = verdictOn(threat(rules), violated, seen, said(is));
      expect([verdict.status, verdict.lowered]).toEqual(['violated', undefined]);
      expect(verdict.refused).toContain('cannot raise T-O10 from violated');
    },
  );

  test('who says what the evidence says changes nothing, and is refused nothing', () => {
    const verdict = verdictOn(threat(rules), violated, seen, said('violated'));
    expect([verdict.status, verdict.lowered, verdict.refused]).toEqual(['violated', undefined, undefined]);
  });

  test('is quoted with one full stop', () => {
    const why = (notApplicable: string) =>
      verdictOn(threat(rules), proofs([]), unseen, { id: 'T-O10', notApplicable }).why;
    expect(new Set([why('We have none'), why('We have none.')])).toEqual(
      new Set(['It cannot happen here: We have none.']),
    );
  });

  test('cannot say that a threat is not applicable to what is there', () => {
    const override: SiteThreat = { id: 'T-O10', notApplicable: 'We have none' };
    expect(verdictOn(threat(rules), violated, seen, override)).toMatchObject({
      status: 'violated',
      refused: expect.stringContaining('The evidence stands'),
    });
    expect(verdictOn(threat(rules), proofs([]), unseen, override)).toMatchObject({
      status: 'not-applicable',
      why: 'It cannot happen here: We have none.',
    });
  });

  test('cannot hide a failure by making the rule advice', () => {
    const weak = account({ minimumTlsVersion: 'TLS1_0' });
    const status = (config: PolicyConfig) =>
      threatsOf([weak], {}, config).threats.find(({ id }) => id === 'T-C04')?.status;
    expect([status({}), status({ 'storage-min-tls': 'advisory' })]).toEqual(['violated', 'violated']);
  });

  test('cannot stretch the period of a record', () => {
    const stretched = record({ date: '2025-11-01', validDays: 900 });
    expect([validUntil(stretched), stateOf(stretched, today)]).toEqual(['2026-05-03', 'stale']);
    expect(validUntil(record({ validDays: 3 }))).toBe('2026-06-04');
  });
});

describe('the risk', () => {
  const sum = (mitigations: readonly Mitigation[], given: Proofs) => {
    const one = {
      ...threat(...mitigations),
      likelihood: { score: 4, reason: '' },
      impact: { score: 5, reason: '' },
    } as const;
    return riskOf(one, verdictOn(one, given, seen, undefined).judged.map(measureOf));
  };

  test.each<[string, readonly Mitigation[], Proofs, number]>([
    ['is as before where nothing is proved', [rules, drill], proofs(['failed']), 20],
    ['falls by all steps of what is verified', [rules], proofs(['passed', 'passed']), 10],
    ['falls by half of what is claimed, rounded down', [{ ...drill, by: 3 }], proofs([], [record()]), 16],
    ['does not fall by a claimed single step', [{ ...drill, by: 1 }], proofs([], [record()]), 20],
    ['does not fall by what is stale', [drill], proofs([], [record({ date: '2024-01-01' })]), 20],
    ['does not fall by what is waived', [rules], proofs(['passed', 'waived']), 20],
    [
      'never falls below one',
      [
        { ...rules, by: 3 },
        { ...rules, by: 3 },
      ],
      proofs(['passed', 'passed']),
      5,
    ],
  ])('%s', (_case, mitigations, given, score) => {
    expect(sum(mitigations, given).residual.score).toBe(score);
  });

  test('prints every step of the sum', () => {
    expect(sum([rules, drill], proofs(['passed', 'passed'], [record()])).steps).toEqual([
      'Likelihood before anything is done: 4 (likely).',
      'Likelihood 4 − 2 = 2: Rules hold. (verified)',
      'Impact before anything is done: 5 (severe).',
      'Impact 5 − 1 = 4: A drill was held. (claimed, so 1 of 2 steps count)',
      'Risk before: 4 × 5 = 20 (critical).',
      'Risk that remains: 2 × 4 = 8 (medium).',
    ]);
  });
});
