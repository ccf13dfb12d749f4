import type { Resource } from '../resources/resource';
import {
  eventGridDomain,
  eventGridSystemTopic,
  eventGridTopic,
  eventHub,
  eventHubNamespace,
  eventHubNamespaceRule,
  eventHubNetworkRuleSet,
  eventHubRule,
  iotHub,
} from '../resources/types';
import { textOf } from '../resources/value';
import type { Answer } from '../rule/answers';
import { isTrue, notAnyAddress, oneOf } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import {
  namesOwnKeys,
  namespaceKeysRule,
  namespaceLogsRule,
  namespaceTlsRule,
  rightsVerdicts,
} from '../rule/messaging-rules';
import { oncePerStack } from '../rule/once-per-stack';
import {
  defineRule,
  type ExampleResource,
  type OptionValues,
  type ResourceView,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { endpointOf, endpointTo, loggingOf, loggingTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-01-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/event-hubs';
const api = 'https://learn.microsoft.com/azure/templates/microsoft.eventhub/2024-01-01/namespaces';
const tls = `${docs}/transport-layer-security-configure-minimum-version`;
const sharedKeys = `${docs}/authorize-access-shared-access-signature`;
const firewall = `${docs}/event-hubs-ip-filtering`;
const networkSecurity = `${docs}/network-security`;
const ownKeys = `${docs}/configure-customer-managed-key`;
const capture = `${docs}/event-hubs-capture-managed-identity`;
const typings = 'azure-native 3.28 typings';

const namespace = (properties: ExampleResource['properties'] = {}): ExampleResource => ({
  type: eventHubNamespace,
  name: 'telemetry',
  properties: {
    namespaceName: 'plant-telemetry',
    location: 'westeurope',
    sku: { name: 'Standard', tier: 'Standard', capacity: 2 },
    ...properties,
  },
});

export const eventHubMinTls = defineRule(
  namespaceTlsRule({
    id: 'eventhub-min-tls',
    title: 'Event Hubs namespaces refuse TLS below 1.2',
    severity: 'high',
    peers: { checkov: ['CKV_AZURE_223'], psrule: ['Azure.EventHub.MinTLS'] },
    target: eventHubNamespace,
    why: 'A gateway with an old TLS stack is talked down to a version that is broken, and the telemetry it sends is read or changed on the way without anybody noticing.',
    fix: { say: 'Set `minimumTlsVersion` to `1.2`.', replaces: false, value: '1.2' },
    serviceDefault: {
      is: 'TLS 1.2 is the floor from API version 2022-01-01-preview on, 1.0 before',
      source: tls,
    },
    links: [tls],
    examples: {
      good: [
        { properties: { sku: { name: 'Standard' }, minimumTlsVersion: '1.2' } },
        { properties: { sku: { name: 'Standard' } }, apiVersion: '2024-01-01' },
      ],
      bad: [
        { properties: { sku: { name: 'Standard' }, minimumTlsVersion: '1.0' } },
        { properties: { sku: { name: 'Standard' } }, at: ['minimumTlsVersion'] },
        { properties: { sku: { name: 'Standard' } }, apiVersion: '2021-11-01' },
      ],
    },
  }),
);

export const eventHubLocalAuth = defineRule({
  id: 'eventhub-disable-local-auth',
  title: 'Event Hubs namespaces accept Entra ID only',
  topic: 'eventhub-hardening',
  class: 'identity',
  severity: 'high',
  peers: {
    psrule: ['Azure.EventHub.DisableLocalAuth'],
    azurePolicy: ['5d4e3c65-4873-47be-94f3-6f8b953a3598'],
  },
  target: eventHubNamespace,
  property: 'disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C01', 'T-C02'],
  why: 'A connection string is copied into gateways, notebooks and tickets and stays valid for years. Whoever finds one reads the telemetry of every machine, or forges it.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` and give senders and readers the roles Azure Event Hubs Data Sender and Receiver. Move what knows only connection strings first.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'keys of shared access rules are accepted', source: sharedKeys },
  links: [`${docs}/authenticate-shared-access-signature`],
  examples: {
    good: [
      { properties: { sku: { name: 'Standard' }, disableLocalAuth: true } },
      { properties: { sku: { name: 'Premium' }, disableLocalAuth: 'true' } },
    ],
    bad: [
      { properties: { sku: { name: 'Standard' }, disableLocalAuth: false } },
      { properties: { sku: { name: 'Standard' }, isAutoInflateEnabled: true }, at: ['disableLocalAuth'] },
    ],
  },
});

export const eventHubPublicNetwork = defineRule({
  id: 'eventhub-public-network-access-disabled',
  title: 'Event Hubs namespaces cannot be reached from the public internet',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  peers: { azurePolicy: ['0602787f-9896-402a-a6e1-39ee63ee435e'] },
  // Both resources write the same switch, and the later one wins.
  target: [eventHubNamespace, eventHubNetworkRuleSet],
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  why: 'On the internet one leaked key is enough to drain the telemetry stream from anywhere, and a flood of requests keeps the gateways of the plant out.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` on the namespace and on its network rule set, and add a private endpoint. `SecuredByPerimeter` protects only with a network security perimeter that is enforced.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: typings },
  links: [networkSecurity, `${docs}/private-link-service`],
  examples: {
    good: [
      { properties: { namespaceName: 'plant-telemetry', publicNetworkAccess: 'Disabled' } },
      { properties: { namespaceName: 'plant-telemetry', publicNetworkAccess: 'SecuredByPerimeter' } },
    ],
    bad: [
      { properties: { namespaceName: 'plant-telemetry', publicNetworkAccess: 'Enabled' } },
      { properties: { namespaceName: 'plant-telemetry' } },
      {
        resources: [
          namespace({ publicNetworkAccess: 'Disabled' }),
          {
            type: eventHubNetworkRuleSet,
            name: 'firewall',
            properties: { namespaceName: 'plant-telemetry', defaultAction: 'Deny' },
          },
        ],
        at: ['publicNetworkAccess'],
      },
    ],
  },
});

export const eventHubDefaultDeny = defineRule({
  id: 'eventhub-network-default-deny',
  title: 'The network rules of Event Hubs turn away what no rule names',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  peers: { psrule: ['Azure.EventHub.Firewall'], azurePolicy: ['0602787f-9896-402a-a6e1-39ee63ee435e'] },
  target: eventHubNetworkRuleSet,
  property: 'defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'fail',
  printable: true,
  why: 'With `Allow` every rule in the list is decoration: the namespace of the plant takes connections from any address while its firewall looks well kept.',
  fix: {
    say: 'Set `defaultAction` to `Deny` and name at least one range in `ipRules` or one subnet in `virtualNetworkRules`: with both lists empty the namespace stays open.',
    replaces: false,
  },
  serviceDefault: { is: 'every network is let in', source: firewall },
  links: [firewall, `${docs}/event-hubs-service-endpoints`],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-telemetry',
          defaultAction: 'Deny',
          ipRules: [{ ipMask: '203.0.113.0/24', action: 'Allow' }],
        },
      },
      {
        properties: {
          namespaceName: 'plant-telemetry',
          defaultAction: 'deny',
          publicNetworkAccess: 'Disabled',
        },
      },
    ],
    bad: [
      { properties: { namespaceName: 'plant-telemetry', defaultAction: 'Allow' } },
      {
        properties: { namespaceName: 'plant-telemetry', ipRules: [{ ipMask: '203.0.113.0/24' }] },
        at: ['defaultAction'],
      },
    ],
  },
});

