import * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { DeviceStateStore } from './cosmos';
import { CosmosAccess } from './cosmos-access';
import { DataExplorerAccess, DataExplorerStore } from './data-explorer';
import { addKey } from './data-keys';
import { streamReaders } from './data-names';
import type { Database, DatabaseAdministrator } from './database';
import type { EventStream } from './event-stream';
import { addFarKey } from './far-key';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { pairOf } from './paired-regions';
import type { ResourceId } from './placement';
import { joined, type Plane } from './plane';
import { PostgresqlStore } from './postgresql';
import { SqlStore, sqlDatabase } from './sql-store';

/** Builds the database that the settings ask for, encrypted with a key of its own. */
export function buildDatabase(
  settings: Settings,
  foundation: Foundation,
  stream: EventStream | undefined,
): Database {
  switch (settings.database) {
    case 'cosmos':
      return buildCosmos(settings, foundation);
    case 'postgresql':
      return buildPostgresql(settings, foundation);
    case 'sql':
      return buildSql(settings, foundation);
    case 'data-explorer':
      return buildDataExplorer(settings, foundation, stream);
  }
}

function buildCosmos(settings: Settings, foundation: Foundation): Database {
  const { named, names, placement, inside, precious } = foundation;
  const state = new DeviceStateStore(
    named('state'),
    {
      ...placement,
      accountName: names.cosmos,
      zoneRedundant: settings.cosmosZoneRedundant,
      secondRegion: settings.secondRegion,
      maxThroughput: settings.cosmosMaxThroughput,
      backupTier: settings.cosmosBackupTier,
      encryption: addKey('state', foundation),
    },
    precious,
  );
  const { accountId, accountName, databaseName } = state;
  return {
    kind: 'cosmos',
    endpoint: state.endpoint,
    databaseName,
    plane: {
      connections: { state: { groupId: 'Sql', targetId: accountId, zones: ['cosmos'] } },
      assets: { state: { resourceId: accountId, logs: 'Requests', keep: true, defender: 'cosmos' } },
    },
    admit: (name, { principalId }) => {
      const { resourceGroupName } = placement;
      new CosmosAccess(
        name,
        { resourceGroupName, accountId, accountName, databaseName, principalId },
        inside,
      );
    },
  };
}

/**
 * The region that copies of a PostgreSQL server go to: the second one, or the pair, where Azure puts its backups. None
 * where data has to stay, and where keys are in an HSM: that is in one region, and the key of a copy lies beside it.
 */
function farRegion({ dataResidency, keyStore, region, secondRegion }: Settings): string | undefined {
  if (dataResidency === 'region' || keyStore === 'managed-hsm') return undefined;
  return secondRegion ?? pairOf(region);
}

function buildPostgresql(settings: Settings, foundation: Foundation): Database {
  const { named, names, placement, precious } = foundation;
  const location = farRegion(settings);
  const far = location === undefined ? undefined : addFarKey('state', location, foundation);
  const { serverId, serverName, endpoint, databaseName, replica } = new PostgresqlStore(
    named('postgresql'),
    {
      ...placement,
      serverName: names.postgresql,
      administrator: administrator(settings, foundation),
      encryption: addKey('state', foundation),
      geoBackup: location === pairOf(settings.region) ? far : undefined,
      replica:
        far && settings.secondRegion !== undefined
          ? { location: far.location, serverName: names.postgresqlReplica, encryption: far }
          : undefined,
    },
    precious,
  );
  const own: Plane = {
    connections: { state: { groupId: 'postgresqlServer', targetId: serverId, zones: ['postgresql'] } },
    assets: { state: { resourceId: serverId, logs: 'AllMetrics', keep: true } },
  };
  return {
    kind: 'postgresql',
    endpoint,
    databaseName,
    backedUp: { id: serverId, name: serverName },
    farVault: far,
    plane: joined(own, ...(replica ? [postgresqlReplicaPlane(replica.id)] : []), ...(far ? [far] : [])),
    admit: createdInside,
  };
}

const postgresqlReplicaPlane = (resourceId: ResourceId): Plane => ({
  connections: {
    'state-replica': { groupId: 'postgresqlServer', targetId: resourceId, zones: ['postgresql'] },
  },
  // Archives take logs of their own region only.
  assets: { 'state-replica': { resourceId, logs: 'AllMetrics', logsTo: 'workspace', keep: true } },
});

