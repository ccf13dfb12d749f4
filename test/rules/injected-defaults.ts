import * as t from '../../policies/src/resources/types';
import type { InjectedDefault } from '../../policies/src/testing';

export const injectedDefaults: readonly InjectedDefault[] = [
  {
    type: t.vault,
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
    type: t.managedHsm,
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
    type: t.vaultKey,
    block: 'properties.attributes',
    written: { properties: { attributes: {} } },
    injected: { properties: { attributes: { exportable: false } } },
  },
  {
    type: t.storageAccount,
    block: 'networkRuleSet',
    written: { networkRuleSet: {} },
    injected: { networkRuleSet: { bypass: 'AzureServices', defaultAction: 'Allow' } },
  },
  {
    type: t.storageAccount,
    block: 'encryption',
    written: { encryption: {} },
    injected: { encryption: { keySource: 'Microsoft.Storage' } },
  },
  {
    type: t.storageAccount,
    block: 'sasPolicy',
    written: { sasPolicy: { sasExpirationPeriod: '1.00:00:00' } },
    injected: { sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' } },
  },
  {
    type: t.iotHub,
    block: 'properties.networkRuleSets',
    written: { properties: { networkRuleSets: { applyToBuiltInEventHubEndpoint: true, ipRules: [] } } },
    injected: {
      properties: {
        networkRuleSets: { applyToBuiltInEventHubEndpoint: true, ipRules: [], defaultAction: 'Deny' },
      },
    },
  },
  {
    type: t.deviceUpdateAccount,
    block: 'the account',
    written: {},
    injected: { publicNetworkAccess: 'Enabled', sku: 'Standard' },
  },
  {
    type: t.iotCentralApp,
    block: 'networkRuleSets',
    written: { networkRuleSets: { defaultAction: 'Deny', ipRules: [] } },
    injected: {
      networkRuleSets: {
        defaultAction: 'Deny',
        ipRules: [],
        applyToDevices: false,
        applyToIoTCentral: false,
      },
    },
  },
  {
    type: t.assetEndpointProfile,
    block: 'authentication',
    written: { authentication: {} },
    injected: { authentication: { method: 'Certificate' } },
  },
  {
    type: t.iotBroker,
    block: 'properties.advanced',
    written: { properties: { advanced: {} } },
    injected: { properties: { advanced: { encryptInternalTraffic: 'Enabled' } } },
  },
  {
    type: t.iotBrokerListener,
    block: 'properties',
    written: { properties: { ports: [{ port: 1883 }] } },
    injected: { properties: { serviceType: 'ClusterIp', ports: [{ port: 1883, protocol: 'Mqtt' }] } },
  },
  {
    type: t.dataflowEndpoint,
    block: 'properties.mqttSettings.tls',
    written: { properties: { mqttSettings: { tls: {} } } },
    injected: {
      properties: {
        mqttSettings: {
          keepAliveSeconds: 60,
          maxInflightMessages: 100,
          protocol: 'Mqtt',
          qos: 1,
          retain: 'Keep',
          tls: { mode: 'Enabled' },
        },
      },
    },
  },
  {
    type: t.dataflowEndpoint,
    block: 'properties.kafkaSettings.tls',
    written: { properties: { kafkaSettings: { tls: {} } } },
    injected: { properties: { kafkaSettings: { compression: 'None', tls: { mode: 'Enabled' } } } },
  },
  {
    type: t.streamingJob,
    block: 'transformation',
    written: { transformation: {} },
    injected: { transformation: { streamingUnits: 3 } },
  },
  {
    type: t.cosmosAccount,
    block: 'the account',
    written: {},
    injected: { kind: 'GlobalDocumentDB', createMode: 'Default' },
  },
  {
    type: t.sqlServerAssessment,
    block: 'recurringScans',
    written: { recurringScans: {} },
    injected: { recurringScans: { emailSubscriptionAdmins: true } },
  },
  {
    type: t.postgresServer,
    block: 'authConfig',
    written: { authConfig: {} },
    injected: { authConfig: { passwordAuth: 'Enabled' } },
  },
  {
    type: t.postgresServer,
    block: 'backup',
    written: { backup: {} },
    injected: { backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' } },
  },
  {
    type: t.postgresServer,
    block: 'highAvailability',
    written: { highAvailability: {} },
    injected: { highAvailability: { mode: 'Disabled' } },
  },
  {
    type: t.mysqlServer,
    block: 'backup',
    written: { backup: {} },
    injected: { backup: { geoRedundantBackup: 'Disabled' } },
  },
  {
    type: t.eventHubNamespace,
    block: 'the resource',
    written: { sku: { name: 'Standard' }, encryption: {} },
    injected: {
      sku: { name: 'Standard' },
      encryption: { keySource: 'Microsoft.KeyVault' },
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: t.eventHubNetworkRuleSet,
    block: 'the resource',
    written: { defaultAction: 'Deny' },
    injected: { defaultAction: 'Deny', publicNetworkAccess: 'Enabled' },
  },
  {
    type: t.serviceBusNamespace,
    block: 'the resource',
    written: { sku: { name: 'Premium' }, encryption: {} },
    injected: {
      sku: { name: 'Premium' },
      encryption: { keySource: 'Microsoft.KeyVault' },
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: t.eventGridTopic,
    block: 'the resource',
    written: {},
    injected: { disableLocalAuth: false, inputSchema: 'EventGridSchema', publicNetworkAccess: 'Enabled' },
  },
  {
    type: t.eventGridDomain,
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
    type: t.eventGridPartnerNamespace,
    block: 'the resource',
    written: {},
    injected: {
      disableLocalAuth: false,
      partnerTopicRoutingMode: 'SourceEventAttribute',
      publicNetworkAccess: 'Enabled',
    },
  },
  {
    type: t.eventGridNamespace,
    block: 'topicSpacesConfiguration',
    written: { topicSpacesConfiguration: { routeTopicResourceId: 'example' } },
    injected: { topicSpacesConfiguration: { routeTopicResourceId: 'example', state: 'Disabled' } },
  },
  {
    type: t.mqttClient,
    block: 'the resource',
    written: { clientName: 'press-7' },
    injected: { clientName: 'press-7', state: 'Enabled' },
  },
  {
    type: t.eventGridSubscription,
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
    type: t.redis,
    block: 'the resource',
    written: {},
    injected: { disableAccessKeyAuthentication: false, enableNonSslPort: false },
  },
  {
    type: t.kustoCluster,
    block: 'the cluster',
    written: { sku: { name: 'Standard_E2ads_v5', tier: 'Standard' } },
    injected: {
      sku: { name: 'Standard_E2ads_v5', tier: 'Standard' },
      enableAutoStop: true,
      enableDiskEncryption: false,
      enableDoubleEncryption: false,
      enablePurge: false,
      enableStreamingIngest: false,
      engineType: 'V3',
      publicIPType: 'IPv4',
      publicNetworkAccess: 'Enabled',
      restrictOutboundNetworkAccess: 'Disabled',
    },
  },
  ...[t.webApp, t.webAppSlot].flatMap((type) => [
    {
      type,
      block: 'the app',
      written: { kind: 'functionapp' },
      injected: {
        kind: 'functionapp',
        clientAffinityEnabled: false,
        hyperV: false,
        isXenon: false,
        scmSiteAlsoStopped: false,
      },
    },
    {
      type,
      block: 'siteConfig',
      written: { siteConfig: {} },
      injected: {
        siteConfig: { http20Enabled: true, localMySqlEnabled: false, netFrameworkVersion: 'v4.6' },
      },
    },
  ]),
  {
    type: t.containerRegistry,
    block: 'the registry',
    written: { sku: { name: 'Premium' } },
    injected: {
      sku: { name: 'Premium' },
      adminUserEnabled: false,
      anonymousPullEnabled: false,
      networkRuleBypassOptions: 'AzureServices',
      publicNetworkAccess: 'Enabled',
      zoneRedundancy: 'Disabled',
    },
  },
  {
    type: t.containerRegistry,
    block: 'its blocks',
    written: {
      networkRuleSet: {},
      policies: {
        exportPolicy: {},
        azureADAuthenticationAsArmPolicy: {},
        quarantinePolicy: {},
        trustPolicy: {},
      },
    },
    injected: {
      networkRuleSet: { defaultAction: 'Allow' },
      policies: {
        exportPolicy: { status: 'enabled' },
        azureADAuthenticationAsArmPolicy: { status: 'enabled' },
        quarantinePolicy: { status: 'disabled' },
        trustPolicy: { status: 'disabled', type: 'Notary' },
      },
    },
  },
  {
    type: t.managedCluster,
    block: 'networkProfile',
    written: { networkProfile: {} },
    injected: {
      networkProfile: {
        dnsServiceIP: '10.0.0.10',
        outboundType: 'loadBalancer',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.0.0.0/16',
      },
    },
  },
  {
    type: t.managedCluster,
    block: 'securityProfile.azureKeyVaultKms',
    written: { securityProfile: { azureKeyVaultKms: { enabled: true } } },
    injected: { securityProfile: { azureKeyVaultKms: { enabled: true, keyVaultNetworkAccess: 'Public' } } },
  },
];
