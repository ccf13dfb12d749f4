import { isUnknown, type Properties, type Value } from '../resources/value';
import type { Condition } from './conditions';
import { member, stepsOf } from './reading';
import type { PropertyRule } from './rule';
import { paths } from './rule';

/**
 * Whether a declarative rule plainly passes: every reading known or absent, and none of them a fault.
 *
 * Most readings of most stacks are of this kind, so they are told without building a reading for each. `false` says nothing
 * but that the rule must be judged in full. `condition` is that of the rule under its options.
 */
export function plainlyPasses(rule: PropertyRule, condition: Condition, properties: Properties): boolean {
  if (rule.when !== undefined && rule.when.length > 0) return false;
  const all = paths(rule);
  for (let at = 0; at < all.length; at++)
    if (!passes(rule, condition, properties, stepsOf(all[at] as string), 0)) return false;
  return true;
}

function passes(
  rule: PropertyRule,
  condition: Condition,
  start: Value,
  steps: readonly string[],
  from: number,
): boolean {
  let value: Value | undefined = start;
  for (let at = from; at < steps.length; at++) {
    const step = steps[at] as string;
    if (typeof value !== 'object' || value === null) return false;
    if (step === '[]') {
      // Where a list is empty, the rule finds nothing to look at, which is not a pass.
      if (!Array.isArray(value) || value.length === 0) return false;
      for (let index = 0; index < value.length; index++)
        if (!passes(rule, condition, value[index] as Value, steps, at + 1)) return false;
      return true;
    }
    if (step === '*') return false;
    if (Array.isArray(value)) return false;
    value = member(value as Properties, step);
    if (value === undefined || value === null) {
      // A block that is not there can have a verdict of its own.
      return at === steps.length - 1
        ? rule.whenAbsent === 'pass'
        : (rule.whenBlockAbsent ?? rule.whenAbsent) === 'pass';
    }
  }
  return !isUnknown(value) && value !== null && condition.holds(value as Value);
}
