import type { ArmType } from './resource';
import {
  holdsUnknown,
  isList,
  isObject,
  isUnknown,
  type Properties,
  textOf,
  UNKNOWN,
  type Value,
} from './value';

/** What a translation gives: the azure-native v3 shape, and the way back to what the author wrote. */
export interface Translated {
  readonly type: ArmType;
  readonly apiVersion?: string;
  readonly properties: Properties;
  /** The author's path behind a path of `properties`. */
  readonly originalPath: (path: string) => string;
  /** The author's paths that a top-level property was made from; the one of `originalPath` where left out. */
  readonly sources?: (key: string) => readonly string[];
  /** The property that names the resource in which this one was written as a block. */
  readonly owner?: string;
  /** As in `Resource`. */
  readonly only?: readonly string[];
  /** As in `Resource`. */
  readonly elsewhere?: readonly string[];
}

/** Where one property of the v3 shape comes from. Paths are property names with dots between them. */
export interface Field {
  readonly to: string;
  readonly from: string;
  /** Another path, from an older release of the other provider, which is read where `from` is not written. */
  readonly or?: string;
  /** Changes a known value. It never sees an unknown: a value that is or holds one becomes unknown as a whole. */
  readonly as?: (value: Value) => Value | undefined;
  /** As `as`, where parts of the value matter on their own: what it gets may hold unknowns. */
  readonly build?: (value: Value) => Value | undefined;
  /** The fields of each item of a list. A single block where v3 has a list becomes a list of one. */
  readonly each?: readonly Field[];
  /** With `each`: the items that belong here, where v3 has several lists for one of the other provider. */
  readonly pick?: (item: Value) => boolean;
  /** The fields of a block. A list of one where v3 has a block is taken for that block. */
  readonly block?: readonly Field[];
  /** What the other provider writes where nothing is given: a default of its own, so that absence keeps its meaning. */
  readonly absent?: Value;
  /** Whether the field says anything at all, from what else is written in the same block. Always where left out. */
  readonly where?: (source: Properties) => boolean;
}

/** Properties that both shapes have under one name. */
export function same(...names: readonly string[]): readonly Field[] {
  return names.map((name) => ({ to: name, from: name }));
}

/** Translates the properties of a block. What no field names is left out; of two fields for one property the later wins. */
export function translate(fields: readonly Field[], source: Properties): Properties {
  const result: Tree = new Map();
  for (const field of fields) {
    if (field.where?.(source) === false) continue;
    const value = valueAt(field, source);
    if (value !== undefined) put(result, field.to.split('.'), value);
  }
  return plain(result);
}

function valueAt(field: Field, source: Properties): Value | undefined {
  const value = get(source, field.from) ?? (field.or === undefined ? undefined : get(source, field.or));
  if (value === undefined || value === null) return field.absent;
  if (isUnknown(value)) return value;
  if (field.as) return holdsUnknown(value) ? UNKNOWN : field.as(value);
  if (field.build) return field.build(value);
  const { each, block, pick } = field;
  if (each) {
    const items = isList(value) ? value : [value];
    const picked = pick ? items.filter(pick) : items;
    return pick && picked.length === 0 ? undefined : picked.map((item) => inner(each, item));
  }
  if (block) return inner(block, isList(value) ? (value[0] ?? null) : value);
  return value;
}

const inner = (fields: readonly Field[], value: Value): Value =>
  isObject(value) ? translate(fields, value) : value;

/** The value at a path; the unknown that stands on the way to it. The empty path is the block itself. */
function get(source: Properties, path: string): Value | undefined {
  let value: Value | undefined = source;
  for (const step of path === '' ? [] : path.split('.')) {
    if (value === undefined || isUnknown(value)) return value;
    // Blocks that can stand only once are lists of one in some releases of the classic provider.
    const block: Value | undefined = isList(value) ? value[0] : value;
    if (isUnknown(block)) return block;
    value = isObject(block) ? block[step] : undefined;
  }
  return value;
}

type Tree = Map<string, Value | Tree>;

