// A policy pack of a team's own: our rules and its own, each a policy with level, options and exemptions.
const { PolicyPack } = require('@pulumi/policy');
const { catalogue, crossGuardPolicies } = require('@iiot-guard/policies');
const { rules } = require('./rules');

new PolicyPack('acme', { policies: crossGuardPolicies([...catalogue, ...rules], 'standard') });
