import * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { addKey } from './data-keys';
import { otherContainers, streamReaders } from './data-names';
import type { DataPlane } from './data-plane';
import type { EventStream } from './event-stream';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { IngestApp, type IngestAppArgs } from './ingest-app';
import { joined, type Plane } from './plane';
import { TelemetryStorage } from './telemetry-storage';

/** The app that turns messages into device state, and the storage account its runtime needs. */
export interface Ingest extends Plane {
  readonly app: IngestApp;
  readonly identity: ServiceIdentity;
}

/**
 * Builds the app with an identity that may do what it is for and nothing else: receive telemetry, write device state, put
 * aside what it cannot process. Its storage account is its own, so that the runtime's rights end there.
 */
export function buildIngest(
  settings: Settings,
  foundation: Foundation,
  data: DataPlane,
  stream: EventStream,
  subnetId: pulumi.Output<string>,
): Ingest {
  const { named, compact, names, placement, inside, precious } = foundation;
  const storage = new TelemetryStorage(
    compact('app'),
    {
      ...placement,
      accountName: names.ingestStorage,
      redundancy: 'Standard_ZRS',
      deletedDataRetentionDays: settings.deletedDataRetentionDays,
      encryption: addKey('ingest', foundation),
    },
    precious,
  );
  const deadLetters = data.archive.otherContainerIds[otherContainers.deadLetters] ?? data.archive.containerId;
  const { accountId } = storage;
  const identity = new ServiceIdentity(
    named('ingest'),
    {
      ...placement,
      grants: {
        telemetry: { role: 'eventHubsDataReceiver', scope: stream.telemetryHubId },
        'dead-letters': { role: 'storageBlobDataContributor', scope: deadLetters },
        // What the runtime of Functions asks for, in the account that nothing else uses.
        blobs: { role: 'storageBlobDataOwner', scope: accountId },
        queues: { role: 'storageQueueDataContributor', scope: accountId },
        tables: { role: 'storageTableDataContributor', scope: accountId },
      },
    },
    inside,
  );
  data.database.admit(named('ingest'), identity);
  const appArgs: IngestAppArgs = {
    ...placement,
    appName: names.ingest,
    subnetId,
    identity,
    storage,
    settings: {
      TELEMETRY__fullyQualifiedNamespace: stream.host,
      TELEMETRY__credential: 'managedidentity',
      TELEMETRY__clientId: identity.clientId,
      TELEMETRY_HUB: stream.telemetryHubName,
      TELEMETRY_CONSUMER_GROUP: streamReaders.ingest,
      DATABASE_KIND: data.database.kind,
      DATABASE_ENDPOINT: data.database.endpoint,
      DATABASE_NAME: data.database.databaseName,
      DEAD_LETTERS: pulumi.interpolate`https://${data.storage.blobHost}/${otherContainers.deadLetters}`,
    },
  };
  const app = new IngestApp(named('ingest'), appArgs, precious);
  return { app, identity, ...joined(storagePlane(storage), appPlane(app)) };
}

function storagePlane({ accountId: targetId, serviceIds }: TelemetryStorage): Plane {
  const { blob, queue, table, file } = serviceIds;
  return {
    connections: {
      'ingest-blob': { groupId: 'blob', targetId, zones: ['blob'] },
      'ingest-queue': { groupId: 'queue', targetId, zones: ['queue'] },
      'ingest-table': { groupId: 'table', targetId, zones: ['table'] },
    },
    assets: {
      'ingest-storage': { resourceId: targetId, keep: true, defender: 'storage' },
      'ingest-blob': { resourceId: blob, logs: 'Transaction' },
      'ingest-queue': { resourceId: queue, logs: 'Transaction' },
      'ingest-table': { resourceId: table, logs: 'Transaction' },
      'ingest-file': { resourceId: file, logs: 'Transaction' },
    },
  };
}

const appPlane = ({ appId }: IngestApp): Plane => ({
  connections: { ingest: { groupId: 'sites', targetId: appId, zones: ['apps'] } },
  assets: { ingest: { resourceId: appId, logs: 'AllMetrics' } },
});
