import { describe, expect, test } from 'vitest';
import { isRemediable, remedyFor, write } from '../../policies/src/evaluate/remedy';
import { vault } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { PropertyRule, Rule } from '../../policies/src/rule/rule';
import { resource } from '../../policies/src/testing';
import { checkRule, propertyRule, stackRule } from '../rule/made-up';

const fix = { say: 'Set it.', replaces: false, value: true };
const settings = { level: 'mandatory', options: {}, exemptions: [] } as const;
const now = new Date('2026-11-24T12:00:00Z');
const remedy = (
  properties: Properties,
  more: Partial<PropertyRule> = {},
  given: Parameters<typeof remedyFor>[2] = settings,
) => remedyFor(propertyRule({ fix, ...more }), resource(vault, 'v', properties), given, now);

describe('a rule is put right by itself', () => {
  test.each<[string, Rule, boolean]>([
    ['where its fix is one value', propertyRule({ fix }), true],
    ['also where that value is false', propertyRule({ fix: { ...fix, value: false } }), true],
    ['not without a value', propertyRule(), false],
    ['not where Azure replaces the resource', propertyRule({ fix: { ...fix, replaces: true } }), false],
    ['not where it has logic', checkRule(() => [], { fix }), false],
    ['not where it relates resources', stackRule(() => [], { fix }), false],
  ])('%s', (_what, rule, expected) => {
    expect(isRemediable(rule)).toBe(expected);
    if (!expected) expect(remedyFor(rule, resource(vault, 'v', {}), settings, now)).toBeUndefined();
  });
});

describe('what puts a resource right', () => {
  const at = (...paths: readonly string[]) => ({ paths, value: true });
  const exemption = { resource: 'v', reason: 'r', owner: 'o', expires: '2026-11-24' };

  test.each<[string, Properties, Partial<PropertyRule>, ReturnType<typeof remedy>]>([
    ['is the value at a wrong place', { a: false }, {}, at('a')],
    ['is the value where nothing stands', {}, {}, at('a')],
    ['is the value in a block that is missing', {}, { property: 'b.c.d' }, at('b.c.d')],
    ['is nothing where nothing is wrong', { a: true }, {}, undefined],
    ['is nothing while the value is unknown', { a: UNKNOWN }, {}, undefined],
    ['is nothing while the block is unknown', { b: UNKNOWN }, { property: 'b.c' }, undefined],
    ['is only the places that are wrong', { a: false, b: true }, { property: ['a', 'b', 'c'] }, at('a', 'c')],
    ['is the items that are wrong', { l: [{ x: true }, { x: false }] }, { property: 'l[].x' }, at('l[1].x')],
    ['is nothing where the list is missing', {}, { property: 'l[].x' }, undefined],
    ['is nothing where a list stands in place of a block', { b: [] }, { property: 'b.c' }, undefined],
    ['is nothing where a text stands in place of a block', { b: 'x' }, { property: 'b.c' }, undefined],
    ['is the value where a null stands in place of a block', { b: null }, { property: 'b.c' }, at('b.c')],
    ['is nothing where the rule does not apply', { a: false }, { demandedBy: 'want' }, undefined],
  ])('%s', (_what, properties, more, expected) => {
    expect(remedy(properties, more)).toEqual(expected);
  });

  test('is nothing where the fault is exempt, and something once that is over', () => {
    expect(remedy({ a: false }, {}, { ...settings, exemptions: [exemption] })).toBeUndefined();
    const over = { ...exemption, expires: '2026-11-23' };
    expect(remedy({ a: false }, {}, { ...settings, exemptions: [over] })).toEqual(at('a'));
  });

  test('is nothing for a resource in another shape', () => {
    const translated = { ...resource(vault, 'v', { a: false }), originalPath: (path: string) => path };
    expect(remedyFor(propertyRule({ fix }), translated, settings, now)).toBeUndefined();
  });
});

describe('a value is written', () => {
  test.each<[string, object, string, object]>([
    ['at the top', { b: 1 }, 'a', { a: 7, b: 1 }],
    ['over another', { a: 1 }, 'a', { a: 7 }],
    ['into a block', { a: { c: 1 } }, 'a.b', { a: { b: 7, c: 1 } }],
    ['into blocks that are made', {}, 'a.b.c', { a: { b: { c: 7 } } }],
    ['into a block in place of a null', { a: null }, 'a.b', { a: { b: 7 } }],
    ['into an item of a list', { l: [{ x: 1 }, { x: 2 }] }, 'l[1].x', { l: [{ x: 1 }, { x: 7 }] }],
    ['in place of an item', { l: [1, 2] }, 'l[0]', { l: [7, 2] }],
    ['nowhere without a path', { a: 1 }, '', { a: 1 }],
  ])('%s', (_what, target, path, expected) => {
    write(target, path, 7);
    expect(target).toEqual(expected);
  });
});
