import { describe, expect, test } from 'vitest';
import { viewOf } from '../../policies/src/evaluate/view';
import { deployment } from '../../policies/src/resources/types';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import { isHttps, isPinned } from '../../policies/src/rule/pinned';
import { isPlainSecret, soundsSecret } from '../../policies/src/rule/secret-names';
import { givesSecret, templateAt } from '../../policies/src/rule/templates';
import { resource } from '../../policies/src/testing';

describe('a name', () => {
  test.each([
    'password',
    'adminPassword',
    'ADMIN_PWD',
    'storage_account_key',
    'primaryKey',
    'SharedAccessKey',
    'sas-token',
    'clientSecret',
    'eventHubConnectionString',
    'credentials',
  ])('%s sounds like a secret', (name) => expect(soundsSecret(name)).toBe(true));

  test.each([
    'secretName',
    'passwordLength',
    'tokenLifetime',
    'keyVaultName',
    'keyName',
    'publicKey',
    'partitionKey',
    'tagKey',
    'location',
    '',
  ])('%s does not', (name) => expect(soundsSecret(name)).toBe(false));
});

describe('a setting', () => {
  const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64');
  const password = 'Sommer2024!';

  test.each([
    ['DB_PASSWORD', password],
    ['adminPassword', password],
    ['passphrase', password],
    ['clientSecret', password],
    ['api-key', password],
    ['storageAccessKey', password],
    ['PRIVATE_KEY', password],
    ['sas_token', password],
    ['x-pwd', password],
    ['COSMOS_KEY', bytes(64)],
    ['EventHub__Key', bytes(32)],
  ])('%s gives a secret with %j', (name, value) => expect(isPlainSecret(name, value)).toBe(true));

  test.each([
    ['keyName', password],
    ['passwordPolicy', password],
    ['secretUri', password],
    ['owner', password],
    ['monkey', password],
    ['COSMOS_KEY', password],
    ['encryptionKey', 'plant-cmk-2026'],
    ['COSMOS_KEY', bytes(20)],
    ['checksum', bytes(32)],
    ['thumbprint', bytes(64)],
    ['publicKey', bytes(64)],
    ['partition_key', bytes(32)],
    ['AzureWebJobsStorage__credential', 'managedidentity'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=0;IngestionEndpoint=https://a'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '        '],
    ['DB_PASSWORD', 'short'],
    ['DB_PASSWORD', 'a text with blanks'],
    ['DB_PASSWORD', '@Microsoft.KeyVault(SecretUri=https://plant.vault.azure.net/secrets/db)'],
    ['DB_PASSWORD', '@Microsoft.AppConfiguration(Endpoint=https://plant.azconfig.io)'],
    ['DB_PASSWORD', `\${DB_PASSWORD}`],
    ['DB_PASSWORD', '{{password}}'],
    ['DB_PASSWORD', '%DB_PASSWORD%'],
    ['DB_PASSWORD', '<password>'],
    ['DB_PASSWORD', "[parameters('password')]"],
    ['DB_PASSWORD', 'https://plant.vault.azure.net/secrets/db'],
    ['DB_PASSWORD', '/run/secrets/db.txt'],
  ])('%s gives none with %j', (name, value) => expect(isPlainSecret(name, value)).toBe(false));
});

describe('an address', () => {
  test.each([
    ['https://raw.githubusercontent.com/o/r/3f1c0a9be0d24c5d8a7b6e5f4d3c2b1a09f8e7d6/a.json', true],
    ['https://templates.example/v1.4.0/main.json', true],
    ['https://templates.example/main-2.1.json', true],
    ['https://templates.example/releases/download/1.0/a.json', true],
    ['https://a.blob.core.windows.net/c/a.json?versionid=2026-01-01T00:00:00Z', true],
    ['https://raw.githubusercontent.com/o/r/main/a.json', false],
    ['https://raw.githubusercontent.com/o/r/refs/heads/main/a.json', false],
    ['https://templates.example/latest/a.json', false],
    ['https://10.0.0.1/a.json', false],
    ['https://v1.2.example.com/a.json', false],
    ['https://templates.example/a.json?sv=2024.01', false],
    ['', false],
  ])('%s is pinned: %s', (address, expected) => expect(isPinned(address)).toBe(expected));

  test.each([
    ['https://a', true],
    [' HTTPS://a', true],
    ['http://a', false],
    ['https://', false],
    ['//a', false],
  ])('%j is https: %s', (address, expected) => expect(isHttps(address)).toBe(expected));
});

describe('an expression', () => {
  test.each([
    [true, "[listKeys('hub', '2023-06-30').value[0].primaryKey]"],
    [true, "[LISTACCOUNTSAS('a', '1', createObject()).sas]"],
    [true, "[parameters('adminPassword')]"],
    [true, "[format('{0}', parameters( 'LOGIN' ).user)]"],
    [true, { deep: [{ er: "[getSecret('x')]" }] }],
    [false, "[reference('listKeys(').id]"],
    [false, "[[listKeys('hub')]"],
    [false, "listKeys('hub')"],
    [false, "[parameters('location')]"],
    [false, UNKNOWN],
    [false, null],
    [false, 7],
  ] as const)('gives a secret: %s for %j', (expected, value) =>
    expect(givesSecret(value as Value, new Set(['login']))).toBe(expected),
  );

  test('is found at any depth', () => {
    let value: Value = "[listKeys('a')]";
    for (let depth = 0; depth < 20_000; depth++) value = [value];
    expect(givesSecret(value)).toBe(true);
  });
});

describe('a template', () => {
  test.each([
    ['known', { resources: [] }],
    ['known', '{ "resources": [] }'],
    ['broken', '{ "resources": ['],
    ['broken', '[]'],
    ['broken', 'null'],
    ['broken', 7],
    ['unknown', UNKNOWN],
    ['absent', null],
  ] as const)('is %s as %j', (state, value) => {
    const view = viewOf(resource(deployment, 'd', { properties: { template: value as Value } }));
    expect(templateAt(view, 'properties.template').state).toBe(state);
  });
});
