import { describe, expect, it } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates, translated } from './classic-table';

const vault = 'https://plant.vault.azure.net';
const key = `${vault}/keys/data/1`;
const keyParts = { keyName: 'data', keyVersion: '1', keyVaultUri: vault };
const hubNamespace = idOf('Microsoft.EventHub/namespaces/plant');
const busNamespace = idOf('Microsoft.ServiceBus/namespaces/plant');

describe('Event Hubs of the classic provider', () => {
  itTranslates([
    {
      title: 'namespace with nothing but what is required',
      token: 'eventhub/eventHubNamespace:EventHubNamespace',
      type: t.eventHubNamespace,
      classic: { name: 'plant', sku: 'Standard' },
      v3: {
        namespaceName: 'plant',
        sku: { name: 'Standard' },
        minimumTlsVersion: '1.2',
        disableLocalAuth: false,
        publicNetworkAccess: 'Enabled',
      },
      back: {
        disableLocalAuth: 'localAuthenticationEnabled',
        publicNetworkAccess: 'publicNetworkAccessEnabled',
        'sku.name': 'sku',
      },
    },
    {
      title: 'namespace with a firewall, which is a resource of its own',
      token: 'eventhub/eventHubNamespace:EventHubNamespace',
      type: t.eventHubNamespace,
      classic: {
        name: 'plant',
        localAuthenticationEnabled: false,
        publicNetworkAccessEnabled: false,
        zoneRedundant: true,
        networkRulesets: [
          {
            defaultAction: 'Deny',
            trustedServiceAccessEnabled: true,
            ipRules: [{ ipMask: '10.0.0.0/8' }],
            virtualNetworkRules: [{ subnetId: '/subnet' }],
          },
        ],
      },
      v3: { disableLocalAuth: true, publicNetworkAccess: 'Disabled', zoneRedundant: true },
      parts: [
        [
          t.eventHubNetworkRuleSet,
          {
            namespaceName: 'plant',
            defaultAction: 'Deny',
            publicNetworkAccess: 'Enabled',
            trustedServiceAccessEnabled: true,
            ipRules: [{ ipMask: '10.0.0.0/8', action: 'Allow' }],
            virtualNetworkRules: [{ subnet: { id: '/subnet' } }],
          },
        ],
      ],
    },
    {
      title: 'key of a namespace',
      token: 'eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey',
      type: t.eventHubNamespace,
      classic: {
        eventhubNamespaceId: hubNamespace,
        keyVaultKeyIds: [key, UNKNOWN],
        userAssignedIdentityId: '/id',
      },
      v3: {
        namespaceName: 'plant',
        encryption: {
          keySource: 'Microsoft.KeyVault',
          requireInfrastructureEncryption: false,
          keyVaultProperties: [
            { ...keyParts, identity: { userAssignedIdentity: '/id' } },
            { keyName: UNKNOWN, identity: { userAssignedIdentity: '/id' } },
          ],
        },
      },
      only: ['encryption'],
      back: { 'encryption.requireInfrastructureEncryption': 'infrastructureEncryptionEnabled' },
    },
    {
      title: 'hub that captures with a key',
      token: 'eventhub/eventHub:EventHub',
      type: t.eventHub,
      classic: {
        name: 'telemetry',
        namespaceName: 'plant',
        captureDescription: {
          enabled: true,
          destination: {
            storageAccountId: '/account',
            blobContainerName: 'raw',
            storageAuthenticationType: 'StorageSAS',
          },
        },
      },
      v3: {
        eventHubName: 'telemetry',
        namespaceName: 'plant',
        captureDescription: {
          enabled: true,
          destination: { storageAccountResourceId: '/account', blobContainer: 'raw' },
        },
      },
      back: {
        'captureDescription.destination.identity': 'captureDescription.destination.identity',
        namespaceName: 'namespaceName',
      },
    },
    {
      title: 'hub that captures with an identity',
      token: 'eventhub/eventHub:EventHub',
      type: t.eventHub,
      classic: {
        namespaceId: hubNamespace,
        captureDescription: {
          destination: { storageAuthenticationType: 'UserAssigned', storageAuthenticationId: '/id' },
        },
      },
      v3: {
        namespaceName: 'plant',
        captureDescription: {
          destination: { identity: { type: 'UserAssigned', userAssignedIdentity: '/id' } },
        },
      },
    },
    {
      title: 'rule of a namespace',
      token: 'eventhub/eventHubNamespaceAuthorizationRule:EventHubNamespaceAuthorizationRule',
      type: t.eventHubNamespaceRule,
      classic: { name: 'all', namespaceName: 'plant', listen: true, send: true, manage: true },
      v3: { authorizationRuleName: 'all', namespaceName: 'plant', rights: ['Listen', 'Send', 'Manage'] },
    },
    {
      title: 'rule of a hub, of which one right is unknown',
      token: 'eventhub/eventHubAuthorizationRule:EventHubAuthorizationRule',
      type: t.eventHubRule,
      classic: { eventhubName: 'telemetry', listen: true, manage: UNKNOWN },
      v3: { eventHubName: 'telemetry', rights: ['Listen', UNKNOWN] },
    },
  ]);
});

