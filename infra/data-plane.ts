import type { Settings } from './config';
import { addKey } from './data-keys';
import { otherContainers, streamReaders } from './data-names';
import type { Database } from './database';
import { buildDatabase } from './database-choice';
import { EdgeRegistry } from './edge-registry';
import { EventStream } from './event-stream';
import type { Foundation } from './foundation';
import { joined, type Plane } from './plane';
import { TelemetryArchive } from './telemetry-archive';
import { TelemetryStorage } from './telemetry-storage';

/** Where data rests and passes: the telemetry archive, the event stream, the database, images for the edge. */
export interface DataPlane extends Plane {
  readonly storage: TelemetryStorage;
  readonly archive: TelemetryArchive;
  readonly database: Database;
  readonly stream: EventStream | undefined;
  readonly registry: EdgeRegistry | undefined;
}

/** Days in which somebody has to look at messages that could not be processed. */
const deadLetterDays = 90;

/** Builds what keeps data, each store encrypted with a key of its own: one can be revoked without the other. */
export function buildDataPlane(settings: Settings, foundation: Foundation): DataPlane {
  const storage = buildStorage(settings, foundation);
  const archive = buildArchive(settings, foundation, storage);
  const stream = settings.eventStream ? buildStream(settings, foundation) : undefined;
  const database = buildDatabase(settings, foundation, stream);
  const registry = settings.edgeRegistry ? buildRegistry(foundation) : undefined;
  const own = joined(storagePlane(storage), streamPlane(stream), registryPlane(registry), database.plane);
  return { storage, archive, stream, database, registry, ...own };
}

function buildStorage(settings: Settings, foundation: Foundation): TelemetryStorage {
  const { compact, names, placement, precious } = foundation;
  return new TelemetryStorage(
    compact('data'),
    {
      ...placement,
      accountName: names.storage,
      redundancy: settings.storageRedundancy,
      deletedDataRetentionDays: settings.deletedDataRetentionDays,
      encryption: addKey('storage', foundation),
    },
    precious,
  );
}

function buildArchive(
  settings: Settings,
  { named, placement, precious }: Foundation,
  storage: TelemetryStorage,
): TelemetryArchive {
  const { telemetryCoolAfterDays: coolAfterDays, telemetryRetentionDays: retentionDays } = settings;
  return new TelemetryArchive(
    named('telemetry'),
    {
      resourceGroupName: placement.resourceGroupName,
      accountName: storage.accountName,
      immutableDays: settings.telemetryImmutableDays,
      coolAfterDays,
      retentionDays,
      otherClasses: {
        [otherContainers.uploads]: { coolAfterDays, retentionDays },
        [otherContainers.deadLetters]: { retentionDays: deadLetterDays },
      },
    },
    precious,
  );
}

function buildStream(settings: Settings, foundation: Foundation): EventStream {
  const { named, names, placement, precious } = foundation;
  return new EventStream(
    named('stream'),
    {
      ...placement,
      namespaceName: names.eventHubs,
      tier:
        settings.eventStreamTier === 'Premium'
          ? { sku: 'Premium', encryption: addKey('stream', foundation) }
          : { sku: 'Standard' },
      telemetryReaders: [
        ...settings.consumers,
        ...(settings.ingest ? [streamReaders.ingest] : []),
        ...(settings.database === 'data-explorer' ? [streamReaders.dataExplorer] : []),
      ],
    },
    precious,
  );
}

function buildRegistry(foundation: Foundation): EdgeRegistry {
  const { compact, names, placement, precious } = foundation;
  return new EdgeRegistry(
    compact('images'),
    { ...placement, registryName: names.registry, encryption: addKey('images', foundation) },
    precious,
  );
}

function storagePlane({ accountId, serviceIds: { blob, queue, table, file } }: TelemetryStorage): Plane {
  return {
    // Blobs only: the other services of the account are unused and stay shut.
    connections: { blob: { groupId: 'blob', targetId: accountId, zones: ['blob'] } },
    assets: {
      storage: { resourceId: accountId, keep: true, defender: 'storage' },
      blob: { resourceId: blob, logs: 'Transaction' },
      queue: { resourceId: queue, logs: 'Transaction' },
      table: { resourceId: table, logs: 'Transaction' },
      file: { resourceId: file, logs: 'Transaction' },
    },
  };
}

function streamPlane(stream: EventStream | undefined): Plane {
  if (!stream) return { connections: {}, assets: {} };
  const { namespaceId } = stream;
  return {
    connections: { stream: { groupId: 'namespace', targetId: namespaceId, zones: ['eventHubs'] } },
    assets: { stream: { resourceId: namespaceId, logs: 'AllMetrics', keep: true } },
  };
}

function registryPlane(registry: EdgeRegistry | undefined): Plane {
  if (!registry) return { connections: {}, assets: {} };
  const { registryId } = registry;
  return {
    connections: { images: { groupId: 'registry', targetId: registryId, zones: ['registry'] } },
    assets: { images: { resourceId: registryId, logs: 'AllMetrics', keep: true } },
  };
}
