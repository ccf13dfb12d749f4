import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { closest } from '../evaluate/closest';
import { toFinding } from '../evaluate/evaluate';
import { explain } from '../evaluate/explain';
import { type Finding, fingerprint } from '../evaluate/finding';
import { canJudge } from '../evaluate/judge';
import { type PolicyConfig, settingsUnder } from '../evaluate/settings';
import { stackView } from '../evaluate/view';
import { type Explained, explainPage, plain } from '../report/explain-page';
import type { Report } from '../report/summary';
import type { Place, Resource } from '../resources/resource';
import type { StackView } from '../rule/rule';
import { looksAt, type Rule } from '../rule/rule';
import { isLaterThan, type RuleSet } from '../rule/rule-sets';
import type { Profile } from '../rule/settings';
import { placesOf } from '../sources/files/places';
import { type ReadFile, readSource } from '../sources/files/read-source';
import { judge, policyConfigFrom } from './judging';
import { rulesWith } from './own-rules';
import { UsageError } from './usage-error';

/** The options of `iiot-guard explain`, as commander gives them. */
export interface ExplainCommandOptions {
  readonly stack?: string;
  readonly parameters?: string;
  readonly policyConfig?: string;
  readonly profile: Profile;
  readonly ruleSet: RuleSet;
  readonly rules: readonly string[];
  readonly trace?: boolean;
}

/** One source after it was judged. */
interface Judged {
  readonly report: Report;
  readonly config: PolicyConfig;
  readonly stack: StackView;
  readonly file?: ReadFile;
}

/** How many pages one rule may fill. */
const mostPages = 5;

/**
 * Explains a finding by its fingerprint (or the start of it), or a rule on everything that it looks at.
 * Throws a UsageError where there is no such finding or rule, and what reading a source throws.
 */
export async function explainCommand(
  what: string,
  sources: readonly string[],
  options: ExplainCommandOptions,
): Promise<string> {
  const all = rulesWith(options.rules);
  const rule = all.find(({ id, formerIds = [] }) => id === what || formerIds.includes(what));
  const isFingerprint = /^[0-9a-f]{6,16}$/.test(what);
  if (rule === undefined && !isFingerprint) throw noSuchRule(what, all);
  const given = sources.length > 0 || hasProgram('.') ? (sources.length > 0 ? sources : ['.']) : [];
  if (rule !== undefined && given.length === 0) {
    const { rulePage } = await import('../report/rule-page.js');
    return `${rulePage(rule)}\nName a program, state or template to see what the rule read there.\n`;
  }
  if (given.length === 0)
    throw new UsageError(
      `${what}: there is no Pulumi program here to look for the finding in.\n  Name the program, state or template that the report was made from.`,
    );
  const judged: Judged[] = [];
  for (const source of given) judged.push(await judgedFrom(source, all, options));
  return rule ? ofRule(rule, judged, options) : ofFinding(what, judged, options);
}

const hasProgram = (folder: string): boolean =>
  ['Pulumi.yaml', 'Pulumi.yml', 'Pulumi.json'].some((name) => existsSync(join(folder, name)));

async function judgedFrom(
  source: string,
  rules: readonly Rule[],
  options: ExplainCommandOptions,
): Promise<Judged> {
  const terms = { profile: options.profile, ruleSet: options.ruleSet, unknown: 'warn', all: true } as const;
  if (source === '-' || statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const file = readSource(source, options.parameters);
    const config = await policyConfigFrom(options.policyConfig, rules);
    const report = judge({ ...file, source: { kind: file.kind, name: file.file } }, rules, config, terms);
    return { report, config, file, stack: stackView(report.resources, report.notEvaluated) };
  }
  const { previewFor } = await import('./explain-preview.js');
  const { read, configFile } = await previewFor(source, options.stack, options.policyConfig);
  const config = await policyConfigFrom(configFile, rules);
  const report = judge(read, rules, config, terms);
  return { report, config, stack: stackView(report.resources, report.notEvaluated) };
}

function ofFinding(start: string, judged: readonly Judged[], options: ExplainCommandOptions): string {
  const found = judged.flatMap((one) =>
    one.report.findings
      .filter((finding) => fingerprint(finding).startsWith(start))
      .map((finding) => ({ one, finding })),
  );
  const [first] = found;
  if (first === undefined) {
    const count = judged.reduce((sum, { report }) => sum + report.findings.length, 0);
    throw new UsageError(
      `${start}: none of the ${count} findings made here has this fingerprint.\n  It may be put right already. Otherwise name the same files, stack and options as for the report it is from.`,
    );
  }
  const prints = new Set(found.map(({ finding }) => fingerprint(finding)));
  if (prints.size > 1)
    throw new UsageError(
      `${start}: ${prints.size} fingerprints start so.\n  Give more of it: ${[...prints].slice(0, 5).join(', ')}.`,
    );
  const { rule, resource } = first.finding;
  return explainPage(explained(rule, resource, first.one, options), options.trace ?? false);
}

