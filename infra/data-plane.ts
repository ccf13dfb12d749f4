import type { Settings } from './config';
import { DeviceStateStore } from './cosmos';
import { EncryptionKey } from './encryption-key';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { TelemetryArchive } from './telemetry-archive';
import { TelemetryStorage } from './telemetry-storage';

/** Where data rests: the telemetry archive and the devices' last known state. */
export interface DataPlane {
  readonly storage: TelemetryStorage;
  readonly archive: TelemetryArchive;
  readonly state: DeviceStateStore;
}

/** Builds what keeps data, each store encrypted with a key of its own: one can be revoked without the other. */
export function buildDataPlane(settings: Settings, foundation: Foundation): DataPlane {
  const { named, compact, names, placement, vault, precious } = foundation;

  const storageKey = addKey('storage', foundation);
  const storage = new TelemetryStorage(
    compact('data'),
    {
      ...placement,
      accountName: names.storage,
      redundancy: settings.storageRedundancy,
      deletedDataRetentionDays: settings.deletedDataRetentionDays,
      encryption: { ...storageKey, vaultUri: vault.vaultUri },
    },
    precious,
  );
  const archive = new TelemetryArchive(
    named('telemetry'),
    {
      resourceGroupName: placement.resourceGroupName,
      accountName: storage.accountName,
      immutableDays: settings.telemetryImmutableDays,
      coolAfterDays: settings.telemetryCoolAfterDays,
      retentionDays: settings.telemetryRetentionDays,
    },
    precious,
  );

  const stateKey = addKey('state', foundation);
  const state = new DeviceStateStore(
    named('state'),
    {
      ...placement,
      accountName: names.cosmos,
      zoneRedundant: settings.cosmosZoneRedundant,
      secondRegion: settings.secondRegion,
      maxThroughput: settings.cosmosMaxThroughput,
      backupTier: settings.cosmosBackupTier,
      encryption: stateKey,
    },
    precious,
  );
  return { storage, archive, state };
}

export function addKey(use: string, { named, placement, vault, inside, precious }: Foundation) {
  const { resourceGroupName, tags } = placement;
  const { keyId, keyName, keyUri } = new EncryptionKey(
    named(`${use}-key`),
    { resourceGroupName, tags, vaultName: vault.vaultName },
    precious,
  );
  const { identityId } = new ServiceIdentity(
    named(`${use}-encryption`),
    { ...placement, grants: { key: { role: 'keyVaultCryptoServiceEncryptionUser', scope: keyId } } },
    inside,
  );
  return { keyName, keyUri, identityId };
}
