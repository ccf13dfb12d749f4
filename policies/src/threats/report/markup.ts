import { marked } from '../../report/text';
import { clean } from './clean';

/** Text of HTML or SVG that is right as it stands. Made by `markup` alone, so everything else gets escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | false | undefined | readonly Part[];

/** Escapes text for the content of elements and for attributes in quotes. */
export function escaped(text: string): string {
  return marked(clean(text));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return escaped(String(part));
}

/** A template of HTML or SVG: what is put in is escaped, other templates and lists of them go in as they are. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, at) => (at === 0 ? text : written(parts[at - 1]) + text)).join(''));
}
