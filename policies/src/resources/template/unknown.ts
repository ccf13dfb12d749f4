import { isList, isUnknown, UNKNOWN, type Value } from '../value';
import { Failed } from './error';

/*
 * While a template is evaluated, an unknown is a text with a gap: what the gap stands for, between two characters that no
 * text has. So a name that nobody knows yet can still be found again where another resource is computed from it, and what
 * is known around a gap is kept: `/subscriptions/<gap>/…/IotHubs/plant` names its hub.
 */
const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';
/** Inside a gap of which nothing is known that would tell it from another. */
const ANONYMOUS = '\uFDD2';

const LONGEST = 160;

/** A gap for a value that `what` describes: the same description stands for the same value. */
export function gap(what: string): string {
  if (what.includes(ANONYMOUS)) return nameless;
  const plain = what.replace(/[\uFDD0\uFDD1]/g, '').replaceAll('/', ':');
  return `${OPEN}${plain.length > LONGEST ? shortened(plain) : plain}${CLOSE}`;
}

/** A gap that equals no other. */
export const nameless = `${OPEN}${ANONYMOUS}${CLOSE}`;

/** A long description, cut and told apart by a hash of 53 bits. */
function shortened(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return `${text.slice(0, 60)}#${(high >>> 0).toString(36)}${(low >>> 0).toString(36)}`;
}

/** Whether a value is unknown, or a text with a gap. */
export function isOpen(value: Value): boolean {
  return typeof value === 'string' && (value.includes(OPEN) || isUnknown(value));
}

/** Whether nothing at all is known of a value. */
export function isGap(value: Value): boolean {
  if (typeof value !== 'string') return false;
  return isUnknown(value) || (value.startsWith(OPEN) && value.indexOf(CLOSE) === value.length - 1);
}

/** Whether two texts with this one in them can be compared: no gap in it is nameless. */
export function isComparable(text: string): boolean {
  return !text.includes(ANONYMOUS) && !isUnknown(text);
}

/** The most steps from the top of a value to a leaf. Everything that walks values relies on it. */
export const DEEPEST = 256;

/** Counts the work that a template makes, so that no template can make too much. */
export interface Budget {
  spend(units: number): void;
  /** Ends the work with an error. */
  fail(message: string): never;
}

/** Whether a value is open or holds something open. */
export function holdsOpen(value: Value, budget: Budget, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return isOpen(value);
  if (depth > DEEPEST) throw new Failed('its value is nested too deep');
  const items = isList(value) ? value : Object.values(value);
  budget.spend(items.length);
  return items.some((item) => holdsOpen(item, budget, depth + 1));
}

/** Replaces gaps by unknowns, in a value that is done. Objects without gaps stay the same objects. */
export function settled(value: Value, budget: Budget, depth = 0): Value {
  if (typeof value === 'string') return value.includes(OPEN) ? settledText(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) budget.fail('its value is nested too deep');
  if (isList(value)) {
    budget.spend(value.length);
    const items = value.map((item) => settled(item, budget, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  budget.spend(entries.length);
  const done = entries.map(([key, item]) => [key, settled(item, budget, depth + 1)] as const);
  return done.some(([, item], index) => item !== entries[index]?.[1]) ? Object.fromEntries(done) : value;
}

/**
 * A resource id keeps its type and names where only the subscription or the resource group is unknown: that is all that
 * rules compare, and a template hardly ever knows the other two.
 */
export function settledText(text: string): string {
  if (!text.includes(OPEN)) return text;
  const written = text
    .replace(/^\/subscriptions\/[^/]*\uFDD0[^/]*/i, '/subscriptions/<subscription>')
    .replace(/^(\/subscriptions\/[^/]+\/resourceGroups)\/[^/]*\uFDD0[^/]*/i, '$1/<resource-group>');
  return written.includes(OPEN) ? UNKNOWN : written;
}
