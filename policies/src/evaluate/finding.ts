import { createHash } from 'node:crypto';
import type { Place, Resource } from '../resources/resource';
import { isList, isObject, isUnknown, type Value } from '../resources/value';
import type { Rule } from '../rule/rule';
import type { Exemption } from './exemption';

export type Outcome = 'pass' | 'fail' | 'unknown' | 'exempt' | 'error';

/** What a violation does: `mandatory` stops a deployment, `advisory` is shown, `disabled` rules do not run. */
export type Level = 'mandatory' | 'advisory' | 'disabled';

/** The outcome of one rule on one property path of one resource. */
export interface Finding {
  readonly rule: Rule;
  readonly level: Exclude<Level, 'disabled'>;
  readonly outcome: Outcome;
  readonly resource: Resource;
  /** The path as the author of the resource writes it. */
  readonly property: string;
  readonly message: string;
  /** The exemption that covers it, or the expired one that no longer does. */
  readonly exemption?: Exemption;
  /** True where it is a fault only since a rule set later than the pinned one, whatever the level of its rule. */
  readonly adviceOnly?: boolean;
  /** Where the property stands, or the block that lacks it, for sources that can tell. */
  readonly place?: Place;
  /** Who accepted it into the baseline, and when: it is shown, and does not block. */
  readonly accepted?: { readonly accepted: string; readonly by: string };
}

/** Where to look: at the property, else at the declaration of its resource. */
export function placeOf(finding: Finding): Place | undefined {
  return finding.place ?? finding.resource.declaredAt;
}

/** A name for the finding that stays the same as long as rule, resource and property do: 16 hexadecimal digits. */
export function fingerprint(finding: Finding): string {
  const identity = [finding.rule.id, finding.resource.urn, stableProperty(finding)].join('\n');
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

/**
 * The path with the names of list items in place of their numbers, where an item has a name of its own: `rules[3].access` is
 * `rules[ssh].access`, wherever in the list it stands.
 */
export function stableProperty({ property, resource }: Finding): string {
  if (!property.includes('[')) return property;
  let node: Value | undefined = resource.properties;
  let path = '';
  for (const [, step = '', index] of property.matchAll(/\.?([^.[\]]+)|\[(\d*)\]/g)) {
    if (index === undefined) {
      path += path === '' ? step : `.${step}`;
      node = stepInto(node, step);
      continue;
    }
    const list: readonly Value[] = isList(node) ? node : [];
    node = list[Number(index)];
    path += `[${nameIn(list, node, resource) ?? index}]`;
  }
  return path;
}

/** Templates have blocks `properties` that are not there in the shape of the rules. */
function stepInto(node: Value | undefined, step: string): Value | undefined {
  if (!isObject(node)) return undefined;
  return step === 'properties' && !(step in node) ? node : node[step];
}

/** The name of a list item, unless another one has the same, or it is a secret. */
function nameIn(
  list: readonly Value[],
  item: Value | undefined,
  { secretTexts = [] }: Resource,
): string | undefined {
  const nameOf = (one: Value | undefined) => (isObject(one) ? one.name : undefined);
  const name = nameOf(item);
  if (typeof name !== 'string' || isUnknown(name) || /^\d*$/.test(name) || secretTexts.includes(name))
    return undefined;
  return list.filter((one) => nameOf(one) === name).length === 1 ? name : undefined;
}
