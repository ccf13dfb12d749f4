import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { armTypeOf, canonicalType, classicTypeOf, nativeName } from '../../policies/src/resources/tokens';
import { classicTokens } from '../../policies/src/resources/tokens-classic';
import { nativeTokens, versionedExceptions } from '../../policies/src/resources/tokens-table';
import * as types from '../../policies/src/resources/types';

/** Every resource class of the installed azure-native, by its token, with the tokens it lists as aliases. */
const classes = new Map<string, readonly string[]>();
const sdk = dirname(require.resolve('@pulumi/azure-native/package.json'));
for (const module of readdirSync(sdk, { withFileTypes: true })) {
  if (!module.isDirectory() || module.name === 'types') continue;
  for (const file of readdirSync(join(sdk, module.name))) {
    if (!file.endsWith('.js') || file.startsWith('get') || file.startsWith('list')) continue;
    const text = readFileSync(join(sdk, module.name, file), 'utf8');
    const token = /__pulumiType = '([^']+)'/.exec(text)?.[1];
    if (token === undefined) continue;
    const list = /const aliasOpts = \{ aliases: \[(.*?)\] \};/s.exec(text)?.[1] ?? '';
    classes.set(
      token,
      [...list.matchAll(/type: "([^"]+)"/g)].map((match) => match[1] ?? ''),
    );
  }
}

/** Classes that are of a type of the table, but deliberately left out of it. */
const leftOut = new Set([
  // Of a retired API version, with a shape of their own; aliases of the classes that are in the table.
  'azure-native:cosmosdb:DatabaseAccountSqlDatabase',
  'azure-native:cosmosdb:DatabaseAccountSqlContainer',
  // The same settings as `WebAppAuthSettingsV2`, which only reading tells apart.
  'azure-native:web:WebAppAuthSettingsV2WithoutSecrets',
]);

/** Names that two classes list for one version; what they meant is tested below. */
const exceptions = new Set(versionedExceptions.map(([name]) => `azure-native:${name}`));

describe('the table against the installed azure-native', () => {
  it('finds the classes at all', () => {
    expect(classes.size).toBeGreaterThan(1500);
  });

  const current = nativeTokens.map(([type, names]) => [`azure-native:${names[0]}`, type] as const);

  it.each(current)('%s exists and comes first', (token) => {
    expect([...classes.keys()]).toContain(token);
  });

  it('knows every alias of every class in it, as the same type', () => {
    const wrong = [...classes]
      .filter(([token]) => armTypeOf(token) !== undefined)
      .flatMap(([token, aliases]) => aliases.map((alias) => ({ token, alias })))
      .filter(({ alias }) => !exceptions.has(alias))
      .filter(({ token, alias }) => armTypeOf(alias)?.type !== armTypeOf(token)?.type);
    expect(wrong).toEqual([]);
  });

  it('has no class outside of it whose aliases are in it', () => {
    const outside = [...classes]
      .filter(([token]) => armTypeOf(token) === undefined && !leftOut.has(token))
      .filter(([, aliases]) => aliases.some((alias) => armTypeOf(alias) !== undefined))
      .map(([token]) => token);
    expect(outside).toEqual([]);
  });

  it('has no name that neither a class nor an alias bears', () => {
    const borne = new Set([...classes].flatMap(([token, aliases]) => [token, ...aliases]).map(nativeName));
    const names = nativeTokens.flatMap(([, list]) => list);
    expect(names.filter((name) => !borne.has(name))).toEqual([]);
  });
});

describe('the table in itself', () => {
  const names = nativeTokens.flatMap(([, list]) => list);
  const classic = classicTokens.flatMap(([, list]) => list);

  it('gives no name twice', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(classic).size).toBe(classic.length);
  });

  it('has every named type', () => {
    const listed = nativeTokens.map(([type]) => type);
    const named = Object.values(types).filter((type) => type !== types.everyType);
    expect(named.filter((type) => !listed.includes(type))).toEqual([]);
  });

  it('names a classic token only for types it has', () => {
    const listed = nativeTokens.map(([type]) => type);
    expect(classicTokens.filter(([type]) => !listed.includes(type))).toEqual([]);
  });
});

describe('armTypeOf', () => {
  it.each([
    ['azure-native:iothub:IotHubResource', undefined],
    ['azure-native:devices:IotHubResource', undefined],
    ['azure-native:Devices:IotHubResource', undefined],
    ['azure-native:devices/v20230630:IotHubResource', '2023-06-30'],
    ['azure-native:iothub/v20210702preview:IotHubResource', '2021-07-02-preview'],
    ['azure-native_iothub_v20230630:iothub:IotHubResource', '2023-06-30'],
    ['azure-native_devices_v20230630:devices:IotHubResource', '2023-06-30'],
    ['azure-native_iothub_v20230630preview:iothub/v20230630preview:IotHubResource', '2023-06-30-preview'],
  ])('reads %s', (token, apiVersion) => {
    expect(armTypeOf(token)).toEqual({ type: types.iotHub, ...(apiVersion ? { apiVersion } : {}) });
    expect(armTypeOf(token)).toBe(armTypeOf(token));
  });

  it.each([
    'azure-native:iothub:iotHubResource',
    'azure-native:iothub:IotHub',
    'azure-native:synapse:Workspace',
    'azure-native:iothub/latest:IotHubResource',
    'azure-native:iothub:IotHubResource:more',
    'azure:iot/ioTHub:IoTHub',
    'aws:s3/bucket:Bucket',
    'iothub:IotHubResource',
    '',
    ':::',
  ])('does not take %j for a type of the table', (token) => {
    expect(armTypeOf(token)).toBeUndefined();
    expect(armTypeOf(token)).toBeUndefined();
  });

  it('tells the two services of the module `devices` apart', () => {
    expect(armTypeOf('azure-native:devices:Certificate')?.type).toBe(types.iotHubCertificate);
    expect(armTypeOf('azure-native:devices:DpsCertificate')?.type).toBe(types.provisioningCertificate);
  });

  it('follows a name to the class that it meant in that version', () => {
    expect(armTypeOf('azure-native:dbforpostgresql/v20171201:Server')?.type).toBe(types.postgresSingleServer);
    expect(armTypeOf('azure-native_dbforpostgresql_v20171201:dbforpostgresql:Server')?.type).toBe(
      types.postgresSingleServer,
    );
    expect(armTypeOf('azure-native:dbforpostgresql/v20240801:Server')?.type).toBe(types.postgresServer);
  });

  it('answers a known token at once', () => {
    const token = 'azure-native:storage/v20240101:StorageAccount';
    const start = performance.now();
    for (let i = 0; i < 100_000; i++) armTypeOf(token);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('classicTypeOf and canonicalType', () => {
  it('takes classic tokens as they are', () => {
    expect(classicTypeOf('azure:iot/ioTHub:IoTHub')).toBe(types.iotHub);
    expect(classicTypeOf('azure:role/assignment:Assignment')).toBe(types.roleAssignment);
    expect(classicTypeOf('azure:iot/iothub:IoTHub')).toBeUndefined();
  });

  it('takes ARM types in any case', () => {
    expect(canonicalType('microsoft.devices/iothubs')).toBe(types.iotHub);
    expect(canonicalType('Contoso.Plant/valves')).toBe('Contoso.Plant/valves');
  });
});
