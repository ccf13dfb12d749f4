import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/config';
import type { PlatformOutputs } from '../../infra/platform';
import { SecureIotPlatform } from '../../infra/secure-platform';
import { deviceRootPem } from '../../policies/src/rule/sample-certificates';
import { type Run, run, settled } from './register';
import { stackConfig, stacks } from './stacks';

const build = (stack: string, more: Record<string, string> = {}, nothingKnown = false) =>
  run(() => new SecureIotPlatform('iiot', { environment: stack, ...readSettings() }).outputs, {
    stack,
    config: { ...stackConfig(stack), ...more },
    nothingKnown,
  });

const idOf = ({ type, name }: { type: string; name: string }) => `/mock/${type}/${name}`;

interface Service {
  readonly type: string;
  /** How its name ends, where the stack has several of the type. */
  readonly name: string;
  /** Parts that are reached through private endpoints. */
  readonly groups: readonly string[];
  /** Whether it holds data, keys or identities. */
  readonly precious: boolean;
}

const service = (type: string, name: string, groups: readonly string[], precious = true): Service => ({
  type,
  name,
  groups,
  precious,
});

/** Everything that holds data or lets somebody in: it has to have a private address and logs. */
const services: Readonly<Record<string, readonly Service[]>> = (() => {
  const always = [
    service('iothub:IotHubResource', '', ['iotHub']),
    service('resources:Resource', 'iiot-dps', ['iotDps']),
    service('storage:StorageAccount', 'iiotdata', ['blob']),
    service('storage:StorageAccount', 'iiotaudit', ['blob']),
    service('eventhub:Namespace', '', ['namespace']),
    service('keyvault:Vault', '', ['vault']),
    service('cosmosdb:DatabaseAccount', '', ['Sql']),
  ];
  const production = [
    ...always,
    service('storage:StorageAccount', 'iiotapp', ['blob', 'queue', 'table']),
    service('containerregistry:Registry', '', ['registry']),
    service('web:WebApp', '', ['sites'], false),
  ];
  return {
    dev: always,
    prod: production,
    'prod-sovereign': [...production, service('keyvault:ManagedHsm', '', ['managedhsm'])],
  };
})();

