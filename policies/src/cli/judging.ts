import { activeRules, evaluateActive } from '../evaluate/evaluate';
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
import { append, type Delivery, type Destination, deliverAll } from './output';

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

/** Applies the rules to what was read. */
export function judge(
  read: Read,
  rules: readonly Rule[],
  config: PolicyConfig,
  options: JudgingOptions,
): Report {
  return judgeWith(rules, config, options)(read);
}

/** Makes rules ready once, to be applied to many files. */
export function judgeWith(
  rules: readonly Rule[],
  config: PolicyConfig,
  options: JudgingOptions,
): (read: Read) => Report {
  const active = activeRules(rules, settingsUnder(options.profile, config, options.ruleSet));
  const looksAt = lookedAt(rules);
  // JUnit has a case for what passed as well.
  const passes = options.all || options.format.some((format) => /^junit(=|$)/.test(format));
  return (read) => {
    const resources: Resource[] = [...(read.resources ?? [])];
    const notEvaluated: NotEvaluated[] = [...read.notEvaluated];
    for (const registered of read.registered ?? []) {
      const normalised = normalise(registered);
      resources.push(...normalised.resources);
      notEvaluated.push(...normalised.notEvaluated);
    }
    for (const resource of resources)
      if (isInAzure(resource) && !looksAt(resource)) notEvaluated.push(withoutRules(resource));
    const context = { now: new Date(), notEvaluated, passes };
    return {
      source: read.source,
      profile: options.profile,
      rules: active.rules,
      resources,
      ...evaluateActive(active, resources, context),
      notEvaluated,
      gate: { unknown: options.unknown, ...(options.failOn ? { failOn: options.failOn } : {}) },
    };
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
