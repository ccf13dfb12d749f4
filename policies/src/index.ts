// The library: what other teams build their own packs and tests with. Loading it starts nothing.
export { crossGuardPolicies } from './crossguard/policies';
export { type Evaluation, evaluate, type RuleSettings } from './evaluate/evaluate';
export type { Exemption } from './evaluate/exemption';
export type { Finding, Level, Outcome } from './evaluate/finding';
export { checkPolicyConfig } from './evaluate/policy-config';
export { type PolicyConfig, settingsUnder } from './evaluate/settings';
export { type ExemptionArgs, exempt } from './exempt';
export { normalise } from './resources/normalise';
export type { ArmType, NotEvaluated, RegisteredResource, Resource } from './resources/resource';
export { companionRule } from './rule/companion-rules';
export * as conditions from './rule/conditions';
export { defineRule, type Rule } from './rule/rule';
export { latestRuleSet, type RuleSet, ruleSets } from './rule/rule-sets';
export { type Profile, profiles } from './rule/settings';
export { catalogue } from './rules/catalogue';
export { PreviewError } from './sources/preview/error';
export { type PreviewOptions, type PreviewResult, preview } from './sources/preview/preview';
