import { isList, isObject, type Properties, type Value } from '../../policies/src/resources/value';

const split = (path: string) => path.replaceAll('[]', '.[]').split('.');

/** A copy with `value` at the path; blocks and lists on the way are made, the first element or key is used. */
export function withValue(properties: Properties, path: string, value: Value): Properties {
  return set(properties, split(path), value) as Properties;
}

/** A copy with nothing at the path, the blocks around it kept. */
export function withoutValue(properties: Properties, path: string): Properties {
  return set(properties, split(path), undefined) as Properties;
}

function set(node: Value | undefined, parts: readonly string[], value: Value | undefined): Value | undefined {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (part === '[]') {
    const list = isList(node) && node.length > 0 ? node : [{}];
    return list.map((item: Value) => set(item, rest, value) ?? {});
  }
  const block: { [key: string]: Value } = isObject(node) ? { ...node } : {};
  const key = part === '*' ? (Object.keys(block)[0] ?? '$default') : part;
  const next = set(block[key], rest, value);
  if (next === undefined) delete block[key];
  else block[key] = next;
  return block;
}
