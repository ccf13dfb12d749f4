import { describe } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates } from './classic-table';

describe('container registries of the classic provider', () => {
  itTranslates([
    {
      title: 'registry with nothing but what is required',
      token: 'containerservice/registry:Registry',
      type: t.containerRegistry,
      classic: { name: 'plant', sku: 'Premium' },
      v3: {
        registryName: 'plant',
        sku: { name: 'Premium' },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        dataEndpointEnabled: false,
        publicNetworkAccess: 'Enabled',
        networkRuleBypassOptions: 'AzureServices',
        encryption: { status: 'disabled' },
        policies: {
          exportPolicy: { status: 'enabled' },
          azureADAuthenticationAsArmPolicy: { status: 'enabled' },
          quarantinePolicy: { status: 'disabled' },
          trustPolicy: { status: 'disabled' },
        },
      },
      back: {
        adminUserEnabled: 'adminEnabled',
        'policies.exportPolicy.status': 'exportPolicyEnabled',
        'encryption.status': 'encryption',
        'networkRuleSet.defaultAction': 'networkRuleSet.defaultAction',
        'networkRuleSet.ipRules[0].iPAddressOrRange': 'networkRuleSet.ipRules[0].ipRange',
      },
    },
    {
      title: 'registry, closed, with one policy in the block of earlier releases',
      token: 'containerservice/registry:Registry',
      type: t.containerRegistry,
      classic: {
        adminEnabled: false,
        publicNetworkAccessEnabled: false,
        exportPolicyEnabled: false,
        trustPolicy: { enabled: true },
        networkRuleSet: { ipRules: [{ action: 'Allow', ipRange: '10.0.0.0/8' }] },
        encryption: { keyVaultKeyId: UNKNOWN },
      },
      v3: {
        publicNetworkAccess: 'Disabled',
        policies: { exportPolicy: { status: 'disabled' }, trustPolicy: { status: 'enabled' } },
        networkRuleSet: { defaultAction: 'Allow', ipRules: [{ iPAddressOrRange: '10.0.0.0/8' }] },
        encryption: { status: 'enabled', keyVaultProperties: { keyIdentifier: UNKNOWN } },
      },
    },
    {
      title: 'token',
      token: 'containerservice/registryToken:RegistryToken',
      type: t.registryToken,
      classic: { name: 't', containerRegistryName: 'plant' },
      v3: { tokenName: 't', registryName: 'plant', status: 'enabled' },
    },
    {
      title: 'webhook, in the misspelt token of earlier releases',
      token: 'containerservice/registryWebook:RegistryWebook',
      type: t.registryWebhook,
      classic: { name: 'w', serviceUri: 'http://plant' },
      v3: { webhookName: 'w', serviceUri: 'http://plant', status: 'enabled' },
    },
  ]);
});

describe('Kubernetes of the classic provider', () => {
  itTranslates([
    {
      title: 'cluster with nothing but what is required',
      token: 'containerservice/kubernetesCluster:KubernetesCluster',
      type: t.managedCluster,
      classic: { name: 'aks', defaultNodePool: { name: 'system', vmSize: 'Standard_D2' } },
      v3: {
        resourceName: 'aks',
        enableRBAC: true,
        disableLocalAccounts: false,
        apiServerAccessProfile: { enablePrivateCluster: false, disableRunCommand: false },
        oidcIssuerProfile: { enabled: false },
        securityProfile: {
          workloadIdentity: { enabled: false },
          defender: { securityMonitoring: { enabled: false } },
        },
        addonProfiles: { azurepolicy: { enabled: false }, httpApplicationRouting: { enabled: false } },
        agentPoolProfiles: [
          { name: 'system', mode: 'System', enableEncryptionAtHost: false, enableNodePublicIP: false },
        ],
      },
      back: {
        disableLocalAccounts: 'localAccountDisabled',
        'apiServerAccessProfile.enablePrivateCluster': 'privateClusterEnabled',
        'apiServerAccessProfile.authorizedIPRanges': 'apiServerAccessProfile.authorizedIpRanges',
        'apiServerAccessProfile.disableRunCommand': 'runCommandEnabled',
        'agentPoolProfiles[0].enableEncryptionAtHost': 'defaultNodePool.hostEncryptionEnabled',
        'addonProfiles.azurepolicy.enabled': 'azurePolicyEnabled',
        'aadProfile.enableAzureRBAC': 'azureActiveDirectoryRoleBasedAccessControl.azureRbacEnabled',
        'autoUpgradeProfile.upgradeChannel': 'automaticUpgradeChannel',
        diskEncryptionSetID: 'diskEncryptionSetId',
      },
    },
    {
      title: 'cluster, closed',
      token: 'containerservice/kubernetesCluster:KubernetesCluster',
      type: t.managedCluster,
      classic: {
        privateClusterEnabled: true,
        runCommandEnabled: false,
        localAccountDisabled: true,
        azureActiveDirectoryRoleBasedAccessControl: { azureRbacEnabled: true },
        networkProfile: { networkPlugin: 'azure', networkPolicy: 'cilium' },
        workloadIdentityEnabled: true,
        oidcIssuerEnabled: true,
        microsoftDefender: { logAnalyticsWorkspaceId: UNKNOWN },
        azurePolicyEnabled: true,
        keyManagementService: { keyVaultKeyId: UNKNOWN, keyVaultNetworkAccess: 'Private' },
        automaticUpgradeChannel: 'stable',
        diskEncryptionSetId: '/des',
      },
      v3: {
        apiServerAccessProfile: { enablePrivateCluster: true, disableRunCommand: true },
        disableLocalAccounts: true,
        aadProfile: { managed: true, enableAzureRBAC: true },
        networkProfile: { networkPolicy: 'cilium' },
        securityProfile: {
          workloadIdentity: { enabled: true },
          defender: { securityMonitoring: { enabled: true }, logAnalyticsWorkspaceResourceId: UNKNOWN },
          azureKeyVaultKms: { enabled: true, keyId: UNKNOWN, keyVaultNetworkAccess: 'Private' },
        },
        oidcIssuerProfile: { enabled: true },
        addonProfiles: { azurepolicy: { enabled: true } },
        autoUpgradeProfile: { upgradeChannel: 'stable' },
        diskEncryptionSetID: '/des',
      },
    },
    {
      title: 'cluster in the names of earlier releases',
      token: 'containerservice/kubernetesCluster:KubernetesCluster',
      type: t.managedCluster,
      classic: {
        apiServerAuthorizedIpRanges: ['10.0.0.0/8'],
        automaticChannelUpgrade: 'patch',
        defaultNodePool: { enableHostEncryption: true, enableNodePublicIp: true },
      },
      v3: {
        apiServerAccessProfile: { authorizedIPRanges: ['10.0.0.0/8'] },
        autoUpgradeProfile: { upgradeChannel: 'patch' },
        agentPoolProfiles: [{ enableEncryptionAtHost: true, enableNodePublicIP: true }],
      },
      back: { 'apiServerAccessProfile.authorizedIPRanges': 'apiServerAuthorizedIpRanges' },
    },
    {
      title: 'pool of nodes',
      token: 'containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool',
      type: t.agentPool,
      classic: {
        name: 'edge',
        kubernetesClusterId: idOf('Microsoft.ContainerService/managedClusters/aks'),
        hostEncryptionEnabled: true,
      },
      v3: {
        agentPoolName: 'edge',
        resourceName: 'aks',
        mode: 'User',
        enableEncryptionAtHost: true,
        enableNodePublicIP: false,
      },
    },
  ]);
});
