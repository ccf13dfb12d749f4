import { describe, expect, test } from 'vitest';
import { catalogue } from '../../policies/src/rules/catalogue';
import { rowsOf } from '../../policies/src/testing';
import { injectedDefaults } from './injected-defaults';

describe.each(catalogue.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test.each(rowsOf(rule, injectedDefaults).map((row) => [row.title, row] as const))('%s', (_title, row) => {
    expect(row.problem()).toBeUndefined();
  });
});
