import {
  eventGridDomain,
  eventGridNamespace,
  eventGridPartnerNamespace,
  eventGridSystemTopic,
  eventGridTopic,
} from '../resources/types';
import { isTrue, notAnyAddress, oneOf, tlsAtLeast } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import { defineRule, type ExampleResource } from '../rule/rule';
import { endpointOf, endpointTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';

// Defaults of the service: API version 2025-02-15, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/event-grid';
const tls = `${docs}/transport-layer-security-configure-minimum-version`;
const entra = `${docs}/authenticate-with-microsoft-entra-id`;
const network = `${docs}/network-security`;
const privateLink = `${docs}/configure-private-endpoints`;
const identity = `${docs}/managed-service-identity`;
const enableIdentity = `${docs}/enable-identity-custom-topics-domains`;
const typings = 'azure-native 3.28 typings';

export const eventGridTopicLocalAuth = defineRule({
  id: 'eventgrid-topic-disable-local-auth',
  title: 'Event Grid topics accept Entra ID only',
  topic: 'eventhub-hardening',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_192'],
    psrule: ['Azure.EventGrid.DisableLocalAuth'],
    azurePolicy: ['ae9fb87f-8a17-4428-94a4-8135d431055c'],
  },
  target: eventGridTopic,
  property: 'disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C01', 'T-C02'],
  why: 'The key of a topic lets anyone publish alarms and machine events that every subscriber believes. It has no owner, and rotating it stops all publishers at once.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` and give publishers the role EventGrid Data Sender. Move what publishes with a key first.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'access keys and signatures are accepted', source: typings },
  links: [entra],
  examples: {
    good: [
      { properties: { topicName: 'plant-alarms', disableLocalAuth: true } },
      { properties: { topicName: 'plant-alarms', disableLocalAuth: 'true' } },
    ],
    bad: [
      { properties: { topicName: 'plant-alarms', disableLocalAuth: false } },
      { properties: { topicName: 'plant-alarms', inputSchema: 'CloudEventSchemaV1_0' } },
    ],
  },
});

export const eventGridTopicPublicNetwork = defineRule({
  id: 'eventgrid-topic-public-network-access-disabled',
  title: 'Event Grid topics cannot be reached from the public internet',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_193'],
    psrule: ['Azure.EventGrid.TopicPublicAccess'],
    azurePolicy: ['1adadefe-5f21-44f7-b931-a59b54ccdb45'],
  },
  target: eventGridTopic,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A topic on the internet takes events from wherever a stolen key happens to be. One false alarm from outside can stop a line as surely as a real one.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint for those who publish.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: typings },
  links: [network, privateLink],
  examples: {
    good: [
      { properties: { topicName: 'plant-alarms', publicNetworkAccess: 'Disabled' } },
      { properties: { topicName: 'plant-alarms', publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      { properties: { topicName: 'plant-alarms', publicNetworkAccess: 'Enabled' } },
      {
        properties: { topicName: 'plant-alarms', inboundIpRules: [{ ipMask: '203.0.113.0/24' }] },
        at: ['publicNetworkAccess'],
      },
    ],
  },
});

export const eventGridTopicMinTls = defineRule({
  id: 'eventgrid-topic-min-tls',
  title: 'Event Grid topics refuse TLS below 1.2',
  topic: 'eventhub-hardening',
  class: 'secure-transfer',
  severity: 'high',
  peers: { psrule: ['Azure.EventGrid.TopicTLS'] },
  target: eventGridTopic,
  property: 'minimumTlsVersionAllowed',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A publisher that still speaks TLS 1.0 sends its events over a channel that can be broken, and with them the token that allows it to publish.',
  fix: {
    say: 'Set `minimumTlsVersionAllowed` to `1.2`. Check old publishers first.',
    replaces: false,
    value: '1.2',
  },
  serviceDefault: { is: 'publishers may use TLS 1.0', source: tls },
  links: [tls],
  examples: {
    good: [{ properties: { topicName: 'plant-alarms', minimumTlsVersionAllowed: '1.2' } }],
    bad: [
      { properties: { topicName: 'plant-alarms', minimumTlsVersionAllowed: '1.0' } },
      { properties: { topicName: 'plant-alarms' }, at: ['minimumTlsVersionAllowed'] },
    ],
  },
});

export const eventGridTopicIdentity = defineRule({
  id: 'eventgrid-topic-identity',
  title: 'Event Grid topics have a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_191'], psrule: ['Azure.EventGrid.ManagedIdentity'] },
  target: eventGridTopic,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  why: 'Without an identity a topic can deliver only where keys are accepted or the door stands open, so the queues and stores behind it cannot be closed.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with `identity.userAssignedIdentities`.',
    replaces: false,
  },
  serviceDefault: { is: 'a topic has no identity', source: enableIdentity },
  links: [enableIdentity],
  examples: {
    good: [
      { properties: { topicName: 'plant-alarms', identity: { type: 'SystemAssigned' } } },
      { properties: { topicName: 'plant-alarms', identity: { type: 'SystemAssigned, UserAssigned' } } },
    ],
    bad: [
      { properties: { topicName: 'plant-alarms', identity: { type: 'None' } } },
      { properties: { topicName: 'plant-alarms' }, at: ['identity.type'] },
    ],
  },
});

