import { isList, isObject, isUnknown, type Properties, type Value } from '../resources/value';

/**
 * What stands at one property path of one resource.
 *
 * `path` is concrete: `[]` became an index, `*` a key. An absent reading also tells where the path broke off:
 * `missing` is the shortest absent prefix, so a rule can tell a missing block from a missing leaf inside a block.
 */
export type Reading =
  | { readonly state: 'known'; readonly path: string; readonly value: Value }
  | { readonly state: 'absent'; readonly path: string; readonly missing: string }
  | { readonly state: 'unknown'; readonly path: string };

/**
 * Reads a property path such as `properties.minTlsVersion`, `identity.type`, `ipRules[].value` or `endpoints.*.kind`.
 *
 * Gives one reading for a plain path; one per element for `[]` and one per key for `*` (none when the list or map is
 * there but empty). A null counts as absent, and a value of another kind than the path needs (a text where a list
 * should be) as well. An unknown anywhere along the way gives one unknown reading at that place. Never throws.
 */
export function read(properties: Properties, path: string): readonly Reading[] {
  const parts = stepsOf(path);
  // Most paths lead to one place, and most properties are read by many rules.
  if (!path.includes('[') && !path.includes('*')) return [readPlace(properties, path, parts)];
  const found: Reading[] = [];
  walk(properties, parts, 0, '', found);
  return found;
}

/** What stands at a path without lists or maps. */
function readPlace(properties: Properties, path: string, parts: readonly string[]): Reading {
  let value: Value | undefined = properties;
  for (let at = 0; at < parts.length; at++) {
    value = isObject(value) ? member(value, parts[at] as string) : undefined;
    if (value === undefined || value === null)
      return { state: 'absent', path, missing: parts.slice(0, at + 1).join('.') };
    if (isUnknown(value)) return { state: 'unknown', path: parts.slice(0, at + 1).join('.') };
  }
  return { state: 'known', path, value };
}

const steps = new Map<string, readonly string[]>();

/** The steps of a property path: names, `[]` for the items of a list, `*` for the values of a map. */
export function stepsOf(path: string): readonly string[] {
  const known = steps.get(path);
  if (known) return known;
  const parts = path.replaceAll('[]', '.[]').split('.');
  steps.set(path, parts);
  return parts;
}

function walk(
  value: Value | undefined,
  parts: readonly string[],
  at: number,
  path: string,
  out: Reading[],
): void {
  const part = parts[at];
  if (isUnknown(value)) {
    out.push({ state: 'unknown', path });
  } else if (value === undefined || value === null) {
    out.push({
      state: 'absent',
      path: [path, ...parts.slice(at)].join('.').replaceAll('.[]', '[]'),
      missing: path,
    });
  } else if (part === undefined) {
    out.push({ state: 'known', path, value });
  } else if (part === '[]') {
    if (isList(value)) {
      for (let index = 0; index < value.length; index++)
        walk(value[index], parts, at + 1, `${path}[${index}]`, out);
    } else {
      walk(undefined, parts, at, path, out);
    }
  } else if (part === '*') {
    const entries = isObject(value) ? Object.entries(value) : [];
    for (const [key, item] of entries) walk(item, parts, at + 1, `${path}.${key}`, out);
  } else {
    const next = isObject(value) ? member(value, part) : undefined;
    walk(next, parts, at + 1, path === '' ? part : `${path}.${part}`, out);
  }
}

/**
 * The property of a block. Azure reads names in any case, and templates write them so: a switch in odd case must not be taken
 * for one that is not there.
 */
export function member(block: Properties, name: string): Value | undefined {
  const direct = block[name];
  if (direct !== undefined) return direct;
  for (const key in block) {
    if (key.length === name.length && key !== name && key.toLowerCase() === name.toLowerCase())
      return block[key];
  }
  return undefined;
}
