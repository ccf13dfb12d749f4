import { describe, expect, test } from 'vitest';
import { selectRules } from '../../policies/src/cli/select';
import type { Rule } from '../../policies/src/rule/rule';
import { controlsOf } from '../../policies/src/rule/topic-facts';
import { catalogue } from '../../policies/src/rules/catalogue';

const kinds: readonly (readonly [string, (rule: Rule) => boolean])[] = [
  ['class:network', (rule) => rule.class === 'network'],
  ['severity:high', (rule) => rule.severity === 'high'],
  ['control:mcsb:DP-3', (rule) => controlsOf(rule).includes('mcsb:DP-3')],
  ['iothub-min-tls-1-2', (rule) => rule.id === 'iothub-min-tls-1-2'],
];

describe.each(kinds)('%s', (selector, matches) => {
  const matching = catalogue.filter(matches);

  test('leaves some rules and not others', () => {
    expect(matching.length).toBeGreaterThan(0);
    expect(matching.length).toBeLessThan(catalogue.length);
  });

  test('chooses with --only and removes with --skip', () => {
    expect(selectRules(catalogue, [selector], [])).toEqual(matching);
    expect(selectRules(catalogue, [], [selector])).toEqual(catalogue.filter((rule) => !matches(rule)));
  });
});

test('several selectors of --only add up, and --skip takes from them', () => {
  const chosen = selectRules(catalogue, ['class:network', 'class:monitoring'], ['severity:critical']);
  expect(new Set(chosen.map((rule) => rule.class))).toEqual(new Set(['network', 'monitoring']));
  expect(chosen.filter((rule) => rule.severity === 'critical')).toEqual([]);
});
