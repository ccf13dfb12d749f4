import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../../policies/src/resources/value';
import { evaluate } from './evaluate';

/** JSON as an expression, `times` deep. */
const deepList = (times: number): string => `json('${'['.repeat(times)}${']'.repeat(times)}')`;
const deepBlock = (times: number): string => `json('${'{"a":'.repeat(times)}1${'}'.repeat(times)}')`;
const tenThousands = Array.from({ length: 11 }, (_, index) => `range(${index * 10_000}, 10000)`);

describe('a value that is too much for a function', () => {
  it.each([
    ['a list of 110000 items', 'union', tenThousands.join(), 'its array would be too long'],
    ['a block of 300 levels', 'string', deepBlock(300), 'its value is nested too deep'],
    [
      'a name of 100000 levels',
      'toObject',
      `${deepList(100_000)}, lambda('x', lambdaVariables('x'))`,
      'its value is nested too deep',
    ],
  ])('is unknown: %s', (_title, name, given, why) => {
    const notes = [`function ${name.toLowerCase()}: ${why}`];
    expect(evaluate(`[${name}(${given})]`)).toEqual({ value: UNKNOWN, notes });
  });

  it('is unknown: a step of 100000 levels', () => {
    expect(evaluate(`[reference('x')[${deepBlock(100_000)}]]`).value).toBe(UNKNOWN);
  });
});

describe('a value that is too much for the template', () => {
  const circle = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`v${index}`, `[variables('v${(index + 1) % 20}')]`]),
  );
  const parameters = {
    text: { type: 'string', defaultValue: 'x'.repeat(1_048_577) },
    list: { type: 'array', defaultValue: Array.from({ length: 100_001 }, () => 1) },
  };

  it.each([
    ['a text of a million characters', "parameters('text')", 'a text of the template is too long'],
    ['a list of 100000 items', "parameters('list')", 'an array of the template is too long'],
    ['a block of 300 levels', deepBlock(300), 'its value is nested too deep'],
    ['a circle of 20 variables', "variables('v0')", "variable 'v5' -> … -> variable 'v16' ->"],
  ])('is an error: %s', (_title, expression, message) => {
    expect(() => evaluate(`[${expression}]`, { parameters, variables: circle })).toThrow(message);
  });
});
