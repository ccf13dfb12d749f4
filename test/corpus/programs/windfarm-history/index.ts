import * as authorization from '@pulumi/azure-native/authorization';
import * as cosmosdb from '@pulumi/azure-native/cosmosdb';
import * as monitor from '@pulumi/azure-native/monitor';
import * as resources from '@pulumi/azure-native/resources';
import * as security from '@pulumi/azure-native/security';
import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import { PrivateAccess } from './private-access';

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const workspaceId = `${subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc`;
const identity = `${subscription}/resourceGroups/wind/providers/Microsoft.ManagedIdentity/userAssignedIdentities/history`;

const group = new resources.ResourceGroup('wind');
const resourceGroupName = group.name;

const turbines = new storage.StorageAccount(
  'turbines',
  {
    resourceGroupName,
    kind: storage.Kind.StorageV2,
    sku: { name: storage.SkuName.Standard_ZRS },
    identity: { type: storage.IdentityType.UserAssigned, userAssignedIdentities: [identity] },
    minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
    publicNetworkAccess: storage.PublicNetworkAccess.Disabled,
    networkRuleSet: { defaultAction: storage.DefaultAction.Deny },
    allowSharedKeyAccess: false,
    defaultToOAuthAuthentication: true,
    allowedCopyScope: storage.AllowedCopyScope.AAD,
    immutableStorageWithVersioning: { enabled: true },
    encryption: {
      keySource: storage.KeySource.Microsoft_Keyvault,
      keyVaultProperties: { keyName: 'history', keyVaultUri: 'https://windfarm.vault.azure.net' },
      encryptionIdentity: { encryptionUserAssignedIdentity: identity },
      requireInfrastructureEncryption: true,
      services: {
        queue: { enabled: true, keyType: storage.KeyType.Account },
        table: { enabled: true, keyType: storage.KeyType.Account },
      },
    },
  },
  { protect: true },
);
const inTurbines = { resourceGroupName, accountName: turbines.name };
const blobs = new storage.BlobServiceProperties('blobs', {
  ...inTurbines,
  blobServicesName: 'default',
  deleteRetentionPolicy: { enabled: true, days: 14 },
  containerDeleteRetentionPolicy: { enabled: true, days: 14 },
  isVersioningEnabled: true,
  changeFeed: { enabled: true },
});
const raw = new storage.BlobContainer('raw', inTurbines, { protect: true });
new storage.BlobContainerImmutabilityPolicy('raw-keep', {
  ...inTurbines,
  containerName: raw.name,
  immutabilityPeriodSinceCreationInDays: 7,
});
new storage.ManagementPolicy('ageing', {
  ...inTurbines,
  managementPolicyName: 'default',
  policy: {
    rules: [
      {
        name: 'old',
        type: 'Lifecycle',
        definition: {
          filters: { blobTypes: ['blockBlob'] },
          actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 10 } } },
        },
      },
    ],
  },
});
new authorization.ManagementLockByScope('turbines-lock', {
  scope: turbines.id,
  level: authorization.LockLevel.CanNotDelete,
});
new security.DefenderForStorage('turbines-defender', {
  resourceId: turbines.id,
  settingName: 'current',
  properties: {
    isEnabled: true,
    overrideSubscriptionLevelSettings: true,
    malwareScanning: { onUpload: { isEnabled: true, capGBPerMonth: 500 } },
    sensitiveDataDiscovery: { isEnabled: true },
  },
});
new PrivateAccess('turbines-blob', {
  resourceGroupName,
  target: turbines.id,
  groupId: 'blob',
  zone: 'privatelink.blob.core.windows.net',
});
const logs = [{ categoryGroup: 'allLogs', enabled: true }];
new monitor.DiagnosticSetting('blob-logs', { resourceUri: blobs.id, workspaceId, logs });
for (const service of ['queue', 'table', 'file'])
  new monitor.DiagnosticSetting(`${service}-logs`, {
    resourceUri: pulumi.interpolate`${turbines.id}/${service}Services/default`,
    workspaceId,
    logs,
  });

const parts = new cosmosdb.DatabaseAccount(
  'parts',
  {
    resourceGroupName,
    databaseAccountOfferType: cosmosdb.DatabaseAccountOfferType.Standard,
    identity: { type: cosmosdb.ResourceIdentityType.UserAssigned, userAssignedIdentities: [identity] },
    locations: [{ locationName: 'northeurope', failoverPriority: 0, isZoneRedundant: true }],
    disableLocalAuth: true,
    disableKeyBasedMetadataWriteAccess: true,
    publicNetworkAccess: cosmosdb.PublicNetworkAccess.Disabled,
    keyVaultKeyUri: 'https://windfarm.vault.azure.net/keys/parts',
    defaultIdentity: `UserAssignedIdentity=${identity}`,
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous30Days' } },
  },
  { protect: true },
);
new PrivateAccess('parts-sql', {
  resourceGroupName,
  target: parts.id,
  groupId: 'Sql',
  zone: 'privatelink.documents.azure.com',
});
new monitor.DiagnosticSetting('parts-logs', { resourceUri: parts.id, workspaceId, logs });
new security.Pricing('databases', {
  scopeId: subscription.slice(1),
  pricingName: 'CosmosDbs',
  pricingTier: security.PricingTier.Standard,
});
const assignment = {
  resourceGroupName,
  accountName: parts.name,
  principalId: '5a0c7a10-0000-4000-8000-0000000000e1',
};
const contributor = pulumi.interpolate`${parts.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002`;
new cosmosdb.SqlResourceSqlRoleAssignment('planner', {
  ...assignment,
  roleDefinitionId: contributor,
  scope: parts.id,
});
new cosmosdb.SqlResourceSqlRoleDefinition('auditor', {
  resourceGroupName,
  accountName: parts.name,
  roleName: 'auditor',
  type: cosmosdb.RoleDefinitionType.CustomRole,
  permissions: [
    {
      dataActions: [
        'Microsoft.DocumentDB/databaseAccounts/readMetadata',
        'Microsoft.DocumentDB/databaseAccounts/*',
      ],
    },
  ],
  assignableScopes: [parts.id],
});
