import { beforeAll, describe, expect, it } from 'vitest';
import { checkPlatformName, logicalNames, physicalNames } from '../../infra/naming';
import { type NamingRule, namingRules } from '../../infra/naming-rules';
import { SecureIotPlatform } from '../../infra/secure-platform';
import { type Registered, type Run, run } from './register';

const longestPrefix = 'a234567890123456';
const longestName = 'plant-sevent';
const everything = {
  region: 'westeurope',
  secondRegion: 'northeurope',
  storageRedundancy: 'Standard_GZRS',
  namePrefix: longestPrefix,
  sphereCatalog: true,
  deviceUpdate: true,
  ingest: true,
  edgeRegistry: true,
  backupVault: true,
} as const;

const alertEmails = ['operations@example.com'];

const fits = ({ form, least, most }: NamingRule, name: string): boolean =>
  form.test(name) && name.length >= least && name.length <= most;

const databases = ['cosmos', 'postgresql', 'sql', 'data-explorer'] as const;
type Database = (typeof databases)[number];

const build = (database: Database, name: string, namePrefix?: string) => {
  const { namePrefix: _, ...rest } = everything;
  return run(
    () =>
      new SecureIotPlatform(name, { ...rest, database, alertEmails, ...(namePrefix ? { namePrefix } : {}) }),
  );
};

const misnamed = (
  resources: readonly Registered[],
  nameOf: (resource: Registered, rule: NamingRule) => string,
) =>
  resources.flatMap((resource) => {
    const rule = namingRules[resource.type];
    if (!rule) return [];
    const name = nameOf(resource, rule);
    return fits(rule, name) ? [] : [`${resource.type} ${name}`];
  });

// Pulumi appends eight hexadecimal digits to the logical names that it makes physical.
const physical = ({ inputs, name }: Registered, { input }: NamingRule): string =>
  inputs[input] ?? `${name}0123abcd`;

