import type { Finding } from '../evaluate/finding';
import type { ArmType, Resource } from '../resources/resource';
import { everyType } from '../resources/types';
import { type Properties, UNKNOWN } from '../resources/value';
import { type Example, paths, type Rule, targets } from '../rule/rule';
import { withoutValue, withValue } from './property-paths';
import { type RunSettings, resource, runExample, runRule } from './run-rule';

/** One thing that must be so of a rule: `problem` gives what is not, in words, or undefined. */
export interface Row {
  readonly title: string;
  readonly problem: () => string | undefined;
}

/** What an author writes, and what the SDK makes of it before a policy sees it: both must get one verdict. */
export interface InjectedDefault {
  readonly type: ArmType;
  readonly block: string;
  readonly written: Properties;
  readonly injected: Properties;
}

/**
 * The rows that every rule must pass, made from its own record: each good and each bad example, exemption until its last
 * day, unknown, absent, and the defaults that an SDK injects.
 *
 * @example
 * test.each(rowsOf(rule).map((row) => [row.title, row] as const))('%s', (_title, row) => {
 *   expect(row.problem()).toBeUndefined();
 * });
 */
export function rowsOf(rule: Rule, injectedDefaults: readonly InjectedDefault[] = []): readonly Row[] {
  const { good, bad } = rule.examples;
  const single = 'checkStack' in rule ? [] : paths(rule);
  return [
    ...good.map((example, index) => passes(rule, example, index)),
    ...bad.flatMap((example, index) => [fails(rule, example, index), exempts(rule, example, index)]),
    ...single.map((path) => undecided(rule, path)),
    ...('pass' in rule ? paths(rule).map((path) => absent(rule, rule.whenAbsent, path)) : []),
    ...('checkStack' in rule ? [] : injectedDefaults)
      .filter(({ type }) => targets(rule).includes(type))
      .map((injected) => sameVerdict(rule, injected)),
  ];
}

const outcomes = (findings: readonly Finding[]): readonly string[] => findings.map(({ outcome }) => outcome);
const notPassed = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ outcome }) => outcome !== 'pass');
const listed = (texts: Iterable<string>): string => [...texts].join(', ') || 'nothing';

function passes(rule: Rule, example: Example, index: number): Row {
  return {
    title: `passes good example ${index}`,
    problem: () => {
      const found = notPassed(runExample(rule, example));
      return found.length === 0
        ? undefined
        : `it gives ${listed(found.map((f) => `${f.outcome} at ${f.property}`))}`;
    },
  };
}

function fails(rule: Rule, example: Example, index: number): Row {
  return {
    title: `reports bad example ${index}`,
    problem: () => {
      const found = notPassed(runExample(rule, example));
      if (!outcomes(found).includes('fail') || outcomes(found).includes('error'))
        return `it gives ${listed(outcomes(found))}`;
      const at = listed(found.map(({ property }) => property));
      return example.at === undefined || listed(example.at) === at ? undefined : `it is reported at ${at}`;
    },
  };
}

function exempts(rule: Rule, example: Example, index: number): Row {
  return {
    title: `accepts bad example ${index} under an exemption until its last day, if it accepts any`,
    problem: () => {
      const exemption = { resource: '*', reason: 'test', owner: 'test', expires: '2026-06-01' };
      const on = (now: string) =>
        outcomes(notPassed(runExample(rule, example, { exemptions: [exemption], now: new Date(now) })));
      const held = on('2026-06-01T00:00:00Z');
      const over = on('2026-06-02T00:00:01Z');
      const expected = rule.exemptible === false ? 'fail' : 'exempt';
      if (held.some((outcome) => outcome !== expected)) return `on the last day it gives ${listed(held)}`;
      return over.includes('fail') ? undefined : `after the last day it gives ${listed(over)}`;
    },
  };
}

function undecided(rule: Rule, path: string): Row {
  return {
    title: `is undecided, never passed, while ${path} is unknown`,
    problem: () => {
      const base = rule.examples.bad.find((example) => example.properties)?.properties ?? {};
      const found = outcomes(
        runRule(rule, examplesWith(rule, withValue(base, path, UNKNOWN)), optionsOf(rule)),
      );
      return found.includes('unknown') && !found.includes('error') ? undefined : `it gives ${listed(found)}`;
    },
  };
}

function absent(rule: Rule, whenAbsent: 'pass' | 'fail', path: string): Row {
  return {
    title: `follows whenAbsent where ${path} is not written`,
    problem: () => {
      const base = rule.examples.good[0]?.properties ?? {};
      const bare = withoutValue(withValue(base, path, UNKNOWN), path);
      const found = outcomes(runRule(rule, examplesWith(rule, bare).slice(0, 1), optionsOf(rule)));
      const wrong = found.length === 0 || found.some((outcome) => outcome !== whenAbsent);
      return wrong ? `it gives ${listed(found)}` : undefined;
    },
  };
}

function sameVerdict(rule: Rule, { type, block, written, injected }: InjectedDefault): Row {
  return {
    title: `judges values that the SDK injects into ${block} like nothing written`,
    problem: () => {
      const bare = outcomes(runRule(rule, [resource(type, 'example', written)]));
      const filled = outcomes(runRule(rule, [resource(type, 'example', injected)]));
      return listed(bare) === listed(filled) ? undefined : `${listed(bare)} becomes ${listed(filled)}`;
    },
  };
}

/** Resources of each type with these properties, in the version that the first bad example is about. */
function examplesWith(rule: Rule, properties: Properties): readonly Resource[] {
  const { apiVersion, facts } = rule.examples.bad[0] ?? {};
  return targets(rule)
    .filter((type) => type !== everyType)
    .map((type) => resource(type, 'example', properties, { apiVersion, facts }));
}

/** Options of the first bad example, so that a rule that asks for nothing by default is asked for something. */
function optionsOf(rule: Rule): RunSettings {
  const options = rule.examples.bad[0]?.options;
  return options ? { options } : {};
}