describe('Service Bus of the classic provider', () => {
  itTranslates([
    {
      title: 'namespace with a key and a firewall, in the token of earlier releases',
      token: 'eventhub/namespace:Namespace',
      type: t.serviceBusNamespace,
      classic: {
        name: 'plant',
        localAuthEnabled: false,
        customerManagedKey: { keyVaultKeyId: key, infrastructureEncryptionEnabled: true },
        networkRuleSet: { ipRules: ['10.0.0.0/8'], networkRules: [{ subnetId: '/subnet' }] },
      },
      v3: {
        minimumTlsVersion: '1.2',
        disableLocalAuth: true,
        publicNetworkAccess: 'Enabled',
        encryption: { keyVaultProperties: [keyParts], requireInfrastructureEncryption: true },
      },
      parts: [
        [
          t.serviceBusNetworkRuleSet,
          {
            namespaceName: 'plant',
            defaultAction: 'Allow',
            ipRules: [{ ipMask: '10.0.0.0/8', action: 'Allow' }],
            virtualNetworkRules: [{ subnet: { id: '/subnet' }, ignoreMissingVnetServiceEndpoint: false }],
          },
        ],
      ],
    },
    {
      title: 'key of a namespace',
      token: 'servicebus/namespaceCustomerManagedKey:NamespaceCustomerManagedKey',
      type: t.serviceBusNamespace,
      classic: { namespaceId: busNamespace, keyVaultKeyId: UNKNOWN },
      v3: { namespaceName: 'plant', encryption: { keyVaultProperties: UNKNOWN } },
      only: ['encryption'],
    },
    {
      title: 'rule of a namespace',
      token: 'servicebus/namespaceAuthorizationRule:NamespaceAuthorizationRule',
      type: t.serviceBusNamespaceRule,
      classic: { namespaceId: busNamespace, send: true },
      v3: { namespaceName: 'plant', rights: ['Send'] },
    },
    {
      title: 'rule of a queue',
      token: 'servicebus/queueAuthorizationRule:QueueAuthorizationRule',
      type: t.serviceBusQueueRule,
      classic: { queueId: `${busNamespace}/queues/commands`, manage: true },
      v3: { namespaceName: 'plant', queueName: 'commands', rights: ['Manage'] },
    },
    {
      title: 'queue',
      token: 'servicebus/queue:Queue',
      type: t.serviceBusQueue,
      classic: { name: 'commands', namespaceId: busNamespace },
      v3: { queueName: 'commands', namespaceName: 'plant' },
    },
  ]);
});

