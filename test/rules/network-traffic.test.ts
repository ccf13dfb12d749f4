import { describe, expect, test } from 'vitest';
import { networkSecurityGroup, securityRule } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import {
  nsgDenyLateral,
  nsgNoAnyEgress,
  nsgNoCleartextProtocol,
  nsgNoSensitivePort,
  nsgNoUdp,
} from '../../policies/src/rules/network-traffic';
import { resource, runRule } from '../../policies/src/testing';

const found = (findings: ReturnType<typeof runRule>) =>
  findings.map(({ outcome, property }) => `${outcome} ${property}`);
const asRule = (properties: Properties) => resource(securityRule, 'rule', properties);
const asGroup = (...rules: readonly Value[]) =>
  resource(networkSecurityGroup, 'group', { networkSecurityGroupName: 'nsg', securityRules: rules });

const inbound: Properties = {
  access: 'Allow',
  direction: 'Inbound',
  protocol: 'Tcp',
  sourceAddressPrefix: '10.1.0.0/16',
  destinationAddressPrefix: '10.2.0.0/16',
  destinationPortRange: '1883',
};

describe('UDP from the internet', () => {
  const open = { ...inbound, sourceAddressPrefix: 'Internet', protocol: 'Udp' };
  test.each([
    [{}, 'fail protocol'],
    [{ protocol: '*' }, 'fail protocol'],
    [{ protocol: null }, 'fail protocol'],
    [{ protocol: 'UDP' }, 'fail protocol'],
    [{ protocol: 'Tcp' }, 'pass protocol'],
    [{ protocol: 'Icmp' }, 'pass protocol'],
    [{ protocol: UNKNOWN }, 'unknown protocol'],
    [{ access: UNKNOWN }, 'unknown access'],
    [{ sourceAddressPrefix: UNKNOWN }, 'unknown sourceAddressPrefix'],
    [{ access: 'Deny' }, 'pass protocol'],
    [{ direction: 'Outbound' }, 'pass protocol'],
    [{ sourceAddressPrefix: '10.0.0.0/8' }, 'pass protocol'],
    [{ destinationPortRange: UNKNOWN }, 'fail protocol'],
  ])('%j: %s', (changed, expected) => {
    expect(found(runRule(nsgNoUdp, [asRule({ ...open, ...changed })]))).toEqual([expected]);
  });
});

describe('sensitive ports', () => {
  test.each([
    ['3306', 'fail'],
    ['27017', 'fail'],
    ['8443', 'pass'],
    ['22', 'pass'],
    ['5000-6000', 'fail'],
  ])('%s from the internet: %s', (destinationPortRange, outcome) => {
    const rule = { ...inbound, sourceAddressPrefix: '*', destinationPortRange };
    expect(found(runRule(nsgNoSensitivePort, [asRule(rule)]))).toEqual([`${outcome} destinationPortRange`]);
  });
});

describe('unencrypted protocols', () => {
  test.each([
    ['another range', {}, 'fail destinationPortRange'],
    ['the whole network', { sourceAddressPrefix: 'VirtualNetwork' }, 'fail destinationPortRange'],
    [
      'the internet',
      { sourceAddressPrefix: '*', destinationAddressPrefix: '*' },
      'fail destinationPortRange',
    ],
    ['the same range', { sourceAddressPrefix: '10.2.0.0/16' }, 'pass destinationPortRange'],
    [
      'the same range, unknown target',
      { sourceAddressPrefix: '10.2.0.0/16', destinationAddressPrefix: UNKNOWN },
      'unknown destinationAddressPrefix',
    ],
    ['a range not known yet', { sourceAddressPrefix: UNKNOWN }, 'unknown sourceAddressPrefix'],
    ['the load balancer', { sourceAddressPrefix: 'AzureLoadBalancer' }, 'pass destinationPortRange'],
    [
      'one of several ranges',
      { sourceAddressPrefix: '', sourceAddressPrefixes: ['10.2.0.0/16', '10.1.0.0/16'] },
      'fail destinationPortRange',
    ],
    ['UDP', { protocol: 'Udp' }, 'pass destinationPortRange'],
    ['TLS', { destinationPortRange: '8883' }, 'pass destinationPortRange'],
    ['a deny rule', { access: 'Deny' }, 'pass destinationPortRange'],
  ])('from %s', (_what, changed, expected) => {
    expect(found(runRule(nsgNoCleartextProtocol, [asRule({ ...inbound, ...changed })]))).toEqual([expected]);
  });

  const groups = (source: Value, destination: Value | undefined): Properties => ({
    ...inbound,
    sourceAddressPrefix: '',
    destinationAddressPrefix: '',
    sourceApplicationSecurityGroups: source,
    ...(destination === undefined ? {} : { destinationApplicationSecurityGroups: destination }),
  });

  test.each([
    ['the same group', groups([{ id: 'a' }], [{ id: 'a' }]), 'pass'],
    ['another group', groups([{ id: 'a' }], [{ id: 'b' }]), 'fail'],
    ['a group to an address', groups([{ id: 'a' }], undefined), 'fail'],
    ['groups without ids yet', groups([{ id: UNKNOWN }], [{ id: UNKNOWN }]), 'unknown'],
    ['an unknown group', groups(UNKNOWN, [{ id: 'a' }]), 'unknown'],
  ])('from %s: %s', (_what, rule, outcome) => {
    expect(runRule(nsgNoCleartextProtocol, [asRule(rule)]).map((finding) => finding.outcome)).toEqual([
      outcome,
    ]);
  });

  test('says which zone boundary is crossed, not where from', () => {
    const [finding] = runRule(nsgNoCleartextProtocol, [asRule(inbound)]);
    expect(finding?.message).toContain('lets another zone reach port 1883');
    expect(finding?.message).not.toContain('10.1.0.0');
  });
});

