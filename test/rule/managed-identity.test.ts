import { expect, test } from 'vitest';
import { UNKNOWN } from '../../policies/src/resources/value';
import { usesManagedIdentity } from '../../policies/src/rule/managed-identity';
import { undecidedAt } from '../../policies/src/rule/undecided';

test.each([
  ['SystemAssigned', true],
  ['userassigned', true],
  ['SystemAssigned, UserAssigned', true],
  ['SystemAssigned,UserAssigned', true],
  ['None', false],
  ['None, SystemAssigned', false],
  ['', false],
  [null, false],
  [true, false],
  [['SystemAssigned'], false],
  [{ type: 'SystemAssigned' }, false],
  [UNKNOWN, false],
])('identity type %j: %s', (value, expected) => {
  expect(usesManagedIdentity.holds(value)).toBe(expected);
});

test('a fault is undecided while it is unknown whether the rule applies, a pass stays one', () => {
  const pass = { outcome: 'pass', property: 'a' } as const;
  const fail = { outcome: 'fail', property: 'b', message: 'wrong' } as const;
  expect(undecidedAt('c', [pass])).toEqual([pass]);
  expect(undecidedAt('c', [])).toEqual([]);
  expect(undecidedAt('c', [pass, fail])).toEqual([pass, { outcome: 'unknown', property: 'c' }]);
});
