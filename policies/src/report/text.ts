import { createHash } from 'node:crypto';

/** The most characters that a machine's report gives of one text. No name that Azure or Pulumi takes is near it. */
const longest = 4096;

/** The last text that was too long, since the same one stands in many findings of a resource. */
let last: { readonly text: string; readonly short: string } | undefined;

/** A text of any length, cut where it is too long; what was cut still tells two texts apart. */
export function bounded(text: string): string {
  if (text.length <= longest) return text;
  if (last?.text === text) return last.short;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const short = `${start(text, longest)}… (${text.length} characters, sha256 ${digest})`;
  last = { text, short };
  return short;
}

/** The first characters of a text, none of them half. */
function start(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Characters that nobody sees: controls, marks of direction, joiners, halves of characters, and ends of lines. */
export const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** What may have to be written otherwise; most texts have nothing of it. */
const suspect = /[^ -~]|##|^\s*::/;

/**
 * A text for people, on one line: what cannot be seen is written as its number, so that it can neither steer a terminal nor
 * turn the reading direction, and what a build server would take for a command is broken up. Cut at `length`.
 */
export function printable(text: string, length = 300): string {
  if (text.length <= length && !suspect.test(text)) return text;
  const cut = text.length > length ? `${start(text, length)}… (${text.length} characters)` : text;
  return cut
    .replace(unseen, (character) => `\\u{${Number(character.codePointAt(0)).toString(16)}}`)
    .replace(/##(?=[a-z]*\[)/gi, '# #')
    .replace(/^(\s*):(?=:)/, '$1: ');
}

/**
 * JSON that reads back as the same value, without characters that nobody sees and without what a build server takes for a
 * command when it is printed.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  const seen = /[^\n -~]/.test(text) ? text.replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, escaped) : text;
  return `${seen.includes('##') ? seen.replace(/##(?=[a-z]*\[)/gi, '#\\u0023') : seen}\n`;
}

const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML and XML, inside of elements and of quoted attributes. */
export function marked(text: string): string {
  return text.replace(/[&<>"']/g, (character) => String(entities[character]));
}

/** Rows of a table as lines, each column as wide as its widest cell. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A text that a spreadsheet takes for one, also where it begins like a formula. */
export const noFormula = (text: string): string => (/^\s*[=+\-@|%]/.test(text) ? `'${text}` : text);

/** A cell of a CSV file (RFC 4180), in quotes. */
export const csvCell = (text: string): string => `"${noFormula(text).replaceAll('"', '""')}"`;

/** The link, where it leads to a page and to nothing that a browser would run. */
export function pageOf(link: string | undefined): string | undefined {
  return link !== undefined && /^https?:\/\/[^\s<>"'`\\()[\]]+$/i.test(link) ? link : undefined;
}

/** `1 resource`, `2 resources`. */
export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
