import { createHash } from 'node:crypto';
import { controlsOf, threatsOf } from '../rule/topic-facts';
import { version } from '../version';
import { sinceOf, verdictOf } from './console';
import { type Entry, entriesOf, grouped, inBaseline } from './entry';
import { fixOf } from './explanation';
import { script, style } from './html-assets';
import { type Report, type Summary, summarise } from './summary';
import { counted, marked, pageOf, printable } from './text';

/** A text of others, made harmless. */
const text = (value: string, length?: number): string => marked(printable(value, length));

/** The same with what stands between backticks as code. */
const coded = (value: string): string => text(value, 1000).replace(/`([^`]+)`/g, '<code>$1</code>');

const hash = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/** Nothing is loaded, and nothing runs or styles but what we wrote. */
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;

/** The report as one HTML page that needs nothing beside itself. */
export function htmlReport(report: Report, all = false): string {
  const summary = summarise(report);
  const groups = grouped(
    entriesOf(report, all),
    ({ rule, outcome, blocking, change }) => `${rule.id} ${outcome} ${blocking} ${change}`,
  );
  const { name, stack } = report.source;
  const title = `${text(name)}${stack ? `, stack ${text(stack)}` : ''}`;
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>iiot-guard: ${title}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#findings">Skip to the findings</a>',
    head(report, summary, title),
    filters(groups, report),
    '<main id="findings" tabindex="-1">',
    ...(groups.length === 0 ? ['<p>Nothing to report.</p>'] : groups.map(section)),
    fixed(report),
    notEvaluated(report),
    unused(report),
    '</main>',
    `<footer><p class="dim">iiot-guard ${version}</p></footer>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function head(report: Report, summary: Summary, title: string): string {
  const verdict = verdictOf(summary, report);
  const counts: readonly (readonly [string, number])[] = [
    ['Blocking', summary.blocking],
    ['Failed', summary.fail],
    ['Unknown', summary.unknown],
    ['Exempt', summary.exempt],
    ['Errors', summary.error],
    ['Passed', summary.pass],
    ['Not evaluated', summary.notEvaluated],
    ...(summary.baseline === undefined ? [] : [['In the baseline', summary.baseline] as const]),
  ];
  const since = report.change ? `<p>Since ${marked(sinceOf(report.change))}</p>` : '';
  return `<header>
<h1>${title}</h1>
<p class="verdict ${verdict.accepted ? 'accepted' : 'rejected'}">${marked(verdict.text)}</p>
<p class="dim">Read: ${report.source.kind}, ${counted(summary.resources, 'resource')}; ${report.rules.length} rules ran (profile ${marked(report.profile)}), ${report.applied.size} found something to look at.</p>
${since}<dl>${counts.map(([name, n]) => `<div><dt>${name}</dt><dd>${n}</dd></div>`).join('')}</dl>
</header>`;
}

type Group = readonly [Entry, ...Entry[]];

function filters(groups: readonly Group[], report: Report): string {
  const values = (of: (entry: Entry) => string) => [...new Set(groups.map(([entry]) => of(entry)))].sort();
  const select = (name: string, label: string, options: readonly string[]) =>
    `<div><label for="f-${name}">${label}</label><select id="f-${name}" name="${name}"><option value="">all</option>${options.map((option) => `<option>${option}</option>`).join('')}</select></div>`;
  return [
    '<form hidden role="search" aria-label="Findings">',
    '<div><label for="f-text">Search</label><input id="f-text" name="text" type="search" autocomplete="off"></div>',
    select('outcome', 'Outcome', ['blocking', ...values(({ outcome }) => outcome)]),
    select(
      'severity',
      'Severity',
      values(({ rule }) => rule.severity),
    ),
    select(
      'class',
      'Class',
      values(({ rule }) => rule.class),
    ),
    ...(report.change ? [select('change', 'Change', ['new', 'unchanged'])] : []),
    '<div><input type="reset" value="Clear"></div>',
    `<output for="f-text" aria-live="polite">${counted(
      groups.reduce((sum, group) => sum + group.length, 0),
      'finding',
    )} shown</output>`,
    '</form>',
  ].join('\n');
}

