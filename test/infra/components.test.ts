import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { DeviceStateStore } from '../../infra/cosmos';
import { CosmosAccess } from '../../infra/cosmos-access';
import { DeleteLocks } from '../../infra/delete-locks';
import { Diagnostics } from '../../infra/diagnostics';
import { EncryptionKey } from '../../infra/encryption-key';
import { ServiceIdentity } from '../../infra/identity';
import { IotHub, type IotHubArgs } from '../../infra/iot-hub';
import { KeyVault } from '../../infra/key-vault';
import { LogWorkspace } from '../../infra/monitoring';
import { Network } from '../../infra/network';
import { PrivateDns } from '../../infra/private-dns';
import { PrivateEndpoint } from '../../infra/private-endpoint';
import { Provisioning } from '../../infra/provisioning';
import { EnvironmentGroup } from '../../infra/resource-group';
import { TelemetryArchive } from '../../infra/telemetry-archive';
import { TelemetryStorage } from '../../infra/telemetry-storage';
import { ThreatDetection } from '../../infra/threat-detection';
import { run, settled } from './register';

// Each test builds one component as a program of another team would: nothing else of ours is around.
const placement = { resourceGroupName: 'rg', location: 'westeurope', tags: { owner: 'them' } };
const dayInSeconds = 86_400;

describe('EnvironmentGroup', () => {
  it('tags the group, and own tags win over given ones', async () => {
    const { only } = await run(
      () =>
        new EnvironmentGroup('g', {
          location: 'westeurope',
          environment: 'dev',
          owner: 'us',
          tags: { site: 'north', managedBy: 'hand' },
        }),
    );
    expect(only('resources:ResourceGroup').inputs.tags).toEqual({
      site: 'north',
      environment: 'dev',
      owner: 'us',
      managedBy: 'pulumi',
    });
  });
});

describe('Network', () => {
  const build = (plantAddressRanges?: string[]) =>
    run(() => new Network('n', { ...placement, addressSpace: '10.60.0.0/20', plantAddressRanges }));

  it('puts gateways, workloads and endpoints into subnets without a way out, each behind a group of its own', async () => {
    const { all } = await build();
    const subnets = all('network:Subnet').map(({ inputs }) => inputs);
    expect(subnets.map(({ subnetName, addressPrefix }) => [subnetName, addressPrefix])).toEqual([
      ['gateways', '10.60.0.0/22'],
      ['workloads', '10.60.4.0/22'],
      ['endpoints', '10.60.8.0/22'],
    ]);
    for (const subnet of subnets) {
      expect(subnet).toMatchObject({
        defaultOutboundAccess: false,
        privateEndpointNetworkPolicies: 'Enabled',
      });
    }
    expect(new Set(subnets.map(({ networkSecurityGroup }) => networkSecurityGroup.id)).size).toBe(3);
  });

  it('changes the network one subnet at a time', async () => {
    const { only } = await build();
    expect(only('network:Subnet', 'workloads').dependencies).toContain(
      only('network:Subnet', 'gateways').urn,
    );
    expect(only('network:Subnet', 'endpoints').dependencies).toContain(
      only('network:Subnet', 'workloads').urn,
    );
  });

  it('ends every group with a refusal in both directions', async () => {
    const { all } = await build();
    for (const { inputs } of all('network:NetworkSecurityGroup')) {
      for (const direction of ['Inbound', 'Outbound']) {
        const rules = inputs.securityRules.filter(
          (rule: { direction: string }) => rule.direction === direction,
        );
        expect(rules.at(-1)).toMatchObject({
          access: 'Deny',
          priority: 4096,
          protocol: '*',
          sourceAddressPrefix: '*',
          destinationAddressPrefix: '*',
          destinationPortRange: '*',
        });
        const priorities = rules.map((rule: { priority: number }) => rule.priority);
        expect(new Set(priorities).size).toBe(priorities.length);
      }
    }
  });

  it('opens TLS ports to known addresses only', async () => {
    const { all } = await build(['10.128.0.0/16', '10.129.0.0/16']);
    const allowed = all('network:NetworkSecurityGroup')
      .flatMap(({ inputs }) => inputs.securityRules)
      .filter(({ access }) => access === 'Allow');
    expect(allowed.length).toBeGreaterThan(0);
    for (const rule of allowed) {
      expect(rule.protocol).toBe('Tcp');
      expect(['443', '8883', '5671']).toEqual(expect.arrayContaining(rule.destinationPortRanges));
      const ends = [
        rule.sourceAddressPrefix ?? rule.sourceAddressPrefixes,
        rule.destinationAddressPrefix ?? rule.destinationAddressPrefixes,
      ].flat();
      for (const end of ends)
        expect(end).toMatch(/^(10\.(60|128|129)\.|AzureActiveDirectory$|AzureMonitor$)/);
    }
  });

  it('admits plants where devices connect, and not to workloads', async () => {
    const { all } = await build(['10.128.0.0/16']);
    const admitting = all('network:NetworkSecurityGroup')
      .filter(({ inputs }) => JSON.stringify(inputs).includes('10.128.0.0/16'))
      .map(({ name }) => name);
    expect(admitting.sort()).toEqual(['n-endpoints-nsg', 'n-gateways-nsg']);
  });

  it('refuses an address space it cannot divide', async () => {
    await expect(run(() => new Network('n', { ...placement, addressSpace: '10.0.0.0/28' }))).rejects.toThrow(
      /addressSpace of network n: given 10\.0\.0\.0\/28; allowed:/,
    );
  });
});

