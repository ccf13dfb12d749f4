import { describe, expect, it } from 'vitest';
import { DataExplorerAccess, DataExplorerStore } from '../../infra/data-explorer';
import type { DatabaseAdministrator } from '../../infra/database';
import { PostgresqlStore, type PostgresqlStoreArgs } from '../../infra/postgresql';
import { serverKeyName } from '../../infra/sql-server';
import { SqlStore, type SqlStoreArgs } from '../../infra/sql-store';
import { placement } from './placement';
import { type Registered, run, settled } from './register';

const administrator: DatabaseAdministrator = { kind: 'Group', objectId: 'group', name: 'operators' };
const encryption = {
  vaultUri: 'https://kv.vault.azure.net',
  keyName: 'k',
  keyUri: 'https://kv.vault.azure.net/keys/k',
  versionedKeyUri: 'https://kv.vault.azure.net/keys/k/1',
  identityId: '/identity',
};

/** The id that the mocked engine gives. */
const idOf = (resource: Registered | undefined) => `/mock/${resource?.type}/${resource?.name}`;

describe('PostgresqlStore', () => {
  const build = (more: Partial<PostgresqlStoreArgs> = {}) =>
    run(() => new PostgresqlStore('p', { ...placement, administrator, encryption, ...more }));

  it('knows no passwords and no public network', async () => {
    const { only } = await build();
    const { inputs } = only('dbforpostgresql:Server');
    expect(inputs).toMatchObject({
      authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: 'tenant' },
      network: { publicNetworkAccess: 'Disabled' },
    });
    expect(inputs.administratorLogin ?? inputs.administratorLoginPassword).toBeUndefined();
    expect(only('dbforpostgresql:AdministratorsMicrosoftEntra').inputs).toMatchObject({
      objectId: 'group',
      principalName: 'operators',
      principalType: 'Group',
    });
  });

  it('encrypts with our key, keeps backups for weeks and has a standby', async () => {
    const { inputs } = (await build()).only('dbforpostgresql:Server');
    expect(inputs).toMatchObject({
      dataEncryption: {
        type: 'AzureKeyVault',
        primaryKeyURI: encryption.keyUri,
        primaryUserAssignedIdentityId: '/identity',
      },
      identity: { type: 'UserAssigned', userAssignedIdentities: { '/identity': {} } },
      backup: { backupRetentionDays: 35, geoRedundantBackup: 'Disabled' },
      highAvailability: { mode: 'ZoneRedundant' },
    });
  });

  it('copies backups to the paired region with a key that lies there, if it is given one', async () => {
    const geoBackup = { keyUri: 'https://pair.vault.azure.net/keys/k', identityId: '/pair' };
    const { inputs } = (await build({ geoBackup, standby: false })).only('dbforpostgresql:Server');
    expect(inputs).toMatchObject({
      backup: { geoRedundantBackup: 'Enabled' },
      dataEncryption: {
        geoBackupKeyURI: geoBackup.keyUri,
        geoBackupUserAssignedIdentityId: '/pair',
      },
      identity: { userAssignedIdentities: { '/identity': {}, '/pair': {} } },
      highAvailability: { mode: 'Disabled' },
    });
  });

  it('has a replica where it is told to, closed, encrypted with a key of there and set like its source', async () => {
    const far = { keyUri: 'https://far.vault.azure.net/keys/k', identityId: '/far' };
    const { all, only } = await build({ replica: { location: 'northeurope', encryption: far } });
    const replica = only('dbforpostgresql:Server', '-replica');
    const source = all('dbforpostgresql:Server').find(({ name }) => name === 'p');
    expect(replica.inputs).toMatchObject({
      location: 'northeurope',
      createMode: 'Replica',
      sourceServerResourceId: idOf(source),
      network: { publicNetworkAccess: 'Disabled' },
      dataEncryption: { primaryKeyURI: far.keyUri, primaryUserAssignedIdentityId: '/far' },
      sku: source?.inputs.sku,
    });
    expect(replica.dependencies).toContain(only('dbforpostgresql:Database').urn);
    const values = (server: string) =>
      all('dbforpostgresql:Configuration')
        .filter(({ inputs }) => inputs.serverName === server)
        .map(({ inputs }) => [inputs.configurationName, inputs.value]);
    expect(values('p-replica')).toEqual(values('p'));
  });

  it('asks for TLS, audits, and sets one thing at a time before anybody comes in', async () => {
    const { all, only } = await build();
    const settings = all('dbforpostgresql:Configuration');
    expect(
      Object.fromEntries(settings.map(({ inputs }) => [inputs.configurationName, inputs.value])),
    ).toMatchObject({
      require_secure_transport: 'ON',
      ssl_min_protocol_version: 'TLSv1.2',
      shared_preload_libraries: 'pgaudit',
      'pgaudit.log': 'ROLE,DDL,WRITE',
      log_connections: 'ON',
    });
    settings.slice(1).forEach(({ dependencies }, index) => {
      expect(dependencies).toContain(settings[index]?.urn);
    });
    expect(only('dbforpostgresql:AdministratorsMicrosoftEntra').dependencies).toContain(settings.at(-1)?.urn);
  });
});

