import { describe, expect, it } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import type { Resource } from '../../policies/src/resources/resource';
import * as t from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { registered } from './registered';

const BOOLEAN = '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7';

/** What a classic resource itself comes to. */
function only(token: string, properties: Properties): Resource {
  const itself = normalise(registered(`azure:${token}`, properties)).resources.at(-1);
  if (itself === undefined) throw new Error(`nothing came of ${token}`);
  return itself;
}

const vaultKeyId = 'https://plant.vault.azure.net/keys/telemetry/0123456789abcdef';

describe('a classic resource in the v3 shape', () => {
  it.each([
    {
      title: 'IoT hub, open',
      token: 'iot/ioTHub:IoTHub',
      type: t.iotHub,
      classic: {
        publicNetworkAccessEnabled: true,
        fileUpload: { connectionString: 'secret', containerName: 'files' },
        endpoints: [
          { type: 'AzureIotHub.EventHub', name: 'a', connectionString: 'secret' },
          { type: 'AzureIotHub.StorageContainer', name: 'b', connectionString: 'secret', containerName: 'c' },
        ],
        networkRuleSets: [{ ipRules: [{ name: 'all', ipMask: '0.0.0.0/0' }] }],
      },
      v3: {
        properties: {
          publicNetworkAccess: 'Enabled',
          disableLocalAuth: false,
          storageEndpoints: { $default: { authenticationType: 'keyBased', connectionString: 'secret' } },
          routing: {
            endpoints: {
              eventHubs: [{ name: 'a', authenticationType: 'keyBased', connectionString: 'secret' }],
              storageContainers: [{ name: 'b', containerName: 'c' }],
            },
          },
          networkRuleSets: {
            defaultAction: 'Deny',
            applyToBuiltInEventHubEndpoint: false,
            ipRules: [{ filterName: 'all', ipMask: '0.0.0.0/0', action: 'Allow' }],
          },
        },
      },
    },
    {
      title: 'IoT hub, closed',
      token: 'iot/ioTHub:IoTHub',
      type: t.iotHub,
      classic: {
        name: 'hub',
        minTlsVersion: '1.2',
        publicNetworkAccessEnabled: false,
        localAuthenticationEnabled: false,
        sku: { name: 'S1', capacity: 1 },
        identity: { type: 'UserAssigned', identityIds: ['/id'] },
        endpoints: [
          {
            type: 'AzureIotHub.ServiceBusQueue',
            name: 'q',
            authenticationType: 'identityBased',
            identityId: '/id',
          },
          { type: 'AzureIotHub.ServiceBusTopic', name: 't', endpointUri: 'sb://plant', entityPath: 'topic' },
        ],
        fallbackRoute: { source: 'DeviceMessages' },
        enrichments: { key: 'k', value: 'v', endpointNames: ['q'] },
      },
      v3: {
        resourceName: 'hub',
        sku: { name: 'S1', capacity: 1 },
        identity: { type: 'UserAssigned', userAssignedIdentities: ['/id'] },
        properties: {
          minTlsVersion: '1.2',
          publicNetworkAccess: 'Disabled',
          disableLocalAuth: true,
          routing: {
            endpoints: {
              serviceBusQueues: [
                { name: 'q', authenticationType: 'identityBased', identity: { userAssignedIdentity: '/id' } },
              ],
              serviceBusTopics: [{ name: 't', endpointUri: 'sb://plant', entityPath: 'topic' }],
            },
            fallbackRoute: { source: 'DeviceMessages', isEnabled: true },
            enrichments: [{ key: 'k', value: 'v', endpointNames: ['q'] }],
          },
        },
      },
    },
    {
      title: 'provisioning service, open',
      token: 'iot/iotHubDps:IotHubDps',
      type: t.provisioningService,
      classic: {
        linkedHubs: [{ connectionString: 'secret', location: 'westeurope' }],
        ipFilterRules: [{ name: 'all', ipMask: '0.0.0.0/0', action: 'Accept', target: 'deviceApi' }],
      },
      v3: {
        properties: {
          publicNetworkAccess: 'Enabled',
          iotHubs: [{ connectionString: 'secret', location: 'westeurope' }],
          ipFilterRules: [{ filterName: 'all', ipMask: '0.0.0.0/0', action: 'Accept', target: 'deviceApi' }],
        },
      },
    },
    {
      title: 'provisioning service, closed',
      token: 'iot/iotHubDps:IotHubDps',
      type: t.provisioningService,
      classic: { name: 'dps', publicNetworkAccessEnabled: false },
      v3: { provisioningServiceName: 'dps', properties: { publicNetworkAccess: 'Disabled' } },
    },
    {
      title: 'hub certificate',
      token: 'iot/certificate:Certificate',
      type: t.iotHubCertificate,
      classic: { name: 'ca', iothubName: 'hub', certificateContent: 'PEM', isVerified: true },
      v3: {
        certificateName: 'ca',
        resourceName: 'hub',
        properties: { certificate: 'PEM', isVerified: true },
      },
    },
    {
      title: 'provisioning certificate, whose token names the hub',
      token: 'iot/iotHubCertificate:IotHubCertificate',
      type: t.provisioningCertificate,
      classic: { iotDpsName: 'dps', certificateContent: 'PEM' },
      v3: { provisioningServiceName: 'dps', properties: { certificate: 'PEM', isVerified: false } },
    },
    {
      title: 'storage account, with nothing but what is required',
      token: 'storage/account:Account',
      type: t.storageAccount,
      classic: { accountTier: 'Standard', accountReplicationType: 'LRS' },
      v3: {
        kind: 'StorageV2',
        sku: { name: 'Standard_LRS' },
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
        allowBlobPublicAccess: true,
        publicNetworkAccess: 'Enabled',
        allowSharedKeyAccess: true,
        isLocalUserEnabled: true,
        enableNfsV3: false,
        encryption: {
          keySource: 'Microsoft.Storage',
          requireInfrastructureEncryption: false,
          services: { queue: { keyType: 'Service' }, table: { keyType: 'Service' } },
        },
      },
    },
    {
      title: 'storage account, open, in the names of earlier releases',
      token: 'storage/account:Account',
      type: t.storageAccount,
      classic: { enableHttpsTrafficOnly: false, allowBlobPublicAccess: true, nfsv3Enabled: true },
      v3: { enableHttpsTrafficOnly: false, allowBlobPublicAccess: true, enableNfsV3: true },
    },
    {
      title: 'storage account, closed',
      token: 'storage/account:Account',
      type: t.storageAccount,
      classic: {
        httpsTrafficOnlyEnabled: true,
        minTlsVersion: 'TLS1_2',
        allowNestedItemsToBePublic: false,
        publicNetworkAccessEnabled: false,
        sharedAccessKeyEnabled: false,
        infrastructureEncryptionEnabled: true,
        queueEncryptionKeyType: 'Account',
        tableEncryptionKeyType: 'Account',
        networkRules: {
          defaultAction: 'Deny',
          bypasses: ['Logging', 'AzureServices'],
          ipRules: ['203.0.113.0/24'],
          virtualNetworkSubnetIds: ['/subnet'],
          privateLinkAccesses: [{ endpointResourceId: '/endpoint', endpointTenantId: 'tenant' }],
        },
        customerManagedKey: { keyVaultKeyId: vaultKeyId, userAssignedIdentityId: '/id' },
        sasPolicy: { expirationPeriod: '07.00:00:00' },
        immutabilityPolicy: {
          state: 'Locked',
          periodSinceCreationInDays: 30,
          allowProtectedAppendWrites: false,
        },
      },
      v3: {
        enableHttpsTrafficOnly: true,
        allowBlobPublicAccess: false,
        publicNetworkAccess: 'Disabled',
        allowSharedKeyAccess: false,
        networkRuleSet: {
          defaultAction: 'Deny',
          bypass: 'Logging, AzureServices',
          ipRules: [{ iPAddressOrRange: '203.0.113.0/24' }],
          virtualNetworkRules: [{ virtualNetworkResourceId: '/subnet' }],
          resourceAccessRules: [{ resourceId: '/endpoint', tenantId: 'tenant' }],
        },
        encryption: {
          keySource: 'Microsoft.Keyvault',
          keyVaultProperties: {
            keyName: 'telemetry',
            keyVersion: '0123456789abcdef',
            keyVaultUri: 'https://plant.vault.azure.net',
          },
          encryptionIdentity: { encryptionUserAssignedIdentity: '/id' },
          requireInfrastructureEncryption: true,
          services: { queue: { keyType: 'Account' }, table: { keyType: 'Account' } },
        },
        sasPolicy: { sasExpirationPeriod: '07.00:00:00', expirationAction: 'Log' },
        immutableStorageWithVersioning: {
          enabled: true,
          immutabilityPolicy: { state: 'Locked', immutabilityPeriodSinceCreationInDays: 30 },
        },
      },
    },
    {
      title: 'blob container, public',
      token: 'storage/container:Container',
      type: t.blobContainer,
      classic: { name: 'raw', storageAccountName: 'plant', containerAccessType: 'blob' },
      v3: {
        containerName: 'raw',
        accountName: 'plant',
        publicAccess: 'Blob',
        denyEncryptionScopeOverride: false,
      },
    },
    {
      title: 'blob container, with an access type nobody knows yet',
      token: 'storage/container:Container',
      type: t.blobContainer,
      classic: { containerAccessType: 'everybody' },
      v3: { publicAccess: 'everybody' },
    },
    {
      title: 'blob container, private',
      token: 'storage/container:Container',
      type: t.blobContainer,
      classic: {
        storageAccountId:
          '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/plant',
        encryptionScopeOverrideEnabled: false,
      },
      v3: { accountName: 'plant', publicAccess: 'None', denyEncryptionScopeOverride: true },
    },
    {
      title: 'share with a policy',
      token: 'storage/share:Share',
      type: t.fileShare,
      classic: {
        enabledProtocol: 'NFS',
        quota: 5,
        acls: [{ id: 'a', accessPolicies: [{ permissions: 'rcwdl', expiry: '2027' }] }],
      },
      v3: {
        enabledProtocols: 'NFS',
        shareQuota: 5,
        signedIdentifiers: [{ id: 'a', accessPolicy: { permission: 'rcwdl', expiryTime: '2027' } }],
      },
    },
    {
      title: 'encryption scope',
      token: 'storage/encryptionScope:EncryptionScope',
      type: t.encryptionScope,
      classic: {
        source: 'Microsoft.KeyVault',
        keyVaultKeyId: vaultKeyId,
        infrastructureEncryptionRequired: true,
      },
      v3: {
        source: 'Microsoft.KeyVault',
        keyVaultProperties: { keyUri: vaultKeyId },
        requireInfrastructureEncryption: true,
      },
    },
    {
      title: 'Cosmos account, open, in the names of earlier releases',
      token: 'cosmosdb/account:Account',
      type: t.cosmosAccount,
      classic: {
        ipRangeFilter: '0.0.0.0, 10.0.0.0/8',
        localAuthenticationDisabled: false,
        networkAclBypassForAzureServices: false,
      },
      v3: {
        publicNetworkAccess: 'Enabled',
        disableLocalAuth: false,
        disableKeyBasedMetadataWriteAccess: false,
        ipRules: [{ ipAddressOrRange: '0.0.0.0' }, { ipAddressOrRange: '10.0.0.0/8' }],
        networkAclBypass: 'None',
        minimalTlsVersion: 'Tls12',
      },
    },
    {
      title: 'Cosmos account, closed',
      token: 'cosmosdb/account:Account',
      type: t.cosmosAccount,
      classic: {
        publicNetworkAccessEnabled: false,
        localAuthenticationEnabled: false,
        accessKeyMetadataWritesEnabled: false,
        minimalTlsVersion: 'Tls12',
        ipRangeFilters: ['203.0.113.7'],
        virtualNetworkRules: [{ id: '/subnet', ignoreMissingVnetServiceEndpoint: true }],
        networkAclBypassForAzureServices: true,
        keyVaultKeyId: vaultKeyId,
        backup: { type: 'Periodic', storageRedundancy: 'Geo' },
        corsRule: { allowedOrigins: ['https://a', 'https://b'] },
        geoLocations: [{ location: 'westeurope', failoverPriority: 0, zoneRedundant: true }],
      },
      v3: {
        publicNetworkAccess: 'Disabled',
        disableLocalAuth: true,
        disableKeyBasedMetadataWriteAccess: true,
        ipRules: [{ ipAddressOrRange: '203.0.113.7' }],
        virtualNetworkRules: [{ id: '/subnet', ignoreMissingVNetServiceEndpoint: true }],
        networkAclBypass: 'AzureServices',
        keyVaultKeyUri: vaultKeyId,
        backupPolicy: { type: 'Periodic', periodicModeProperties: { backupStorageRedundancy: 'Geo' } },
        cors: [{ allowedOrigins: 'https://a,https://b' }],
        locations: [{ locationName: 'westeurope', failoverPriority: 0, isZoneRedundant: true }],
      },
    },
    {
      title: 'vault, open',
      token: 'keyvault/keyVault:KeyVault',
      type: t.vault,
      classic: {
        skuName: 'standard',
        accessPolicies: [{ objectId: 'o', keyPermissions: ['Get', 'Purge'], secretPermissions: ['List'] }],
      },
      v3: {
        properties: {
          sku: { name: 'standard' },
          enableRbacAuthorization: false,
          enableSoftDelete: true,
          softDeleteRetentionInDays: 90,
          publicNetworkAccess: 'Enabled',
          accessPolicies: [{ objectId: 'o', permissions: { keys: ['get', 'purge'], secrets: ['list'] } }],
        },
      },
    },
    {
      title: 'vault, closed',
      token: 'keyvault/keyVault:KeyVault',
      type: t.vault,
      classic: {
        name: 'plant',
        rbacAuthorizationEnabled: true,
        purgeProtectionEnabled: true,
        publicNetworkAccessEnabled: false,
        networkAcls: {
          bypass: 'None',
          defaultAction: 'Deny',
          ipRules: ['203.0.113.7'],
          virtualNetworkSubnetIds: ['/s'],
        },
      },
      v3: {
        vaultName: 'plant',
        properties: {
          enableRbacAuthorization: true,
          enablePurgeProtection: true,
          publicNetworkAccess: 'Disabled',
          networkAcls: {
            bypass: 'None',
            defaultAction: 'Deny',
            ipRules: [{ value: '203.0.113.7' }],
            virtualNetworkRules: [{ id: '/s' }],
          },
        },
      },
    },
    {
      title: 'key with rotation',
      token: 'keyvault/key:Key',
      type: t.vaultKey,
      classic: {
        keyVaultId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/plant',
        keyType: 'RSA-HSM',
        keySize: 3072,
        keyOpts: ['wrapKey'],
        expirationDate: '2027-03-31T00:00:00Z',
        rotationPolicy: {
          expireAfter: 'P90D',
          notifyBeforeExpiry: 'P29D',
          automatic: { timeBeforeExpiry: 'P30D' },
        },
      },
      v3: {
        vaultName: 'plant',
        properties: {
          kty: 'RSA-HSM',
          keySize: 3072,
          keyOps: ['wrapKey'],
          attributes: { expires: 1806451200 },
          rotationPolicy: {
            attributes: { expiryTime: 'P90D' },
            lifetimeActions: [{ action: { type: 'notify' } }, { action: { type: 'rotate' } }],
          },
        },
      },
    },
    {
      title: 'secret',
      token: 'keyvault/secret:Secret',
      type: t.vaultSecret,
      classic: { name: 's', value: 'secret', contentType: 'text/plain', expirationDate: 'soon' },
      v3: {
        secretName: 's',
        properties: { value: 'secret', contentType: 'text/plain', attributes: { expires: 'soon' } },
      },
    },
    {
      title: 'managed HSM, with nothing but what is required',
      token: 'keyvault/managedHardwareSecurityModule:ManagedHardwareSecurityModule',
      type: t.managedHsm,
      classic: { adminObjectIds: ['a'], skuName: 'Standard_B1' },
      v3: {
        sku: { name: 'Standard_B1' },
        properties: {
          initialAdminObjectIds: ['a'],
          enablePurgeProtection: false,
          publicNetworkAccess: 'Enabled',
        },
      },
    },
    {
      title: 'managed HSM, closed',
      token: 'keyvault/managedHardwareSecurityModule:ManagedHardwareSecurityModule',
      type: t.managedHsm,
      classic: {
        purgeProtectionEnabled: true,
        publicNetworkAccessEnabled: false,
        networkAcls: { bypass: 'None', defaultAction: 'Deny' },
      },
      v3: {
        properties: {
          enablePurgeProtection: true,
          publicNetworkAccess: 'Disabled',
          networkAcls: { bypass: 'None', defaultAction: 'Deny' },
        },
      },
    },
    {
      title: 'private endpoint',
      token: 'privatelink/endpoint:Endpoint',
      type: t.privateEndpoint,
      classic: {
        subnetId: '/subnet',
        privateServiceConnection: {
          name: 'c',
          isManualConnection: false,
          privateConnectionResourceId: '/hub',
          subresourceNames: ['iotHub'],
        },
      },
      v3: {
        subnet: { id: '/subnet' },
        privateLinkServiceConnections: [{ name: 'c', privateLinkServiceId: '/hub', groupIds: ['iotHub'] }],
      },
    },
    {
      title: 'private endpoint that somebody has to approve',
      token: 'privatelink/endpoint:Endpoint',
      type: t.privateEndpoint,
      classic: {
        privateServiceConnection: {
          isManualConnection: true,
          privateConnectionResourceAlias: 'alias',
          requestMessage: 'please',
        },
      },
      v3: {
        manualPrivateLinkServiceConnections: [{ privateLinkServiceId: 'alias', requestMessage: 'please' }],
      },
    },
    {
      title: 'security group with rules inside',
      token: 'network/networkSecurityGroup:NetworkSecurityGroup',
      type: t.networkSecurityGroup,
      classic: {
        name: 'nsg',
        securityRules: [
          {
            name: 'ssh',
            access: 'Allow',
            direction: 'Inbound',
            sourceAddressPrefix: '*',
            destinationPortRange: '22',
            destinationApplicationSecurityGroupIds: ['/asg'],
          },
        ],
      },
      v3: {
        networkSecurityGroupName: 'nsg',
        securityRules: [
          {
            name: 'ssh',
            access: 'Allow',
            direction: 'Inbound',
            sourceAddressPrefix: '*',
            destinationPortRange: '22',
            destinationApplicationSecurityGroups: [{ id: '/asg' }],
          },
        ],
      },
    },
    {
      title: 'security rule',
      token: 'network/networkSecurityRule:NetworkSecurityRule',
      type: t.securityRule,
      classic: { name: 'ssh', networkSecurityGroupName: 'nsg', destinationPortRanges: ['22', '3389'] },
      v3: {
        securityRuleName: 'ssh',
        networkSecurityGroupName: 'nsg',
        destinationPortRanges: ['22', '3389'],
      },
    },
    {
      title: 'diagnostic setting',
      token: 'monitoring/diagnosticSetting:DiagnosticSetting',
      type: t.diagnosticSetting,
      classic: {
        targetResourceId: '/hub',
        logAnalyticsWorkspaceId: '/law',
        enabledLogs: [{ categoryGroup: 'audit' }],
        enabledMetrics: [{ category: 'AllMetrics' }],
      },
      v3: {
        resourceUri: '/hub',
        workspaceId: '/law',
        logs: [{ categoryGroup: 'audit', enabled: true }],
        metrics: [{ category: 'AllMetrics', enabled: true }],
      },
    },
    {
      title: 'diagnostic setting, in the blocks of earlier releases',
      token: 'monitoring/diagnosticSetting:DiagnosticSetting',
      type: t.diagnosticSetting,
      classic: { logs: [{ category: 'AuditEvent', enabled: false }], metrics: [{ category: 'AllMetrics' }] },
      v3: {
        logs: [{ category: 'AuditEvent', enabled: false }],
        metrics: [{ category: 'AllMetrics', enabled: true }],
      },
    },
    {
      title: 'workspace',
      token: 'operationalinsights/analyticsWorkspace:AnalyticsWorkspace',
      type: t.workspace,
      classic: { retentionInDays: 30, localAuthenticationEnabled: false, internetQueryEnabled: false },
      v3: {
        retentionInDays: 30,
        features: { disableLocalAuth: true },
        publicNetworkAccessForIngestion: 'Enabled',
        publicNetworkAccessForQuery: 'Disabled',
      },
    },
    {
      title: 'virtual network with a subnet inside',
      token: 'network/virtualNetwork:VirtualNetwork',
      type: t.virtualNetwork,
      classic: {
        encryption: { enforcement: 'AllowUnencrypted' },
        subnets: [{ name: 's', securityGroup: '/nsg' }],
      },
      v3: {
        encryption: { enabled: true, enforcement: 'AllowUnencrypted' },
        subnets: [
          {
            name: 's',
            networkSecurityGroup: { id: '/nsg' },
            privateEndpointNetworkPolicies: 'Disabled',
            defaultOutboundAccess: true,
          },
        ],
      },
    },
  ])('$title', ({ token, type, classic, v3 }) => {
    const resource = only(token, classic as Properties);
    expect(resource.type).toBe(type);
    expect(resource.properties).toMatchObject(v3);
  });

  it('leaves out what nothing is known of', () => {
    const { properties } = only('iot/ioTHub:IoTHub', { endpoints: [] });
    expect(properties).toEqual({ properties: { disableLocalAuth: false } });
  });

  it('does not say whether an old provider enforces TLS on a hub', () => {
    expect(only('iot/ioTHub:IoTHub', {}).properties.properties).not.toHaveProperty('minTlsVersion');
  });
});

