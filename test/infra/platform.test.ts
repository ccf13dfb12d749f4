import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/config';
import { buildPlatform, type PlatformOutputs } from '../../infra/platform';
import { type Run, run, settled } from './register';
import { stackConfig, stacks } from './stacks';

const build = (stack: string, more: Record<string, string> = {}, nothingKnown = false) =>
  run(() => buildPlatform(stack, readSettings()), {
    stack,
    config: { ...stackConfig(stack), ...more },
    nothingKnown,
  });

const idOf = ({ type, name }: { type: string; name: string }) => `/mock/${type}/${name}`;

/** What has to have a private address and logs: everything that holds data or lets somebody in. */
const services = [
  ['iothub:IotHubResource', 'iotHub'],
  ['resources:Resource', 'iotDps'],
  ['storage:StorageAccount', 'blob'],
  ['keyvault:Vault', 'vault'],
  ['cosmosdb:DatabaseAccount', 'Sql'],
] as const;

describe.each(stacks)('the platform of stack %s', (stack) => {
  let platform: Run<PlatformOutputs>;
  let preview: Run<PlatformOutputs>;

  // Built once: a run takes seconds, and the tests only read what it registered.
  beforeAll(async () => {
    platform = await build(stack);
    preview = await build(stack, {}, true);
  });

  it('gives each service one private endpoint with its zones', () => {
    const { all, only } = platform;
    const endpoints = all('network:PrivateEndpoint');
    expect(endpoints).toHaveLength(services.length);
    for (const [type, groupId] of services) {
      const target = idOf(only(type));
      const endpoint = endpoints.find(
        ({ inputs }) => inputs.privateLinkServiceConnections[0].privateLinkServiceId === target,
      );
      expect(endpoint?.inputs.privateLinkServiceConnections[0].groupIds).toEqual([groupId]);
      expect(endpoint?.inputs.subnet.id).toBe(idOf(only('network:Subnet', 'endpoints')));
      const zones = only('network:PrivateDnsZoneGroup', endpoint?.name).inputs.privateDnsZoneConfigs;
      expect(zones).toHaveLength(groupId === 'iotHub' ? 2 : 1);
    }
  });

  it('logs each service, of the storage account each part, the security groups and who reads the logs', () => {
    const { all, only } = platform;
    const watched = all('monitor:DiagnosticSetting').map(({ inputs }) => inputs.resourceUri);
    const targets = [
      ...services.filter(([type]) => type !== 'storage:StorageAccount').map(([type]) => only(type)),
      ...['Blob', 'Queue', 'Table', 'File'].map((part) => only(`storage:${part}ServiceProperties`)),
      ...all('network:NetworkSecurityGroup'),
      only('operationalinsights:Workspace'),
    ];
    expect(watched.sort()).toEqual(targets.map(idOf).sort());
  });

  it('tags everything that can carry tags', () => {
    const { resources } = platform;
    const tagged = resources.filter(({ inputs }) => inputs.tags);
    expect(tagged.length).toBeGreaterThan(30);
    for (const { inputs } of tagged)
      expect(inputs.tags).toMatchObject({ environment: stack, managedBy: 'pulumi' });
  });

  it('puts everything into the stack region, zones aside', () => {
    const { resources } = platform;
    const regions = new Set(resources.map(({ inputs }) => inputs.location).filter(Boolean));
    expect(regions).toEqual(new Set(['global', stackConfig(stack)['iiot-guard:region']]));
  });

  it('grants roles on single resources, each to an identity of its own', () => {
    const { all, only } = platform;
    const grants = all('authorization:RoleAssignment').map(({ name, inputs }) => [name, inputs.scope]);
    const container = idOf(only('storage:BlobContainer'));
    const hub = idOf(only('iothub:IotHubResource'));
    expect(Object.fromEntries(grants)).toEqual({
      'iiot-storage-encryption-key': idOf(only('keyvault:Key', 'storage-key')),
      'iiot-state-encryption-key': idOf(only('keyvault:Key', 'state-key')),
      'iiot-archiver-archive': container,
      'iiot-workload-archive': container,
      'iiot-registrar-registry': hub,
      'iiot-registrar-twins': hub,
    });
  });

  it('creates each service after the roles it needs', () => {
    const { only } = platform;
    const role = (name: string) => only('authorization:RoleAssignment', name).urn;
    expect(only('storage:StorageAccount').dependencies).toContain(role('storage-encryption-key'));
    expect(only('cosmosdb:DatabaseAccount').dependencies).toContain(role('state-encryption-key'));
    expect(only('iothub:IotHubResource').dependencies).toContain(role('archiver-archive'));
    expect(only('resources:Resource').dependencies).toEqual(
      expect.arrayContaining([role('registrar-registry'), role('registrar-twins')]),
    );
  });

  it('protects what holds data, keys or identities as the stack says', () => {
    const { only } = platform;
    const precious = [
      ...services.map(([type]) => only(type)),
      only('keyvault:Key', 'storage-key'),
      only('storage:BlobContainer'),
      only('cosmosdb:SqlResourceSqlDatabase'),
      only('cosmosdb:SqlResourceSqlContainer'),
      only('operationalinsights:Workspace'),
    ];
    for (const { protect } of precious) expect(protect).toBe(stack !== 'dev');
  });

  it('locks each service where the stack protects data', () => {
    const { all, only } = platform;
    const locked = all('authorization:ManagementLockByScope').map(({ inputs }) => inputs.scope);
    const wanted = stack !== 'dev' ? services.map(([type]) => idOf(only(type))) : [];
    expect(locked.sort()).toEqual(wanted.sort());
  });

  it('lets Defender watch hub, storage and state as the stack says', () => {
    const { all, only } = platform;
    const watched = [
      ...all('security:IotSecuritySolution').flatMap(({ inputs }) => inputs.iotHubs),
      ...all('security:DefenderForStorage').map(({ inputs }) => inputs.resourceId),
      ...all('security:AdvancedThreatProtection').map(({ inputs }) => inputs.resourceId),
    ];
    const types = ['iothub:IotHubResource', 'storage:StorageAccount', 'cosmosdb:DatabaseAccount'];
    expect(watched).toEqual(stack !== 'dev' ? types.map((type) => idOf(only(type))) : []);
  });

  it('tells of changes in its own resource group', () => {
    const { only } = platform;
    expect(only('monitor:ActivityLogAlert').inputs.scopes).toEqual([idOf(only('resources:ResourceGroup'))]);
  });

  it('hands out no secret', async () => {
    const { result } = platform;
    for (const output of Object.values(result)) {
      expect(await output.isSecret).toBe(false);
      expect(JSON.stringify(await settled(output))).not.toMatch(/KEY|SharedAccess|AccountKey/);
    }
  });

  it('carries no key of a service into another', () => {
    const { resources } = platform;
    // The mocked services answer with keys, as the real ones do; none may come back as an input.
    expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.toMatch(/HUB-KEY|DPS-KEY/);
  });

  it('can be previewed when nothing is known that only a deployment tells', () => {
    const names = ({ resources }: typeof platform) =>
      resources.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names(preview)).toEqual(names(platform));
  });

  it('shows a preview every setting that a deployment does not have to tell', () => {
    const { only } = preview;
    expect(only('keyvault:Vault').inputs.properties).toMatchObject({
      enablePurgeProtection: true,
      publicNetworkAccess: 'Disabled',
    });
    expect(only('iothub:IotHubResource').inputs.properties).toMatchObject({
      minTlsVersion: '1.2',
      disableLocalAuth: true,
      routing: { endpoints: { storageContainers: [{ authenticationType: 'identityBased' }] } },
    });
    expect(only('storage:StorageAccount').inputs.encryption).toMatchObject({
      keySource: 'Microsoft.Keyvault',
      requireInfrastructureEncryption: true,
    });
    expect(only('resources:Resource').inputs.properties).toMatchObject({
      publicNetworkAccess: 'Disabled',
      iotHubs: [{ authenticationType: 'UserAssigned' }],
    });
  });
});

