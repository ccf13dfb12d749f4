import { closest } from '../evaluate/closest';
import { toFinding } from '../evaluate/evaluate';
import { explain } from '../evaluate/explain';
import { type Finding, fingerprint } from '../evaluate/finding';
import { canJudge } from '../evaluate/judge';
import { settingsUnder } from '../evaluate/settings';
import { type Explained, explainPage, plain } from '../report/explain-page';
import type { Place, Resource } from '../resources/resource';
import { looksAt, type Rule } from '../rule/rule';
import { placesOf } from '../sources/files/places';
import type { ReadFile } from '../sources/files/read-source';
import { settingsText } from './explain-settings';
import { type Judged, judgedSources } from './explain-sources';
import { isProgram, type TargetOptions } from './judge-targets';
import { rulesWith } from './own-rules';
import { UsageError } from './usage-error';

/** The options of `iiot-guard explain`, as commander gives them. */
export type ExplainCommandOptions = Omit<TargetOptions, 'only' | 'skip' | 'unknown'> & {
  readonly trace?: boolean;
};

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
  const given = sources.length === 0 && isProgram('.') ? ['.'] : sources;
  if (rule !== undefined && given.length === 0) {
    const { rulePage } = await import('../report/rule-page.js');
    return `${rulePage(rule)}\nName a program, state or template to see what the rule read there.\n`;
  }
  if (given.length === 0)
    throw new UsageError(
      `${what}: there is no Pulumi program here to look for the finding in.\n  Name the program, state or template that the report was made from.`,
    );
  const judged = await judgedSources(given, { ...options, only: [], skip: [], unknown: 'warn' });
  const { trace = false } = options;
  return rule ? ofRule(rule, judged, trace) : ofFinding(what, judged, trace);
}

function ofFinding(start: string, judged: readonly Judged[], trace: boolean): string {
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
  return explainPage(explained(rule, resource, first.one), trace);
}

function ofRule(rule: Rule, judged: readonly Judged[], trace: boolean): string {
  const all = judged.flatMap((one) =>
    one.report.resources
      .filter((resource) => looksAt(rule, resource.type) && canJudge(rule, resource))
      .map((resource) => explained(rule, resource, one)),
  );
  const isOpen = ({ findings }: Explained) => findings.some(({ outcome }) => outcome !== 'pass');
  const pages = [...all.filter(isOpen), ...all.filter((one) => !isOpen(one))];
  if (pages.length === 0) return `${rule.id} found nothing to look at: none of its types is here.\n`;
  const rest = pages.slice(mostPages).map(({ resource, findings }) => {
    const outcomes = [...new Set(findings.map(({ outcome }) => outcome))].join(', ') || 'does not apply';
    const [finding] = findings;
    return `- ${plain(resource.name)}: ${outcomes}${finding ? ` (${fingerprint(finding)})` : ''}`;
  });
  const shown = pages.slice(0, mostPages).map((page) => explainPage(page, trace));
  const others = rest.length === 0 ? [] : [`# ${rest.length} more\n\n${rest.join('\n')}\n`];
  return [...shown, ...others].join('\n');
}

function explained(rule: Rule, resource: Resource, { report, prepared, stack, file }: Judged): Explained {
  const { options, config } = prepared;
  const usual = settingsUnder(options.profile, config, options.ruleSet)(rule);
  const beside = (report.exemptions ?? []).flatMap(({ rule: { id }, exemption, state }) =>
    id === rule.id && exemption.beside && state !== 'refused' ? [exemption] : [],
  );
  const settings = { ...usual, beside };
  const explanation = explain(rule, resource, stack, settings.options);
  const judgements = settings.level === 'disabled' ? [] : explanation.judgements;
  const now = new Date();
  const findings: readonly Finding[] = judgements.map((judgement) =>
    toFinding(rule, resource, judgement, settings, now),
  );
  return {
    rule,
    resource,
    explanation,
    findings,
    settings: settingsText(rule, prepared, usual),
    placeOf: placesIn(resource, file),
  };
}

/** Where properties stand in a file; a program tells the place of the whole resource only. */
function placesIn(resource: Resource, file: ReadFile | undefined): (property: string) => Place | undefined {
  if (file === undefined || resource.document === undefined) return () => undefined;
  return (property) => [...placesOf([{ resource, property }], file).values()][0];
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
