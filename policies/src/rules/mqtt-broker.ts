import {
  eventGridNamespace,
  mqttCaCertificate,
  mqttClient,
  mqttPermissionBinding,
  mqttTopicSpace,
} from '../resources/types';
import { isList } from '../resources/value';
import { certificateContentRule } from '../rule/certificate-rules';
import { atMost, type Condition, doesNotMatch, isSet, noneOf, oneOf, tlsAtLeast } from '../rule/conditions';
import {
  type Control,
  defineRule,
  type ExampleResource,
  type ResourceView,
  type Rule,
  type StackRule,
  type Verdict,
} from '../rule/rule';
import { endpointOf, endpointTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';
import { verdictOf } from '../rule/verdict';

// The MQTT broker of Azure is a part of Event Grid namespaces. Defaults: API version 2025-02-15, the default of
// azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/event-grid';
const accessControl = `${docs}/mqtt-access-control`;
const clients = `${docs}/mqtt-client-authentication`;
const routing = `${docs}/mqtt-routing`;
const topicSpaces = `${docs}/mqtt-topic-spaces`;
const privateLink = `${docs}/configure-private-endpoints-mqtt`;
const typings = 'azure-native 3.28 typings';

/** The controls for who may publish and subscribe to what, among them the one on brokers. */
const brokerControls: readonly Control[] = [
  'mcsb:PA-7',
  'nist:AC-6',
  'iec33:SR2.1',
  'isvs:2.2.1',
  'isvs:4.2.2',
  'iot10:I3',
  'enisa:GP-TM-27',
  'nis2:21.2.i',
];

export const brokerPublicNetwork = defineRule({
  id: 'eventgrid-namespace-public-network-access-disabled',
  title: 'Event Grid namespaces cannot be reached from the public internet',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'high',
  peers: { azurePolicy: ['67dcad1a-ec60-45df-8fd0-14c9d29eeaa2'] },
  target: eventGridNamespace,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'An MQTT broker on the internet is found by scanners within hours. Anyone with one stolen client certificate can then speak as a machine from home, or flood the broker.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and give clients a private path. Where they must use the internet, exempt the namespace with an owner and a date, and set `inboundIpRules`.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: typings },
  links: [`${docs}/configure-firewall-mqtt`, privateLink],
  examples: {
    good: [
      { properties: { namespaceName: 'plant-broker', publicNetworkAccess: 'Disabled' } },
      { properties: { namespaceName: 'plant-broker', publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      { properties: { namespaceName: 'plant-broker', publicNetworkAccess: 'Enabled' } },
      {
        properties: { namespaceName: 'plant-broker', topicSpacesConfiguration: { state: 'Enabled' } },
        at: ['publicNetworkAccess'],
      },
    ],
  },
});

export const brokerMinTls = defineRule({
  id: 'eventgrid-namespace-min-tls',
  title: 'Event Grid namespaces refuse TLS below 1.2',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'medium',
  peers: { psrule: ['Azure.EventGrid.NamespaceTLS'] },
  target: eventGridNamespace,
  property: 'minimumTlsVersionAllowed',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'pass',
  printable: true,
  why: 'The service takes no older version today, so a lower value in the program is a mistake. It stays unseen until a later version of the service begins to honour it.',
  fix: {
    say: 'Set `minimumTlsVersionAllowed` to `1.2`, or leave it out.',
    replaces: false,
    value: '1.2',
  },
  serviceDefault: { is: 'only TLS 1.2 is supported', source: typings },
  links: [`${docs}/transport-layer-security-enforce-minimum-version`],
  examples: {
    good: [
      { properties: { namespaceName: 'plant-broker', minimumTlsVersionAllowed: '1.2' } },
      { properties: { namespaceName: 'plant-broker' } },
    ],
    bad: [
      { properties: { namespaceName: 'plant-broker', minimumTlsVersionAllowed: '1.0' } },
      { properties: { namespaceName: 'plant-broker', minimumTlsVersionAllowed: '1.1' } },
    ],
  },
});

const routeTopic = '/subscriptions/s/resourceGroups/plant/providers/Microsoft.EventGrid/topics/plant-alarms';

function checkRoutingIdentity(view: ResourceView): readonly Verdict[] {
  const route = view.one('topicSpacesConfiguration.routeTopicResourceId');
  // An id that is still unknown is one computed from a topic, so there is a route.
  if (route.state === 'absent' || (route.state === 'known' && !isSet.holds(route.value))) return [];
  return [
    verdictOf(view.one('topicSpacesConfiguration.routingIdentityInfo.type'), {
      must: oneOf('SystemAssigned', 'UserAssigned'),
      whenAbsent: 'fail',
      serviceDefault: 'the broker has no identity for its route',
      printable: true,
    }),
  ];
}

export const brokerRoutingIdentity = defineRule({
  id: 'eventgrid-mqtt-routing-identity',
  title: 'The MQTT broker routes messages with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  target: eventGridNamespace,
  property: 'topicSpacesConfiguration.routingIdentityInfo.type',
  check: checkRoutingIdentity,
  printable: true,
  advisory: true,
  why: 'All that the machines publish leaves the broker on this route. Without an identity the topic at its end has to accept others than the broker, and what arrives there may come from anyone.',
  fix: {
    say: 'Set `topicSpacesConfiguration.routingIdentityInfo.type` to `SystemAssigned` or `UserAssigned`, give the namespace that `identity`, and grant it the role EventGrid Data Sender on the topic.',
    replaces: false,
  },
  serviceDefault: { is: 'no identity is used for routing', source: routing },
  links: [routing],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-broker',
          identity: { type: 'SystemAssigned' },
          topicSpacesConfiguration: {
            state: 'Enabled',
            routeTopicResourceId: routeTopic,
            routingIdentityInfo: { type: 'SystemAssigned' },
          },
        },
      },
      { properties: { namespaceName: 'plant-broker', topicSpacesConfiguration: { state: 'Enabled' } } },
    ],
    bad: [
      {
        properties: {
          namespaceName: 'plant-broker',
          topicSpacesConfiguration: { state: 'Enabled', routeTopicResourceId: routeTopic },
        },
        at: ['topicSpacesConfiguration.routingIdentityInfo.type'],
      },
      {
        properties: {
          topicSpacesConfiguration: {
            routeTopicResourceId: routeTopic,
            routingIdentityInfo: { type: 'None' },
          },
        },
      },
    ],
  },
});

