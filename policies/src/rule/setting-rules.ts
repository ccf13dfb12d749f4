import type { ArmType, Resource } from '../resources/resource';
import { type Answer, anyOf } from './answers';
import type { OptionValues, ResourceView, RuleFacts, StackRule, Verdict } from './rule';
import { verdictFor } from './verdict';

/** What a rule says beyond its facts on a setting that is a resource of its own beside the resource it belongs to. */
export type SettingFacts = Omit<RuleFacts, 'target'> & {
  /** The type that must be set up. */
  readonly owner: ArmType;
  /** The types of which one holds the setting. */
  readonly holders: readonly ArmType[];
  /** The property of a holder that names the owner. */
  readonly by: string;
  /** What a holder must say. Its being there is enough where left out. */
  readonly judge?: (view: ResourceView, options: OptionValues) => readonly Verdict[];
  /** Whether the owner itself says what is wanted, so that it needs no holder. */
  readonly ownerSays?: (view: ResourceView) => Answer;
  /** Where findings on an owner without a holder are reported. */
  readonly property: string;
  /** What is wrong then, as a sentence: "No auditing policy of this stack covers it." */
  readonly lacks: string;
};

/**
 * A rule on a setting beside a resource. A setting that says the wrong thing is reported where it is written, also where
 * its owner is in another stack; an owner without the setting is reported itself.
 */
export function settingRule(given: SettingFacts): StackRule {
  const { owner, holders, by, judge, ownerSays, lacks, ...facts } = given;
  const { property } = facts;
  return {
    ...facts,
    target: judge ? [owner, ...holders] : owner,
    relates: holders,
    checkStack: (subject, stack, options) => {
      const view = stack.view(subject);
      if (judge && isOf(subject, holders)) return judge(view, options);
      const there = holders.flatMap((type) => stack.referring(type, [by], subject));
      const answer = anyOf([ownerSays?.(view) ?? 'no', ...there.map((holder) => holder.answer)]);
      return [verdictFor(answer, property, lacks)];
    },
  };
}

/** Whether a resource is of one of the types, however it spells its own. */
export function isOf(resource: Resource, types: readonly ArmType[]): boolean {
  return types.some((type) => type.toLowerCase() === resource.type.toLowerCase());
}