describe('DeleteLocks', () => {
  it('locks each resource by name', async () => {
    const { all } = await run(() => new DeleteLocks('l', { resourceIds: { hub: '/hub', data: '/data' } }));
    expect(
      all('authorization:ManagementLockByScope').map(({ name, inputs }) => [name, inputs.scope]),
    ).toEqual([
      ['l-hub', '/hub'],
      ['l-data', '/data'],
    ]);
    for (const { inputs } of all('authorization:ManagementLockByScope'))
      expect(inputs.level).toBe('CanNotDelete');
  });
});

describe('ThreatDetection', () => {
  const build = (hubIds: string[]) =>
    run(
      () =>
        new ThreatDetection('t', {
          ...placement,
          workspaceId: '/workspace',
          hubIds,
          storageAccountIds: { data: '/data' },
          cosmosAccountIds: { state: '/state' },
        }),
    );

  it('watches each resource it is given, and no other', async () => {
    const { only } = await build(['/hub']);
    expect(only('security:IotSecuritySolution').inputs).toMatchObject({
      status: 'Enabled',
      iotHubs: ['/hub'],
      workspace: '/workspace',
      export: ['RawEvents'],
      unmaskedIpLoggingStatus: 'Disabled',
    });
    expect(only('security:DefenderForStorage').inputs).toMatchObject({
      resourceId: '/data',
      properties: { isEnabled: true },
    });
    expect(only('security:AdvancedThreatProtection').inputs).toMatchObject({
      resourceId: '/state',
      isEnabled: true,
    });
  });

  it('needs no hub', async () => {
    expect((await build([])).all('security:IotSecuritySolution')).toEqual([]);
  });
});

describe('PrivateDns', () => {
  it('links each zone to the network without registering machines in it', async () => {
    const { all, result } = await run(
      () =>
        new PrivateDns('d', {
          resourceGroupName: 'rg',
          virtualNetworkId: '/vnet',
          zones: ['iotHub', 'eventHubs'],
        }),
    );
    expect(all('privatedns:PrivateZone').map(({ inputs }) => inputs.privateZoneName)).toEqual([
      'privatelink.azure-devices.net',
      'privatelink.servicebus.windows.net',
    ]);
    for (const { inputs } of all('privatedns:VirtualNetworkLink')) {
      expect(inputs).toMatchObject({ registrationEnabled: false, virtualNetwork: { id: '/vnet' } });
    }
    expect(Object.keys(result.zoneIds)).toEqual(['iotHub', 'eventHubs']);
  });
});

describe('PrivateEndpoint', () => {
  it('connects without a manual approval and publishes its address', async () => {
    const { only } = await run(
      () =>
        new PrivateEndpoint('e', {
          ...placement,
          subnetId: '/subnet',
          targetId: '/hub',
          groupId: 'iotHub',
          zoneIds: { hub: '/zone1', events: '/zone2' },
        }),
    );
    const { inputs } = only('network:PrivateEndpoint');
    expect(inputs.manualPrivateLinkServiceConnections).toBeUndefined();
    expect(inputs.privateLinkServiceConnections).toEqual([
      { name: 'iotHub', privateLinkServiceId: '/hub', groupIds: ['iotHub'] },
    ]);
    const zones = only('network:PrivateDnsZoneGroup').inputs.privateDnsZoneConfigs;
    expect(zones.map((zone: { privateDnsZoneId: string }) => zone.privateDnsZoneId)).toEqual([
      '/zone1',
      '/zone2',
    ]);
  });
});

