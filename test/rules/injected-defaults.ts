import type { ArmType } from '../../policies/src/resources/resource';
import {
  eventGridDomain,
  eventGridNamespace,
  eventGridPartnerNamespace,
  eventGridSubscription,
  eventGridTopic,
  eventHubNamespace,
  eventHubNetworkRuleSet,
  iotHub,
  managedHsm,
  mqttClient,
  redis,
  serviceBusNamespace,
  storageAccount,
  vault,
  vaultKey,
} from '../../policies/src/resources/types';
import type { Properties } from '../../policies/src/resources/value';

/** What an author writes, and what the policy sees after the azure-native SDK 3.28 has filled in its defaults. */
interface InjectedDefault {
  readonly type: ArmType;
  readonly block: string;
  readonly written: Properties;
  readonly injected: Properties;
}

export const injectedDefaults: readonly InjectedDefault[] = [
  {
    type: vault,
    block: 'properties',
    written: { properties: {} },
    injected: {
      properties: {
        publicNetworkAccess: 'enabled',
        enableRbacAuthorization: false,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enabledForDeployment: false,
        enabledForDiskEncryption: false,
        enabledForTemplateDeployment: false,
      },
    },
  },
  {
    type: managedHsm,
    block: 'properties',
    written: { properties: {} },
    injected: {
      properties: {
        publicNetworkAccess: 'Enabled',
        enablePurgeProtection: true,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
      },
    },
  },
  {
    type: vaultKey,
    block: 'properties.attributes',
    written: { properties: { attributes: {} } },
    injected: { properties: { attributes: { exportable: false } } },
  },
  {
    type: storageAccount,
    block: 'networkRuleSet',
    written: { networkRuleSet: {} },
    injected: { networkRuleSet: { bypass: 'AzureServices', defaultAction: 'Allow' } },
  },
  {
    type: storageAccount,
    block: 'encryption',
    written: { encryption: {} },
    injected: { encryption: { keySource: 'Microsoft.Storage' } },
  },
  {
    type: storageAccount,
    block: 'sasPolicy',
    written: { sasPolicy: { sasExpirationPeriod: '1.00:00:00' } },
    injected: { sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' } },
  },
  {
    type: iotHub,
    block: 'properties.networkRuleSets',
    written: { properties: { networkRuleSets: { applyToBuiltInEventHubEndpoint: true, ipRules: [] } } },
    injected: {
      properties: {
        networkRuleSets: { applyToBuiltInEventHubEndpoint: true, ipRules: [], defaultAction: 'Deny' },
      },
    },
  },
  {
    type: eventHubNamespace,
    block: 'the resource',
    written: { sku: { name: 'Standard' }, encryption: {} },
    injected: {
      sku: { name: 'Standard' },
      encryption: { keySource: 'Microsoft.KeyVault' },
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: eventHubNetworkRuleSet,
    block: 'the resource',
    written: { defaultAction: 'Deny' },
    injected: { defaultAction: 'Deny', publicNetworkAccess: 'Enabled' },
  },
  {
    type: serviceBusNamespace,
    block: 'the resource',
    written: { sku: { name: 'Premium' }, encryption: {} },
    injected: {
      sku: { name: 'Premium' },
      encryption: { keySource: 'Microsoft.KeyVault' },
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: eventGridTopic,
    block: 'the resource',
    written: {},
    injected: { disableLocalAuth: false, inputSchema: 'EventGridSchema', publicNetworkAccess: 'Enabled' },
  },
  {
    type: eventGridDomain,
    block: 'the resource',
    written: {},
    injected: {
      autoCreateTopicWithFirstSubscription: true,
      autoDeleteTopicWithLastSubscription: true,
      disableLocalAuth: false,
      inputSchema: 'EventGridSchema',
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: eventGridPartnerNamespace,
    block: 'the resource',
    written: {},
    injected: {
      disableLocalAuth: false,
      partnerTopicRoutingMode: 'SourceEventAttribute',
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: eventGridNamespace,
    block: 'topicSpacesConfiguration',
    written: { topicSpacesConfiguration: { routeTopicResourceId: 'example' } },
    injected: { topicSpacesConfiguration: { routeTopicResourceId: 'example', state: 'Disabled' } },
  },
  {
    type: mqttClient,
    block: 'the resource',
    written: { clientName: 'press-7' },
    injected: { clientName: 'press-7', state: 'Enabled' },
  },
  {
    type: eventGridSubscription,
    block: 'the resource',
    written: { destination: { endpointType: 'EventHub' }, filter: {}, retryPolicy: {} },
    injected: {
      destination: { endpointType: 'EventHub' },
      eventDeliverySchema: 'EventGridSchema',
      filter: { isSubjectCaseSensitive: false },
      retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 },
    },
  },
  {
    type: redis,
    block: 'the resource',
    written: {},
    injected: { disableAccessKeyAuthentication: false, enableNonSslPort: false },
  },
];
