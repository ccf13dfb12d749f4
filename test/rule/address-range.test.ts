import { describe, expect, test } from 'vitest';
import type { Value } from '../../policies/src/resources/value';
import { addressNumber } from '../../policies/src/rule/address-range';

describe('the number of an address', () => {
  test.each([
    ['0.0.0.0', 0n],
    ['0.0.1.0', 256n],
    [' 10.0.0.1 ', 167772161n],
    ['255.255.255.255', 4294967295n],
    ['::', 0n],
    ['::1', 1n],
    ['1::', 1n << 112n],
    ['2001:db8::ff', (0x20010db8n << 96n) + 0xffn],
    ['1:2:3:4:5:6:7:8', 0x00010002000300040005000600070008n],
    ['::ffff:192.0.2.1', 0xffffc0000201n],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', (1n << 128n) - 1n],
  ] as const)('of %s is counted from the first one', (text, number) => {
    expect(addressNumber(text)).toBe(number);
  });

  test.each<[Value]>([
    ['0.0.0.0/0'],
    ['256.0.0.1'],
    ['1.2.3'],
    ['fe80::1%eth0'],
    ['1:::2'],
    ['*'],
    [''],
    [0],
    [null],
    [true],
    [['0.0.0.0']],
    [{}],
  ])('of %j does not exist', (value) => {
    expect(addressNumber(value)).toBeUndefined();
  });
});
