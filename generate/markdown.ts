/** A Markdown table; its rows sorted, so that the order in which a program registers things does not matter. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const lines = [...new Set(rows.map((row) => `| ${row.map(cell).join(' | ')} |`))].sort();
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...lines].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Texts as a list in a sentence, each once. */
export const listed = (texts: readonly string[], none: string): string =>
  texts.length === 0 ? none : [...new Set(texts)].sort().join(', ');

/** First letter in upper case. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `storageBlobDataReader` in words, each with a capital. */
export const inWords = (name: string): string =>
  capital(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2'))
    .replace('Iot Hub', 'IoT Hub')
    .replace('Postgresql', 'PostgreSQL');
