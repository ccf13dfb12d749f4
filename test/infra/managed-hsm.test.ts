import { describe, expect, it } from 'vitest';
import { HsmKey } from '../../infra/hsm-key';
import { ManagedHsm } from '../../infra/managed-hsm';
import { placement } from './placement';
import { run, settled } from './register';

describe('ManagedHsm', () => {
  const build = (administrators?: string[]) =>
    run(() => new ManagedHsm('m', { ...placement, administrators }));

  it('is shut to networks and cannot be destroyed at once', async () => {
    expect((await build(['a', 'b'])).only('keyvault:ManagedHsm').inputs.properties).toMatchObject({
      initialAdminObjectIds: ['a', 'b'],
      enablePurgeProtection: true,
      softDeleteRetentionInDays: 90,
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' },
    });
  });

  it('belongs to who deploys if nobody is named', async () => {
    const { properties } = (await build()).only('keyvault:ManagedHsm').inputs;
    expect(properties.initialAdminObjectIds).toEqual(['login']);
  });
});

describe('HsmKey', () => {
  it('wraps and unwraps, is replaced before it expires, and has an address without a version', async () => {
    const { only, result } = await run(
      () =>
        new HsmKey('k', { resourceGroupName: 'rg', hsmName: 'm', hsmUri: 'https://m.managedhsm.azure.net/' }),
    );
    const { inputs, ignoreChanges } = only('resources:Resource');
    expect(inputs).toMatchObject({
      resourceProviderNamespace: 'Microsoft.KeyVault',
      parentResourcePath: 'managedHSMs/m',
      resourceType: 'keys',
      properties: {
        kty: 'RSA-HSM',
        keySize: 3072,
        keyOps: ['wrapKey', 'unwrapKey'],
        attributes: { exportable: false },
        rotationPolicy: { attributes: { expiryTime: 'P365D' } },
      },
    });
    expect(ignoreChanges).toEqual(['properties.attributes.exp']);
    expect(await settled(result.keyUri)).toBe('https://m.managedhsm.azure.net/keys/k');
  });
});
