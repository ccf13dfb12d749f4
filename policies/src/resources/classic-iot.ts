import type { TypeShape } from './classic';
import { enabledOrDisabled, type Field, identity, opposite, same } from './shapes';
import {
  hubConsumerGroup,
  iotHub,
  iotHubCertificate,
  provisioningCertificate,
  provisioningService,
} from './types';
import { isObject, isUnknown } from './value';

// Names: sdk/nodejs/iot of pulumi/pulumi-azure v6, and v5 where `or` names one. Defaults: the schemas under
// internal/services/iothub of hashicorp/terraform-provider-azurerm 4.81; cited where one is written out.

const publicNetworkAccess: Field = {
  to: 'properties.publicNetworkAccess',
  from: 'publicNetworkAccessEnabled',
  as: enabledOrDisabled,
};

const certificate: readonly Field[] = [
  { to: 'certificateName', from: 'name' },
  ...same('resourceGroupName'),
  { to: 'properties.certificate', from: 'certificateContent' },
  { to: 'properties.isVerified', from: 'isVerified', absent: false },
];

/** What every routing endpoint has, whatever its kind. `authentication_type` defaults to `keyBased`. */
export const routingEndpoint: readonly Field[] = [
  ...same('name', 'endpointUri', 'subscriptionId'),
  { to: 'authenticationType', from: 'authenticationType', absent: 'keyBased' },
  { to: 'identity.userAssignedIdentity', from: 'identityId' },
  { to: 'resourceGroup', from: 'resourceGroupName' },
];

/** What an endpoint has besides, where it is an event hub, a queue or a topic. */
export const messagingEndpoint: readonly Field[] = same('connectionString', 'entityPath');

/** What an endpoint has besides, where it is a container of blobs. */
export const containerEndpoint: readonly Field[] = [
  ...same('connectionString', 'containerName', 'encoding'),
  ...same('fileNameFormat', 'batchFrequencyInSeconds', 'maxChunkSizeInBytes'),
];

/** One of the lists that v3 sorts routing endpoints into; the classic provider has one list for all kinds. */
const endpoints = (list: string, kind: string, more: readonly Field[]): Field => ({
  to: `properties.routing.endpoints.${list}`,
  from: 'endpoints',
  pick: (item) => {
    const type = isObject(item) ? (item.type ?? null) : item;
    return isUnknown(type) || type === kind;
  },
  each: [...routingEndpoint, ...more],
});

/** A route, on the hub or in a class of its own. */
export const route: readonly Field[] = [
  ...same('name', 'source', 'condition', 'endpointNames'),
  { to: 'isEnabled', from: 'enabled' },
];

/** The fallback route: `enabled` of one that is written defaults to true. */
export const fallbackRoute: readonly Field[] = [
  ...same('source', 'condition', 'endpointNames'),
  { to: 'isEnabled', from: 'enabled', absent: true },
];

export const enrichment: readonly Field[] = same('key', 'value', 'endpointNames');

/** Where devices upload files to. `authentication_type` defaults to `keyBased`, `sas_ttl` to one hour. */
export const fileUpload: readonly Field[] = [
  ...same('connectionString', 'containerName'),
  { to: 'authenticationType', from: 'authenticationType', absent: 'keyBased' },
  { to: 'sasTtlAsIso8601', from: 'sasTtl', absent: 'PT1H' },
  { to: 'identity.userAssignedIdentity', from: 'identityId' },
];

const ipRule: readonly Field[] = [...same('ipMask'), { to: 'filterName', from: 'name' }];

const hub: readonly Field[] = [
  { to: 'resourceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'sku'),
  identity,
  // Only since 4.6x `min_tls_version` has a default ("1.2"), which the provider then adds to the inputs itself: absence
  // is left as absence, because earlier releases enforce nothing.
  { to: 'properties.minTlsVersion', from: 'minTlsVersion' },
  publicNetworkAccess,
  // `local_authentication_enabled` defaults to true (iothub_resource.go).
  { to: 'properties.disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite, absent: false },
  {
    to: 'properties.networkRuleSets',
    from: 'networkRuleSets',
    block: [
      // `default_action` defaults to Deny, `apply_to_builtin_eventhub_endpoint` to false, an `ip_rule`'s `action` to Allow.
      { to: 'defaultAction', from: 'defaultAction', absent: 'Deny' },
      { to: 'applyToBuiltInEventHubEndpoint', from: 'applyToBuiltinEventhubEndpoint', absent: false },
      {
        to: 'ipRules',
        from: 'ipRules',
        each: [...ipRule, { to: 'action', from: 'action', absent: 'Allow' }],
      },
    ],
  },
  {
    to: 'properties.ipFilterRules',
    from: 'ipFilterRules',
    each: [...ipRule, ...same('action')],
  },
  { to: 'properties.storageEndpoints.$default', from: 'fileUpload', block: fileUpload },
  { to: 'properties.enableFileUploadNotifications', from: 'fileUpload.notifications' },
  endpoints('eventHubs', 'AzureIotHub.EventHub', messagingEndpoint),
  endpoints('serviceBusQueues', 'AzureIotHub.ServiceBusQueue', messagingEndpoint),
  endpoints('serviceBusTopics', 'AzureIotHub.ServiceBusTopic', messagingEndpoint),
  endpoints('storageContainers', 'AzureIotHub.StorageContainer', containerEndpoint),
  { to: 'properties.routing.routes', from: 'routes', each: route },
  { to: 'properties.routing.enrichments', from: 'enrichments', each: enrichment },
  { to: 'properties.routing.fallbackRoute', from: 'fallbackRoute', block: fallbackRoute },
  { to: 'properties.eventHubEndpoints.events.partitionCount', from: 'eventHubPartitionCount' },
  { to: 'properties.eventHubEndpoints.events.retentionTimeInDays', from: 'eventHubRetentionInDays' },
];

const provisioning: readonly Field[] = [
  { to: 'provisioningServiceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'sku'),
  // `public_network_access_enabled` defaults to true (iothub_dps_resource.go).
  { ...publicNetworkAccess, absent: 'Enabled' },
  { to: 'properties.ipFilterRules', from: 'ipFilterRules', each: [...ipRule, ...same('action', 'target')] },
  {
    to: 'properties.iotHubs',
    from: 'linkedHubs',
    each: same('connectionString', 'location', 'applyAllocationPolicy', 'allocationWeight'),
  },
  { to: 'properties.allocationPolicy', from: 'allocationPolicy' },
  { to: 'properties.enableDataResidency', from: 'dataResidencyEnabled' },
];

export const iotShapes: readonly TypeShape[] = [
  [iotHub, { fields: hub }],
  [iotHubCertificate, { fields: [{ to: 'resourceName', from: 'iothubName' }, ...certificate] }],
  [
    hubConsumerGroup,
    {
      fields: [
        { to: 'resourceName', from: 'iothubName' },
        { to: 'eventHubEndpointName', from: 'eventhubEndpointName' },
        ...same('name', 'resourceGroupName'),
      ],
    },
  ],
  [provisioningService, { fields: provisioning }],
  [
    provisioningCertificate,
    { fields: [{ to: 'provisioningServiceName', from: 'iotDpsName' }, ...certificate] },
  ],
];
