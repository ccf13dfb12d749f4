import { describe, expect, test } from 'vitest';
import { textOf, type Value } from '../../policies/src/resources/value';

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
