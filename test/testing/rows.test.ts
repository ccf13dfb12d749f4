import { describe, expect, test } from 'vitest';
import { everyType, storageAccount, vault } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { isSet, isTrue, oneOf } from '../../policies/src/rule/conditions';
import type { Rule } from '../../policies/src/rule/rule';
import {
  deployed,
  type InjectedDefault,
  resource,
  resourcesOf,
  rowsOf,
  runExample,
  runRule,
} from '../../policies/src/testing';
import { withoutValue, withValue } from '../../policies/src/testing/property-paths';
import { checkRule, propertyRule, stackRule } from '../rule/made-up';

const sound = propertyRule({
  examples: {
    good: [{ properties: { a: true } }],
    bad: [{ properties: { a: false }, at: ['a'] }, { properties: {} }],
  },
});
const problems = (rule: Rule, injected: readonly InjectedDefault[] = []) =>
  Object.fromEntries(
    rowsOf(rule, injected).flatMap(({ title, problem }) => {
      const told = problem();
      return told === undefined ? [] : [[title, told]];
    }),
  );

describe('the rows of a rule', () => {
  test('are all in order for a sound one', () => {
    expect(problems(sound)).toEqual({});
    expect(rowsOf(sound).map(({ title }) => title)).toEqual([
      'passes good example 0',
      'reports bad example 0',
      'accepts bad example 0 under an exemption until its last day, if it accepts any',
      'reports bad example 1',
      'accepts bad example 1 under an exemption until its last day, if it accepts any',
      'is undecided, never passed, while a is unknown',
      'follows whenAbsent where a is not written',
    ]);
  });

  test.each<[string, Rule, object]>([
    [
      'a good example that is reported',
      { ...sound, examples: { good: [{ properties: { a: false } }], bad: [] } },
      { 'passes good example 0': 'it gives fail at a' },
    ],
    [
      'a bad example that is not',
      { ...sound, examples: { good: [], bad: [{ properties: { a: true } }] } },
      { 'reports bad example 0': 'it gives nothing' },
    ],
    [
      'a bad example that is reported elsewhere',
      { ...sound, examples: { good: [], bad: [{ properties: { a: false }, at: ['b'] }] } },
      { 'reports bad example 0': 'it is reported at a' },
    ],
    [
      'a rule that fails itself',
      checkRule(
        () => {
          throw new Error('x');
        },
        { examples: { good: [{ properties: {} }], bad: [{ properties: {} }] } },
      ),
      { 'passes good example 0': 'it gives error at a', 'reports bad example 0': 'it gives error' },
    ],
    [
      'a rule that takes the unknown for a pass',
      checkRule(() => [{ outcome: 'pass', property: 'a' }], { examples: { good: [], bad: [] } }),
      { 'is undecided, never passed, while a is unknown': 'it gives pass' },
    ],
    [
      'a rule that takes it for a fault',
      checkRule(() => [{ outcome: 'fail', property: 'a' }], {
        examples: { good: [], bad: [{ properties: { a: 1 } }] },
      }),
      { 'is undecided, never passed, while a is unknown': 'it gives fail' },
    ],
    [
      'an absence that is judged otherwise than it says',
      {
        ...sound,
        whenAbsent: 'pass',
        whenBlockAbsent: 'fail',
        pass: isTrue,
        property: 'b.a',
        examples: { good: [], bad: [] },
        demandedBy: 'never',
      } as Rule,
      {
        'follows whenAbsent where b.a is not written': 'it gives nothing',
        'is undecided, never passed, while b.a is unknown': 'it gives nothing',
      },
    ],
  ])('find %s', (_what, rule, expected) => {
    expect(problems(rule)).toMatchObject(expected);
  });

  test('find an exemption that is not accepted, or is where none may be', () => {
    const title = 'accepts bad example 0 under an exemption until its last day, if it accepts any';
    expect(problems({ ...sound, exemptible: false })).toEqual({});
    // A fault that comes and goes is no fault that an exemption can cover.
    let run = 0;
    const fickle = checkRule(() => [{ outcome: run++ % 2 === 0 ? 'fail' : 'pass', property: 'a' }], {
      property: [],
      examples: { good: [], bad: [{ properties: {} }] },
    });
    expect(
      rowsOf(fickle)
        .find((row) => row.title === title)
        ?.problem(),
    ).toBe('after the last day it gives nothing');
  });

  const injected = (filled: Properties): InjectedDefault => ({
    type: vault,
    block: 'b',
    written: { b: {} },
    injected: { b: filled },
  });

  test('find a verdict that hangs on what an SDK fills in', () => {
    const rule = propertyRule({ property: 'b.a', pass: oneOf('x') });
    const title = 'judges values that the SDK injects into b like nothing written';
    expect(problems(rule, [injected({ a: 'y' })])).not.toHaveProperty([title]);
    expect(problems(rule, [injected({ a: 'x' })])).toMatchObject({ [title]: 'fail becomes pass' });
    const other = { ...injected({ a: 'x' }), type: storageAccount };
    expect(rowsOf(rule, [other]).map((row) => row.title)).not.toContain(title);
  });

  test('of a rule on relations are its examples alone', () => {
    const rule = stackRule(() => [], { examples: { good: [{ resources: [] }], bad: [] } });
    expect(rowsOf(rule, [injected({})]).map(({ title }) => title)).toEqual(['passes good example 0']);
  });

  test('run with the options and the version of the first bad example', () => {
    const rule = propertyRule({
      demandedBy: 'want',
      examples: {
        good: [{ properties: { a: true }, options: { want: true } }],
        bad: [{ properties: { a: false }, options: { want: true }, apiVersion: '2024-01-01' }],
      },
    });
    expect(problems(rule)).toEqual({});
  });
});

