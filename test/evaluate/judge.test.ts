import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { judgeResource } from '../../policies/src/evaluate/judge';
import { vault } from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { atLeast, isTrue, oneOf } from '../../policies/src/rule/conditions';
import {
  type CheckRule,
  defineRule,
  type PropertyRule,
  type RuleFacts,
  type StackRule,
} from '../../policies/src/rule/rule';
import { resource } from '../../policies/src/testing';

const facts: RuleFacts = {
  id: 'test-rule',
  title: 'Something holds',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'high',
  target: vault,
  why: 'It matters.',
  fix: { say: 'Set it.', replaces: false },
  serviceDefault: { is: 'off by default' },
  links: [],
  examples: { good: [], bad: [] },
};

const propertyRule = (rule: Partial<PropertyRule>): PropertyRule =>
  defineRule({ ...facts, property: 'a', pass: isTrue, whenAbsent: 'fail', ...rule });
const judge = (rule: PropertyRule | CheckRule, properties: Parameters<typeof resource>[2]) =>
  judgeResource(rule, resource(vault, 'v', properties), {}).map(
    ({ outcome, property }) => `${outcome} ${property}`,
  );

describe('a property rule', () => {
  test('tells every known fault before what is unknown, and no pass beside them', () => {
    const rule = propertyRule({ property: ['a', 'b', 'c', 'd'] });
    expect(judge(rule, { a: UNKNOWN, b: false, c: true, d: false })).toEqual([
      'fail b',
      'fail d',
      'unknown a',
    ]);
  });

  test('gives one pass where nothing is wrong', () => {
    expect(judge(propertyRule({ property: ['a', 'b'] }), { a: true, b: true })).toEqual(['pass a']);
  });

  test.each([
    ['fail', 'pass', {}, 'pass'],
    ['fail', 'pass', { block: {} }, 'fail'],
    ['pass', 'fail', {}, 'fail'],
    ['pass', 'fail', { block: {} }, 'pass'],
  ] as const)(
    'with %s for a missing value and %s for a missing block, judges %j as %s',
    (whenAbsent, whenBlockAbsent, properties, expected) => {
      const rule = propertyRule({ property: 'block.a', whenAbsent, whenBlockAbsent });
      expect(judge(rule, properties)).toEqual([`${expected} block.a`]);
    },
  );

  test.each([
    ['applies where its precondition holds', { kind: 'x', a: false }, ['fail a']],
    ['does not apply where its precondition does not hold', { kind: 'y', a: false }, []],
    ['follows the precondition where nothing is written', { a: false }, ['fail a']],
    ['is undecided where it is unknown whether it applies', { kind: UNKNOWN, a: false }, ['unknown kind']],
    ['passes where it would pass whether or not it applies', { kind: UNKNOWN, a: true }, ['pass a']],
  ])('%s', (_what, properties, expected) => {
    const rule = propertyRule({ when: [{ property: 'kind', is: oneOf('x'), whenAbsent: true }] });
    expect(judge(rule, properties)).toEqual(expected);
  });

  test('is undecided where one of several paths is at fault and it is unknown whether it applies', () => {
    const rule = propertyRule({
      property: ['a', 'b'],
      when: [{ property: 'kind', is: oneOf('x'), whenAbsent: true }],
    });
    expect(judge(rule, { kind: UNKNOWN, a: true, b: false })).toEqual(['unknown kind']);
    expect(judge(rule, { kind: UNKNOWN, a: true, b: true })).toEqual(['pass a']);
  });

  test('says what must hold without telling a value, unless the value may be printed', () => {
    const messageOf = (rule: PropertyRule) =>
      judgeResource(rule, resource(vault, 'v', { a: 'hunter2' }), {})[0]?.message;
    expect(messageOf(propertyRule({}))).toBe('`a` must be `true`.');
    expect(messageOf(propertyRule({ printable: true }))).toBe('`a` must be `true`, but is `hunter2`.');
  });

  test.each([
    [3, 'pass a'],
    [5, 'fail a'],
  ])('may ask for what an option says: at least %i', (least, expected) => {
    const rule = propertyRule({ pass: (options) => atLeast(Number(options.least)) });
    const judgements = judgeResource(rule, resource(vault, 'v', { a: 4 }), { least });
    expect(judgements.map(({ outcome, property }) => `${outcome} ${property}`)).toEqual([expected]);
  });

  test('says what the service does where nothing is written', () => {
    expect(judgeResource(propertyRule({}), resource(vault, 'v', {}), {})[0]?.message).toContain(
      'off by default',
    );
  });
});

