import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { type Field, nameInId, same } from './shapes';
import { streamInput, streamingJob, streamOutput } from './types';

// Names: sdk/nodejs/streamanalytics of @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

const jobStorage = (account: string, key: string): readonly Field[] => [
  { to: 'accountName', from: account },
  { to: 'accountKey', from: key },
  { to: 'authenticationMode', from: 'authenticationMode', absent: 'ConnectionString' },
];

const job: readonly Field[] = [
  { to: 'jobName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'compatibilityLevel'),
  { to: 'identity.type', from: 'identity.type' },
  { to: 'sku.name', from: 'skuName', absent: 'Standard' },
  { to: 'contentStoragePolicy', from: 'contentStoragePolicy', absent: 'SystemAccount' },
  { to: 'jobStorageAccount', from: 'jobStorageAccounts', block: jobStorage('accountName', 'accountKey') },
  { to: 'jobType', from: 'type', absent: 'Cloud' },
];

/** One account where v3 has a list of them. */
const storageAccount: Field = {
  to: 'storageAccounts',
  from: '',
  each: [
    { to: 'accountName', from: 'storageAccountName' },
    { to: 'accountKey', from: 'storageAccountKey' },
  ],
};

/** `authentication_mode` defaults to ConnectionString in every class that has it. */
const mode: Field = { to: 'authenticationMode', from: 'authenticationMode', absent: 'ConnectionString' };

const policy = same('sharedAccessPolicyName', 'sharedAccessPolicyKey');
const bus: readonly Field[] = [{ to: 'serviceBusNamespace', from: 'servicebusNamespace' }, ...policy, mode];
const hub: readonly Field[] = [{ to: 'eventHubName', from: 'eventhubName' }, ...bus];
const blob: readonly Field[] = [
  storageAccount,
  { to: 'container', from: 'storageContainerName' },
  ...same('pathPattern'),
  mode,
];

/** Most classes name the job, some its id. */
const inJob = (from: string): Field => ({ to: 'jobName', from, as: nameInId });

interface Source {
  readonly name: string;
  readonly kind: string;
  readonly fields: readonly Field[];
  readonly job?: 'streamAnalyticsJobId';
}

const under = (block: string, { kind, fields }: Source): readonly Field[] => [
  always(`${block}.type`, kind),
  ...fields.map((field) => ({ ...field, to: `${block}.${field.to}` })),
];

const input = (type: 'Stream' | 'Reference', source: Source): TypeShape => [
  streamInput,
  {
    classes: [`streamanalytics/${source.name}`],
    fields: [
      { to: 'inputName', from: 'name' },
      inJob(source.job ?? 'streamAnalyticsJobName'),
      always('properties.type', type),
      ...under('properties.datasource', source),
    ],
  },
];

const output = (source: Source): TypeShape => [
  streamOutput,
  {
    classes: [`streamanalytics/${source.name}`],
    fields: [
      { to: 'outputName', from: 'name' },
      inJob(source.job ?? 'streamAnalyticsJobName'),
      ...under('datasource', source),
    ],
  },
];

const iotHub: readonly Field[] = [
  { to: 'iotHubNamespace', from: 'iothubNamespace' },
  { to: 'consumerGroupName', from: 'eventhubConsumerGroupName' },
  ...same('endpoint'),
  ...policy,
];

const byUser = (user: string): readonly Field[] => [
  ...same('server', 'database', 'password'),
  { to: 'user', from: user },
];

const table: readonly Field[] = [
  { to: 'accountName', from: 'storageAccountName' },
  { to: 'accountKey', from: 'storageAccountKey' },
  ...same('table', 'partitionKey', 'rowKey'),
];

const cosmos: readonly Field[] = [
  { to: 'accountKey', from: 'cosmosdbAccountKey' },
  { to: 'database', from: 'cosmosdbSqlDatabaseId', as: nameInId },
  { to: 'collectionNamePattern', from: 'containerName' },
  mode,
];

export const streamShapes: readonly TypeShape[] = [
  [streamingJob, { fields: job }],
  [
    streamingJob,
    {
      classes: ['streamanalytics/jobStorageAccount:JobStorageAccount'],
      only: ['jobStorageAccount'],
      fields: [
        inJob('streamAnalyticsJobId'),
        {
          to: 'jobStorageAccount',
          from: '',
          block: jobStorage('storageAccountName', 'storageAccountKey'),
        },
      ],
    },
  ],
  input('Stream', {
    name: 'streamInputIotHub:StreamInputIotHub',
    kind: 'Microsoft.Devices/IotHubs',
    fields: iotHub,
  }),
  input('Stream', {
    name: 'streamInputEventHub:StreamInputEventHub',
    kind: 'Microsoft.ServiceBus/EventHub',
    fields: hub,
  }),
  input('Stream', {
    name: 'streamInputEventHubV2:StreamInputEventHubV2',
    kind: 'Microsoft.EventHub/EventHub',
    fields: hub,
    job: 'streamAnalyticsJobId',
  }),
  input('Stream', { name: 'streamInputBlob:StreamInputBlob', kind: 'Microsoft.Storage/Blob', fields: blob }),
  input('Reference', {
    name: 'referenceInputBlob:ReferenceInputBlob',
    kind: 'Microsoft.Storage/Blob',
    fields: blob,
  }),
  input('Reference', {
    name: 'referenceInputMssql:ReferenceInputMssql',
    kind: 'Microsoft.Sql/Server/Database',
    fields: byUser('username'),
  }),
  output({ name: 'outputBlob:OutputBlob', kind: 'Microsoft.Storage/Blob', fields: blob }),
  output({ name: 'outputTable:OutputTable', kind: 'Microsoft.Storage/Table', fields: table }),
  output({ name: 'outputEventHub:OutputEventHub', kind: 'Microsoft.ServiceBus/EventHub', fields: hub }),
  output({
    name: 'outputServiceBusQueue:OutputServiceBusQueue',
    kind: 'Microsoft.ServiceBus/Queue',
    fields: [...bus, ...same('queueName')],
  }),
  output({
    name: 'outputServicebusTopic:OutputServicebusTopic',
    kind: 'Microsoft.ServiceBus/Topic',
    fields: [...bus, ...same('topicName')],
  }),
  output({
    name: 'outputMssql:OutputMssql',
    kind: 'Microsoft.Sql/Server/Database',
    fields: [...byUser('user'), mode],
  }),
  output({
    name: 'outputSynapse:OutputSynapse',
    kind: 'Microsoft.Sql/Server/DataWarehouse',
    fields: byUser('user'),
  }),
  output({
    name: 'outputCosmosdb:OutputCosmosdb',
    kind: 'Microsoft.Storage/DocumentDB',
    fields: cosmos,
    job: 'streamAnalyticsJobId',
  }),
  output({
    name: 'outputFunction:OutputFunction',
    kind: 'Microsoft.AzureFunction',
    fields: [{ to: 'functionAppName', from: 'functionApp' }, ...same('functionName', 'apiKey')],
  }),
  output({
    name: 'outputPowerbi:OutputPowerbi',
    kind: 'PowerBI',
    fields: same('dataset', 'table', 'groupId', 'groupName'),
    job: 'streamAnalyticsJobId',
  }),
];
