import { describe, expect, test } from 'vitest';
import { hubEndpointConnection, iotHub, iotSecuritySolution } from '../../policies/src/resources/types';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { iotHubFileUploadIdentity } from '../../policies/src/rules/iot-hub';
import {
  iotHubAllowedHosts,
  iotHubConnectionApproved,
  iotHubDefaultDeny,
  iotHubDefender,
  iotHubLegacyFilter,
  iotHubRulesCoverEventHub,
} from '../../policies/src/rules/iot-hub-access';
import {
  iotHubEnrichments,
  iotHubFallback,
  iotHubIdentity,
  iotHubUploadSasTtl,
} from '../../policies/src/rules/iot-hub-routing';
import { resource, runRule } from '../../policies/src/testing';

type Block = { readonly [key: string]: Value };

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const onHub = (rule: Rule, properties: Value, more: Block = {}, options = {}) =>
  found(rule, [resource(iotHub, 'hub', { ...more, properties })], options);

describe('hosts that a hub may send to', () => {
  const list = 'properties.allowedFqdnList';

  test.each([
    ['plantdata.blob.core.windows.net', 'pass'],
    ['PLANT.servicebus.windows.net.', 'pass'],
    ['xn--bcher-kva.example', 'pass'],
    ['*', 'fail'],
    ['*.windows.net', 'fail'],
    ['net', 'fail'],
    ['.net', 'fail'],
    ['', 'fail'],
    ['https://plantdata.blob.core.windows.net', 'fail'],
    ['plantdata.blob.core.windows.net/raw', 'fail'],
    ['203.0.113.7', 'fail'],
    [17, 'fail'],
    [{ host: 'a.example' }, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('host %j: %s', (host, outcome) => {
    const properties = { restrictOutboundNetworkAccess: 'true', allowedFqdnList: [host] };
    expect(onHub(iotHubAllowedHosts, properties)).toEqual([`${outcome} ${list}[0]`]);
  });

  test.each<[string, Block, readonly string[]]>([
    [
      'a list that is no list',
      { restrictOutboundNetworkAccess: true, allowedFqdnList: 'a.b' },
      [`fail ${list}`],
    ],
    [
      'an entry that is null',
      { restrictOutboundNetworkAccess: true, allowedFqdnList: [null] },
      [`fail ${list}`],
    ],
    [
      'an unknown list',
      { restrictOutboundNetworkAccess: true, allowedFqdnList: UNKNOWN },
      [`unknown ${list}`],
    ],
    ['no lock', { allowedFqdnList: ['*'] }, []],
    ['a lock that is off', { restrictOutboundNetworkAccess: false, allowedFqdnList: ['*'] }, []],
    [
      'an unknown lock and a fault',
      { restrictOutboundNetworkAccess: UNKNOWN, allowedFqdnList: ['*'] },
      ['unknown properties.restrictOutboundNetworkAccess'],
    ],
    [
      'an unknown lock and a sound list',
      { restrictOutboundNetworkAccess: UNKNOWN, allowedFqdnList: ['a.example'] },
      [`pass ${list}[0]`],
    ],
  ])('%s', (_case, properties, expected) => {
    expect(onHub(iotHubAllowedHosts, properties)).toEqual(expected);
  });
});

describe('default of the network rules', () => {
  const path = 'properties.networkRuleSets.defaultAction';

  test.each<[string, Value, readonly string[]]>([
    ['deny', { networkRuleSets: { defaultAction: 'deny' } }, [`pass ${path}`]],
    ['nothing inside the block', { networkRuleSets: { ipRules: [] } }, [`pass ${path}`]],
    ['allow', { networkRuleSets: { defaultAction: 'Allow' } }, [`fail ${path}`]],
    ['no block', {}, [`fail ${path}`]],
    ['a block of the wrong kind', { networkRuleSets: 'Deny' }, [`pass ${path}`]],
    ['an unknown block', { networkRuleSets: UNKNOWN }, ['unknown properties.networkRuleSets']],
    ['a closed hub', { publicNetworkAccess: 'disabled' }, []],
    ['an unknown hub', { publicNetworkAccess: UNKNOWN }, ['unknown properties.publicNetworkAccess']],
    [
      'an unknown hub with deny',
      { publicNetworkAccess: UNKNOWN, networkRuleSets: { defaultAction: 'Deny' } },
      [`pass ${path}`],
    ],
  ])('%s', (_case, properties, expected) => {
    expect(onHub(iotHubDefaultDeny, properties)).toEqual(expected);
  });

  test.each([
    [{ applyToBuiltInEventHubEndpoint: 'True' }, 'pass'],
    [{ applyToBuiltInEventHubEndpoint: 'false' }, 'fail'],
    [{ applyToBuiltInEventHubEndpoint: null }, 'fail'],
    [{}, 'fail'],
  ] as const)('guards the built-in endpoint with %j: %s', (networkRuleSets, outcome) => {
    const property = 'properties.networkRuleSets.applyToBuiltInEventHubEndpoint';
    expect(onHub(iotHubRulesCoverEventHub, { networkRuleSets })).toEqual([`${outcome} ${property}`]);
  });
});

describe('the old IP filter', () => {
  const list = 'properties.ipFilterRules';
  const plant = { action: 'Accept', ipMask: '203.0.113.0/24' };
  const rest = { action: 'Reject', ipMask: '0.0.0.0/0' };

  test.each<[string, Value, readonly string[]]>([
    ['a closed list', [plant, rest], [`pass ${list}[0].ipMask`]],
    ['no closing rule', [plant], [`fail ${list}`]],
    ['a closing rule for half the internet', [{ ...rest, ipMask: '0.0.0.0/1' }], [`fail ${list}`]],
    ['a wide accept', [{ ...plant, ipMask: '0.0.0.0/4' }, rest], [`fail ${list}[0].ipMask`]],
    ['an unknown range', [{ ...plant, ipMask: UNKNOWN }, rest], [`unknown ${list}[0].ipMask`]],
    ['an unknown list', UNKNOWN, [`unknown ${list}`]],
    ['an empty list', [], [`pass ${list}`]],
    ['null', null, [`pass ${list}`]],
    ['a text', 'none', [`pass ${list}`]],
  ])('%s', (_case, ipFilterRules, expected) => {
    expect(onHub(iotHubLegacyFilter, { ipFilterRules })).toEqual(expected);
  });
});

describe('Defender for IoT', () => {
  const hub = resource(iotHub, 'hub', { resourceName: 'plant-hub' });
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/';
  const relation = 'iotSecuritySolutions';
  const judge = (properties: Block, uses = {}) =>
    found(iotHubDefender, [hub, resource(iotSecuritySolution, 'watch', properties, { uses })]);

  test.each<[string, Block, string]>([
    ['the id of the hub', { iotHubs: [`${id}other`, `${id}plant-hub`] }, 'pass'],
    ['the id of another hub', { iotHubs: [`${id}other`] }, 'fail'],
    ['an unknown id', { iotHubs: [UNKNOWN] }, 'unknown'],
    ['an unknown status', { iotHubs: [`${id}plant-hub`], status: UNKNOWN }, 'unknown'],
    ['the status off', { iotHubs: [`${id}plant-hub`], status: 'disabled' }, 'fail'],
    ['no list', {}, 'fail'],
  ])('with %s', (_case, properties, outcome) => {
    expect(judge(properties)).toEqual([`${outcome} ${relation}`]);
  });

  test('with a computed id', () => {
    expect(judge({ iotHubs: [UNKNOWN] }, { iotHubs: ['hub'] })).toEqual([`pass ${relation}`]);
  });
});

test.each([
  ['approved', 'pass'],
  ['Rejected', 'fail'],
  [UNKNOWN, 'unknown'],
])('a private connection that is %s: %s', (status, outcome) => {
  const properties = { properties: { privateLinkServiceConnectionState: { status } } };
  const path = 'properties.privateLinkServiceConnectionState.status';
  expect(found(iotHubConnectionApproved, [resource(hubEndpointConnection, 'c', properties)])).toEqual([
    `${outcome} ${path}`,
  ]);
});

test.each<[string, Block, string]>([
  ['nothing set up', { containerName: '', connectionString: '' }, 'pass'],
  [
    'nothing set up, and a key',
    { containerName: '', connectionString: '', authenticationType: 'keyBased' },
    'pass',
  ],
  ['a container alone', { containerName: 'uploads', connectionString: '' }, 'fail'],
  ['an account alone', { containerName: '', connectionString: 'example-only' }, 'fail'],
  ['an unknown account', { containerName: '', connectionString: UNKNOWN }, 'fail'],
  ['an unknown way to sign in', { containerName: 'uploads', authenticationType: UNKNOWN }, 'unknown'],
  ['an identity', { containerName: 'uploads', authenticationType: 'IdentityBased' }, 'pass'],
])('upload with %s: %j is a %s', (_case, $default, outcome) => {
  const path = 'properties.storageEndpoints.$default.authenticationType';
  expect(onHub(iotHubFileUploadIdentity, { storageEndpoints: { $default } })).toEqual([`${outcome} ${path}`]);
});

describe('identity of a hub', () => {
  const upload = { storageEndpoints: { $default: { containerName: 'c' } } };
  const emptyUpload = { storageEndpoints: { $default: { containerName: '', connectionString: '' } } };
  const routed = { routing: { endpoints: { storageContainers: [{ name: 's' }] } } };
  const encrypted = { encryption: { keySource: 'Microsoft.KeyVault' } };

  test.each<[string, Value, Block, readonly string[]]>([
    ['no use for one', {}, {}, []],
    ['empty lists only', { routing: { endpoints: { eventHubs: [], cosmosDBSqlContainers: [] } } }, {}, []],
    ['no storage endpoint', { storageEndpoints: {} }, {}, []],
    ['upload', upload, {}, ['fail identity.type']],
    ['upload that the portal left empty', emptyUpload, {}, []],
    ['a route', routed, {}, ['fail identity.type']],
    ['a key of yours', encrypted, {}, ['fail identity.type']],
    ['a route and an identity', routed, { identity: { type: 'UserAssigned' } }, ['pass identity.type']],
    ['a route and an unknown identity', routed, { identity: UNKNOWN }, ['unknown identity']],
    ['unknown routes', { routing: UNKNOWN }, {}, ['unknown properties.routing.endpoints']],
    ['unknown routes beside upload', { routing: UNKNOWN, ...upload }, {}, ['fail identity.type']],
    [
      'unknown routes and an identity',
      { routing: UNKNOWN },
      { identity: { type: 'SystemAssigned' } },
      ['pass identity.type'],
    ],
  ])('with %s', (_case, properties, more, expected) => {
    expect(onHub(iotHubIdentity, properties, more)).toEqual(expected);
  });
});

describe('upload links, enrichments and fallback', () => {
  const ttl = (sasTtlAsIso8601: Value, options = {}) =>
    onHub(iotHubUploadSasTtl, { storageEndpoints: { $default: { sasTtlAsIso8601 } } }, {}, options).map(
      (text) => text.split(' ')[0],
    );

  test.each([
    ['PT1H', 'pass'],
    ['PT1H1S', 'fail'],
    ['P1D', 'fail'],
    [null, 'pass'],
    [3600, 'fail'],
    [UNKNOWN, 'unknown'],
  ])('a link of %s: %s', (value, outcome) => {
    expect(ttl(value)).toEqual([outcome]);
  });

  test('the longest life of a link is an option', () => {
    expect(ttl('PT1H', { maximumMinutes: 30 })).toEqual(['fail']);
    expect(ttl('P1D', { maximumMinutes: 1440 })).toEqual(['pass']);
  });

  test('the message never quotes the value of an enrichment', () => {
    const properties = {
      properties: { routing: { enrichments: [{ key: 'k', value: 'Password=hunter-two' }] } },
    };
    const [finding] = runRule(iotHubEnrichments, [resource(iotHub, 'hub', properties)]);
    expect(finding?.outcome).toBe('fail');
    expect(finding?.message).not.toContain('hunter-two');
  });

  test.each<[string, Block, readonly string[]]>([
    ['no routes', {}, []],
    ['empty routes', { routes: [] }, []],
    ['routes alone', { routes: [{}] }, ['fail properties.routing.fallbackRoute.isEnabled']],
    [
      'routes and a fallback',
      { routes: [{}], fallbackRoute: { isEnabled: 'true' } },
      ['pass properties.routing.fallbackRoute.isEnabled'],
    ],
    ['unknown routes', { routes: UNKNOWN }, ['unknown properties.routing.routes']],
  ])('fallback with %s', (_case, routing, expected) => {
    expect(onHub(iotHubFallback, { routing })).toEqual(expected);
  });
});