function buildSql(settings: Settings, foundation: Foundation): Database {
  const { named, names, placement, precious } = foundation;
  const { serverId, databaseId, endpoint, databaseName, replicaId } = new SqlStore(
    named('sql'),
    {
      ...placement,
      serverName: names.sql,
      administrator: administrator(settings, foundation),
      backupCopies: settings.dataResidency === 'region' ? 'Zone' : 'GeoZone',
      threatDetection: settings.threatDetection,
      alertEmails: settings.alertEmails,
      encryption: addKey('state', foundation),
      replica:
        settings.secondRegion === undefined
          ? undefined
          : {
              location: settings.secondRegion,
              serverName: names.sqlReplica,
              failoverGroupName: names.sqlFailover,
            },
    },
    precious,
  );
  const own: Plane = {
    connections: { state: { groupId: 'sqlServer', targetId: serverId, zones: ['sql'] } },
    assets: {
      state: { resourceId: serverId, keep: true },
      // The server has no logs of its own, its databases have.
      'state-database': { resourceId: databaseId, logs: 'AllMetrics' },
    },
  };
  return {
    kind: 'sql',
    endpoint,
    databaseName,
    plane: joined(own, ...(replicaId ? [sqlReplicaPlane(replicaId)] : [])),
    admit: createdInside,
  };
}

const sqlReplicaPlane = (replicaId: pulumi.Output<string>): Plane => ({
  connections: { 'state-replica': { groupId: 'sqlServer', targetId: replicaId, zones: ['sql'] } },
  assets: {
    'state-replica': { resourceId: replicaId, keep: true },
    // The failover group makes this one, under the name of the first. Archives take logs of their own region only.
    'state-replica-database': {
      resourceId: pulumi.interpolate`${replicaId}/databases/${sqlDatabase}`,
      logs: 'AllMetrics',
      logsTo: 'workspace',
    },
  },
});

function buildDataExplorer(
  settings: Settings,
  foundation: Foundation,
  stream: EventStream | undefined,
): Database {
  const { named, compact, names, placement, inside, precious } = foundation;
  const { resourceGroupName } = placement;
  const store = new DataExplorerStore(
    // Two letters: names of clusters are the shortest of all.
    compact('dx'),
    {
      ...placement,
      clusterName: names.dataExplorer,
      retentionDays: settings.telemetryRetentionDays,
      encryption: addKey('state', foundation),
      telemetry: stream && {
        eventHubId: stream.telemetryHubId,
        consumerGroup: streamReaders.dataExplorer,
        identityId: new ServiceIdentity(
          named('explorer'),
          {
            ...placement,
            grants: { telemetry: { role: 'eventHubsDataReceiver', scope: stream.telemetryHubId } },
          },
          inside,
        ).identityId,
      },
    },
    precious,
  );
  const { clusterId, clusterName, databaseName, endpoint } = store;
  return {
    kind: 'data-explorer',
    endpoint,
    databaseName,
    plane: {
      connections: { state: { groupId: 'cluster', targetId: clusterId, zones: ['dataExplorer'] } },
      assets: { state: { resourceId: clusterId, logs: 'AllMetrics', keep: true } },
    },
    admit: (name, { clientId }) => {
      new DataExplorerAccess(name, { resourceGroupName, clusterName, databaseName, clientId }, inside);
    },
  };
}

/** Users of these databases live inside of them; the administrator creates them, Resource Manager cannot. */
const createdInside = (): void => undefined;

/**
 * Who administers a database: the operators, if the settings name them. Otherwise an identity that nothing runs under, so
 * that nobody administers it until somebody runs a job under it.
 */
function administrator(settings: Settings, { named, placement, inside }: Foundation): DatabaseAdministrator {
  const { operators } = settings.people;
  if (operators) return { kind: 'Group', objectId: operators, name: 'operators' };
  const { principalId, identityName } = new ServiceIdentity(
    named('database-admin'),
    { ...placement, grants: {} },
    inside,
  );
  return { kind: 'ServicePrincipal', objectId: principalId, name: identityName };
}
