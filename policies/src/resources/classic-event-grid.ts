import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { enabledOrDisabled, type Field, identity, opposite, same } from './shapes';
import * as t from './types';
import type { Properties, Value } from './value';

// Names: sdk/nodejs/eventgrid of @pulumi/azure 6.40, and v5 where `or` names one. Defaults: its descriptions ("Defaults
// to …").

const publicNetworkAccess: Field = {
  to: 'publicNetworkAccess',
  from: 'publicNetworkAccessEnabled',
  as: enabledOrDisabled,
  absent: 'Enabled',
};

const inboundIpRules: Field = {
  to: 'inboundIpRules',
  from: 'inboundIpRules',
  each: [...same('ipMask'), { to: 'action', from: 'action', absent: 'Allow' }],
};

/** What topics and domains have in common. The provider has no setting for the version of TLS. */
const topic: readonly Field[] = [
  ...same('resourceGroupName', 'location', 'tags'),
  identity,
  publicNetworkAccess,
  { to: 'disableLocalAuth', from: 'localAuthEnabled', as: opposite, absent: false },
  { to: 'inputSchema', from: 'inputSchema', absent: 'EventGridSchema' },
  inboundIpRules,
];

const namespace: readonly Field[] = [
  { to: 'namespaceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  identity,
  { to: 'sku.name', from: 'sku', absent: 'Standard' },
  { to: 'sku.capacity', from: 'capacity' },
  { to: 'publicNetworkAccess', from: 'publicNetworkAccess', absent: 'Enabled' },
  inboundIpRules,
  {
    to: 'topicSpacesConfiguration',
    from: 'topicSpacesConfigurations',
    // The broker for MQTT is on where its block is written.
    block: [
      always('state', 'Enabled'),
      ...same('maximumClientSessionsPerAuthenticationName', 'maximumSessionExpiryInHours'),
      { to: 'routeTopicResourceId', from: 'routeTopicId' },
      { to: 'routingEnrichments.static', from: 'staticRoutingEnrichments', each: same('key', 'value') },
      { to: 'routingEnrichments.dynamic', from: 'dynamicRoutingEnrichments', each: same('key', 'value') },
    ],
  },
];

const partnerNamespace: readonly Field[] = [
  { to: 'partnerNamespaceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  { to: 'partnerRegistrationFullyQualifiedId', from: 'partnerRegistrationId' },
  { to: 'publicNetworkAccess', from: 'publicNetworkAccess', absent: 'Enabled' },
  { to: 'disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite, absent: false },
  inboundIpRules,
];

const isWritten = (value: Value | undefined): boolean => value !== undefined && value !== null;
const byIdentity = ({ deliveryIdentity }: Properties): boolean => isWritten(deliveryIdentity);
const keptByIdentity = ({ deadLetterIdentity }: Properties): boolean => isWritten(deadLetterIdentity);

/** The kinds of destination that are named by an id, and the property that names each. */
const kinds = [
  ['EventHub', 'eventhubEndpointId'],
  ['ServiceBusQueue', 'serviceBusQueueEndpointId'],
  ['ServiceBusTopic', 'serviceBusTopicEndpointId'],
  ['HybridConnection', 'hybridConnectionEndpointId'],
] as const;

/** The destination of a subscription, which stands beside the identity that delivers to it where there is one. */
function destination(to: string, where: (source: Properties) => boolean): readonly Field[] {
  return [
    ...kinds.map(([endpointType, from]) => ({
      to,
      from,
      where,
      build: (resourceId: Value) => ({ endpointType, resourceId }),
    })),
    {
      to,
      from: 'storageQueueEndpoint',
      where,
      block: [
        always('endpointType', 'StorageQueue'),
        { to: 'resourceId', from: 'storageAccountId' },
        ...same('queueName'),
      ],
    },
    {
      to,
      from: 'azureFunctionEndpoint',
      where,
      block: [always('endpointType', 'AzureFunction'), { to: 'resourceId', from: 'functionId' }],
    },
    {
      to,
      from: 'webhookEndpoint',
      where,
      block: [
        always('endpointType', 'WebHook'),
        { to: 'endpointUrl', from: 'url' },
        { to: 'azureActiveDirectoryApplicationIdOrUri', from: 'activeDirectoryAppIdOrUri' },
        { to: 'azureActiveDirectoryTenantId', from: 'activeDirectoryTenantId' },
      ],
    },
  ];
}

const deadLetters = (to: string, where: (source: Properties) => boolean): Field => ({
  to,
  from: 'storageBlobDeadLetterDestination',
  where,
  block: [
    always('endpointType', 'StorageBlob'),
    { to: 'resourceId', from: 'storageAccountId' },
    { to: 'blobContainerName', from: 'storageBlobContainerName' },
  ],
});

const deliveringIdentity = same('type', 'userAssignedIdentity');

const subscription: readonly Field[] = [
  { to: 'eventSubscriptionName', from: 'name' },
  ...same('labels', 'expirationTimeUtc'),
  { to: 'eventDeliverySchema', from: 'eventDeliverySchema', absent: 'EventGridSchema' },
  ...destination('destination', (source) => !byIdentity(source)),
  ...destination('deliveryWithResourceIdentity.destination', byIdentity),
  {
    to: 'deliveryWithResourceIdentity.identity',
    from: 'deliveryIdentity',
    block: deliveringIdentity,
  },
  deadLetters('deadLetterDestination', (source) => !keptByIdentity(source)),
  deadLetters('deadLetterWithResourceIdentity.deadLetterDestination', keptByIdentity),
  {
    to: 'deadLetterWithResourceIdentity.identity',
    from: 'deadLetterIdentity',
    block: deliveringIdentity,
  },
  { to: 'retryPolicy.maxDeliveryAttempts', from: 'retryPolicy.maxDeliveryAttempts' },
  { to: 'retryPolicy.eventTimeToLiveInMinutes', from: 'retryPolicy.eventTimeToLive' },
];

export const eventGridShapes: readonly TypeShape[] = [
  [t.eventGridTopic, { fields: [{ to: 'topicName', from: 'name' }, ...topic] }],
  [t.eventGridDomain, { fields: [{ to: 'domainName', from: 'name' }, ...topic] }],
  [
    t.eventGridSystemTopic,
    {
      fields: [
        { to: 'systemTopicName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags', 'topicType'),
        identity,
        { to: 'source', from: 'sourceResourceId', or: 'sourceArmResourceId' },
      ],
    },
  ],
  [t.eventGridNamespace, { fields: namespace }],
  [t.eventGridPartnerNamespace, { fields: partnerNamespace }],
  [t.eventGridSubscription, { fields: [...same('scope'), ...subscription] }],
  [
    t.eventGridSystemSubscription,
    {
      fields: [{ to: 'systemTopicName', from: 'systemTopic' }, ...same('resourceGroupName'), ...subscription],
    },
  ],
];