describe.each(databases)('names of a platform with database %s', (database) => {
  let named: Run<unknown>;
  let unnamed: Run<unknown>;
  beforeAll(async () => {
    named = await build(database, longestName, longestPrefix);
    unnamed = await build(database, longestName);
  });

  it('are such as each service takes, with the longest prefix', () => {
    expect(misnamed(named.resources, physical)).toEqual([]);
    expect(named.only('storage:StorageAccount', 'data').inputs.accountName).toBe(`${longestPrefix}data`);
  });

  it('are such as each service takes, with the longest name of a platform and the suffix of Pulumi', () => {
    expect(misnamed(unnamed.resources, physical)).toEqual([]);
  });

  it('are known for everything that has a name of its own', () => {
    const unruled = new Set(
      unnamed.resources
        .map(({ type }) => type)
        .filter((type) => type.startsWith('azure-native:') && !namingRules[type]),
    );
    expect([...unruled].filter((type) => !(type in withoutNames)).sort()).toEqual([]);
  });

  it.each(['named', 'unnamed'])('are unique where they have to be, %s', (which) => {
    const { resources } = which === 'named' ? named : unnamed;
    const places = resources.flatMap((resource) => {
      const rule = namingRules[resource.type];
      if (!rule || rule.unique === 'in its parent') return [];
      return [`${resource.type} ${physical(resource, rule).toLowerCase()}`];
    });
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  it('are the same on every run', async () => {
    const again = await build(database, longestName, longestPrefix);
    const names = ({ resources }: Run<unknown>) =>
      resources.map((resource) => [resource.urn, JSON.stringify(resource.inputs)]);
    const stable = (run: Run<unknown>) =>
      names(run)
        .map(([urn, inputs = '']) => [urn, inputs.replace(/"expires":\d+/, '')])
        .sort();
    expect(stable(again)).toEqual(stable(named));
  });
});

/** Types whose names Azure or the program fixes, or that have none, each with the reason. */
const withoutNames: Readonly<Record<string, string>> = {
  'azure-native:authorization:RoleAssignment': 'a GUID',
  'azure-native:dbforpostgresql:AdministratorsMicrosoftEntra': 'the id of the group',
  'azure-native:dbforpostgresql:Configuration': 'the name of a setting',
  'azure-native:sql:BackupShortTermRetentionPolicy': 'a fixed name in its parent',
  'azure-native:sql:EncryptionProtector': 'a fixed name in its parent',
  'azure-native:sql:ExtendedServerBlobAuditingPolicy': 'a fixed name in its parent',
  'azure-native:sql:LongTermRetentionPolicy': 'a fixed name in its parent',
  'azure-native:sql:ServerSecurityAlertPolicy': 'a fixed name in its parent',
  'azure-native:sql:SqlVulnerabilityAssessmentsSetting': 'a fixed name in its parent',
  'azure-native:sql:TransparentDataEncryption': 'a fixed name in its parent',
  'azure-native:eventhub:NamespaceNetworkRuleSet': 'a fixed name in its parent',
  'azure-native:web:WebAppFtpAllowed': 'a fixed name in its parent',
  'azure-native:web:WebAppScmAllowed': 'a fixed name in its parent',
  'azure-native:cosmosdb:SqlResourceSqlContainer': 'a fixed name in its parent',
  'azure-native:cosmosdb:SqlResourceSqlDatabase': 'a fixed name in its parent',
  'azure-native:cosmosdb:SqlResourceSqlRoleAssignment': 'a GUID',
  'azure-native:cosmosdb:SqlResourceSqlRoleDefinition': 'a GUID',
  'azure-native:monitor:DiagnosticSetting': 'a fixed name in its parent',
  'azure-native:network:PrivateDnsZoneGroup': 'a fixed name in its parent',
  'azure-native:security:AdvancedThreatProtection': 'a fixed name in its parent',
  'azure-native:security:DefenderForStorage': 'a fixed name in its parent',
  'azure-native:security:IotSecuritySolution': 'Azure states no rule',
  'azure-native:storage:BlobContainerImmutabilityPolicy': 'a fixed name in its parent',
  'azure-native:storage:BlobServiceProperties': 'a fixed name in its parent',
  'azure-native:storage:FileServiceProperties': 'a fixed name in its parent',
  'azure-native:storage:ManagementPolicy': 'a fixed name in its parent',
  'azure-native:storage:QueueServiceProperties': 'a fixed name in its parent',
  'azure-native:storage:TableServiceProperties': 'a fixed name in its parent',
};

describe('physical names', () => {
  it('all start with the prefix', () => {
    for (const name of Object.values(physicalNames('contoso'))) expect(name).toMatch(/^contoso-?[a-z]+2?$/);
    expect(new Set(Object.values(physicalNames('contoso'))).size).toBe(
      Object.keys(physicalNames('contoso')).length,
    );
    for (const name of Object.values(physicalNames(undefined))) expect(name).toBeUndefined();
  });
});

describe('the rules', () => {
  it.each(Object.entries(namingRules))('of %s tell good names from bad ones', (_type, rule) => {
    expect(rule.least).toBeLessThanOrEqual(rule.most);
    expect(fits(rule, '')).toBe(false);
    expect(fits(rule, 'a/b')).toBe(false);
    expect(fits(rule, 'a'.repeat(rule.most + 1))).toBe(false);
  });

  it.each([
    ['azure-native:keyvault:Vault', 'iiot-kv-01', ['1-kv', 'iiot--kv', 'iiot-kv-', 'ab']],
    ['azure-native:storage:StorageAccount', 'iiotdata01', ['iiot-data', 'Iiotdata', 'ab']],
    ['azure-native:cosmosdb:DatabaseAccount', 'iiot-state', ['Iiot-state', '-state', 'state-']],
    ['azure-native:iothub:IotHubResource', 'iiot-hub', ['iiot-hub-', 'iiot_hub']],
    ['azure-native:kusto:Cluster', 'iiotadx', ['1adx', 'iiot-adx']],
    ['azure-native:eventhub:Namespace', 'iiot-events', ['1-events', 'short', 'iiot-events-']],
    ['azure-native:resources:ResourceGroup', 'iiot-rg', ['iiot-rg.']],
    ['azure-native:containerregistry:Registry', 'iiotimages', ['iiot-images', 'abcd']],
  ])('of %s take %s and none of %j', (type, good, bad) => {
    const rule = namingRules[type] as NamingRule;
    expect(fits(rule, good)).toBe(true);
    expect(bad.filter((name) => fits(rule, name))).toEqual([]);
  });
});

describe('the name of a platform', () => {
  it.each(['iiot', 'plant-7', 'a', 'plant-sevent'])('may be %s', (name) => {
    expect(() => checkPlatformName(name)).not.toThrow();
  });

  it.each(['', '7-plant', 'Plant', 'plant--7', 'plant-', 'plant-seventy', 'plant_7'])(
    'may not be %j',
    (name) => {
      expect(() => checkPlatformName(name)).toThrow(/A platform cannot be called .*; allowed: at most 12/);
    },
  );

  it('starts the names of all its parts', () => {
    const { named, compact } = logicalNames('plant-7');
    expect([named('hub'), compact('data')]).toEqual(['plant-7-hub', 'plant7data']);
  });
});
