import { describe, expect, test } from 'vitest';
import { networkSecurityGroup, securityRule } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import { nsgNoAnyInbound, nsgNoOtPort, nsgNoRdp, nsgNoSsh } from '../../policies/src/rules/network';
import { resource, runRule } from '../../policies/src/testing';

const all = [nsgNoAnyInbound, nsgNoSsh, nsgNoRdp, nsgNoOtPort];
const open: Properties = {
  access: 'Allow',
  direction: 'Inbound',
  protocol: '*',
  sourceAddressPrefix: '*',
  destinationPortRange: '*',
};
const without = (...fields: string[]): Properties =>
  Object.fromEntries(Object.entries(open).filter(([field]) => !fields.includes(field)));

const asRule = (properties: Properties) => resource(securityRule, 'rule', properties);
const asGroup = (...rules: readonly Value[]) =>
  resource(networkSecurityGroup, 'group', { securityRules: rules });

const places = (findings: ReturnType<typeof runRule>) =>
  findings.map(({ outcome, property }) => `${outcome} ${property}`);
const outcomesOf = (resources: Parameters<typeof runRule>[1]) =>
  all.map((rule) => [...new Set(runRule(rule, resources).map(({ outcome }) => outcome))].join());

const internet = [
  '*',
  'Any',
  'any',
  'Internet',
  'INTERNET',
  '0.0.0.0/0',
  '::/0',
  ' 0.0.0.0/0 ',
  '/0',
  '0.0.0.0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '2000::/3',
];
const narrow = [
  '10.0.0.0/8',
  '203.0.113.7',
  '203.0.113.0/24',
  'VirtualNetwork',
  'AzureLoadBalancer',
  'AzureIoTHub',
  'fc00::/7',
  'fe80::/10',
  '2001:db8::/32',
];

describe('a rule that opens every port', () => {
  test.each(internet)('to %j breaks all four rules', (sourceAddressPrefix) => {
    expect(outcomesOf([asRule({ ...open, sourceAddressPrefix })])).toEqual(all.map(() => 'fail'));
  });

  test.each(narrow)('to %j breaks none', (sourceAddressPrefix) => {
    expect(outcomesOf([asRule({ ...open, sourceAddressPrefix })])).toEqual(all.map(() => 'pass'));
  });

  test.each([
    ['a deny rule', { access: 'Deny' }],
    ['a deny rule in lower case', { access: 'deny' }],
    ['an outbound rule', { direction: 'outbound' }],
    ['a rule for ping', { protocol: 'Icmp' }],
    ['a rule for ESP', { protocol: 'Esp' }],
    [
      'a rule whose source is an application group',
      { sourceAddressPrefix: '', sourceApplicationSecurityGroups: [{ id: UNKNOWN }] },
    ],
    [
      'a rule from a known place with unknown ports',
      { sourceAddressPrefix: '10.0.0.0/8', destinationPortRange: UNKNOWN },
    ],
    ['a deny rule from an unknown place', { access: 'Deny', sourceAddressPrefix: UNKNOWN }],
  ])('does not count as %s', (_what, changed) => {
    expect(outcomesOf([asRule({ ...open, ...changed })])).toEqual(all.map(() => 'pass'));
  });

  test.each(['access', 'direction', 'protocol', 'sourceAddressPrefix', 'destinationPortRange'])(
    'is undecided while %s is unknown, at that field',
    (field) => {
      for (const rule of all) {
        expect(places(runRule(rule, [asRule({ ...open, [field]: UNKNOWN })]))).toEqual([`unknown ${field}`]);
      }
    },
  );

  test.each(['access', 'direction', 'protocol', 'sourceAddressPrefix', 'destinationPortRange'])(
    'is not made narrow by leaving %s out',
    (field) => {
      expect(outcomesOf([asRule(without(field))])).toEqual(all.map(() => 'fail'));
    },
  );
});

