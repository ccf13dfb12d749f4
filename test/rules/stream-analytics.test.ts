import { describe, expect, test } from 'vitest';
import { fromArm } from '../../policies/src/resources/arm';
import {
  digitalTwinsEndpoint,
  streamInput,
  streamingJob,
  streamOutput,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { twinsDeadLetter, twinsEndpointIdentity } from '../../policies/src/rules/digital-twins';
import {
  streamHubPolicy,
  streamSourceIdentity,
  streamStorageIdentity,
  streamTrustedSources,
} from '../../policies/src/rules/stream-analytics';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, item: ReturnType<typeof resource>, options = {}) =>
  runRule(rule, [item], { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const job = (properties: Properties) => resource(streamingJob, 'job', properties);
const input = (datasource: Value) => resource(streamInput, 'input', { properties: { datasource } });
const output = (datasource: Value) => resource(streamOutput, 'output', { datasource });

describe('identity of inputs and outputs', () => {
  const kinds = [
    'Microsoft.ServiceBus/EventHub',
    'microsoft.eventhub/eventhub',
    'Microsoft.ServiceBus/Queue',
    'Microsoft.ServiceBus/Topic',
    'Microsoft.Storage/Blob',
    'Microsoft.DataLake/Accounts',
    'PowerBI',
    'Microsoft.Sql/Server/Database',
  ];

  test.each(kinds)('an output of the kind %s needs the identity', (type) => {
    expect(found(streamSourceIdentity, output({ type }))).toEqual(['fail datasource.authenticationMode']);
    expect(found(streamSourceIdentity, output({ type, authenticationMode: 'msi' }))).toEqual([
      'pass datasource.authenticationMode',
    ]);
    expect(found(streamSourceIdentity, output({ type, authenticationMode: 'UserToken' }))).toEqual([
      'fail datasource.authenticationMode',
    ]);
  });

  test.each<[string, Value, readonly string[]]>([
    ['a hub', { type: 'microsoft.devices/IoTHubs', sharedAccessPolicyKey: 'k' }, []],
    [
      'a kind that knows no identity, with a key',
      { type: 'Microsoft.Storage/Table', accountKey: 'k' },
      ['fail properties.datasource.accountKey'],
    ],
    [
      'reference data of SQL without a password',
      { type: 'Microsoft.Sql/Server/Database' },
      ['pass properties.datasource.authenticationMode'],
    ],
    [
      'the wrong mode of an unlisted kind',
      { type: 'Raw', authenticationMode: 'ConnectionString' },
      ['fail properties.datasource.authenticationMode'],
    ],
    ['an empty key', { type: 'Raw', accountKey: '' }, ['pass properties.datasource.authenticationMode']],
    ['an unknown key', { type: 'Raw', accountKey: UNKNOWN }, ['unknown properties.datasource.accountKey']],
    [
      'a key in the second account',
      { type: 'Raw', storageAccounts: [{ accountName: 'a' }, { accountKey: 'k' }] },
      ['fail properties.datasource.storageAccounts[1].accountKey'],
    ],
    [
      'an unknown kind with a key',
      { type: UNKNOWN, sharedAccessPolicyKey: 'k' },
      ['unknown properties.datasource.type'],
    ],
    ['an unknown kind without one', { type: UNKNOWN }, ['pass properties.datasource.authenticationMode']],
    ['an unknown source', UNKNOWN, ['unknown properties.datasource']],
    ['a text', 'hub', ['pass properties.datasource.authenticationMode']],
    ['null', null, []],
  ])('an input with %s', (_case, datasource, expected) => {
    expect(found(streamSourceIdentity, input(datasource))).toEqual(expected);
  });

  test('a job shows each of its own, known faults first', () => {
    const properties = {
      inputs: [
        { properties: { datasource: { type: 'Microsoft.Storage/Blob', authenticationMode: UNKNOWN } } },
      ],
      outputs: [{ datasource: { type: 'Microsoft.Storage/Blob', authenticationMode: 'Msi', password: 'p' } }],
    };
    expect(found(streamSourceIdentity, job(properties))).toEqual([
      'fail outputs[0].datasource.password',
      'unknown inputs[0].properties.datasource.authenticationMode',
    ]);
    expect(found(streamSourceIdentity, job({}))).toEqual([]);
  });

  test('outputs of a template, which wraps them, are judged as well', () => {
    const body = {
      properties: { outputs: [{ name: 'o', properties: { datasource: { type: 'PowerBI' } } }] },
    };
    expect(found(streamSourceIdentity, job(fromArm(streamingJob, body) ?? {}))).toEqual([
      'fail outputs[0].datasource.authenticationMode',
    ]);
  });

  test('a key is never quoted', () => {
    const [finding] = runRule(streamSourceIdentity, [output({ type: 'Raw', password: 'hunter-two' })]);
    expect(finding?.message).not.toContain('hunter-two');
  });
});

test.each([
  ['iothubowner', 'fail'],
  ['IOTHUBOWNER', 'fail'],
  ['service', 'pass'],
  [null, 'pass'],
  [UNKNOWN, 'unknown'],
])('the policy %s of a hub: %s', (sharedAccessPolicyName, outcome) => {
  expect(found(streamHubPolicy, input({ sharedAccessPolicyName }))).toEqual([
    `${outcome} properties.datasource.sharedAccessPolicyName`,
  ]);
});

test.each([
  [{ authenticationMode: 'msi' }, 'pass jobStorageAccount.authenticationMode'],
  [{ accountName: 'a' }, 'fail jobStorageAccount.authenticationMode'],
  [null, 'pass jobStorageAccount.authenticationMode'],
  [UNKNOWN, 'unknown jobStorageAccount'],
] as const)('storage account %j of a job: %s', (jobStorageAccount, expected) => {
  expect(found(streamStorageIdentity, job({ jobStorageAccount }))).toEqual([expected]);
});

describe('accounts on the list', () => {
  const options = { allowedAccounts: ['Plant-Data', 'plant-hub'] };

  test.each<[string, Value, readonly string[]]>([
    ['a name', { accountName: 'plant-data' }, ['pass datasource.accountName']],
    ['a host name', { iotHubNamespace: 'plant-hub.azure-devices.net' }, ['pass datasource.iotHubNamespace']],
    [
      'an address',
      { accountId: 'https://plant-data.documents.azure.com:443/' },
      ['pass datasource.accountId'],
    ],
    ['another name', { serviceBusNamespace: 'plant' }, ['fail datasource.serviceBusNamespace']],
    ['a longer name', { server: 'plant-data-2' }, ['fail datasource.server']],
    [
      'one of two',
      { storageAccounts: [{ accountName: 'plant-data' }, { accountName: 'x' }] },
      ['fail datasource.storageAccounts[1].accountName'],
    ],
    ['an unknown name', { functionAppName: UNKNOWN }, ['unknown datasource.functionAppName']],
    ['an unknown source', UNKNOWN, ['unknown datasource']],
    ['no account', { topic: 'alarms' }, []],
  ])('%s', (_case, datasource, expected) => {
    expect(found(streamTrustedSources, output(datasource), options)).toEqual(expected);
  });

  test('are asked for only once there is a list', () => {
    expect(found(streamTrustedSources, output({ accountName: 'x' }))).toEqual([]);
  });
});

describe('endpoints of Digital Twins', () => {
  const judge = (rule: Rule, properties: Value) =>
    found(rule, resource(digitalTwinsEndpoint, 'endpoint', { properties }));
  const type = 'properties.authenticationType';

  test.each<[Value, readonly string[]]>([
    [{ endpointType: 'EventHub', authenticationType: 'identityBased' }, [`pass ${type}`]],
    [{ endpointType: 'ServiceBus' }, [`fail ${type}`]],
    [{ authenticationType: 'KeyBased' }, [`fail ${type}`]],
    [{ endpointType: 'eventgrid', authenticationType: 'KeyBased' }, []],
    [{ endpointType: UNKNOWN, authenticationType: 'KeyBased' }, ['unknown properties.endpointType']],
    [{ endpointType: 'EventHub', authenticationType: UNKNOWN }, [`unknown ${type}`]],
  ])('authentication of %j', (properties, expected) => {
    expect(judge(twinsEndpointIdentity, properties)).toEqual(expected);
  });

  const uri = 'properties.deadLetterUri';
  const secret = 'properties.deadLetterSecret';

  test.each<[string, Value, readonly string[]]>([
    ['an address', { deadLetterUri: 'https://a/c' }, [`pass ${secret}`]],
    [
      'an address and a signature',
      { deadLetterUri: 'https://a/c', deadLetterSecret: 's' },
      [`fail ${secret}`],
    ],
    ['an empty address', { deadLetterUri: '' }, [`fail ${uri}`]],
    ['nothing', {}, [`fail ${uri}`]],
    ['an unknown address', { deadLetterUri: UNKNOWN }, [`unknown ${uri}`]],
    ['an unknown signature', { deadLetterSecret: UNKNOWN }, [`fail ${uri}`, `unknown ${secret}`]],
    ['an unknown whole', UNKNOWN, ['unknown properties']],
  ])('undelivered events with %s', (_case, properties, expected) => {
    expect(judge(twinsDeadLetter, properties)).toEqual(expected);
  });
});
