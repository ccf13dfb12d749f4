import { describe, expect, test } from 'vitest';
import { vault } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { isSet, isTrue } from '../../policies/src/rule/conditions';
import { plainlyPasses } from '../../policies/src/rule/quick';
import type { PropertyRule } from '../../policies/src/rule/rule';

const rule = (more: Partial<PropertyRule>): PropertyRule => ({
  id: 'test-rule',
  title: 'Something holds',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'high',
  target: vault,
  why: 'It matters.',
  fix: { say: 'Set it.', replaces: false },
  serviceDefault: { is: 'off' },
  links: [],
  examples: { good: [], bad: [] },
  property: 'a',
  pass: isTrue,
  whenAbsent: 'fail',
  ...more,
});

const anything = { expected: 'be anything', holds: () => true };
const always = { property: 'kind', is: isSet, whenAbsent: true };

const rows: readonly (readonly [string, Partial<PropertyRule>, Properties, boolean])[] = [
  ['a value that holds', {}, { a: true }, true],
  ['a value that does not hold', {}, { a: false }, false],
  ['an unknown value', {}, { a: UNKNOWN }, false],
  ['nothing, where that passes', { whenAbsent: 'pass' }, {}, true],
  ['nothing, where that is a fault', {}, {}, false],
  ['a null as nothing', { whenAbsent: 'pass' }, { a: null }, true],
  ['one fault among several paths', { property: ['a', 'b'] }, { a: true, b: false }, false],
  ['several paths that hold', { property: ['a', 'b'] }, { a: true, b: true }, true],
  ['a value in a block', { property: 'a.b' }, { a: { b: true } }, true],
  ['a missing block by its own verdict', { property: 'a.b', whenBlockAbsent: 'pass' }, {}, true],
  [
    'a missing block whose verdict is a fault',
    { property: 'a.b', whenAbsent: 'pass', whenBlockAbsent: 'fail' },
    {},
    false,
  ],
  ['a missing block like a missing value', { property: 'a.b', whenAbsent: 'pass' }, {}, true],
  [
    'a missing value in a block that is there',
    { property: 'a.b', whenAbsent: 'pass', whenBlockAbsent: 'fail' },
    { a: {} },
    true,
  ],
  ['a text where a block should be', { property: 'a.b', whenAbsent: 'pass' }, { a: 'x' }, false],
  ['a list where a block should be', { property: 'a.b', whenAbsent: 'pass' }, { a: [] }, false],
  ['an unknown block', { property: 'a.b', whenAbsent: 'pass' }, { a: UNKNOWN }, false],
  ['every item of a list', { property: 'a[].b' }, { a: [{ b: true }, { b: true }] }, true],
  ['a fault in one item of a list', { property: 'a[].b' }, { a: [{ b: true }, { b: false }] }, false],
  ['an item that is no block', { property: 'a[].b', whenAbsent: 'pass' }, { a: [null] }, false],
  ['an empty list, of which nothing can pass', { property: 'a[].b' }, { a: [] }, false],
  ['a block where a list should be', { property: 'a[]', whenAbsent: 'pass' }, { a: {} }, false],
  ['the items themselves', { property: 'a[]' }, { a: [true, true] }, true],
  ['an unknown item', { property: 'a[]' }, { a: [true, UNKNOWN] }, false],
  ['a null item', { property: 'a[]', whenAbsent: 'pass' }, { a: [null] }, false],
  [
    'the keys of a map, of which each can differ',
    { property: 'a.*', whenAbsent: 'pass' },
    { a: { k: true } },
    false,
  ],
  ['an unknown value whatever the condition', { pass: anything }, { a: UNKNOWN }, false],
  ['an unknown item whatever the condition', { property: 'a[]', pass: anything }, { a: [UNKNOWN] }, false],
  ['a null item whatever the condition', { property: 'a[]', pass: anything }, { a: [null] }, false],
  ['a list with an unknown item, which will be there', { pass: isSet }, { a: [UNKNOWN] }, true],
  ['a rule with a precondition', { when: [always] }, { a: true }, false],
  ['a rule with an empty list of preconditions', { when: [] }, { a: true }, true],
];

describe('a rule plainly passes', () => {
  test.each(rows)('%s', (_what, more, properties, expected) => {
    const { pass = isTrue } = more;
    if (typeof pass === 'function') throw new Error('the table has conditions only');
    expect(plainlyPasses(rule(more), pass, properties)).toBe(expected);
  });
});
