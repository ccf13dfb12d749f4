import * as containerregistry from '@pulumi/azure-native/containerregistry';
import * as containerservice from '@pulumi/azure-native/containerservice';
import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';

const { registry } = new pulumi.Config().requireObject<{ registry: string; retention: number }>('images');
const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const resourceGroupName = 'quarry';

const images = new containerregistry.Registry('images', {
  resourceGroupName,
  registryName: registry,
  sku: { name: containerregistry.SkuName.Premium },
  adminUserEnabled: true,
  publicNetworkAccess: containerregistry.PublicNetworkAccess.Disabled,
  networkRuleSet: { defaultAction: 'Deny' },
  policies: {
    exportPolicy: { status: 'disabled' },
    quarantinePolicy: { status: 'enabled' },
    azureADAuthenticationAsArmPolicy: { status: 'disabled' },
  },
  dataEndpointEnabled: true,
});
new containerregistry.Token('truck-scale', {
  resourceGroupName,
  registryName: images.name,
  scopeMapId: pulumi.interpolate`${images.id}/scopeMaps/_repositories_pull`,
  status: containerregistry.TokenStatus.Enabled,
});
new containerregistry.Webhook('deploy', {
  resourceGroupName,
  registryName: images.name,
  serviceUri: 'https://deploy.quarry.example/images',
  actions: ['push'],
});

const crusher = new containerservice.ManagedCluster('crusher', {
  resourceGroupName,
  dnsPrefix: 'crusher',
  identity: { type: containerservice.ResourceIdentityType.SystemAssigned },
  disableLocalAccounts: true,
  enableRBAC: true,
  aadProfile: { managed: true, enableAzureRBAC: true },
  apiServerAccessProfile: { enablePrivateCluster: true, disableRunCommand: true },
  networkProfile: { networkPlugin: 'azure', networkPolicy: 'cilium' },
  autoUpgradeProfile: { upgradeChannel: 'patch' },
  addonProfiles: { azurepolicy: { enabled: true } },
  oidcIssuerProfile: { enabled: true },
  diskEncryptionSetID: `${subscription}/resourceGroups/quarry/providers/Microsoft.Compute/diskEncryptionSets/crusher`,
  securityProfile: {
    workloadIdentity: { enabled: true },
    defender: { securityMonitoring: { enabled: true } },
    azureKeyVaultKms: {
      enabled: true,
      keyId: 'https://quarry.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef',
    },
  },
  agentPoolProfiles: [
    { name: 'system', mode: 'System', count: 3, vmSize: 'Standard_D4s_v5', enableEncryptionAtHost: true },
  ],
});
new containerservice.AgentPool('cameras', {
  resourceGroupName,
  resourceName: crusher.name,
  count: 2,
  vmSize: 'Standard_NC4as_T4_v3',
  enableNodePublicIP: true,
});
new monitor.DiagnosticSetting('crusher-logs', {
  resourceUri: crusher.id,
  workspaceId: `${subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc`,
  logs: [
    { category: 'kube-audit-admin', enabled: true },
    { category: 'guard', enabled: true },
  ],
});

// For the students who work on the recognition of stones.
new containerservice.ManagedCluster('trial', {
  resourceGroupName,
  dnsPrefix: 'trial',
  servicePrincipalProfile: {
    clientId: '5a0c7a10-0000-4000-8000-0000000000f1',
    secret: 'not-a-real-client-secret',
  },
  apiServerAccessProfile: { authorizedIPRanges: ['0.0.0.0/0'] },
  addonProfiles: { httpApplicationRouting: { enabled: true } },
  agentPoolProfiles: [{ name: 'main', mode: 'System', count: 1, vmSize: 'Standard_B2s' }],
});