describe('KeyVault', () => {
  it('is opened by roles only, closed to networks and cannot be purged', async () => {
    const { only } = await run(() => new KeyVault('v', placement));
    expect(only('keyvault:Vault').inputs.properties).toEqual({
      tenantId: 'tenant',
      sku: { family: 'A', name: 'premium' },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enablePurgeProtection: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] },
    });
  });

  it('belongs to the tenant it is told', async () => {
    const { only } = await run(() => new KeyVault('v', { ...placement, tenantId: 'other' }));
    expect(only('keyvault:Vault').inputs.properties.tenantId).toBe('other');
  });
});

describe('EncryptionKey', () => {
  const build = () => run(() => new EncryptionKey('k', { resourceGroupName: 'rg', vaultName: 'v' }));

  it('stays in hardware and can wrap keys only', async () => {
    const { properties } = (await build()).only('keyvault:Key').inputs;
    expect(properties).toMatchObject({ kty: 'RSA-HSM', keySize: 3072, keyOps: ['wrapKey', 'unwrapKey'] });
    expect(properties.attributes.exportable).toBe(false);
  });

  it('expires in a year and is replaced before', async () => {
    const now = Date.now() / 1000;
    const { properties } = (await build()).only('keyvault:Key').inputs;
    expect(properties.attributes.expires - now).toBeGreaterThan(364 * dayInSeconds);
    expect(properties.attributes.expires - now).toBeLessThan(366 * dayInSeconds);
    expect(properties.rotationPolicy).toMatchObject({
      attributes: { expiryTime: 'P365D' },
      lifetimeActions: [{ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P270D' } }, {}],
    });
  });

  it('does not change on every run because time has passed', async () => {
    expect((await build()).only('keyvault:Key').ignoreChanges).toEqual(['properties.attributes.expires']);
  });
});

describe('ServiceIdentity', () => {
  const build = () =>
    run(
      () =>
        new ServiceIdentity('i', {
          ...placement,
          grants: { key: { role: 'keyVaultCryptoServiceEncryptionUser', scope: '/vault/keys/k' } },
        }),
    );

  it('gets each role on the one resource named', async () => {
    expect((await build()).only('authorization:RoleAssignment').inputs).toEqual({
      scope: '/vault/keys/k',
      principalId: 'principal',
      principalType: 'ServicePrincipal',
      roleDefinitionId:
        '/providers/Microsoft.Authorization/roleDefinitions/e147488a-f6f5-4113-8e2d-b22465e65bf6',
    });
  });

  it('makes whoever is given it wait for its roles', async () => {
    const { only } = await run(() => {
      const { identityId } = new ServiceIdentity('i', {
        ...placement,
        grants: { read: { role: 'storageBlobDataReader', scope: '/container' } },
      });
      new KeyVault('user', { ...placement, tenantId: identityId });
    });
    expect(only('keyvault:Vault').dependencies).toContain(only('authorization:RoleAssignment').urn);
  });
});

describe('TelemetryStorage', () => {
  const build = (accountName?: string) =>
    run(
      () =>
        new TelemetryStorage('data', {
          ...placement,
          accountName,
          redundancy: 'Standard_ZRS',
          deletedDataRetentionDays: 9,
          encryption: { vaultUri: 'https://v', keyName: 'k', identityId: '/identity' },
        }),
    );

  it('takes Entra identities over TLS and nothing else', async () => {
    expect((await build()).only('storage:StorageAccount').inputs).toMatchObject({
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      isLocalUserEnabled: false,
      isSftpEnabled: false,
      enableNfsV3: false,
      publicNetworkAccess: 'Disabled',
      networkRuleSet: { defaultAction: 'Deny', bypass: 'AzureServices' },
      allowedCopyScope: 'AAD',
      allowCrossTenantReplication: false,
    });
  });

  it('encrypts everything with our key, whichever version is current, and once more', async () => {
    const { encryption, identity } = (await build()).only('storage:StorageAccount').inputs;
    expect(encryption).toMatchObject({
      keySource: 'Microsoft.Keyvault',
      keyVaultProperties: { keyVaultUri: 'https://v', keyName: 'k' },
      encryptionIdentity: { encryptionUserAssignedIdentity: '/identity' },
      requireInfrastructureEncryption: true,
    });
    expect(encryption.keyVaultProperties.keyVersion).toBeUndefined();
    for (const service of ['blob', 'file', 'queue', 'table']) {
      expect(encryption.services[service]).toEqual({ enabled: true, keyType: 'Account' });
    }
    expect(identity).toEqual({ type: 'UserAssigned', userAssignedIdentities: ['/identity'] });
  });

  it('brings back what is deleted', async () => {
    const { only } = await build();
    expect(only('storage:BlobServiceProperties').inputs).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 9, allowPermanentDelete: false },
      containerDeleteRetentionPolicy: { enabled: true, days: 9 },
    });
    expect(only('storage:FileServiceProperties').inputs.shareDeleteRetentionPolicy).toEqual({
      enabled: true,
      days: 9,
    });
  });

  it('speaks only the current SMB, encrypted', async () => {
    expect((await build()).only('storage:FileServiceProperties').inputs.protocolSettings.smb).toEqual({
      versions: 'SMB3.1.1',
      channelEncryption: 'AES-256-GCM',
      authenticationMethods: 'Kerberos',
      kerberosTicketEncryption: 'AES-256',
    });
  });

  it('knows its host before it exists if it is named', async () => {
    const { result } = await build('plantdata');
    expect(await settled(result.blobHost)).toBe('plantdata.blob.core.windows.net');
  });
});

