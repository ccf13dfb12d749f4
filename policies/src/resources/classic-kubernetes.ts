import { always, whereWritten } from './classic-fields';
import { type Field, identity, nameInId, opposite, same } from './shapes';

// Names: sdk/nodejs/containerservice of @pulumi/azure 6.40, and v5 where `or` names one. Defaults: its descriptions
// ("Defaults to …").

/** A pool of nodes, inside the cluster or in a class of its own. */
const pool: readonly Field[] = [
  ...same('maxCount', 'maxPods', 'minCount', 'nodeLabels', 'orchestratorVersion', 'osDiskType', 'vmSize'),
  { to: 'count', from: 'nodeCount' },
  { to: 'availabilityZones', from: 'zones' },
  { to: 'osSKU', from: 'osSku' },
  { to: 'vnetSubnetID', from: 'vnetSubnetId' },
  { to: 'podSubnetID', from: 'podSubnetId' },
  { to: 'enableAutoScaling', from: 'autoScalingEnabled', or: 'enableAutoScaling' },
  { to: 'enableFIPS', from: 'fipsEnabled' },
  // Neither has a default, and what is not set is sent as false.
  {
    to: 'enableEncryptionAtHost',
    from: 'hostEncryptionEnabled',
    or: 'enableHostEncryption',
    absent: false,
  },
  {
    to: 'enableNodePublicIP',
    from: 'nodePublicIpEnabled',
    or: 'enableNodePublicIp',
    absent: false,
  },
];

export const nodePool: readonly Field[] = [
  { to: 'agentPoolName', from: 'name' },
  { to: 'resourceName', from: 'kubernetesClusterId', as: nameInId },
  ...pool,
  { to: 'mode', from: 'mode', absent: 'User' },
  { to: 'osType', from: 'osType', absent: 'Linux' },
];

/** Who may reach the API server. */
const access: readonly Field[] = [
  {
    to: 'apiServerAccessProfile.authorizedIPRanges',
    from: 'apiServerAccessProfile.authorizedIpRanges',
    or: 'apiServerAuthorizedIpRanges',
  },
  { to: 'apiServerAccessProfile.enablePrivateCluster', from: 'privateClusterEnabled', absent: false },
  { to: 'apiServerAccessProfile.privateDNSZone', from: 'privateDnsZoneId' },
  {
    to: 'apiServerAccessProfile.enablePrivateClusterPublicFQDN',
    from: 'privateClusterPublicFqdnEnabled',
    absent: false,
  },
  // `run_command_enabled` and `role_based_access_control_enabled` default to true.
  { to: 'apiServerAccessProfile.disableRunCommand', from: 'runCommandEnabled', as: opposite, absent: false },
  { to: 'enableRBAC', from: 'roleBasedAccessControlEnabled', absent: true },
  { to: 'disableLocalAccounts', from: 'localAccountDisabled', absent: false },
  {
    to: 'aadProfile',
    from: 'azureActiveDirectoryRoleBasedAccessControl',
    block: [
      // What is left of this block since v6 is the managed kind.
      { to: 'managed', from: 'managed', absent: true },
      { to: 'enableAzureRBAC', from: 'azureRbacEnabled', absent: false },
      { to: 'adminGroupObjectIDs', from: 'adminGroupObjectIds' },
      { to: 'tenantID', from: 'tenantId' },
    ],
  },
];

/** What guards the workloads. */
const security: readonly Field[] = [
  { to: 'oidcIssuerProfile.enabled', from: 'oidcIssuerEnabled', absent: false },
  { to: 'securityProfile.workloadIdentity.enabled', from: 'workloadIdentityEnabled', absent: false },
  {
    to: 'securityProfile.defender.logAnalyticsWorkspaceResourceId',
    from: 'microsoftDefender.logAnalyticsWorkspaceId',
  },
  whereWritten('securityProfile.defender.securityMonitoring.enabled', 'microsoftDefender', true, false),
  {
    to: 'securityProfile.azureKeyVaultKms',
    from: 'keyManagementService',
    block: [
      always('enabled', true),
      { to: 'keyId', from: 'keyVaultKeyId' },
      { to: 'keyVaultNetworkAccess', from: 'keyVaultNetworkAccess', absent: 'Public' },
    ],
  },
  { to: 'securityProfile.imageCleaner.enabled', from: 'imageCleanerEnabled' },
  { to: 'addonProfiles.azurepolicy.enabled', from: 'azurePolicyEnabled', absent: false },
  {
    to: 'addonProfiles.httpApplicationRouting.enabled',
    from: 'httpApplicationRoutingEnabled',
    absent: false,
  },
  whereWritten('addonProfiles.omsagent.enabled', 'omsAgent', true, false),
];

const network: readonly Field[] = [
  ...same('networkPlugin', 'networkPluginMode', 'networkPolicy', 'networkMode', 'podCidr', 'serviceCidr'),
  { to: 'networkDataplane', from: 'networkDataPlane', or: 'ebpfDataPlane', absent: 'azure' },
  { to: 'outboundType', from: 'outboundType', absent: 'loadBalancer' },
  { to: 'loadBalancerSku', from: 'loadBalancerSku', absent: 'standard' },
];

export const cluster: readonly Field[] = [
  { to: 'resourceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'dnsPrefix', 'kubernetesVersion', 'nodeResourceGroup'),
  identity,
  { to: 'sku.tier', from: 'skuTier', absent: 'Free' },
  { to: 'diskEncryptionSetID', from: 'diskEncryptionSetId' },
  { to: 'servicePrincipalProfile.clientId', from: 'servicePrincipal.clientId' },
  { to: 'servicePrincipalProfile.secret', from: 'servicePrincipal.clientSecret' },
  { to: 'autoUpgradeProfile.upgradeChannel', from: 'automaticUpgradeChannel', or: 'automaticChannelUpgrade' },
  {
    to: 'autoUpgradeProfile.nodeOSUpgradeChannel',
    from: 'nodeOsUpgradeChannel',
    or: 'nodeOsChannelUpgrade',
    absent: 'NodeImage',
  },
  {
    to: 'agentPoolProfiles',
    from: 'defaultNodePool',
    each: [...same('name', 'type'), ...pool, always('mode', 'System')],
  },
  { to: 'networkProfile', from: 'networkProfile', block: network },
  ...access,
  ...security,
];
