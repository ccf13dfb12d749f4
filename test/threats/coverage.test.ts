import { describe, expect, test } from 'vitest';
import { catalogue } from '../../policies/src/rules/catalogue';
import { calendarOf } from '../../policies/src/threats/calendar';
import { coverageOf } from '../../policies/src/threats/coverage';
import { register } from '../../policies/src/threats/register';
import type { RuleOutcome } from '../../policies/src/threats/status/rule-outcomes';
import { lightOf } from '../../policies/src/threats/summarise';
import type { RuleState } from '../../policies/src/threats/threat-report';
import type { Light, Status } from '../../policies/src/threats/vocabulary';
import { account, record, threatsOf, today } from './stack';

const tls = catalogue.filter(({ id }) => id === 'storage-min-tls' || id === 'storage-https-only');

function outcomes(...states: readonly RuleState[]): ReadonlyMap<string, RuleOutcome> {
  return new Map(
    tls.map((rule, index) => {
      const state = states[index] ?? 'not-used';
      const counts = { passed: 0, failed: 0, unknown: 0, waived: 0, error: 0 };
      return [rule.id, { rule, required: true, state, counts, resources: [], exemptions: new Map() }];
    }),
  );
}

function controlIn(
  given: ReadonlyMap<string, RuleOutcome>,
  id: string,
  evidence = [] as Parameters<typeof coverageOf>[2],
) {
  return coverageOf(given, register, evidence, today)
    .flatMap(({ controls }) => controls)
    .find((control) => control.id === id);
}

describe('a control of a framework is', () => {
  test.each<[string, readonly RuleState[], string]>([
    ['covered where every check passed', ['passed', 'passed'], 'covered'],
    ['covered where a check had nothing to look at', ['passed', 'not-used'], 'covered'],
    ['violated where a check failed', ['passed', 'failed'], 'violated'],
    ['violated where a check broke down', ['error', 'passed'], 'violated'],
    ['waived where a check fails with permission', ['waived', 'passed'], 'waived'],
    ['not covered where a check is not decided', ['passed', 'unknown'], 'not-covered'],
    ['not covered where nothing was looked at', [], 'not-covered'],
  ])('%s', (_case, states, state) => {
    expect(controlIn(outcomes(...states), 'mcsb:DP-3')?.state).toBe(state);
  });

  test('claimed by a valid record alone, never by an old one', () => {
    const state = (date: string) => controlIn(outcomes(), 'mcsb:BR-4', [record({ date })])?.state;
    expect([state('2026-06-01'), state('2025-06-01')]).toEqual(['claimed', 'not-covered']);
  });

  test('counted once', () => {
    for (const { counts, controls } of coverageOf(outcomes('passed', 'failed'), register, [], today)) {
      expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(controls.length);
    }
  });
});

describe('the light of a group', () => {
  test.each<[readonly Status[], Light]>([
    [[], 'grey'],
    [['not-applicable'], 'grey'],
    [['verified', 'not-applicable'], 'green'],
    [['verified', 'claimed'], 'amber'],
    [['verified', 'open'], 'amber'],
    [['verified', 'stale'], 'red'],
    [['waived', 'violated'], 'red'],
  ])('%j is %s', (statuses, light) => {
    expect(lightOf(statuses)).toBe(light);
  });
});

describe('the calendar', () => {
  const entry = (evidence: Parameters<typeof coverageOf>[2], kind: string) =>
    threatsOf([account()], { evidence }).calendar.find((one) => one.evidence === kind);

  test.each<[string, string | undefined, string]>([
    ['missing', undefined, 'missing'],
    ['done', '2026-06-01', 'done'],
    ['due soon', '2025-12-28', 'due-soon'],
    ['overdue', '2025-11-01', 'overdue'],
  ])('says that a drill is %s', (_case, date, state) => {
    expect(entry(date === undefined ? [] : [record({ date })], 'restore-drill')?.state).toBe(state);
  });

  test('takes the newest record, and a failed one for overdue', () => {
    const old = record({ date: '2026-01-01' });
    const failed = record({ date: '2026-06-10', result: 'failed' });
    expect(entry([old, failed], 'restore-drill')).toMatchObject({ state: 'overdue', last: '2026-06-10' });
  });

  test('asks for nothing that no threat of the environment needs, and names an owner where one is known', () => {
    const [first, ...others] = threatsOf([account()]).threats;
    const review = (owner?: string) => ({ ...first, review: '2026-07-01', ...(owner ? { owner } : {}) });
    const entries = (threats: readonly object[]) => calendarOf(threats as typeof others, [], [], today);
    expect(entries([])).toEqual([]);
    expect(entries([review(), review('Ada')]).filter(({ what }) => what === 'review')).toEqual([
      expect.not.objectContaining({ owner: expect.anything() }),
      expect.objectContaining({ owner: 'Ada', state: 'due-soon' }),
    ]);
  });

  test('puts first what presses most', () => {
    const order = ['overdue', 'missing', 'due-soon', 'done'];
    const states = threatsOf([account()], { evidence: [record({ date: '2025-11-01' })] }).calendar.map(
      ({ state }) => order.indexOf(state),
    );
    expect(states).toEqual([...states].sort((a, b) => a - b));
  });
});
