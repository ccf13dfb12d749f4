import { EncryptionKey } from './encryption-key';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { KeyVault } from './key-vault';
import type { ResourceId } from './placement';
import type { Plane } from './plane';

/** A vault in another region. */
export interface FarVault {
  readonly location: string;
  readonly vaultId: ResourceId;
}

/** A key that lies in another region, for copies that are made there. */
export interface FarKey extends Plane, FarVault {
  /** Address without a version. */
  readonly keyUri: EncryptionKey['keyUri'];
  /** Identity of that region that may wrap and unwrap with it. */
  readonly identityId: ResourceId;
}

/**
 * Adds a key for one use in a region other than the platform's, in a vault of its own: PostgreSQL encrypts what it keeps
 * in a region with a key and an identity of that region only.
 */
export function addFarKey(use: string, location: string, foundation: Foundation): FarKey {
  const { named, names, inside, precious } = foundation;
  const placement = { ...foundation.placement, location };
  const { resourceGroupName, tags } = placement;
  // Two letters and a digit: names of vaults are short.
  const vault = new KeyVault(named('kv2'), { ...placement, vaultName: names.farVault }, precious);
  const { vaultId, vaultName } = vault;
  const key = new EncryptionKey(named(`${use}-far-key`), { resourceGroupName, tags, vaultName }, precious);
  const { identityId } = new ServiceIdentity(
    named(`${use}-far-encryption`),
    { ...placement, grants: { key: { role: 'keyVaultCryptoServiceEncryptionUser', scope: key.keyId } } },
    inside,
  );
  return {
    location,
    vaultId,
    keyUri: key.keyUri,
    identityId,
    connections: { 'far-vault': { groupId: 'vault', targetId: vaultId, zones: ['vault'] } },
    assets: {
      // Archives take logs of their own region only.
      'far-vault': { resourceId: vaultId, logs: 'AllMetrics', logsTo: 'workspace', keep: true },
    },
  };
}
