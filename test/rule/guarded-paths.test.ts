import { describe, expect, it } from 'vitest';
import { overlap } from '../../policies/src/rule/guarded-paths';

describe('two property paths', () => {
  it.each([
    ['sku.name', 'sku.name', true],
    ['sku', 'sku.name', true],
    ['sku.name', 'sku', true],
    ['sku.name', 'sku.names', false],
    ['sku.name', 'sku.tier', false],
    ['*', 'sku.name', true],
    ['rules[0].value', 'rules[].value', true],
    ['rules[*].value', 'rules[3]', true],
    ['rules[].name', 'rules[3].value', false],
    ['tags["site"]', 'tags.site', true],
    ['properties.*', 'properties.Cellar__Database', true],
    ['properties.*.value', 'properties.cellar.value', true],
    ['properties.*.value', 'properties.cellar.type', false],
  ])('%s and %s overlap: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });
});
