import { describe, expect, test } from 'vitest';
import { cosmosAccount, privateEndpoint } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import {
  cosmosCmk,
  cosmosIpRuleNotAny,
  cosmosLocalAuth,
  cosmosMinTls,
  cosmosPrivateEndpoint,
  cosmosPublicNetwork,
  cosmosRestrictedNetwork,
} from '../../policies/src/rules/cosmos';
import { resource, runRule } from '../../policies/src/testing';

type Row = readonly [string, Properties, readonly (readonly [string, string])[]];
type TestedRule = Parameters<typeof runRule>[0];

const judge = (rule: TestedRule, properties: Properties) =>
  runRule(rule, [resource(cosmosAccount, 'data', properties)]).map(({ outcome, property }) => [
    outcome,
    property,
  ]);

describe('keys of an account', () => {
  test.each<Row>([
    ['Mongo by capability', { capabilities: [{ name: 'EnableMongo' }] }, []],
    ['Cassandra', { capabilities: [{ name: 'EnableCassandra' }] }, []],
    ['Table', { capabilities: [{ name: 'EnableTable' }] }, []],
    ['Gremlin in other letters', { capabilities: [{ name: 'ENABLEGREMLIN' }] }, []],
    ['Mongo by kind in other letters', { kind: 'mongodb', disableLocalAuth: false }, []],
    [
      'an unknown capability beside a known other API',
      { capabilities: [{ name: UNKNOWN }, { name: 'EnableTable' }] },
      [],
    ],
    ['an unknown capability', { capabilities: [{ name: UNKNOWN }] }, [['unknown', 'capabilities[0].name']]],
    ['unknown capabilities', { capabilities: UNKNOWN }, [['unknown', 'capabilities']]],
    [
      'an unknown capability, but no keys',
      { capabilities: UNKNOWN, disableLocalAuth: true },
      [['pass', 'disableLocalAuth']],
    ],
    ['an unknown switch', { disableLocalAuth: UNKNOWN }, [['unknown', 'disableLocalAuth']]],
    ['the default of the SDK', { kind: 'GlobalDocumentDB' }, [['fail', 'disableLocalAuth']]],
  ])('with %s', (_name, properties, expected) => {
    expect(judge(cosmosLocalAuth, properties)).toEqual(expected);
  });
});

describe('networks of an account', () => {
  test.each<Row>([
    [
      'an IP rule while public access is unknown',
      { publicNetworkAccess: UNKNOWN, ipRules: [{ ipAddressOrRange: '203.0.113.7' }] },
      [['pass', 'ipRules']],
    ],
    ['a perimeter', { publicNetworkAccess: 'securedByPerimeter' }, [['pass', 'publicNetworkAccess']]],
    [
      'a filter that an ARM template wrote as text',
      { isVirtualNetworkFilterEnabled: 'True' },
      [['pass', 'isVirtualNetworkFilterEnabled']],
    ],
    [
      'unknown subnets without the filter',
      { virtualNetworkRules: UNKNOWN, isVirtualNetworkFilterEnabled: false },
      [['fail', 'isVirtualNetworkFilterEnabled']],
    ],
    ['unknown IP rules', { ipRules: UNKNOWN }, [['unknown', 'ipRules']]],
    ['no subnet and no rule', { virtualNetworkRules: [], ipRules: [] }, [['fail', 'ipRules']]],
  ])('with %s', (_name, properties, expected) => {
    expect(judge(cosmosRestrictedNetwork, properties)).toEqual(expected);
  });

  test('a restriction by IP rule does not make the account private', () => {
    const properties = { ipRules: [{ ipAddressOrRange: '203.0.113.7' }] };
    expect(judge(cosmosPublicNetwork, properties)).toEqual([['fail', 'publicNetworkAccess']]);
  });

  test('a known open rule is reported before an unknown one', () => {
    const ipRules = [{ ipAddressOrRange: UNKNOWN }, { ipAddressOrRange: '128.0.0.0/1' }];
    expect(judge(cosmosIpRuleNotAny, { ipRules })).toEqual([
      ['fail', 'ipRules[1].ipAddressOrRange'],
      ['unknown', 'ipRules[0].ipAddressOrRange'],
    ]);
  });
});

test.each([
  ['0.0.0.0', 'pass'],
  ['0.0.0.0/32', 'pass'],
  ['0.0.0.0/0', 'fail'],
  ['0.0.0.0/7', 'fail'],
  ['203.0.113.0/24', 'pass'],
])('%s is the whole internet: %s', (ipAddressOrRange, outcome) => {
  const [verdict] = judge(cosmosIpRuleNotAny, { ipRules: [{ ipAddressOrRange }] });
  expect(verdict).toEqual([outcome, 'ipRules[0].ipAddressOrRange']);
});

test.each([
  [UNKNOWN, ['vault'], 'pass'],
  [UNKNOWN, [], 'unknown'],
  ['https://example.vault.azure.net/keys/plant', [], 'pass'],
  ['', [], 'fail'],
])('a key at %j, computed from %j: %s', (keyVaultKeyUri, origins, outcome) => {
  const one = resource(cosmosAccount, 'data', { keyVaultKeyUri }, { uses: { keyVaultKeyUri: origins } });
  expect(runRule(cosmosCmk, [one]).map((finding) => finding.outcome)).toEqual([outcome]);
});

test.each([
  ['Tls', 'fail'],
  ['Tls11', 'fail'],
  ['TLS12', 'pass'],
  ['Tls13', 'pass'],
  ['none', 'fail'],
])('minimal TLS version %s: %s', (minimalTlsVersion, outcome) => {
  expect(judge(cosmosMinTls, { minimalTlsVersion })).toEqual([[outcome, 'minimalTlsVersion']]);
});

describe('private endpoint of an account', () => {
  const connected = (properties: Properties, groupId: string) => {
    const account = resource(cosmosAccount, 'data', properties);
    const connections = { privateLinkServiceConnections: [{ groupIds: [groupId] }] };
    const uses = { privateLinkServiceConnections: ['data'] };
    const endpoint = resource(privateEndpoint, 'data-endpoint', connections, { uses });
    return runRule(cosmosPrivateEndpoint, [account, endpoint]).map(({ outcome }) => outcome);
  };
  const apis: readonly (readonly [string, Properties])[] = [
    ['Sql', { kind: 'GlobalDocumentDB' }],
    ['MongoDB', { kind: 'MongoDB' }],
    ['Cassandra', { capabilities: [{ name: 'EnableCassandra' }] }],
    ['Gremlin', { capabilities: [{ name: 'EnableGremlin' }] }],
    ['Table', { capabilities: [{ name: 'EnableTable' }] }],
  ];

  test.each(apis)('of the API %s has its own group id and no other', (own, properties) => {
    for (const [groupId] of apis)
      expect(connected(properties, groupId)).toEqual([groupId === own ? 'pass' : 'fail']);
  });

  test('is undecided while the API is unknown', () => {
    expect(connected({ kind: UNKNOWN }, 'Sql')).toEqual(['unknown']);
  });
});
