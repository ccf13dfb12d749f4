import * as keyvault from '@pulumi/azure-native/keyvault';
import * as pulumi from '@pulumi/pulumi';

/** How a key is called and how long it lives, wherever it is kept. */
export interface KeyLife {
  /** Name of the key. Default: the logical name. */
  readonly keyName?: string | undefined;
  /** Days a version of the key lives. Default: 365. */
  readonly validityDays?: number | undefined;
  /** Days after which a new version takes over; services follow by themselves. Default: 270. */
  readonly rotateAfterDays?: number | undefined;
}

export interface EncryptionKeyArgs extends KeyLife {
  /** Resource group of the vault. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Vault that holds the key; its SKU must be premium. */
  readonly vaultName: pulumi.Input<string>;
  /** Tags of the key. */
  readonly tags?: pulumi.Input<Record<string, string>> | undefined;
}

const dayInSeconds = 86_400;

/** The end of a version that is made now, in seconds since 1970. */
export const expiryAfter = (days: number): number => Math.floor(Date.now() / 1000) + days * dayInSeconds;

/**
 * A key for customer-managed encryption: RSA 3072 in hardware, never exported, able to wrap and unwrap other keys and
 * nothing else, replaced by the vault itself long before it expires.
 *
 * It is created through Resource Manager, so a vault that is shut to the deploying machine is no obstacle. That
 * interface creates keys only: later changes of the arguments leave an existing key as it is.
 *
 * Microsoft.KeyVault/vaults/keys, API 2024-11-01; sizes: learn.microsoft.com/azure/cosmos-db/how-to-setup-cmk
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly keyId: pulumi.Output<string>;
  readonly keyName: pulumi.Output<string>;
  /** Address of the key without a version, so that a service which uses it follows every rotation. */
  readonly keyUri: pulumi.Output<string>;
  /** Address of its first version, for the services that must be given one and rotate from there by themselves. */
  readonly versionedKeyUri: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:EncryptionKey', name, {}, opts);
    const validityDays = args.validityDays ?? 365;
    const rotateAfterDays = args.rotateAfterDays ?? 270;
    const key = new keyvault.Key(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        vaultName: args.vaultName,
        keyName: args.keyName ?? name,
        tags: args.tags,
        properties: {
          kty: 'RSA-HSM',
          keySize: 3072,
          keyOps: ['wrapKey', 'unwrapKey'],
          attributes: {
            enabled: true,
            exportable: false,
            expires: expiryAfter(validityDays),
          },
          rotationPolicy: {
            attributes: { expiryTime: `P${validityDays}D` },
            lifetimeActions: [
              { action: { type: 'rotate' }, trigger: { timeAfterCreate: `P${rotateAfterDays}D` } },
              // Somebody has to hear of it if a rotation did not take place.
              { action: { type: 'notify' }, trigger: { timeBeforeExpiry: 'P30D' } },
            ],
          },
        },
      },
      // The date counts for the first version only; compared again, it would differ on every run.
      { parent: this, ignoreChanges: ['properties.attributes.expires'] },
    );
    this.keyId = key.id;
    this.keyName = key.name;
    this.keyUri = key.keyUri;
    this.versionedKeyUri = key.keyUriWithVersion;
    this.registerOutputs({ keyId: this.keyId, keyUri: this.keyUri });
  }
}
