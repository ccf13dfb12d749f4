import { sinceOf, verdictOf } from './console';
import { type Entry, freshEntriesOf, grouped, isOpen } from './entry';
import { fixOf } from './explanation';
import { type Report, type Summary, summarise } from './summary';
import { counted, marked, pageOf, printable } from './text';

/** The longest comment that GitHub takes, and the longest summary of a job, in bytes. */
export const longestComment = 65_536;
export const longestSummary = 1_048_576;

/** How many resources of one rule are worth reading in a comment. */
const manyPlaces = 20;

/** Room for what is said when not all findings could be. */
const reserve = 400;

/**
 * The report as Markdown for a comment on a pull request: new findings first, details folded, and shortened with a count so
 * that it fits `limit` bytes.
 */
export function markdownReport(report: Report, limit = longestComment): string {
  const summary = summarise(report);
  const entries = freshEntriesOf(report);
  const lead = entries.filter((entry) => isOpen(entry) && isLead(entry, report));
  const rest = entries.filter((entry) => isOpen(entry) && !isLead(entry, report));
  const exempt = entries.filter(({ outcome }) => outcome === 'exempt');
  const leadTitle = report.change ? 'New findings' : 'What blocks';
  const restTitle = report.change ? 'Known findings' : 'Worth a look';
  const parts: readonly Part[] = [
    ...section(leadTitle, lead, leading),
    ...fixed(report),
    ...section(restTitle, rest, folded),
    ...section('Exempt', exempt, folded),
    ...notEvaluated(report),
    ...unused(report),
  ];
  return fitted(head(report, summary), parts, limit);
}

/** A piece of text that is shown whole or not at all, and how many findings it speaks of. */
interface Part {
  readonly text: string;
  readonly findings: number;
}

function fitted(start: string, parts: readonly Part[], limit: number): string {
  let text = start;
  let used = Buffer.byteLength(start);
  for (const [index, part] of parts.entries()) {
    const size = Buffer.byteLength(part.text) + 2;
    if (used + size > limit - reserve) {
      const left = parts.slice(index).reduce((sum, { findings }) => sum + findings, 0);
      const what = left > 0 ? `${counted(left, 'more finding')} and what follows them` : 'The rest';
      return `${text}\n\n**${what} did not fit here.** The report in another format has everything: \`--format html=report.html\`.\n`;
    }
    text += `\n\n${part.text}`;
    used += size;
  }
  return `${text}\n`;
}

const isLead = (entry: Entry, { change }: Report): boolean =>
  change ? entry.change === 'new' : entry.blocking;

function head(report: Report, summary: Summary): string {
  const { name, stack } = report.source;
  const { accepted, text } = verdictOf(summary, report);
  const key = `${name}/${stack ?? ''}`.replace(/[^a-z0-9/]+/gi, '-').slice(0, 100);
  return [
    // Lets a workflow find its own comment again, to change it.
    `<!-- iiot-guard report ${key} -->`,
    `## iiot-guard: ${accepted ? 'accepted' : 'rejected'}`,
    '',
    `${inline(text)} Read: ${report.source.kind} of ${code(name)}${stack ? `, stack ${code(stack)}` : ''}, ${counted(summary.resources, 'resource')}.`,
    '',
    '| Blocking | Failed | Unknown | Exempt | Errors | Passed | Not evaluated |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    `| **${summary.blocking}** | ${summary.fail} | ${summary.unknown} | ${summary.exempt} | ${summary.error} | ${summary.pass} | ${summary.notEvaluated} |`,
    ...(report.change ? ['', `Since ${inline(sinceOf(report.change))}.`] : []),
  ].join('\n');
}

type Group = readonly [Entry, ...Entry[]];

function section(title: string, entries: readonly Entry[], write: (group: Group) => string): readonly Part[] {
  return grouped(entries, ({ rule, outcome, blocking }) => `${rule.id} ${outcome} ${blocking}`).map(
    (group, index) => ({
      text: index === 0 ? `### ${title} (${entries.length})\n\n${write(group)}` : write(group),
      findings: group.length,
    }),
  );
}

/** Places for all to see, reasons folded. */
function leading(group: Group): string {
  const [{ rule }] = group;
  const about = advice(group);
  return [
    `**${inline(rule.title)}** (${code(rule.id)}, ${kindOf(group)})`,
    '',
    ...places(group),
    ...(about.length === 0
      ? []
      : ['', '<details><summary>Why, and how to fix it</summary>', '', ...about, '', '</details>']),
  ].join('\n');
}