describe('TelemetryArchive', () => {
  it('is private, written once, and cleared by age', async () => {
    const { only } = await run(
      () =>
        new TelemetryArchive('a', {
          resourceGroupName: 'rg',
          accountName: 'data',
          immutableDays: 10,
          coolAfterDays: 20,
          retentionDays: 40,
        }),
    );
    expect(only('storage:BlobContainer').inputs.publicAccess).toBe('None');
    expect(only('storage:BlobContainerImmutabilityPolicy').inputs).toMatchObject({
      containerName: 'a',
      immutabilityPeriodSinceCreationInDays: 10,
      allowProtectedAppendWrites: false,
    });
    const [rule] = only('storage:ManagementPolicy').inputs.policy.rules;
    expect(rule.definition.filters.prefixMatch).toEqual(['telemetry/']);
    expect(rule.definition.actions).toEqual({
      baseBlob: {
        tierToCool: { daysAfterModificationGreaterThan: 20 },
        delete: { daysAfterModificationGreaterThan: 40 },
      },
      version: { delete: { daysAfterCreationGreaterThan: 40 } },
    });
  });
});

describe('DeviceStateStore', () => {
  const build = (zoneRedundant?: boolean) =>
    run(
      () =>
        new DeviceStateStore('s', {
          ...placement,
          zoneRedundant,
          maxThroughput: 4000,
          backupTier: 'Continuous7Days',
          encryption: { keyUri: 'https://v/keys/k', identityId: '/identity' },
        }),
    );

  it('knows no keys, no public network and no TLS below 1.2', async () => {
    expect((await build()).only('cosmosdb:DatabaseAccount').inputs).toMatchObject({
      disableLocalAuth: true,
      disableKeyBasedMetadataWriteAccess: true,
      minimalTlsVersion: 'Tls12',
      publicNetworkAccess: 'Disabled',
      networkAclBypass: 'None',
      enableFreeTier: false,
    });
  });

  it('encrypts with our key under our identity and can be restored to any second', async () => {
    expect((await build()).only('cosmosdb:DatabaseAccount').inputs).toMatchObject({
      keyVaultKeyUri: 'https://v/keys/k',
      defaultIdentity: 'UserAssignedIdentity=/identity',
      identity: { type: 'UserAssigned', userAssignedIdentities: ['/identity'] },
      backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } },
    });
  });

  it.each([
    [undefined, true],
    [false, false],
  ])('with zoneRedundant %s spreads over zones: %s', async (given, expected) => {
    const [location] = (await build(given)).only('cosmosdb:DatabaseAccount').inputs.locations;
    expect(location.isZoneRedundant).toBe(expected);
  });

  it('scales by itself up to the ceiling', async () => {
    const { options } = (await build()).only('cosmosdb:SqlResourceSqlDatabase').inputs;
    expect(options).toEqual({ autoscaleSettings: { maxThroughput: 4000 } });
  });
});

