import { vault } from '../../policies/src/resources/types';
import { isTrue } from '../../policies/src/rule/conditions';
import type { CheckRule, PropertyRule, RuleFacts, StackRule } from '../../policies/src/rule/rule';
import { latestRuleSet, type RuleSet } from '../../policies/src/rule/rule-sets';

/** What a rule has beside what it judges, for rules that only tests know. */
export const facts: RuleFacts = {
  id: 'test-rule',
  title: 'Something holds',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'high',
  target: vault,
  why: 'It matters.',
  fix: { say: 'Set it.', replaces: false },
  serviceDefault: { is: 'off by default' },
  links: [],
  examples: { good: [], bad: [] },
};

/** A rule that wants `true` at `a`. */
export const propertyRule = (more: Partial<PropertyRule> = {}): PropertyRule => ({
  ...facts,
  property: 'a',
  pass: isTrue,
  whenAbsent: 'fail',
  ...more,
});

export const checkRule = (check: CheckRule['check'], more: Partial<CheckRule> = {}): CheckRule => ({
  ...facts,
  property: 'a',
  check,
  ...more,
});

export const stackRule = (checkStack: StackRule['checkStack'], more: Partial<StackRule> = {}): StackRule => ({
  ...facts,
  relates: [],
  property: 'a',
  checkStack,
  ...more,
});

/** A rule set that is not there yet: what carries it is later than all that can be pinned. */
export const futureSet = '9999-01' as RuleSet;
export const presentSet = latestRuleSet;
