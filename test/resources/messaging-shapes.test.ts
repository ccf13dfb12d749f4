import { describe, expect, it } from 'vitest';
import { armPath, fromArm } from '../../policies/src/resources/arm';
import {
  eventGridTopicSubscription,
  eventHub,
  eventHubNamespace,
  mqttTopicSpace,
  redis,
  streamInput,
  streamingJob,
  streamOutput,
} from '../../policies/src/resources/types';

const queue = {
  type: 'Microsoft.ServiceBus/Queue',
  properties: { authenticationMode: 'Msi', queueName: 'q' },
};
const flatQueue = { type: 'Microsoft.ServiceBus/Queue', authenticationMode: 'Msi', queueName: 'q' };

describe('the ARM bodies of messaging services, streams and Redis', () => {
  it.each([
    [
      eventHubNamespace,
      { sku: { name: 'Premium' }, properties: { encryption: { keyVaultProperties: [{ keyName: 'k' }] } } },
      { sku: { name: 'Premium' }, encryption: { keyVaultProperties: [{ keyName: 'k' }] } },
    ],
    [
      eventHub,
      {
        properties: {
          captureDescription: {
            enabled: true,
            destination: {
              name: 'EventHubArchive.AzureBlockBlob',
              identity: { type: 'SystemAssigned' },
              properties: { blobContainer: 'raw' },
            },
          },
        },
      },
      {
        captureDescription: {
          enabled: true,
          destination: {
            name: 'EventHubArchive.AzureBlockBlob',
            identity: { type: 'SystemAssigned' },
            blobContainer: 'raw',
          },
        },
      },
    ],
    [
      eventGridTopicSubscription,
      {
        properties: {
          destination: { endpointType: 'WebHook', properties: { endpointUrl: 'https://a.example.com' } },
          deadLetterWithResourceIdentity: {
            identity: { type: 'SystemAssigned' },
            deadLetterDestination: { endpointType: 'StorageBlob', properties: { resourceId: 'id' } },
          },
        },
      },
      {
        destination: { endpointType: 'WebHook', endpointUrl: 'https://a.example.com' },
        deadLetterWithResourceIdentity: {
          identity: { type: 'SystemAssigned' },
          deadLetterDestination: { endpointType: 'StorageBlob', resourceId: 'id' },
        },
      },
    ],
    [mqttTopicSpace, { properties: { topicTemplates: ['#'] } }, { topicTemplates: ['#'] }],
    [
      redis,
      {
        properties: {
          enableNonSslPort: true,
          redisConfiguration: { 'aad-enabled': 'true', maxclients: '9' },
        },
      },
      { enableNonSslPort: true, redisConfiguration: { aadEnabled: 'true', maxclients: '9' } },
    ],
    [
      streamingJob,
      {
        properties: {
          inputs: [{ name: 'i', properties: { type: 'Stream', datasource: queue } }],
          outputs: [{ name: 'o', etag: null, properties: { datasource: queue } }],
        },
      },
      {
        inputs: [{ name: 'i', properties: { type: 'Stream', datasource: flatQueue } }],
        outputs: [{ name: 'o', etag: null, datasource: flatQueue }],
      },
    ],
    [
      streamInput,
      { properties: { type: 'Stream', datasource: queue } },
      { properties: { type: 'Stream', datasource: flatQueue } },
    ],
    [streamOutput, { properties: { datasource: queue } }, { datasource: flatQueue }],
  ] as const)('%s', (type, body, expected) => {
    expect(fromArm(type, body)).toEqual(expected);
  });

  it.each([
    [redis, 'redisConfiguration.aadEnabled', 'properties.redisConfiguration.aad-enabled'],
    [
      eventGridTopicSubscription,
      'destination.minimumTlsVersionAllowed',
      'properties.destination.properties.minimumTlsVersionAllowed',
    ],
    [
      eventGridTopicSubscription,
      'deliveryWithResourceIdentity.destination.endpointType',
      'properties.deliveryWithResourceIdentity.destination.endpointType',
    ],
    [
      eventHub,
      'captureDescription.destination.identity.type',
      'properties.captureDescription.destination.identity.type',
    ],
    [eventHubNamespace, 'identity.type', 'identity.type'],
    [
      streamingJob,
      'inputs[1].properties.datasource.sharedAccessPolicyKey',
      'properties.inputs[1].properties.datasource.properties.sharedAccessPolicyKey',
    ],
    [
      streamingJob,
      'outputs[0].datasource.password',
      'properties.outputs[0].properties.datasource.properties.password',
    ],
    [
      streamInput,
      'properties.datasource.authenticationMode',
      'properties.datasource.properties.authenticationMode',
    ],
    [streamOutput, 'datasource.accountKey', 'properties.datasource.properties.accountKey'],
  ] as const)('%s: %s is written %s', (type, path, written) => {
    expect(armPath(type, path)).toBe(written);
  });
});
