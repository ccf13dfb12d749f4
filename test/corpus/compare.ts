import { type JudgingOptions, judge, type Read } from '../../policies/src/cli/judging';
import type { Finding } from '../../policies/src/evaluate/finding';
import type { Report } from '../../policies/src/report/summary';
import type { Resource } from '../../policies/src/resources/resource';
import { latestRuleSet } from '../../policies/src/rule/rule-sets';
import { catalogue } from '../../policies/src/rules/catalogue';
import type { Expectation, ExpectedOnResource } from './expectation';

/** As a user who chooses nothing. */
export const usualOptions: JudgingOptions = {
  profile: 'standard',
  ruleSet: latestRuleSet,
  rules: [],
  only: [],
  skip: [],
  unknown: 'warn',
  format: [],
  color: false,
};

/** Judges what was read as a user would with the profile `standard` and no configuration. */
export function judged(read: Read): Report {
  return judge(read, catalogue, {}, usualOptions);
}

/** The line of a finding in the file it was read from; left out where the source has no lines. */
export type LineOf = (finding: Finding) => number | undefined;

/** Every difference between what was expected and what was found, one to a line; empty where there is none. */
export function differences(expected: Expectation, report: Report, lineOf?: LineOf): readonly string[] {
  const { findings } = report;
  const byKey = new Map<string, Finding[]>(Object.keys(expected.findings).map((key) => [key, []]));
  const strangers: string[] = [];
  for (const finding of findings) {
    const key = keyFor(finding.resource, [...byKey.keys()]);
    if (key === undefined) strangers.push(`unexpected  ${nameOf(finding.resource)}  ${told(finding)}`);
    else byKey.get(key)?.push(finding);
  }
  return [
    ...namedWrongly(expected, report.resources),
    ...Object.entries(expected.findings).flatMap(([key, wanted]) =>
      onResource(wanted, byKey.get(key) ?? [], lineOf).map((text) => text.replace('  ', `  ${key}  `)),
    ),
    ...new Set(strangers),
    ...notLookedAt(
      expected.notEvaluated,
      report.notEvaluated.map(({ why }) => why),
    ),
  ];
}

const told = ({ outcome, rule, property }: Finding): string => `${outcome} ${rule.id} at ${property}`;

const nameOf = ({ type, name }: Resource): string => `${type}/${name}`;

/** Whether a key of an expectation means a resource: its name, or the end of its URN or of its type and name. */
function means(key: string, resource: Resource): boolean {
  const { name, urn } = resource;
  return key === name || urn.endsWith(`/${key}`) || nameOf(resource).endsWith(`/${key}`);
}

/** The longest key says it best: `plant/blobServices/default` before `default`. */
function keyFor(resource: Resource, keys: readonly string[]): string | undefined {
  return keys.filter((key) => means(key, resource)).sort((a, b) => b.length - a.length)[0];
}

/** Keys that mean no resource, or several. */
function namedWrongly(expected: Expectation, resources: readonly Resource[]): readonly string[] {
  const keys = Object.keys(expected.findings);
  return keys.flatMap((key) => {
    const found = resources.filter((resource) => keyFor(resource, keys) === key);
    const urns = new Set(found.map(nameOf));
    if (found.length === 0) return [`misnamed    ${key}: no resource is called so`];
    return urns.size > 1 ? [`misnamed    ${key}: means ${[...urns].join(' and ')}`] : [];
  });
}

function onResource(
  wanted: ExpectedOnResource,
  found: readonly Finding[],
  lineOf: LineOf | undefined,
): readonly string[] {
  const outcomes = [
    ['fail', wanted.fail],
    ['unknown', wanted.unknown],
  ] as const;
  const missing = outcomes.flatMap(([outcome, ids]) =>
    ids
      .filter((id) => !found.some((one) => one.outcome === outcome && one.rule.id === id))
      .map((id) => `missing     ${outcome} ${id}`),
  );
  const unexpected = found
    .filter(({ outcome, rule }) => !outcomes.some(([name, ids]) => name === outcome && ids.includes(rule.id)))
    .map((one) => `unexpected  ${told(one)}`);
  const paths = Object.entries(wanted.at).flatMap(([id, at]) => {
    const own = [...new Set(found.filter(({ rule }) => rule.id === id).map(({ property }) => property))];
    const same = own.sort().join() === [...at].sort().join();
    return same ? [] : [`elsewhere   ${id} at ${own.join(', ')} instead of ${at.join(', ')}`];
  });
  const lines = Object.entries(wanted.line).flatMap(([id, line]) => {
    const own = found.filter(({ rule }) => rule.id === id).map((one) => lineOf?.(one));
    return own.includes(line) ? [] : [`elsewhere   ${id} in line ${own.join(', ')} instead of ${line}`];
  });
  return [...missing, ...new Set(unexpected), ...paths, ...lines];
}

/** Each expected text must stand in the reason of one thing that was not looked at, and nothing may be left. */
function notLookedAt(expected: readonly string[], reasons: readonly string[]): readonly string[] {
  const left = [...reasons];
  const missing = expected.filter((text) => {
    const at = left.findIndex((why) => why.includes(text));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((text) => `missing     not evaluated: ${text}`),
    ...left.map((why) => `unexpected  not evaluated: ${why}`),
  ];
}
