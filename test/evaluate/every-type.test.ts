import { expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import type { ArmType } from '../../policies/src/resources/resource';
import { everyType, iotHub, vault } from '../../policies/src/resources/types';
import { isTrue } from '../../policies/src/rule/conditions';
import { defineRule, looksAt } from '../../policies/src/rule/rule';
import { resource } from '../../policies/src/testing';

const rule = (id: string, target: ArmType) =>
  defineRule({
    id,
    target,
    title: 'Something holds',
    topic: 'kv-rbac',
    class: 'identity',
    severity: 'high',
    why: 'It matters.',
    fix: { say: 'Set it.', replaces: false },
    serviceDefault: { is: 'off by default' },
    links: [],
    examples: { good: [], bad: [] },
    property: 'a',
    pass: isTrue,
    whenAbsent: 'fail',
  });

test('a rule on every type looks at resources of any type, in the order of the rules', () => {
  const rules = [rule('test-every', everyType), rule('test-vault', vault)];
  const resources = [
    resource(vault, 'v', {}),
    resource(iotHub, 'h', {}),
    resource('microsoft.keyvault/Vaults', 'w', {}),
  ];
  const settings = () => ({ level: 'mandatory', options: {}, exemptions: [] }) as const;
  const { findings } = evaluate(rules, resources, settings, { now: new Date() });
  expect(findings.map((finding) => `${finding.rule.id} ${finding.resource.name}`)).toEqual([
    'test-every v',
    'test-vault v',
    'test-every h',
    'test-every w',
    'test-vault w',
  ]);
});

test('a rule on one type looks at that type alone, whatever its case', () => {
  expect(looksAt(rule('test-vault', vault), 'microsoft.KEYVAULT/vaults')).toBe(true);
  expect(looksAt(rule('test-vault', vault), iotHub)).toBe(false);
  expect(looksAt(rule('test-every', everyType), iotHub)).toBe(true);
});
