import { describe, expect, test } from 'vitest';
import type { Finding, Outcome } from '../../policies/src/evaluate/finding';
import { changeSince, comparedWith, earlierFrom } from '../../policies/src/report/change';
import { consoleReport } from '../../policies/src/report/console';
import { jsonReport } from '../../policies/src/report/json';
import { reportSchema } from '../../policies/src/report/json-schema';
import { isBlocking } from '../../policies/src/report/summary';
import { endpoint, hub, reportOf, tls } from './sample';

const found = (name: string, outcome: Outcome = 'fail', rule = tls): Finding => ({
  rule,
  level: 'mandatory',
  outcome,
  resource: hub(name, '1.0'),
  property: 'p',
  message: 'm',
});
const report = (...findings: readonly Finding[]) => reportOf({ findings });
const since = (now: readonly Finding[], before: readonly Finding[]) => {
  const change = changeSince(report(...now), earlierFrom('before', report(...before)));
  return [
    [...change.new].map(({ resource }) => resource.name),
    change.fixed.map(({ resource }) => resource),
    change.unchanged,
  ];
};

describe('the change since an earlier report', () => {
  test.each([
    ['the same', [found('a')], [found('a')], [[], [], 1]],
    ['one more', [found('a'), found('b')], [found('a')], [['b'], [], 1]],
    ['one less', [], [found('a')], [[], ['a'], 0]],
    ['another order', [found('b'), found('a')], [found('a'), found('b')], [[], [], 2]],
    ['a second one that is equal', [found('a'), found('a')], [found('a')], [['a'], [], 1]],
    ['one of two equal ones less', [found('a')], [found('a'), found('a')], [[], ['a'], 1]],
    ['a fault that was unknown', [found('a')], [found('a', 'unknown')], [['a'], [], 0]],
    ['an unknown that was a fault', [found('a', 'unknown')], [found('a')], [[], [], 1]],
    ['a fault that was exempt', [found('a')], [found('a', 'exempt')], [['a'], [], 0]],
    ['an exemption of a known fault', [found('a', 'exempt')], [found('a')], [[], [], 0]],
    ['a pass', [found('a', 'pass')], [found('a')], [[], ['a'], 0]],
    ['a rule that fails itself', [found('a', 'error')], [], [['a'], [], 0]],
  ] as const)('%s', (_what, now, before, expected) => expect(since(now, before)).toEqual(expected));

  test('calls nothing fixed that no rule looked for', () => {
    const before = earlierFrom('before', report(found('a'), found('b', 'fail', endpoint)));
    const change = changeSince(reportOf({ findings: [], rules: [tls] }), before);
    expect(change.fixed.map(({ rule }) => rule)).toEqual([tls.id]);
  });

  test('blocks by new findings alone where that is asked for', () => {
    const now = report(found('a'), found('b'));
    const before = earlierFrom('before', report(found('a')));
    const blocking = (onlyNew: boolean) => {
      const compared = comparedWith(now, before, onlyNew);
      return compared.findings
        .filter((f) => isBlocking(f, compared.gate))
        .map(({ resource }) => resource.name);
    };
    expect([blocking(false), blocking(true)]).toEqual([['a', 'b'], ['b']]);
    expect(comparedWith(now, undefined, true)).toBe(now);
  });

  test('is told in the console and in JSON', () => {
    const before = earlierFrom('main.json', report(found('a'), found('gone')));
    const compared = comparedWith(report(found('a'), found('b')), before, true);
    const text = consoleReport(compared, { colour: false });
    expect(text).toContain('Since  main.json: 1 new, 1 fixed, 1 unchanged');
    expect(text).toMatch(/Fixed since main.json \(1\)\n {2}iothub-min-tls-1-2 {2}gone/);
    expect(text).toContain('Rejected: 1 new finding must be fixed');
    const parsed = reportSchema.parse(JSON.parse(jsonReport(compared)));
    expect(parsed.change).toMatchObject({ against: 'main.json', new: 1, unchanged: 1 });
    expect(parsed.findings.map(({ resource, change }) => [resource.name, change])).toEqual([
      ['b', 'new'],
      ['a', 'unchanged'],
    ]);
  });
});
