import { describe, expect, test } from 'vitest';
import type { Value } from '../../policies/src/resources/value';
import { carriesNoCredential, credentialIn, holdsCredential } from '../../policies/src/rule/credentials';

const key = 'ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGU=';
const signature = 'a shared access signature';
const password = 'a password in a connection string';
const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64');

describe('a credential', () => {
  test.each([
    ['-----BEGIN PRIVATE KEY-----\nexample', 'a private key'],
    ['x\n-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
    [`DefaultEndpointsProtocol=https;AccountKey=${key}`, 'an account key'],
    [`HostName=h;sharedaccesskey=${key}`, 'a shared access key'],
    [`https://p.blob.core.windows.net/c?sv=1&sig=${key}`, signature],
    [`sig=${key}`, signature],
    ['Server=plant;Password=example-only', password],
    ['pwd = example-only; Server=plant', password],
    ['amqps://user:example@plant.example', 'a password in an address'],
    ['eyJhbGciOiJub25l.eyJzdWIiOiJleGFt.c2lnbmF0dXJl', 'a signed token'],
    [`abc8Q~${'x'.repeat(34)}`, 'a client secret of Entra ID'],
    [`ghp_${'x'.repeat(36)}`, 'an access token of GitHub'],
    ['AccountName=a;AccountKey=example-only;EndpointSuffix=core.windows.net', 'an account key'],
    ['AccountEndpoint=https://plant.example:443/;accountkey = example-only', 'an account key'],
    ['BlobEndpoint=https://a.example;SharedAccessSignature=sv=2024&sig=example-only', signature],
    ['https://a.blob.core.windows.net/firmware?sv=2024-11-04&sig=example-only', signature],
    ['SharedAccessSignature sr=plant.azure-devices.net&sig=example-only%3D&se=1', signature],
    ['Endpoint=sb://n/;SharedSecretIssuer=owner;SharedSecretValue=example-only', 'a shared access key'],
    ['plant.redis.cache.windows.net:6380,password=example-only,ssl=True', password],
    ['{"connection":"Server=tcp:plant;User ID=app;Pwd=example-only"}', password],
    ['mongodb://plant:example-only@plant.mongo.cosmos.azure.com:10255/', 'a password in an address'],
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
    [bytes(32)],
    [bytes(64)],
    ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ== operator@plant.example'],
    ['@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/a?password=b)'],
    ['UseDevelopmentStorage=true'],
    ['Endpoint=sb://n.servicebus.windows.net/;Authentication=Managed Identity'],
    ['HostName=plant.azure-devices.net;SharedAccessKeyName=service'],
    ['AccountName=a;AccountKey=;'],
    ['AccountName=a;AccountKey=********;Password=********'],
    ['InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://example/'],
    ['https://user@plant.example/path:8080'],
    ['https://plant.example:8443/@me'],
    ['PasswordPolicy=strong'],
    ['password: at least twelve letters'],
    ["[concat('AccountName=a;AccountKey=', listKeys('a').keys[0].value)]"],
    ['sig=<signature>, Password=<password>;'],
  ])('is not seen in %j', (text) => {
    expect(credentialIn(text)).toBeUndefined();
  });
});

test.each<[Value]>([[null], [42], [true], [{ a: 'AccountKey=example-only' }], [['AccountKey=example-only']]])(
  'no value but a text holds a credential: %j',
  (value) => {
    expect(holdsCredential(value)).toBe(false);
  },
);

describe('texts for machines', () => {
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
    ['Endpoint=sb://p/;sharedaccesskey = example-only'],
    ['x-api-key: example-only'],
    ['AccessKey=example-only'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.'],
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
    ['$twin.tags.line'],
    ['the password is kept elsewhere'],
    ['signal=4'],
    [bytes(32)],
    [bytes(64)],
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
    for (const part of ['-eyJ', 'x://', 'AccountKey = ', 'password =', '8Q~', '-----BEGIN ', '@'])
      carriesNoCredential.holds(part.repeat(10_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
