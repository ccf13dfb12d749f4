import { evaluate, type RuleSettings } from '../evaluate/evaluate';
import type { Level } from '../evaluate/finding';
import {
  baselineFinding,
  exemptionExpired,
  exemptionFindings,
  guardRules,
  isGuardRule,
  knownExemptions,
} from '../evaluate/guard-rules';
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
import { type BaselineFile, comparedWith } from './baseline-compare';
import { type Destination, deliver } from './output';
import { rulesWith } from './own-rules';
import { selectRules } from './select';

/** The options that `preview` and `check` share, as commander gives them. */
export interface JudgingOptions {
  readonly profile: Profile;
  readonly ruleSet: RuleSet;
  /** Modules with rules of the user's own. */
  readonly rules: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly policyConfig?: string;
  /** The file with the findings that are accepted. */
  readonly baseline?: string;
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

/** What is needed to judge one stack or file: what its options name, read and checked. */
export interface Prepared {
  readonly options: JudgingOptions;
  readonly rules: readonly Rule[];
  readonly config: PolicyConfig;
  readonly baseline?: BaselineFile;
}

/** Policy configurations that were read already, so that an exemption is one thing for all stacks of a run. */
export type ReadConfigs = Map<string, PolicyConfig>;

/** Reads and checks everything that the options name. Throws a UsageError. */
export async function prepare(
  options: JudgingOptions,
  policyConfig: string | undefined = options.policyConfig,
  read: ReadConfigs = new Map(),
): Promise<Prepared> {
  const all = rulesWith(options.rules);
  const rules = selectRules([...all, ...guardRules], options.only, options.skip);
  const key = [policyConfig, ...options.rules].join('\n');
  const config = read.get(key) ?? (await policyConfigFrom(policyConfig, all));
  read.set(key, config);
  if (options.baseline === undefined) return { options, rules, config };
  // Like the policy configuration: what checks it takes long to load.
  const { readBaseline } = await import('./baseline-file.js');
  return { options, rules, config, baseline: readBaseline(options.baseline) };
}

/** Applies the rules to what was read, for everything that was prepared. */
export function judgePrepared(read: Read, { rules, config, options, baseline }: Prepared): Report {
  return judge(read, rules, config, options, baseline);
}

/** Applies the rules to what was read. */
export function judge(
  read: Read,
  chosen: readonly Rule[],
  config: PolicyConfig,
  options: JudgingOptions,
  baseline?: BaselineFile,
): Report {
  const rules = chosen.filter((rule) => !isGuardRule(rule));
  const resources: Resource[] = [...(read.resources ?? [])];
  const notEvaluated: NotEvaluated[] = [...read.notEvaluated];
  for (const registered of read.registered ?? []) {
    const normalised = normalise(registered);
    resources.push(...normalised.resources);
    notEvaluated.push(...normalised.notEvaluated);
  }
  const looksAt = lookedAt(rules);
  for (const resource of resources)
    if (isInAzure(resource) && !looksAt(resource)) notEvaluated.push(withoutRules(resource));
  const settings = settingsUnder(options.profile, config, options.ruleSet);
  const now = new Date();
  const context = { now, notEvaluated, passes: options.all ?? false };
  const evaluation = evaluate(rules, resources, settings, context);
  const exemptions = knownExemptions(rules, (rule) => settings(rule).exemptions, evaluation.findings, now);
  const levelOf = guardLevels(chosen, config, settings, options);
  const compared = comparedWith(baseline, evaluation.findings, { ...read, resources, notEvaluated }, rules);
  return {
    source: read.source,
    profile: options.profile,
    rules: rules.filter((rule) => settings(rule).level !== 'disabled'),
    resources,
    ...evaluation,
    findings: [
      ...compared.findings,
      ...exemptionFindings(exemptions, levelOf),
      ...(compared.baseline ? baselineFinding(compared.baseline.file, compared.baseline.fixed, levelOf) : []),
    ],
    notEvaluated,
    gate: { unknown: options.unknown, ...(options.failOn ? { failOn: options.failOn } : {}) },
    exemptions,
    ...(compared.baseline ? { baseline: compared.baseline } : {}),
  };
}

/** The levels of the rules about exemptions and baselines: advice, unless the configuration says more. */
function guardLevels(
  chosen: readonly Rule[],
  config: PolicyConfig,
  settings: (rule: Rule) => RuleSettings,
  { profile }: JudgingOptions,
): (rule: Rule) => Level {
  return (rule) => {
    if (!chosen.includes(rule)) return 'disabled';
    if (config[rule.id] !== undefined || config.all !== undefined) return settings(rule).level;
    return profile === 'strict' && rule === exemptionExpired ? 'mandatory' : 'advisory';
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