/** All of it folded. */
function folded(group: Group): string {
  const [{ rule }] = group;
  const about = advice(group);
  return [
    `<details><summary><code>${rule.id}</code> ${marked(rule.title)} (${kindOf(group)}, ${counted(group.length, 'finding')})</summary>`,
    '',
    ...places(group),
    ...(about.length === 0 ? [] : ['', ...about]),
    '',
    '</details>',
  ].join('\n');
}

function kindOf([{ rule, outcome, blocking }]: Group): string {
  return `${rule.severity}${outcome === 'fail' ? '' : `, ${outcome}`}${blocking ? ', blocks' : ''}`;
}

function places(group: Group): readonly string[] {
  const lines = group.slice(0, manyPlaces).map((entry) => {
    const { exemption, outcome, place } = entry;
    const at = place ? ` at ${code(`${place.file}:${place.line}`)}` : '';
    const until =
      outcome === 'exempt' && exemption
        ? ` Exempt until ${inline(exemption.expires)} (${inline(exemption.owner)}): ${inline(exemption.reason)}`
        : '';
    return `- Resource ${code(entry.name)}${at}: ${inline(entry.message)}${until}`;
  });
  const others = group.length - lines.length;
  return others > 0 ? [...lines, `- and ${others} more of this rule`] : lines;
}

function advice([{ rule, outcome, finding }]: Group): readonly string[] {
  if (outcome !== 'fail') return [];
  const page = pageOf(rule.links[0]);
  return [
    `**Why.** ${inline(rule.why)}`,
    '',
    `**Fix.** ${inline(fixOf(finding))}`,
    ...(page ? ['', `[Documentation](${page})`] : []),
  ];
}

function fixed({ change }: Report): readonly Part[] {
  if (change === undefined || change.fixed.length === 0) return [];
  const lines = change.fixed
    .slice(0, manyPlaces)
    .map(({ rule, resource }) => `- ${code(rule)} on ${code(resource)}`);
  const others = change.fixed.length - lines.length;
  const title = `<details><summary>Fixed (${change.fixed.length})</summary>`;
  return [
    {
      text: [title, '', ...lines, ...(others > 0 ? [`- and ${others} more`] : []), '', '</details>'].join(
        '\n',
      ),
      findings: 0,
    },
  ];
}

function notEvaluated(report: Report): readonly Part[] {
  const byReason = new Map<string, string[]>();
  for (const { resource, why } of report.notEvaluated) {
    const names = byReason.get(why);
    if (names) names.push(resource);
    else byReason.set(why, [resource]);
  }
  if (byReason.size === 0) return [];
  const lines = [...byReason].slice(0, manyPlaces).map(([why, names]) => {
    const shown = names
      .slice(0, 4)
      .map((name) => code(name.slice(name.lastIndexOf('::') + (name.includes('::') ? 2 : 1))));
    return `- Because ${inline(why)}: ${shown.join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`;
  });
  const others = byReason.size - lines.length;
  const title = `<details><summary>Not evaluated (${report.notEvaluated.length})</summary>`;
  return [
    {
      text: [
        title,
        '',
        ...lines,
        ...(others > 0 ? [`- and ${counted(others, 'more reason')}`] : []),
        '',
        '</details>',
      ].join('\n'),
      findings: 0,
    },
  ];
}

function unused({ unusedExemptions }: Report): readonly Part[] {
  if (unusedExemptions.length === 0) return [];
  const lines = unusedExemptions
    .slice(0, manyPlaces)
    .map(
      ({ rule, exemption }) =>
        `- ${code(rule.id)} for ${code(exemption.resource)}, of ${code(exemption.owner)}: remove it`,
    );
  const title = `<details><summary>Exemptions that nothing needed (${unusedExemptions.length})</summary>`;
  return [{ text: [title, '', ...lines, '', '</details>'].join('\n'), findings: 0 }];
}

/** A text as code, whatever it holds: nothing in it is a link, a mention, HTML or the end of a cell. */
function code(text: string): string {
  const safe = printable(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || safe === '' || safe.trim() === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** Letters and marks that mean nothing in Markdown. */
const prose = /^[\p{L}\p{M}\p{N} .,;:'"()/%+=?!–—-]*$/u;
/** What is taken for a link without being marked as one. */
const link = /:\/\/|www\.|mailto:/i;

/** A sentence of ours with names between backticks; anything else in it makes all of it code. */
function inline(text: string): string {
  const safe = printable(text, 1000);
  const parts = safe.split('`');
  const words = parts.filter((_, index) => index % 2 === 0);
  // A run of several would open code of another kind.
  const isOurs =
    !safe.includes('``') &&
    parts.length % 2 === 1 &&
    words.every((part) => prose.test(part) && !link.test(part));
  return isOurs ? safe : code(text);
}