/** What may deliver into a namespace from outside its networks, with an identity of its own. */
const deliverers = [iotHub, eventGridTopic, eventGridDomain, eventGridSystemTopic] as const;

/** Whether anything in the stack that can deliver does so with an identity of its own. */
const delivers = oncePerStack((stack): Answer => {
  const identities = deliverers
    .flatMap((type) => stack.ofType(type))
    .map((deliverer) => stack.view(deliverer).one('identity.type'));
  if (identities.some((type) => type.state === 'known' && usesManagedIdentity.holds(type.value)))
    return 'yes';
  return identities.some((type) => type.state === 'unknown') ? 'maybe' : 'no';
});

function checkTrustedServices(
  subject: Resource,
  stack: StackView,
  options: OptionValues,
): readonly Verdict[] {
  const reading = stack.view(subject).one('trustedServiceAccessEnabled');
  const property = reading.path;
  if (reading.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (reading.state === 'absent') {
    const message = `\`${property}\` is not set: write \`false\`, or \`true\` where IoT Hub or Event Grid deliver into the namespace.`;
    return [{ outcome: 'fail', property, message }];
  }
  if (!isTrue.holds(reading.value) || options.deliveredFromOutside === true)
    return [{ outcome: 'pass', property }];
  const delivered = delivers(stack);
  if (delivered === 'yes') return [{ outcome: 'pass', property }];
  if (delivered === 'maybe') return [{ outcome: 'unknown', property }];
  const message = `\`${property}\` lets services of Microsoft past the network rules, but nothing in this stack delivers with an identity of its own.`;
  return [{ outcome: 'fail', property, message }];
}

const firewallOf = (properties: ExampleResource['properties']): ExampleResource => ({
  type: eventHubNetworkRuleSet,
  name: 'firewall',
  properties: { namespaceName: 'plant-telemetry', defaultAction: 'Deny', ...properties },
});

export const eventHubTrustedServices = defineRule({
  id: 'eventhub-trusted-service-access',
  title: 'It is written down whether services of Microsoft get past the network rules of Event Hubs',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'low',
  target: eventHubNetworkRuleSet,
  relates: deliverers,
  property: 'trustedServiceAccessEnabled',
  options: {
    deliveredFromOutside: {
      description: 'Accepts `true` although what delivers into the namespace is not part of the stack.',
      type: 'boolean',
      default: false,
    },
  },
  checkStack: checkTrustedServices,
  printable: true,
  why: 'IoT Hub and Event Grid reach a closed namespace only through this exception; without it their telemetry is dropped. Left to chance, somebody opens it on the day of the outage and nobody closes it again.',
  fix: {
    say: 'Set `trustedServiceAccessEnabled` to `true` where IoT Hub or Event Grid deliver with a managed identity, otherwise to `false`. Set the option `deliveredFromOutside` where those stand in another stack.',
    replaces: false,
  },
  serviceDefault: {
    is: 'trusted services are turned away like everybody else',
    source: 'https://learn.microsoft.com/azure/event-hubs/event-hubs-ip-filtering',
  },
  links: [`${docs}/event-hubs-ip-filtering#trusted-microsoft-services`],
  examples: {
    good: [
      { resources: [firewallOf({ trustedServiceAccessEnabled: false })] },
      {
        resources: [
          { type: iotHub, name: 'hub', properties: { identity: { type: 'SystemAssigned' } } },
          firewallOf({ trustedServiceAccessEnabled: true }),
        ],
      },
      {
        resources: [firewallOf({ trustedServiceAccessEnabled: true })],
        options: { deliveredFromOutside: true },
      },
    ],
    bad: [
      { resources: [firewallOf({})], at: ['trustedServiceAccessEnabled'] },
      { resources: [firewallOf({ trustedServiceAccessEnabled: true })] },
      {
        resources: [
          { type: iotHub, name: 'hub', properties: { sku: { name: 'S1', capacity: 1 } } },
          firewallOf({ trustedServiceAccessEnabled: true }),
        ],
      },
    ],
  },
});

export const eventHubIpRuleNotAny = defineRule({
  id: 'eventhub-ip-rule-not-any',
  title: 'No IP rule of Event Hubs lets in the whole internet',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  target: eventHubNetworkRuleSet,
  property: 'ipRules[].ipMask',
  pass: notAnyAddress,
  whenAbsent: 'pass',
  why: 'One rule for everybody undoes the others. It is usually left behind from a commissioning week, and every review afterwards sees a firewall that is on.',
  fix: {
    say: 'Name the public ranges of your sites in `ipMask`, each narrower than /8, and delete the rule for `0.0.0.0/0` and its halves.',
    replaces: false,
  },
  serviceDefault: { is: 'no IP rule exists', source: firewall },
  links: [firewall],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-telemetry',
          defaultAction: 'Deny',
          ipRules: [
            { ipMask: '203.0.113.0/24', action: 'Allow' },
            { ipMask: '198.51.100.7', action: 'Allow' },
          ],
        },
      },
      { properties: { namespaceName: 'plant-telemetry', defaultAction: 'Deny', ipRules: [] } },
    ],
    bad: [
      {
        properties: {
          namespaceName: 'plant-telemetry',
          defaultAction: 'Deny',
          ipRules: [
            { ipMask: '203.0.113.0/24', action: 'Allow' },
            { ipMask: '0.0.0.0/0', action: 'Allow' },
          ],
        },
        at: ['ipRules[1].ipMask'],
      },
      {
        properties: {
          namespaceName: 'plant-telemetry',
          ipRules: [{ ipMask: '0.0.0.0/1' }, { ipMask: '128.0.0.0/1' }],
        },
        at: ['ipRules[0].ipMask', 'ipRules[1].ipMask'],
      },
    ],
  },
});

