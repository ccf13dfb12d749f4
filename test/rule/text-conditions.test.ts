import { describe, expect, test } from 'vitest';
import type { Condition } from '../../policies/src/rule/conditions';
import { atMostMinutes, isoSeconds } from '../../policies/src/rule/durations';
import { usesManagedIdentity } from '../../policies/src/rule/managed-identity';
import { carriesNoSecret } from '../../policies/src/rule/secret-text';

const key256 = `${'q'.repeat(43)}=`;
const key512 = `${'q'.repeat(86)}==`;

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
  [
    'carriesNoSecret',
    carriesNoSecret,
    ['north', '$twin.tags.line', 'the password is kept elsewhere', 'signal=4', 'q'.repeat(44), '', null, 1],
    [
      'SharedAccessKey=x',
      'Endpoint=sb://p/;sharedaccesskey = x',
      'SharedAccessSignature=sr%3d',
      'AccountKey=x',
      'AccessKey=x',
      'Password=x',
      'Pwd = x',
      'api-key: x',
      'https://p.blob.core.windows.net/c?sv=1&sig=x',
      'sig=x',
      'client_secret=x',
      key256,
      `key ${key512} end`,
      '-----BEGIN RSA PRIVATE KEY-----',
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.',
    ],
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
