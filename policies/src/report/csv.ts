import { controlsOf, threatsOf } from '../rule/topic-facts';
import { type Entry, entriesOf, printOf } from './entry';
import { fixOf } from './explanation';
import type { Report } from './summary';
import { csvCell, printable } from './text';

const columns: readonly (readonly [string, (entry: Entry) => string | number | boolean | undefined])[] = [
  ['rule', ({ rule }) => rule.id],
  ['title', ({ rule }) => rule.title],
  ['class', ({ rule }) => rule.class],
  ['severity', ({ rule }) => rule.severity],
  ['level', ({ level }) => level],
  ['outcome', ({ outcome }) => outcome],
  ['blocking', ({ blocking }) => blocking],
  ['change', ({ change }) => change],
  ['resource', ({ name }) => name],
  ['type', ({ type }) => type],
  ['urn', ({ urn }) => urn],
  ['file', ({ place }) => place?.file],
  ['line', ({ place }) => place?.line],
  ['property', ({ property }) => property],
  ['message', ({ message }) => message],
  ['fix', ({ finding, outcome }) => (outcome === 'fail' ? fixOf(finding) : undefined)],
  ['documentation', ({ rule }) => rule.links[0]],
  ['controls', ({ rule }) => controlsOf(rule).join(' ')],
  ['threats', ({ rule }) => threatsOf(rule).join(' ')],
  ['fingerprint', printOf],
  ['exempt until', ({ exemption }) => exemption?.expires],
  ['exemption owner', ({ exemption }) => exemption?.owner],
  ['exemption reason', ({ exemption }) => exemption?.reason],
  ['in the baseline since', ({ finding }) => finding.accepted?.accepted],
  ['accepted by', ({ finding }) => finding.accepted?.by],
];

/** The report as CSV (RFC 4180) with a line of names. */
export function csvReport(report: Report, all = false): string {
  const rows = entriesOf(report, all).map((entry) => columns.map(([, cell]) => quoted(cell(entry))));
  return [columns.map(([name]) => quoted(name)), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet takes for text, also where it begins like a formula. */
function quoted(value: string | number | boolean | undefined): string {
  return csvCell(printable(String(value ?? ''), 4200));
}