const key = { keyName: 'telemetry', keyVaultUri: 'https://example.vault.azure.net' };

export const eventHubCmk = defineRule({
  id: 'eventhub-cmk',
  title: 'Event Hubs namespaces encrypt with a key of yours',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { azurePolicy: ['a1ad735a-e96f-45d2-a7b2-9a4932cab7ec'] },
  target: eventHubNamespace,
  property: 'encryption.keyVaultProperties',
  pass: namesOwnKeys,
  whenAbsent: 'fail',
  advisory: true,
  controls: controlsBesideCis('storage-encryption'),
  why: 'Days of raw telemetry lie in the namespace. With a key of the service alone you cannot cut it off yourself when a subscription is lost or a customer leaves.',
  fix: {
    say: 'List the key in `encryption.keyVaultProperties` with `keyName`, `keyVaultUri` and the identity that may use it. This needs the tier `Premium` or a dedicated cluster, and a namespace that holds no data yet.',
    replaces: false,
  },
  serviceDefault: { is: 'the service encrypts with a key of its own', source: ownKeys },
  links: [ownKeys],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium', capacity: 1 },
          identity: { type: 'SystemAssigned' },
          encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: [key] },
        },
      },
    ],
    bad: [
      { properties: { sku: { name: 'Premium', capacity: 1 } }, at: ['encryption.keyVaultProperties'] },
      {
        properties: { sku: { name: 'Premium' }, encryption: { keySource: 'Microsoft.KeyVault' } },
        at: ['encryption.keyVaultProperties'],
      },
      { properties: { sku: { name: 'Premium' }, encryption: { keyVaultProperties: [] } } },
    ],
  },
});