describe('singular and plural fields', () => {
  test.each([
    [{ sourceAddressPrefixes: ['10.0.0.0/8', 'Internet'] }, 'fail sourceAddressPrefixes[1]'],
    [{ sourceAddressPrefixes: ['10.0.0.0/8', UNKNOWN] }, 'unknown sourceAddressPrefixes[1]'],
    [{ sourceAddressPrefixes: [UNKNOWN, '0.0.0.0/0'] }, 'fail sourceAddressPrefixes[1]'],
    [{ sourceAddressPrefixes: UNKNOWN }, 'unknown sourceAddressPrefixes'],
    [{ sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.0.0/8'] }, 'pass sourceAddressPrefix'],
    [{ sourceAddressPrefix: '*', sourceAddressPrefixes: [] }, 'fail sourceAddressPrefix'],
    [{ sourceAddressPrefix: '10.0.0.0/8', sourceAddressPrefixes: ['*'] }, 'fail sourceAddressPrefixes[0]'],
    [{ sourceAddressPrefix: '' }, 'fail sourceAddressPrefix'],
    [{ sourceAddressPrefix: null, sourceAddressPrefixes: [] }, 'fail sourceAddressPrefix'],
    [{ sourceApplicationSecurityGroups: [] }, 'fail sourceAddressPrefix'],
    [{ sourceApplicationSecurityGroups: UNKNOWN }, 'unknown sourceApplicationSecurityGroups'],
  ] as const)('sources %j: %s', (source, expected) => {
    const rule = { ...without('sourceAddressPrefix'), ...source };
    expect(places(runRule(nsgNoAnyInbound, [asRule(rule)]))).toEqual([expected]);
  });

  test.each([
    [{ destinationPortRanges: ['80', '20-30'] }, ['fail destinationPortRanges[1]']],
    [
      { destinationPortRanges: ['22', '10-40'] },
      ['fail destinationPortRanges[0]', 'fail destinationPortRanges[1]'],
    ],
    [
      { destinationPortRanges: ['22', UNKNOWN] },
      ['fail destinationPortRanges[0]', 'unknown destinationPortRanges[1]'],
    ],
    [{ destinationPortRanges: ['80', UNKNOWN] }, ['unknown destinationPortRanges[1]']],
    [{ destinationPortRanges: UNKNOWN }, ['unknown destinationPortRanges']],
    [{ destinationPortRange: '', destinationPortRanges: ['22'] }, ['fail destinationPortRanges[0]']],
    [{ destinationPortRange: '80, 22' }, ['fail destinationPortRange']],
    [{ destinationPortRange: 22 }, ['fail destinationPortRange']],
    [{ destinationPortRange: '' }, ['fail destinationPortRange']],
    [{ destinationPortRange: '23-65535' }, ['pass destinationPortRange']],
    [{ destinationPortRange: '220' }, ['pass destinationPortRange']],
    [{ destinationPortRange: 'VirtualNetwork' }, ['pass destinationPortRange']],
  ] as const)('ports %j for SSH: %j', (ports, expected) => {
    const rule = { ...without('destinationPortRange'), ...ports };
    expect(places(runRule(nsgNoSsh, [asRule(rule)]))).toEqual(expected);
  });

  test.each([
    [['*'], 'fail'],
    [['0-65535'], 'fail'],
    [['1-65535'], 'fail'],
    [['30000-65535', '0-40000'], 'fail'],
    [['0-60000', '10-20', '60001-65535'], 'fail'],
    [['0-21', '23-65535'], 'pass'],
    [['1-65534'], 'pass'],
    [['1-65534', UNKNOWN], 'unknown'],
    [['*', UNKNOWN], 'fail'],
    [['443'], 'pass'],
  ])('the ports %j are all ports: %s', (destinationPortRanges, outcome) => {
    const rule = { ...without('destinationPortRange'), destinationPortRanges };
    expect(outcomesOf([asRule(rule)])[0]).toBe(outcome);
  });
});

test.each([
  ['22', 'unknown access'],
  ['443', 'pass destinationPortRange'],
])('a rule for port %s that perhaps denies is undecided only where the port matters', (port, expected) => {
  const rule = { ...open, access: UNKNOWN, destinationPortRange: port };
  expect(places(runRule(nsgNoSsh, [asRule(rule)]))).toEqual([expected]);
});

describe('protocols', () => {
  test.each([
    ['Tcp', ['fail', 'fail', 'fail', 'fail']],
    ['tcp', ['fail', 'fail', 'fail', 'fail']],
    ['Udp', ['fail', 'pass', 'fail', 'fail']],
    ['Icmp', ['pass', 'pass', 'pass', 'pass']],
    ['Ah', ['pass', 'pass', 'pass', 'pass']],
  ])('%s on all ports gives %j', (protocol, expected) => {
    expect(outcomesOf([asRule({ ...open, protocol })])).toEqual(expected);
  });
});

describe('industrial ports', () => {
  test.each([1883, 5672, 502, 102, 4840, 44818, 2222, 20000, 47808, 2404, 1911])('%i is one', (port) => {
    const found = runRule(nsgNoOtPort, [asRule({ ...open, destinationPortRange: String(port) })]);
    expect(places(found)).toEqual(['fail destinationPortRange']);
    expect(found[0]?.message).toContain(`port ${port} (`);
  });

  test.each([8883, 5671, 443, 22, 1884])('%i is none', (port) => {
    expect(places(runRule(nsgNoOtPort, [asRule({ ...open, destinationPortRange: String(port) })]))).toEqual([
      'pass destinationPortRange',
    ]);
  });

  test('are counted, not listed, where a range opens many', () => {
    const [found] = runRule(nsgNoOtPort, [asRule(open)]);
    expect(found?.message).toBe(
      '`destinationPortRange` lets any address on the internet reach port 1883 (MQTT without TLS) and 10 more of these ports.',
    );
  });
});

describe('rules inside a group', () => {
  test('are judged one by one, known faults first', () => {
    const group = asGroup({ ...open, access: UNKNOWN }, { ...open, access: 'Deny' }, open);
    expect(places(runRule(nsgNoAnyInbound, [group]))).toEqual([
      'fail securityRules[2].sourceAddressPrefix',
      'unknown securityRules[0].access',
    ]);
  });

  test('that are unknown leave the group undecided', () => {
    const unknownList = resource(networkSecurityGroup, 'group', { securityRules: UNKNOWN });
    expect(places(runRule(nsgNoSsh, [unknownList]))).toEqual(['unknown securityRules']);
    expect(places(runRule(nsgNoSsh, [asGroup(UNKNOWN)]))).toEqual(['unknown securityRules[0]']);
  });

  test.each([[resource(networkSecurityGroup, 'group', {})], [asGroup()]])(
    'that do not exist are no fault',
    (group) => {
      expect(outcomesOf([group])).toEqual(all.map(() => 'pass'));
    },
  );

  test('that are no blocks narrow nothing', () => {
    expect(outcomesOf([asGroup('any')])).toEqual(all.map(() => 'fail'));
  });

  test('and beside it are each reported where they stand', () => {
    const found = runRule(nsgNoSsh, [asGroup(open), asRule(open)]);
    expect(found.map(({ resource: { name }, property }) => `${name} ${property}`)).toEqual([
      'group securityRules[0].destinationPortRange',
      'rule destinationPortRange',
    ]);
  });
});
