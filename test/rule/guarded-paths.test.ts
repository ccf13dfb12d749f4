import { describe, expect, it } from 'vitest';
import { overlap } from '../../policies/src/rule/guarded-paths';

describe('two paths', () => {
  it.each([
    ['minimumTlsVersion', 'minimumTlsVersion', true],
    ['networkRuleSet', 'networkRuleSet.defaultAction', true],
    ['networkRuleSet.defaultAction', 'networkRuleSet', true],
    ['networkRuleSets', 'networkRuleSet', false],
    ['ipRules[0].value', 'ipRules[].value', true],
    ['ipRules[*].value', 'ipRules[3].value', true],
    ['tags["site"]', 'tags.site', true],
    ['properties.ARCHIVE', 'properties.*', true],
    ['properties.*.value', 'properties.HUB.value', true],
    ['properties.HUB.type', 'properties.*.value', false],
    ['*', 'anything.at.all', true],
    ['', 'tags', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(overlap(one, other)).toBe(same);
  });
});
