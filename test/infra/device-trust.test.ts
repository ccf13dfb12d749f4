import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CertificateAuthority, DeviceTrust, rejectExpired } from '../../infra/device-trust';
import { deviceRootPem } from '../../policies/src/rule/sample-certificates';
import { run, settled } from './register';

const directory = mkdtempSync(join(tmpdir(), 'authorities-'));
const file = (name: string, content: string) => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const root: CertificateAuthority = { name: 'plant', path: file('plant.pem', deviceRootPem) };
const secret = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/pki/secrets/maker-root';

const build = (...authorities: CertificateAuthority[]) =>
  run(
    () =>
      new DeviceTrust('t', {
        resourceGroupName: 'rg',
        hubName: 'hub',
        provisioningServiceName: 'dps',
        authorities,
      }),
  );

describe('DeviceTrust', () => {
  it('makes hub and provisioning service trust a certificate in a file', async () => {
    const { only, result } = await build(root);
    const hub = only('iothub:Certificate').inputs;
    const provisioning = only('deviceprovisioningservices:DpsCertificate').inputs;
    expect([hub.resourceName, provisioning.provisioningServiceName]).toEqual(['hub', 'dps']);
    for (const { certificateName, properties } of [hub, provisioning]) {
      expect(certificateName).toBe('plant');
      expect(properties.isVerified).toBe(true);
      expect(properties.certificate).toMatch(/^-----BEGIN CERTIFICATE-----/);
    }
    expect(await settled(result.authorityNames)).toEqual(['plant']);
  });

  it('deploys nothing when a certificate in a file is not sound, and says whose', async () => {
    const path = file('both.pem', `${deviceRootPem}-----BEGIN PRIVATE KEY-----\nAAAA\n`);
    await expect(build(root, { name: 'both', path })).rejects.toThrow(
      /certificate authority both: .*both\.pem is not trusted: it holds a private key/,
    );
    await expect(build({ name: 'lost', path: join(directory, 'lost.pem') })).rejects.toThrow(
      /certificate authority lost: .*ENOENT/,
    );
  });

  it('lets Resource Manager read a certificate in a vault, which hands it to nobody', async () => {
    const { only, all } = await build({ name: 'maker', vaultSecretId: secret });
    const { mode, parameters, template } = only('resources:Deployment').inputs.properties;
    expect(mode).toBe('Incremental');
    expect(parameters.certificate).toEqual({
      reference: { keyVault: { id: secret.split('/secrets/')[0] }, secretName: 'maker-root' },
    });
    expect(template.parameters.certificate.type).toBe('secureString');
    expect(JSON.stringify(template.outputs)).not.toContain("'certificate'");
    expect(template.resources.map(({ type }: { type: string }) => type)).toEqual([
      'Microsoft.Devices/IotHubs/certificates',
      'Microsoft.Devices/provisioningServices/certificates',
    ]);
    expect(all('iothub:Certificate')).toEqual([]);
  });

  it('fails an update when the services say that it has expired', () => {
    const told = (value: string) => () => rejectExpired('maker', { expires: { type: 'String', value } });
    expect(told('Sat, 01 Jan 2000 00:00:00 GMT')).toThrow(/certificate authority maker: .* has expired/);
    expect(told('Tue, 01 Jan 2126 00:00:00 GMT')).not.toThrow();
    expect(() => rejectExpired('maker', undefined)).not.toThrow();
  });

  it('pins the version of a secret that is given', async () => {
    const { only } = await build({ name: 'maker', vaultSecretId: `${secret}/versions/abc` });
    const { reference } = only('resources:Deployment').inputs.properties.parameters.certificate;
    expect(reference).toMatchObject({ secretName: 'maker-root', secretVersion: 'abc' });
  });

  it.each([
    'https://pki.vault.azure.net/secrets/maker-root',
    `${secret}/versions/`,
    `${secret}/abc`,
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/pki',
  ])('refuses %s for a secret', async (vaultSecretId) => {
    await expect(build({ name: 'maker', vaultSecretId })).rejects.toThrow(
      /certificate authority maker: vaultSecretId must be the id of a secret/,
    );
  });
});
