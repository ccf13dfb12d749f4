import type { RuleSettings } from '../evaluate/evaluate';
import type { Rule } from '../rule/rule';
import { isLaterThan } from '../rule/rule-sets';
import type { Prepared } from './judging';

/** Where the level of a rule, its options and its exemptions come from, a sentence each. */
export function settingsText(
  rule: Rule,
  { options, config }: Prepared,
  { level, options: values, exemptions }: RuleSettings,
): readonly string[] {
  const { profile, ruleSet, policyConfig: file = 'the policy configuration of the stack' } = options;
  const named = config[rule.id];
  const own = typeof named === 'object' ? named : {};
  const levelFrom = (): string => {
    if (typeof named === 'string' || own.enforcementLevel !== undefined) return `set in ${file}`;
    if (isLaterThan(ruleSet, rule.since)) return `the rule is later than the rule set ${ruleSet}`;
    return config.all === undefined ? `the profile ${profile}` : `\`all\` in ${file}`;
  };
  const optionFrom = (name: string): string => {
    if (name in own) return file;
    return profile === 'strict' && name in (rule.strict ?? {}) ? 'the profile strict' : 'the default';
  };
  const count = exemptions.length;
  return [
    `level ${level}: ${levelFrom()}`,
    ...Object.entries(values).map(
      ([name, value]) => `option \`${name}\` is \`${JSON.stringify(value)}\`: ${optionFrom(name)}`,
    ),
    ...(count > 0 ? [`${count} exemption${count === 1 ? '' : 's'} of this rule in ${file}`] : []),
  ];
}
