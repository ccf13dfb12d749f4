import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { settingsUnder } from '../../policies/src/evaluate/settings';
import { normalise } from '../../policies/src/resources/normalise';
import type { Properties } from '../../policies/src/resources/value';
import { catalogue } from '../../policies/src/rules/catalogue';
import { registered } from '../resources/registered';

/** The ids of the rules that fail on a resource and on the blocks of it that are resources of their own. */
function failing(token: string, properties: Properties): readonly string[] {
  const { resources } = normalise(registered(token, properties));
  expect(resources.length).toBeGreaterThan(0);
  const { findings } = evaluate(catalogue, resources, settingsUnder('strict'), {
    now: new Date('2026-01-01'),
  });
  return [...new Set(findings.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule.id))].sort();
}

interface Pair {
  readonly title: string;
  readonly classic: readonly [token: string, properties: Properties];
  readonly native: readonly [token: string, properties: Properties];
}

const open = [
  {
    name: 'all',
    access: 'Allow',
    direction: 'Inbound',
    protocol: 'Tcp',
    priority: 100,
    sourceAddressPrefix: '*',
    destinationPortRange: '22',
  },
];

/** The same resource in both providers, badly written; azure-native with what the classic provider writes by itself. */
const badlyWritten: readonly Pair[] = [
  {
    title: 'IoT hub',
    classic: [
      'azure:iot/ioTHub:IoTHub',
      {
        sku: { name: 'F1', capacity: 1 },
        publicNetworkAccessEnabled: true,
        fileUpload: { connectionString: 'x', containerName: 'files', sasTtl: 'P1D' },
        endpoints: [{ type: 'AzureIotHub.EventHub', name: 'e', connectionString: 'x' }],
        networkRuleSets: [{ defaultAction: 'Allow', ipRules: [{ name: 'all', ipMask: '0.0.0.0/0' }] }],
        enrichments: [{ key: 'k', value: 'SharedAccessKey=abc', endpointNames: ['e'] }],
      },
    ],
    native: [
      'azure-native:iothub:IotHubResource',
      {
        sku: { name: 'F1', capacity: 1 },
        properties: {
          publicNetworkAccess: 'Enabled',
          disableLocalAuth: false,
          storageEndpoints: {
            $default: {
              connectionString: 'x',
              containerName: 'files',
              authenticationType: 'keyBased',
              sasTtlAsIso8601: 'P1D',
            },
          },
          routing: {
            endpoints: { eventHubs: [{ name: 'e', connectionString: 'x', authenticationType: 'keyBased' }] },
            enrichments: [{ key: 'k', value: 'SharedAccessKey=abc', endpointNames: ['e'] }],
          },
          networkRuleSets: {
            defaultAction: 'Allow',
            applyToBuiltInEventHubEndpoint: false,
            ipRules: [{ filterName: 'all', ipMask: '0.0.0.0/0', action: 'Allow' }],
          },
        },
      },
    ],
  },
  {
    title: 'provisioning service',
    classic: [
      'azure:iot/iotHubDps:IotHubDps',
      { ipFilterRules: [{ name: 'all', ipMask: '0.0.0.0/0', action: 'Accept', target: 'deviceApi' }] },
    ],
    native: [
      'azure-native:deviceprovisioningservices:IotDpsResource',
      {
        properties: {
          publicNetworkAccess: 'Enabled',
          ipFilterRules: [{ filterName: 'all', ipMask: '0.0.0.0/0', action: 'Accept', target: 'deviceApi' }],
        },
      },
    ],
  },
  {
    title: 'storage account',
    classic: [
      'azure:storage/account:Account',
      {
        accountTier: 'Standard',
        accountReplicationType: 'LRS',
        httpsTrafficOnlyEnabled: false,
        minTlsVersion: 'TLS1_0',
        sftpEnabled: true,
        nfsv3Enabled: true,
        crossTenantReplicationEnabled: true,
        networkRules: { defaultAction: 'Allow', bypasses: ['Logging'] },
      },
    ],
    native: [
      'azure-native:storage:StorageAccount',
      {
        kind: 'StorageV2',
        sku: { name: 'Standard_LRS' },
        enableHttpsTrafficOnly: false,
        minimumTlsVersion: 'TLS1_0',
        isSftpEnabled: true,
        enableNfsV3: true,
        isLocalUserEnabled: true,
        allowBlobPublicAccess: true,
        allowSharedKeyAccess: true,
        allowCrossTenantReplication: true,
        networkRuleSet: { defaultAction: 'Allow', bypass: 'Logging' },
      },
    ],
  },
  {
    title: 'Cosmos account',
    classic: [
      'azure:cosmosdb/account:Account',
      {
        ipRangeFilters: ['0.0.0.0'],
        minimalTlsVersion: 'Tls',
        backup: { type: 'Periodic', storageRedundancy: 'Local' },
        geoLocations: [{ location: 'westeurope', failoverPriority: 0 }],
      },
    ],
    native: [
      'azure-native:cosmosdb:DatabaseAccount',
      {
        ipRules: [{ ipAddressOrRange: '0.0.0.0' }],
        minimalTlsVersion: 'Tls',
        publicNetworkAccess: 'Enabled',
        backupPolicy: { type: 'Periodic', periodicModeProperties: { backupStorageRedundancy: 'Local' } },
        locations: [{ locationName: 'westeurope', failoverPriority: 0, isZoneRedundant: false }],
      },
    ],
  },
  {
    title: 'vault',
    classic: [
      'azure:keyvault/keyVault:KeyVault',
      {
        enabledForDeployment: true,
        softDeleteRetentionDays: 7,
        networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: ['0.0.0.0/0'] },
        accessPolicies: [{ secretPermissions: ['Get', 'Purge'] }],
      },
    ],
    native: [
      'azure-native:keyvault:Vault',
      {
        properties: {
          enabledForDeployment: true,
          softDeleteRetentionInDays: 7,
          publicNetworkAccess: 'Enabled',
          networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [{ value: '0.0.0.0/0' }] },
          accessPolicies: [{ permissions: { secrets: ['get', 'purge'] } }],
        },
      },
    ],
  },
  {
    title: 'key',
    classic: ['azure:keyvault/key:Key', { keyType: 'RSA', keySize: 2048 }],
    native: ['azure-native:keyvault:Key', { properties: { kty: 'RSA', keySize: 2048 } }],
  },
  {
    title: 'security group',
    classic: ['azure:network/networkSecurityGroup:NetworkSecurityGroup', { securityRules: open }],
    native: ['azure-native:network:NetworkSecurityGroup', { securityRules: open }],
  },
  {
    title: 'public container',
    classic: ['azure:storage/container:Container', { containerAccessType: 'container' }],
    native: ['azure-native:storage:BlobContainer', { publicAccess: 'Container' }],
  },
];

