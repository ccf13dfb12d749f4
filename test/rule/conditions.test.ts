import { describe, expect, test } from 'vitest';
import * as c from '../../policies/src/rule/conditions';

const rows: readonly (readonly [string, c.Condition, readonly unknown[], readonly unknown[]])[] = [
  ['oneOf', c.oneOf('Disabled'), ['Disabled', 'disabled'], ['Enabled', '', null, 1, ['Disabled']]],
  ['isTrue', c.isTrue, [true, 'true', 'True'], [false, 'false', 'yes', 1, null]],
  ['isFalse', c.isFalse, [false, 'False'], [true, '', 0]],
  ['notFalse', c.notFalse, [true, 'x'], [false, 'false', 'FALSE']],
  ['notTrue', c.notTrue, [false, 'x'], [true, 'true']],
  ['isSet', c.isSet, ['x', 0, false, [1], { a: 1 }], ['', [], {}]],
  ['isNotSet', c.isNotSet, ['', [], {}], ['x', 0]],
  ['atLeast', c.atLeast(90), [90, '90', 91], [89, '89', '', 'many', null, true]],
  ['atMost', c.atMost(7), [7, '3'], [8, '', 'x']],
  [
    'tlsAtLeast 1.2',
    c.tlsAtLeast('1.2'),
    ['1.2', '1.3', 'TLS1_2', 'TLS1_3', 'Tls12', 'TLSv1.2', 'TLSv1.3', 'tls12'],
    [
      '1.0',
      '1.1',
      'TLS1_0',
      'TLS1_1',
      'Tls',
      'Tls11',
      'TLSv1',
      'TLSv1.1',
      'None',
      '',
      '12',
      'SSL3',
      null,
      {},
    ],
  ],
  ['tlsAtLeast 1.3', c.tlsAtLeast('1.3'), ['1.3', 'TLS1_3'], ['1.2', 'TLS1_2']],
  [
    'onlyItems',
    c.onlyItems(';', 'AES-256-GCM'),
    ['AES-256-GCM', 'AES-256-GCM;'],
    ['AES-128-GCM;AES-256-GCM', '', 1],
  ],
  ['matches', c.matches(/^a/, 'start with a'), ['ab'], ['ba', 1]],
  ['doesNotMatch', c.doesNotMatch(/^a/, 'not start with a'), ['ba', 1], ['ab']],
  [
    'notAnyAddress',
    c.notAnyAddress,
    ['10.0.0.0/8', '203.0.113.7', '203.0.113.0/24', '2001:db8::/32', 'fc00::/7', 'fe80::/10'],
    [
      '0.0.0.0/0',
      '0.0.0.0',
      '*',
      'Internet',
      '0.0.0.0/1',
      '128.0.0.0/1',
      '::/0',
      '10.0.0.0/7',
      '1.0.0.0-9.0.0.0',
      7,
    ],
  ],
  ['both', c.both(c.atLeast(1), c.atMost(2)), [1, 2], [0, 3]],
];

describe.each(rows)('%s', (_name, condition, holding, failing) => {
  test.each(holding.map((value) => [value]))('holds for %j', (value) => {
    expect(condition.holds(value as never)).toBe(true);
  });
  test.each(failing.map((value) => [value]))('does not hold for %j', (value) => {
    expect(condition.holds(value as never)).toBe(false);
  });
});
