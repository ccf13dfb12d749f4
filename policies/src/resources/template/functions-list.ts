import { isList, isObject, type Properties, type Value } from '../value';
import {
  ANY_NUMBER,
  asText,
  canonical,
  count,
  type FunctionTable,
  LONGEST_LIST,
  list,
  number,
  object,
  open,
  outside,
  property,
  sameValue,
  strict,
  text,
} from './arguments';
import { Failed } from './error';
import { isGap, isOpen, nameless } from './unknown';

function contains([container = null, wanted = null]: readonly Value[]): Value {
  if (isList(container)) {
    if (container.some((item) => sameValue(item, wanted) && !isOpen(item))) return true;
    return isOpen(wanted) || container.some(isOpen) ? nameless : false;
  }
  if (isOpen(container) || isOpen(wanted)) return nameless;
  if (isObject(container)) return property(container, text(wanted)) !== undefined;
  return text(container).includes(asText(wanted));
}

/** Whether there is nothing in a value. What is known around a gap already is something. */
function empty([value = null]: readonly Value[]): Value {
  if (isGap(value)) return nameless;
  if (isList(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : value === null || text(value) === '';
}

function length([value = null]: readonly Value[]): Value {
  if (isList(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : text(value).length;
}

/** The first or last character or item. An empty list has none, which ARM gives as null. */
const end =
  (at: number) =>
  ([value = null]: readonly Value[]): Value =>
    isList(value) ? (value.at(at) ?? null) : (text(value).at(at) ?? '');

function skip([value = null, howMany]: readonly Value[]): Value {
  const from = Math.max(0, count(howMany));
  return isList(value) ? value.slice(from) : text(value).slice(from);
}

function take([value = null, howMany]: readonly Value[]): Value {
  const to = Math.max(0, count(howMany));
  return isList(value) ? value.slice(0, to) : text(value).slice(0, to);
}

function range([from, howMany]: readonly Value[]): Value {
  const [start, size] = [count(from), count(howMany)];
  if (size < 0 || size > 10_000) throw new Failed('it can give no more than 10000 numbers');
  return Array.from({ length: size }, (_, index) => start + index);
}

/** Lists are joined without what is there already; objects are joined block by block, the later one winning. */
function union(args: readonly Value[]): Value {
  if (args.some(isGap)) return nameless;
  if (args.every(isList)) return distinct(args.flat());
  return args.map(object).reduce(merged, {});
}

function distinct(items: readonly Value[]): readonly Value[] {
  if (items.length > LONGEST_LIST) throw new Failed('its array would be too long');
  return [...new Map(items.map((item) => [canonical(item), item])).values()];
}

function merged(left: Properties, right: Properties): Properties {
  const result = new Map(Object.entries(left));
  const names = new Map(Object.keys(left).map((name) => [name.toLowerCase(), name]));
  for (const [name, value] of Object.entries(right)) {
    const known = names.get(name.toLowerCase()) ?? name;
    const before = result.get(known);
    result.set(known, isObject(before) && isObject(value) ? merged(before, value) : value);
  }
  return Object.fromEntries(result);
}

function intersection([first = null, ...others]: readonly Value[]): Value {
  if (isList(first)) {
    const lists = others.map((other) => new Set(list(other).map((item) => canonical(item))));
    return distinct(first.filter((item) => lists.every((other) => other.has(canonical(item)))));
  }
  return Object.fromEntries(
    Object.entries(object(first)).filter(([name, value]) =>
      others.every((other) => sameValue(property(object(other), name) ?? null, value)),
    ),
  );
}

const position = (
  find: (whole: string, part: string) => number,
  at: (items: readonly Value[], item: Value) => number,
) =>
  strict(2, 2, ([whole = null, part = null]) =>
    isList(whole) ? at(whole, part) : find(text(whole).toLowerCase(), text(part).toLowerCase()),
  );

/** The numbers of a list, or those that are given one by one. */
const numbers = (args: readonly Value[]): readonly number[] =>
  (args.length === 1 && isList(args[0]) ? args[0] : args).map(number);

const extreme = (better: (a: number, b: number) => boolean) =>
  strict(1, ANY_NUMBER, (args) => {
    const given = numbers(args);
    if (given.length === 0) throw new Failed('it takes at least one number');
    return given.reduce((best, next) => (better(next, best) ? next : best));
  });

function createObject(args: readonly Value[]): Value {
  if (args.length % 2 > 0) throw new Failed('it takes names and values in turn');
  const names = args.filter((_, index) => index % 2 === 0);
  if (names.some(isOpen)) return nameless;
  return Object.fromEntries(names.map((name, index) => [text(name), args[index * 2 + 1] ?? null]));
}

/** The names and values of an object as a list, sorted by name as ARM does. */
function items([value]: readonly Value[]): Value {
  return Object.entries(object(value))
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(([key, item]) => ({ key, value: item }));
}

function shallowMerge([objects]: readonly Value[]): Value {
  if (objects === undefined || isGap(objects) || list(objects).some(isGap)) return nameless;
  return Object.fromEntries(list(objects).flatMap((one) => Object.entries(object(one))));
}

/** What stands at a path of names and numbers, or null where nothing does. `{ value, fromEnd }` counts from the end. */
function tryGet([value = null, ...steps]: readonly Value[]): Value {
  let found: Value = value;
  for (const step of steps) {
    if (isOpen(found) || isOpen(step)) return nameless;
    const position = isObject(step) ? (step.value ?? null) : step;
    if (isList(found)) found = found.at(isObject(step) ? -count(position) : count(position)) ?? null;
    else found = isObject(found) && typeof position === 'string' ? (property(found, position) ?? null) : null;
  }
  return found;
}

/** An item of a list, counted from the end on from 1. */
function fromEnd([items, position]: readonly Value[]): Value | undefined {
  const at = count(position);
  return at < 1 ? undefined : list(items).at(-at);
}

function indexFromEnd(args: readonly Value[]): Value {
  const found = fromEnd(args);
  if (found === undefined) throw new Failed('its array has no such item');
  return found;
}

/** Functions on arrays and objects, and those that take texts as well. */
export const listFunctions: FunctionTable = [
  ['array', open(1, 1, ([value = null]) => (isList(value) ? value : isGap(value) ? nameless : [value]))],
  ['contains', open(2, 2, contains)],
  ['createarray', open(0, ANY_NUMBER, (args) => args)],
  ['createobject', open(0, ANY_NUMBER, createObject)],
  ['distinct', strict(1, 1, ([items]) => distinct(list(items)))],
  ['empty', open(1, 1, empty)],
  ['first', outside(1, 1, end(0))],
  ['flatten', outside(1, 1, ([value]) => list(value).flatMap((item) => [...list(item)]))],
  [
    'indexof',
    position(
      (whole, part) => whole.indexOf(part),
      (all, item) => all.findIndex((one) => sameValue(one, item)),
    ),
  ],
  ['indexfromend', outside(2, 2, indexFromEnd)],
  ['intersection', strict(2, ANY_NUMBER, intersection)],
  ['items', outside(1, 1, items)],
  ['last', outside(1, 1, end(-1))],
  [
    'lastindexof',
    position(
      (whole, part) => whole.lastIndexOf(part),
      (all, item) => all.findLastIndex((one) => sameValue(one, item)),
    ),
  ],
  ['length', outside(1, 1, length)],
  ['max', extreme((a, b) => a > b)],
  ['min', extreme((a, b) => a < b)],
  ['objectkeys', outside(1, 1, ([value]) => Object.keys(object(value)).sort())],
  ['range', strict(2, 2, range)],
  ['shallowmerge', open(1, 1, shallowMerge)],
  ['skip', outside(2, 2, skip)],
  ['take', outside(2, 2, take)],
  ['tryindexfromend', outside(2, 2, (args) => fromEnd(args) ?? null)],
  ['tryget', open(2, ANY_NUMBER, tryGet)],
  ['union', open(1, ANY_NUMBER, union)],
];
