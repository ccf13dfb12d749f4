import { describe, expect, test } from 'vitest';
import { notAnyOrigin } from '../../policies/src/rule/origins';
import { carriesNoCredential } from '../../policies/src/rule/texts-with-secrets';

describe('origins of web pages', () => {
  test.each([
    ['https://dashboard.example.com', true],
    ['https://*.plant.example.com', true],
    ['https://a.example.com,https://b.example.com', true],
    ['', true],
    ['*', false],
    [' * ', false],
    ['https://*', false],
    ['HTTP://*:*', false],
    ['https://*/', false],
    ['https://a.example.com, *', false],
    ['*,https://a.example.com', false],
    [7, true],
  ] as const)('"%s" names its pages: %s', (value, holds) => {
    expect(notAnyOrigin.holds(value)).toBe(holds);
  });
});

describe('texts with credentials', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test.each([
    ['-----BEGIN RSA PRIVATE KEY-----\nexample'],
    ['-----BEGIN PRIVATE KEY-----\nexample'],
    ['HostName=example.azure-devices.net;SharedAccessKeyName=device;SharedAccessKey=example-only'],
    ['DefaultEndpointsProtocol=https;AccountName=plantdata;AccountKey=example-only'],
    ['curl "https://plantdata.blob.core.windows.net/x?sv=2024&sig=exampleexampleexample1234%3D"'],
    ['mqtt:\n  password: example-only'],
    ['export DB_PASSWORD="example-only"'],
    ['{"clientSecret": "example-only"}'],
    ['git clone https://operator:example-only@git.example.com/plant.git'],
  ])('finds the credential in %j, plain and in base64', (text) => {
    expect(carriesNoCredential.holds(text)).toBe(false);
    expect(carriesNoCredential.holds(base64(text))).toBe(false);
    expect(carriesNoCredential.holds(Buffer.from(text, 'utf16le').toString('base64'))).toBe(false);
  });

  test.each([
    [''],
    ['#cloud-config\npackages:\n  - aziot-edge\n'],
    ['ssh_pwauth: false\nlock_passwd: true\n'],
    ['export DB_PASSWORD="$(az keyvault secret show --id $ID --query value -o tsv)"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how shells write a reference.
    ['AccountKey=${ACCOUNT_KEY}'],
    ['SharedAccessKey=<from the vault>'],
    ['-----BEGIN CERTIFICATE-----\nexample'],
    ['-----BEGIN PUBLIC KEY-----\nexample'],
    ['curl https://example.com/install.sh | sh'],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 operator@example'],
  ])('leaves %j alone, plain and in base64', (text) => {
    expect(carriesNoCredential.holds(text)).toBe(true);
    expect(carriesNoCredential.holds(base64(text))).toBe(true);
  });

  test.each([[null], [7], [true], [['password: example-only']], [{ password: 'example-only' }]])(
    'leaves other kinds of value alone: %j',
    (value) => {
      expect(carriesNoCredential.holds(value)).toBe(true);
    },
  );

  test('is fast on a large text', () => {
    const start = performance.now();
    carriesNoCredential.holds('a-'.repeat(40_000));
    carriesNoCredential.holds('password'.repeat(10_000));
    carriesNoCredential.holds(`://${'a:'.repeat(20_000)}`);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
