import { isList, isObject, type Properties, type Value } from '../resources/value';
import { stepsOf } from '../rule/reading';

/** A copy with `value` at the path; blocks and lists on the way are made, every item or the first key is used. */
export function withValue(properties: Properties, path: string, value: Value): Properties {
  return set(properties, concreteSteps(path), value) as Properties;
}

/** A copy with nothing at the path, the blocks around it kept. */
export function withoutValue(properties: Properties, path: string): Properties {
  return set(properties, concreteSteps(path), undefined) as Properties;
}

/** Steps with indexes such as `rules[1].value` beside those of a rule's path. */
function concreteSteps(path: string): readonly string[] {
  return stepsOf(path.replaceAll(/\[(\d+)\]/g, '.$1'));
}

function set(node: Value | undefined, steps: readonly string[], value: Value | undefined): Value | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === '[]') {
    const list = isList(node) && node.length > 0 ? node : [{}];
    return list.map((item: Value) => set(item, rest, value) ?? {});
  }
  if (isList(node) && /^\d+$/.test(step))
    return node.map((item: Value, index) =>
      index === Number(step) ? (set(item, rest, value) ?? null) : item,
    );
  const block: { [key: string]: Value } = isObject(node) ? { ...node } : {};
  const key = step === '*' ? (Object.keys(block)[0] ?? '$default') : step;
  const next = set(block[key], rest, value);
  if (next === undefined) delete block[key];
  else block[key] = next;
  return block;
}
