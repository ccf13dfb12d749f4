import {
  eventGridDomainSubscription,
  eventGridSubscription,
  eventGridSystemSubscription,
  eventGridTopicSubscription,
} from '../resources/types';
import { isSet, matches, noneOf, oneOf, tlsAtLeast } from '../rule/conditions';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { type Terms, verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2025-02-15, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/event-grid';
const secureWebhooks = `${docs}/secure-webhook-delivery`;
const deadLetters = `${docs}/manage-event-delivery`;
const identity = `${docs}/managed-service-identity`;

/** A subscription is the same resource at any scope and below each kind of topic. */
const subscriptions = [
  eventGridSubscription,
  eventGridSystemSubscription,
  eventGridTopicSubscription,
  eventGridDomainSubscription,
];

const isWebhook = oneOf('WebHook');

const webhookDemands: readonly (Terms & { readonly name: string })[] = [
  {
    name: 'azureActiveDirectoryApplicationIdOrUri',
    must: isSet,
    whenAbsent: 'fail',
    serviceDefault: 'events arrive without a token that tells who sends them',
  },
  {
    name: 'endpointUrl',
    must: matches(/^https:\/\//i, 'start with `https://`'),
    whenAbsent: 'pass',
    serviceDefault: 'the service refuses a webhook without address',
  },
  {
    name: 'minimumTlsVersionAllowed',
    must: tlsAtLeast('1.2'),
    whenAbsent: 'fail',
    serviceDefault: 'the floor of the topic holds, if it has one',
    printable: true,
  },
];

function checkWebhook(view: ResourceView, block: string): readonly Verdict[] {
  const type = view.one(`${block}.endpointType`);
  if (type.state === 'absent' || (type.state === 'known' && !isWebhook.holds(type.value))) return [];
  const verdicts = webhookDemands.map(({ name, ...terms }) => verdictOf(view.one(`${block}.${name}`), terms));
  // It may turn out to be no webhook, which then needs none of this.
  const undecided = type.state === 'unknown' && verdicts.some(({ outcome }) => outcome !== 'pass');
  return undecided ? [{ outcome: 'unknown', property: type.path }] : verdicts;
}

const app = { azureActiveDirectoryApplicationIdOrUri: 'api://plant-alarms' };

export const eventGridWebhookAuth = defineRule({
  id: 'eventgrid-subscription-webhook-auth',
  title: 'Event Grid proves to webhooks who it is, over HTTPS with TLS 1.2',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  target: subscriptions,
  property: ['endpointType', ...webhookDemands.map(({ name }) => name)].map((name) => `destination.${name}`),
  // A destination that is delivered to with an identity stands one block deeper.
  check: (view) =>
    ['destination', 'deliveryWithResourceIdentity.destination'].flatMap((block) => checkWebhook(view, block)),
  why: 'A webhook that asks for no token believes everybody who knows its address: an alarm can then be invented, or the real one drowned in false ones.',
  fix: {
    say: 'Set `azureActiveDirectoryApplicationIdOrUri` (with `azureActiveDirectoryTenantId`) to the application of the webhook, which must check the token. Write `endpointUrl` with `https://` and set `minimumTlsVersionAllowed` to `1.2`.',
    replaces: false,
  },
  serviceDefault: { is: 'events are sent without a token', source: secureWebhooks },
  links: [secureWebhooks, `${docs}/transport-layer-security-configure-minimum-version`],
  examples: {
    good: [
      {
        properties: {
          eventSubscriptionName: 'alarms-to-pager',
          destination: {
            endpointType: 'WebHook',
            endpointUrl: 'https://alarms.example.com/events',
            minimumTlsVersionAllowed: '1.2',
            ...app,
          },
        },
      },
      {
        properties: {
          eventSubscriptionName: 'alarms-to-queue',
          deliveryWithResourceIdentity: {
            identity: { type: 'SystemAssigned' },
            destination: { endpointType: 'ServiceBusQueue', resourceId: 'example' },
          },
        },
      },
    ],
    bad: [
      {
        properties: {
          eventSubscriptionName: 'alarms-to-pager',
          destination: {
            endpointType: 'WebHook',
            endpointUrl: 'https://alarms.example.com/events?code=example-only',
          },
          retryPolicy: { maxDeliveryAttempts: 30 },
        },
      },
      {
        resources: [
          {
            type: eventGridTopicSubscription,
            name: 'pager',
            properties: {
              topicName: 'plant-alarms',
              destination: {
                endpointType: 'webhook',
                endpointUrl: 'http://10.1.2.3/events',
                minimumTlsVersionAllowed: '1.0',
                ...app,
              },
            },
          },
        ],
        at: ['destination.endpointUrl', 'destination.minimumTlsVersionAllowed'],
      },
      {
        resources: [
          {
            type: eventGridSystemSubscription,
            name: 'pager',
            properties: {
              deliveryWithResourceIdentity: {
                identity: { type: 'SystemAssigned' },
                destination: { endpointType: 'WebHook', minimumTlsVersionAllowed: '1.2' },
              },
            },
          },
        ],
        at: ['deliveryWithResourceIdentity.destination.azureActiveDirectoryApplicationIdOrUri'],
      },
    ],
  },
});

const queue = {
  endpointType: 'ServiceBusQueue',
  resourceId:
    '/subscriptions/s/resourceGroups/plant/providers/Microsoft.ServiceBus/namespaces/plant-commands/queues/alarms',
};

export const eventGridDeliveryIdentity = defineRule({
  id: 'eventgrid-subscription-delivery-identity',
  title: 'Event Grid delivers to other Azure services with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  target: subscriptions,
  property: 'destination.endpointType',
  pass: noneOf(
    'EventHub',
    'ServiceBusQueue',
    'ServiceBusTopic',
    'StorageQueue',
    'StorageBlob',
    'HybridConnection',
  ),
  whenAbsent: 'pass',
  printable: true,
  why: 'Event Grid then delivers with the key of the target, which must go on accepting keys. On the day somebody closes it, device events are dropped without an error at the sender.',
  fix: {
    say: 'Move `destination` into `deliveryWithResourceIdentity.destination`, set `deliveryWithResourceIdentity.identity.type` to `SystemAssigned` or `UserAssigned`, and grant that identity a data role on the target.',
    replaces: false,
  },
  serviceDefault: { is: 'a subscription without identity uses the key of its target', source: identity },
  links: [identity],
  examples: {
    good: [
      {
        properties: {
          eventSubscriptionName: 'alarms-to-queue',
          deliveryWithResourceIdentity: {
            identity: { type: 'SystemAssigned' },
            destination: queue,
          },
        },
      },
      {
        properties: {
          eventSubscriptionName: 'alarms-to-pager',
          destination: { endpointType: 'WebHook', ...app },
        },
      },
    ],
    bad: [
      { properties: { eventSubscriptionName: 'alarms-to-queue', destination: queue } },
      {
        resources: [
          {
            type: eventGridSystemSubscription,
            name: 'telemetry',
            properties: {
              systemTopicName: 'hub-events',
              destination: { endpointType: 'eventhub', resourceId: 'example' },
              filter: { includedEventTypes: ['Microsoft.Devices.DeviceConnected'] },
            },
          },
        ],
        at: ['destination.endpointType'],
      },
    ],
  },
});

const graveyard = {
  endpointType: 'StorageBlob',
  resourceId: '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Storage/storageAccounts/plantdead',
  blobContainerName: 'dead-letters',
};

export const eventGridDeadLetter = defineRule({
  id: 'eventgrid-subscription-dead-letter',
  title: 'Event Grid keeps the events it cannot deliver, and stores them with a managed identity',
  topic: 'storage-recoverable',
  class: 'data-protection',
  severity: 'low',
  target: subscriptions,
  property: 'deadLetterWithResourceIdentity',
  pass: isSet,
  whenAbsent: 'fail',
  advisory: true,
  controls: ['mcsb:BR-1', 'nist:CP-9', 'iec33:SR7.3', 'enisa:GP-TM-06', 'gdpr:32.1.c'],
  threats: ['T-C08', 'T-X03'],
  why: 'After its retries the service throws an event away. A handler that was down over a weekend has then lost alarms for good, and nobody knows which.',
  fix: {
    say: 'Set `deadLetterWithResourceIdentity` with `identity` and `deadLetterDestination` (a blob container), in place of `deadLetterDestination`, which uses the key of the account.',
    replaces: false,
  },
  serviceDefault: { is: 'events that cannot be delivered are dropped', source: deadLetters },
  links: [deadLetters, `${docs}/delivery-and-retry`],
  examples: {
    good: [
      {
        properties: {
          eventSubscriptionName: 'alarms-to-queue',
          deadLetterWithResourceIdentity: {
            identity: { type: 'SystemAssigned' },
            deadLetterDestination: graveyard,
          },
        },
      },
      {
        properties: {
          deadLetterWithResourceIdentity: {
            identity: { type: 'UserAssigned', userAssignedIdentity: 'example' },
            deadLetterDestination: graveyard,
          },
          retryPolicy: { maxDeliveryAttempts: 10, eventTimeToLiveInMinutes: 1440 },
        },
      },
    ],
    bad: [
      { properties: { eventSubscriptionName: 'alarms-to-queue', retryPolicy: { maxDeliveryAttempts: 30 } } },
      { properties: { eventSubscriptionName: 'alarms-to-queue', deadLetterDestination: graveyard } },
    ],
  },
});
