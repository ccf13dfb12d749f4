import { isList, isObject, type Properties, type Value } from '../value';
import type { JsonPath } from './error';
import { isLoops } from './loops';
import { textField } from './scope';

/**
 * Where a template has a property of a resource: the path of the property in the document or, where it is not written
 * there, that of the nearest block around it. `property` is a path as findings have it: `properties.ipRules[0].value`.
 */
export function pathInTemplate(document: Value, resource: JsonPath, property: string): JsonPath {
  const path: (string | number)[] = [];
  let value: Value | undefined = document;
  for (const step of resource) {
    value = isList(value)
      ? value[Number(step)]
      : isObject(value) && Object.hasOwn(value, step)
        ? value[step]
        : undefined;
    if (value === undefined) return path;
    path.push(step);
  }
  for (const step of property.match(/[^.[\]]+/g) ?? []) {
    const next: Found | undefined = isObject(value)
      ? inBlock(value, step)
      : isList(value)
        ? inList(value, step)
        : undefined;
    if (next === undefined) {
      // What a loop makes is written once, whichever of its items is meant.
      if (path.at(-1) === 'input' && /^\d+$/.test(step)) continue;
      return path;
    }
    path.push(...next.steps);
    value = next.value;
  }
  return path;
}

interface Found {
  readonly steps: JsonPath;
  readonly value: Value;
}

function inList(value: readonly Value[], step: string): Found | undefined {
  const item = value[Number(step)];
  return item === undefined ? undefined : { steps: [Number(step)], value: item };
}

function inBlock(value: Properties, step: string): Found | undefined {
  const lower = step.toLowerCase();
  for (const name of Object.keys(value)) {
    const item = value[name] ?? null;
    if (name.toLowerCase() === lower) return { steps: [name], value: item };
    if (!isLoops(name, item)) continue;
    const at = item.findIndex((loop) => textField(loop, 'name')?.toLowerCase() === lower);
    const input = item[at]?.input;
    if (input !== undefined) return { steps: [name, at, 'input'], value: input };
  }
  return undefined;
}
