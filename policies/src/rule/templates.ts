import { isList, isObject, isUnknown, type Properties, textOf, type Value } from '../resources/value';
import type { ResourceView } from './rule';
import { soundsSecret } from './secret-names';

/** The template inside a deployment, which may be given as an object or as JSON text. */
export type Template =
  | { readonly state: 'known'; readonly path: string; readonly template: Properties }
  | { readonly state: 'absent' | 'unknown' | 'broken'; readonly path: string };

/** Reads the template of a deployment (`properties.template`) or of a deployment stack (`template`). */
export function templateAt(view: ResourceView, path: string): Template {
  const reading = view.one(path);
  if (reading.state !== 'known') return { state: reading.state, path };
  const value = typeof reading.value === 'string' ? parsed(reading.value) : reading.value;
  return isObject(value) ? { state: 'known', path, template: value } : { state: 'broken', path };
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** The entries of a block of a template (`parameters`, `outputs`); none where it is no block. */
export function entriesOf(template: Properties, block: string): readonly (readonly [string, Properties])[] {
  const value = template[block];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => (isObject(item) ? [[name, item] as const] : []));
}

/** Whether a block of a template, or an entry of it, is known only after deployment. */
export function holdsUnknownEntry(template: Properties, block: string): boolean {
  const value = template[block];
  return isUnknown(value) || (isObject(value) && Object.values(value).some(isUnknown));
}

/** Whether a declaration of a parameter or output says that its value is never written down. */
export function isSecure(declaration: Properties): boolean {
  return ['securestring', 'secureobject'].includes(textOf(declaration.type).toLowerCase());
}

/**
 * Whether an expression somewhere in a value gives out a secret: keys that a function lists, a secret of a vault, or a
 * parameter that is secure by its name or is among the `secure` ones (in lower case).
 */
export function givesSecret(value: Value | undefined, secure: ReadonlySet<string> = new Set()): boolean {
  const texts: string[] = [];
  const open: (Value | undefined)[] = [value];
  // A list of its own instead of recursion, so that no template is too deep.
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') texts.push(next);
    else if (isList(next)) for (const item of next) open.push(item);
    else if (isObject(next)) for (const item of Object.values(next)) open.push(item);
  }
  return texts.some((text) => isExpression(text) && expressionGivesSecret(text, secure));
}

const isExpression = (text: string): boolean =>
  text.startsWith('[') && !text.startsWith('[[') && !isUnknown(text);

function expressionGivesSecret(text: string, secure: ReadonlySet<string>): boolean {
  // Names of resources and other literals are no calls.
  const calls = text.replaceAll(/'(?:[^']|'')*'/g, "''");
  if (/\blist[a-z]*\s*\(/i.test(calls) || /\bgetSecret\s*\(/i.test(calls)) return true;
  return [...text.matchAll(/\bparameters\(\s*'([^']+)'\s*\)/gi)].some(
    ([, name = '']) => secure.has(name.toLowerCase()) || soundsSecret(name),
  );
}
