// The library: what other teams build their own packs, gates and tests with. Loading it starts nothing.
//
//     import { check, evaluate, preview, rules } from '@iiot-guard/policies';
//
// No function here ends the process or writes to a console; each takes an AbortSignal.
export { UsageError } from './cli/usage-error';
export { crossGuardPolicies } from './crossguard/policies';
export type { Exemption } from './evaluate/exemption';
export { type Finding, fingerprint, type Level, type Outcome, placeOf } from './evaluate/finding';
export { checkPolicyConfig } from './evaluate/policy-config';
export { type PolicyConfig, settingsUnder } from './evaluate/settings';
export { type ExemptionArgs, exempt } from './exempt';
export { type CheckOptions, check } from './library/check';
export { evaluate } from './library/evaluate';
export type { GuardOptions } from './library/options';
export { type PreviewOptions, type PreviewResult, preview } from './library/preview';
export type { Result, ResultFinding } from './library/result';
export { jsonReport } from './report/json';
export type { Report, Summary } from './report/summary';
export { normalise } from './resources/normalise';
export type { ArmType, NotEvaluated, Place, RegisteredResource, Resource } from './resources/resource';
export { companionRule } from './rule/companion-rules';
export * as conditions from './rule/conditions';
export { defineRule, type Rule } from './rule/rule';
export { latestRuleSet, type RuleSet, ruleSets } from './rule/rule-sets';
export { type Profile, profiles } from './rule/settings';
export { catalogue as rules } from './rules/catalogue';
export { FileError } from './sources/files/file-error';
export { PreviewError } from './sources/preview/error';