describe('a rotation policy of the classic provider', () => {
  const rotate = (timeAfterCreate: string | null, timeBeforeExpiry: string | null) => ({
    action: { type: 'rotate' },
    trigger: { timeAfterCreate, timeBeforeExpiry },
  });

  it.each([
    [{ automatic: { timeAfterCreation: 'P60D' } }, [rotate('P60D', null)]],
    [{ automatic: [{ timeBeforeExpiry: 'P30D' }] }, [rotate(null, 'P30D')]],
    [{ notifyBeforeExpiry: 'P7D' }, [{ action: { type: 'notify' }, trigger: { timeBeforeExpiry: 'P7D' } }]],
    [{ automatic: [UNKNOWN] }, UNKNOWN],
    [{}, []],
  ])('%j says what is done, and when', (rotationPolicy, lifetimeActions) => {
    const key = only('keyvault/key:Key', { rotationPolicy });
    expect(key.properties).toMatchObject({ properties: { rotationPolicy: { lifetimeActions } } });
  });
});

it.each([
  ['nonsense', undefined],
  [
    'https://plant.vault.azure.net/keys/telemetry',
    { keyName: 'telemetry', keyVersion: '', keyVaultUri: 'https://plant.vault.azure.net' },
  ],
])('a customer-managed key with the id %s comes to %j', (keyVaultKeyId, keyVaultProperties) => {
  const account = only('storage/account:Account', { customerManagedKey: { keyVaultKeyId } });
  expect((account.properties.encryption as Properties).keyVaultProperties).toEqual(keyVaultProperties);
});

