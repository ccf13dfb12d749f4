import * as cosmosdb from '@pulumi/azure-native/cosmosdb';
import * as keyvault from '@pulumi/azure-native/keyvault';
import * as monitor from '@pulumi/azure-native/monitor';
import * as operationalinsights from '@pulumi/azure-native/operationalinsights';
import type * as pulumi from '@pulumi/pulumi';
import { historianConnection, tags, tenantId } from './settings';

export function batchDatabase(resourceGroupName: pulumi.Input<string>) {
  return new cosmosdb.DatabaseAccount('batches', {
    resourceGroupName,
    tags,
    databaseAccountOfferType: 'Standard',
    locations: [{ locationName: 'westeurope', failoverPriority: 0 }],
    publicNetworkAccess: cosmosdb.PublicNetworkAccess.Enabled,
    minimalTlsVersion: cosmosdb.MinimalTlsVersion.Tls,
    ipRules: [{ ipAddressOrRange: '203.0.113.17' }, { ipAddressOrRange: '0.0.0.0/0' }],
  });
}

/** The group of everybody who works on this. */
const automationTeam = 'a0c5d0f4-6f0e-4a52-9a0b-3f4f2f4d7c11';

export function plantVault(resourceGroupName: pulumi.Input<string>) {
  const vault = new keyvault.Vault('plant-vault', {
    resourceGroupName,
    tags,
    properties: {
      tenantId,
      sku: { family: keyvault.SkuFamily.A, name: keyvault.SkuName.Standard },
      enableSoftDelete: false,
      accessPolicies: [
        { tenantId, objectId: automationTeam, permissions: { keys: ['all'], secrets: ['all'] } },
      ],
    },
  });
  const secret = (name: string, value: pulumi.Input<string>) =>
    new keyvault.Secret(name, { resourceGroupName, vaultName: vault.name, properties: { value } });
  secret('historian-connection', historianConnection);
  secret('panel-password', 'changeme');
  new keyvault.Key('recipe-signing', {
    resourceGroupName,
    vaultName: vault.name,
    properties: { kty: keyvault.JsonWebKeyType.RSA, keySize: 2048 },
  });

  const workspace = new operationalinsights.Workspace('plant-logs', { resourceGroupName, tags });
  new monitor.DiagnosticSetting('vault-logs', {
    resourceUri: vault.id,
    workspaceId: workspace.id,
    logs: [{ category: 'AuditEvent', enabled: true }],
  });
  return vault;
}
