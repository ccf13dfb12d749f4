// A policy pack of a team's own: our rules and its own, each a policy with level, options and exemptions.
const { PolicyPack } = require('@pulumi/policy');
const { crossGuardPolicies, rules } = require('@iiot-guard/policies');
const own = require('./rules');

new PolicyPack('acme', { policies: crossGuardPolicies([...rules, ...own.rules], 'standard') });