it.each([
  [
    ['Get', 'List', UNKNOWN],
    ['get', 'list', UNKNOWN],
  ],
  ['Get', 'Get'],
])('verbs %j of an access policy come to %j', (secretPermissions, secrets) => {
  const vault = only('keyvault/keyVault:KeyVault', { accessPolicies: [{ secretPermissions }] });
  expect(vault.properties).toMatchObject({ properties: { accessPolicies: [{ permissions: { secrets } }] } });
});

describe('unknown values in a classic resource', () => {
  it.each([
    [
      'iot/ioTHub:IoTHub',
      { localAuthenticationEnabled: BOOLEAN },
      { properties: { disableLocalAuth: BOOLEAN } },
    ],
    [
      'iot/ioTHub:IoTHub',
      { fileUpload: UNKNOWN },
      { properties: { storageEndpoints: { $default: UNKNOWN } } },
    ],
    [
      'iot/ioTHub:IoTHub',
      { endpoints: UNKNOWN },
      { properties: { routing: { endpoints: { eventHubs: UNKNOWN, storageContainers: UNKNOWN } } } },
    ],
    [
      'iot/ioTHub:IoTHub',
      { endpoints: [{ type: 'AzureIotHub.EventHub', name: 'a', connectionString: UNKNOWN }, UNKNOWN] },
      {
        properties: {
          routing: {
            endpoints: {
              eventHubs: [{ name: 'a', connectionString: UNKNOWN }, UNKNOWN],
              serviceBusQueues: [UNKNOWN],
            },
          },
        },
      },
    ],
    [
      'storage/account:Account',
      { accountTier: 'Standard', accountReplicationType: UNKNOWN, customerManagedKey: UNKNOWN },
      {
        sku: { name: UNKNOWN },
        encryption: {
          keySource: UNKNOWN,
          keyVaultProperties: UNKNOWN,
          encryptionIdentity: { encryptionUserAssignedIdentity: UNKNOWN },
        },
      },
    ],
    [
      'storage/account:Account',
      { customerManagedKey: { keyVaultKeyId: UNKNOWN } },
      { encryption: { keySource: 'Microsoft.Keyvault', keyVaultProperties: { keyName: UNKNOWN } } },
    ],
    [
      'storage/account:Account',
      { networkRules: { defaultAction: 'Allow', bypasses: ['None', UNKNOWN], ipRules: [UNKNOWN] } },
      {
        networkRuleSet: { defaultAction: 'Allow', bypass: UNKNOWN, ipRules: [{ iPAddressOrRange: UNKNOWN }] },
      },
    ],
    ['storage/account:Account', { networkRules: UNKNOWN }, { networkRuleSet: UNKNOWN }],
    ['cosmosdb/account:Account', { ipRangeFilters: UNKNOWN }, { ipRules: UNKNOWN }],
    [
      'keyvault/keyVault:KeyVault',
      { accessPolicies: [{ keyPermissions: ['Get', UNKNOWN] }] },
      { properties: { accessPolicies: [{ permissions: { keys: ['get', UNKNOWN] } }] } },
    ],
    [
      'keyvault/key:Key',
      { keyVaultId: UNKNOWN, expirationDate: UNKNOWN, rotationPolicy: { automatic: UNKNOWN } },
      {
        vaultName: UNKNOWN,
        properties: { attributes: { expires: UNKNOWN }, rotationPolicy: { lifetimeActions: UNKNOWN } },
      },
    ],
    [
      'privatelink/endpoint:Endpoint',
      { privateServiceConnection: { isManualConnection: false, privateConnectionResourceId: UNKNOWN } },
      { privateLinkServiceConnections: [{ privateLinkServiceId: UNKNOWN }] },
    ],
    [
      'privatelink/endpoint:Endpoint',
      { privateServiceConnection: UNKNOWN },
      { privateLinkServiceConnections: UNKNOWN, manualPrivateLinkServiceConnections: UNKNOWN },
    ],
    [
      'network/networkSecurityGroup:NetworkSecurityGroup',
      { securityRules: [UNKNOWN, { access: UNKNOWN, priority: 100 }] },
      { securityRules: [UNKNOWN, { access: UNKNOWN, priority: 100 }] },
    ],
  ])('%s %j', (token, classic, v3) => {
    expect(only(token, classic as Properties).properties).toMatchObject(v3);
  });
});

