import type { TypeShape } from './classic';
import { asList, switchedOn } from './classic-fields';
import {
  containerEndpoint,
  enrichment,
  fallbackRoute,
  fileUpload,
  messagingEndpoint,
  route,
  routingEndpoint,
} from './classic-iot';
import { type Field, nameInId, same } from './shapes';
import { iotHub, provisioningService } from './types';
import { isUnknown, textOf, UNKNOWN, type Value } from './value';

// The classes that set something on an IoT hub or provisioning service of their own. Names: sdk/nodejs/iot of
// @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

/** What one class sets on a hub. Some name it by its id, some by its name. */
const onHub = (
  name: string,
  hub: 'iothubId' | 'iothubName',
  only: readonly string[],
  fields: readonly Field[],
): TypeShape => [
  iotHub,
  {
    classes: [`iot/${name}`],
    only,
    fields: [{ to: 'resourceName', from: hub, as: nameInId }, ...fields],
  },
];

const endpointOf = (name: string, list: string, more: readonly Field[]): TypeShape => {
  const to = `properties.routing.endpoints.${list}`;
  return onHub(name, 'iothubId', [to], [{ to, from: '', each: [...routingEndpoint, ...more] }]);
};

/** A text with commas, as Azure writes the rights of a shared access policy. */
const rights =
  (names: { readonly [property: string]: string }) =>
  (source: Value): Value => {
    const on = switchedOn(source, names);
    return on.some(isUnknown) ? UNKNOWN : on.map(textOf).join(', ');
  };

const policy = (names: { readonly [property: string]: string }): Field => ({
  to: 'properties.authorizationPolicies',
  from: '',
  each: [
    { to: 'keyName', from: 'name' },
    { to: 'rights', from: '', build: rights(names) },
  ],
});

const hubRights = {
  registryRead: 'RegistryRead',
  registryWrite: 'RegistryWrite',
  serviceConnect: 'ServiceConnect',
  deviceConnect: 'DeviceConnect',
};

const provisioningRights = {
  serviceConfig: 'ServiceConfig',
  enrollmentRead: 'EnrollmentRead',
  enrollmentWrite: 'EnrollmentWrite',
  registrationRead: 'RegistrationStatusRead',
  registrationWrite: 'RegistrationStatusWrite',
};

/** One name where the hub itself takes a list of them. */
const endpointNames: Field = { to: 'endpointNames', from: 'endpointNames', build: asList };

const withNames = (fields: readonly Field[]): readonly Field[] => [
  ...fields.filter(({ to }) => to !== 'endpointNames'),
  endpointNames,
];

export const iotSplitShapes: readonly TypeShape[] = [
  endpointOf('endpointEventhub:EndpointEventhub', 'eventHubs', messagingEndpoint),
  endpointOf('endpointServicebusQueue:EndpointServicebusQueue', 'serviceBusQueues', messagingEndpoint),
  endpointOf('endpointServicebusTopic:EndpointServicebusTopic', 'serviceBusTopics', messagingEndpoint),
  endpointOf('endpointStorageContainer:EndpointStorageContainer', 'storageContainers', containerEndpoint),
  endpointOf('endpointCosmosdbAccount:EndpointCosmosdbAccount', 'cosmosDBSqlContainers', [
    ...same('databaseName', 'containerName', 'partitionKeyName', 'partitionKeyTemplate'),
    ...same('primaryKey', 'secondaryKey'),
  ]),
  onHub(
    'route:Route',
    'iothubName',
    ['properties.routing.routes'],
    [{ to: 'properties.routing.routes', from: '', each: withNames(route) }],
  ),
  onHub(
    'fallbackRoute:FallbackRoute',
    'iothubName',
    ['properties.routing.fallbackRoute'],
    [{ to: 'properties.routing.fallbackRoute', from: '', block: withNames(fallbackRoute) }],
  ),
  onHub(
    'enrichment:Enrichment',
    'iothubName',
    ['properties.routing.enrichments'],
    [{ to: 'properties.routing.enrichments', from: '', each: enrichment }],
  ),
  onHub(
    'fileUpload:FileUpload',
    'iothubId',
    ['properties.storageEndpoints', 'properties.enableFileUploadNotifications'],
    [
      { to: 'properties.storageEndpoints.$default', from: '', block: fileUpload },
      {
        to: 'properties.enableFileUploadNotifications',
        from: 'notificationsEnabled',
        absent: false,
      },
    ],
  ),
  onHub(
    'sharedAccessPolicy:SharedAccessPolicy',
    'iothubName',
    ['properties.authorizationPolicies'],
    [policy(hubRights)],
  ),
  [
    provisioningService,
    {
      classes: ['iot/dpsSharedAccessPolicy:DpsSharedAccessPolicy'],
      only: ['properties.authorizationPolicies'],
      fields: [
        { to: 'provisioningServiceName', from: 'iothubDpsName' },
        ...same('resourceGroupName'),
        policy(provisioningRights),
      ],
    },
  ],
];
