/**
 * Text that came from somewhere else, made harmless for every format: no control characters, nothing that turns the direction
 * of writing (which hides what a text says), no half of a character.
 */
export function clean(text: string): string {
  return text.replace(unseen, ' ');
}

/** Controls other than tab and end of line, marks of direction, joiners, halves of characters. */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff\u2028\u2029]/gu;

/** The same on one line, cut where it is too long to read. */
export function oneLine(text: string, length = Number.POSITIVE_INFINITY): string {
  const line = clean(text).replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}