describe('blocks that are resources of their own', () => {
  const account = registered(
    'azure:storage/account:Account',
    {
      name: 'plant',
      blobProperties: { deleteRetentionPolicy: {}, versioningEnabled: true },
      shareProperties: { smb: { versions: ['SMB3.0', 'SMB3.1.1'] }, retentionPolicy: { days: 14 } },
    },
    { propertyDependencies: { blobProperties: ['urn:x'] } },
  );

  it('are resources beside the one they are written in', () => {
    const [blobs, files, itself] = normalise(account).resources;
    expect(itself).toMatchObject({ type: t.storageAccount, urn: account.urn });
    expect(blobs).toMatchObject({
      type: t.blobService,
      urn: account.urn,
      properties: {
        accountName: 'plant',
        deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete: false },
        isVersioningEnabled: true,
        changeFeed: { enabled: false },
      },
    });
    expect(blobs?.properties).not.toHaveProperty('containerDeleteRetentionPolicy');
    expect(files).toMatchObject({
      type: t.fileService,
      properties: {
        shareDeleteRetentionPolicy: { enabled: true, days: 14 },
        protocolSettings: { smb: { versions: 'SMB3.0;SMB3.1.1' } },
      },
    });
  });

  it('depend on the one they are written in', () => {
    const [blobs] = normalise(account).resources;
    expect(blobs?.propertyDependencies).toMatchObject({
      accountName: [account.urn],
      deleteRetentionPolicy: ['urn:x'],
    });
  });

  it('are named as not evaluated where all of the block is unknown', () => {
    const { resources, notEvaluated } = normalise(
      registered('azure:storage/account:Account', { blobProperties: UNKNOWN }),
    );
    expect(resources.map(({ type }) => type)).toEqual([t.storageAccount]);
    expect(notEvaluated.map(({ why }) => why)).toEqual([
      'its `blobProperties` is known only after deployment',
    ]);
  });

  it('make a zone group of the block in a private endpoint', () => {
    const [group] = normalise(
      registered('azure:privatelink/endpoint:Endpoint', {
        name: 'pe',
        privateDnsZoneGroup: { name: 'g', privateDnsZoneIds: ['/zone', UNKNOWN] },
      }),
    ).resources;
    expect(group).toMatchObject({
      type: t.privateDnsZoneGroup,
      properties: {
        privateEndpointName: 'pe',
        privateDnsZoneConfigs: [{ privateDnsZoneId: '/zone' }, { privateDnsZoneId: UNKNOWN }],
      },
    });
  });
});

