import { type Beside, besideResources } from '../evaluate/beside';
import { closest } from '../evaluate/closest';
import { activeRules, evaluatingActive, type RuleSettings, slice } from '../evaluate/evaluate';
import type { Exemption } from '../evaluate/exemption';
import type { Level } from '../evaluate/finding';
import { idsOf } from '../evaluate/former-ids';
import {
  baselineFinding,
  baselineFixed,
  besideFindings,
  exemptionBeside,
  exemptionFindings,
  guardLevelIn,
  guardRules,
  isGuardRule,
  knownExemptions,
} from '../evaluate/guard-rules';
import { type PolicyConfig, settingsUnder } from '../evaluate/settings';
import { comparedWith, type Earlier } from '../report/change';
import { consoleReport } from '../report/console';
import { isBlocking, type Report } from '../report/summary';
import { isInAzure, normalise, withoutRules } from '../resources/normalise';
import type { NotEvaluated, RegisteredResource, Resource } from '../resources/resource';
import { everyType } from '../resources/types';
import { type Rule, type Severity, targets } from '../rule/rule';
import type { RuleSet } from '../rule/rule-sets';
import type { Profile } from '../rule/settings';
import { type BaselineFile, compareWithBaseline } from './baseline-compare';
import { append, type Delivery, type Destination, deliverAll } from './output';
import { rulesWith } from './own-rules';
import { selectRules } from './select';
import { UsageError } from './usage-error';

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
  /** A report or state of before, to compare with. */
  readonly against?: string;
  readonly policyConfig?: string;
  /** The file with the findings that are accepted. */
  readonly baseline?: string;
  readonly failOnNew?: boolean;
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
  /** Every rule there is, chosen or not, in an order that is the same in every thread. */
  readonly all: readonly Rule[];
  readonly rules: readonly Rule[];
  readonly config: PolicyConfig;
  readonly baseline?: BaselineFile | undefined;
}

/** Policy configurations that were read already, so that an exemption is one thing for all stacks of a run. */
export type ReadConfigs = Map<string, PolicyConfig>;

/** Reads and checks everything that the options name. Throws a UsageError. */
export async function prepare(
  options: JudgingOptions,
  policyConfig: string | undefined = options.policyConfig,
  read: ReadConfigs = new Map(),
): Promise<Prepared> {
  const chosen = chooseRules(options);
  const key = [policyConfig, ...options.rules].join('\n');
  const config = read.get(key) ?? (await policyConfigFrom(policyConfig, chosen.all));
  read.set(key, config);
  return { options, config, ...chosen, baseline: await baselineFrom(options.baseline) };
}

/** The baseline of a file, where one is named. Throws a UsageError. */
export async function baselineFrom(file: string | undefined): Promise<BaselineFile | undefined> {
  if (file === undefined) return undefined;
  // Like the policy configuration: what checks it takes long to load.
  const { readBaseline } = await import('./baseline-file.js');
  return readBaseline(file);
}

/** All rules, and those that the options choose. Throws a UsageError. */
export function chooseRules(options: JudgingOptions): Pick<Prepared, 'all' | 'rules'> {
  const all = [...rulesWith(options.rules), ...guardRules];
  return { all, rules: selectRules(all, options.only, options.skip) };
}

/** Makes what was prepared ready once, to be applied to many files. The baseline is not looked at. */
export function judgePrepared({ all, rules, config, options }: Prepared): (read: Read) => Report {
  return judgeWith(rules, config, options, idsOf(all));
}

/** What decides how a baseline is looked at. */
export interface UnderBaseline extends Pick<Prepared, 'baseline' | 'rules' | 'config'> {
  readonly options: Pick<JudgingOptions, 'profile' | 'ruleSet'>;
}

/** The report with those findings marked that the baseline accepts. */
export function withBaseline(report: Report, { baseline, rules, config, options }: UnderBaseline): Report {
  if (baseline === undefined) return report;
  const compared = compareWithBaseline(baseline, report, rules);
  const central = settingsUnder(options.profile, config, options.ruleSet);
  const level = rules.includes(baselineFixed)
    ? guardLevels(config, central, options)(baselineFixed)
    : 'disabled';
  return {
    ...report,
    findings: [...compared.findings, ...baselineFinding(baseline.file, compared.fixed, () => level)],
    baseline: { file: baseline.file, fixed: compared.fixed },
  };
}

/** Throws a UsageError where what is judged in one run has to pass different gates. */
export function sameGates(prepared: readonly Prepared[]): void {
  const gates = new Set(
    prepared.map(({ options: { failOn, unknown } }) => `failOn ${failOn ?? 'unset'}, unknown ${unknown}`),
  );
  if (gates.size > 1)
    throw new UsageError(
      `The configuration file gives these stacks another \`failOn\` or \`unknown\` (${[...gates].join('; ')}).\n  Check them one at a time.`,
    );
}

/** Applies the rules to what was read. */
export function judge(
  read: Read,
  rules: readonly Rule[],
  config: PolicyConfig,
  options: JudgingTerms,
): Report {
  return judgeWith(rules, config, options)(read);
}

/** What decides how resources are judged, without how it is written. */
export interface JudgingTerms extends Pick<JudgingOptions, 'profile' | 'ruleSet' | 'unknown'> {
  readonly format?: readonly string[];
  readonly failOn?: Severity | 'never';
  readonly all?: boolean;
  /** The day of the run; decides whether an exemption has expired. Today where left out. */
  readonly now?: Date;
}

/** Makes rules ready once, to be applied to many files. `known` has the ids of all rules there are. */
export function judgeWith(
  chosen: readonly Rule[],
  config: PolicyConfig,
  options: JudgingTerms,
  known?: ReadonlySet<string>,
): (read: Read) => Report {
  const judging = judgingWith(chosen, config, options, known);
  return (read) => {
    const work = judging(read);
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
    }
  };
}

