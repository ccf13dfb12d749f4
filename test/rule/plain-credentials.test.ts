import { expect, test } from 'vitest';
import { holdsCredential } from '../../policies/src/rule/plain-credentials';

const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64');

test.each([
  'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=example-only;EndpointSuffix=core.windows.net',
  'AccountEndpoint=https://plant.documents.azure.com:443/;accountkey = example-only',
  'Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=example-only',
  'BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=sv=2024&sig=x',
  'https://a.blob.core.windows.net/firmware?sv=2024-11-04&sig=example-only',
  'Server=tcp:plant;User ID=app;Pwd=example-only',
  'plant.redis.cache.windows.net:6380,password=example-only,ssl=True',
  'amqps://user:example-only@broker:5671',
  'mongodb://plant:example-only@plant.mongo.cosmos.azure.com:10255/',
  '-----BEGIN PRIVATE KEY-----\nexample-only',
  ` ${bytes(64)} `,
  bytes(32),
])('finds the credential in "%s"', (text) => {
  expect(holdsCredential(text)).toBe(true);
});

test.each([
  '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/a?password=b)',
  'UseDevelopmentStorage=true',
  'Endpoint=sb://n.servicebus.windows.net/;Authentication=Managed Identity',
  'HostName=plant.azure-devices.net;SharedAccessKeyName=service',
  'AccountName=a;AccountKey=;',
  'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://example/',
  'https://user@plant.example/path:8080',
  'https://plant.example:8443/@me',
  'PasswordPolicy=strong',
  '~4',
  '',
  bytes(33),
  bytes(31),
  null,
  42,
  true,
  { AccountKey: 'AccountKey=example-only' },
  ['AccountKey=example-only'],
])('finds none in %j', (value) => {
  expect(holdsCredential(value)).toBe(false);
});
