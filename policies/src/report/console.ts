import pc from 'picocolors';
import { type Finding, placeOf } from '../evaluate/finding';
import type { Rule } from '../rule/rule';
import { version } from '../version';
import { fixOf } from './explanation';
import { isBlocking, type Report, type Summary, shownFindings, summarise } from './summary';

type Colours = ReturnType<typeof pc.createColors>;

/** How the report is written for a person. */
export interface ConsoleOptions {
  readonly colour: boolean;
  /** List passed findings and every resource that was not evaluated. */
  readonly all?: boolean;
  /** Only what blocks, the counts and the verdict. */
  readonly quiet?: boolean;
}

/** The report as text for a terminal, ending in a line break. */
export function consoleReport(report: Report, options: ConsoleOptions): string {
  const colours = pc.createColors(options.colour);
  const summary = summarise(report);
  const findings = shownFindings(report, options.all ?? false);
  // What the baseline accepts is counted; only --all lists it beside what is new.
  const fresh = options.all ? findings : findings.filter(({ accepted }) => accepted === undefined);
  const shown = options.quiet ? fresh.filter((finding) => isBlocking(finding, report.gate)) : fresh;
  const sections = [
    options.quiet ? '' : heading(report, summary, options.all ?? false, colours),
    ...groups(shown).map((group) => section(group, report, options.all ?? false, colours)),
    options.quiet ? '' : notEvaluated(report, options.all ?? false, colours),
    options.quiet ? '' : unused(report, colours),
    options.quiet ? '' : accepted(report, summary, colours),
    counts(summary, colours),
    verdict(summary, report, colours),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** `1 resource`, `2 resources`. */
const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

function heading(report: Report, summary: Summary, all: boolean, c: Colours): string {
  const stack = report.source.stack ? `, stack ${c.bold(report.source.stack)}` : '';
  const looked = report.applied;
  const idle = report.rules.filter((rule) => !looked.has(rule)).map((rule) => rule.id);
  const byClass = new Map<string, number>();
  for (const rule of report.rules) byClass.set(rule.class, (byClass.get(rule.class) ?? 0) + 1);
  return [
    `${c.bold('iiot-guard')} ${version}`,
    `Read   ${report.source.kind} of ${c.bold(report.source.name)}${stack}: ${counted(summary.resources, 'resource')}`,
    `Rules  ${report.rules.length} ran (profile ${report.profile}), ${looked.size} found something to look at: ${[...byClass].map(([name, n]) => `${name} ${n}`).join(', ')}`,
    // With every pass listed below, these are the rest of the rules that ran.
    ...(all && idle.length > 0 ? [`       nothing to look at for: ${c.dim(idle.join(', '))}`] : []),
  ].join('\n');
}

/** Findings of one rule and one outcome belong together: why and fix are then said once. */
function groups(findings: readonly Finding[]): readonly Group[] {
  const byRule = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = `${finding.rule.id} ${finding.outcome}`;
    const group = byRule.get(key);
    if (group) group.push(finding);
    else byRule.set(key, [finding]);
  }
  return [...byRule.values()];
}

type Group = readonly [Finding, ...Finding[]];

const words = { fail: 'FAIL', error: 'ERROR', unknown: 'UNKNOWN', exempt: 'EXEMPT', pass: 'PASS' } as const;

/** How many findings of one rule are worth reading in a row. */
const manyPlaces = 50;

function section(findings: Group, report: Report, all: boolean, c: Colours): string {
  const [first] = findings;
  const { rule, outcome } = first;
  const blocks = findings.some((finding) => isBlocking(finding, report.gate));
  const paint = blocks ? c.red : outcome === 'pass' ? c.green : c.yellow;
  const mark = `${paint(c.bold(words[outcome]))}  ${c.bold(rule.id)}  ${rule.severity}, ${first.level}`;
  const listed = all ? findings : findings.slice(0, manyPlaces);
  const lines = [mark, `  ${rule.title}.`, ...listed.flatMap((finding) => where(finding, c))];
  const others = findings.length - listed.length;
  if (others > 0) lines.push(c.dim(`  and ${others} more of this rule; --all lists them`));
  if (outcome === 'fail') lines.push(...advice(rule, first, c));
  return lines.join('\n');
}

function where(finding: Finding, c: Colours): readonly string[] {
  const { resource, exemption } = finding;
  const at = placeOf(finding);
  const place = at ? c.cyan(`${at.file}:${at.line}`) : c.dim(resource.urn);
  const lines = [`  ${c.bold(resource.name)}  ${place}  ${c.dim(resource.type)}`];
  if (finding.outcome !== 'pass') lines.push(`    ${finding.message}`);
  if (finding.accepted) {
    lines.push(`    In the baseline since ${finding.accepted.accepted} (${finding.accepted.by})`);
  }
  if (finding.outcome === 'exempt' && exemption) {
    lines.push(`    Exempt until ${exemption.expires} (${exemption.owner}): ${exemption.reason}`);
  }
  return lines;
}

function advice(rule: Rule, finding: Finding, c: Colours): readonly string[] {
  const link = rule.links[0];
  return [
    `  ${c.dim('Why')}  ${rule.why}`,
    `  ${c.dim('Fix')}  ${fixOf(finding)}`,
    ...(link ? [`  ${c.dim('See')}  ${link}`] : []),
  ];
}

/** The start of the reason that `withoutRules` gives; one line takes all such types. */
const withoutRule = 'no rule looks at ';

function notEvaluated(report: Report, all: boolean, c: Colours): string {
  if (report.notEvaluated.length === 0) return '';
  const byReason = new Map<string, string[]>();
  for (const { resource, why } of report.notEvaluated)
    byReason.set(why, [...(byReason.get(why) ?? []), resource]);
  const types = [...byReason].filter(([why]) => why.startsWith(withoutRule));
  const others = [...byReason].filter(([why]) => all || !why.startsWith(withoutRule));
  const lines = others.map(([why, resources]) => {
    const names = resources.map((resource) => resource.replace(/^.*::/s, ''));
    const shown = all ? names : names.slice(0, 4);
    const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
    return `  ${why}: ${c.dim(`${shown.join(', ')}${more}`)}`;
  });
  if (!all && types.length > 0) {
    const named = types.map(
      ([why, { length }]) => `${why.slice(withoutRule.length)}${length > 1 ? ` (${length})` : ''}`,
    );
    lines.push(`  no rule looks at these types: ${c.dim(named.sort().join(', '))}`);
  }
  return [`${c.bold('Not evaluated')} (${report.notEvaluated.length})`, ...lines].join('\n');
}

/** Those that no finding tells of, because the rule about them did not run. */
function unused({ unusedExemptions, findings }: Report, c: Colours): string {
  const told = new Set(findings.map(({ exemption }) => exemption));
  const lines = unusedExemptions
    .filter(({ exemption }) => !told.has(exemption))
    .map(
      ({ rule, exemption }) =>
        `  ${rule.id}: ${exemption.resource} (${exemption.owner}, until ${exemption.expires}); remove it`,
    );
  if (lines.length === 0) return '';
  return [`${c.bold('Exemptions that nothing needed')} (${lines.length})`, ...lines].join('\n');
}

function accepted({ baseline, findings }: Report, summary: Summary, c: Colours): string {
  if (!baseline || !summary.baseline) return '';
  const ids = [...new Set(findings.flatMap((finding) => (finding.accepted ? finding.rule.id : [])))].sort();
  const shown = ids.length > 8 ? [...ids.slice(0, 8), `${ids.length - 8} more rules`] : ids;
  return `${c.bold('Accepted by the baseline')} (${summary.baseline}) ${baseline.file}: ${c.dim(shown.join(', '))}; --all lists them`;
}

function counts(s: Summary, c: Colours): string {
  const parts = [
    `${s.pass} passed`,
    `${s.fail} failed`,
    `${s.unknown} unknown`,
    `${s.exempt} exempt`,
    `${s.error} errors`,
  ];
  return `${c.bold('Outcome')}  ${parts.join(', ')}; ${s.notEvaluated} not evaluated; ${s.blocking} blocking`;
}

function verdict(summary: Summary, report: Report, c: Colours): string {
  const { name } = report.source;
  if (summary.blocking > 0) {
    const n = counted(summary.blocking, 'finding');
    return c.red(c.bold(`Rejected: ${n} must be fixed or exempted before ${name} may be deployed.`));
  }
  const rest = summary.fail + summary.error + summary.unknown - (summary.baseline ?? 0);
  const note =
    rest > 0 ? ` ${rest} finding${rest === 1 ? '' : 's'} above deserve${rest === 1 ? 's' : ''} a look.` : '';
  return c.green(c.bold(`Accepted: nothing in ${name} breaks a rule that blocks.`)) + note;
}
