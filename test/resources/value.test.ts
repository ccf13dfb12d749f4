import { describe, expect, test } from 'vitest';
import { type Properties, textOf, UNKNOWN, unmasked, type Value } from '../../policies/src/resources/value';

describe('the text of a value', () => {
  test.each<[Value, string]>([
    ['a', 'a'],
    [7, '7'],
    [false, 'false'],
    [null, ''],
    [['a'], ''],
    [{ toString: 'no function' }, ''],
    [JSON.parse('{ "__proto__": null }'), ''],
  ])('%j is %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});

describe('properties that the engine masks', () => {
  const plain = { a: [1, { b: 'x' }] };

  test.each<[Properties, Properties]>([
    [
      { key: '[secret]', other: 'x' },
      { key: UNKNOWN, other: 'x' },
    ],
    [
      { keys: ['a', { value: '[secret]' }], text: 'no [secret]' },
      { keys: ['a', { value: UNKNOWN }], text: 'no [secret]' },
    ],
  ])('%j', (masked, expected) => {
    expect(unmasked(masked)).toEqual(expected);
  });

  test('stay the same objects where nothing is masked', () => {
    expect(unmasked(plain)).toBe(plain);
  });
});
