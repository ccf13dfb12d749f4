import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingsTable, stackSchema } from '../../generate/settings';
import { completeSettings, readSettings, type Settings } from '../../infra/config';
import { settingsSchema } from '../../infra/settings';
import { run } from './register';
import { stackConfig, stacks } from './stacks';

const root = join(__dirname, '..', '..');

const minimal = { 'iiot-guard:region': 'westeurope' };
const region = { region: 'westeurope' };

const read = async (settings: Record<string, string>, secretKeys: string[] = []): Promise<Settings> =>
  (
    await run(readSettings, {
      config: Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [`iiot-guard:${name}`, value]),
      ),
      secretKeys: secretKeys.map((name) => `iiot-guard:${name}`),
    })
  ).result;

const group = '11111111-2222-3333-4444-555555555555';

describe('a wrong setting', () => {
  it.each<[name: string, given: string, allowed: string, others?: Record<string, string>]>([
    ['region', 'West Europe', 'lower-case letters and digits'],
    ['region', '', 'westeurope'],
    ['secondRegion', 'westeurope', 'another region than region (westeurope)'],
    ['secondRegion', 'northeurope', 'none with dataResidency region', { dataResidency: 'region' }],
    [
      'secondRegion',
      'francecentral',
      'the pair of region (northeurope) with database postgresql',
      { database: 'postgresql', storageRedundancy: 'Standard_GZRS' },
    ],
    [
      'keyStore',
      'managed-hsm',
      'vault with database postgresql and secondRegion',
      {
        database: 'postgresql',
        secondRegion: 'northeurope',
        storageRedundancy: 'Standard_GZRS',
      },
    ],
    ['deviceUpdatePrincipal', group, 'none without deviceUpdate'],
    ['alertEmails', '[]', 'at least one address with database sql and threatDetection', { database: 'sql' }],
    ['dataResidency', 'country', 'one of none, region'],
    ['namePrefix', 'Plant', '3 to 16 lower-case letters and digits'],
    ['namePrefix', 'averyveryverylongprefix', '3 to 16'],
    ['owner', '', '1 to 256 characters'],
    ['tags', '["a"]', 'a map of tag names to text'],
    ['tags.cost', '{"cost":1}', 'a map of tag names to text'],
    ['addressSpace', '10.60.0.0/8', 'from /16 to /24'],
    ['addressSpace', '10.60.0.0/26', 'from /16 to /24'],
    ['addressSpace', '52.0.0.0/20', 'private IPv4 range'],
    ['addressSpace', '10.60.0.1/20', 'such as 10.60.0.0/20'],
    ['plantAddressRanges', '10.1.0.0/16', 'a list, each a private IPv4 range'],
    [
      'plantAddressRanges[1]',
      '["10.1.0.0/16","0.0.0.0/0"]',
      'a private IPv4 range (RFC 1918) from /16 to /32',
    ],
    ['plantAddressRanges', '["10.60.4.0/24"]', 'outside addressSpace (10.60.0.0/20)'],
    ['plantAddressRanges', '["10.1.0.0/16","10.1.4.0/24"]', 'ranges that do not overlap'],
    ['deviceNetworkAccess', 'public', 'one of private, allowlist'],
    [
      'deviceIpRanges[0]',
      '["0.0.0.0/0"]',
      'a public IPv4 range from /24 to /32',
      { deviceNetworkAccess: 'allowlist' },
    ],
    ['deviceIpRanges[0]', '["192.168.1.0/24"]', 'a public IPv4 range', { deviceNetworkAccess: 'allowlist' }],
    ['deviceIpRanges', '[]', 'at least one range', { deviceNetworkAccess: 'allowlist' }],
    [
      'deviceIpRanges',
      '["52.0.0.0/24","52.0.0.9/32"]',
      'ranges that do not overlap',
      { deviceNetworkAccess: 'allowlist' },
    ],
    ['deviceIpRanges', '["52.0.0.0/24"]', 'an empty list with deviceNetworkAccess private'],
    ['hubSku', 'F1', 'one of S1, S2, S3'],
    ['hubUnits', '0', 'a whole number from 1 to 200'],
    ['hubUnits', '1.5', 'a whole number from 1 to 200'],
    ['hubUnits', 'two', 'a whole number from 1 to 200'],
    ['hubUnits', '"2"', 'a whole number from 1 to 200'],
    ['hubUnits', '11', 'from 1 to 10 with hubSku S3', { hubSku: 'S3' }],
    ['hubMessageRetentionDays', '8', 'from 1 to 7'],
    ['deviceCertificateAuthorities[0]', '[{"name":"root"}]', 'either `path`'],
    ['deviceCertificateAuthorities[0].path', '[{"name":"root","path":"root.key"}]', '.pem, .crt or .cer'],
    [
      'deviceCertificateAuthorities[0].vaultSecretId',
      '[{"name":"root","vaultSecretId":"https://v.vault.azure.net/secrets/s"}]',
      'the id of a secret in Resource Manager',
    ],
    [
      'deviceCertificateAuthorities',
      '[{"name":"root","path":"a.pem"},{"name":"root","path":"b.pem"}]',
      'each name once',
    ],
    ['consumers[0]', '["$Default"]', '1 to 50 letters, digits'],
    ['consumers', '["a","A"]', 'each name once, in whatever case'],
    ['consumers', '["Ingest"]', "the platform's own readers (ingest, data-explorer)"],
    ['silentDeviceMinutes', '45', 'one of 5, 15, 30, 60, 360, 1440'],
    ['ingest', 'true', 'false without eventStream', { eventStream: 'false' }],
    ['eventStreamTier', 'Basic', 'one of Standard, Premium'],
    ['sphereCatalog', 'maybe', 'true or false'],
    ['database', 'mongo', 'one of cosmos, postgresql, sql, data-explorer'],
    ['keyStore', 'hsm', 'one of vault, managed-hsm'],
    [
      'managedHsmAdministrators[0]',
      '["jane@example.com"]',
      'the object id of a group or user',
      { keyStore: 'managed-hsm' },
    ],
    ['managedHsmAdministrators', `["${group}"]`, 'an empty list with keyStore vault'],
    ['storageRedundancy', 'Standard_LRS', 'one of Standard_ZRS, Standard_GRS'],
    [
      'storageRedundancy',
      'Standard_GZRS',
      'Standard_ZRS with dataResidency region',
      { dataResidency: 'region' },
    ],
    ['telemetryRetentionDays', '7', 'from 30 to 3650'],
    ['telemetryCoolAfterDays', '365', 'fewer days than telemetryRetentionDays (365)'],
    ['telemetryImmutableDays', '366', 'at most telemetryRetentionDays (365)'],
    ['deletedDataRetentionDays', '6', 'from 7 to 365'],
    ['cosmosMaxThroughput', '1500', 'a multiple of 1000'],
    ['cosmosMaxThroughput', '2000000', 'a multiple of 1000'],
    ['cosmosBackupTier', 'Periodic', 'one of Continuous7Days, Continuous30Days'],
    ['cosmosZoneRedundant', 'yes', 'true or false'],
    ['logRetentionDays', '30', 'from 90 to 730'],
    ['auditRetentionDays', '180', 'at least logRetentionDays (365)', { logRetentionDays: '365' }],
    ['protectData', '1', 'true or false'],
    ['alertEmails[0]', '["operations"]', 'an e-mail address'],
    ['securityContact.emails', '{"emails":[]}', 'a list of at least one, each an e-mail address'],
    ['securityContact.phone', '{"emails":["a@b.example"],"phone":"call me"}', 'a telephone number'],
    ['budget.amountPerMonth', '{"amountPerMonth":0,"emails":["a@b.example"]}', 'a number greater than 0'],
    ['flowLogs', 'true', 'a block of networkWatcherName'],
    ['people.operators', '{"operators":"operators"}', 'the object id of a group'],
    ['justInTimeRoles', 'true', 'false without a group in people'],
  ])('%s = %s is named with what was given and what is allowed: %s', async (place, text, allowed, others) => {
    const [name = ''] = /^\w+/.exec(place) ?? [];
    const error = await read({ region: 'westeurope', ...others, [name]: text }).catch((caught) => caught);
    expect(error).toHaveProperty('__pulumiRunError', true);
    const [head, problem, remedy, ...rest] = error.message.split('\n');
    expect(head).toBe('1 setting of stack test cannot be used:');
    expect(problem).toContain(`  iiot-guard:${place}: given `);
    expect(problem.split('; allowed: ')[1]).toContain(allowed);
    expect(remedy).toContain('Pulumi.test.yaml');
    expect(rest).toEqual([]);
  });

  it.each([
    ['hubUnits', 'two', 'given "two"'],
    ['hubUnits', '0', 'given 0'],
    ['plantAddressRanges', '["10.1.0.0/16","0.0.0.0/0"]', '[1]: given "0.0.0.0/0"'],
    ['consumers', JSON.stringify(Array(60).fill('a')), 'given ["a","a",'],
  ])('%s = %s is shown as %s', async (name, text, shown) => {
    const error = await read({ region: 'westeurope', [name]: text }).catch((caught) => caught);
    expect(error.message).toContain(shown);
    expect(error.message.length).toBeLessThan(500);
  });

  it('that is required is said to be missing', async () => {
    await expect(read({})).rejects.toThrow(/iiot-guard:region: not given; allowed: .*such as westeurope/);
    await expect(read({ ...region, budget: '{"emails":["a@b.example"]}' })).rejects.toThrow(
      /:budget\.amountPerMonth: not given; allowed: a number greater than 0/,
    );
  });

  it('is reported together with all others', async () => {
    await expect(read({ hubSku: 'F1', hubUnits: '0', typo: 'x' })).rejects.toThrow(
      /^4 settings of stack test.*\n.*:region: .*\n.*:hubSku: .*\n.*:hubUnits: .*\n.*:typo: /,
    );
  });

  it.each([
    ['hubUnit', '2', 'hubUnit: there is no setting of this name; did you mean hubUnits?'],
    [
      'budget',
      '{"amount":1,"emails":["a@b.example"],"amountPerMonth":1}',
      'budget.amount: there is no setting',
    ],
    ['people', '{"auditor":"x"}', 'people.auditor: there is no setting of this name; did you mean auditors?'],
    ['somethingElse', 'x', 'there are addressSpace, alertEmails, auditRetentionDays'],
  ])('%s = %s that is misspelt is named: %s', async (name, text, says) => {
    await expect(read({ ...region, [name]: text })).rejects.toThrow(says);
  });

  it('that is a secret is not shown, nor anything in it', async () => {
    const error = await read({ region: 'hunter2!', people: '{"operators":"hunter3"}' }, [
      'region',
      'people',
    ]).catch((caught) => caught);
    expect(error.message).toContain('iiot-guard:region: given a secret; allowed:');
    expect(error.message).toContain('iiot-guard:people.operators: given a secret; allowed:');
    expect(error.message).not.toContain('hunter');
  });
});