describe('CosmosAccess', () => {
  const build = () =>
    run(
      () =>
        new CosmosAccess('c', {
          resourceGroupName: 'rg',
          accountId: '/account',
          accountName: 'account',
          databaseName: 'db',
          principalId: 'principal',
        }),
    );

  it('opens one database, by named actions', async () => {
    const { only } = await build();
    const { assignableScopes, permissions } = only('cosmosdb:SqlResourceSqlRoleDefinition').inputs;
    expect(assignableScopes).toEqual(['/account/dbs/db']);
    expect(permissions[0].dataActions.length).toBeGreaterThan(0);
    for (const action of permissions[0].dataActions) expect(action).not.toMatch(/\*|delete/);
    expect(only('cosmosdb:SqlResourceSqlRoleAssignment').inputs).toMatchObject({
      scope: '/account/dbs/db',
      principalId: 'principal',
    });
  });

  it('uses ids that are GUIDs and the same on every run', async () => {
    const ids = ({ only }: Awaited<ReturnType<typeof build>>) => [
      only('cosmosdb:SqlResourceSqlRoleDefinition').inputs.roleDefinitionId,
      only('cosmosdb:SqlResourceSqlRoleAssignment').inputs.roleAssignmentId,
    ];
    const first = ids(await build());
    expect(ids(await build())).toEqual(first);
    expect(new Set(first).size).toBe(2);
    for (const id of first)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

const hubArgs: IotHubArgs = {
  ...placement,
  sku: 'S1',
  units: 1,
  messageRetentionDays: 2,
  deviceNetworkAccess: { kind: 'private' },
  archive: {
    resourceGroupName: 'rg',
    blobHost: 'data.blob.core.windows.net',
    containerName: 'telemetry',
    identityId: '/identity',
  },
};

describe('IotHub', () => {
  it('accepts TLS 1.2 and certificates, and no shared key of anybody', async () => {
    const { only } = await run(() => new IotHub('h', hubArgs));
    const { properties } = only('iothub:IotHubResource').inputs;
    expect(properties).toMatchObject({
      minTlsVersion: '1.2',
      disableLocalAuth: true,
      disableDeviceSAS: true,
      disableModuleSAS: true,
    });
    expect(properties.authorizationPolicies).toBeUndefined();
  });

  it('calls the archive, by identity and TLS, and nobody else', async () => {
    const { only } = await run(() => new IotHub('h', hubArgs));
    const { properties, identity } = only('iothub:IotHubResource').inputs;
    expect(properties).toMatchObject({
      restrictOutboundNetworkAccess: true,
      allowedFqdnList: ['data.blob.core.windows.net'],
    });
    expect(Object.keys(properties.routing.endpoints)).toEqual(['storageContainers']);
    const [endpoint] = properties.routing.endpoints.storageContainers;
    expect(endpoint).toMatchObject({
      authenticationType: 'identityBased',
      identity: { userAssignedIdentity: '/identity' },
      endpointUri: 'https://data.blob.core.windows.net/',
    });
    expect(endpoint.connectionString).toBeUndefined();
    expect(identity).toEqual({ type: 'UserAssigned', userAssignedIdentities: ['/identity'] });
  });

  it('routes every message to the archive and to its readers', async () => {
    const { only } = await run(() => new IotHub('h', hubArgs));
    const { routes, endpoints } = only('iothub:IotHubResource').inputs.properties.routing;
    const taken = routes
      .filter(
        (route: { isEnabled: boolean; condition: string }) => route.isEnabled && route.condition === 'true',
      )
      .flatMap((route: { endpointNames: string[] }) => route.endpointNames);
    expect(taken).toEqual([endpoints.storageContainers[0].name, 'events']);
  });

  it('drops no message that a route does not take', async () => {
    const { only } = await run(() => new IotHub('h', hubArgs));
    const { fallbackRoute } = only('iothub:IotHubResource').inputs.properties.routing;
    expect(fallbackRoute).toMatchObject({ isEnabled: true, endpointNames: ['events'] });
  });

  it.each([
    [{ kind: 'private' } as const, 'Disabled', []],
    [{ kind: 'allowlist', ranges: ['52.0.0.0/28'] } as const, 'Enabled', ['52.0.0.0/28']],
  ])('with access %j has public access %s for the ranges %j', async (deviceNetworkAccess, access, ranges) => {
    const { only } = await run(() => new IotHub('h', { ...hubArgs, deviceNetworkAccess }));
    const { publicNetworkAccess, networkRuleSets } = only('iothub:IotHubResource').inputs.properties;
    expect(publicNetworkAccess).toBe(access);
    expect(networkRuleSets).toMatchObject({ defaultAction: 'Deny', applyToBuiltInEventHubEndpoint: true });
    expect(networkRuleSets.ipRules.map((rule: { ipMask: string }) => rule.ipMask)).toEqual(ranges);
  });
});

describe('Provisioning', () => {
  const hub = { hostName: 'hub.azure-devices.net', location: 'westeurope', identityId: '/identity' };

  it('is a provisioning service on an API that links hubs by identity', async () => {
    const { only } = await run(
      () => new Provisioning('p', { ...placement, deviceNetworkAccess: { kind: 'private' }, hub }),
    );
    const { inputs } = only('resources:Resource');
    expect(inputs).toMatchObject({
      resourceProviderNamespace: 'Microsoft.Devices',
      resourceType: 'provisioningServices',
      apiVersion: '2026-08-31',
      identity: { type: 'UserAssigned', userAssignedIdentities: ['/identity'] },
    });
    expect(inputs.properties).toMatchObject({ disableLocalAuth: true, publicNetworkAccess: 'Disabled' });
    expect(inputs.properties.iotHubs).toEqual([
      {
        hostName: 'hub.azure-devices.net',
        location: 'westeurope',
        authenticationType: 'UserAssigned',
        selectedUserAssignedIdentityResourceId: '/identity',
        applyAllocationPolicy: true,
      },
    ]);
  });

  it('admits devices from the allowed ranges and refuses the rest', async () => {
    const { only } = await run(
      () =>
        new Provisioning('p', {
          ...placement,
          deviceNetworkAccess: { kind: 'allowlist', ranges: ['52.0.0.0/28'] },
          hub,
        }),
    );
    const { publicNetworkAccess, ipFilterRules } = only('resources:Resource').inputs.properties;
    expect(publicNetworkAccess).toBe('Enabled');
    expect(ipFilterRules).toEqual([
      { filterName: 'devices-1', ipMask: '52.0.0.0/28', action: 'Accept', target: 'deviceApi' },
      { filterName: 'rest', ipMask: '0.0.0.0/0', action: 'Reject', target: 'all' },
    ]);
  });
});

describe('LogWorkspace', () => {
  it('takes no keys and no data from the internet, and keeps what it is told', async () => {
    const { only } = await run(() => new LogWorkspace('l', { ...placement, retentionInDays: 120 }));
    expect(only('operationalinsights:Workspace').inputs).toMatchObject({
      retentionInDays: 120,
      features: { disableLocalAuth: true },
      publicNetworkAccessForIngestion: 'Disabled',
    });
  });
});

describe('Diagnostics', () => {
  it('sends all logs of each target', async () => {
    const { all } = await run(
      () =>
        new Diagnostics('d', {
          workspaceId: '/workspace',
          targets: {
            hub: { resourceId: '/hub' },
            blob: { resourceId: '/blob', metrics: 'Transaction' },
            rules: { resourceId: '/rules', metrics: 'none' },
          },
        }),
    );
    const settings = all('monitor:DiagnosticSetting').map(({ inputs }) => inputs);
    expect(Object.fromEntries(settings.map(({ resourceUri, metrics }) => [resourceUri, metrics]))).toEqual({
      '/hub': [{ category: 'AllMetrics', enabled: true }],
      '/blob': [{ category: 'Transaction', enabled: true }],
      '/rules': [],
    });
    for (const setting of settings) {
      expect(setting).toMatchObject({
        workspaceId: '/workspace',
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      });
      expect(setting.logs[0].retentionPolicy).toBeUndefined();
    }
  });
});

it('every component is one resource in the tree of its user, under the options given to it', async () => {
  const { resources } = await run(() => {
    const parent = new pulumi.ComponentResource('their:app:App', 'app');
    new KeyVault('v', placement, { parent, protect: true });
  });
  expect(resources.map(({ type, protect }) => [type, protect])).toEqual([
    ['their:app:App', false],
    ['iiot-guard:infra:KeyVault', true],
    ['azure-native:keyvault:Vault', true],
  ]);
});
