import { type Entry, entriesOf, grouped } from './entry';
import { fixOf } from './explanation';
import type { Report } from './summary';
import { marked, printable } from './text';

/**
 * The report as JUnit XML: a suite for each rule, a case for each resource that it looked at. What blocks is a failure, so
 * that the tests are red exactly where the exit code is 1; what only deserves a look, is unknown or exempt is skipped, with its text.
 */
export function junitReport(report: Report): string {
  const suites = grouped(entriesOf(report, true), ({ rule }) => rule.id)
    .map((entries) => suite(entries, report))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const sum = (count: 'tests' | 'failures' | 'errors') => suites.reduce((all, one) => all + one[count], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'iiot-guard', tests: sum('tests'), failures: sum('failures'), errors: sum('errors') })}>`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly text: string;
}

function suite(entries: readonly [Entry, ...Entry[]], report: Report): Suite {
  const [{ rule }] = entries;
  const names = new Map<string, number>();
  const cases = grouped(entries, ({ urn }) => urn).map((group) => ({ group, kind: kindOf(group) }));
  const count = (wanted: Kind) => cases.filter(({ kind }) => kind === wanted).length;
  const numbers = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const head = attributes({ name: rule.id, ...numbers, skipped: count('skipped'), package: rule.class });
  const texts = cases.map(({ group, kind }) => {
    const name = `${printable(group[0].name)} (${printable(group[0].type)})`;
    const same = (names.get(name) ?? 0) + 1;
    names.set(name, same);
    const attribute = attributes({
      name: same > 1 ? `${name} #${same}` : name,
      classname: `${sourceOf(report)}.${rule.id}`,
    });
    if (kind === undefined) return `    <testcase${attribute}/>`;
    const element = attributes({ type: `${rule.severity}, ${group[0].level}`, message: messageOf(group) });
    return `    <testcase${attribute}>\n      <${kind}${element}>${marked(detail(group))}</${kind}>\n    </testcase>`;
  });
  return { name: rule.id, ...numbers, text: `  <testsuite${head}>\n${texts.join('\n')}\n  </testsuite>` };
}

type Kind = 'failure' | 'error' | 'skipped' | undefined;

function kindOf(entries: readonly Entry[]): Kind {
  if (entries.some(({ blocking, outcome }) => blocking && outcome !== 'error')) return 'failure';
  if (entries.some(({ blocking }) => blocking)) return 'error';
  return entries.some(({ outcome }) => outcome !== 'pass') ? 'skipped' : undefined;
}

const sourceOf = ({ source }: Report): string => printable(source.stack ?? source.name).replaceAll('.', '-');

/** What is wrong, in one line. */
function messageOf(entries: readonly [Entry, ...Entry[]]): string {
  const [{ outcome, message }] = entries;
  const more = entries.length > 1 ? ` (and ${entries.length - 1} more)` : '';
  return `${outcome === 'fail' ? '' : `${outcome}: `}${printable(message, 1000)}${more}`;
}

function detail(entries: readonly [Entry, ...Entry[]]): string {
  const [first] = entries;
  const lines = entries.flatMap(({ outcome, message, place, exemption, change }) => [
    `${outcome}${change === 'new' ? ', new' : ''}: ${printable(message, 1000)}`,
    ...(place ? [`At ${printable(place.file)}:${place.line}`] : []),
    ...(outcome === 'exempt' && exemption
      ? [
          `Exempt until ${printable(exemption.expires)} (${printable(exemption.owner)}): ${printable(exemption.reason, 1000)}`,
        ]
      : []),
  ]);
  const fails = entries.some(({ outcome }) => outcome === 'fail');
  return [
    ...lines,
    `URN: ${printable(first.urn, 1000)}`,
    ...(fails ? [`Why: ${first.rule.why}`, `Fix: ${fixOf(first.finding)}`] : []),
  ].join('\n');
}

const attributes = (values: { readonly [name: string]: string | number }): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${marked(String(value))}"`)
    .join('');