describe('Event Grid of the classic provider', () => {
  itTranslates([
    {
      title: 'topic with nothing but what is required',
      token: 'eventgrid/topic:Topic',
      type: t.eventGridTopic,
      classic: { name: 'alarms' },
      v3: { topicName: 'alarms', disableLocalAuth: false, publicNetworkAccess: 'Enabled' },
      back: { disableLocalAuth: 'localAuthEnabled' },
    },
    {
      title: 'domain, closed',
      token: 'eventhub/domain:Domain',
      type: t.eventGridDomain,
      classic: {
        localAuthEnabled: false,
        publicNetworkAccessEnabled: false,
        inboundIpRules: [{ ipMask: '0.0.0.0/0' }],
      },
      v3: {
        disableLocalAuth: true,
        publicNetworkAccess: 'Disabled',
        inboundIpRules: [{ ipMask: '0.0.0.0/0', action: 'Allow' }],
      },
    },
    {
      title: 'system topic, in the name of earlier releases',
      token: 'eventgrid/systemTopic:SystemTopic',
      type: t.eventGridSystemTopic,
      classic: { sourceArmResourceId: '/hub', identity: { type: 'SystemAssigned' } },
      v3: { source: '/hub', identity: { type: 'SystemAssigned' } },
      back: { source: 'sourceArmResourceId' },
    },
    {
      title: 'namespace with the broker for MQTT',
      token: 'eventgrid/namespace:Namespace',
      type: t.eventGridNamespace,
      classic: {
        name: 'mqtt',
        topicSpacesConfigurations: [
          { maximumClientSessionsPerAuthenticationName: 5, routeTopicId: '/topic' },
        ],
      },
      v3: {
        publicNetworkAccess: 'Enabled',
        topicSpacesConfiguration: {
          state: 'Enabled',
          maximumClientSessionsPerAuthenticationName: 5,
          routeTopicResourceId: '/topic',
        },
      },
      back: {
        'topicSpacesConfiguration.maximumClientSessionsPerAuthenticationName':
          'topicSpacesConfigurations.maximumClientSessionsPerAuthenticationName',
      },
    },
    {
      title: 'partner namespace',
      token: 'eventgrid/partnerNamespace:PartnerNamespace',
      type: t.eventGridPartnerNamespace,
      classic: { localAuthenticationEnabled: false },
      v3: { disableLocalAuth: true, publicNetworkAccess: 'Enabled' },
    },
    {
      title: 'subscription that calls an address',
      token: 'eventgrid/eventSubscription:EventSubscription',
      type: t.eventGridSubscription,
      classic: {
        name: 'hook',
        scope: '/topic',
        webhookEndpoint: { url: 'https://plant', activeDirectoryAppIdOrUri: 'app' },
      },
      v3: {
        eventSubscriptionName: 'hook',
        scope: '/topic',
        destination: {
          endpointType: 'WebHook',
          endpointUrl: 'https://plant',
          azureActiveDirectoryApplicationIdOrUri: 'app',
        },
      },
      back: {
        'destination.azureActiveDirectoryApplicationIdOrUri': 'webhookEndpoint.activeDirectoryAppIdOrUri',
        destination: 'webhookEndpoint',
      },
    },
    {
      title: 'subscription that delivers and keeps by an identity',
      token: 'eventgrid/systemTopicEventSubscription:SystemTopicEventSubscription',
      type: t.eventGridSystemSubscription,
      classic: {
        systemTopic: 'hub-events',
        eventhubEndpointId: '/eventhub',
        deliveryIdentity: { type: 'SystemAssigned' },
        storageBlobDeadLetterDestination: { storageAccountId: '/account', storageBlobContainerName: 'dead' },
        deadLetterIdentity: { type: 'SystemAssigned' },
      },
      v3: {
        systemTopicName: 'hub-events',
        deliveryWithResourceIdentity: {
          destination: { endpointType: 'EventHub', resourceId: '/eventhub' },
          identity: { type: 'SystemAssigned' },
        },
        deadLetterWithResourceIdentity: {
          deadLetterDestination: { endpointType: 'StorageBlob', blobContainerName: 'dead' },
          identity: { type: 'SystemAssigned' },
        },
      },
    },
  ]);

  it('delivers by key where no identity is written', () => {
    const [subscription] = translated('eventgrid/eventSubscription:EventSubscription', {
      serviceBusQueueEndpointId: UNKNOWN,
      storageBlobDeadLetterDestination: { storageAccountId: '/account' },
    });
    expect(subscription?.properties).toMatchObject({
      destination: UNKNOWN,
      deadLetterDestination: { resourceId: '/account' },
    });
    expect(subscription?.properties).not.toHaveProperty('deliveryWithResourceIdentity');
    expect(subscription?.properties).not.toHaveProperty('deadLetterWithResourceIdentity');
  });
});

