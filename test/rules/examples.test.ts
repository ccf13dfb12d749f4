import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../policies/src/resources/value';
import { type Example, paths, type Rule, targets } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { resource, runExample, runRule } from '../../policies/src/testing/run-rule';
import { injectedDefaults } from './injected-defaults';
import { withoutValue, withValue } from './property-paths';

const outcomes = (findings: readonly { outcome: string }[]) => findings.map((finding) => finding.outcome);
const faults = (findings: ReturnType<typeof runRule>) =>
  findings.filter((finding) => finding.outcome !== 'pass');
const someday = new Date('2026-06-01T00:00:00Z');

describe.each(catalogue.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test.each(rule.examples.good.map((example, index) => [index, example] as const))(
    'passes good example %i',
    (_i, example) => {
      expect(faults(runExample(rule, example))).toEqual([]);
    },
  );

  test.each(rule.examples.bad.map((example, index) => [index, example] as const))(
    'reports bad example %i',
    (_i, example) => {
      const found = faults(runExample(rule, example));
      expect(outcomes(found)).toContain('fail');
      expect(outcomes(found)).not.toContain('error');
      if (example.at) expect(found.map((finding) => finding.property)).toEqual(example.at);
    },
  );

  test.each(rule.examples.bad.map((example, index) => [index, example] as const))(
    'accepts bad example %i under an exemption, and not after its last day',
    (_i, example) => {
      const exemption = { resource: '*', reason: 'test', owner: 'test', expires: '2026-06-01' };
      const held = faults(runExample(rule, example, { exemptions: [exemption], now: someday }));
      const over = faults(
        runExample(rule, example, { exemptions: [exemption], now: new Date('2026-06-02T00:00:01Z') }),
      );
      expect(new Set(outcomes(held))).toEqual(new Set([rule.exemptible === false ? 'fail' : 'exempt']));
      expect(outcomes(over)).toContain('fail');
    },
  );

  if ('checkStack' in rule) return;

  test.each(paths(rule))('is undecided, never passed, while %s is unknown', (path) => {
    const found = runRule(rule, unknownAt(rule, path), optionsFor(rule));
    expect(outcomes(found)).toContain('unknown');
    expect(outcomes(found)).not.toContain('error');
  });

  test.each(injectedDefaults.filter(({ type }) => targets(rule).includes(type)))(
    'judges values that the SDK injects into $block like nothing written',
    ({ type, written, injected }) => {
      const bare = runRule(rule, [resource(type, 'example', written)]);
      const filled = runRule(rule, [resource(type, 'example', injected)]);
      expect(outcomes(filled)).toEqual(outcomes(bare));
    },
  );

  if (!('pass' in rule)) return;

  test.each(paths(rule))('follows whenAbsent where %s is not written', (path) => {
    const base = rule.examples.good[0]?.properties ?? {};
    const present = withValue(base, path, UNKNOWN);
    const found = runRule(
      rule,
      [resource(targets(rule)[0] as never, 'example', withoutValue(present, path), {}, apiVersionOf(rule))],
      optionsFor(rule),
    );
    const expected = rule.whenAbsent === 'fail' ? ['fail'] : ['pass'];
    expect(new Set(outcomes(found))).toEqual(new Set(expected));
  });
});

const apiVersionOf = (rule: Rule) => rule.examples.bad[0]?.apiVersion;

/** Options of the first bad example, so that a rule that asks for nothing by default is asked for something. */
function optionsFor(rule: Rule): { options?: NonNullable<Example['options']> } {
  const options = rule.examples.bad[0]?.options;
  return options ? { options } : {};
}

/** A bad example with the path made unknown: a rule must not take it for a pass. */
function unknownAt(rule: Rule, path: string) {
  const base = rule.examples.bad.find((example) => example.properties)?.properties ?? {};
  return targets(rule).map((type) =>
    resource(type, 'example', withValue(base, path, UNKNOWN), {}, apiVersionOf(rule)),
  );
}
