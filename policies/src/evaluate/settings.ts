import type { OptionValues, Rule } from '../rule/rule';
import { isLaterThan, latestRuleSet, type RuleSet } from '../rule/rule-sets';
import { levelIn, optionsIn, type Profile } from '../rule/settings';
import type { RuleSettings } from './evaluate';
import type { Exemption } from './exemption';
import type { Level } from './finding';

/** The levels that a configuration may give a rule. */
export const levels = ['advisory', 'mandatory', 'remediate', 'disabled'] as const;

type ConfiguredLevel = (typeof levels)[number];

/** What a configuration says about one rule: its level, or that and its exemptions and options. */
export type RuleConfig =
  | ConfiguredLevel
  | {
      readonly enforcementLevel?: ConfiguredLevel;
      readonly exemptions?: readonly Exemption[];
      readonly [option: string]: unknown;
    };

/** A checked policy configuration. */
export type PolicyConfig = { readonly [rule: string]: RuleConfig | undefined };

/**
 * How each rule is applied under a profile and a configuration. The configuration wins; `all` counts for unnamed rules.
 * A rule that is later than the pinned rule set is advisory, unless the configuration names a level for it.
 */
export function settingsUnder(
  profile: Profile,
  config: PolicyConfig = {},
  ruleSet: RuleSet = latestRuleSet,
): (rule: Rule) => RuleSettings {
  return (rule) => {
    const { enforcementLevel, exemptions = [], ...options } = objectForm(config[rule.id]);
    const usual = objectForm(config.all).enforcementLevel ?? levelIn(profile, rule);
    const later = isLaterThan(ruleSet, rule.since) && usual !== 'disabled';
    const chosen = enforcementLevel ?? (later ? 'advisory' : usual);
    return {
      ruleSet,
      level: (chosen === 'remediate' ? 'mandatory' : chosen) as Level,
      options: optionsIn(profile, rule, options as OptionValues),
      exemptions,
    };
  };
}

function objectForm(config: RuleConfig | undefined): Exclude<RuleConfig, string> {
  return typeof config === 'string' ? { enforcementLevel: config } : (config ?? {});
}