function put(tree: Tree, steps: readonly string[], value: Value): void {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) {
    tree.set(step, value);
    return;
  }
  const next = tree.get(step) ?? new Map();
  if (!(next instanceof Map)) return;
  tree.set(step, next);
  put(next, rest, value);
}

const plain = (tree: Tree): Properties =>
  Object.fromEntries([...tree].map(([key, value]) => [key, value instanceof Map ? plain(value) : value]));

/** The path in the source behind a path of the translation; the path itself where no field leads to it. */
export function sourcePath(fields: readonly Field[], path: string, source: Properties): string {
  return originOf(fields, path, source) || path;
}

function originOf(fields: readonly Field[], path: string, source: Properties): string {
  const field = fieldFor(fields, path, source);
  if (field === undefined) return path;
  const rest = path.slice(field.to.length);
  const from = spelling(field, source);
  if (field.as || field.build || rest.length === 0) return from;
  const nested = field.each ?? field.block;
  if (nested === undefined) return `${from}${rest}`;
  const [, index = '', below] = /^(\[[^\]]*\])?(?:\.(.+))?$/s.exec(rest) ?? [];
  // A single block has no index, and the place in one list of v3 says nothing about that in the list it was picked from.
  const single = from === '' || isObject(get(source, from));
  const origin = `${from}${single ? '' : field.pick && index ? '[]' : index}`;
  // Which release wrote the block shows at its top level; inside it the current names are told.
  return [origin, ...(below ? [originOf(nested, below, {})] : [])].filter(Boolean).join('.');
}

/**
 * The field that a path of the translation comes from: of several the one that is written. A block that only one field
 * reaches into comes from that field as well.
 */
function fieldFor(fields: readonly Field[], path: string, source: Properties): Field | undefined {
  const covering = fields.filter(
    ({ to }) => path === to || path.startsWith(`${to}.`) || path.startsWith(`${to}[`),
  );
  const written = covering.find((field) => !isMissing(get(source, spelling(field, source))));
  const within = fields.filter(({ to }) => to.startsWith(`${path}.`));
  return written ?? covering[0] ?? (within.length === 1 ? within[0] : undefined);
}

/** The name the author used, where an older release of the other provider had another. */
function spelling(field: Field, source: Properties): string {
  const { from, or } = field;
  return or !== undefined && isMissing(get(source, from)) && !isMissing(get(source, or)) ? or : from;
}

const isMissing = (value: Value | undefined): boolean => value === undefined || value === null;

/** The paths in the source that a top-level property of the translation was made from. */
export function sourcesOf(fields: readonly Field[], key: string): readonly string[] {
  return fields.filter(({ to }) => to === key || to.startsWith(`${key}.`)).flatMap(readBy);
}

/** The paths that a field reads. One that reads the block as a whole reads what its own fields name. */
function readBy({ from, or, each, block }: Field): readonly string[] {
  if (from === '') return (each ?? block ?? []).flatMap(readBy);
  return or === undefined ? [from] : [from, or];
}

/** `Enabled` for true and `Disabled` for false, as Azure spells most switches. */
export const enabledOrDisabled = (value: Value): Value =>
  isSwitch(value) ? (textOf(value) === 'true' ? 'Enabled' : 'Disabled') : value;

/** The opposite of a switch. */
export const opposite = (value: Value): Value => (isSwitch(value) ? textOf(value) === 'false' : value);

const isSwitch = (value: Value): boolean => ['true', 'false'].includes(textOf(value));

/** Puts each item of a list into a block of its own: `['10.0.0.0/8']` is `[{ value: '10.0.0.0/8' }]`. */
export const eachAs =
  (name: string) =>
  (value: Value): Value =>
    isList(value) ? value.map((item) => ({ [name]: item })) : value;

/** Joins a list of texts to one text. */
export const joined =
  (separator: string) =>
  (value: Value): Value =>
    isList(value) ? value.map(textOf).join(separator) : value;

/** The name at the end of a resource id. */
export const nameInId = (value: Value): Value =>
  typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : value;

/** The identity block of the classic provider. */
export const identity: Field = {
  to: 'identity',
  from: 'identity',
  block: [
    { to: 'type', from: 'type' },
    { to: 'userAssignedIdentities', from: 'identityIds' },
  ],
};
