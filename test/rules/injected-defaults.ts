import type { ArmType } from '../../policies/src/resources/resource';
import {
  assetEndpointProfile,
  dataflowEndpoint,
  deviceUpdateAccount,
  iotBroker,
  iotBrokerListener,
  iotCentralApp,
  iotHub,
  managedHsm,
  storageAccount,
  streamingJob,
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
    type: deviceUpdateAccount,
    block: 'the account',
    written: {},
    injected: { publicNetworkAccess: 'Enabled', sku: 'Standard' },
  },
  {
    type: iotCentralApp,
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
    type: assetEndpointProfile,
    block: 'authentication',
    written: { authentication: {} },
    injected: { authentication: { method: 'Certificate' } },
  },
  {
    type: iotBroker,
    block: 'properties.advanced',
    written: { properties: { advanced: {} } },
    injected: { properties: { advanced: { encryptInternalTraffic: 'Enabled' } } },
  },
  {
    type: iotBrokerListener,
    block: 'properties',
    written: { properties: { ports: [{ port: 1883 }] } },
    injected: { properties: { serviceType: 'ClusterIp', ports: [{ port: 1883, protocol: 'Mqtt' }] } },
  },
  {
    type: dataflowEndpoint,
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
    type: dataflowEndpoint,
    block: 'properties.kafkaSettings.tls',
    written: { properties: { kafkaSettings: { tls: {} } } },
    injected: { properties: { kafkaSettings: { compression: 'None', tls: { mode: 'Enabled' } } } },
  },
  {
    type: streamingJob,
    block: 'transformation',
    written: { transformation: {} },
    injected: { transformation: { streamingUnits: 3 } },
  },
];