export const brokerSessionLimit = defineRule({
  id: 'eventgrid-mqtt-session-limits',
  title: 'An MQTT client cannot hold more sessions than it needs',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'low',
  target: eventGridNamespace,
  property: 'topicSpacesConfiguration.maximumClientSessionsPerAuthenticationName',
  options: {
    maximumSessions: {
      description: 'The most sessions that one authentication name may hold at a time.',
      type: 'integer',
      default: 1,
      minimum: 1,
      maximum: 100,
    },
  },
  pass: ({ maximumSessions }) => atMost(Number(maximumSessions)),
  whenAbsent: 'pass',
  printable: true,
  why: 'With a single session, a copy of a stolen certificate throws the real machine out, and that is noticed. With several, both work side by side and the thief listens in quietly.',
  fix: {
    say: 'Set `topicSpacesConfiguration.maximumClientSessionsPerAuthenticationName` to `1`, or the option `maximumSessions` to what your clients really open.',
    replaces: false,
  },
  serviceDefault: { is: 'a client holds one session', source: typings },
  links: [`${docs}/mqtt-establishing-multiple-sessions-per-client`],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-broker',
          topicSpacesConfiguration: { state: 'Enabled', maximumClientSessionsPerAuthenticationName: 1 },
        },
      },
      { properties: { topicSpacesConfiguration: { state: 'Enabled' } } },
      {
        properties: { topicSpacesConfiguration: { maximumClientSessionsPerAuthenticationName: 3 } },
        options: { maximumSessions: 3 },
      },
    ],
    bad: [
      {
        properties: {
          namespaceName: 'plant-broker',
          topicSpacesConfiguration: { state: 'Enabled', maximumClientSessionsPerAuthenticationName: 10 },
        },
      },
      {
        properties: { topicSpacesConfiguration: { maximumClientSessionsPerAuthenticationName: 4 } },
        options: { maximumSessions: 3 },
      },
    ],
  },
});

const isEnabled = oneOf('Enabled');

const broker = (properties: ExampleResource['properties'] = {}): ExampleResource => ({
  type: eventGridNamespace,
  name: 'broker',
  properties: { namespaceName: 'plant-broker', location: 'westeurope', ...properties },
});

const mqttBroker = broker({ topicSpacesConfiguration: { state: 'Enabled' } });
const written = 'Microsoft.EventGrid/namespaces/plant-broker';