const topic: ExampleResource = {
  type: eventGridTopic,
  name: 'alarms',
  properties: { topicName: 'plant-alarms', inputSchema: 'CloudEventSchemaV1_0' },
};

export const eventGridTopicPrivateEndpoint = privateEndpointRule({
  id: 'eventgrid-topic-private-endpoint',
  title: 'Event Grid topics have a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'medium',
  peers: { azurePolicy: ['4b90e17e-8448-49db-875e-bd83fb6f804f'] },
  target: eventGridTopic,
  groupIds: ['topic'],
  why: 'Events about the state of machines should not cross the internet on their way to a topic in the same data centre; only a private endpoint keeps them inside.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the topic and the group id `topic`, with the DNS zone `privatelink.eventgrid.azure.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [topic, endpointOf('alarms', 'topic')] },
      { resources: [topic, endpointTo('Microsoft.EventGrid/topics/plant-alarms', 'topic')] },
    ],
    bad: [
      { resources: [topic] },
      { resources: [topic, endpointTo('Microsoft.EventGrid/topics/office-news', 'topic')] },
    ],
  },
});

export const eventGridDomainLocalAuth = defineRule({
  id: 'eventgrid-domain-disable-local-auth',
  title: 'Event Grid domains accept Entra ID only',
  topic: 'eventhub-hardening',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_195'],
    psrule: ['Azure.EventGrid.DisableLocalAuth'],
    azurePolicy: ['8bfadddb-ee1c-4639-8911-a38cb8e0b3bd'],
  },
  target: eventGridDomain,
  property: 'disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C01', 'T-C02'],
  why: 'The key of a domain publishes to every topic in it, and a domain often holds one topic for each customer or site: one leak reaches all of them.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` and give publishers the role EventGrid Data Sender, on their topic of the domain only. Move what publishes with a key first.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'access keys and signatures are accepted', source: typings },
  links: [entra],
  examples: {
    good: [{ properties: { domainName: 'plant-events', disableLocalAuth: true } }],
    bad: [
      { properties: { domainName: 'plant-events', disableLocalAuth: false } },
      { properties: { domainName: 'plant-events' }, at: ['disableLocalAuth'] },
    ],
  },
});

export const eventGridDomainPublicNetwork = defineRule({
  id: 'eventgrid-domain-public-network-access-disabled',
  title: 'Event Grid domains cannot be reached from the public internet',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_106'], azurePolicy: ['f8f774be-6aee-492a-9e29-486ef81f3a68'] },
  target: eventGridDomain,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'The address of a domain is the front door to the events of all sites behind it. Left open to the internet, one weak publisher among many is enough to come in.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint for those who publish.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: typings },
  links: [network, privateLink],
  examples: {
    good: [{ properties: { domainName: 'plant-events', publicNetworkAccess: 'Disabled' } }],
    bad: [
      { properties: { domainName: 'plant-events', publicNetworkAccess: 'Enabled' } },
      { properties: { domainName: 'plant-events', autoCreateTopicWithFirstSubscription: false } },
    ],
  },
});

export const eventGridDomainMinTls = defineRule({
  id: 'eventgrid-domain-min-tls',
  title: 'Event Grid domains refuse TLS below 1.2',
  topic: 'eventhub-hardening',
  class: 'secure-transfer',
  severity: 'high',
  peers: { psrule: ['Azure.EventGrid.DomainTLS'] },
  target: eventGridDomain,
  property: 'minimumTlsVersionAllowed',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'fail',
  printable: true,
  why: 'Many sites with gear of many ages publish to one domain. Without a floor the oldest of them decides how well the events of that site are protected on the way.',
  fix: {
    say: 'Set `minimumTlsVersionAllowed` to `1.2`. Check old publishers first.',
    replaces: false,
    value: '1.2',
  },
  serviceDefault: { is: 'publishers may use TLS 1.0', source: tls },
  links: [tls],
  examples: {
    good: [{ properties: { domainName: 'plant-events', minimumTlsVersionAllowed: '1.2' } }],
    bad: [
      { properties: { domainName: 'plant-events', minimumTlsVersionAllowed: '1.1' } },
      { properties: { domainName: 'plant-events' }, at: ['minimumTlsVersionAllowed'] },
    ],
  },
});

export const eventGridDomainIdentity = defineRule({
  id: 'eventgrid-domain-identity',
  title: 'Event Grid domains have a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_194'] },
  target: eventGridDomain,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'Subscriptions of a domain without an identity cannot prove to a queue or an event hub who is delivering, so those must stay open to keys, for all sites together.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with `identity.userAssignedIdentities`.',
    replaces: false,
  },
  serviceDefault: { is: 'a domain has no identity', source: enableIdentity },
  links: [enableIdentity],
  examples: {
    good: [{ properties: { domainName: 'plant-events', identity: { type: 'UserAssigned' } } }],
    bad: [
      { properties: { domainName: 'plant-events', identity: { type: 'None' } } },
      { properties: { domainName: 'plant-events' }, at: ['identity.type'] },
    ],
  },
});

