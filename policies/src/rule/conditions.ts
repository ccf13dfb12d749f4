import { isList, isObject, type Value } from '../resources/value';

/** What a known value must satisfy. `expected` completes the sentence "`path` must …". */
export interface Condition {
  readonly expected: string;
  /** Never throws; a value of a kind it does not expect does not pass. */
  readonly holds: (value: Value) => boolean;
}

/** ARM enums are not case-sensitive and templates carry booleans as text, so literals are compared as lower-case text. */
function same(value: Value, literal: string | boolean | number): boolean {
  return typeof value !== 'object' && String(value).toLowerCase() === String(literal).toLowerCase();
}

const quoted = (literals: readonly (string | boolean | number)[]) =>
  literals.map((l) => `\`${l}\``).join(' or ');

/** The value is one of the literals. */
export function oneOf(...literals: readonly (string | boolean | number)[]): Condition {
  return {
    expected: `be ${quoted(literals)}`,
    holds: (value) => literals.some((literal) => same(value, literal)),
  };
}

/** The value is none of the literals. */
export function noneOf(...literals: readonly (string | boolean | number)[]): Condition {
  return {
    expected: `not be ${quoted(literals)}`,
    holds: (value) => !literals.some((literal) => same(value, literal)),
  };
}

/** The value is `true`. */
export const isTrue: Condition = oneOf(true);

/** The value is `false`. */
export const isFalse: Condition = oneOf(false);

/** The value is an explicit `true`, or anything but a plain `false`: for switches that are safe unless turned off. */
export const notFalse: Condition = noneOf(false);

/** The value is not `true`: for switches that are safe unless turned on. */
export const notTrue: Condition = noneOf(true);

/** Something is written: not an empty text, list or block. */
export const isSet: Condition = { expected: 'be set', holds: (value) => !isEmpty(value) };

/** Nothing is written: absent, or an empty text, list or block. */
export const isNotSet: Condition = { expected: 'not be set', holds: isEmpty };

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === null || value === '';
}

/** A number, or a text that is one, of at least `least`. */
export function atLeast(least: number, unit = ''): Condition {
  return { expected: `be at least ${least}${unit}`, holds: (value) => numberOf(value) >= least };
}

/** A number, or a text that is one, of at most `most`. */
export function atMost(most: number, unit = ''): Condition {
  return { expected: `be at most ${most}${unit}`, holds: (value) => numberOf(value) <= most };
}

function numberOf(value: Value): number {
  return typeof value === 'number'
    ? value
    : typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : Number.NaN;
}

/**
 * A TLS version of at least the given one, in any spelling that Azure uses: `TLS1_2`, `Tls12`, `1.2`, `TLSv1.2`.
 * Compared as numbers, so 1.3 passes where 1.2 is asked for.
 */
export function tlsAtLeast(least: '1.2' | '1.3'): Condition {
  return { expected: `be TLS ${least} or later`, holds: (value) => tlsVersion(value) >= Number(least) };
}

function tlsVersion(value: Value): number {
  if (typeof value !== 'string' && typeof value !== 'number') return Number.NaN;
  // The dot may be missing only behind the letters: `Tls12` is 1.2, but a bare `12` is no version.
  const digits = /^tls[v_\s]*(\d)[._]?(\d)?$|^v?(\d)[._](\d)$/i.exec(String(value).trim());
  return digits ? Number(`${digits[1] ?? digits[3]}.${digits[2] ?? digits[4] ?? '0'}`) : Number.NaN;
}

/** A text that matches the pattern; `expected` says so in words. */
export function matches(pattern: RegExp, expected: string): Condition {
  return { expected, holds: (value) => typeof value === 'string' && pattern.test(value) };
}

/** A text that does not match the pattern; `expected` says so in words. Other kinds of value pass. */
export function doesNotMatch(pattern: RegExp, expected: string): Condition {
  return { expected, holds: (value) => typeof value !== 'string' || !pattern.test(value) };
}

/** A list separated by `separator`, in which every item is one of the literals and which is not empty. */
export function onlyItems(separator: string, ...literals: readonly string[]): Condition {
  return {
    expected: `list only ${quoted(literals)}`,
    holds: (value) => {
      const items =
        typeof value === 'string'
          ? value
              .split(separator)
              .map((item) => item.trim())
              .filter(Boolean)
          : [];
      return items.length > 0 && items.every((item) => literals.some((literal) => same(item, literal)));
    },
  };
}

/** An IPv4 or IPv6 range that is not the whole internet, nor so wide (below /8, or /16 in IPv6) that it nearly is. */
export const notAnyAddress: Condition = {
  expected: 'name a range narrower than /8 and never the whole internet',
  holds: (value) => typeof value === 'string' && !isAnyAddress(value),
};

/** Not the address `0.0.0.0` alone, by which firewalls of databases mean every customer of Azure. */
export const notAllOfAzure: Condition = doesNotMatch(
  /^\s*0\.0\.0\.0(\/32)?\s*$/,
  'not be `0.0.0.0`, which stands for every customer of Azure',
);

/** Whether an address or CIDR range covers the internet or a great part of it. `0.0.0.0` alone means any Azure tenant. */
export function isAnyAddress(text: string): boolean {
  const value = text.trim().toLowerCase();
  if (['*', 'any', 'internet', '0.0.0.0', '::', '<nw>'].includes(value)) return true;
  // Unique local and link-local IPv6 addresses never come from the internet, however wide the range.
  if (/^f(c|d|e[89ab])[0-9a-f]*:/.test(value)) return false;
  const range = /^([^/]+)\/(\d{1,3})$/.exec(value);
  if (range) return Number(range[2]) < (range[1]?.includes(':') ? 16 : 8);
  const span = /^(\d+)\.[\d.]+\s*-\s*(\d+)\.[\d.]+$/.exec(value);
  return span !== null && Number(span[2]) - Number(span[1]) >= 1;
}

/** Joins two conditions: both must hold. */
export function both(first: Condition, second: Condition): Condition {
  return {
    expected: `${first.expected} and ${second.expected}`,
    holds: (value) => first.holds(value) && second.holds(value),
  };
}
