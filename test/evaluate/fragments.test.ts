import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { canJudge, judgeResource } from '../../policies/src/evaluate/judge';
import { stackView, viewOf } from '../../policies/src/evaluate/view';
import type { Resource } from '../../policies/src/resources/resource';
import { iotHub, storageAccount, subnet } from '../../policies/src/resources/types';
import { isTrue, oneOf } from '../../policies/src/rule/conditions';
import { defineRule, type PropertyRule, type RuleFacts, type StackRule } from '../../policies/src/rule/rule';
import { iotHubSasPolicies } from '../../policies/src/rules/iot-hub';
import { resource } from '../../policies/src/testing';

const facts: RuleFacts = {
  id: 'test-rule',
  title: 'Something holds',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'high',
  target: storageAccount,
  why: 'It matters.',
  fix: { say: 'Set it.', replaces: false },
  serviceDefault: { is: 'off by default' },
  links: [],
  examples: { good: [], bad: [] },
};

const rule = (given: Partial<PropertyRule>): PropertyRule =>
  defineRule({ ...facts, property: 'firewall.action', pass: oneOf('Deny'), whenAbsent: 'fail', ...given });

const stackRule: StackRule = {
  ...facts,
  id: 'test-stack-rule',
  relates: [],
  property: 'companion',
  checkStack: () => [{ outcome: 'fail', property: 'companion' }],
};

/** A registration that sets the firewall of an account which is declared elsewhere. */
const firewall = (action: string): Resource => ({
  ...resource(storageAccount, 'rules', { firewall: { action } }),
  only: ['firewall'],
});

const judge = (given: PropertyRule, of: Resource) =>
  judgeResource(given, of, {}).map(({ outcome, property }) => `${outcome} ${property}`);

describe('a fragment', () => {
  test.each([
    ['fails in what it sets', {}, 'Allow', ['fail firewall.action']],
    ['passes in what it sets', {}, 'Deny', ['pass firewall.action']],
    [
      'misses something inside the block that it sets',
      { property: 'firewall.log' },
      'Deny',
      ['fail firewall.log'],
    ],
    ['says nothing about the rest', { property: 'encryption.key' }, 'Allow', []],
    [
      'says nothing about the rest, whose absence passes',
      { property: 'tls', whenAbsent: 'pass' },
      'Allow',
      [],
    ],
    [
      'is judged in its own part alone',
      { property: ['tls', 'firewall.action'] },
      'Allow',
      ['fail firewall.action'],
    ],
  ] as const)('%s', (_what, given, action, expected) => {
    expect(judge(rule(given), firewall(action))).toEqual(expected);
  });

  const onlyWhereOpen = { when: [{ property: 'open', is: isTrue, whenAbsent: false }] };

  test('is undecided where the rest decides whether the rule applies', () => {
    const [judgement, ...others] = judgeResource(rule(onlyWhereOpen), firewall('Allow'), {});
    expect(others).toEqual([]);
    expect(judgement).toMatchObject({ outcome: 'unknown', property: 'firewall' });
    expect(judgement?.message).toContain('`open`');
  });

  test('passes all the same where it is right whatever the rest says', () => {
    expect(judge(rule(onlyWhereOpen), firewall('Deny'))).toEqual(['pass firewall.action']);
  });

  test('is no subject of stack rules, and none of the resources of its type', () => {
    const fragment = firewall('Allow');
    const whole = resource(storageAccount, 'account', {});
    expect(canJudge(stackRule, fragment)).toBe(false);
    expect(canJudge(stackRule, whole)).toBe(true);
    expect(canJudge(rule({}), fragment)).toBe(true);
    const view = stackView([fragment, whole]);
    expect(view.ofType(storageAccount)).toEqual([whole]);
    expect(view.resources).toEqual([fragment, whole]);
    const settings = () => ({ level: 'mandatory' as const, options: {}, exemptions: [] });
    const { findings } = evaluate([stackRule], [fragment, whole], settings, {
      now: new Date(),
      passes: true,
    });
    expect(findings.map((finding) => finding.resource.name)).toEqual(['account']);
  });

  test('of a shared access policy is undecided, as the hub may have turned keys off', () => {
    const policy = (rights: string): Resource => ({
      ...resource(iotHub, 'policy', { properties: { authorizationPolicies: [{ rights }] } }),
      only: ['properties.authorizationPolicies'],
    });
    const judged = (rights: string) =>
      judgeResource(iotHubSasPolicies, policy(rights), {}).map(({ outcome, property }) => [
        outcome,
        property,
      ]);
    expect(judged('RegistryWrite, ServiceConnect')).toEqual([
      ['unknown', 'properties.authorizationPolicies'],
    ]);
    expect(judged('RegistryRead')).toEqual([['pass', 'properties.authorizationPolicies[0].rights']]);
  });
});

describe('a property that its provider sets by another class', () => {
  const line: Resource = { ...resource(subnet, 'line', { prefix: 'x' }), elsewhere: ['group'] };
  const groupRule = rule({ target: subnet, property: 'group.id', whenAbsent: 'fail' });

  test('is not judged where it cannot stand', () => {
    expect(judge(groupRule, line)).toEqual([]);
    expect(viewOf(line).one('group').state).toBe('unknown');
    expect(viewOf(line).one('prefix').state).toBe('known');
  });

  test('leaves the others to be judged', () => {
    expect(judge(rule({ property: 'prefix' }), line)).toEqual(['fail prefix']);
    expect(judge(rule({ property: 'groups' }), line)).toEqual(['fail groups']);
  });
});