export const eventHubDoubleEncryption = defineRule({
  id: 'eventhub-double-encryption',
  title: 'Event Hubs namespaces encrypt their data twice',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['836cd60e-87f3-4e6a-a27c-29d687f01a4c'] },
  target: eventHubNamespace,
  property: 'encryption.requireInfrastructureEncryption',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('storage-encryption'),
  why: 'The second layer keeps the stored telemetry closed when the first key leaks or its algorithm breaks. It can only be chosen on the day the namespace is made.',
  fix: {
    say: 'Set `encryption.requireInfrastructureEncryption` to `true` beside a key of yours when the namespace is created, in the tier `Premium` or on a dedicated cluster.',
    replaces: true,
  },
  serviceDefault: {
    is: 'data is encrypted once',
    source: 'https://learn.microsoft.com/azure/event-hubs/configure-customer-managed-key',
  },
  links: [ownKeys],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium', capacity: 1 },
          encryption: { keyVaultProperties: [key], requireInfrastructureEncryption: true },
        },
      },
    ],
    bad: [
      {
        properties: {
          sku: { name: 'Premium' },
          encryption: { keyVaultProperties: [key], requireInfrastructureEncryption: false },
        },
      },
      {
        properties: { sku: { name: 'Premium' }, encryption: { keyVaultProperties: [key] } },
        at: ['encryption.requireInfrastructureEncryption'],
      },
      { properties: { sku: { name: 'Standard' } } },
    ],
  },
});

/** Whether a namespace acts in its own name anywhere: to fetch its key, or to write what it captures. */
function actsItself(subject: Resource, stack: StackView): Answer {
  const keys = stack.view(subject).one('encryption.keyVaultProperties');
  const inside = [
    ...stack.childrenOf(subject, eventHub).map((resource) => ({ resource, answer: 'yes' as const })),
    ...stack.referring(eventHub, ['namespaceName'], subject),
  ];
  const capturing = inside.map(({ resource, answer }) => {
    const enabled = stack.view(resource).one('captureDescription.enabled');
    if (enabled.state === 'absent') return 'no';
    if (enabled.state === 'unknown') return 'maybe';
    return isTrue.holds(enabled.value) ? answer : 'no';
  });
  if (keys.state === 'known' && namesOwnKeys.holds(keys.value)) return 'yes';
  if (capturing.includes('yes')) return 'yes';
  return keys.state === 'unknown' || capturing.includes('maybe') ? 'maybe' : 'no';
}