describe.each(stacks)('the platform of stack %s', (stack) => {
  let platform: Run<PlatformOutputs>;
  let preview: Run<PlatformOutputs>;

  // Built once: a run takes seconds, and the tests only read what it registered.
  beforeAll(async () => {
    platform = await build(stack);
    preview = await build(stack, {}, true);
  });

  const here = services[stack] ?? [];

  it('gives each service its private endpoints with their zones, and each zone a use', () => {
    const { all, only } = platform;
    const endpoints = all('network:PrivateEndpoint').map(({ name, inputs }) => {
      const [connection] = inputs.privateLinkServiceConnections;
      expect(inputs.subnet.id).toBe(idOf(only('network:Subnet', 'endpoints')));
      const zones = only('network:PrivateDnsZoneGroup', name).inputs.privateDnsZoneConfigs;
      expect(zones).toHaveLength(connection.groupIds[0] === 'iotHub' ? 2 : 1);
      return {
        reached: `${connection.privateLinkServiceId} ${connection.groupIds}`,
        zones: zones.map(({ privateDnsZoneId }: { privateDnsZoneId: string }) => privateDnsZoneId),
      };
    });
    const wanted = here.flatMap(({ type, name, groups }) =>
      groups.map((group) => `${idOf(only(type, name))} ${group}`),
    );
    expect(endpoints.map(({ reached }) => reached).sort()).toEqual(wanted.sort());
    expect(new Set(endpoints.flatMap(({ zones }) => zones))).toEqual(
      new Set(all('privatedns:PrivateZone').map(idOf)),
    );
  });

  it('logs each service, of the storage accounts each part, the security groups and who reads the logs', () => {
    const { all, only } = platform;
    const watched = all('monitor:DiagnosticSetting').map(({ inputs }) => inputs.resourceUri);
    const targets = [
      ...here
        .filter(({ type }) => type !== 'storage:StorageAccount')
        .map(({ type, name }) => only(type, name)),
      ...['Blob', 'Queue', 'Table', 'File'].flatMap((part) => all(`storage:${part}ServiceProperties`)),
      ...all('network:NetworkSecurityGroup'),
      ...all('dataprotection:BackupVault'),
      only('network:VirtualNetwork'),
      only('eventgrid:SystemTopic'),
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
    const container = (name: string) => idOf(only('storage:BlobContainer', name));
    const hub = idOf(only('iothub:IotHubResource'));
    const eventHub = (name: string) => idOf(only('eventhub:EventHub', name));
    const account = (name: string) => idOf(only('storage:StorageAccount', name));
    // Roles on keys of a managed HSM are granted by its administrators.
    const keys = all('keyvault:Key').map((key) => [
      `${key.name.replace(/-key$/, '')}-encryption-key`,
      idOf(key),
    ]);
    const ingest = {
      'iiot-ingest-telemetry': eventHub('stream-telemetry'),
      'iiot-ingest-dead-letters': container('telemetry-dead-letters'),
      ...(stack === 'dev'
        ? {}
        : {
            'iiot-ingest-blobs': account('iiotapp'),
            'iiot-ingest-queues': account('iiotapp'),
            'iiot-ingest-tables': account('iiotapp'),
          }),
    };
    expect(Object.fromEntries(grants)).toEqual({
      ...Object.fromEntries(keys),
      'iiot-expiry-deadLetters': container('iiotaudit-dead-letters'),
      ...(stack === 'dev' ? {} : { 'iiot-flows-records': account('iiotaudit') }),
      'iiot-archiver-archive': container('telemetry'),
      'iiot-workload-archive': container('telemetry'),
      'iiot-workload-uploads': container('uploads'),
      'iiot-workload-telemetry': eventHub('stream-telemetry'),
      'iiot-streamer-telemetry': eventHub('stream-telemetry'),
      'iiot-streamer-events': eventHub('device-events'),
      'iiot-uploader-uploads': container('uploads'),
      'iiot-uploader-links': account('iiotdata'),
      'iiot-registrar-registry': hub,
      'iiot-registrar-twins': hub,
      ...(stack === 'dev' ? {} : ingest),
    });
  });

  it('creates each service after the roles it needs', () => {
    const { only } = platform;
    const role = (name: string) => only('authorization:RoleAssignment', name).urn;
    const needs = (type: string, name: string, roles: readonly string[]) =>
      expect(only(type, name).dependencies).toEqual(expect.arrayContaining(roles.map(role)));
    if (stack !== 'prod-sovereign') {
      needs('storage:StorageAccount', 'iiotdata', ['storage-encryption-key']);
      needs('storage:StorageAccount', 'iiotaudit', ['audit-encryption-key']);
      needs('cosmosdb:DatabaseAccount', '', ['state-encryption-key']);
    }
    needs('iothub:IotHubResource', '', ['archiver-archive', 'streamer-telemetry', 'uploader-links']);
    needs('resources:Resource', 'iiot-dps', ['registrar-registry', 'registrar-twins']);
    needs('eventgrid:SystemTopic', '', ['expiry-deadLetters']);
    if (stack !== 'dev') needs('web:WebApp', '', ['ingest-telemetry', 'ingest-blobs']);
  });

  it('protects what holds data, keys or identities as the stack says', () => {
    const { all, only } = platform;
    const precious = [
      ...here.map(({ type, name }) => only(type, name)),
      ...all('keyvault:Key'),
      ...all('storage:BlobContainer'),
      ...all('eventhub:EventHub'),
      only('cosmosdb:SqlResourceSqlDatabase'),
      only('cosmosdb:SqlResourceSqlContainer'),
      only('operationalinsights:Workspace'),
    ];
    for (const { protect } of precious) expect(protect).toBe(stack !== 'dev');
  });

  it('locks each service, the logs and the backups where the stack protects data', () => {
    const { all, only } = platform;
    const locked = all('authorization:ManagementLockByScope').map(({ inputs }) => inputs.scope);
    const precious = here.filter((one) => one.precious).map(({ type, name }) => idOf(only(type, name)));
    const records = [all('operationalinsights:Workspace'), all('dataprotection:BackupVault')]
      .flat()
      .map(idOf);
    const wanted = stack !== 'dev' ? [...precious, ...records] : [];
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
    const wanted = here.filter(({ type }) => types.includes(type));
    expect(watched.sort()).toEqual(
      stack !== 'dev' ? wanted.map(({ type, name }) => idOf(only(type, name))).sort() : [],
    );
  });

  it('tells of changes in its own resource group, or in its own subscription', () => {
    const { all, only } = platform;
    const scope = stack === 'dev' ? idOf(only('resources:ResourceGroup')) : '/subscriptions/subscription';
    for (const { inputs } of all('monitor:ActivityLogAlert')) expect(inputs.scopes).toEqual([scope]);
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
    expect(only('storage:StorageAccount', 'iiotdata').inputs.encryption).toMatchObject({
      keySource: 'Microsoft.Keyvault',
      requireInfrastructureEncryption: true,
    });
    expect(only('resources:Resource', 'iiot-dps').inputs.properties).toMatchObject({
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

describe.each([
  ['postgresql', 'dbforpostgresql:Server', 'postgresqlServer', 'privatelink.postgres.database.azure.com'],
  ['sql', 'sql:Server', 'sqlServer', 'privatelink.database.windows.net'],
  ['data-explorer', 'kusto:Cluster', 'cluster', 'privatelink.westeurope.kusto.windows.net'],
])('with %s as the database', (database, type, group, zone) => {
  let platform: Run<PlatformOutputs>;
  beforeAll(async () => {
    platform = await build('dev', { 'iiot-guard:database': database, 'iiot-guard:protectData': 'true' });
  });

  it('is reached privately, encrypted with a key of its own, kept, and the only one', () => {
    const { all, only } = platform;
    const server = only(type);
    const connections = all('network:PrivateEndpoint').map(
      ({ inputs }) => inputs.privateLinkServiceConnections[0],
    );
    expect(connections).toContainEqual(
      expect.objectContaining({ privateLinkServiceId: idOf(server), groupIds: [group] }),
    );
    expect(all('privatedns:PrivateZone').map(({ inputs }) => inputs.privateZoneName)).toContain(zone);
    expect(server.dependencies).toContain(only('authorization:RoleAssignment', 'state-encryption-key').urn);
    expect(server.protect).toBe(true);
    expect(all('authorization:ManagementLockByScope').map(({ inputs }) => inputs.scope)).toContain(
      idOf(server),
    );
    expect(all('cosmosdb:DatabaseAccount')).toEqual([]);
  });

  it('is logged, by the database where the server has no logs', () => {
    const { all, only } = platform;
    const logged = all('monitor:DiagnosticSetting').map(({ inputs }) => inputs.resourceUri);
    expect(logged).toContain(idOf(only(database === 'sql' ? 'sql:Database' : type)));
  });

  it('is let through by the network on its port and no other', () => {
    const ports = platform
      .all('network:NetworkSecurityGroup')
      .flatMap(({ inputs }) => inputs.securityRules)
      .flatMap(({ destinationPortRanges }) => destinationPortRanges ?? []);
    expect(ports.includes('5432')).toBe(database === 'postgresql');
    expect(ports.includes('1433')).toBe(database === 'sql');
  });
});

it('has operators administer a database of servers, and otherwise an identity nothing runs under', async () => {
  const operators = '11111111-2222-3333-4444-555555555555';
  const sql = { 'iiot-guard:database': 'sql' };
  const people = { 'iiot-guard:people': JSON.stringify({ operators }) };
  const named = await build('dev', { ...sql, ...people });
  expect(named.only('sql:Server').inputs.administrators).toMatchObject({
    principalType: 'Group',
    sid: operators,
  });
  const unnamed = await build('dev', sql);
  expect(unnamed.only('sql:Server').inputs.administrators.principalType).toBe('Application');
  expect(unnamed.only('managedidentity:UserAssignedIdentity', 'database-admin')).toBeDefined();
});

it('puts a server that cannot keep its own backups out of reach into the vault, which may read what it has to', async () => {
  const { all, only } = await build('dev', {
    'iiot-guard:database': 'postgresql',
    'iiot-guard:backupVault': 'true',
  });
  const server = idOf(only('dbforpostgresql:Server'));
  const { properties } = only('dataprotection:BackupInstance').inputs;
  expect(properties.dataSourceInfo.resourceID).toBe(server);
  const grants = all('authorization:RoleAssignment').filter(({ name }) => name.includes('backup-encryption'));
  expect(Object.fromEntries(grants.map(({ name, inputs }) => [name, inputs.scope]))).toEqual({
    'iiot-backup-encryption-key': idOf(only('keyvault:Key', 'backup-key')),
    'iiot-backup-encryption-state': server,
    'iiot-backup-encryption-group': idOf(only('resources:ResourceGroup')),
  });
  expect(only('dataprotection:BackupVault').dependencies).toContain(
    only('authorization:RoleAssignment', 'backup-encryption-state').urn,
  );
});

it('copies device state into the second region of the settings', async () => {
  const { only } = await build('dev', {
    'iiot-guard:secondRegion': 'northeurope',
    'iiot-guard:storageRedundancy': 'Standard_GZRS',
  });
  expect(only('cosmosdb:DatabaseAccount').inputs.locations).toHaveLength(2);
});

it('trusts the authorities of the settings', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'authority-')), 'plant-root.pem');
  writeFileSync(path, deviceRootPem);
  const authorities = [{ name: 'plant', path }];
  const { only } = await build('dev', {
    'iiot-guard:deviceCertificateAuthorities': JSON.stringify(authorities),
  });
  expect(only('iothub:Certificate').inputs.resourceName).toBe(only('iothub:IotHubResource').name);
  expect(only('deviceprovisioningservices:DpsCertificate').inputs.certificateName).toBe('plant');
});

it('keeps the readers of telemetry apart, at the stream and at the hub', async () => {
  const { all } = await build('dev', {
    'iiot-guard:consumers': '["historian","alarms"]',
    'iiot-guard:ingest': 'true',
  });
  const groups = (type: string, property: string) => all(type).map(({ inputs }) => inputs[property]);
  expect(groups('eventhub:ConsumerGroup', 'consumerGroupName')).toEqual(['historian', 'alarms', 'ingest']);
  expect(groups('iothub:IotHubResourceEventHubConsumerGroup', 'name')).toEqual(['historian', 'alarms']);
});

it('updates devices where it is wanted', async () => {
  const { all, only } = await build('dev', {
    'iiot-guard:deviceUpdate': 'true',
    'iiot-guard:sphereCatalog': 'true',
  });
  expect(only('deviceupdate:Instance').inputs.iotHubs).toEqual([
    { resourceId: idOf(only('iothub:IotHubResource')) },
  ]);
  expect(all('azuresphere:DeviceGroup')).toHaveLength(3);
});

describe('physical names', () => {
  const prefix = 'a234567890123456';
  let unnamed: Run<PlatformOutputs>;
  let named: Run<PlatformOutputs>;

  // Everything that can be asked for, so that every name is looked at.
  const everything = {
    'iiot-guard:ingest': 'true',
    'iiot-guard:edgeRegistry': 'true',
    'iiot-guard:sphereCatalog': 'true',
    'iiot-guard:deviceUpdate': 'true',
  };
  beforeAll(async () => {
    unnamed = await build('dev', everything);
    named = await build('dev', { ...everything, 'iiot-guard:namePrefix': prefix }, true);
  });

  it('are left to Pulumi without a prefix', () => {
    const { only } = unnamed;
    expect(only('storage:StorageAccount', 'iiotdata').inputs.accountName).toBeUndefined();
    expect(only('iothub:IotHubResource').inputs.resourceName).toBeUndefined();
  });

  // Pulumi adds eight characters to the logical name; Azure's limits are those of each service.
  it.each([
    ['storage:StorageAccount', /^[a-z0-9]{3,16}$/],
    ['keyvault:Vault', /^[a-z][a-z0-9-]{2,15}$/],
    ['cosmosdb:DatabaseAccount', /^[a-z0-9-]{3,36}$/],
    ['iothub:IotHubResource', /^[a-zA-Z0-9-]{3,42}$/],
    ['resources:Resource', /^[a-zA-Z0-9-]{3,56}$/],
    ['eventhub:Namespace', /^[a-zA-Z][a-zA-Z0-9-]{5,41}$/],
    ['containerregistry:Registry', /^[a-zA-Z0-9]{5,42}$/],
    ['web:WebApp', /^[a-zA-Z0-9-]{2,52}$/],
    ['deviceupdate:Account', /^[a-zA-Z0-9-]{3,16}$/],
    ['azuresphere:Catalog', /^[a-zA-Z0-9-]{1,42}$/],
  ])('of %s leave room for the suffix', (type, form) => {
    for (const { name } of unnamed.all(type)) expect(name).toMatch(form);
  });

  it.each([
    ['storage:StorageAccount', 'accountName', /^[a-z0-9]{3,24}$/],
    ['keyvault:Vault', 'vaultName', /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/],
    ['cosmosdb:DatabaseAccount', 'accountName', /^[a-z0-9-]{3,44}$/],
    ['iothub:IotHubResource', 'resourceName', /^[a-zA-Z0-9-]{3,50}$/],
    ['resources:Resource', 'resourceName', /^[a-zA-Z0-9-]{3,64}$/],
    ['operationalinsights:Workspace', 'workspaceName', /^[A-Za-z0-9-]{4,63}$/],
    ['resources:ResourceGroup', 'resourceGroupName', /^[\w.-]{1,89}$/],
    ['eventhub:Namespace', 'namespaceName', /^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$/],
    ['containerregistry:Registry', 'registryName', /^[a-zA-Z0-9]{5,50}$/],
    ['web:WebApp', 'name', /^[a-zA-Z0-9-]{2,60}$/],
    ['deviceupdate:Account', 'accountName', /^[a-zA-Z0-9-]{3,24}$/],
  ])('of %s are valid with the longest prefix', (type, property, form) => {
    const names = named.all(type).map(({ inputs }) => inputs[property]);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(name).toMatch(form);
      expect(name.startsWith(prefix)).toBe(true);
    }
  });

  it('tell a preview where the hub sends telemetry', () => {
    const { allowedFqdnList } = named.only('iothub:IotHubResource').inputs.properties;
    expect(allowedFqdnList).toEqual([
      `${prefix}data.blob.core.windows.net`,
      `${prefix}-events.servicebus.windows.net`,
    ]);
  });
});
