import * as applicationinsights from '@pulumi/azure-native/applicationinsights';
import * as monitor from '@pulumi/azure-native/monitor';
import * as operationalinsights from '@pulumi/azure-native/operationalinsights';
import * as security from '@pulumi/azure-native/security';
import type * as pulumi from '@pulumi/pulumi';

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';

export function watching(resourceGroupName: pulumi.Input<string>): void {
  const audit = new operationalinsights.Workspace('audit', {
    resourceGroupName,
    sku: { name: operationalinsights.WorkspaceSkuNameEnum.PerGB2018 },
    retentionInDays: 365,
    features: { disableLocalAuth: true },
    publicNetworkAccessForIngestion: operationalinsights.PublicNetworkAccessType.Disabled,
    publicNetworkAccessForQuery: operationalinsights.PublicNetworkAccessType.Disabled,
  });
  new monitor.DiagnosticSetting('audit-queries', {
    resourceUri: audit.id,
    workspaceId: audit.id,
    logs: [{ categoryGroup: 'audit', enabled: true }],
  });
  new operationalinsights.Workspace('pumps-logs', {
    resourceGroupName,
    retentionInDays: 30,
    workspaceCapping: { dailyQuotaGb: 1 },
  });
  new applicationinsights.Component('web', {
    resourceGroupName,
    applicationType: applicationinsights.ApplicationType.Web,
    kind: 'web',
    workspaceResourceId: audit.id,
    disableIpMasking: true,
  });
  // The subscription itself: who changed what.
  new monitor.DiagnosticSetting('activity', {
    resourceUri: subscription,
    workspaceId: audit.id,
    logs: [
      { category: 'Administrative', enabled: true },
      { category: 'Security', enabled: true },
    ],
  });
  new security.Pricing('vaults', {
    scopeId: subscription.slice(1),
    pricingName: 'KeyVaults',
    pricingTier: security.PricingTier.Free,
  });
  new security.Pricing('storage', {
    scopeId: subscription.slice(1),
    pricingName: 'StorageAccounts',
    pricingTier: security.PricingTier.Standard,
  });
}
