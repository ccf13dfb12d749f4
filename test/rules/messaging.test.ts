import { describe, expect, test } from 'vitest';
import {
  diagnosticSetting,
  eventGridSystemTopic,
  eventHub,
  eventHubNamespace,
  eventHubNamespaceRule,
  eventHubNetworkRuleSet,
  eventHubRule,
  iotHub,
  privateEndpoint,
  serviceBusNamespace,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  eventHubCaptureIdentity,
  eventHubCmk,
  eventHubDiagnostics,
  eventHubEntityRights,
  eventHubIdentity,
  eventHubMinTls,
  eventHubNamespaceKeys,
  eventHubPrivateEndpoint,
  eventHubPublicNetwork,
  eventHubTrustedServices,
} from '../../policies/src/rules/event-hubs';
import { serviceBusCmk, serviceBusDiagnostics, serviceBusMinTls } from '../../policies/src/rules/service-bus';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);

const namespaceOf = (properties: Properties = {}) =>
  resource(eventHubNamespace, 'telemetry', { namespaceName: 'plant-telemetry', ...properties });

describe.each([
  ['Event Hubs', eventHubMinTls, eventHubNamespace],
  ['Service Bus', serviceBusMinTls, serviceBusNamespace],
] as const)('the TLS floor of %s', (_service, rule, type) => {
  test.each([
    ['2017-04-01', 'fail'],
    ['2021-11-01', 'fail'],
    ['2021-12-31-preview', 'fail'],
    ['2022-01-01-preview', 'pass'],
    ['2022-10-01-preview', 'pass'],
    ['2024-01-01', 'pass'],
    ['2026-01-01', 'pass'],
    ['latest', 'fail'],
    ['', 'fail'],
    [undefined, 'fail'],
  ] as const)('is what API version %s makes of nothing written: %s', (apiVersion, outcome) => {
    const bare = resource(type, 'telemetry', { sku: { name: 'Standard' } }, { apiVersion });
    expect(found(rule, [bare])).toEqual([`${outcome} minimumTlsVersion`]);
  });

  test.each([
    ['1.2', 'pass'],
    ['1.3', 'pass'],
    ['Tls12', 'pass'],
    [1.2, 'pass'],
    ['1.1', 'fail'],
    ['1.0', 'fail'],
    ['', 'fail'],
    [{}, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('is read as a number, whatever the API version: %j', (minimumTlsVersion, outcome) => {
    for (const apiVersion of [undefined, '2017-04-01', '2024-01-01']) {
      const given = resource(type, 'telemetry', { minimumTlsVersion }, { apiVersion });
      expect(found(rule, [given])).toEqual([`${outcome} minimumTlsVersion`]);
    }
  });
});

describe.each([
  ['Event Hubs', eventHubCmk, eventHubNamespace],
  ['Service Bus', serviceBusCmk, serviceBusNamespace],
] as const)('the own key of %s', (_service, rule, type) => {
  test.each([
    ['a key', [{ keyName: 'k', keyVaultUri: UNKNOWN }], 'pass'],
    ['an empty list', [], 'fail'],
    ['no list', 'k', 'fail'],
    ['a block in place of the list', { keyName: 'k' }, 'fail'],
    ['null', null, 'fail'],
    ['something unknown', UNKNOWN, 'unknown'],
  ] as const)('is judged with %s', (_case, keyVaultProperties, outcome) => {
    const encryption = { keySource: 'Microsoft.KeyVault', keyVaultProperties };
    expect(found(rule, [resource(type, 'n', { encryption })])).toEqual([
      `${outcome} encryption.keyVaultProperties`,
    ]);
  });
});

describe('the network of a namespace', () => {
  test.each([
    ['Disabled', 'pass'],
    ['disabled', 'pass'],
    ['SecuredByPerimeter', 'pass'],
    ['Enabled', 'fail'],
    [false, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('is closed on both resources: %s', (publicNetworkAccess, outcome) => {
    const firewall = resource(eventHubNetworkRuleSet, 'firewall', { publicNetworkAccess });
    expect(found(eventHubPublicNetwork, [namespaceOf({ publicNetworkAccess }), firewall])).toEqual([
      `${outcome} publicNetworkAccess`,
      `${outcome} publicNetworkAccess`,
    ]);
  });

  const firewall = (trustedServiceAccessEnabled: Properties[string]) =>
    resource(eventHubNetworkRuleSet, 'firewall', { trustedServiceAccessEnabled });
  const hub = (identity: Properties[string]) => resource(iotHub, 'hub', { identity });

  test.each([
    ['not written', [firewall(null)], 'fail'],
    ['off', [firewall(false)], 'pass'],
    ['off as a text', [firewall('False')], 'pass'],
    ['on without anything that delivers', [firewall(true)], 'fail'],
    ['on beside a hub with keys', [firewall('true'), hub({ type: 'None' })], 'fail'],
    ['on beside a hub with an identity', [firewall(true), hub({ type: 'SystemAssigned' })], 'pass'],
    ['on beside a hub whose identity is unknown', [firewall(true), hub(UNKNOWN)], 'unknown'],
    [
      'on beside a system topic with an identity',
      [firewall(true), resource(eventGridSystemTopic, 'topic', { identity: { type: 'userassigned' } })],
      'pass',
    ],
    ['unknown', [firewall(UNKNOWN), hub({ type: 'SystemAssigned' })], 'unknown'],
  ] as const)('tells what trusted services may do: %s', (_case, resources, outcome) => {
    expect(found(eventHubTrustedServices, resources)).toEqual([`${outcome} trustedServiceAccessEnabled`]);
  });

  test('believes the option that something outside of the stack delivers', () => {
    const options = { deliveredFromOutside: true };
    expect(found(eventHubTrustedServices, [firewall(true)], options)).toEqual([
      'pass trustedServiceAccessEnabled',
    ]);
    expect(found(eventHubTrustedServices, [firewall(null)], options)).toEqual([
      'fail trustedServiceAccessEnabled',
    ]);
  });

  test.each([
    ['the id of the namespace', { privateLinkServiceId: UNKNOWN }, ['telemetry'], 'pass'],
    ['an id of nobody knows what', { privateLinkServiceId: UNKNOWN }, [], 'unknown'],
    [
      'the id of a Service Bus namespace of the same name',
      {
        privateLinkServiceId:
          '/subscriptions/s/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/plant-telemetry',
      },
      [],
      'fail',
    ],
  ] as const)('is reached through a private endpoint with %s', (_case, connection, uses, outcome) => {
    const endpoint = resource(
      privateEndpoint,
      'endpoint',
      { privateLinkServiceConnections: [{ ...connection, groupIds: ['namespace'] }] },
      { uses: { privateLinkServiceConnections: uses } },
    );
    expect(found(eventHubPrivateEndpoint, [namespaceOf(), endpoint])).toEqual([
      `${outcome} privateLinkServiceConnections`,
    ]);
  });
});

describe('shared access rules', () => {
  const onNamespace = (properties: Properties, options = {}) =>
    found(eventHubNamespaceKeys, [resource(eventHubNamespaceRule, 'rule', properties)], options);
  const narrow = { allowListenOrSend: true };

  test.each([
    [{ rights: ['Listen'] }, {}, ['fail rights']],
    [{ rights: UNKNOWN }, {}, ['fail rights', 'unknown rights']],
    [{ rights: ['Listen', 'manage'] }, {}, ['fail rights[1]']],
    [{ rights: ['Listen', 'Send'] }, narrow, ['pass rights[0]']],
    [{ rights: [UNKNOWN, 'MANAGE'] }, narrow, ['fail rights[1]', 'unknown rights[0]']],
    [
      { authorizationRuleName: 'RootManageSharedAccessKey', rights: ['Manage'] },
      {},
      ['pass authorizationRuleName'],
    ],
    [{ authorizationRuleName: UNKNOWN, rights: ['Manage'] }, {}, ['unknown authorizationRuleName']],
    [{ authorizationRuleName: UNKNOWN, rights: ['Send'] }, narrow, ['pass rights[0]']],
    [{ authorizationRuleName: 'board', rights: null }, narrow, ['pass rights[]']],
  ] as const)('of a namespace: %j with %j', (properties, options, expected) => {
    expect(onNamespace(properties, options)).toEqual(expected);
  });

  test.each([
    [['Send'], ['pass rights[0]']],
    [['Send', 'send'], ['pass rights[0]']],
    [['Send', 'Listen'], ['fail rights']],
    [
      ['Send', 'Listen', UNKNOWN],
      ['fail rights', 'unknown rights[2]'],
    ],
    [['Send', UNKNOWN], ['unknown rights[1]']],
    [['Manage'], ['fail rights[0]']],
    [[], []],
    ['Send', ['pass rights[]']],
    [UNKNOWN, ['unknown rights']],
  ] as const)('of an event hub: %j', (rights, expected) => {
    expect(found(eventHubEntityRights, [resource(eventHubRule, 'rule', { rights })])).toEqual(expected);
  });
});

describe('the identity of a namespace', () => {
  const capturing = (properties: Properties, uses = {}) => resource(eventHub, 'raw', properties, { uses });
  const inside = { namespaceName: 'plant-telemetry' };

  test.each([
    ['nothing needs it', [namespaceOf()], []],
    [
      'a hub inside captures',
      [namespaceOf(), capturing({ ...inside, captureDescription: { enabled: 'true' } })],
      ['fail identity.type'],
    ],
    [
      'a hub of another namespace captures',
      [namespaceOf(), capturing({ namespaceName: 'other', captureDescription: { enabled: true } })],
      [],
    ],
    [
      'a hub inside has capture turned off',
      [namespaceOf(), capturing({ ...inside, captureDescription: { enabled: false } })],
      [],
    ],
    [
      'a hub inside may capture',
      [namespaceOf(), capturing({ ...inside, captureDescription: { enabled: UNKNOWN } })],
      ['unknown identity.type'],
    ],
    [
      'a hub that may lie inside captures',
      [namespaceOf(), capturing({ namespaceName: UNKNOWN, captureDescription: { enabled: true } })],
      ['unknown identity.type'],
    ],
    [
      'a hub that may lie inside captures, and there is one',
      [
        namespaceOf({ identity: { type: 'UserAssigned' } }),
        capturing({ namespaceName: UNKNOWN, captureDescription: { enabled: true } }),
      ],
      ['pass identity.type'],
    ],
    ['its own key is unknown', [namespaceOf({ encryption: UNKNOWN })], ['unknown identity.type']],
    [
      'the identity is unknown',
      [namespaceOf({ identity: UNKNOWN, encryption: { keyVaultProperties: [{}] } })],
      ['unknown identity'],
    ],
  ] as const)('is asked for where %s', (_case, resources, expected) => {
    expect(found(eventHubIdentity, resources)).toEqual(expected);
  });

  test.each([
    [{ enabled: true, destination: { identity: { type: 'systemassigned' } } }, ['pass']],
    [{ enabled: true, destination: { identity: { type: 'None' } } }, ['fail']],
    [{ enabled: 'true', destination: {} }, ['fail']],
    [{ destination: {} }, []],
    [{ enabled: true, destination: UNKNOWN }, ['unknown']],
    [{ enabled: UNKNOWN, destination: {} }, ['unknown']],
    [{ enabled: UNKNOWN, destination: { identity: { type: 'UserAssigned' } } }, ['pass']],
  ] as const)('is what capture writes with: %j', (captureDescription, outcomes) => {
    const findings = runRule(eventHubCaptureIdentity, [resource(eventHub, 'raw', { captureDescription })]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(outcomes);
  });
});

describe('the logs of a namespace', () => {
  const setting = (log: Properties) =>
    resource(
      diagnosticSetting,
      'logs',
      { workspaceId: UNKNOWN, resourceUri: UNKNOWN, logs: [{ enabled: true, ...log }] },
      { uses: { resourceUri: ['telemetry'], workspaceId: ['workspace'] } },
    );
  const uses = setting({ category: 'RuntimeAuditLogs' });
  const changes = setting({ category: 'OperationalLogs' });
  const all = setting({ categoryGroup: 'allLogs' });
  const audit = setting({ categoryGroup: 'audit' });

  test.each([
    ['Standard', {}, { uses: 'fail', changes: 'pass', all: 'pass', audit: 'fail' }],
    ['no', { sku: null }, { uses: 'fail', changes: 'pass', all: 'pass', audit: 'fail' }],
    ['Premium', {}, { uses: 'pass', changes: 'fail', all: 'pass', audit: 'pass' }],
    ['premium', {}, { uses: 'pass', changes: 'fail', all: 'pass', audit: 'pass' }],
    ['Standard', { clusterArmId: UNKNOWN }, { uses: 'pass', changes: 'fail', all: 'pass', audit: 'pass' }],
    [UNKNOWN, {}, { uses: 'unknown', changes: 'unknown', all: 'pass', audit: 'unknown' }],
  ] as const)('are asked for by what the tier %s with %j has', (name, more, expected) => {
    for (const [rule, type] of [
      [eventHubDiagnostics, eventHubNamespace],
      [serviceBusDiagnostics, serviceBusNamespace],
    ] as const) {
      const subject = resource(type, 'telemetry', { sku: { name }, ...more });
      const outcome = (given: typeof uses) =>
        runRule(rule, [subject, given]).find(({ resource }) => resource.name === 'telemetry')?.outcome;
      expect({
        uses: outcome(uses),
        changes: outcome(changes),
        all: outcome(all),
        audit: outcome(audit),
      }).toEqual(expected);
      expect(found(rule, [subject])).toEqual(['fail diagnosticSettings']);
    }
  });
});
