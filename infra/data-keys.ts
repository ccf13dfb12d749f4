import type * as pulumi from '@pulumi/pulumi';
import { EncryptionKey } from './encryption-key';
import type { Foundation } from './foundation';
import { HsmKey } from './hsm-key';
import { type Grant, ServiceIdentity } from './identity';

/** A key that encrypts one store, and the identity under which the store uses it. */
export interface DataKey {
  /** Vault or managed HSM that holds it. */
  readonly vaultUri: pulumi.Output<string>;
  readonly keyName: pulumi.Output<string>;
  /** Address without a version. */
  readonly keyUri: pulumi.Output<string>;
  /** Address of the first version. */
  readonly versionedKeyUri: pulumi.Output<string>;
  /** Identity that may wrap and unwrap with it. */
  readonly identityId: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
}

/**
 * Adds a key for one use, in the managed HSM where there is one and in the vault otherwise. Roles on keys of an HSM are
 * granted by its administrators; Resource Manager cannot. What the store's identity has to do beside is in `also`.
 */
export function addKey(
  use: string,
  foundation: Foundation,
  also: Readonly<Record<string, Grant>> = {},
): DataKey {
  const { named, placement, hsm, vault, inside } = foundation;
  const key = hsm ? addHsmKey(use, foundation, hsm) : addVaultKey(use, foundation);
  const grants: Record<string, Grant> = hsm
    ? {}
    : { key: { role: 'keyVaultCryptoServiceEncryptionUser', scope: key.keyId } };
  const { identityId, clientId } = new ServiceIdentity(
    named(`${use}-encryption`),
    { ...placement, grants: { ...grants, ...also } },
    inside,
  );
  const { keyName, keyUri, versionedKeyUri } = key;
  return { vaultUri: hsm?.hsmUri ?? vault.vaultUri, keyName, keyUri, versionedKeyUri, identityId, clientId };
}

function addVaultKey(use: string, { named, placement, vault, precious }: Foundation): EncryptionKey {
  const { resourceGroupName, tags } = placement;
  return new EncryptionKey(
    named(`${use}-key`),
    { resourceGroupName, tags, vaultName: vault.vaultName },
    precious,
  );
}

function addHsmKey(
  use: string,
  { named, placement, precious }: Foundation,
  { hsmName, hsmUri }: NonNullable<Foundation['hsm']>,
): HsmKey {
  const { resourceGroupName } = placement;
  return new HsmKey(named(`${use}-key`), { resourceGroupName, hsmName, hsmUri }, precious);
}