describe('a rule that fails itself', () => {
  const broken: CheckRule = {
    ...facts,
    property: 'a',
    check: () => {
      throw new TypeError('secret value 42');
    },
  };

  test('becomes one error at its own level, beside the findings of other rules', () => {
    const settings = () => ({ level: 'mandatory', options: {}, exemptions: [] }) as const;
    const other = propertyRule({ id: 'other-rule' });
    const { findings } = evaluate([broken, other], [resource(vault, 'v', { a: false })], settings, {
      now: new Date(),
    });
    expect(findings.map((f) => [f.rule.id, f.outcome, f.level])).toEqual([
      ['test-rule', 'error', 'mandatory'],
      ['other-rule', 'fail', 'mandatory'],
    ]);
  });

  test.each([
    ['an error', new TypeError('secret value 42'), 'TypeError'],
    ['anything else that can be thrown', 'secret value 42', 'string'],
  ])('tells the kind of %s, never its text', (_what, fault, kind) => {
    const check = () => {
      throw fault;
    };
    const message = judgeResource({ ...broken, check }, resource(vault, 'v', {}), {})[0]?.message;
    expect(message).toContain(`(${kind})`);
    expect(message).not.toContain('42');
  });

  test('names no place where it reads none', () => {
    const [judgement] = judgeResource({ ...broken, property: [] }, resource(vault, 'v', {}), {});
    expect(judgement).toMatchObject({ outcome: 'error', property: '' });
  });
});

test('a verdict without a message is told by the title of its rule and the place', () => {
  const check = () => [{ outcome: 'fail', property: 'a.b' }] as const;
  const rule: CheckRule = { ...facts, property: 'a.b', check };
  const settings = () => ({ level: 'mandatory', options: {}, exemptions: [] }) as const;
  const { findings } = evaluate([rule], [resource(vault, 'v', {})], settings, {
    now: new Date(),
    passes: true,
  });
  expect(findings.map((finding) => finding.message)).toEqual([
    'Something holds: this does not hold at `a.b`.',
  ]);
});

test.each([
  ['a value that it reads in the resource', 'a.b', 'properties.a.b'],
  ['a relation, which stands nowhere in it', 'locks', 'locks'],
])('a stack rule tells the author where to find %s', (_what, property, expected) => {
  const checkStack = () => [{ outcome: 'fail', property }] as const;
  const rule: StackRule = { ...facts, relates: [], property, checkStack };
  const settings = () => ({ level: 'mandatory', options: {}, exemptions: [] }) as const;
  const written = {
    ...resource(vault, 'v', { a: { b: 1 } }),
    originalPath: (path: string) => `properties.${path}`,
  };
  const { findings } = evaluate([rule], [written], settings, { now: new Date() });
  expect(findings.map((finding) => finding.property)).toEqual([expected]);
});

test('a resource option is no property, whatever shape the resource was written in', () => {
  const settings = () => ({ level: 'mandatory', options: {}, exemptions: [] }) as const;
  const check = () => [{ outcome: 'fail', property: 'protect' }] as const;
  const onOption: CheckRule = { ...facts, property: [], namesOptions: true, check };
  const onProperty: CheckRule = { ...facts, id: 'other-rule', property: 'protect', check };
  const generic = { ...resource(vault, 'v', {}), originalPath: (path: string) => `properties.${path}` };
  const { findings } = evaluate([onOption, onProperty], [generic], settings, { now: new Date() });
  expect(findings.map(({ property }) => property)).toEqual(['protect', 'properties.protect']);
});