describe('SqlStore', () => {
  const build = (more: Partial<SqlStoreArgs> = {}) =>
    run(
      () =>
        new SqlStore('s', {
          ...placement,
          administrator,
          encryption,
          backupCopies: 'GeoZone',
          threatDetection: true,
          ...more,
        }),
    );

  it('knows no passwords, no public network and no way out', async () => {
    const { inputs } = (await build()).only('sql:Server');
    expect(inputs).toMatchObject({
      minimalTlsVersion: '1.2',
      publicNetworkAccess: 'Disabled',
      restrictOutboundNetworkAccess: 'Enabled',
      administrators: { azureADOnlyAuthentication: true, principalType: 'Group', sid: 'group' },
    });
    expect(inputs.administratorLogin ?? inputs.administratorLoginPassword).toBeUndefined();
  });

  it('names a job by its kind in the words of SQL', async () => {
    const job: DatabaseAdministrator = { kind: 'ServicePrincipal', objectId: 'o', name: 'job' };
    const { administrators } = (await build({ administrator: job })).only('sql:Server').inputs;
    expect(administrators.principalType).toBe('Application');
  });

  it('encrypts with our key and follows its rotations', async () => {
    const { only } = await build();
    expect(only('sql:Server').inputs).toMatchObject({
      keyId: encryption.versionedKeyUri,
      primaryUserAssignedIdentityId: '/identity',
    });
    const protector = only('sql:EncryptionProtector');
    expect(protector.inputs).toMatchObject({
      serverKeyType: 'AzureKeyVault',
      serverKeyName: 'kv_k_1',
      autoRotationEnabled: true,
    });
    expect(protector.ignoreChanges).toEqual(['serverKeyName']);
    expect(serverKeyName('https://v.vault.azure.net/keys/key/abc')).toBe('v_key_abc');
  });

  it('is audited before there is a database, which is backed up and proves its records', async () => {
    const { only } = await build();
    const audit = only('sql:ExtendedServerBlobAuditingPolicy');
    expect(audit.inputs).toMatchObject({ state: 'Enabled', isAzureMonitorTargetEnabled: true });
    const database = only('sql:Database');
    expect(database.dependencies).toContain(audit.urn);
    expect(database.inputs).toMatchObject({
      isLedgerOn: true,
      zoneRedundant: true,
      requestedBackupStorageRedundancy: 'GeoZone',
    });
    expect(only('sql:BackupShortTermRetentionPolicy').inputs.retentionDays).toBe(35);
    expect(only('sql:LongTermRetentionPolicy').inputs.weeklyRetention).toBe('P12W');
    expect(only('sql:TransparentDataEncryption').inputs.state).toBe('Enabled');
  });

  it('is paired with a server elsewhere that is closed, encrypted and audited before it has data', async () => {
    const replica = { location: 'northeurope', failoverGroupName: 'pair' };
    const { all, only, result } = await build({ replica });
    const second = only('sql:Server', '-replica');
    const [first] = all('sql:Server');
    const { location, ...same } = second.inputs;
    expect(location).toBe('northeurope');
    expect({ ...same, location: placement.location }).toEqual(first?.inputs);
    const group = only('sql:FailoverGroup');
    expect(group.inputs).toMatchObject({
      serverName: 's',
      partnerServers: [{ id: idOf(second) }],
      databases: [idOf(only('sql:Database'))],
      readWriteEndpoint: { failoverPolicy: 'Manual' },
    });
    expect(group.dependencies).toEqual(
      expect.arrayContaining([
        only('sql:ExtendedServerBlobAuditingPolicy', '-replica').urn,
        only('sql:EncryptionProtector', '-replica').urn,
      ]),
    );
    expect(all('sql:ServerSecurityAlertPolicy')).toHaveLength(2);
    expect(await settled(result.endpoint)).toBe('s.database.windows.net');
  });

  it('is watched where it is wanted', async () => {
    const watched = await build({ alertEmails: ['a@example.com'] });
    expect(watched.only('sql:ServerSecurityAlertPolicy').inputs).toMatchObject({
      state: 'Enabled',
      disabledAlerts: [],
      emailAddresses: ['a@example.com'],
    });
    expect(watched.only('sql:SqlVulnerabilityAssessmentsSetting').inputs.state).toBe('Enabled');
    expect((await build({ threatDetection: false })).all('sql:ServerSecurityAlertPolicy')).toEqual([]);
  });
});