const capturingHub = (properties: ExampleResource['properties']): ExampleResource => ({
  type: eventHub,
  name: 'raw',
  properties: { eventHubName: 'raw', partitionCount: 4, messageRetentionInDays: 3, ...properties },
});

export const eventHubIdentity = defineRule({
  id: 'eventhub-managed-identity',
  title: 'Event Hubs namespaces that capture or use a key of yours have a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  target: eventHubNamespace,
  relates: [eventHub],
  property: 'identity.type',
  checkStack: (subject, stack) => {
    const needed = actsItself(subject, stack);
    if (needed === 'no') return [];
    const verdict = verdictOf(stack.view(subject).one('identity.type'), {
      must: usesManagedIdentity,
      whenAbsent: 'fail',
      serviceDefault: 'the namespace has no identity',
      printable: true,
    });
    const undecided = needed === 'maybe' && verdict.outcome === 'fail';
    return undecided ? [{ outcome: 'unknown', property: verdict.property }] : [verdict];
  },
  printable: true,
  why: 'Without an identity of its own the namespace writes the captured telemetry with rights that nobody granted it by name, so they can neither be narrowed nor traced to it.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned` (or `UserAssigned` with `identity.userAssignedIdentities`), and grant that identity the key or the container.',
    replaces: false,
  },
  serviceDefault: { is: 'a namespace has no identity', source: capture },
  links: [capture, ownKeys],
  examples: {
    good: [
      {
        resources: [
          namespace({ identity: { type: 'SystemAssigned' } }),
          capturingHub({ namespaceName: 'plant-telemetry', captureDescription: { enabled: true } }),
        ],
      },
      {
        resources: [
          namespace({
            identity: { type: 'SystemAssigned, UserAssigned' },
            encryption: { keyVaultProperties: [key] },
          }),
        ],
      },
      { resources: [namespace(), capturingHub({ namespaceName: 'plant-telemetry' })] },
    ],
    bad: [
      { resources: [namespace({ encryption: { keyVaultProperties: [key] } })], at: ['identity.type'] },
      {
        resources: [
          namespace({ identity: { type: 'None' } }),
          {
            ...capturingHub({ captureDescription: { enabled: true, encoding: 'Avro' } }),
            uses: { namespaceName: ['telemetry'] },
          },
        ],
        at: ['identity.type'],
      },
    ],
  },
});

export const eventHubNamespaceKeys = defineRule(
  namespaceKeysRule({
    id: 'eventhub-no-extra-auth-rules',
    title: 'No shared access rule opens a whole Event Hubs namespace',
    severity: 'medium',
    peers: { azurePolicy: ['b278e460-7cfc-4451-8294-cccc40a940d7'] },
    target: eventHubNamespaceRule,
    why: 'A key on the namespace reads and writes every stream in it, those of other lines and customers included. With `Manage` it also makes new keys for its thief.',
    fix: {
      say: 'Remove the rule and give callers Entra ID roles; where a key must stay, make it on one event hub with `EventHubAuthorizationRule` and a single right.',
      replaces: false,
    },
    serviceDefault: { is: 'only RootManageSharedAccessKey exists', source: sharedKeys },
    links: [sharedKeys],
    examples: {
      good: [
        {
          properties: {
            namespaceName: 'plant-telemetry',
            authorizationRuleName: 'RootManageSharedAccessKey',
            rights: ['Listen', 'Manage', 'Send'],
          },
        },
        {
          properties: { namespaceName: 'plant-telemetry', rights: ['Send'] },
          options: { allowListenOrSend: true },
        },
      ],
      bad: [
        {
          properties: {
            namespaceName: 'plant-telemetry',
            authorizationRuleName: 'dashboard',
            rights: ['Listen', 'Manage', 'Send'],
          },
          options: { allowListenOrSend: true },
          at: ['rights[1]'],
        },
        { properties: { namespaceName: 'plant-telemetry', rights: ['Listen'] }, at: ['rights'] },
      ],
    },
  }),
);