function section(group: Group): string {
  const [{ rule, outcome, blocking, change, level, finding }] = group;
  const marks = [
    `<span class="outcome">${outcome.toUpperCase()}</span>`,
    ...(change === 'new' ? ['<strong>new</strong>'] : []),
    rule.severity,
    level,
    ...(blocking ? ['blocks'] : []),
    rule.class,
    counted(group.length, 'finding'),
  ];
  const data = {
    rule: rule.id,
    severity: rule.severity,
    outcome,
    class: rule.class,
    blocking,
    change: change ?? '',
  };
  const attributes = Object.entries(data)
    .map(([name, value]) => ` data-${name}="${marked(String(value))}"`)
    .join('');
  const id = `r-${[rule.id, outcome, blocking ? 'blocks' : 'open', change ?? 'now'].join('-')}`;
  return `<section class="${outcome}${blocking ? ' blocks' : ''}"${attributes} aria-labelledby="${marked(id)}">
<div><h2 id="${marked(id)}">${marked(rule.title)} <code>${marked(rule.id)}</code></h2>
<p class="badges">${marks.join(' · ')}</p></div>
${outcome === 'fail' ? advice(group[0], fixOf(finding)) : ''}<ul>
${group.map(place).join('\n')}
</ul>
</section>`;
}

function advice({ rule }: Entry, fix: string): string {
  const page = pageOf(rule.links[0]);
  const link = page ? `<p><a href="${marked(page)}" rel="noreferrer">Documentation</a></p>` : '';
  return `<details><summary>Why, and how to fix it</summary>
<p>${coded(rule.why)}</p><p><strong>Fix.</strong> ${coded(fix)}</p>${link}
<p class="dim">Controls: ${marked(controlsOf(rule).join(', '))}. Threats: ${marked(threatsOf(rule).join(', '))}.</p>
</details>
`;
}

function place(entry: Entry): string {
  const { outcome, exemption, place, type, urn } = entry;
  const at = place
    ? ` <code>${text(place.file)}:${place.line}</code>`
    : ` <span class="urn">${text(urn)}</span>`;
  const message = outcome === 'pass' ? '' : `<p>${coded(entry.message)}</p>`;
  const until =
    outcome === 'exempt' && exemption
      ? `<p>Exempt until ${text(exemption.expires)} (${text(exemption.owner)}): ${text(exemption.reason, 1000)}</p>`
      : '';
  const since = inBaseline(entry);
  const known = since === undefined ? '' : `<p>${marked(since)}</p>`;
  return `<li><p><strong>${text(entry.name)}</strong>${at} <span class="dim">${text(type)}</span></p>${message}${until}${known}</li>`;
}

/** A list that opens on demand; nothing where it is empty. */
function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<details><summary>${title} (${items.length})</summary><ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul></details>`;
}

const fixed = ({ change }: Report): string =>
  list(
    'Fixed since then',
    (change?.fixed ?? []).map(
      ({ rule, resource, property }) =>
        `<code>${text(rule)}</code> ${text(resource)} <code>${text(property)}</code>`,
    ),
  );

const notEvaluated = (report: Report): string =>
  list(
    'Not evaluated',
    report.notEvaluated.map(
      ({ resource, why }) => `<span class="urn">${text(resource)}</span>: ${text(why)}`,
    ),
  );

const unused = ({ unusedExemptions }: Report): string =>
  list(
    'Exemptions that nothing needed',
    unusedExemptions.map(
      ({ rule, exemption }) =>
        `<code>${text(rule.id)}</code> for ${text(exemption.resource)} (${text(exemption.owner)}, until ${text(exemption.expires)}); remove it`,
    ),
  );
