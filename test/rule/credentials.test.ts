import { describe, expect, test } from 'vitest';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { credentialIn, forEachText, isPlainSecret, type Text } from '../../policies/src/rule/credentials';

const key = 'ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGU=';

describe('a credential', () => {
  test.each([
    ['-----BEGIN PRIVATE KEY-----\nexample', 'a private key'],
    ['x\n-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
    [`DefaultEndpointsProtocol=https;AccountKey=${key}`, 'an account key'],
    [`HostName=h;sharedaccesskey=${key}`, 'a shared access key'],
    [`https://p.blob.core.windows.net/c?sv=1&sig=${key}`, 'a shared access signature'],
    [`sig=${key}`, 'a shared access signature'],
    ['Server=plant;Password=example-only', 'a password in a connection string'],
    ['pwd = example-only; Server=plant', 'a password in a connection string'],
    ['amqps://user:example@plant.example', 'a password in an address'],
    ['eyJhbGciOiJub25l.eyJzdWIiOiJleGFt.c2lnbmF0dXJl', 'a signed token'],
    [`abc8Q~${'x'.repeat(34)}`, 'a client secret of Entra ID'],
    [`ghp_${'x'.repeat(36)}`, 'an access token of GitHub'],
  ])('is seen in %j as %s', (text, kind) => {
    expect(credentialIn(text)).toBe(kind);
  });

  test.each([
    [''],
    ['short'],
    ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----'],
    ['-----BEGIN PUBLIC KEY-----'],
    ['AccountKey=short'],
    ['https://plant.blob.core.windows.net/raw?sig=short'],
    [`design=${key}`],
    ['Server=plant;Password=;Trusted=yes'],
    ['Server=plant;Password={0};'],
    ['the password is kept in the vault'],
    ['https://plant.example/a:b@c'],
    [`postgres://user:\${PASSWORD}@plant.example`],
    ['eyJhbGciOiJub25l and no token'],
    ['on-call@plant.example, +49 30 1234567'],
    [`ghp_${'x'.repeat(10)}`],
  ])('is not seen in %j', (text) => {
    expect(credentialIn(text)).toBeUndefined();
  });
});

describe('the name of a setting', () => {
  test.each([
    'DB_PASSWORD',
    'adminPassword',
    'passphrase',
    'clientSecret',
    'api-key',
    'ApiKey',
    'storageAccessKey',
    'accountKey',
    'PRIVATE_KEY',
    'sas_token',
    'ConnectionString',
    'x-pwd',
  ])('%s tells a credential', (name) => {
    expect(isPlainSecret(name, 'Sommer2024!')).toBe(true);
  });

  test.each(['keyName', 'passwordPolicy', 'secretUri', 'publicKey', 'monkey', 'owner'])(
    '%s tells none',
    (name) => {
      expect(isPlainSecret(name, 'Sommer2024!')).toBe(false);
    },
  );

  test.each([
    '',
    '        ',
    'short',
    'a text with blanks',
    '@Microsoft.KeyVault(SecretUri=https://plant.vault.azure.net/secrets/db)',
    '@Microsoft.AppConfiguration(Endpoint=https://plant.azconfig.io)',
    `\${DB_PASSWORD}`,
    '{{password}}',
    '%DB_PASSWORD%',
    'https://plant.vault.azure.net/secrets/db',
  ])('tells none with the value %j', (value) => {
    expect(isPlainSecret('DB_PASSWORD', value)).toBe(false);
  });
});

describe('the texts in properties', () => {
  const texts = (properties: Properties) => {
    const found: Text[] = [];
    forEachText(properties, (text) => found.push(text));
    return found.map(
      ({ path, name, text, chosenName }) => `${path} ${name} ${text}${chosenName ? ' chosen' : ''}`,
    );
  };

  test.each<[string, Properties, readonly string[]]>([
    ['at the top, but neither numbers nor switches', { a: 'x', b: 1, c: true, d: null }, ['a a x']],
    ['in blocks and lists', { a: { b: ['x', { c: 'y' }] } }, ['a.b[0] b x', 'a.b[1].c c y']],
    ['not what is unknown', { a: UNKNOWN, b: { c: UNKNOWN } }, []],
    ['in tags, whose names are chosen', { tags: { line: '7' } }, ['tags.line line 7 chosen']],
    ['in blocks inside those, whose names are not', { metadata: { a: { b: 'x' } } }, ['metadata.a.b b x']],
    [
      'in settings of name and value, under that name',
      { appSettings: [{ name: 'DB', value: 'x' }] },
      ['appSettings[0].name name DB chosen', 'appSettings[0].value DB x chosen'],
    ],
    [
      'in secure values likewise',
      { environment: [{ name: 'DB', value: '', secureValue: 'x' }] },
      [
        'environment[0].name name DB',
        'environment[0].value DB  chosen',
        'environment[0].secureValue DB x chosen',
      ],
    ],
    ['of a block with a name but no value', { a: { name: 'n', b: 'x' } }, ['a.name name n', 'a.b b x']],
  ])('stand %s', (_what, properties, expected) => {
    expect(texts(properties)).toEqual(expected);
  });

  test('are found as deep as Azure nests, and no deeper', () => {
    const nested = (depth: number): Properties => (depth === 0 ? { a: 'x' } : { a: nested(depth - 1) });
    expect(texts(nested(39))).toHaveLength(1);
    expect(texts(nested(60))).toEqual([]);
  });
});