const endpointRule = (groups: (view: ResourceView) => readonly string[]) =>
  privateEndpointRule({
    id: 'eventgrid-mqtt-private-endpoint',
    title: 'Event Grid namespaces have a private endpoint, and one more for MQTT where that is on',
    topic: 'iothub-private-endpoint',
    severity: 'medium',
    peers: { azurePolicy: ['cd8f7644-6fe8-4516-bded-0e465ead03ac', '1301a000-bc6b-4d90-8414-7091e3abdc40'] },
    target: eventGridNamespace,
    groupIds: (subject, stack) => groups(stack.view(subject)),
    why: 'HTTP and MQTT have an address each. A plant that makes only one of them private leaves its machines talking over the other one, in public, without knowing it.',
    fix: {
      say: 'Add a `PrivateEndpoint` with the id of the namespace and the group id `topic`, and where MQTT is on a second one with `topicspace`, with the DNS zones `privatelink.eventgrid.azure.net` and `privatelink.ts.eventgrid.azure.net`.',
      replaces: false,
    },
    serviceDefault: { is: 'no private endpoint exists', source: privateLink },
    links: [privateLink],
    examples: {
      good: [
        {
          resources: [
            mqttBroker,
            endpointOf('broker', 'topic'),
            { ...endpointOf('broker', 'topicspace'), name: 'broker-mqtt' },
          ],
        },
        { resources: [broker(), endpointTo(written, 'topic')] },
      ],
      bad: [
        { resources: [mqttBroker] },
        { resources: [mqttBroker, endpointOf('broker', 'topic')] },
        { resources: [broker(), endpointTo('Microsoft.EventGrid/namespaces/office', 'topic')] },
      ],
    },
  });

const needed = endpointRule((view) => {
  const state = view.one('topicSpacesConfiguration.state');
  const mqtt = state.state === 'known' && isEnabled.holds(state.value);
  return mqtt ? ['topicspace', 'topic'] : ['topic'];
});
const neededPerhaps = endpointRule((view) =>
  view.one('topicSpacesConfiguration.state').state === 'unknown' ? ['topicspace'] : [],
);

export const brokerPrivateEndpoint: Rule = defineRule({
  ...needed,
  checkStack: (subject, stack, options) => [
    ...needed.checkStack(subject, stack, options),
    ...neededPerhaps
      .checkStack(subject, stack, options)
      .map(
        (verdict): Verdict =>
          verdict.outcome === 'fail' ? { outcome: 'unknown', property: verdict.property } : verdict,
      ),
  ],
} satisfies StackRule);

const authorityScheme = oneOf(
  'SubjectMatchesAuthenticationName',
  'DnsMatchesAuthenticationName',
  'UriMatchesAuthenticationName',
  'IpMatchesAuthenticationName',
  'EmailMatchesAuthenticationName',
);
const thumbprintScheme = oneOf('ThumbprintMatch');
const thumbprints: Condition = {
  expected: 'name the thumbprint of the certificate of this client',
  holds: (value) => isList(value) && value.some((item) => item !== '' && item !== null),
};
const block = 'clientCertificateAuthentication';

function checkClient(view: ResourceView): readonly Verdict[] {
  const scheme = view.one(`${block}.validationScheme`);
  const property = scheme.path;
  if (scheme.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (scheme.state === 'absent' || authorityScheme.holds(scheme.value))
    return [{ outcome: 'pass', property }];
  if (!thumbprintScheme.holds(scheme.value)) {
    const message = `\`${property}\` must name a field of a certificate that a CA has signed, or be \`ThumbprintMatch\`.`;
    return [{ outcome: 'fail', property, message }];
  }
  return [
    verdictOf(view.one(`${block}.allowedThumbprints`), {
      must: thumbprints,
      whenAbsent: 'fail',
      serviceDefault: 'no certificate is tied to the client',
    }),
  ];
}

export const brokerClientScheme = defineRule({
  id: 'eventgrid-mqtt-client-cert-scheme',
  title: 'MQTT clients sign in with a certificate of a CA or with a named thumbprint',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'medium',
  target: mqttClient,
  property: [`${block}.validationScheme`, `${block}.allowedThumbprints`],
  check: checkClient,
  why: 'The scheme ties the name of a machine to one certificate. A client by thumbprint without a thumbprint cannot sign in, and the quick repair at night is to let in whatever asks.',
  fix: {
    say: 'Set `clientCertificateAuthentication.validationScheme` to the field of the certificate that holds the name (`SubjectMatchesAuthenticationName` by default), or to `ThumbprintMatch` with `allowedThumbprints`.',
    replaces: false,
  },
  serviceDefault: { is: 'the subject of the certificate must match the name of the client', source: typings },
  links: [clients, `${docs}/mqtt-client-certificate-authentication`],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-broker',
          clientName: 'press-7',
          authenticationName: 'press-7.plant.example.com',
          clientCertificateAuthentication: { validationScheme: 'DnsMatchesAuthenticationName' },
        },
      },
      {
        properties: {
          clientName: 'press-8',
          clientCertificateAuthentication: {
            validationScheme: 'ThumbprintMatch',
            allowedThumbprints: ['934367bf1c97033f877db0f15cb1b586957d3133'],
          },
        },
      },
      { properties: { clientName: 'press-9', state: 'Enabled' } },
    ],
    bad: [
      {
        properties: {
          namespaceName: 'plant-broker',
          clientName: 'press-7',
          clientCertificateAuthentication: { validationScheme: 'ThumbprintMatch' },
        },
        at: ['clientCertificateAuthentication.allowedThumbprints'],
      },
      {
        properties: {
          clientName: 'press-8',
          clientCertificateAuthentication: { validationScheme: 'ThumbprintMatch', allowedThumbprints: [] },
        },
        at: ['clientCertificateAuthentication.allowedThumbprints'],
      },
      {
        properties: {
          clientName: 'press-9',
          clientCertificateAuthentication: { validationScheme: 'None' },
        },
        at: ['clientCertificateAuthentication.validationScheme'],
      },
    ],
  },
});

