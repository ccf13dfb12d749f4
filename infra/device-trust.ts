import { readFileSync } from 'node:fs';
import * as dps from '@pulumi/azure-native/deviceprovisioningservices';
import * as iothub from '@pulumi/azure-native/iothub';
import * as resources from '@pulumi/azure-native/resources';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import { type CertificateDemands, type CheckedCertificate, checkedCertificate } from './certificate-check';
import { certificateTemplate } from './certificate-template';

/**
 * A certificate authority whose devices are trusted: the public certificate in a file, or in a secret of a Key Vault,
 * by the secret's id in Resource Manager (`/subscriptions/.../vaults/<vault>/secrets/<name>`).
 */
export type CertificateAuthority =
  | { readonly name: string; readonly path: string }
  | { readonly name: string; readonly vaultSecretId: string };

export interface DeviceTrustArgs {
  /** Resource group of hub and provisioning service. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** IoT hub, by name. */
  readonly hubName: pulumi.Input<string>;
  /** Provisioning service, by name. */
  readonly provisioningServiceName: pulumi.Input<string>;
  /** Authorities to trust; each name appears in enrolment groups. */
  readonly authorities: readonly CertificateAuthority[];
  /** What is asked of a certificate in a file. */
  readonly demands?: CertificateDemands | undefined;
}

/**
 * Makes hub and provisioning service trust certificate authorities: whoever proves to hold a certificate that one of them
 * has signed may enrol.
 *
 * A certificate in a file is checked before anything is deployed: kind and size of the key, signature, dates, and that no
 * private key lies beside it. A certificate in a vault cannot be: Resource Manager alone reads the secret, while it
 * deploys, and hands it to nobody. Of it, only what the services tell afterwards is checked, which is the date of expiry;
 * an update with an expired one fails. Its key and the absence of a private key have to be checked by whoever fills the
 * secret. The vault must allow template deployment (`enabledForTemplateDeployment`) and trusted services, and the login
 * needs `Microsoft.KeyVault/vaults/deploy/action` on it.
 *
 * Certificates are created as verified. That skips the proof of possession: what proves that an authority is yours is the
 * review of the change that names it here.
 *
 * Microsoft.Devices, API 2023-06-30 (hub) and 2023-03-01-preview (provisioning, azure-native's default);
 * learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter
 */
export class DeviceTrust extends pulumi.ComponentResource {
  /** Names of the authorities, for enrolment groups; known once both services trust them. */
  readonly authorityNames: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DeviceTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DeviceTrust', name, {}, opts);
    // All are looked at before the first one is trusted.
    const sources = args.authorities.map((authority) => ({
      authority: authority.name,
      source: 'path' in authority ? readAuthority(authority, args.demands) : secretReference(authority),
    }));
    const trusted = sources.map(({ authority, source }) =>
      'pem' in source
        ? this.trustFile(name, authority, source, args)
        : this.trustSecret(name, authority, source, args),
    );
    this.authorityNames = pulumi
      .all(trusted)
      .apply(() => args.authorities.map((authority) => authority.name));
    this.registerOutputs({ authorityNames: this.authorityNames });
  }

  /** Trusts a certificate in a file, and tells when both services do. */
  private trustFile(
    name: string,
    authority: string,
    { pem }: CheckedCertificate,
    { resourceGroupName, hubName, provisioningServiceName }: DeviceTrustArgs,
  ): pulumi.Output<unknown> {
    const properties = { certificate: pem, isVerified: true };
    const certificateName = authority;
    const hub = new iothub.Certificate(
      `${name}-hub-${authority}`,
      { resourceGroupName, resourceName: hubName, certificateName, properties },
      { parent: this },
    );
    const provisioning = new dps.DpsCertificate(
      `${name}-dps-${authority}`,
      { resourceGroupName, provisioningServiceName, certificateName, properties },
      { parent: this },
    );
    return pulumi.all([hub.id, provisioning.id]);
  }

  /** Trusts a certificate in a vault, and tells when both services do. */
  private trustSecret(
    name: string,
    authority: string,
    reference: inputs.resources.KeyVaultParameterReferenceArgs,
    { resourceGroupName, hubName, provisioningServiceName }: DeviceTrustArgs,
  ): pulumi.Output<unknown> {
    const properties: inputs.resources.DeploymentPropertiesArgs = {
      mode: 'Incremental',
      template: certificateTemplate,
      parameters: {
        authority: { value: authority },
        hub: { value: hubName },
        provisioningService: { value: provisioningServiceName },
        certificate: { reference },
      },
    };
    const deployment = new resources.Deployment(
      `${name}-${authority}`,
      {
        resourceGroupName,
        properties,
      },
      { parent: this, ...asWritten({ properties }) },
    );
    return deployment.properties.apply(({ outputs }) => rejectExpired(authority, outputs));
  }
}

/** Reads the certificate of an authority; an error says whose it is. */
function readAuthority({ name, path }: { name: string; path: string }, demands?: CertificateDemands) {
  try {
    return checkedCertificate(readFileSync(path), demands);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new pulumi.RunError(`certificate authority ${name}: ${path} is not trusted: ${why}`);
  }
}

/** Vault, name and version of a secret, out of its id. */
function secretReference({ name, vaultSecretId }: { name: string; vaultSecretId: string }) {
  const [vaultId, path, ...more] = vaultSecretId.split(/\/secrets\//i);
  const [secretName, versions, secretVersion, ...rest] = (path ?? '').split('/');
  const isVault = /\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+$/i.test(vaultId ?? '');
  const isVersion = versions === undefined || (versions === 'versions' && secretVersion);
  if (!vaultId || !isVault || !secretName || !isVersion || more.length + rest.length > 0) {
    throw new pulumi.RunError(
      `certificate authority ${name}: vaultSecretId must be the id of a secret in Resource Manager, /subscriptions/.../providers/Microsoft.KeyVault/vaults/<vault>/secrets/<name>, and may end in /versions/<version>`,
    );
  }
  return { keyVault: { id: vaultId }, secretName, ...(secretVersion ? { secretVersion } : {}) };
}

/** What the services say of a certificate they took; a preview has no answer yet. */
export function rejectExpired(name: string, outputs: unknown): void {
  const { expires } = (outputs ?? {}) as { expires?: { value?: string } };
  if (expires?.value !== undefined && Date.parse(expires.value) < Date.now()) {
    throw new pulumi.RunError(`certificate authority ${name}: its certificate in the vault has expired`);
  }
}
