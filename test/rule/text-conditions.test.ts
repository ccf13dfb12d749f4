import { describe, expect, test } from 'vitest';
import type { Condition } from '../../policies/src/rule/conditions';
import { atMostMinutes, isoSeconds } from '../../policies/src/rule/durations';
import { usesManagedIdentity } from '../../policies/src/rule/managed-identity';

const rows: readonly (readonly [string, Condition, readonly unknown[], readonly unknown[]])[] = [
  [
    'usesManagedIdentity',
    usesManagedIdentity,
    ['SystemAssigned', 'userassigned', 'SystemAssigned, UserAssigned', 'SystemAssigned,UserAssigned'],
    ['None', 'none', '', null, true, 1, [], {}],
  ],
  [
    'atMostMinutes',
    atMostMinutes(60),
    ['PT1H', 'PT60M', 'PT3600S', 'pt15m', ' PT1H ', 'PT0.5S', 'P0D'],
    ['PT61M', 'PT1H1S', 'P1D', 'P1W', 'P1M', 'P', 'PT', '1:00:00', '', 'forever', 60, null, true],
  ],
];

describe.each(rows)('%s', (_name, condition, passing, failing) => {
  test.each(passing.map((value) => [value]))('holds for %j', (value) => {
    expect(condition.holds(value as never)).toBe(true);
  });
  test.each(failing.map((value) => [value]))('does not hold for %j', (value) => {
    expect(condition.holds(value as never)).toBe(false);
  });
});

test.each([
  ['PT1H30M', 5400],
  ['P1DT1S', 86_401],
  ['P1Y', 31_536_000],
  ['P2W', 1_209_600],
])('%s is %i seconds', (text, seconds) => {
  expect(isoSeconds(text)).toBe(seconds);
});