export const brokerPermission = defineRule({
  id: 'eventgrid-mqtt-permission-not-all-clients',
  title: 'No permission lets every MQTT client publish',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'high',
  target: mqttPermissionBinding,
  property: 'clientGroupName',
  pass: noneOf('$all'),
  whenAbsent: 'pass',
  when: [{ property: 'permission', is: oneOf('Publisher'), whenAbsent: true }],
  controls: brokerControls,
  threats: ['T-D08', 'T-X04'],
  why: 'With the built-in group of all clients, the display in the canteen may publish what the press listens to. One weak client is then enough to command every machine.',
  fix: {
    say: 'Set `clientGroupName` to a `ClientGroup` of the clients that must publish on this topic space.',
    replaces: false,
  },
  serviceDefault: { is: 'no client may publish anything', source: accessControl },
  links: [accessControl, `${docs}/mqtt-client-groups`],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-broker',
          clientGroupName: 'presses',
          topicSpaceName: 'press-telemetry',
          permission: 'Publisher',
        },
      },
      {
        properties: {
          namespaceName: 'plant-broker',
          clientGroupName: '$all',
          topicSpaceName: 'time-signal',
          permission: 'Subscriber',
        },
      },
    ],
    bad: [
      {
        properties: {
          namespaceName: 'plant-broker',
          clientGroupName: '$all',
          topicSpaceName: 'press-commands',
          permission: 'Publisher',
        },
        at: ['clientGroupName'],
      },
      {
        properties: { clientGroupName: '$All', topicSpaceName: 'telemetry', permission: 'publisher' },
        at: ['clientGroupName'],
      },
    ],
  },
});

/** Each client has a topic of its own. The broker, not the program, fills in the name. */
const ownTopic = `machines/\${client.authenticationName}/telemetry`;

export const brokerTopicSpace = defineRule({
  id: 'eventgrid-mqtt-topic-space-not-wildcard',
  title: 'No MQTT topic space covers every topic',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'high',
  target: mqttTopicSpace,
  property: 'topicTemplates[]',
  // Nothing but wildcards between the slashes: `#`, `+`, `+/#`, `/#`, `+/+/#`.
  pass: doesNotMatch(/^\s*[/+#]+\s*$/, 'name something beside the wildcards `#` and `+`'),
  whenAbsent: 'pass',
  controls: brokerControls,
  threats: ['T-D08', 'T-X04'],
  why: 'Whoever may publish to such a space may publish to everything, the command topics of all machines included; whoever may subscribe reads the whole plant.',
  fix: {
    say: `Write templates that begin with fixed words and name the client, such as \`${ownTopic}\`.`,
    replaces: false,
  },
  serviceDefault: { is: 'a space covers only the templates it lists', source: topicSpaces },
  links: [topicSpaces],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-broker',
          topicSpaceName: 'press-telemetry',
          topicTemplates: [ownTopic],
        },
      },
      { properties: { topicSpaceName: 'line-1', topicTemplates: ['areas/line-1/machines/#'] } },
    ],
    bad: [
      {
        properties: { namespaceName: 'plant-broker', topicSpaceName: 'all', topicTemplates: ['#'] },
        at: ['topicTemplates[0]'],
      },
      {
        properties: { topicSpaceName: 'all', topicTemplates: ['machines/+/telemetry', '+/#'] },
        at: ['topicTemplates[1]'],
      },
    ],
  },
});

export const brokerCaCertificate = defineRule(
  certificateContentRule({
    id: 'eventgrid-mqtt-ca-cert',
    title: 'CA certificates of the MQTT broker are sound and come without their private key',
    severity: 'medium',
    target: mqttCaCertificate,
    content: ['encodedCertificate'],
    authority: true,
    why: 'Every client that shows a certificate of this CA is let in. Its private key in the state of a program makes new machines out of nothing; once it has expired, no machine connects any more.',
    serviceDefault: { is: 'no certificate is trusted', source: clients },
    links: [`${docs}/mqtt-certificate-chain-client-authentication`],
  }),
);
