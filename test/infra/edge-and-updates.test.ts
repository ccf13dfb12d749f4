import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceUpdate } from '../../infra/device-update';
import { EdgeRegistry } from '../../infra/edge-registry';
import { SphereCatalog, type SphereCatalogArgs } from '../../infra/sphere-catalog';
import { placement } from './placement';
import { run } from './register';

const encryption = { keyUri: 'https://kv/keys/k', identityId: '/identity', clientId: 'client' };

describe('EdgeRegistry', () => {
  const build = () => run(() => new EdgeRegistry('e', { ...placement, encryption }));

  it('has no admin, no anonymous reader and no public network', async () => {
    expect((await build()).only('containerregistry:Registry').inputs).toMatchObject({
      adminUserEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccess: 'Disabled',
      networkRuleSet: { defaultAction: 'Deny', ipRules: [] },
      policies: {
        azureADAuthenticationAsArmPolicy: { status: 'disabled' },
        exportPolicy: { status: 'disabled' },
        quarantinePolicy: { status: 'enabled' },
      },
    });
  });

  it('encrypts with our key', async () => {
    const { inputs } = (await build()).only('containerregistry:Registry');
    expect(inputs.encryption).toEqual({
      status: 'enabled',
      keyVaultProperties: { keyIdentifier: 'https://kv/keys/k', identity: 'client' },
    });
    expect(inputs.identity.userAssignedIdentities).toEqual({ '/identity': {} });
  });
});

describe('DeviceUpdate', () => {
  it('serves one hub, privately, and encrypts with our key', async () => {
    const { only } = await run(() => new DeviceUpdate('u', { ...placement, hubId: '/hub', encryption }));
    expect(only('deviceupdate:Account').inputs).toMatchObject({
      publicNetworkAccess: 'Disabled',
      encryption: { keyVaultKeyUri: 'https://kv/keys/k', userAssignedIdentity: '/identity' },
    });
    expect(only('deviceupdate:Instance').inputs).toMatchObject({
      iotHubs: [{ resourceId: '/hub' }],
      enableDiagnostics: false,
    });
  });
});

describe('the service of Device Update', () => {
  const build = (servicePrincipalId?: string) =>
    run(() => new DeviceUpdate('u', { ...placement, hubId: '/hub', encryption, servicePrincipalId }));

  it('is let into the one hub before the hub is given to it, if it is named', async () => {
    const { only } = await build('service');
    const role = only('authorization:RoleAssignment');
    expect(role.inputs).toMatchObject({
      scope: '/hub',
      principalId: 'service',
      principalType: 'ServicePrincipal',
    });
    expect(role.inputs.roleDefinitionId).toMatch(/4fc6c259-987e-4a07-842e-c321cc9d413f$/);
    expect(only('deviceupdate:Instance').dependencies).toContain(role.urn);
  });

  it('gets no role if it is not', async () => {
    expect((await build()).all('authorization:RoleAssignment')).toEqual([]);
  });
});

describe('SphereCatalog', () => {
  const build = (more: Partial<SphereCatalogArgs> = {}) =>
    run(() => new SphereCatalog('s', { resourceGroupName: 'rg', ...more }));

  it('has a ring for each step of an update, of which the first tries the operating system early', async () => {
    const groups = (await build()).all('azuresphere:DeviceGroup').map(({ inputs }) => inputs);
    expect(groups.map(({ deviceGroupName, osFeedType }) => [deviceGroupName, osFeedType])).toEqual([
      ['trial', 'RetailEval'],
      ['pilot', 'Retail'],
      ['production', 'Retail'],
    ]);
    for (const group of groups)
      expect(group).toMatchObject({ updatePolicy: 'UpdateAll', allowCrashDumpsCollection: 'Disabled' });
  });

  it('gives images to the rings that are to have them', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'image-')), 'app.imagepackage');
    writeFileSync(path, 'image');
    const { all, only } = await build({ images: { trial: [{ imageId: 'guid', path }] } });
    expect(only('azuresphere:Image').inputs).toMatchObject({
      imageName: 'guid',
      image: Buffer.from('image').toString('base64'),
    });
    const deployment = only('azuresphere:Deployment');
    expect(deployment.inputs.deployedImages).toEqual([{ imageId: 'guid' }]);
    expect(deployment.dependencies).toContain(only('azuresphere:Image').urn);
    expect(all('azuresphere:Deployment')).toHaveLength(1);
  });

  it('has a product for each kind of device', async () => {
    const products = (await build({ products: ['pump', 'valve'] })).all('azuresphere:Product');
    expect(products.map(({ inputs }) => inputs.productName)).toEqual(['pump', 'valve']);
  });
});
