import { describe, expect, it } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import type { Resource } from '../../policies/src/resources/resource';
import * as t from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { registered } from './registered';

const token = 'azure-native:resources:Resource';

function only(properties: Properties): Resource {
  const [first] = normalise(registered(token, properties)).resources;
  if (first === undefined) throw new Error('nothing came of it');
  return first;
}

const account = (properties: Properties, more: Properties = {}): Properties => ({
  resourceProviderNamespace: 'Microsoft.Storage',
  resourceType: 'storageAccounts',
  parentResourcePath: '',
  resourceName: 'plant',
  resourceGroupName: 'rg',
  apiVersion: '2024-01-01',
  ...more,
  properties,
});

describe('a generic resource in the v3 shape', () => {
  it.each([
    {
      title: 'storage account, open',
      body: {
        supportsHttpsTrafficOnly: false,
        networkAcls: { defaultAction: 'Allow', ipRules: [{ value: '0.0.0.0/0', action: 'Allow' }] },
        isNfsV3Enabled: true,
      },
      v3: {
        enableHttpsTrafficOnly: false,
        networkRuleSet: {
          defaultAction: 'Allow',
          ipRules: [{ iPAddressOrRange: '0.0.0.0/0', action: 'Allow' }],
        },
        enableNfsV3: true,
      },
    },
    {
      title: 'storage account, closed',
      body: {
        supportsHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
        networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: '/subnet' }] },
        encryption: {
          keySource: 'Microsoft.Keyvault',
          keyvaultproperties: { keyname: 'k', keyvaulturi: 'https://v' },
          identity: { userAssignedIdentity: '/id' },
        },
      },
      v3: {
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
        networkRuleSet: {
          defaultAction: 'Deny',
          virtualNetworkRules: [{ virtualNetworkResourceId: '/subnet' }],
        },
        encryption: {
          keySource: 'Microsoft.Keyvault',
          keyVaultProperties: { keyName: 'k', keyVaultUri: 'https://v' },
          encryptionIdentity: { encryptionUserAssignedIdentity: '/id' },
        },
      },
    },
    {
      title: 'names that ARM takes in any case',
      body: { SupportsHttpsTrafficOnly: false, encryption: { keyVaultProperties: { keyName: 'k' } } },
      v3: { enableHttpsTrafficOnly: false, encryption: { keyVaultProperties: { keyName: 'k' } } },
    },
    {
      title: 'unknown values',
      body: { supportsHttpsTrafficOnly: UNKNOWN, networkAcls: UNKNOWN, encryption: { identity: UNKNOWN } },
      v3: {
        enableHttpsTrafficOnly: UNKNOWN,
        networkRuleSet: UNKNOWN,
        encryption: { encryptionIdentity: UNKNOWN },
      },
    },
  ])('$title', ({ body, v3 }) => {
    const resource = only(account(body as Properties, { sku: { name: 'Standard_LRS' }, kind: 'StorageV2' }));
    expect(resource).toMatchObject({ type: t.storageAccount, apiVersion: '2024-01-01', token });
    expect(resource.properties).toEqual({
      accountName: 'plant',
      resourceGroupName: 'rg',
      sku: { name: 'Standard_LRS' },
      kind: 'StorageV2',
      ...v3,
    });
  });

  it.each([
    {
      type: t.networkInterface,
      properties: {
        resourceProviderNamespace: 'Microsoft.Network',
        resourceType: 'networkInterfaces',
        resourceName: 'nic',
        properties: {
          enableIPForwarding: true,
          ipConfigurations: [{ name: 'main', properties: { publicIPAddress: { id: 'ip' } } }],
        },
      },
      v3: {
        networkInterfaceName: 'nic',
        enableIPForwarding: true,
        ipConfigurations: [{ name: 'main', publicIPAddress: { id: 'ip' } }],
      },
    },
    {
      type: t.appInsights,
      properties: {
        resourceProviderNamespace: 'Microsoft.Insights',
        resourceType: 'components',
        resourceName: 'ingest',
        kind: 'web',
        properties: { Application_Type: 'web', DisableLocalAuth: true, WorkspaceResourceId: 'w' },
      },
      v3: {
        resourceName: 'ingest',
        kind: 'web',
        applicationType: 'web',
        disableLocalAuth: true,
        workspaceResourceId: 'w',
      },
    },
    {
      type: t.iotHub,
      properties: {
        resourceProviderNamespace: 'microsoft.devices',
        resourceType: 'iothubs',
        resourceName: 'hub',
        properties: { minTlsVersion: '1.2' },
      },
      v3: { resourceName: 'hub', properties: { minTlsVersion: '1.2' } },
    },
    {
      type: t.iotHub,
      properties: {
        resourceProviderNamespace: 'Microsoft.Devices',
        resourceType: 'IotHubs',
        properties: UNKNOWN,
      },
      v3: { properties: UNKNOWN },
    },
    {
      type: t.provisioningCertificate,
      properties: {
        resourceProviderNamespace: 'Microsoft.Devices',
        parentResourcePath: 'provisioningServices/dps',
        resourceType: 'certificates',
        resourceName: 'ca',
        properties: { isVerified: true },
      },
      v3: { provisioningServiceName: 'dps', certificateName: 'ca', properties: { isVerified: true } },
    },
    {
      type: t.blobContainer,
      properties: {
        resourceProviderNamespace: 'Microsoft.Storage',
        parentResourcePath: '/storageAccounts/plant/blobServices/default/',
        resourceType: 'containers',
        resourceName: 'raw',
        properties: { publicAccess: 'Blob' },
      },
      v3: { accountName: 'plant', containerName: 'raw', publicAccess: 'Blob' },
    },
    {
      type: t.blobContainer,
      properties: {
        resourceProviderNamespace: 'Microsoft.Storage',
        parentResourcePath: UNKNOWN,
        resourceType: 'immutabilityPolicies',
        resourceName: 'default',
      },
      as: t.immutabilityPolicy,
      v3: { accountName: UNKNOWN, containerName: UNKNOWN, immutabilityPolicyName: 'default' },
    },
    {
      type: t.vaultKey,
      properties: {
        resourceProviderNamespace: 'Microsoft.KeyVault',
        parentResourcePath: 'vaults/plant',
        resourceType: 'keys',
        resourceName: 'k',
        properties: { attributes: { exp: 1806451200, exportable: false }, release_policy: {} },
      },
      v3: {
        vaultName: 'plant',
        keyName: 'k',
        properties: { attributes: { expires: 1806451200, exportable: false }, releasePolicy: {} },
      },
    },
    {
      type: t.networkSecurityGroup,
      properties: {
        resourceProviderNamespace: 'Microsoft.Network',
        resourceType: 'networkSecurityGroups',
        resourceName: 'nsg',
        properties: {
          securityRules: [
            { name: 'ssh', properties: { access: 'Allow', destinationPortRange: '22' } },
            { name: 'later', properties: UNKNOWN },
            { name: 'empty' },
          ],
        },
      },
      v3: {
        networkSecurityGroupName: 'nsg',
        securityRules: [
          { name: 'ssh', access: 'Allow', destinationPortRange: '22' },
          UNKNOWN,
          { name: 'empty' },
        ],
      },
    },
    {
      type: t.privateEndpoint,
      properties: {
        resourceProviderNamespace: 'Microsoft.Network',
        resourceType: 'privateEndpoints',
        resourceName: 'pe',
        properties: {
          subnet: { id: UNKNOWN },
          privateLinkServiceConnections: [
            { name: 'c', properties: { privateLinkServiceId: UNKNOWN, groupIds: ['iotHub'] } },
          ],
        },
      },
      v3: {
        privateEndpointName: 'pe',
        subnet: { id: UNKNOWN },
        privateLinkServiceConnections: [{ name: 'c', privateLinkServiceId: UNKNOWN, groupIds: ['iotHub'] }],
      },
    },
    {
      type: t.cosmosAccount,
      properties: {
        resourceProviderNamespace: 'Microsoft.DocumentDB',
        resourceType: 'databaseAccounts',
        resourceName: UNKNOWN,
        apiVersion: UNKNOWN,
        properties: { ipRangeFilter: '0.0.0.0/0,10.0.0.1' },
      },
      v3: {
        accountName: UNKNOWN,
        ipRules: [{ ipAddressOrRange: '0.0.0.0/0' }, { ipAddressOrRange: '10.0.0.1' }],
      },
    },
    {
      type: t.diagnosticSetting,
      properties: {
        resourceProviderNamespace: 'Microsoft.Devices',
        parentResourcePath: 'IotHubs/hub/providers/Microsoft.Insights',
        resourceType: 'diagnosticSettings',
        resourceName: 'all',
        properties: { workspaceId: UNKNOWN, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
      },
      v3: {
        name: 'all',
        resourceUri: UNKNOWN,
        workspaceId: UNKNOWN,
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      },
    },
    {
      type: t.diagnosticSetting,
      properties: {
        resourceProviderNamespace: 'Microsoft.Devices',
        parentResourcePath: UNKNOWN,
        resourceType: 'diagnosticSettings',
        resourceName: 'all',
        properties: {},
      },
      v3: { name: 'all', resourceUri: UNKNOWN },
    },
    {
      type: t.managementLock,
      properties: {
        resourceProviderNamespace: 'Microsoft.Devices',
        parentResourcePath: 'IotHubs/hub/providers/Microsoft.Authorization',
        resourceType: 'locks',
        resourceName: 'keep',
        properties: { level: 'CanNotDelete' },
      },
      v3: { lockName: 'keep', scope: UNKNOWN, level: 'CanNotDelete' },
    },
    {
      type: t.webAppFtp,
      properties: {
        resourceProviderNamespace: 'Microsoft.Web',
        parentResourcePath: 'sites/app',
        resourceType: 'basicPublishingCredentialsPolicies',
        resourceName: 'FTP',
        properties: { allow: false },
      },
      v3: { allow: false, name: 'app' },
    },
    {
      type: 'Microsoft.Web/sites/config',
      properties: {
        resourceProviderNamespace: 'Microsoft.Web',
        parentResourcePath: 'sites/app',
        resourceType: 'config',
        resourceName: 'web',
      },
      v3: {},
    },
    {
      type: 'Contoso.Plant/valves/seals',
      properties: {
        resourceProviderNamespace: 'Contoso.Plant',
        parentResourcePath: 'valves/v1',
        resourceType: 'seals',
        resourceName: 's1',
        properties: { tight: true },
      },
      v3: { tight: true },
    },
  ])('$type', ({ type, as = type, properties, v3 }) => {
    const resource = only(properties as Properties);
    expect(resource.type).toBe(as);
    expect(resource.properties).toEqual(v3);
  });
});

