import { type Beside, besideResources } from '../evaluate/beside';
import { evaluate, type RuleSettings } from '../evaluate/evaluate';
import type { Exemption } from '../evaluate/exemption';
import type { Level } from '../evaluate/finding';
import {
  baselineFinding,
  besideFindings,
  exemptionBeside,
  exemptionFindings,
  guardLevelIn,
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
  /** The ids of all rules there are, chosen or not, with those they had before. */
  readonly known: ReadonlySet<string>;
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
  const known = new Set(all.flatMap(({ id, formerIds = [] }) => [id, ...formerIds]));
  if (options.baseline === undefined) return { options, rules, config, known };
  // Like the policy configuration: what checks it takes long to load.
  const { readBaseline } = await import('./baseline-file.js');
  return { options, rules, config, known, baseline: readBaseline(options.baseline) };
}

/** Applies the rules to what was read, for everything that was prepared. */
export function judgePrepared(read: Read, { rules, config, options, baseline, known }: Prepared): Report {
  return judge(read, rules, config, options, baseline, known);
}

/** Applies the rules to what was read. */
export function judge(
  read: Read,
  chosen: readonly Rule[],
  config: PolicyConfig,
  options: JudgingOptions,
  baseline?: BaselineFile,
  known?: ReadonlySet<string>,
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
  const central = settingsUnder(options.profile, config, options.ruleSet);
  const levels = guardLevels(config, central, options);
  const accepts = levels(exemptionBeside) !== 'disabled' && central(exemptionBeside).options.accept !== false;
  const beside = besideByRule(read.registered ?? [], rules, known, accepts);
  notEvaluated.push(...beside.wrong);
  const settings = (rule: Rule): RuleSettings => {
    const own = beside.byRule.get(rule);
    return own ? { ...central(rule), beside: own } : central(rule);
  };
  const now = new Date();
  const context = { now, notEvaluated, passes: options.all ?? false };
  const evaluation = evaluate(rules, resources, settings, context);
  const exemptionsOf = (rule: Rule) => [...settings(rule).exemptions, ...(settings(rule).beside ?? [])];
  const exemptions = knownExemptions(rules, exemptionsOf, evaluation.findings, now);
  const levelOf = (rule: Rule): Level => (chosen.includes(rule) ? levels(rule) : 'disabled');
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
      ...besideFindings(beside.ignored, levelOf),
      ...(compared.baseline ? baselineFinding(compared.baseline.file, compared.baseline.fixed, levelOf) : []),
    ],
    notEvaluated,
    gate: { unknown: options.unknown, ...(options.failOn ? { failOn: options.failOn } : {}) },
    exemptions: [
      ...exemptions,
      ...beside.ignored.map((one) => ({ ...one, rule: { id: one.rule }, state: 'refused' as const })),
    ],
    ...(compared.baseline ? { baseline: compared.baseline } : {}),
  };
}

/**
 * Exemptions beside resources by the rule they are for, and those that count for nothing: where the configuration accepts none,
 * and where there is no such rule. Those for rules that were not chosen are neither.
 */
function besideByRule(
  registered: readonly RegisteredResource[],
  rules: readonly Rule[],
  known: ReadonlySet<string> | undefined,
  accepts: boolean,
) {
  const { exemptions, wrong } = besideResources(registered);
  const byRule = new Map<Rule, Exemption[]>();
  const ignored: (Beside & { readonly why: string })[] = [];
  for (const one of exemptions) {
    const rule = rules.find(({ id, formerIds }) => id === one.rule || formerIds?.includes(one.rule));
    if (!accepts) ignored.push({ ...one, why: 'the configuration accepts none in programs' });
    else if (rule) byRule.set(rule, [...(byRule.get(rule) ?? []), one.exemption]);
    else if (known && !known.has(one.rule)) ignored.push({ ...one, why: 'there is no such rule' });
  }
  return { byRule, ignored, wrong };
}

/** The levels of the rules about exemptions and baselines: those of the configuration, or advice. */
function guardLevels(
  config: PolicyConfig,
  settings: (rule: Rule) => RuleSettings,
  { profile }: JudgingOptions,
): (rule: Rule) => Level {
  return (rule) => {
    const named = config[rule.id];
    // Options alone name no level.
    const isNamed =
      config.all !== undefined || typeof named === 'string' || named?.enforcementLevel !== undefined;
    return isNamed ? settings(rule).level : guardLevelIn(profile, rule);
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