describe('Redis of the classic provider', () => {
  itTranslates([
    {
      title: 'cache with nothing but what is required',
      token: 'redis/cache:Cache',
      type: t.redis,
      classic: { name: 'c', skuName: 'Standard', family: 'C', capacity: 1 },
      v3: {
        sku: { name: 'Standard', family: 'C', capacity: 1 },
        enableNonSslPort: false,
        minimumTlsVersion: '1.2',
        publicNetworkAccess: 'Enabled',
        disableAccessKeyAuthentication: false,
      },
      back: {
        enableNonSslPort: 'nonSslPortEnabled',
        disableAccessKeyAuthentication: 'accessKeysAuthenticationEnabled',
        'redisConfiguration.aadEnabled': 'redisConfiguration.activeDirectoryAuthenticationEnabled',
      },
    },
    {
      title: 'cache, open, in the names of earlier releases',
      token: 'redis/cache:Cache',
      type: t.redis,
      classic: {
        name: 'c',
        enableNonSslPort: true,
        minimumTlsVersion: '1.0',
        redisConfiguration: { enableAuthentication: false, rdbStorageConnectionString: 'secret' },
        patchSchedules: [{ dayOfWeek: 'Monday' }],
      },
      v3: {
        enableNonSslPort: true,
        minimumTlsVersion: '1.0',
        redisConfiguration: {
          aadEnabled: 'false',
          authnotrequired: 'true',
          rdbStorageConnectionString: 'secret',
        },
      },
      back: { enableNonSslPort: 'enableNonSslPort' },
      parts: [
        [
          t.redisPatchSchedule,
          { name: 'c', scheduleEntries: [{ dayOfWeek: 'Monday', maintenanceWindow: 'PT5H' }] },
        ],
      ],
    },
    {
      title: 'firewall rule',
      token: 'redis/firewallRule:FirewallRule',
      type: t.redisFirewallRule,
      classic: { name: 'all', redisCacheName: 'c', startIp: '0.0.0.0', endIp: '255.255.255.255' },
      v3: { ruleName: 'all', cacheName: 'c', startIP: '0.0.0.0', endIP: '255.255.255.255' },
      back: { startIP: 'startIp' },
    },
    {
      title: 'enterprise cluster',
      token: 'redis/enterpriseCluster:EnterpriseCluster',
      type: t.redisEnterprise,
      classic: { name: 'e' },
      v3: { clusterName: 'e', minimumTlsVersion: '1.2' },
    },
    {
      title: 'enterprise database',
      token: 'redis/enterpriseDatabase:EnterpriseDatabase',
      type: t.redisEnterpriseDatabase,
      classic: { clusterId: idOf('Microsoft.Cache/redisEnterprise/e'), clientProtocol: 'Plaintext' },
      v3: { clusterName: 'e', clientProtocol: 'Plaintext' },
    },
    {
      title: 'managed Redis',
      token: 'managedredis/managedRedis:ManagedRedis',
      type: t.redisEnterprise,
      classic: { name: 'm', customerManagedKey: { keyVaultKeyId: key }, defaultDatabase: {} },
      v3: {
        publicNetworkAccess: 'Enabled',
        encryption: { customerManagedKeyEncryption: { keyEncryptionKeyUrl: key } },
      },
      parts: [
        [
          t.redisEnterpriseDatabase,
          { clusterName: 'm', clientProtocol: 'Encrypted', accessKeysAuthentication: 'Disabled' },
        ],
      ],
    },
  ]);
});