function ofRule(rule: Rule, judged: readonly Judged[], options: ExplainCommandOptions): string {
  const all = judged.flatMap((one) =>
    one.report.resources
      .filter((resource) => looksAt(rule, resource.type) && canJudge(rule, resource))
      .map((resource) => explained(rule, resource, one, options)),
  );
  const isOpen = ({ findings }: Explained) => findings.some(({ outcome }) => outcome !== 'pass');
  const pages = [...all.filter(isOpen), ...all.filter((one) => !isOpen(one))];
  if (pages.length === 0) return `${rule.id} found nothing to look at: none of its types is here.\n`;
  const rest = pages.slice(mostPages).map(({ resource, findings }) => {
    const outcomes = [...new Set(findings.map(({ outcome }) => outcome))].join(', ') || 'does not apply';
    const [finding] = findings;
    return `- ${plain(resource.name)}: ${outcomes}${finding ? ` (${fingerprint(finding)})` : ''}`;
  });
  const shown = pages.slice(0, mostPages).map((page) => explainPage(page, options.trace ?? false));
  const others = rest.length === 0 ? [] : [`# ${rest.length} more\n\n${rest.join('\n')}\n`];
  return [...shown, ...others].join('\n');
}

function explained(rule: Rule, resource: Resource, one: Judged, options: ExplainCommandOptions): Explained {
  const usual = settingsUnder(options.profile, one.config, options.ruleSet)(rule);
  const beside = (one.report.exemptions ?? []).flatMap(({ rule: { id }, exemption, state }) =>
    id === rule.id && exemption.beside && state !== 'refused' ? [exemption] : [],
  );
  const settings = { ...usual, beside };
  const explanation = explain(rule, resource, one.stack, settings.options);
  const now = new Date();
  const findings: readonly Finding[] =
    settings.level === 'disabled'
      ? []
      : explanation.judgements.map((judgement) => toFinding(rule, resource, judgement, settings, now));
  return {
    rule,
    resource,
    explanation,
    findings,
    settings: settingsText(rule, one.config, options, settings.level, settings.options),
    placeOf: placesIn(resource, one.file),
  };
}

/** Where properties stand in a file; a program tells the place of the whole resource only. */
function placesIn(resource: Resource, file: ReadFile | undefined): (property: string) => Place | undefined {
  if (file === undefined || resource.document === undefined) return () => undefined;
  return (property) => [...placesOf([{ resource, property }], file).values()][0];
}

function settingsText(
  rule: Rule,
  config: PolicyConfig,
  { profile, ruleSet, policyConfig }: ExplainCommandOptions,
  level: string,
  values: { readonly [name: string]: unknown },
): readonly string[] {
  const own = config[rule.id];
  const configured = typeof own === 'string' ? { enforcementLevel: own } : (own ?? {});
  const file = policyConfig ?? 'the policy configuration of the stack';
  const from =
    configured.enforcementLevel !== undefined
      ? `set in ${file}`
      : isLaterThan(ruleSet, rule.since)
        ? `the rule is later than the rule set ${ruleSet}`
        : config.all !== undefined
          ? `\`all\` in ${file}`
          : `the profile ${profile}`;
  const options = Object.entries(values).map(([name, value]) => {
    const origin =
      name in configured
        ? file
        : name in (rule.strict ?? {}) && profile === 'strict'
          ? 'the profile strict'
          : 'the default';
    return `option \`${name}\` is \`${JSON.stringify(value)}\`: ${origin}`;
  });
  const exemptions = (configured.exemptions ?? []).length;
  return [
    `level ${level}: ${from}`,
    ...options,
    ...(exemptions > 0
      ? [`${exemptions} exemption${exemptions === 1 ? '' : 's'} of this rule in ${file}`]
      : []),
  ];
}

function noSuchRule(what: string, rules: readonly Rule[]): UsageError {
  const hint = closest(
    what,
    rules.map(({ id }) => id),
  );
  return new UsageError(
    `There is no rule "${what}", and it is no fingerprint of a finding${hint}\n  See \`iiot-guard rules\`; a fingerprint has 16 hexadecimal digits, of which 6 are enough.`,
  );
}
