import * as keyvault from '@pulumi/azure-native/keyvault';
import * as monitor from '@pulumi/azure-native/monitor';
import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import { caches, lab, line } from './providers';

const config = new pulumi.Config();
const network = new pulumi.StackReference('network', { name: config.require('networkStack') });

const group = new resources.ResourceGroup('signals', {}, { provider: line });
const vault = new keyvault.Vault(
  'signals-vault',
  {
    resourceGroupName: group.name,
    properties: {
      tenantId: '5a0c7a10-0000-4000-8000-000000000002',
      sku: { family: keyvault.SkuFamily.A, name: keyvault.SkuName.Premium },
      enablePurgeProtection: true,
      enableRbacAuthorization: true,
      publicNetworkAccess: network.requireOutput('vaultAccess') as pulumi.Output<string>,
      networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' },
    },
  },
  { provider: line, protect: true },
);
new monitor.DiagnosticSetting(
  'vault-logs',
  {
    resourceUri: vault.id,
    workspaceId: network.requireOutput('workspaceId') as pulumi.Output<string>,
    logs: [{ categoryGroup: 'audit', enabled: true }],
  },
  { provider: line },
);
new keyvault.Secret(
  'track-map',
  {
    resourceGroupName: group.name,
    vaultName: vault.name,
    properties: { value: config.requireSecret('archive'), contentType: 'connection string' },
  },
  { provider: line },
);

const key = new keyvault.Key(
  'firmware-signing',
  {
    resourceGroupName: 'testtrack',
    vaultName: 'testtrack',
    properties: {
      kty: keyvault.JsonWebKeyType.EC,
      curveName: 'P-256K',
      keyOps: ['sign', 'verify'],
      attributes: { exportable: true },
      rotationPolicy: {
        lifetimeActions: [{ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P1Y' } }],
      },
    },
  },
  { provider: lab },
);

class Cache extends pulumi.CustomResource {
  constructor(token: string, name: string, args: { readonly [property: string]: unknown }) {
    super(`azure-native_redisenterprise_v20250701:redisenterprise:${token}`, name, args, {
      provider: caches,
    });
  }
}
new Cache('RedisEnterprise', 'positions', {
  resourceGroupName: group.name,
  clusterName: 'metro-positions',
  sku: { name: 'Balanced_B5' },
  minimumTlsVersion: '1.2',
  publicNetworkAccess: 'Disabled',
});
new Cache('Database', 'positions-db', {
  resourceGroupName: group.name,
  clusterName: 'metro-positions',
  clientProtocol: 'Plaintext',
  accessKeysAuthentication: 'Disabled',
});

export const vaultUri = vault.properties.vaultUri;
export const signingKey = key.keyUriWithVersion;
export const archive = config.requireSecret('archive');
export const upload = pulumi.secret(
  'DefaultEndpointsProtocol=https;AccountName=metro;AccountKey=bWV0cm8tZXhhbXBsZS1rZXktb3BlbnMtbm90aGluZy1oZXJl',
);
export const relays = {
  host: 'metrorelay.servicebus.windows.net',
  listen:
    'Endpoint=sb://metrorelay.servicebus.windows.net/;SharedAccessKeyName=listen;SharedAccessKey=bWV0cm8tZXhhbXBsZS1rZXktb3BlbnMtbm90aGluZy1oZXJl',
};