describe('a resource for tests', () => {
  test('has unknown values, references and secrets where asked', () => {
    const made = resource(
      vault,
      'v',
      { a: 1, b: { c: 'canary' } },
      {
        unknown: ['a'],
        uses: { b: ['w'] },
        secret: ['b.c', 'x.y'],
        apiVersion: '2024-01-01',
        facts: { protect: true },
      },
    );
    expect(made).toMatchObject({
      type: vault,
      name: 'v',
      properties: { a: UNKNOWN, b: { c: 'canary' } },
      secretTexts: ['canary'],
      apiVersion: '2024-01-01',
      protect: true,
    });
    expect(made.dependencies).toEqual(made.propertyDependencies.b);
    expect(made.dependencies[0]).toMatch(/::w$/);
  });

  test('gets its values in the update', () => {
    const before = resource(vault, 'v', {}, { unknown: ['a'] });
    expect(runRule(sound, [before])[0]?.outcome).toBe('unknown');
    expect(runRule(sound, [deployed(before, { a: true })])[0]?.outcome).toBe('pass');
    expect(runRule(sound, [deployed(before, { a: false })])[0]?.outcome).toBe('fail');
  });

  test('of an example is one of each target, a storage account where any type will do', () => {
    const types = (rule: Rule) => resourcesOf(rule, { properties: {} }).map(({ type }) => type);
    expect(types(propertyRule({ target: [vault, storageAccount] }))).toEqual([vault, storageAccount]);
    expect(types(propertyRule({ target: everyType }))).toEqual([storageAccount]);
    const stack = resourcesOf(sound, {
      resources: [{ type: storageAccount, name: 's', properties: { a: 1 }, uses: { a: ['v'] } }],
    });
    expect(stack).toMatchObject([
      { type: storageAccount, name: 's', propertyDependencies: { a: [expect.stringMatching(/::v$/)] } },
    ]);
  });

  test('of an example runs with the options of that, unless others are given', () => {
    const rule = propertyRule({ demandedBy: 'want' });
    const example = { properties: {}, options: { want: true } };
    expect(runExample(rule, example)).toHaveLength(1);
    expect(runExample(rule, example, { options: { want: false } })).toEqual([]);
  });
});

describe('a value at a path', () => {
  test.each<[Properties, string, Properties]>([
    [{}, 'a', { a: 7 }],
    [{ a: 1, b: 2 }, 'a', { a: 7, b: 2 }],
    [{}, 'a.b.c', { a: { b: { c: 7 } } }],
    [{ a: 'x' }, 'a.b', { a: { b: 7 } }],
    [{}, 'a[].b', { a: [{ b: 7 }] }],
    [{ a: [] }, 'a[].b', { a: [{ b: 7 }] }],
    [{ a: [{ b: 1 }, { c: 2 }] }, 'a[].b', { a: [{ b: 7 }, { b: 7, c: 2 }] }],
    [{ a: [1, 2] }, 'a[]', { a: [7, 7] }],
    [{ a: [{ b: 1 }, { b: 2 }] }, 'a[1].b', { a: [{ b: 1 }, { b: 7 }] }],
    [{ a: { k: { b: 1 }, l: {} } }, 'a.*.b', { a: { k: { b: 7 }, l: {} } }],
    [{}, 'a.*.b', { a: { $default: { b: 7 } } }],
  ])('in %j at %s gives %j', (properties, path, expected) => {
    const before = structuredClone(properties);
    expect(withValue(properties, path, 7)).toEqual(expected);
    expect(properties).toEqual(before);
  });

  test.each<[Properties, string, Properties]>([
    [{ a: 1, b: 2 }, 'a', { b: 2 }],
    [{ a: { b: 1, c: 2 } }, 'a.b', { a: { c: 2 } }],
    [{ a: [{ b: 1 }, { b: 2 }] }, 'a[].b', { a: [{}, {}] }],
    [{ a: [1, 2] }, 'a[0]', { a: [null, 2] }],
    [{}, 'a.b', { a: {} }],
  ])('is taken out of %j at %s', (properties, path, expected) => {
    expect(withoutValue(properties, path)).toEqual(expected);
  });
});

test('an empty text is a value', () => {
  expect(runRule(propertyRule({ pass: isSet }), [resource(vault, 'v', { a: '' })])[0]?.outcome).toBe('fail');
});