function checkEntityRights(view: ResourceView): readonly Verdict[] {
  const rights = view.all('rights[]');
  const named = rights.flatMap((right) =>
    right.state === 'known' ? [textOf(right.value).toLowerCase()] : [],
  );
  const verdicts = rightsVerdicts(view);
  if (new Set(named).size < 2 || verdicts.some(({ outcome }) => outcome === 'fail')) return verdicts;
  const message =
    '`rights` must hold a single right: what sends need not listen, and what listens need not send.';
  return [{ outcome: 'fail', property: 'rights', message }, ...verdicts];
}

export const eventHubEntityRights = defineRule({
  id: 'eventhub-entity-auth-rule-scope',
  title: 'A shared access rule of an event hub has a single right, and never Manage',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['f4826e5f-6a27-407c-ae3e-9582eb39891d'] },
  target: eventHubRule,
  property: 'rights[]',
  check: checkEntityRights,
  why: 'The key in a gateway that only sends is the one most easily stolen. If it may listen as well, its thief reads what all the other machines report.',
  fix: {
    say: 'Set `rights` to `Send` or to `Listen` alone, and make one rule for each caller that still needs a key.',
    replaces: false,
  },
  serviceDefault: { is: 'no rule exists', source: sharedKeys },
  links: [sharedKeys],
  examples: {
    good: [
      { properties: { namespaceName: 'plant-telemetry', eventHubName: 'raw', rights: ['Send'] } },
      { properties: { namespaceName: 'plant-telemetry', eventHubName: 'raw', rights: ['listen'] } },
    ],
    bad: [
      {
        properties: { namespaceName: 'plant-telemetry', eventHubName: 'raw', rights: ['Listen', 'Send'] },
        at: ['rights'],
      },
      {
        properties: {
          namespaceName: 'plant-telemetry',
          eventHubName: 'raw',
          rights: ['Listen', 'Send', 'Manage'],
        },
        at: ['rights[2]'],
      },
    ],
  },
});

const archive = {
  name: 'EventHubArchive.AzureBlockBlob',
  storageAccountResourceId:
    '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Storage/storageAccounts/plantraw',
  blobContainer: 'raw',
};

export const eventHubCaptureIdentity = defineRule({
  id: 'eventhub-capture-identity',
  title: 'Event Hubs capture writes with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  target: eventHub,
  property: 'captureDescription.destination.identity.type',
  pass: oneOf('SystemAssigned', 'UserAssigned'),
  whenAbsent: 'fail',
  when: [{ property: 'captureDescription.enabled', is: isTrue, whenAbsent: false }],
  printable: true,
  advisory: true,
  why: 'Without an identity the service fetches the key of the storage account to write the archive, so the account must accept keys, and a closed account stops the archive without an error in the plant.',
  fix: {
    say: 'Set `captureDescription.destination.identity.type` to `SystemAssigned` (or `UserAssigned` with its id) and grant that identity the role Storage Blob Data Contributor on the container.',
    replaces: false,
  },
  serviceDefault: { is: 'the service uses the key of the storage account', source: capture },
  links: [capture],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-telemetry',
          captureDescription: {
            enabled: true,
            encoding: 'Avro',
            destination: { ...archive, identity: { type: 'SystemAssigned' } },
          },
        },
      },
      { properties: { namespaceName: 'plant-telemetry', captureDescription: { enabled: false } } },
      { properties: { namespaceName: 'plant-telemetry', partitionCount: 4 } },
    ],
    bad: [
      {
        properties: {
          namespaceName: 'plant-telemetry',
          captureDescription: { enabled: true, encoding: 'Avro', destination: archive },
        },
        at: ['captureDescription.destination.identity.type'],
      },
      { properties: { namespaceName: 'plant-telemetry', captureDescription: { enabled: true } } },
    ],
  },
});