describe('traffic to the internet', () => {
  const out = { ...inbound, direction: 'Outbound', destinationAddressPrefix: 'Internet' };
  test.each([
    [{}, 'fail destinationAddressPrefix'],
    [{ destinationAddressPrefix: '*' }, 'fail destinationAddressPrefix'],
    [{ destinationAddressPrefix: '0.0.0.0/0' }, 'fail destinationAddressPrefix'],
    [{ destinationAddressPrefix: '' }, 'fail destinationAddressPrefix'],
    [
      { destinationAddressPrefix: '', destinationAddressPrefixes: ['10.0.0.0/8', '::/0'] },
      'fail destinationAddressPrefixes[1]',
    ],
    [
      { destinationAddressPrefix: '', destinationApplicationSecurityGroups: [{ id: UNKNOWN }] },
      'pass destinationAddressPrefix',
    ],
    [{ destinationAddressPrefix: 'AzureIoTHub' }, 'pass destinationAddressPrefix'],
    [{ destinationAddressPrefix: 'VirtualNetwork' }, 'pass destinationAddressPrefix'],
    [{ destinationAddressPrefix: UNKNOWN }, 'unknown destinationAddressPrefix'],
    [{ protocol: UNKNOWN }, 'fail destinationAddressPrefix'],
    [{ direction: 'Inbound' }, 'pass destinationAddressPrefix'],
    [{ direction: UNKNOWN }, 'unknown direction'],
  ])('%j: %s', (changed, expected) => {
    expect(found(runRule(nsgNoAnyEgress, [asRule({ ...out, ...changed })]))).toEqual([expected]);
  });
});

describe('lateral movement', () => {
  const deny = (changed: Properties = {}): Properties => ({
    access: 'Deny',
    direction: 'Outbound',
    protocol: '*',
    priority: 200,
    destinationAddressPrefix: 'VirtualNetwork',
    destinationPortRanges: ['22', '3389', '5985'],
    ...changed,
  });
  const allow = (priority: number, changed: Properties = {}) =>
    deny({ access: 'Allow', priority, destinationPortRanges: ['0-65535'], ...changed });

  test.each([
    ['all three ports', [deny()], 'pass'],
    [
      'in two rules',
      [
        deny({ destinationPortRanges: ['22'] }),
        deny({ destinationPortRange: '3000-6000', destinationPortRanges: [] }),
      ],
      'pass',
    ],
    ['everything', [deny({ destinationAddressPrefix: '*', destinationPortRange: '*' })], 'pass'],
    ['only UDP', [deny({ protocol: 'Udp' })], 'fail'],
    ['only one subnet', [deny({ destinationAddressPrefix: '10.2.0.0/24' })], 'fail'],
    ['only inbound', [deny({ direction: 'Inbound' })], 'fail'],
    ['after a rule that allows all', [allow(100), deny()], 'fail'],
    ['before a rule that allows all', [deny(), allow(300)], 'pass'],
    ['beside a rule for one target', [allow(100, { destinationAddressPrefix: '10.2.0.4' }), deny()], 'pass'],
    ['perhaps', [deny({ destinationPortRanges: UNKNOWN })], 'unknown'],
    ['in a rule not known yet', [UNKNOWN], 'unknown'],
    ['by odd values', [null, 7, 'text', { access: [], destinationPortRanges: {} }], 'fail'],
  ] as const)('is denied for %s: %s', (_what, rules, outcome) => {
    expect(found(runRule(nsgDenyLateral, [asGroup(...rules)]))).toEqual([`${outcome} securityRules`]);
  });

  test('names the ports that stay open', () => {
    const [finding] = runRule(nsgDenyLateral, [asGroup(deny({ destinationPortRanges: ['22'] }))]);
    expect(finding?.message).toBe('No outbound rule denies 3389 (RDP), 5985 (WinRM) to the virtual network.');
  });

  test.each([
    ['its name', deny({ networkSecurityGroupName: 'nsg' }), {}, 'pass'],
    [
      'a reference',
      deny({ networkSecurityGroupName: UNKNOWN }),
      { networkSecurityGroupName: ['group'] },
      'pass',
    ],
    ['the name of another', deny({ networkSecurityGroupName: 'other' }), {}, 'fail'],
    ['a name not known yet', deny({ networkSecurityGroupName: UNKNOWN }), {}, 'unknown'],
  ] as const)('counts a rule that stands alone by %s', (_what, properties, uses, outcome) => {
    const rule = resource(securityRule, 'rule', properties, { uses });
    expect(found(runRule(nsgDenyLateral, [asGroup(), rule]))).toEqual([`${outcome} securityRules`]);
  });
});
