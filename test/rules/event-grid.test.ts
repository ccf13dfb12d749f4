import { describe, expect, test } from 'vitest';
import {
  eventGridDomain,
  eventGridNamespace,
  eventGridPartnerNamespace,
  eventGridSubscription,
  eventGridSystemSubscription,
  eventGridTopic,
  mqttCaCertificate,
  mqttClient,
  mqttPermissionBinding,
  mqttTopicSpace,
  privateEndpoint,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { deviceRootPem } from '../../policies/src/rule/sample-certificates';
import { eventGridInboundIpNotAny, eventGridTopicIdentity } from '../../policies/src/rules/event-grid';
import {
  eventGridDeadLetter,
  eventGridDeliveryIdentity,
  eventGridWebhookAuth,
} from '../../policies/src/rules/event-grid-subscriptions';
import {
  brokerCaCertificate,
  brokerClientScheme,
  brokerPermission,
  brokerPrivateEndpoint,
  brokerRoutingIdentity,
  brokerSessionLimit,
  brokerTopicSpace,
} from '../../policies/src/rules/mqtt-broker';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);

describe('the identity of a topic', () => {
  test.each([
    ['SystemAssigned', 'pass'],
    ['UserAssigned', 'pass'],
    ['systemassigned, userassigned', 'pass'],
    ['SystemAssigned,UserAssigned', 'pass'],
    ['None', 'fail'],
    ['', 'fail'],
    [true, 'fail'],
    [null, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('%s: %s', (type, outcome) => {
    const topic = resource(eventGridTopic, 'topic', { identity: { type } });
    expect(found(eventGridTopicIdentity, [topic])).toEqual([`${outcome} identity.type`]);
  });
});

describe('IP rules', () => {
  test.each([eventGridTopic, eventGridDomain, eventGridNamespace, eventGridPartnerNamespace])(
    'of %s',
    (type) => {
      const inboundIpRules = [
        { ipMask: '203.0.113.0/24' },
        { ipMask: '0.0.0.0/0' },
        { ipMask: UNKNOWN },
        { ipMask: '::/0' },
      ];
      expect(found(eventGridInboundIpNotAny, [resource(type, 'x', { inboundIpRules })])).toEqual([
        'fail inboundIpRules[1].ipMask',
        'fail inboundIpRules[3].ipMask',
        'unknown inboundIpRules[2].ipMask',
      ]);
    },
  );
});

describe('subscriptions', () => {
  const subscription = (properties: Properties) => resource(eventGridSubscription, 'alarms', properties);
  const sound = {
    endpointType: 'WebHook',
    endpointUrl: 'https://alarms.example.com',
    azureActiveDirectoryApplicationIdOrUri: 'api://alarms',
    minimumTlsVersionAllowed: '1.2',
  };

  test.each([
    [{}, ['pass azureActiveDirectoryApplicationIdOrUri']],
    [{ endpointType: 'webhook' }, ['pass azureActiveDirectoryApplicationIdOrUri']],
    [{ endpointUrl: null }, ['pass azureActiveDirectoryApplicationIdOrUri']],
    [{ endpointUrl: 'HTTPS://alarms.example.com' }, ['pass azureActiveDirectoryApplicationIdOrUri']],
    [{ endpointUrl: 'http://alarms.example.com' }, ['fail endpointUrl']],
    [{ endpointUrl: 42 }, ['fail endpointUrl']],
    [
      { azureActiveDirectoryApplicationIdOrUri: '', minimumTlsVersionAllowed: null },
      ['fail azureActiveDirectoryApplicationIdOrUri', 'fail minimumTlsVersionAllowed'],
    ],
    [
      { azureActiveDirectoryApplicationIdOrUri: UNKNOWN, minimumTlsVersionAllowed: '1.1' },
      ['fail minimumTlsVersionAllowed', 'unknown azureActiveDirectoryApplicationIdOrUri'],
    ],
    [{ endpointType: UNKNOWN }, ['pass azureActiveDirectoryApplicationIdOrUri']],
    [{ endpointType: UNKNOWN, minimumTlsVersionAllowed: '1.0' }, ['unknown endpointType']],
    [{ endpointType: 'EventHub', azureActiveDirectoryApplicationIdOrUri: null }, []],
    [{ endpointType: null, azureActiveDirectoryApplicationIdOrUri: null }, []],
  ] as const)('judge a webhook in either block: %j', (change, expected) => {
    const destination = { ...sound, ...change };
    const at = (block: string) => expected.map((line) => line.replace(' ', ` ${block}.`));
    expect(found(eventGridWebhookAuth, [subscription({ destination })])).toEqual(at('destination'));
    expect(
      found(eventGridWebhookAuth, [subscription({ deliveryWithResourceIdentity: { destination } })]),
    ).toEqual(at('deliveryWithResourceIdentity.destination'));
  });

  test('leave a destination open that is unknown as a whole', () => {
    const given = subscription({ destination: UNKNOWN });
    expect(found(eventGridWebhookAuth, [given])).toEqual(['unknown destination']);
    expect(found(eventGridDeliveryIdentity, [given])).toEqual(['unknown destination']);
  });

  test('never show the address of a webhook', () => {
    const destination = { endpointType: 'WebHook', endpointUrl: 'http://a.example.com?code=secret-code' };
    const findings = runRule(eventGridWebhookAuth, [subscription({ destination })]);
    expect(findings).toHaveLength(3);
    expect(JSON.stringify(findings.map(({ message }) => message))).not.toContain('secret-code');
  });

  test.each([
    ['EventHub', 'fail'],
    ['servicebusqueue', 'fail'],
    ['ServiceBusTopic', 'fail'],
    ['StorageQueue', 'fail'],
    ['HybridConnection', 'fail'],
    ['WebHook', 'pass'],
    ['AzureFunction', 'pass'],
    ['NamespaceTopic', 'pass'],
    [null, 'pass'],
  ] as const)('deliver to %s without identity: %s', (endpointType, outcome) => {
    const given = resource(eventGridSystemSubscription, 'hub', { destination: { endpointType } });
    expect(found(eventGridDeliveryIdentity, [given])).toEqual([`${outcome} destination.endpointType`]);
  });

  test.each([
    [{ deadLetterDestination: { resourceId: UNKNOWN } }, 'pass'],
    [{}, 'fail'],
    [null, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('keep what cannot be delivered: %j', (deadLetterWithResourceIdentity, outcome) => {
    expect(found(eventGridDeadLetter, [subscription({ deadLetterWithResourceIdentity })])).toEqual([
      `${outcome} deadLetterWithResourceIdentity`,
    ]);
  });
});

describe('the MQTT broker', () => {
  const broker = (topicSpacesConfiguration: Properties[string]) =>
    resource(eventGridNamespace, 'broker', { namespaceName: 'plant-broker', topicSpacesConfiguration });
  const type = 'topicSpacesConfiguration.routingIdentityInfo.type';

  test.each([
    ['no route', {}, []],
    ['an empty route', { routeTopicResourceId: '' }, []],
    ['a written route', { routeTopicResourceId: 'id' }, [`fail ${type}`]],
    ['a route that exists only after deployment', { routeTopicResourceId: UNKNOWN }, [`fail ${type}`]],
    [
      'an identity',
      { routeTopicResourceId: UNKNOWN, routingIdentityInfo: { type: 'userassigned' } },
      [`pass ${type}`],
    ],
    [
      'an unknown identity',
      { routeTopicResourceId: 'id', routingIdentityInfo: UNKNOWN },
      ['unknown topicSpacesConfiguration.routingIdentityInfo'],
    ],
    ['everything unknown', UNKNOWN, ['unknown topicSpacesConfiguration']],
  ] as const)('routes with an identity: %s', (_case, configuration, expected) => {
    expect(found(brokerRoutingIdentity, [broker(configuration)])).toEqual(expected);
  });

  test.each([
    [1, 1, 'pass'],
    ['1', 1, 'pass'],
    [2, 1, 'fail'],
    [5, 5, 'pass'],
    [6, 5, 'fail'],
    ['many', 5, 'fail'],
    [null, 1, 'pass'],
    [UNKNOWN, 1, 'unknown'],
  ] as const)('with %s sessions at most %i: %s', (sessions, maximumSessions, outcome) => {
    const property = 'topicSpacesConfiguration.maximumClientSessionsPerAuthenticationName';
    const given = broker({ maximumClientSessionsPerAuthenticationName: sessions });
    expect(found(brokerSessionLimit, [given], { maximumSessions })).toEqual([`${outcome} ${property}`]);
  });

  const endpoint = (group: string) =>
    resource(
      privateEndpoint,
      `endpoint-${group}`,
      { privateLinkServiceConnections: [{ groupIds: [group] }] },
      { uses: { privateLinkServiceConnections: ['broker'] } },
    );
  const missing = (state: Properties[string], groups: readonly string[]) =>
    runRule(brokerPrivateEndpoint, [broker({ state }), ...groups.map(endpoint)])
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ outcome, message }) => `${outcome} ${/`(\w+)`\)/.exec(message)?.[1] ?? ''}`.trim());

  test.each([
    ['Enabled', [], ['fail topicspace', 'fail topic']],
    ['enabled', ['Topic'], ['fail topicspace']],
    ['Enabled', ['topicspace'], ['fail topic']],
    ['Enabled', ['topic', 'topicSpace'], []],
    ['Disabled', [], ['fail topic']],
    ['Disabled', ['topic'], []],
    [null, ['topic'], []],
    [UNKNOWN, ['topic'], ['unknown']],
    [UNKNOWN, ['topic', 'topicspace'], []],
    [UNKNOWN, [], ['fail topic', 'unknown']],
  ] as const)('with MQTT %s and endpoints %j', (state, groups, expected) => {
    expect(missing(state, groups)).toEqual(expected);
  });

  const scheme = 'clientCertificateAuthentication.validationScheme';
  const prints = 'clientCertificateAuthentication.allowedThumbprints';
  test.each([
    [{ validationScheme: 'uriMatchesAuthenticationName' }, `pass ${scheme}`],
    [{ validationScheme: 'IpMatchesAuthenticationName' }, `pass ${scheme}`],
    [{ validationScheme: 'EmailMatchesAuthenticationName' }, `pass ${scheme}`],
    [{}, `pass ${scheme}`],
    [null, `pass ${scheme}`],
    [{ validationScheme: 'Anonymous' }, `fail ${scheme}`],
    [{ validationScheme: 7, allowedThumbprints: ['a'] }, `fail ${scheme}`],
    [{ validationScheme: UNKNOWN, allowedThumbprints: [] }, `unknown ${scheme}`],
    [{ validationScheme: 'thumbprintmatch', allowedThumbprints: ['ab12'] }, `pass ${prints}`],
    [{ validationScheme: 'ThumbprintMatch', allowedThumbprints: [UNKNOWN] }, `pass ${prints}`],
    [{ validationScheme: 'ThumbprintMatch', allowedThumbprints: [''] }, `fail ${prints}`],
    [{ validationScheme: 'ThumbprintMatch', allowedThumbprints: [null] }, `fail ${prints}`],
    [{ validationScheme: 'ThumbprintMatch', allowedThumbprints: 'ab12' }, `fail ${prints}`],
    [{ validationScheme: 'ThumbprintMatch', allowedThumbprints: UNKNOWN }, `unknown ${prints}`],
  ] as const)('signs clients in by %j', (clientCertificateAuthentication, expected) => {
    const client = resource(mqttClient, 'press', { clientCertificateAuthentication });
    expect(found(brokerClientScheme, [client])).toEqual([expected]);
  });

  test.each([
    ['$all', 'Publisher', ['fail clientGroupName']],
    ['$ALL', 'publisher', ['fail clientGroupName']],
    ['$all', null, ['fail clientGroupName']],
    ['$all', 'Subscriber', []],
    ['presses', 'Publisher', ['pass clientGroupName']],
    [null, 'Publisher', ['pass clientGroupName']],
    [UNKNOWN, 'Publisher', ['unknown clientGroupName']],
    ['$all', UNKNOWN, ['unknown permission']],
    ['presses', UNKNOWN, ['pass clientGroupName']],
  ] as const)('lets the group %s act as %s', (clientGroupName, permission, expected) => {
    const binding = resource(mqttPermissionBinding, 'binding', { clientGroupName, permission });
    expect(found(brokerPermission, [binding])).toEqual(expected);
  });

  test.each([
    ['#', 'fail'],
    [' # ', 'fail'],
    ['+', 'fail'],
    ['+/#', 'fail'],
    ['+/+/#', 'fail'],
    ['/#', 'fail'],
    ['plant/#', 'pass'],
    ['+/telemetry', 'pass'],
    [`machines/\${client.authenticationName}/#`, 'pass'],
    [`\${client.authenticationName}/#`, 'pass'],
    [7, 'pass'],
    [null, 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('judges the topic template %s: %s', (template, outcome) => {
    const space = resource(mqttTopicSpace, 'space', { topicTemplates: [template] });
    expect(found(brokerTopicSpace, [space])).toEqual([`${outcome} topicTemplates[0]`]);
  });

  test.each([
    [deviceRootPem, 'pass'],
    [Buffer.from(deviceRootPem).toString('base64'), 'pass'],
    ['no certificate', 'fail'],
    [{ certificate: deviceRootPem }, 'fail'],
    [null, 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('reads the certificate of a CA (%#)', (encodedCertificate, outcome) => {
    expect(found(brokerCaCertificate, [resource(mqttCaCertificate, 'ca', { encodedCertificate })])).toEqual([
      `${outcome} encodedCertificate`,
    ]);
  });
});
