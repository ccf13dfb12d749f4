import type { Settings } from './config';
import { DeviceStateStore } from './cosmos';
import { CosmosAccess } from './cosmos-access';
import { DataExplorerAccess, DataExplorerStore } from './data-explorer';
import { addKey } from './data-keys';
import { streamReaders } from './data-names';
import type { Database, DatabaseAdministrator } from './database';
import type { EventStream } from './event-stream';
import type { Foundation } from './foundation';
import { ServiceIdentity } from './identity';
import { PostgresqlStore } from './postgresql';
import { SqlStore } from './sql-store';

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

function buildPostgresql(settings: Settings, foundation: Foundation): Database {
  const { named, names, placement, precious } = foundation;
  const { serverId, serverName, endpoint, databaseName } = new PostgresqlStore(
    named('postgresql'),
    {
      ...placement,
      serverName: names.postgresql,
      administrator: administrator(settings, foundation),
      encryption: addKey('state', foundation),
    },
    precious,
  );
  return {
    kind: 'postgresql',
    endpoint,
    databaseName,
    backedUp: { id: serverId, name: serverName },
    plane: {
      connections: { state: { groupId: 'postgresqlServer', targetId: serverId, zones: ['postgresql'] } },
      assets: { state: { resourceId: serverId, logs: 'AllMetrics', keep: true } },
    },
    admit: createdInside,
  };
}

function buildSql(settings: Settings, foundation: Foundation): Database {
  const { named, names, placement, precious } = foundation;
  const { serverId, databaseId, endpoint, databaseName } = new SqlStore(
    named('sql'),
    {
      ...placement,
      serverName: names.sql,
      administrator: administrator(settings, foundation),
      backupCopies: settings.dataResidency === 'region' ? 'Zone' : 'GeoZone',
      threatDetection: settings.threatDetection,
      alertEmails: settings.alertEmails,
      encryption: addKey('state', foundation),
    },
    precious,
  );
  return {
    kind: 'sql',
    endpoint,
    databaseName,
    plane: {
      connections: { state: { groupId: 'sqlServer', targetId: serverId, zones: ['sql'] } },
      assets: {
        state: { resourceId: serverId, keep: true },
        // The server has no logs of its own, its databases have.
        'state-database': { resourceId: databaseId, logs: 'AllMetrics' },
      },
    },
    admit: createdInside,
  };
}

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