it('lets devices in from the ranges of the settings, at the hub and at the provisioning service', async () => {
  const { only } = await build('dev', {
    'iiot-guard:deviceNetworkAccess': 'allowlist',
    'iiot-guard:deviceIpRanges': '["52.0.0.0/28"]',
  });
  const hub = only('iothub:IotHubResource').inputs.properties;
  const provisioning = only('resources:Resource').inputs.properties;
  expect([hub.publicNetworkAccess, provisioning.publicNetworkAccess]).toEqual(['Enabled', 'Enabled']);
  expect(hub.networkRuleSets.ipRules[0].ipMask).toBe('52.0.0.0/28');
  expect(provisioning.ipFilterRules[0].ipMask).toBe('52.0.0.0/28');
});

describe('physical names', () => {
  const prefix = 'a234567890123456';
  let unnamed: Run<PlatformOutputs>;
  let named: Run<PlatformOutputs>;

  beforeAll(async () => {
    unnamed = await build('dev');
    named = await build('dev', { 'iiot-guard:namePrefix': prefix }, true);
  });

  it('are left to Pulumi without a prefix', () => {
    const { only } = unnamed;
    expect(only('storage:StorageAccount').inputs.accountName).toBeUndefined();
    expect(only('iothub:IotHubResource').inputs.resourceName).toBeUndefined();
  });

  // Pulumi adds eight characters to the logical name; Azure's limits are those of each service.
  it.each([
    ['storage:StorageAccount', /^[a-z0-9]{3,16}$/],
    ['keyvault:Vault', /^[a-z][a-z0-9-]{2,15}$/],
    ['cosmosdb:DatabaseAccount', /^[a-z0-9-]{3,36}$/],
    ['iothub:IotHubResource', /^[a-zA-Z0-9-]{3,42}$/],
    ['resources:Resource', /^[a-zA-Z0-9-]{3,56}$/],
  ])('of %s leave room for the suffix', (type, form) => {
    expect(unnamed.only(type).name).toMatch(form);
  });

  it.each([
    ['storage:StorageAccount', 'accountName', /^[a-z0-9]{3,24}$/],
    ['keyvault:Vault', 'vaultName', /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/],
    ['cosmosdb:DatabaseAccount', 'accountName', /^[a-z0-9-]{3,44}$/],
    ['iothub:IotHubResource', 'resourceName', /^[a-zA-Z0-9-]{3,50}$/],
    ['resources:Resource', 'resourceName', /^[a-zA-Z0-9-]{3,64}$/],
    ['operationalinsights:Workspace', 'workspaceName', /^[A-Za-z0-9-]{4,63}$/],
    ['resources:ResourceGroup', 'resourceGroupName', /^[\w.-]{1,89}$/],
  ])('of %s are valid with the longest prefix', (type, property, form) => {
    const name = named.only(type).inputs[property];
    expect(name).toMatch(form);
    expect(name.startsWith(prefix)).toBe(true);
  });

  it('tell a preview where the hub sends telemetry', () => {
    const { allowedFqdnList } = named.only('iothub:IotHubResource').inputs.properties;
    expect(allowedFqdnList).toEqual([`${prefix}data.blob.core.windows.net`]);
  });
});