/** The same in slices: between two of them the caller can do something else, or stop. */
export function judgingWith(
  chosen: readonly Rule[],
  config: PolicyConfig,
  options: JudgingTerms,
  known?: ReadonlySet<string>,
): (read: Read) => Generator<void, Report> {
  const rules = chosen.filter((rule) => !isGuardRule(rule));
  const central = settingsUnder(options.profile, config, options.ruleSet);
  const usual = activeRules(rules, central);
  const looksAt = lookedAt(rules);
  const levels = guardLevels(config, central, options);
  const levelOf = (rule: Rule): Level => (chosen.includes(rule) ? levels(rule) : 'disabled');
  const accepts = levels(exemptionBeside) !== 'disabled' && central(exemptionBeside).options.accept !== false;
  // JUnit has a case for what passed as well.
  const passes = options.all || options.format?.some((format) => /^junit(=|$)/.test(format));
  return function* (read) {
    const resources: Resource[] = [...(read.resources ?? [])];
    const notEvaluated: NotEvaluated[] = [...read.notEvaluated];
    for (const [index, registered] of (read.registered ?? []).entries()) {
      if (index % slice === slice - 1) yield;
      const normalised = normalise(registered);
      resources.push(...normalised.resources);
      notEvaluated.push(...normalised.notEvaluated);
    }
    for (const resource of resources)
      if (isInAzure(resource) && !looksAt(resource)) notEvaluated.push(withoutRules(resource));
    const beside = besideByRule(read.registered ?? [], rules, known, accepts);
    notEvaluated.push(...beside.wrong);
    const active = beside.byRule.size === 0 ? usual : activeRules(rules, withBeside(central, beside.byRule));
    const now = options.now ?? new Date();
    const context = { now, notEvaluated, ...(passes ? { passes } : {}) };
    const evaluation = yield* evaluatingActive(active, resources, context);
    const exemptionsOf = (rule: Rule) => [...central(rule).exemptions, ...(beside.byRule.get(rule) ?? [])];
    const exemptions = knownExemptions(rules, exemptionsOf, evaluation.findings, now);
    const ignored = beside.ignored.map((one) => ({
      ...one,
      rule: { id: one.rule },
      state: 'refused' as const,
    }));
    return {
      source: read.source,
      profile: options.profile,
      rules: active.rules,
      resources,
      ...evaluation,
      findings: [
        ...evaluation.findings,
        ...exemptionFindings(exemptions, levelOf),
        ...besideFindings(beside.ignored, levelOf),
      ],
      notEvaluated,
      gate: { unknown: options.unknown, ...(options.failOn ? { failOn: options.failOn } : {}) },
      exemptions: [
        ...exemptions,
        ...ignored.map(({ rule, exemption, state }) => ({ rule, exemption, state })),
      ],
    };
  };
}

type SettingsOf = (rule: Rule) => RuleSettings;

const withBeside =
  (settings: SettingsOf, byRule: ReadonlyMap<Rule, readonly Exemption[]>): SettingsOf =>
  (rule) => {
    const beside = byRule.get(rule);
    return beside ? { ...settings(rule), beside } : settings(rule);
  };

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
    if (!accepts) ignored.push({ ...one, why: 'the configuration accepts none in programs.' });
    else if (rule) byRule.set(rule, [...(byRule.get(rule) ?? []), one.exemption]);
    else if (known && !known.has(one.rule))
      ignored.push({ ...one, why: `there is no such rule${closest(one.rule, [...known])}` });
  }
  return { byRule, ignored, wrong };
}

/** The levels of the rules about exemptions and baselines: those of the configuration, or advice. */
function guardLevels(
  config: PolicyConfig,
  settings: SettingsOf,
  { profile }: Pick<JudgingOptions, 'profile'>,
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
export async function writeReports(
  judged: Report,
  destinations: readonly Destination[],
  options: JudgingOptions,
  earlier?: Earlier,
): Promise<number> {
  const report = comparedWith(judged, earlier, options.failOnNew ?? false);
  const deliveries: Delivery[] = [];
  for (const destination of destinations)
    deliveries.push({ text: await textOf(report, destination, options), destination });
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary && destinations.some(({ format }) => format === 'github')) {
    const { longestSummary, markdownReport } = await import('../report/markdown.js');
    append(markdownReport(report, longestSummary), summary);
  }
  deliverAll(deliveries);
  return report.findings.some((finding) => isBlocking(finding, report.gate)) ? 1 : 0;
}

/** The text of a report. What writes a format is loaded with its first use. */
async function textOf(
  report: Report,
  { format, file }: Destination,
  { all = false, quiet = false, color }: JudgingOptions,
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.js')).jsonReport(report, all);
    case 'sarif':
      return (await import('../report/sarif.js')).sarifReport(report);
    case 'junit':
      return (await import('../report/junit.js')).junitReport(report);
    case 'markdown':
      return (await import('../report/markdown.js')).markdownReport(report);
    case 'html':
      return (await import('../report/html.js')).htmlReport(report, all);
    case 'github':
      return (await import('../report/github.js')).githubReport(report);
    case 'gitlab':
      return (await import('../report/gitlab.js')).gitlabReport(report);
    case 'csv':
      return (await import('../report/csv.js')).csvReport(report, all);
    case 'console': {
      const terminal = file === undefined && process.stdout.isTTY === true;
      const colour = color && terminal && !process.env.NO_COLOR;
      const width = terminal ? { width: process.stdout.columns } : {};
      return consoleReport(report, { colour, all, quiet, ...width });
    }
  }
}
