import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, type Settings } from '../../infra/config';
import { run } from './register';
import { stackConfig } from './stacks';

const minimal = { 'iiot-guard:region': 'westeurope' };

const read = async (settings: Record<string, string>, secretKeys: string[] = []): Promise<Settings> =>
  (
    await run(readSettings, {
      config: Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [`iiot-guard:${name}`, value]),
      ),
      secretKeys: secretKeys.map((name) => `iiot-guard:${name}`),
    })
  ).result;

describe('a wrong setting', () => {
  it.each<[name: string, given: string, allowed: string, others?: Record<string, string>]>([
    ['region', 'West Europe', 'lower-case letters and digits'],
    ['region', '', 'westeurope'],
    ['namePrefix', 'Plant', '3 to 16 lower-case letters and digits'],
    ['namePrefix', 'averyveryverylongprefix', '3 to 16'],
    ['owner', '', '1 to 256 characters'],
    ['tags', '["a"]', 'a map of tag names to text'],
    ['tags', '{"cost":1}', 'a map of tag names to text'],
    ['addressSpace', '10.60.0.0/8', 'from /16 to /24'],
    ['addressSpace', '10.60.0.0/26', 'from /16 to /24'],
    ['addressSpace', '52.0.0.0/20', 'private IPv4 range'],
    ['addressSpace', '10.60.0.1/20', 'such as 10.60.0.0/20'],
    ['plantAddressRanges', '10.1.0.0/16', 'a list of private IPv4 ranges'],
    ['plantAddressRanges', '["0.0.0.0/0"]', 'a list of private IPv4 ranges'],
    ['plantAddressRanges', '["10.60.4.0/24"]', 'outside addressSpace (10.60.0.0/20)'],
    ['deviceNetworkAccess', 'public', 'one of private, allowedIpRanges'],
    [
      'deviceIpRanges',
      '["0.0.0.0/0"]',
      'public IPv4 ranges from /24 to /32',
      { deviceNetworkAccess: 'allowedIpRanges' },
    ],
    [
      'deviceIpRanges',
      '["192.168.1.0/24"]',
      'public IPv4 ranges',
      { deviceNetworkAccess: 'allowedIpRanges' },
    ],
    ['deviceIpRanges', '[]', 'at least one range', { deviceNetworkAccess: 'allowedIpRanges' }],
    ['deviceIpRanges', '["52.0.0.0/24"]', 'an empty list with deviceNetworkAccess private'],
    ['hubSku', 'F1', 'one of S1, S2, S3'],
    ['hubUnits', '0', 'a whole number from 1 to 200'],
    ['hubUnits', '1.5', 'a whole number from 1 to 200'],
    ['hubUnits', 'two', 'a whole number from 1 to 200'],
    ['hubUnits', '11', 'from 1 to 10 with hubSku S3', { hubSku: 'S3' }],
    ['hubMessageRetentionDays', '8', 'from 1 to 7'],
    ['storageRedundancy', 'Standard_LRS', 'one of Standard_ZRS, Standard_GRS'],
    ['telemetryRetentionDays', '7', 'from 30 to 3650'],
    ['telemetryCoolAfterDays', '365', 'fewer days than telemetryRetentionDays (365)'],
    ['telemetryImmutableDays', '366', 'at most telemetryRetentionDays (365)'],
    ['deletedDataRetentionDays', '6', 'from 7 to 365'],
    ['cosmosMaxThroughput', '1500', 'a multiple of 1000'],
    ['cosmosMaxThroughput', '2000000', 'a multiple of 1000'],
    ['cosmosBackupTier', 'Periodic', 'one of Continuous7Days, Continuous30Days'],
    ['cosmosZoneRedundant', 'yes', 'true or false'],
    ['logRetentionDays', '30', 'from 90 to 730'],
    ['protectData', '1', 'true or false'],
    ['hubUnit', '2', 'only the settings addressSpace, cosmosBackupTier'],
  ])('%s = %s is named with what was given and what is allowed: %s', async (name, given, allowed, others) => {
    const error = await read({ region: 'westeurope', ...others, [name]: given }).catch((caught) => caught);
    expect(error).toHaveProperty('__pulumiRunError', true);
    const [head, problem, remedy, ...rest] = error.message.split('\n');
    expect(head).toBe('1 setting of stack test cannot be used:');
    expect(problem).toContain(`iiot-guard:${name}: given ${JSON.stringify(given)}; allowed: `);
    expect(problem).toContain(allowed);
    expect(remedy).toContain('Pulumi.test.yaml');
    expect(rest).toEqual([]);
  });

  it('that is required is said to be missing', async () => {
    await expect(read({})).rejects.toThrow(/iiot-guard:region: not given; allowed: .*such as westeurope/);
  });

  it('is reported together with all others', async () => {
    await expect(read({ hubSku: 'F1', hubUnits: '0', typo: 'x' })).rejects.toThrow(
      /^4 settings of stack test.*\n.*:region: .*\n.*:hubSku: .*\n.*:hubUnits: .*\n.*:typo: /,
    );
  });

  it('that is a secret is not shown', async () => {
    const error = await read({ region: 'hunter2!' }, ['region']).catch((caught) => caught);
    expect(error.message).toContain('iiot-guard:region: given a secret; allowed:');
    expect(error.message).not.toContain('hunter2');
  });
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
    namePrefix: undefined,
  });
});

it('explains every setting in the README', async () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'infra', 'README.md'), 'utf8');
  const explained = [...readme.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
  expect(explained).toEqual(Object.keys(await read({ region: 'westeurope' })));
});

describe('the stacks', () => {
  it.each(['dev', 'prod'])('%s has settings that are accepted, and states each one', async (stack) => {
    const config = stackConfig(stack);
    const { result } = await run(readSettings, { stack, config });
    const stated = Object.keys(config).map((key) => key.replace('iiot-guard:', ''));
    const optional = ['namePrefix', 'tags', 'deviceIpRanges'];
    expect(stated.sort()).toEqual(
      Object.keys(result)
        .filter((name) => !optional.includes(name))
        .sort(),
    );
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
    const { result: dev } = await run(readSettings, { config: stackConfig('dev') });
    const config = {
      ...stackConfig('prod'),
      'iiot-guard:plantAddressRanges': JSON.stringify([dev.addressSpace]),
    };
    await expect(run(readSettings, { config })).resolves.toBeDefined();
  });
});
