import type { ArmType, Resource } from '../resources/resource';
import { defenderPricing } from '../resources/types';
import { textOf } from '../resources/value';
import { type Answer, allOf, anyOf } from './answers';
import { isFalse, isTrue, oneOf } from './conditions';
import { holds } from './preconditions';
import type { Referring, RuleFacts, StackRule, StackView } from './rule';

/** What a rule on Microsoft Defender for Cloud says beyond its facts. */
export type DefenderFacts = Omit<RuleFacts, 'class' | 'target'> & {
  readonly target: ArmType;
  /** The plan that covers the resource, as `pricingName`. */
  readonly plan: string;
  /** The type of the setting for one resource, and the path of its switch. */
  readonly setting: { readonly type: ArmType; readonly isEnabled: string; readonly overrides?: string };
  /** What stands for the relation in findings, such as `defenderForStorage`. */
  readonly property: string;
};

/** A rule that asks for Defender on each resource of the target type: by a setting of its own, or by the plan. */
export function defenderRule({ plan, setting, ...facts }: DefenderFacts): StackRule {
  const { property } = facts;
  return {
    ...facts,
    class: 'threat-detection',
    relates: [setting.type, defenderPricing],
    checkStack: (subject, stack) => {
      const own = stack.referring(setting.type, ['resourceId'], subject);
      const turnedOff = own.some((one) => isTurnedOff(one, setting, stack));
      if (turnedOff) {
        const message = 'It is switched off for this resource, whatever the plan of the subscription says.';
        return [{ outcome: 'fail', property, message }];
      }
      const answer = anyOf([
        ...own.map(({ resource, answer }) =>
          allOf([
            answer,
            holds({ property: setting.isEnabled, is: isTrue, whenAbsent: false }, stack.view(resource)),
          ]),
        ),
        ...stack.ofType(defenderPricing).map((pricing) => planCovers(pricing, plan, subject, stack)),
      ]);
      if (answer === 'yes') return [{ outcome: 'pass', property }];
      if (answer === 'maybe') return [{ outcome: 'unknown', property }];
      const message = `Neither a setting of its own nor the plan \`${plan}\` is switched on in this stack.`;
      return [{ outcome: 'fail', property, message }];
    },
  };
}

function isTurnedOff(
  one: Referring,
  { isEnabled, overrides }: DefenderFacts['setting'],
  stack: StackView,
): boolean {
  if (overrides === undefined || one.answer !== 'yes') return false;
  const view = stack.view(one.resource);
  return (
    holds({ property: isEnabled, is: isFalse, whenAbsent: false }, view) === 'yes' &&
    holds({ property: overrides, is: isTrue, whenAbsent: false }, view) === 'yes'
  );
}

function planCovers(pricing: Resource, plan: string, subject: Resource, stack: StackView): Answer {
  const view = stack.view(pricing);
  const scope = view.one('scopeId');
  const onResource = scope.state === 'known' && /\/providers\//i.test(textOf(scope.value));
  return allOf([
    holds({ property: 'pricingName', is: oneOf(plan), whenAbsent: false }, view),
    holds({ property: 'pricingTier', is: oneOf('Standard'), whenAbsent: false }, view),
    onResource ? stack.refersTo(pricing, 'scopeId', subject) : 'yes',
  ]);
}