describe('a generic resource that is not evaluated', () => {
  it.each([
    [{ resourceProviderNamespace: UNKNOWN, resourceType: 'x' }, 'the type of this generic resource'],
    [
      { resourceProviderNamespace: 'Microsoft.Devices', resourceType: UNKNOWN },
      'the type of this generic resource',
    ],
    [
      {
        resourceProviderNamespace: 'Microsoft.Devices',
        resourceType: 'certificates',
        parentResourcePath: UNKNOWN,
      },
      'the type of this generic resource',
    ],
    [
      { resourceProviderNamespace: 'Contoso.Plant', resourceType: 'seals', parentResourcePath: UNKNOWN },
      'the type of this generic resource',
    ],
    [
      { resourceProviderNamespace: 'Microsoft.Devices', resourceType: '/', parentResourcePath: UNKNOWN },
      'the type of this generic resource',
    ],
    [{}, 'the type of this generic resource'],
    [{ resourceProviderNamespace: 'a', resourceType: 'b/providers' }, 'the type of this generic resource'],
    [account(UNKNOWN as unknown as Properties), 'the properties of this generic resource'],
  ])('%j: %s …', (properties, why) => {
    const { resources, notEvaluated } = normalise(registered(token, properties as Properties));
    expect(resources).toEqual([]);
    expect(notEvaluated).toEqual([{ resource: expect.any(String), why: expect.stringContaining(why) }]);
  });
});