describe('a badly written resource', () => {
  test.each(badlyWritten)(
    '$title: the same rules fail, whichever provider it is written for',
    ({ classic, native }) => {
      const found = failing(...classic);
      const expected = failing(...native);
      expect(expected.length).toBeGreaterThan(0);
      expect(found).toEqual(expected);
    },
  );
});

describe('what a class of its own sets', () => {
  test.each([
    [
      'azure:iot/endpointEventhub:EndpointEventhub',
      { name: 'e', connectionString: 'x' },
      ['iothub-routing-identity-auth', 'iothub-routing-no-keys'],
      /^iothub-routing-/,
    ],
    [
      'azure:iot/fileUpload:FileUpload',
      { connectionString: 'x' },
      ['iothub-file-upload-identity-auth'],
      /^iothub-file-upload-/,
    ],
    [
      'azure:storage/accountNetworkRules:AccountNetworkRules',
      { defaultAction: 'Allow' },
      ['storage-network-default-deny'],
      /^storage-network-/,
    ],
    ['azure:storage/accountNetworkRules:AccountNetworkRules', { defaultAction: 'Deny' }, [], /^never$/],
    [
      'azure:storage/customerManagedKey:CustomerManagedKey',
      { keyVaultKeyId: 'https://plant.vault.azure.net/keys/data/1', userAssignedIdentityId: '/id' },
      ['storage-cmk-versionless-key'],
      /^storage-cmk-/,
    ],
  ])('%s %j fails %j and nothing that stands elsewhere', (token, properties, expected, own) => {
    const found = failing(token, properties);
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(found.filter((id) => !own.test(id))).toEqual([]);
  });
});
