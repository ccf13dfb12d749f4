import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import { unknown } from '@pulumi/pulumi/output';
import { expiryAfter, type KeyLife } from './encryption-key';

export interface HsmKeyArgs extends KeyLife {
  /** Resource group of the HSM. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Managed HSM that holds the key; activated before. */
  readonly hsmName: pulumi.Input<string>;
  /** Its address, with or without a slash at the end. */
  readonly hsmUri: pulumi.Input<string>;
}

/**
 * A key for customer-managed encryption in a managed HSM: RSA 3072, never exported, able to wrap and unwrap other keys and
 * nothing else, replaced by the HSM itself.
 *
 * It is declared through azure-native's generic resource, which has no class for it. Resource Manager creates such keys
 * only: later changes of the arguments leave an existing key as it is.
 *
 * Microsoft.KeyVault/managedHSMs/keys, API 2024-11-01
 */
export class HsmKey extends pulumi.ComponentResource {
  readonly keyId: pulumi.Output<string>;
  readonly keyName: pulumi.Output<string>;
  /** Address of the key without a version, so that a service which uses it follows every rotation. */
  readonly keyUri: pulumi.Output<string>;
  /** Address of its first version, for the services that must be given one and rotate from there by themselves. */
  readonly versionedKeyUri: pulumi.Output<string>;

  constructor(name: string, args: HsmKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:HsmKey', name, {}, opts);
    const keyName = args.keyName ?? name;
    const validityDays = args.validityDays ?? 365;
    const key = new resources.Resource(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        resourceProviderNamespace: 'Microsoft.KeyVault',
        parentResourcePath: pulumi.interpolate`managedHSMs/${args.hsmName}`,
        resourceType: 'keys',
        resourceName: keyName,
        apiVersion: '2024-11-01',
        properties: {
          kty: 'RSA-HSM',
          keySize: 3072,
          keyOps: ['wrapKey', 'unwrapKey'],
          attributes: {
            enabled: true,
            exportable: false,
            exp: expiryAfter(validityDays),
          },
          rotationPolicy: {
            attributes: { expiryTime: `P${validityDays}D` },
            lifetimeActions: [
              {
                action: { type: 'rotate' },
                trigger: { timeAfterCreate: `P${args.rotateAfterDays ?? 270}D` },
              },
            ],
          },
        },
      },
      // The date counts for the first version only; compared again, it would differ on every run.
      { parent: this, ignoreChanges: ['properties.attributes.exp'] },
    );
    this.keyId = key.id;
    this.keyName = pulumi.all([key.id]).apply(() => keyName);
    const hsmUri = pulumi.output(args.hsmUri).apply((uri) => uri.replace(/\/$/, ''));
    this.keyUri = pulumi.interpolate`${hsmUri}/keys/${this.keyName}`;
    // A preview knows the properties that are written here, and this one is not among them.
    this.versionedKeyUri = key.properties.apply((value: unknown) => {
      const uri = (value as Record<string, unknown> | undefined)?.keyUriWithVersion;
      if (uri === undefined && pulumi.runtime.isDryRun()) return unknown as unknown as string;
      return String(uri ?? '');
    });
    this.registerOutputs({ keyUri: this.keyUri });
  }
}