describe('the way back to what the author wrote', () => {
  it.each([
    ['storage/account:Account', 'minimumTlsVersion', 'minTlsVersion'],
    ['storage/account:Account', 'networkRuleSet.defaultAction', 'networkRules.defaultAction'],
    ['storage/account:Account', 'networkRuleSet.ipRules[1].iPAddressOrRange', 'networkRules.ipRules'],
    [
      'storage/account:Account',
      'networkRuleSet.resourceAccessRules[0].tenantId',
      'networkRules.privateLinkAccesses[0].endpointTenantId',
    ],
    ['storage/account:Account', 'encryption.keySource', 'customerManagedKey'],
    ['storage/account:Account', 'sku.name', 'sku.name'],
    ['storage/account:Account', 'keyPolicy', 'keyPolicy'],
    ['iot/ioTHub:IoTHub', 'properties.disableLocalAuth', 'localAuthenticationEnabled'],
    [
      'iot/ioTHub:IoTHub',
      'properties.storageEndpoints.$default.authenticationType',
      'fileUpload.authenticationType',
    ],
    [
      'iot/ioTHub:IoTHub',
      'properties.routing.endpoints.eventHubs[0].connectionString',
      'endpoints[].connectionString',
    ],
    [
      'iot/ioTHub:IoTHub',
      'properties.networkRuleSets.ipRules[2].ipMask',
      'networkRuleSets.ipRules[2].ipMask',
    ],
    ['keyvault/key:Key', 'properties.attributes.expires', 'expirationDate'],
    [
      'network/networkSecurityGroup:NetworkSecurityGroup',
      'securityRules[3].access',
      'securityRules[3].access',
    ],
  ])('%s: %s was %s', (token, path, original) => {
    expect(only(token, {}).originalPath?.(path)).toBe(original);
  });

  it('goes through a part to the block it was', () => {
    const [blobs] = normalise(registered('azure:storage/account:Account', { blobProperties: {} })).resources;
    expect(blobs?.originalPath?.('deleteRetentionPolicy.enabled')).toBe(
      'blobProperties.deleteRetentionPolicy',
    );
    expect(blobs?.originalPath?.('isVersioningEnabled')).toBe('blobProperties.versioningEnabled');
  });

  it('keeps the dependencies of what a property was made from', () => {
    const [hub] = normalise(
      registered(
        'azure:iot/ioTHub:IoTHub',
        { endpoints: UNKNOWN },
        { propertyDependencies: { endpoints: ['urn:a', 'urn:b'], fileUpload: ['urn:a'] } },
      ),
    ).resources;
    expect(hub?.propertyDependencies).toEqual({ properties: ['urn:a', 'urn:b'] });
  });
});

describe('classic resources that are not evaluated', () => {
  it.each([
    ['azure:cdn/profile:Profile', 'no rule looks at azure:cdn/profile:Profile'],
    [
      'azure:containerservice/automaticCluster:AutomaticCluster',
      'no rule looks at azure:containerservice/automaticCluster:AutomaticCluster',
    ],
  ])('%s: %s', (token, why) => {
    const resource = registered(token);
    expect(normalise(resource)).toEqual({
      resources: [],
      notEvaluated: [{ resource: resource.urn, why }],
    });
  });
});