describe('the way back to the ARM body', () => {
  it.each([
    ['tags.two\nlines', 'tags.two\nlines'],
    ['enableHttpsTrafficOnly', 'properties.supportsHttpsTrafficOnly'],
    ['networkRuleSet.ipRules[0].iPAddressOrRange', 'properties.networkAcls.ipRules[0].value'],
    [
      'encryption.encryptionIdentity.encryptionUserAssignedIdentity',
      'properties.encryption.identity.userAssignedIdentity',
    ],
    ['minimumTlsVersion', 'properties.minimumTlsVersion'],
    ['sku.name', 'sku.name'],
    ['identity.type', 'identity.type'],
    ['accountName', 'resourceName'],
    ['resourceGroupName', 'resourceGroupName'],
  ])('%s was %s', (path, original) => {
    expect(only(account({})).originalPath?.(path)).toBe(original);
  });

  it('knows blocks that ARM wraps, and those that v3 keeps wrapped', () => {
    const group = only({
      resourceProviderNamespace: 'Microsoft.Network',
      resourceType: 'networkSecurityGroups',
    });
    expect(group.originalPath?.('securityRules[0].access')).toBe(
      'properties.securityRules[0].properties.access',
    );
    expect(group.originalPath?.('securityRules[0].name')).toBe('properties.securityRules[0].name');
    const key = only({
      resourceProviderNamespace: 'Microsoft.KeyVault',
      parentResourcePath: 'vaults/v',
      resourceType: 'keys',
    });
    expect(key.originalPath?.('properties.attributes.expires')).toBe('properties.attributes.exp');
    expect(key.originalPath?.('vaultName')).toBe('parentResourcePath');
    expect(key.originalPath?.('properties')).toBe('properties');
  });

  it('keeps the dependencies of what a property was made from', () => {
    const { propertyDependencies } =
      normalise(
        registered(
          token,
          {
            resourceProviderNamespace: 'Microsoft.Devices',
            parentResourcePath: UNKNOWN,
            resourceType: 'diagnosticSettings',
            properties: { workspaceId: UNKNOWN },
          },
          { propertyDependencies: { parentResourcePath: ['urn:hub'], properties: ['urn:law'] } },
        ),
      ).resources[0] ?? {};
    expect(propertyDependencies).toEqual({ resourceUri: ['urn:hub'], workspaceId: ['urn:law'] });
  });
});