describe('DataExplorerStore', () => {
  const telemetry = { eventHubId: '/hub', consumerGroup: 'explorer', identityId: '/reader' };
  const build = (reads = true) =>
    run(
      () =>
        new DataExplorerStore('x', {
          ...placement,
          retentionDays: 20,
          encryption,
          telemetry: reads ? telemetry : undefined,
        }),
    );

  it('is shut to networks, other tenants and the rest of the world, and encrypted twice with our key', async () => {
    expect((await build()).only('kusto:Cluster').inputs).toMatchObject({
      publicNetworkAccess: 'Disabled',
      restrictOutboundNetworkAccess: 'Enabled',
      allowedFqdnList: [],
      trustedExternalTenants: [],
      enableDiskEncryption: true,
      enableDoubleEncryption: true,
      enablePurge: false,
      identity: { userAssignedIdentities: ['/identity', '/reader'] },
      keyVaultProperties: { keyName: 'k', keyVersion: '', userIdentity: '/identity' },
    });
  });

  it('keeps data as long as it is told, and hot no longer', async () => {
    expect((await build()).only('kusto:ReadWriteDatabase').inputs).toMatchObject({
      softDeletePeriod: 'P20D',
      hotCachePeriod: 'P20D',
    });
  });

  it('reads the stream under an identity, into a table that is there', async () => {
    const { only } = await build();
    const connection = only('kusto:EventHubDataConnection');
    expect(connection.inputs).toMatchObject({
      eventHubResourceId: '/hub',
      consumerGroup: 'explorer',
      managedIdentityResourceId: '/reader',
      tableName: 'Telemetry',
    });
    expect(connection.dependencies).toContain(only('kusto:Script').urn);
    expect((await build(false)).all('kusto:EventHubDataConnection')).toEqual([]);
  });

  it('admits an identity to reading and adding', async () => {
    const { all } = await run(
      () =>
        new DataExplorerAccess('a', {
          resourceGroupName: 'rg',
          clusterName: 'x',
          databaseName: 'iiot',
          clientId: 'client',
        }),
    );
    const roles = all('kusto:DatabasePrincipalAssignment').map(({ inputs }) => inputs);
    expect(roles.map(({ role }) => role)).toEqual(['Viewer', 'Ingestor']);
    for (const role of roles) expect(role).toMatchObject({ principalType: 'App', tenantId: 'tenant' });
  });
});
