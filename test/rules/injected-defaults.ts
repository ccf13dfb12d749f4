import { iotHub, managedHsm, storageAccount, vault, vaultKey } from '../../policies/src/resources/types';
import type { InjectedDefault } from '../../policies/src/testing';
import type { ArmType } from '../../policies/src/resources/resource';
import {
  iotHub,
  managedHsm,
  mysqlServer,
  postgresServer,
  sqlServerAssessment,
  storageAccount,
  vault,
  vaultKey,
import type { ArmType } from '../../policies/src/resources/resource';
import {
  containerRegistry,
  iotHub,
  kustoCluster,
  managedCluster,
  managedHsm,
  storageAccount,
  vault,
  vaultKey,
  webApp,
  webAppSlot,
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
    type: sqlServerAssessment,
    block: 'recurringScans',
    written: { recurringScans: {} },
    injected: { recurringScans: { emailSubscriptionAdmins: true } },
  },
  {
    type: postgresServer,
    block: 'authConfig',
    written: { authConfig: {} },
    injected: { authConfig: { passwordAuth: 'Enabled' } },
  },
  {
    type: postgresServer,
    block: 'backup',
    written: { backup: {} },
    injected: { backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' } },
  },
  {
    type: postgresServer,
    block: 'highAvailability',
    written: { highAvailability: {} },
    injected: { highAvailability: { mode: 'Disabled' } },
  },
  {
    type: mysqlServer,
    block: 'backup',
    written: { backup: {} },
    injected: { backup: { geoRedundantBackup: 'Disabled' } },
    type: kustoCluster,
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
  ...[webApp, webAppSlot].flatMap((type) => [
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
    type: containerRegistry,
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
    type: containerRegistry,
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
    type: managedCluster,
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
    type: managedCluster,
    block: 'securityProfile.azureKeyVaultKms',
    written: { securityProfile: { azureKeyVaultKms: { enabled: true } } },
    injected: { securityProfile: { azureKeyVaultKms: { enabled: true, keyVaultNetworkAccess: 'Public' } } },
  },
];