export const eventHubZoneRedundant = defineRule({
  id: 'eventhub-zone-redundant',
  title: 'Event Hubs namespaces are spread over several zones',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_228'],
    psrule: ['Azure.EventHub.AvailabilityZone'],
    azurePolicy: ['ae243d87-5cf3-4dce-90bd-6d62be328de9'],
  },
  target: eventHubNamespace,
  property: 'zoneRedundant',
  pass: isTrue,
  whenAbsent: 'pass',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('backup-geo'),
  threats: ['T-C09'],
  why: 'A fire or a power cut in one building takes a namespace in a single zone down with the events in it, and the buffers of the gateways fill up within hours.',
  fix: {
    say: 'Set `zoneRedundant` to `true`, or leave it out, when the namespace is created, in a region that has availability zones.',
    replaces: true,
  },
  serviceDefault: {
    is: 'a namespace is spread over the zones of its region, where the region has zones',
    source: 'https://learn.microsoft.com/azure/reliability/reliability-event-hubs',
  },
  links: ['https://learn.microsoft.com/azure/reliability/reliability-event-hubs', api],
  examples: {
    good: [
      { properties: { location: 'westeurope', sku: { name: 'Standard' }, zoneRedundant: true } },
      { properties: { location: 'westeurope', sku: { name: 'Standard' } } },
    ],
    bad: [
      { properties: { location: 'westeurope', sku: { name: 'Standard' }, zoneRedundant: false } },
      { properties: { location: 'westeurope', sku: { name: 'Premium' }, zoneRedundant: 'False' } },
    ],
  },
});

export const eventHubPrivateEndpoint = privateEndpointRule({
  id: 'eventhub-private-endpoint',
  title: 'Event Hubs namespaces have a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'medium',
  peers: { azurePolicy: ['b8564268-eb4a-4337-89be-a19db070c59d'], kics: ['dda11a20'] },
  target: eventHubNamespace,
  groupIds: ['namespace'],
  why: 'Without a private endpoint gateways and stream jobs reach the namespace over its public address, past every firewall and monitor that the plant network has.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the namespace and the group id `namespace`, with the DNS zone `privatelink.servicebus.windows.net`. The tier `Basic` has none.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: `${docs}/private-link-service` },
  examples: {
    good: [
      { resources: [namespace(), endpointOf('telemetry', 'namespace')] },
      { resources: [namespace(), endpointTo('Microsoft.EventHub/namespaces/plant-telemetry', 'namespace')] },
    ],
    bad: [
      { resources: [namespace()] },
      { resources: [namespace(), endpointTo('Microsoft.EventHub/namespaces/office-logs', 'namespace')] },
    ],
  },
});

const enabled = (category: string) => ({ category, enabled: true });

export const eventHubDiagnostics = defineRule(
  namespaceLogsRule({
    id: 'eventhub-diagnostics',
    title: 'Event Hubs namespaces log who uses or changes them',
    topic: 'dps-diagnostics',
    severity: 'medium',
    peers: { azurePolicy: ['83a214f7-d01a-484b-91a9-ed54470c9a6a'] },
    target: eventHubNamespace,
    why: 'When telemetry is missing or was read by a stranger, these logs alone tell which caller connected, or who changed a hub or a consumer group before it happened.',
    fix: {
      say: 'Add a `DiagnosticSetting` on the namespace with a workspace and the category group `allLogs`; or with the category `RuntimeAuditLogs` in the tier `Premium`, and `OperationalLogs` in the others.',
      replaces: false,
    },
    serviceDefault: { is: 'no log leaves the namespace', source: `${docs}/monitor-event-hubs` },
    links: [`${docs}/monitor-event-hubs`],
    examples: {
      good: [
        {
          resources: [namespace(), loggingOf('telemetry', [{ categoryGroup: 'allLogs', enabled: true }])],
        },
        {
          resources: [
            namespace(),
            loggingTo('Microsoft.EventHub/namespaces/plant-telemetry', [enabled('OperationalLogs')]),
          ],
        },
        {
          resources: [
            namespace({ sku: { name: 'Premium' } }),
            loggingOf('telemetry', [enabled('RuntimeAuditLogs')]),
          ],
        },
      ],
      bad: [
        { resources: [namespace()] },
        { resources: [namespace(), loggingOf('telemetry', [enabled('ArchiveLogs')])] },
        {
          resources: [
            namespace({ sku: { name: 'Premium' } }),
            loggingOf('telemetry', [enabled('OperationalLogs')]),
          ],
        },
      ],
    },
  }),
);
