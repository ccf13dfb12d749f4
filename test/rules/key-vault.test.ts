import { describe, expect, test } from 'vitest';
import {
  diagnosticSetting,
  managedHsm,
  privateEndpoint,
  vault,
  vaultKey,
  vaultSecret,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import { atLeast } from '../../policies/src/rule/conditions';
import { levelIn, optionsIn } from '../../policies/src/rule/settings';
import { verdictOf } from '../../policies/src/rule/verdict';
import {
  keyVaultDefaultDeny,
  keyVaultDiagnostics,
  keyVaultPremium,
  keyVaultPrivateEndpoint,
  keyVaultPublicNetwork,
  keyVaultRbac,
} from '../../policies/src/rules/key-vault';
import {
  keyCurve,
  keyHsmBacked,
  keyNotExportable,
  keyOperations,
  keyRsaSize,
  secretValueSource,
} from '../../policies/src/rules/key-vault-keys';
import { managedHsmPrivateEndpoint, managedHsmPurgeProtection } from '../../policies/src/rules/managed-hsm';
import { resource, runRule } from '../../policies/src/testing';

const aVault = (properties: Properties, apiVersion?: string) =>
  resource(vault, 'vault', { properties }, { apiVersion });
const aKey = (properties: Properties) => resource(vaultKey, 'key', { properties });
const aSecret = (value: Value) => resource(vaultSecret, 'secret', { properties: { value } });
const outcomes = (findings: ReturnType<typeof runRule>) => findings.map(({ outcome }) => outcome);
const places = (findings: ReturnType<typeof runRule>) =>
  findings.map(({ outcome, property }) => `${outcome} ${property}`);

describe('the vault', () => {
  test.each([
    ['disabled', 'pass'],
    ['Disabled', 'pass'],
    ['DISABLED', 'pass'],
    ['enabled', 'fail'],
    ['Enabled', 'fail'],
    ['SecuredByPerimeter', 'fail'],
    ['', 'fail'],
    [null, 'fail'],
    [UNKNOWN, 'unknown'],
  ])('with publicNetworkAccess %j: %s', (publicNetworkAccess, outcome) => {
    expect(outcomes(runRule(keyVaultPublicNetwork, [aVault({ publicNetworkAccess })]))).toEqual([outcome]);
  });

  test.each(['2024-11-01', '2026-02-01', undefined])(
    'must ask for role assignments itself, also under API version %s',
    (apiVersion) => {
      expect(outcomes(runRule(keyVaultRbac, [aVault({}, apiVersion)]))).toEqual(['fail']);
    },
  );

  test('with unknown network rules is undecided', () => {
    const found = runRule(keyVaultDefaultDeny, [aVault({ networkAcls: UNKNOWN })]);
    expect(places(found)).toEqual(['unknown properties.networkAcls']);
  });

  test.each([
    ['premium', 'pass'],
    ['Premium', 'pass'],
    ['standard', 'fail'],
    [UNKNOWN, 'unknown'],
  ])('with tier %s, where hardware is asked for: %s', (name, outcome) => {
    const options = { requireHsm: true };
    expect(outcomes(runRule(keyVaultPremium, [aVault({ sku: { family: 'A', name } })], { options }))).toEqual(
      [outcome],
    );
  });

  test.each([keyVaultPremium, keyHsmBacked])(
    'is asked for hardware by the strict profile only: $id',
    (rule) => {
      expect(runRule(rule, [aVault({}), aKey({})])).toEqual([]);
      expect(optionsIn('standard', rule)).toEqual({ requireHsm: false });
      expect(optionsIn('strict', rule)).toEqual({ requireHsm: true });
      expect(levelIn('strict', rule)).toBe('mandatory');
    },
  );

  test('is not served by the private endpoint of an HSM, nor the other way round', () => {
    const subjects = [resource(vault, 'vault', {}), resource(managedHsm, 'hsm', {})];
    const endpoint = resource(
      privateEndpoint,
      'endpoint',
      { privateLinkServiceConnections: [{ groupIds: ['vault'] }] },
      { uses: { privateLinkServiceConnections: ['vault', 'hsm'] } },
    );
    expect(outcomes(runRule(keyVaultPrivateEndpoint, [...subjects, endpoint]))).toEqual(['pass']);
    expect(outcomes(runRule(managedHsmPrivateEndpoint, [...subjects, endpoint]))).toEqual(['fail']);
  });

  test.each([
    [[{ categoryGroup: 'AllLogs', enabled: true }], 'pass'],
    [[{ category: 'auditevent', enabled: true }], 'pass'],
    [[{ category: 'AuditEvent', enabled: UNKNOWN }], 'unknown'],
    [UNKNOWN, 'unknown'],
    [[{ category: 'AzurePolicyEvaluationDetails', enabled: true }], 'fail'],
    [[], 'fail'],
  ])('with the logs %j: %s', (logs, outcome) => {
    const setting = resource(
      diagnosticSetting,
      'logs',
      { workspaceId: UNKNOWN, logs },
      { uses: { resourceUri: ['vault'], workspaceId: ['workspace'] } },
    );
    expect(outcomes(runRule(keyVaultDiagnostics, [aVault({}), setting]))).toEqual([outcome]);
  });
});

describe('the managed HSM', () => {
  test.each([
    [true, 'pass'],
    [false, 'fail'],
    ['false', 'fail'],
    [undefined, 'pass'],
    [UNKNOWN, 'unknown'],
  ])('with purge protection %j: %s', (enablePurgeProtection, outcome) => {
    const properties = enablePurgeProtection === undefined ? {} : { enablePurgeProtection };
    const hsm = resource(managedHsm, 'hsm', { properties });
    expect(outcomes(runRule(managedHsmPurgeProtection, [hsm]))).toEqual([outcome]);
  });
});

describe('keys', () => {
  test.each([
    [{ kty: 'rsa-hsm', keySize: 2048 }, ['fail properties.keySize']],
    [{ kty: 'RSA', keySize: '3072' }, ['pass properties.keySize']],
    [{ kty: 'EC', keySize: 256 }, []],
    [{ kty: 'oct', keySize: 256 }, []],
    [{ kty: UNKNOWN, keySize: 2048 }, ['unknown properties.kty']],
    [{ kty: UNKNOWN, keySize: 4096 }, ['pass properties.keySize']],
    [{ kty: UNKNOWN }, ['unknown properties.kty']],
    [{ kty: 'RSA', keySize: UNKNOWN }, ['unknown properties.keySize']],
    [{ kty: 'EC', keySize: UNKNOWN }, []],
  ] as const)('of %j have the size verdict %j', (properties, expected) => {
    expect(places(runRule(keyRsaSize, [aKey(properties)]))).toEqual(expected);
  });

  test.each([
    [2048, 'pass'],
    [2049, 'fail'],
  ])('without a size have 2048 bits, so a minimum of %i gives %s', (minimumRsaSize, outcome) => {
    expect(outcomes(runRule(keyRsaSize, [aKey({})], { options: { minimumRsaSize } }))).toEqual([outcome]);
  });

  test.each([
    [{ kty: 'RSA', curveName: 'P-256K' }, []],
    [{ kty: 'rsa-hsm' }, []],
    [{ curveName: 'P-256K' }, ['fail']],
    [{ kty: UNKNOWN, curveName: 'P-256K' }, ['unknown']],
    [{ kty: UNKNOWN }, ['pass']],
    [{ kty: 'EC', curveName: 'p-384' }, ['pass']],
  ] as const)('of %j have the curve verdict %j', (properties, expected) => {
    expect(outcomes(runRule(keyCurve, [aKey(properties)]))).toEqual(expected);
  });

  test.each([
    [{ attributes: { exportable: true }, releasePolicy: { data: UNKNOWN } }, []],
    [{ attributes: { exportable: true }, releasePolicy: UNKNOWN }, ['unknown properties.releasePolicy']],
    [{ attributes: { exportable: 'true' } }, ['fail properties.attributes.exportable']],
    [{ attributes: UNKNOWN }, ['unknown properties.attributes']],
    [{}, ['pass properties.attributes.exportable']],
  ] as const)('of %j have the export verdict %j', (properties, expected) => {
    expect(places(runRule(keyNotExportable, [aKey(properties)]))).toEqual(expected);
  });

  test.each([
    [{ keyOps: ['WrapKey', 'unwrapkey', 'get'] }, ['pass properties.keyOps[0]']],
    [{ keyOps: ['sign', UNKNOWN] }, ['fail properties.keyOps[0]', 'unknown properties.keyOps[1]']],
    [{ keyOps: ['wrapKey', UNKNOWN] }, ['unknown properties.keyOps[1]']],
    [{ keyOps: UNKNOWN }, ['unknown properties.keyOps']],
    [{ keyOps: [] }, ['fail properties.keyOps']],
    [{ kty: 'EC' }, []],
    [{ kty: UNKNOWN, keyOps: ['sign'] }, ['unknown properties.kty']],
  ] as const)('of %j have the operations verdict %j', (properties, expected) => {
    expect(places(runRule(keyOperations, [aKey(properties)]))).toEqual(expected);
  });
});

describe('secrets', () => {
  test.each([
    'changeme',
    'ChangeMe!',
    'change-me',
    'password',
    'Password1!',
    'P@ssw0rd123',
    'my-secret',
    'test_password_2',
    'your-secret-here',
    'TODO',
    'xxxxxxxx',
    '0000',
    '123456',
    '<your-key>',
    '$\u007bDB_KEY}',
    '{{ token }}',
    ' secret ',
    'UseDevelopmentStorage=true',
    'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=example-only',
  ])('with the well-known value %j are reported, and the value is not repeated', (value) => {
    const found = runRule(secretValueSource, [aSecret(value)]);
    expect(outcomes(found)).toEqual(['fail']);
    expect(found[0]?.message).toBe(
      '`properties.value` must not be a placeholder, a common password or the published key of an emulator.',
    );
  });

  test.each([
    'kT9-example-only-w4Zr-77f1',
    'tester-7',
    'passwordless',
    'plant-7-historian',
    'Endpoint=sb://example.servicebus.windows.net/;SharedAccessKeyName=reader',
    '-----BEGIN CERTIFICATE-----',
    '8f14e45f',
    true,
    { password: 'changeme' },
  ])('with another value such as %j pass', (value) => {
    expect(outcomes(runRule(secretValueSource, [aSecret(value)]))).toEqual(['pass']);
  });

  test.each([
    ['kT9-example-only-w4Zr-77f1', [], 'fail'],
    ['kT9-example-only-w4Zr-77f1', ['kT9-example-only-w4Zr-77f1'], 'pass'],
    ['change-me', ['change-me'], 'fail'],
    ['', [], 'pass'],
    [UNKNOWN, [], 'unknown'],
  ])('with %j in a template whose secrets are %j: %s', (value, secretTexts, outcome) => {
    const inFile = { ...aSecret(value), token: `arm:${vaultSecret}`, document: { path: ['resources', 0] } };
    expect(outcomes(runRule(secretValueSource, [{ ...inFile, secretTexts }]))).toEqual([outcome]);
  });

  test('with an unknown value are undecided', () => {
    expect(outcomes(runRule(secretValueSource, [aSecret(UNKNOWN)]))).toEqual(['unknown']);
  });

  test('as long as a certificate are judged at once', () => {
    const before = performance.now();
    const found = runRule(secretValueSource, [aSecret('passwordpass'.repeat(20_000))]);
    expect(outcomes(found)).toEqual(['pass']);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('a verdict that a rule gives itself', () => {
  const reading = { state: 'known', path: 'size', value: 1 } as const;
  const terms = { must: atLeast(2), whenAbsent: 'fail', serviceDefault: 'one' } as const;

  test.each([
    [true, '`size` must be at least 2, but is `1`.'],
    [false, '`size` must be at least 2.'],
  ])('shows the value only where it may be shown (%s)', (printable, message) => {
    expect(verdictOf(reading, { ...terms, printable }).message).toBe(message);
  });

  test('says what the service does where nothing is written', () => {
    const absent = verdictOf({ state: 'absent', path: 'size', missing: 'size' }, terms);
    expect(absent.message).toBe('`size` is not set (one); it must be at least 2.');
  });
});