const domain: ExampleResource = {
  type: eventGridDomain,
  name: 'events',
  properties: { domainName: 'plant-events', location: 'westeurope' },
};

export const eventGridDomainPrivateEndpoint = privateEndpointRule({
  id: 'eventgrid-domain-private-endpoint',
  title: 'Event Grid domains have a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'medium',
  peers: { azurePolicy: ['9830b652-8523-49cc-b1b3-e17dce1127ca'] },
  target: eventGridDomain,
  groupIds: ['domain'],
  why: 'A site that reaches the domain over a private endpoint needs no way out to the internet at all; without one, every site keeps a hole in its firewall for it.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the domain and the group id `domain`, with the DNS zone `privatelink.eventgrid.azure.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [domain, endpointOf('events', 'domain')] },
      { resources: [domain, endpointTo('Microsoft.EventGrid/domains/plant-events', 'domain')] },
    ],
    bad: [{ resources: [domain] }, { resources: [domain, endpointOf('events', 'topic')] }],
  },
});

export const eventGridInboundIpNotAny = defineRule({
  id: 'eventgrid-inbound-ip-not-any',
  title: 'No IP rule of Event Grid lets in the whole internet',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  target: [eventGridTopic, eventGridDomain, eventGridNamespace, eventGridPartnerNamespace],
  property: 'inboundIpRules[].ipMask',
  pass: notAnyAddress,
  whenAbsent: 'pass',
  why: 'IP rules are the last thing that keeps strangers from publishing where devices must come over the internet. A rule for everybody takes that away and still looks like a filter.',
  fix: {
    say: 'Name the public ranges of your sites in `ipMask`, each narrower than /8, and delete the rule for `0.0.0.0/0` and its halves.',
    replaces: false,
  },
  serviceDefault: { is: 'no IP rule exists', source: network },
  links: [network, `${docs}/configure-firewall`],
  examples: {
    good: [
      {
        properties: {
          publicNetworkAccess: 'Enabled',
          inboundIpRules: [{ action: 'Allow', ipMask: '203.0.113.0/24' }],
        },
      },
      { properties: { publicNetworkAccess: 'Disabled', inboundIpRules: [] } },
    ],
    bad: [
      {
        resources: [
          {
            type: eventGridNamespace,
            name: 'broker',
            properties: {
              namespaceName: 'plant-broker',
              inboundIpRules: [
                { action: 'Allow', ipMask: '203.0.113.0/24' },
                { action: 'Allow', ipMask: '0.0.0.0/0' },
              ],
            },
          },
        ],
        at: ['inboundIpRules[1].ipMask'],
      },
      {
        properties: {
          publicNetworkAccess: 'Enabled',
          inboundIpRules: [{ ipMask: '0.0.0.0/1' }, { ipMask: '128.0.0.0/1' }],
        },
      },
    ],
  },
});

export const eventGridPartnerLocalAuth = defineRule({
  id: 'eventgrid-partner-namespace-local-auth',
  title: 'Event Grid partner namespaces accept Entra ID only',
  topic: 'eventhub-hardening',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['8632b003-3545-4b29-85e6-b2b96773df1e'] },
  target: eventGridPartnerNamespace,
  property: 'disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C01', 'T-C02'],
  why: 'Events of a supplier come in here and are passed on to your customers. With a shared key nobody can tell later which of the companies published a false one.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` and let the partner publish with an Entra ID identity.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'access keys are accepted', source: typings },
  links: [entra],
  examples: {
    good: [{ properties: { partnerNamespaceName: 'supplier-events', disableLocalAuth: true } }],
    bad: [
      { properties: { partnerNamespaceName: 'supplier-events', disableLocalAuth: false } },
      { properties: { partnerNamespaceName: 'supplier-events' }, at: ['disableLocalAuth'] },
    ],
  },
});

const hubId = '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Devices/IotHubs/plant-hub';

export const eventGridSystemTopicIdentity = defineRule({
  id: 'eventgrid-system-topic-identity',
  title: 'Event Grid system topics have a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  target: eventGridSystemTopic,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'The news that a device connected, vanished or was created leaves IoT Hub through this topic. Without an identity it only gets to targets that still trust keys, or not past a closed network.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned` (or `UserAssigned` with `identity.userAssignedIdentities`), and grant that identity a data role on each target.',
    replaces: false,
  },
  serviceDefault: { is: 'a system topic has no identity', source: identity },
  links: [`${docs}/enable-identity-system-topics`, identity],
  examples: {
    good: [
      {
        properties: {
          systemTopicName: 'hub-events',
          source: hubId,
          topicType: 'Microsoft.Devices.IoTHubs',
          identity: { type: 'SystemAssigned' },
        },
      },
      { properties: { source: hubId, identity: { type: 'SystemAssigned,UserAssigned' } } },
    ],
    bad: [
      {
        properties: {
          systemTopicName: 'hub-events',
          source: hubId,
          topicType: 'Microsoft.Devices.IoTHubs',
        },
        at: ['identity.type'],
      },
      { properties: { source: hubId, identity: { type: 'None' } } },
    ],
  },
});
