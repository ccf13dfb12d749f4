import { describe, expect, test } from 'vitest';
import { mysqlFirewallRule, sqlFirewallRule, sqlIpv6FirewallRule } from '../../policies/src/resources/types';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import { mysqlFirewallNotAny } from '../../policies/src/rules/mysql';
import { sqlFirewallNoAzure, sqlFirewallNotAny } from '../../policies/src/rules/sql-network';
import { resource, runRule } from '../../policies/src/testing';

const ipv4 = (start: Value, end: Value) =>
  resource(sqlFirewallRule, 'rule', { startIpAddress: start, endIpAddress: end });
const ipv6 = (start: Value, end: Value) =>
  resource(sqlIpv6FirewallRule, 'rule', { startIPv6Address: start, endIPv6Address: end });
const found = (...args: Parameters<typeof runRule>) =>
  runRule(...args).map(({ outcome, property }) => `${outcome} ${property}`);

describe('the width of a firewall rule', () => {
  test.each([
    ['0.0.0.0', '255.255.255.255', 'fail startIpAddress'],
    ['0.0.0.0', '127.255.255.255', 'fail startIpAddress'],
    ['203.0.0.0', '203.0.255.255', 'pass startIpAddress'],
    ['203.0.0.0', '203.1.0.0', 'fail startIpAddress'],
    ['203.0.113.7', '203.0.113.7', 'pass startIpAddress'],
    ['203.0.113.9', '203.0.113.7', 'pass startIpAddress'],
    ['0.0.0.0', '0.0.0.0', 'pass startIpAddress'],
    ['0.0.0.0/0', '0.0.0.0', 'fail startIpAddress'],
    ['203.0.113.7', 42, 'fail endIpAddress'],
    ['203.0.113.7', ['255.255.255.255'], 'fail endIpAddress'],
    [UNKNOWN, 'x', 'fail endIpAddress'],
    [UNKNOWN, '255.255.255.255', 'unknown startIpAddress'],
    ['0.0.0.0', UNKNOWN, 'unknown endIpAddress'],
    [null, '255.255.255.255', 'pass startIpAddress'],
  ] as const)('from %s to %j: %s', (start, end, expected) => {
    expect(found(sqlFirewallNotAny, [ipv4(start, end)])).toEqual([expected]);
  });

  test.each([
    ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fail'],
    ['2001:db8::', '2001:db8:0:ffff:ffff:ffff:ffff:ffff', 'pass'],
    ['2001:db8::', '2001:db8:1::', 'fail'],
  ] as const)('from %s to %s in IPv6: %s', (start, end, outcome) => {
    expect(found(sqlFirewallNotAny, [ipv6(start, end)])).toEqual([`${outcome} startIPv6Address`]);
  });

  test.each([
    [256, 'pass'],
    [255, 'fail'],
  ] as const)('against %i addresses at most: %s', (maximumAddresses, outcome) => {
    const rule = ipv4('203.0.113.0', '203.0.113.255');
    expect(found(sqlFirewallNotAny, [rule], { options: { maximumAddresses } })).toEqual([
      `${outcome} startIpAddress`,
    ]);
  });

  test('never shows an address', () => {
    const [finding] = runRule(sqlFirewallNotAny, [ipv4('1.2.3.4', '200.0.0.0')]);
    expect(finding?.message).not.toMatch(/\d+\.\d+\.\d+/);
  });
});

describe('the rule that lets in all of Azure', () => {
  test.each([
    ['0.0.0.0', '0.0.0.0', 'fail startIpAddress'],
    ['0.0.0.0', '0.0.0.1', 'pass startIpAddress'],
    ['203.0.113.7', UNKNOWN, 'pass startIpAddress'],
    [UNKNOWN, '203.0.113.7', 'pass startIpAddress'],
    [UNKNOWN, '0.0.0.0', 'unknown startIpAddress'],
    ['0.0.0.0', UNKNOWN, 'unknown endIpAddress'],
    [null, '0.0.0.0', 'pass startIpAddress'],
    [0, 0, 'pass startIpAddress'],
  ] as const)('from %s to %j: %s', (start, end, expected) => {
    expect(found(sqlFirewallNoAzure, [ipv4(start, end)])).toEqual([expected]);
  });

  test('has a twin in IPv6', () => {
    expect(found(sqlFirewallNoAzure, [ipv6('::', '0:0::0')])).toEqual(['fail startIPv6Address']);
  });

  test.each([
    ['0.0.0.0', '0.0.0.0', 'fail startIpAddress'],
    ['0.0.0.0', UNKNOWN, 'unknown endIpAddress'],
    ['203.0.113.7', '203.0.113.7', 'pass startIpAddress'],
  ] as const)('counts as open on MySQL as well: %s to %s', (start, end, expected) => {
    const rule = resource(mysqlFirewallRule, 'rule', { startIpAddress: start, endIpAddress: end });
    expect(found(mysqlFirewallNotAny, [rule])).toEqual([expected]);
  });
});
