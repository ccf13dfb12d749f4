import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { type Field, identity, nameInId, same } from './shapes';
import { digitalTwins, digitalTwinsEndpoint } from './types';

// Names: sdk/nodejs/digitaltwins of @pulumi/azure 6.40. Its endpoints know keys only, and its instances no network setting.

const endpoint = (name: string, kind: string, keys: readonly Field[]): TypeShape => [
  digitalTwinsEndpoint,
  {
    classes: [`digitaltwins/${name}`],
    fields: [
      { to: 'resourceName', from: 'digitalTwinsId', as: nameInId },
      { to: 'endpointName', from: 'name' },
      always('properties.endpointType', kind),
      always('properties.authenticationType', 'KeyBased'),
      { to: 'properties.deadLetterSecret', from: 'deadLetterStorageSecret' },
      ...keys,
    ],
  },
];

export const digitalTwinsShapes: readonly TypeShape[] = [
  [
    digitalTwins,
    {
      fields: [
        { to: 'resourceName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags'),
        identity,
      ],
    },
  ],
  endpoint('endpointEventGrid:EndpointEventGrid', 'EventGrid', [
    { to: 'properties.topicEndpoint', from: 'eventgridTopicEndpoint' },
    { to: 'properties.accessKey1', from: 'eventgridTopicPrimaryAccessKey' },
    { to: 'properties.accessKey2', from: 'eventgridTopicSecondaryAccessKey' },
  ]),
  endpoint('endpointEventHub:EndpointEventHub', 'EventHub', [
    { to: 'properties.connectionStringPrimaryKey', from: 'eventhubPrimaryConnectionString' },
    { to: 'properties.connectionStringSecondaryKey', from: 'eventhubSecondaryConnectionString' },
  ]),
  endpoint('endpointServicebus:EndpointServicebus', 'ServiceBus', [
    { to: 'properties.primaryConnectionString', from: 'servicebusPrimaryConnectionString' },
    { to: 'properties.secondaryConnectionString', from: 'servicebusSecondaryConnectionString' },
  ]),
];
