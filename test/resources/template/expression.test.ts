import { describe, expect, it } from 'vitest';
import {
  isExpression,
  parseExpression,
  SyntaxFault,
} from '../../../policies/src/resources/template/expression';
import { evaluate } from './evaluate';

const literal = (value: string | number) => ({ kind: 'literal', value });

describe('parsing an expression', () => {
  it.each([
    ["'a'", literal('a')],
    ["'it''s'", literal("it's")],
    [' -12 ', literal(-12)],
    ["Concat( 'a' ,\n 1 )", { kind: 'call', name: 'concat', arguments: [literal('a'), literal(1)] }],
    ['plant.hubName()', { kind: 'call', name: 'plant.hubname', arguments: [] }],
    [
      "f().a[0]['b']",
      {
        kind: 'member',
        of: {
          kind: 'member',
          of: { kind: 'member', of: { kind: 'call', name: 'f', arguments: [] }, key: literal('a') },
          key: literal(0),
        },
        key: literal('b'),
      },
    ],
  ])('%s', (text, expected) => {
    expect(parseExpression(text)).toEqual(expected);
  });

  it.each([
    '',
    'f(',
    'f(1',
    "f('a)",
    'f(1,)',
    'f(,1)',
    'f)',
    'f() g()',
    'f().',
    'f()[0',
    'name',
    'a.b',
    '1 2',
    '#',
    'a.b.c()',
    'a.1()',
  ])('refuses %j', (text) => {
    expect(() => parseExpression(text)).toThrow(SyntaxFault);
  });

  it('bounds how deep calls stand in each other', () => {
    expect(() => parseExpression(`${'not('.repeat(10_000)}true()${')'.repeat(10_000)}`)).toThrow(
      'nested too deep',
    );
  });

  it.each([
    ['[f()]', true],
    ['[[f()]', false],
    ['[f()', false],
    ['f()]', false],
    ['[', false],
    ['', false],
  ])('%j is an expression: %s', (text, expected) => {
    expect(isExpression(text)).toBe(expected);
  });
});

describe('texts that are no expressions', () => {
  it.each([
    ['[[not evaluated]', '[not evaluated]'],
    ['[[open', '[[open'],
    ['[open', '[open'],
    ['plain', 'plain'],
    ["[concat('[', ']')]", '[]'],
    ["[concat('[[', 'a')]", '[[a'],
  ])('%j is %j', (text, expected) => {
    expect(evaluate(text).value).toBe(expected);
  });

  it('stay the same objects where nothing in them is evaluated', () => {
    const block = { a: [{ b: 'c' }], d: null };
    expect(evaluate(block).value).toBe(block);
  });
});
