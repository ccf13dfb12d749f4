/**
 * A text from outside, such as a resource name, as one line for a terminal: control characters (escape sequences, line breaks,
 * changes of writing direction) are written as codes.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
