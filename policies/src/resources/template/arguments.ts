import { isList, isObject, type Properties, type Value } from '../value';
import { Failed } from './error';

/** A template function that needs nothing but its arguments. */
export interface PureFunction {
  readonly least: number;
  readonly most: number;
  /**
   * What of its arguments may be unknown without making the answer unknown: nothing; values inside lists and objects; or
   * anything, which the function then sees to itself.
   */
  readonly bears: 'nothing' | 'inside' | 'anything';
  readonly run: (args: readonly Value[]) => Value;
}

export type FunctionTable = readonly (readonly [name: string, PureFunction])[];

/** A function whose answer is unknown as soon as anything in its arguments is. */
export const strict = (least: number, most: number, run: PureFunction['run']): PureFunction => ({
  least,
  most,
  bears: 'nothing',
  run,
});

/** A function that looks at the outside of lists and objects only. */
export const outside = (least: number, most: number, run: PureFunction['run']): PureFunction => ({
  least,
  most,
  bears: 'inside',
  run,
});

/** A function that sees to unknown arguments itself. */
export const open = (least: number, most: number, run: PureFunction['run']): PureFunction => ({
  least,
  most,
  bears: 'anything',
  run,
});

export const ANY_NUMBER = Number.POSITIVE_INFINITY;

/** The most characters of a text and items of a list that a function may give. Azure's own limits are far lower. */
export const LONGEST_TEXT = 1_048_576;
export const LONGEST_LIST = 100_000;

export function text(value: Value | undefined): string {
  if (typeof value !== 'string') throw new Failed('it takes a text here');
  return value;
}

export function number(value: Value | undefined): number {
  if (typeof value !== 'number') throw new Failed('it takes a number here');
  return value;
}

/** A whole number that can count things. */
export function count(value: Value | undefined): number {
  const given = number(value);
  if (!Number.isInteger(given)) throw new Failed('it takes a whole number here');
  return given;
}

export function list(value: Value | undefined): readonly Value[] {
  if (!isList(value)) throw new Failed('it takes an array here');
  return value;
}

export function object(value: Value | undefined): Properties {
  if (!isObject(value)) throw new Failed('it takes an object here');
  return value;
}

/** `True` and `False` are how ARM writes these two, numbers stay as they are, and the rest is JSON. */
export function asText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return '';
  return JSON.stringify(value);
}

/** The value that an object has under a name, which ARM compares without regard to case. */
export function property(of: Properties, name: string): Value | undefined {
  if (Object.hasOwn(of, name)) return of[name];
  const lower = name.toLowerCase();
  const found = Object.keys(of).find((key) => key.toLowerCase() === lower);
  return found === undefined ? undefined : of[found];
}

/**
 * A text that only the same values have: texts with regard to case, objects without regard to the order of their names.
 */
export function canonical(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => canonical(item)).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join()}}`;
}

/** Whether two values are the same. */
export function sameValue(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return canonical(a) === canonical(b);
}
