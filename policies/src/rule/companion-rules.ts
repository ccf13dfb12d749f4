import type { ArmType } from '../resources/resource';
import { allOf, anyOf } from './answers';
import { holds, pendingPreconditions } from './preconditions';
import type { Precondition, RuleFacts, StackRule } from './rule';
import { verdictFor } from './verdict';

/** What a rule on a second resource says beyond its facts. */
export type CompanionFacts = Omit<RuleFacts, 'target'> & {
  readonly target: ArmType;
  /** The types of which one must stand beside each resource of the target type. */
  readonly companions: readonly ArmType[];
  /** The paths of the companion that can name the resource: by its id, by its name, or computed from it. */
  readonly by: readonly string[];
  /** What the companion must say to count; its being there is enough where left out. */
  readonly must?: readonly Precondition[];
  /** What must hold on the resource for the rule to ask anything. */
  readonly when?: readonly Precondition[];
  /** What stands for the relation in findings and exemptions, such as `transparentDataEncryption`. */
  readonly property: string;
  /** What is wrong where there is none, as a sentence: "No auditing policy of this stack covers it." */
  readonly lacks: string;
};

/** A rule that asks for a second resource in the same stack that names each resource of the target type. */
export function companionRule(given: CompanionFacts): StackRule {
  const { companions, by, must = [], when = [], lacks, ...facts } = given;
  const { property } = facts;
  return {
    ...facts,
    relates: companions,
    checkStack: (subject, stack) => {
      const pending = pendingPreconditions(when, stack.view(subject));
      if (pending === undefined) return [];
      const answers = companions
        .flatMap((type) => stack.referring(type, by, subject))
        .map(({ resource, answer }) => allOf([answer, ...must.map((m) => holds(m, stack.view(resource)))]));
      const answer = anyOf(answers);
      return answer === 'no' && pending.length > 0 ? pending : [verdictFor(answer, property, lacks)];
    },
  };
}
