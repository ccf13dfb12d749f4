import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../../policies/src/resources/value';
import { read } from '../../../policies/src/rule/reading';
import { preview } from '../../../policies/src/sources/preview';
import { SECRET, SIGNATURE } from '../../../policies/src/sources/preview/decode';
import { NestedOutputs } from '../../../policies/src/sources/preview/nested-outputs';
import { named, project } from './programs';

const root = resolve(__dirname, '../../..');
const hub = 'azure-native:iothub:IotHubResource';

function complete(token: string, property: string, value: Parameters<NestedOutputs['complete']>[0]) {
  const nested = new NestedOutputs(root);
  return nested.complete(value, nested.blocksOf(token).get(property) ?? '');
}

describe('what Azure adds inside a block', () => {
  test('is unknown beside what was written', () => {
    expect(complete(hub, 'properties', { minTlsVersion: '1.2' })).toMatchObject({
      minTlsVersion: '1.2',
      hostName: UNKNOWN,
      disableLocalAuth: UNKNOWN,
    });
  });

  test('is unknown inside lists and blocks of blocks', () => {
    const written = { routing: { endpoints: { storageContainers: [{ name: 'a' }, { name: 'b' }] } } };
    const endpoints = read(
      complete(hub, 'properties', written) as never,
      'routing.endpoints.storageContainers[]',
    );
    const [first, second] = endpoints.map((r) => (r.state === 'known' ? r.value : undefined)) as {
      name: string;
      id: string;
    }[];
    expect([first?.name, first?.id, second?.name]).toEqual(['a', UNKNOWN, 'b']);
  });

  test.each([
    ['an unknown', UNKNOWN],
    ['a text', 'x'],
    ['nothing', null],
    ['a list where a block is declared', [{ minTlsVersion: '1.2' }]],
    ['a secret', { [SIGNATURE]: SECRET, value: 'canary' }],
  ])('leaves %s as it is', (_what, value) => {
    expect(complete(hub, 'properties', value)).toEqual(value);
  });

  test.each([
    'azure:iot/ioTHub:IoTHub',
    'azure-native:iothub:NoSuchResource',
    'azure-native:nowhere:Resource',
  ])('is not guessed for %s', (token) => {
    expect(new NestedOutputs(root).blocksOf(token).size).toBe(0);
  });

  test('is not guessed for a program that does not have azure-native', () => {
    expect(new NestedOutputs('/').blocksOf(hub).size).toBe(0);
  });

  test.each([
    ['plant.Line', { name: 'a' }, { name: 'a', id: UNKNOWN }],
    ['plant.Gone', { name: 'a' }, { name: 'a' }],
    ['nowhere.Line', { name: 'a' }, { name: 'a' }],
  ])('is read from the declarations the program has (outputs.%s)', (type, written, completed) => {
    const declarations =
      'export declare namespace plant {\n    interface Line {\n        name: string;\n        id?: string;\n    }\n}\n';
    const directory = project(
      {
        'node_modules/@pulumi/azure-native/package.json': '{}',
        'node_modules/@pulumi/azure-native/types/output.d.ts': declarations,
      },
      { installed: false },
    );
    expect(new NestedOutputs(directory).complete(written, `outputs.${type}`)).toEqual(completed);
  });

  test('reaches the program as a value that is not known yet, where it would have been undefined', async () => {
    const directory = project({
      'Pulumi.yaml': 'name: nested\nruntime: nodejs\n',
      'Pulumi.dev.yaml': '',
      'index.js': `
        const keyvault = require('@pulumi/azure-native/keyvault');
        const storage = require('@pulumi/azure-native/storage');
        const vault = new keyvault.Vault('vault', { resourceGroupName: 'g', properties: { tenantId: 't', sku: { family: 'A', name: 'standard' } } });
        new storage.BlobContainer('container', {
          resourceGroupName: 'g', accountName: 'a',
          metadata: { uri: vault.properties.vaultUri.apply((uri) => uri.toUpperCase()), tenant: vault.properties.tenantId },
        });`,
    });
    const result = await preview({ directory, stack: 'dev' });
    expect(named(result, 'container').properties.metadata).toEqual({ uri: UNKNOWN, tenant: 't' });
  });
});
