import pc from 'picocolors';
import type { Rule } from '../rule/rule';
import { version } from '../version';
import { type Entry, entriesOf, freshEntriesOf, grouped, inBaseline } from './entry';
import { fixOf } from './explanation';
import { type Report, type Summary, summarise } from './summary';
import { counted, printable } from './text';
import { wrapped } from './wrap';

/** How the report is written for a person. */
export interface ConsoleOptions {
  readonly colour: boolean;
  /** List passed findings, every resource, and everything that was not evaluated. */
  readonly all?: boolean;
  /** Only what blocks, the counts and the verdict. */
  readonly quiet?: boolean;
  /** The columns of the terminal. Lines are as long as they are where left out. */
  readonly width?: number;
}

/** What a part of the report is written with. */
interface Pen {
  readonly c: ReturnType<typeof pc.createColors>;
  readonly all: boolean;
  /** The lines of a text behind an indentation, and behind what stands before the first of them. */
  readonly lines: (indent: string, text: string, before?: string) => readonly string[];
}

/** The report as text for a terminal, ending in a line break. */
export function consoleReport(report: Report, options: ConsoleOptions): string {
  const { all = false, quiet = false, width = Number.POSITIVE_INFINITY } = options;
  const pen: Pen = {
    c: pc.createColors(options.colour),
    all,
    lines: (indent, text, before = '') => {
      const rest = wrapped(text, Math.max(40, width) - indent.length - before.length);
      return rest.map(
        (line, at) => `${indent}${at === 0 ? pen.c.dim(before) : ' '.repeat(before.length)}${line}`,
      );
    },
  };
  const summary = summarise(report);
  // What the baseline accepts is counted; only --all lists it beside what is new.
  const shown = (all ? entriesOf(report, true) : freshEntriesOf(report)).filter(
    (entry) => !quiet || entry.blocking,
  );
  const sections = [
    ...(quiet ? [] : [heading(report, summary, pen)]),
    ...resources(shown, pen),
    advice(shown, pen),
    ...(quiet
      ? []
      : [fixed(report, pen), notEvaluated(report, pen), unused(report, pen), accepted(report, summary, pen)]),
    counts(summary, pen),
    verdict(summary, report, pen),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function heading(report: Report, summary: Summary, { c, all, lines }: Pen): string {
  const { kind, name, stack } = report.source;
  const ofStack = stack ? `, stack ${c.bold(printable(stack))}` : '';
  const looked = report.applied;
  const idle = report.rules.filter((rule) => !looked.has(rule)).map((rule) => rule.id);
  const byClass = new Map<string, number>();
  for (const rule of report.rules) byClass.set(rule.class, (byClass.get(rule.class) ?? 0) + 1);
  const classes = [...byClass].map(([name, n]) => `${name} ${n}`).join(', ');
  const rules = `${report.rules.length} ran (profile ${report.profile}), ${looked.size} found something to look at: ${classes}`;
  return [
    `${c.bold('iiot-guard')} ${version}`,
    `Read   ${kind} of ${c.bold(printable(name))}${ofStack}: ${counted(summary.resources, 'resource')}`,
    ...lines('', rules, 'Rules  '),
    // With every pass listed below, these are the rest of the rules that ran.
    ...(all && idle.length > 0 ? lines('       ', `nothing to look at for: ${idle.join(', ')}`) : []),
    ...(report.change ? lines('', sinceOf(report.change), 'Since  ') : []),
  ].join('\n');
}

/** `report.json: 2 new, 1 fixed, 7 unchanged`. */
export function sinceOf(change: NonNullable<Report['change']>): string {
  const { against, fixed, unchanged } = change;
  return `${printable(against)}: ${change.new.size} new, ${fixed.length} fixed, ${unchanged} unchanged`;
}

/** How many resources, and findings of one of them, are worth reading in a row. */
const manyResources = 100;
const manyFindings = 50;

/** A section for each resource, that with the gravest finding first. */
function resources(entries: readonly Entry[], pen: Pen): readonly string[] {
  const groups = grouped(entries, ({ urn }) => urn);
  const listed = pen.all ? groups : groups.slice(0, manyResources);
  const others = groups.slice(listed.length);
  const findings = others.reduce((sum, group) => sum + group.length, 0);
  return [
    ...listed.map((group) => section(group, pen)),
    ...(others.length === 0
      ? []
      : [
          pen.c.dim(
            `and ${counted(findings, 'finding')} of ${others.length} more resources; --all lists them, --format html=report.html shows all in a page`,
          ),
        ]),
  ];
}

const placeText = ({ place }: Entry): string => (place ? `${printable(place.file)}:${place.line}` : '');

function section(entries: readonly [Entry, ...Entry[]], pen: Pen): string {
  const { c, all } = pen;
  const [first] = entries;
  const place = placeText(first);
  const listed = all ? entries : entries.slice(0, manyFindings);
  const others = entries.length - listed.length;
  return [
    `${c.bold(printable(first.name))}  ${place ? c.cyan(place) : c.dim(printable(first.urn))}  ${c.dim(printable(first.type))}`,
    ...listed.flatMap((entry) => told(entry, place, pen)),
    ...(others > 0 ? [c.dim(`  and ${others} more of this resource; --all lists them`)] : []),
  ].join('\n');
}

const words = { fail: 'FAIL', error: 'ERROR', unknown: 'UNKNOWN', exempt: 'EXEMPT', pass: 'PASS' } as const;

function told(entry: Entry, placeOfResource: string, { c, lines }: Pen): readonly string[] {
  const { rule, outcome, exemption } = entry;
  const paint = entry.blocking ? c.red : outcome === 'pass' ? c.green : c.yellow;
  const place = placeText(entry);
  const accepted = inBaseline(entry);
  const marks = [
    `${rule.severity}, ${entry.level}`,
    ...(entry.change === 'new' ? [c.bold('new')] : []),
    ...(place !== placeOfResource ? [c.cyan(place)] : []),
  ];
  return [
    `  ${paint(c.bold(words[outcome]))}  ${c.bold(rule.id)}  ${marks.join('  ')}`,
    ...(outcome === 'pass' ? [] : lines('    ', printable(entry.message, 1000))),
    ...(accepted === undefined ? [] : lines('    ', accepted)),
    ...(outcome === 'exempt' && exemption
      ? lines(
          '    ',
          `Exempt until ${printable(exemption.expires)} (${printable(exemption.owner)}): ${printable(exemption.reason, 1000)}`,
        )
      : []),
  ];
}

/** Why and how to fix, once for each rule that fails above. */
function advice(entries: readonly Entry[], { c, lines }: Pen): string {
  const failed = grouped(
    entries.filter(({ outcome }) => outcome === 'fail'),
    ({ rule }) => rule.id,
  );
  if (failed.length === 0) return '';
  const about = (rule: Rule, fix: string): readonly string[] => [
    `  ${c.bold(rule.id)}`,
    ...lines('    ', `${rule.title}.`),
    ...lines('    ', rule.why, 'Why  '),
    ...lines('    ', fix, 'Fix  '),
    ...rule.links.slice(0, 1).map((link) => `    ${c.dim('See')}  ${printable(link)}`),
  ];
  return [c.bold('What to do'), ...failed.flatMap(([{ rule, finding }]) => about(rule, fixOf(finding)))].join(
    '\n',
  );
}

function fixed({ change }: Report, { c, all }: Pen): string {
  if (change === undefined || change.fixed.length === 0) return '';
  const listed = all ? change.fixed : change.fixed.slice(0, manyFindings);
  const others = change.fixed.length - listed.length;
  return [
    `${c.bold(`Fixed since ${printable(change.against)}`)} (${change.fixed.length})`,
    ...listed.map(({ rule, resource, property }) => {
      const at = property === '' ? '' : `  ${c.dim(printable(property))}`;
      return `  ${printable(rule)}  ${printable(resource)}${at}`;
    }),
    ...(others > 0 ? [c.dim(`  and ${others} more; --all lists them`)] : []),
  ].join('\n');
}

/** The start of the reason that `withoutRules` gives; one line takes all such types. */
const withoutRule = 'no rule looks at ';

function notEvaluated(report: Report, { c, all }: Pen): string {
  if (report.notEvaluated.length === 0) return '';
  const byReason = new Map<string, string[]>();
  for (const { resource, why } of report.notEvaluated) {
    const names = byReason.get(why);
    if (names) names.push(resource);
    else byReason.set(why, [resource]);
  }
  const types = [...byReason].filter(([why]) => why.startsWith(withoutRule));
  const others = [...byReason].filter(([why]) => all || !why.startsWith(withoutRule));
  const lines = others.map(([why, resources]) => {
    const shown = all ? resources : resources.slice(0, 4);
    const names = shown.map((resource) => printable(nameIn(resource)));
    const more = resources.length > shown.length ? ` and ${resources.length - shown.length} more` : '';
    return `  ${printable(why)}: ${c.dim(`${names.join(', ')}${more}`)}`;
  });
  if (!all && types.length > 0) {
    const named = types.map(
      ([why, { length }]) => `${printable(why.slice(withoutRule.length))}${length > 1 ? ` (${length})` : ''}`,
    );
    lines.push(`  no rule looks at these types: ${c.dim(named.sort().join(', '))}`);
  }
  return [`${c.bold('Not evaluated')} (${report.notEvaluated.length})`, ...lines].join('\n');
}

/** The last part of a URN; anything else as it is. */
function nameIn(resource: string): string {
  const at = resource.lastIndexOf('::');
  return at < 0 ? resource : resource.slice(at + 2);
}

/** Those that no finding tells of, because the rule about them did not run. */
function unused({ unusedExemptions, findings }: Report, { c }: Pen): string {
  const told = new Set(findings.map(({ exemption }) => exemption));
  const lines = unusedExemptions
    .filter(({ exemption }) => !told.has(exemption))
    .map(
      ({ rule, exemption }) =>
        `  ${rule.id}: ${printable(exemption.resource)} (${printable(exemption.owner)}, until ${printable(exemption.expires)}); remove it`,
    );
  if (lines.length === 0) return '';
  return [`${c.bold('Exemptions that nothing needed')} (${lines.length})`, ...lines].join('\n');
}

function accepted({ baseline, findings }: Report, summary: Summary, { c }: Pen): string {
  if (!baseline || !summary.baseline) return '';
  const ids = [...new Set(findings.flatMap((finding) => (finding.accepted ? finding.rule.id : [])))].sort();
  const shown = ids.length > 8 ? [...ids.slice(0, 8), `${ids.length - 8} more rules`] : ids;
  return `${c.bold('Accepted by the baseline')} (${summary.baseline}) ${printable(baseline.file)}: ${c.dim(shown.join(', '))}; --all lists them`;
}

function counts(s: Summary, { c }: Pen): string {
  const parts = [
    `${s.pass} passed`,
    `${s.fail} failed`,
    `${s.unknown} unknown`,
    `${s.exempt} exempt`,
    `${s.error} errors`,
  ];
  return `${c.bold('Outcome')}  ${parts.join(', ')}; ${s.notEvaluated} not evaluated; ${s.blocking} blocking`;
}

function verdict(summary: Summary, report: Report, { c }: Pen): string {
  const { accepted, text, note } = verdictOf(summary, report);
  return accepted ? c.green(c.bold(text)) + (note ? ` ${note}` : '') : c.red(c.bold(text));
}

/** Whether the stack may be deployed, in one sentence, and what else is worth a look. */
export function verdictOf(
  summary: Summary,
  report: Report,
): { readonly accepted: boolean; readonly text: string; readonly note: string } {
  const name = printable(report.source.name);
  const fresh = report.gate.only ? 'new ' : '';
  if (summary.blocking > 0) {
    const n = counted(summary.blocking, `${fresh}finding`);
    return {
      accepted: false,
      text: `Rejected: ${n} must be fixed or exempted before ${name} may be deployed.`,
      note: '',
    };
  }
  const rest = summary.fail + summary.error + summary.unknown - (summary.baseline ?? 0);
  const text = `Accepted: nothing ${fresh}in ${name} breaks a rule that blocks.`;
  const note = `${counted(rest, 'finding')} above deserve${rest === 1 ? 's' : ''} a look.`;
  return { accepted: true, text, note: rest > 0 ? note : '' };
}
