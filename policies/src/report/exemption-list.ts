import { createHash } from 'node:crypto';
import type { ExemptionState, KnownExemption } from '../evaluate/guard-rules';
import { version } from '../version';
import { aligned, csvCell, printable } from './text';

/** How a list of exemptions is written. */
export type ExemptionFormat = 'table' | 'json' | 'markdown' | 'csv' | 'ics';

/** One exemption as people and machines read it. */
interface Row {
  readonly rule: string;
  readonly resource: string;
  readonly property: string | null;
  /** `valid` where nothing was run that could need it. */
  readonly state: ExemptionState | 'valid';
  readonly expires: string;
  /** Whole days from today to the last day, which is 0 then; negative when it is over. */
  readonly daysLeft: number;
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string | null;
  /** Where it is written: `stacks/prod.policy.json:8`. */
  readonly place: string | null;
  /** Who says it: the central configuration, or the program beside the resource. */
  readonly from: 'configuration' | 'program';
}

/** Exemptions in one of the formats, those that end first in front. `ran` tells whether something was there to need them. */
export function exemptionList(
  exemptions: readonly KnownExemption[],
  format: ExemptionFormat,
  now: Date,
  ran: boolean,
): string {
  const rows = exemptions
    .map((known) => rowOf(known, now, ran))
    .sort((a, b) => order(a.expires, b.expires) || order(a.rule, b.rule) || order(a.resource, b.resource));
  switch (format) {
    case 'table':
      return table(rows);
    case 'json':
      return `${JSON.stringify(rows, undefined, 2)}\n`;
    case 'markdown':
      return markdown(rows);
    case 'csv':
      return csv(rows);
    case 'ics':
      return calendar(rows, now);
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function rowOf({ rule, exemption, state }: KnownExemption, now: Date, ran: boolean): Row {
  const { resource, property, expires, owner, reason, ticket, place, beside } = exemption;
  const today = Date.parse(now.toISOString().slice(0, 10));
  return {
    rule: rule.id,
    resource,
    property: property ?? null,
    state: !ran && (state === 'unused' || state === 'used') ? 'valid' : state,
    expires,
    daysLeft: Math.round((Date.parse(expires) - today) / 86_400_000),
    owner,
    reason,
    ticket: ticket ?? null,
    place: place ? `${place.file}:${place.line}` : null,
    from: beside ? 'program' : 'configuration',
  };
}

const columns: readonly (readonly [string, (row: Row) => string])[] = [
  ['Days left', ({ daysLeft }) => String(daysLeft)],
  ['Expires', ({ expires }) => expires],
  ['State', ({ state }) => state],
  ['Rule', ({ rule }) => rule],
  ['Resource', ({ resource, property }) => (property === null ? resource : `${resource} ${property}`)],
  ['Owner', ({ owner }) => owner],
  ['Reason', ({ reason, ticket }) => (ticket === null ? reason : `${reason} (${ticket})`)],
  ['Written in', ({ place, from }) => place ?? from],
];

const oneLine = (text: string): string => printable(text, 4200);

/** Names come from programs and files of others, and can be of any length. */
const cut = (text: string, length: number): string => {
  const seen = oneLine(text);
  return seen.length > length ? `${seen.slice(0, length - 1)}…` : seen;
};

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return 'No exemptions.\n';
  const lines = aligned([
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, cell]) => cut(cell(row), 80))),
  ]);
  const expired = rows.filter(({ state }) => state === 'expired').length;
  const unused = rows.filter(({ state }) => state === 'unused').length;
  const count = `${rows.length} exemption${rows.length === 1 ? '' : 's'}, ${expired} expired, ${unused} unused.`;
  return `${lines.join('\n')}\n\n${count}\n`;
}

function markdown(rows: readonly Row[]): string {
  const cell = (text: string) =>
    cut(text, 500).replace(/[\\`*_{}[\]<>|#~@&!]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const head = [columns.map(([name]) => name), columns.map(() => '---')];
  const body = rows.map((row) => columns.map(([, text]) => cell(text(row))));
  return [...head, ...body].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function csv(rows: readonly Row[]): string {
  const names = [
    'rule',
    'resource',
    'property',
    'state',
    'expires',
    'daysLeft',
    'owner',
    'reason',
    'ticket',
    'place',
    'from',
  ] as const;
  // Days that are over are a negative number and no formula.
  const quoted = (value: string | number | null) =>
    typeof value === 'number' ? `"${value}"` : csvCell(oneLine(value ?? ''));
  const lines = [names.map(quoted), ...rows.map((row) => names.map((name) => quoted(row[name])))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** A calendar (RFC 5545) with a day for each exemption that ends, and a reminder two weeks before. */
function calendar(rows: readonly Row[], now: Date): string {
  const stamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//iiot-guard//exemptions ${version}//EN`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...rows.flatMap((row) => event(row, stamp)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function event(row: Row, stamp: string): readonly string[] {
  const { rule, resource, property, expires, owner, reason, ticket, place } = row;
  const identity = [rule, resource, property ?? ''].join('\n');
  const uid = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  const description = [
    `Reason: ${cut(reason, 2000)}`,
    `Owner: ${cut(owner, 200)}`,
    ...(ticket === null ? [] : [`Ticket: ${cut(ticket, 200)}`]),
    ...(place === null ? [] : [`Written in: ${cut(place, 400)}`]),
    'After this day its findings block again: fix the resource, or have it decided again.',
  ];
  const summary = `Exemption ends: ${cut(resource, 200)} from ${rule} (${cut(owner, 100)})`;
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@iiot-guard`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${expires.replaceAll('-', '')}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${description.map(escaped).join('\\n')}`,
    `CONTACT:${escaped(cut(owner, 200))}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    'TRIGGER:-P14D',
    'END:VALARM',
    'END:VEVENT',
  ];
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`);

/** Lines of a calendar have at most 75 bytes; a longer one goes on behind a space, and no character is split. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 74) {
      parts.push(part);
      part = '';
      bytes = 0;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
