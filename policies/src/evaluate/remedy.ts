import type { Resource } from '../resources/resource';
import { isObject, type Properties, type Value } from '../resources/value';
import type { Rule } from '../rule/rule';
import { type RuleSettings, toFinding } from './evaluate';
import { isStackRule, judgeResource } from './judge';

/** Where the fix of a rule has to be written in a resource, and what. */
export interface Remedy {
  readonly paths: readonly string[];
  readonly value: Value;
}

/** Whether the fix of a rule is one known value, so that it can be put right without asking. */
export function isRemediable(rule: Rule): boolean {
  return 'pass' in rule && rule.fix.value !== undefined && !rule.fix.replaces;
}

/**
 * What puts a resource right under a rule, or undefined where nothing has to be, or can be: the rule passes or does not apply,
 * what it reads is unknown, the fault is exempt, or the resource was translated from another shape. Never throws.
 */
export function remedyFor(
  rule: Rule,
  resource: Resource,
  settings: RuleSettings,
  now: Date,
): Remedy | undefined {
  const { value } = rule.fix;
  if (!isRemediable(rule) || isStackRule(rule) || value === undefined) return undefined;
  // What a translation changes has no single place in what the author wrote.
  if (resource.originalPath) return undefined;
  const paths = judgeResource(rule, resource, settings.options)
    .filter((judgement) => toFinding(rule, resource, judgement, settings, now).outcome === 'fail')
    .map(({ property }) => property)
    .filter((path) => !path.includes('[]') && !path.includes('*') && hasRoom(resource.properties, path));
  return paths.length === 0 ? undefined : { paths, value };
}

/** Whether nothing but blocks, or nothing at all, stands on the way: a list or text there is somebody's mistake to look at. */
function hasRoom(properties: Properties, path: string): boolean {
  let node: Value | undefined = properties;
  for (const step of path.split('.').slice(0, -1)) {
    node = isObject(node) ? node[step] : undefined;
    if (node === undefined || node === null) return true;
    if (!isObject(node)) return false;
  }
  return true;
}

/** Writes a value at a concrete path into an object; blocks that are missing on the way are made. */
export function write(target: object, path: string, value: Value): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const last = steps.pop();
  if (last === undefined) return;
  let node = target as { [key: string]: unknown };
  for (const step of steps) {
    if (typeof node[step] !== 'object' || node[step] === null) node[step] = {};
    node = node[step] as { [key: string]: unknown };
  }
  node[last] = value;
}
