import type { ArmType } from '../../policies/src/resources/resource';
import {
  appInsights,
  flowLog,
  iotHub,
  iotSecuritySolution,
  managedHsm,
  roleAssignment,
  storageAccount,
  subnet,
  vault,
  vaultKey,
  virtualNetwork,
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
    type: subnet,
    block: 'itself',
    written: {},
    injected: { privateEndpointNetworkPolicies: 'Disabled', privateLinkServiceNetworkPolicies: 'Enabled' },
  },
  {
    type: virtualNetwork,
    block: 'itself',
    written: {},
    injected: { enableDdosProtection: false, enableVmProtection: false },
  },
  {
    type: flowLog,
    block: 'retentionPolicy',
    written: { retentionPolicy: {} },
    injected: { retentionPolicy: { days: 0, enabled: false } },
  },
  {
    type: appInsights,
    block: 'itself',
    written: { kind: 'web' },
    injected: {
      kind: 'web',
      applicationType: 'web',
      flowType: 'Bluefield',
      ingestionMode: 'LogAnalytics',
      publicNetworkAccessForIngestion: 'Enabled',
      publicNetworkAccessForQuery: 'Enabled',
      requestSource: 'rest',
    },
  },
  {
    type: iotSecuritySolution,
    block: 'itself',
    written: { displayName: 'Fleet', iotHubs: [] },
    injected: {
      displayName: 'Fleet',
      iotHubs: [],
      status: 'Enabled',
      unmaskedIpLoggingStatus: 'Disabled',
    },
  },
  {
    type: roleAssignment,
    block: 'itself',
    written: { scope: '/subscriptions/s' },
    injected: { scope: '/subscriptions/s', principalType: 'User' },
  },
];
