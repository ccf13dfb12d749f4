import { describe, expect, test } from 'vitest';
import { withCurrentIds } from '../../policies/src/evaluate/former-ids';
import { checkPolicyConfig } from '../../policies/src/evaluate/policy-config';
import { type PolicyConfig, settingsUnder } from '../../policies/src/evaluate/settings';
import {
  firstRuleSet,
  isLaterThan,
  latestRuleSet,
  type RuleSet,
  removedRules,
  ruleSets,
} from '../../policies/src/rule/rule-sets';
import { catalogue } from '../../policies/src/rules/catalogue';
import { futureSet, presentSet, propertyRule } from '../rule/made-up';

describe('the rule sets', () => {
  test('are in order, the first and the latest among them', () => {
    expect([...ruleSets].sort()).toEqual([...ruleSets]);
    expect([ruleSets[0], ruleSets.at(-1)]).toEqual([firstRuleSet, latestRuleSet]);
  });

  test('are those that the rules name', () => {
    const named = catalogue.flatMap((rule) =>
      [rule.since ?? [], 'stricterSince' in rule ? (rule.stricterSince?.set ?? []) : []].flat(),
    );
    expect(named.filter((set) => !ruleSets.includes(set))).toEqual([]);
  });

  test('never give the id of a removed or renamed rule to another', () => {
    const old = [
      ...removedRules.map(({ id }) => id),
      ...catalogue.flatMap(({ formerIds = [] }) => formerIds),
    ];
    expect(new Set(old).size).toBe(old.length);
    expect(old.filter((id) => catalogue.some((rule) => rule.id === id))).toEqual([]);
  });

  test.each([
    ['2026-11', undefined, false],
    ['2026-11', '2026-11', false],
    ['2026-11', '2027-05', true],
    ['2027-05', '2026-11', false],
    ['2026-10', undefined, true],
  ])('under %s, what appeared in %s is later: %s', (pinned, since, expected) => {
    expect(isLaterThan(pinned as RuleSet, since as RuleSet | undefined)).toBe(expected);
  });
});

describe('a rule that is later than the pinned set', () => {
  const rule = propertyRule({ since: futureSet });
  const levelOf = (
    config: PolicyConfig = {},
    ruleSet = presentSet,
    profile: 'baseline' | 'standard' | 'strict' = 'standard',
  ) => settingsUnder(profile, config, ruleSet)(rule).level;

  test.each<[string, PolicyConfig, string]>([
    ['is advice only', {}, 'advisory'],
    ['is so whatever the level of all', { all: 'mandatory' }, 'advisory'],
    ['is left out where all are', { all: 'disabled' }, 'disabled'],
    ['has the level that the configuration gives it', { [rule.id]: 'mandatory' }, 'mandatory'],
    [
      'is mandatory where it shall be put right',
      { [rule.id]: { enforcementLevel: 'remediate' } },
      'mandatory',
    ],
    ['is advice where the configuration has only options', { [rule.id]: { exemptions: [] } }, 'advisory'],
  ])('%s', (_what, config, level) => {
    expect(levelOf(config)).toBe(level);
  });

  test('has its usual level under its own set', () => {
    expect(levelOf({}, futureSet)).toBe('mandatory');
  });

  test('is left out by a profile without it', () => {
    const minor = propertyRule({ since: futureSet, severity: 'low' });
    expect(settingsUnder('baseline', {}, presentSet)(minor).level).toBe('disabled');
    expect(settingsUnder('strict', {}, presentSet)(minor).level).toBe('advisory');
  });

  test('hands the pinned set on to the findings', () => {
    expect(settingsUnder('standard', {}, presentSet)(rule).ruleSet).toBe(presentSet);
    expect(settingsUnder('standard')(rule).ruleSet).toBe(latestRuleSet);
  });
});

describe('a configuration', () => {
  const rules = [
    propertyRule({ id: 'new-name', formerIds: ['old-name', 'older-name'] }),
    propertyRule({ id: 'other-rule' }),
  ];
  const removed = [
    { id: 'gone-rule', set: presentSet, why: 'the service is no more' },
    { id: 'split-rule', set: presentSet, why: 'it became two', replacedBy: 'new-name' },
  ];

  test.each(['old-name', 'older-name', 'new-name'])('may name a rule by %s', (id) => {
    const { current, problems } = withCurrentIds(
      { all: 'advisory', [id]: 'mandatory', 'other-rule': 'disabled' },
      rules,
      removed,
    );
    expect(problems).toEqual([]);
    expect(current).toEqual({ all: 'advisory', 'new-name': 'mandatory', 'other-rule': 'disabled' });
  });

  test('may not name it both ways', () => {
    const { problems } = withCurrentIds({ 'old-name': 'mandatory', 'new-name': 'advisory' }, rules, removed);
    expect(problems).toEqual([
      { path: ['old-name'], message: '`old-name` is the former name of `new-name`, which is named as well' },
    ]);
  });

  test.each([
    [
      'gone-rule',
      `\`gone-rule\` was removed in the rule set ${presentSet} (the service is no more); nothing replaces it`,
    ],
    [
      'split-rule',
      `\`split-rule\` was removed in the rule set ${presentSet} (it became two); \`new-name\` replaces it`,
    ],
  ])('is told that %s is gone', (id, message) => {
    expect(withCurrentIds({ [id]: 'mandatory' }, rules, removed).problems).toEqual([{ path: [id], message }]);
  });

  test.each([[null], [[]], ['text'], [7]])('that is none is left to the check: %j', (json) => {
    expect(withCurrentIds(json, rules, removed)).toEqual({ current: json, problems: [] });
  });

  test('is checked with the ids of today, and its mistakes told by those that it uses', () => {
    expect(checkPolicyConfig({ 'old-name': 'mandatory' }, rules)).toEqual({ 'new-name': 'mandatory' });
    expect(checkPolicyConfig({ 'old-name': 'mandatory', 'new-name': 'mandatory' }, rules)).toHaveLength(1);
  });
});
