import { PolicyPack } from '@pulumi/policy';
import * as deserialize from '@pulumi/policy/deserialize';
import * as analyzer from '@pulumi/pulumi/proto/analyzer_pb';
import { Value } from 'google-protobuf/google/protobuf/struct_pb';
import { watchRequests } from './crossguard/applicable';
import { decodeOnce } from './crossguard/decode-once';
import { describeOnce } from './crossguard/describe-once';
import { crossGuardPolicies } from './crossguard/policies';
import { exemptionsSchema } from './evaluate/config-json-schema';
import { latestRuleSet, type RuleSet, ruleSets } from './rule/rule-sets';
import { type Profile, profiles } from './rule/settings';
import { catalogue } from './rules/catalogue';

// This file is the policy pack that `pulumi --policy-pack` loads: importing it starts the analyzer. Teams that want a pack
// of their own take `crossGuardPolicies` from the package instead.

/** The profile named by the environment, which the engine hands on to the pack; `standard` where none is. */
function chosenProfile(): Profile {
  const name = process.env.IIOT_GUARD_PROFILE ?? 'standard';
  const profile = profiles.find((known) => known === name);
  if (profile) return profile;
  // A misspelt name must not quietly run a weaker profile than was meant.
  console.error(`IIOT_GUARD_PROFILE is "${name}"; it must be one of ${profiles.join(', ')}.`);
  return process.exit(1);
}

/** The rule set named by the environment, likewise. */
function chosenRuleSet(): RuleSet {
  const name = process.env.IIOT_GUARD_RULE_SET ?? latestRuleSet;
  const ruleSet = ruleSets.find((known) => known === name);
  if (ruleSet) return ruleSet;
  console.error(`IIOT_GUARD_RULE_SET is "${name}"; it must be one of ${ruleSets.join(', ')}.`);
  return process.exit(1);
}

// The function is there, but the SDK's typings leave it out.
decodeOnce(deserialize as unknown as Parameters<typeof decodeOnce>[0]);

watchRequests(analyzer as unknown as Parameters<typeof watchRequests>[0]);

describeOnce(Value, exemptionsSchema);

new PolicyPack('iiot-guard', {
  displayName: 'iiot-guard',
  provider: 'azure',
  tags: ['azure', 'iot', 'industrial-iot'],
  policies: crossGuardPolicies(catalogue, chosenProfile(), chosenRuleSet()),
});