it('completes what a program gives, or says what is wrong with it', () => {
  expect(completeSettings('plant-7', region)).toMatchObject({ ...region, hubSku: 'S1', database: 'cosmos' });
  expect(() => completeSettings('plant-7', { ...region, hubUnits: 0 })).toThrow(
    /^1 setting of plant-7 cannot be used:\n {2}hubUnits: given 0; allowed: a whole number from 1 to 200$/,
  );
});

it('leaves settings of other projects and providers alone', async () => {
  const { result } = await run(readSettings, {
    config: { ...minimal, 'azure-native:location': 'x', 'other:y': 'z' },
  });
  expect(result.region).toBe('westeurope');
});

it('needs a region only, and the defaults are the safe choices', async () => {
  const settings = await read({ region: 'westeurope' });
  expect(settings).toMatchObject({
    deviceNetworkAccess: 'private',
    deviceIpRanges: [],
    plantAddressRanges: [],
    protectData: true,
    logRetentionDays: 90,
    alertEmails: [],
    people: {},
  });
  expect(settings.namePrefix).toBeUndefined();
});

it('explains every setting in the README, in the table that is generated', async () => {
  const readme = readFileSync(join(root, 'infra/README.md'), 'utf8');
  expect(readme).toContain(settingsTable());
  const explained = [...settingsTable().matchAll(/^\| `(\w+)` \| [A-Z`].{10,}\. \| .+ \| .+ \|$/gm)].map(
    ([, name]) => name,
  );
  expect(explained).toEqual(Object.keys(settingsSchema.shape));
});

describe('the schema for editors', () => {
  const validate = new Ajv2020({ strictTypes: false }).compile(stackSchema());
  const accepts = (config: Record<string, unknown>) =>
    validate({ config: { 'iiot-guard:region': 'westeurope', ...config } });

  it('is the one in the repository', () => {
    expect(JSON.parse(readFileSync(join(root, 'stacks/schema.json'), 'utf8'))).toEqual(stackSchema());
  });

  it.each(stacks)('accepts stack %s, whose file names it', (stack) => {
    const text = readFileSync(join(root, `stacks/Pulumi.${stack}.yaml`), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=schema.json');
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each<[Record<string, unknown>]>([
    [{ 'iiot-guard:hubUnits': '2' }],
    [{ 'iiot-guard:protectData': 'true' }],
    [{ 'iiot-guard:namePrefix': { secure: 'v1:abc' } }],
    [{ 'iiot-guard:consumers': '["a"]' }],
    [{ 'azure-native:location': 'westeurope' }],
  ])('accepts %j', (config) => expect(accepts(config)).toBe(true));

  it.each<[Record<string, unknown>]>([
    [{ 'iiot-guard:hubUnits': 0 }],
    [{ 'iiot-guard:hubUnit': 2 }],
    [{ 'iiot-guard:protectData': 'yes' }],
    [{ 'iiot-guard:region': 'West Europe' }],
    [{ 'iiot-guard:people': { operator: group } }],
  ])('refuses %j', (config) => expect(accepts(config)).toBe(false));
});

describe('the stacks', () => {
  it.each(stacks)(
    '%s has settings that are accepted, and states what places, sizes and protects it',
    async (stack) => {
      const config = stackConfig(stack);
      const { result } = await run(readSettings, { stack, config });
      expect(result).toBeDefined();
      const needed = [
        'region',
        'owner',
        'addressSpace',
        'deviceNetworkAccess',
        'hubSku',
        'hubUnits',
        'protectData',
      ];
      expect(Object.keys(config)).toEqual(
        expect.arrayContaining(
          [...needed, 'threatDetection', 'logRetentionDays'].map((name) => `iiot-guard:${name}`),
        ),
      );
    },
  );

  it('prod-sovereign keeps data in its region and keys in hardware of its own', async () => {
    const { result } = await run(readSettings, { config: stackConfig('prod-sovereign') });
    expect(result).toMatchObject({
      dataResidency: 'region',
      keyStore: 'managed-hsm',
      storageRedundancy: 'Standard_ZRS',
    });
    expect(result.secondRegion).toBeUndefined();
  });

  it('differ in what an environment is sized and placed by', async () => {
    const { result: dev } = await run(readSettings, { config: stackConfig('dev') });
    const { result: prod } = await run(readSettings, { config: stackConfig('prod') });
    const differing = Object.keys(dev).filter(
      (name) => JSON.stringify(dev[name as keyof Settings]) !== JSON.stringify(prod[name as keyof Settings]),
    );
    expect(differing).toEqual(
      expect.arrayContaining([
        'region',
        'addressSpace',
        'plantAddressRanges',
        'hubSku',
        'hubUnits',
        'protectData',
      ]),
    );
  });

  it('do not share addresses, so that they can be connected to one network', async () => {
    const settings = await Promise.all(
      stacks.map(async (stack) => (await run(readSettings, { config: stackConfig(stack) })).result),
    );
    const ranges = settings.flatMap(({ addressSpace, plantAddressRanges }) => [
      addressSpace,
      ...plantAddressRanges,
    ]);
    expect(() =>
      completeSettings('all', { ...region, addressSpace: '172.16.0.0/20', plantAddressRanges: ranges }),
    ).not.toThrow();
  });
});
