import { drained, evaluating, slice } from '../evaluate/evaluate';
import { type PolicyConfig, settingsUnder } from '../evaluate/settings';
import { consoleReport } from '../report/console';
import { jsonReport } from '../report/json';
import { isBlocking, type Report } from '../report/summary';
import { isInAzure, normalise, withoutRules } from '../resources/normalise';
import type { NotEvaluated, RegisteredResource, Resource } from '../resources/resource';
import { everyType } from '../resources/types';
import { type Rule, type Severity, targets } from '../rule/rule';
import type { RuleSet } from '../rule/rule-sets';
import type { Profile } from '../rule/settings';
import { type Destination, deliver } from './output';

/** The options that `preview` and `check` share, as commander gives them. */
export interface JudgingOptions {
  readonly profile: Profile;
  readonly ruleSet: RuleSet;
  /** Modules with rules of the user's own. */
  readonly rules: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn?: Severity | 'never';
  readonly unknown: 'ignore' | 'warn' | 'fail';
  readonly format: readonly string[];
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/** What a source has read. */
export interface Read {
  readonly source: Report['source'];
  /** Resources as they were registered, in any spelling and shape. */
  readonly registered?: readonly RegisteredResource[];
  /** Resources that are in the shape of the rules already. */
  readonly resources?: readonly Resource[];
  readonly notEvaluated: readonly NotEvaluated[];
}

/** The checked policy configuration of a file; an empty one where none is named. */
export async function policyConfigFrom(
  file: string | undefined,
  rules: readonly Rule[],
): Promise<PolicyConfig> {
  if (file === undefined) return {};
  // What checks it takes longer to load than everything else together.
  const { readPolicyConfig } = await import('./policy-config-file.js');
  return readPolicyConfig(file, rules);
}

/** What decides how resources are judged, without how it is written. */
export interface JudgingTerms extends Pick<JudgingOptions, 'profile' | 'ruleSet' | 'unknown'> {
  readonly failOn?: Severity | 'never';
  readonly all?: boolean;
  /** The day of the run; decides whether an exemption has expired. Today where left out. */
  readonly now?: Date;
}

/** Applies the rules to what was read. */
export function judge(
  read: Read,
  rules: readonly Rule[],
  config: PolicyConfig,
  options: JudgingTerms,
): Report {
  return drained(judging(read, rules, config, options));
}

/** As {@link judge}, in slices: between two of them the caller can do something else, or stop. */
export function* judging(
  read: Read,
  rules: readonly Rule[],
  config: PolicyConfig,
  options: JudgingTerms,
): Generator<void, Report> {
  const resources: Resource[] = [...(read.resources ?? [])];
  const notEvaluated: NotEvaluated[] = [...read.notEvaluated];
  for (const [index, registered] of (read.registered ?? []).entries()) {
    if (index % slice === slice - 1) yield;
    const normalised = normalise(registered);
    resources.push(...normalised.resources);
    notEvaluated.push(...normalised.notEvaluated);
  }
  const looksAt = lookedAt(rules);
  for (const resource of resources)
    if (isInAzure(resource) && !looksAt(resource)) notEvaluated.push(withoutRules(resource));
  const settings = settingsUnder(options.profile, config, options.ruleSet);
  const context = { now: options.now ?? new Date(), notEvaluated, passes: options.all ?? false };
  return {
    source: read.source,
    profile: options.profile,
    rules: rules.filter((rule) => settings(rule).level !== 'disabled'),
    resources,
    ...(yield* evaluating(rules, resources, settings, context)),
    notEvaluated,
    gate: { unknown: options.unknown, ...(options.failOn ? { failOn: options.failOn } : {}) },
  };
}

/** Tells whether a rule looks at a resource of this type; a rule for any type says nothing about the type as such. */
function lookedAt(rules: readonly Rule[]): (resource: Resource) => boolean {
  const types = new Set<string>();
  for (const rule of rules) {
    const own = targets(rule).filter((type) => type !== everyType);
    for (const type of [...own, ...('relates' in rule ? rule.relates : [])]) types.add(type.toLowerCase());
  }
  const answers = new Map<string, boolean>();
  return ({ type }) => {
    const known = answers.get(type);
    if (known !== undefined) return known;
    const answer = types.has(type.toLowerCase());
    answers.set(type, answer);
    return answer;
  };
}

/** Writes a report to each destination and gives the exit code: 1 where something blocks, else 0. */
export function writeReports(
  report: Report,
  destinations: readonly Destination[],
  options: JudgingOptions,
): number {
  for (const destination of destinations) deliver(textOf(report, destination, options), destination);
  return report.findings.some((finding) => isBlocking(finding, report.gate)) ? 1 : 0;
}

function textOf(report: Report, { format, file }: Destination, options: JudgingOptions): string {
  if (format === 'json') return jsonReport(report, options.all);
  return consoleReport(report, {
    colour: options.color && file === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR,
    ...(options.all ? { all: true } : {}),
    ...(options.quiet ? { quiet: true } : {}),
  });
}
