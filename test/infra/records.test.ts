import { describe, expect, it } from 'vitest';
import { ActivityLogExport } from '../../infra/activity-log-export';
import { AuditArchive, type AuditArchiveArgs } from '../../infra/audit-archive';
import { BackupVault, type BackupVaultArgs } from '../../infra/backup-vault';
import { Diagnostics } from '../../infra/diagnostics';
import { NetworkFlowLog } from '../../infra/flow-log';
import { run } from './register';

// What is kept, and what keeps it from being changed.
const placement = { resourceGroupName: 'rg', location: 'westeurope', tags: { owner: 'them' } };

describe('AuditArchive', () => {
  const build = (immutability: AuditArchiveArgs['immutability']) =>
    run(
      () =>
        new AuditArchive('audit', {
          ...placement,
          redundancy: 'Standard_ZRS',
          deletedDataRetentionDays: 14,
          retentionDays: 400,
          immutability,
          encryption: { vaultUri: 'https://v/', keyName: 'k', identityId: '/identity' },
        }),
    );

  it.each([
    ['unlocked', 'Unlocked'],
    ['locked', 'Locked'],
  ] as const)('keeps each version as it is, %s, and lets logs grow', async (immutability, state) => {
    const { inputs } = (await build(immutability)).only('storage:StorageAccount');
    expect(inputs.immutableStorageWithVersioning).toEqual({
      enabled: true,
      immutabilityPolicy: {
        immutabilityPeriodSinceCreationInDays: 400,
        state,
        allowProtectedAppendWrites: true,
      },
    });
  });

  it('can do without, where everything has to go again', async () => {
    const { inputs } = (await build('none')).only('storage:StorageAccount');
    expect(inputs.immutableStorageWithVersioning).toBeUndefined();
  });

  it('is as closed as the telemetry storage', async () => {
    const { inputs } = (await build('unlocked')).only('storage:StorageAccount');
    expect(inputs).toMatchObject({
      allowSharedKeyAccess: false,
      publicNetworkAccess: 'Disabled',
      minimumTlsVersion: 'TLS1_2',
      encryption: { keySource: 'Microsoft.Keyvault', requireInfrastructureEncryption: true },
    });
  });

  it('deletes logs and their versions when their time is over, not before', async () => {
    const [rule] = (await build('unlocked')).only('storage:ManagementPolicy').inputs.policy.rules;
    expect(rule.definition).toEqual({
      filters: { blobTypes: ['appendBlob', 'blockBlob'] },
      actions: {
        baseBlob: { delete: { daysAfterModificationGreaterThan: 400 } },
        version: { delete: { daysAfterCreationGreaterThan: 400 } },
      },
    });
  });

  it('has a private container for what could not be delivered', async () => {
    expect((await build('unlocked')).only('storage:BlobContainer').inputs).toMatchObject({
      containerName: 'dead-letters',
      publicAccess: 'None',
    });
  });
});

describe('Diagnostics', () => {
  it('sends logs to the archive as well, but not those of the archive itself', async () => {
    const { only } = await run(
      () =>
        new Diagnostics('d', {
          workspaceId: '/workspace',
          archiveAccountId: '/archive',
          targets: {
            hub: { resourceId: '/hub' },
            archive: { resourceId: '/archive/blob', archived: false },
          },
        }),
    );
    const setting = (target: string) => only('monitor:DiagnosticSetting', target).inputs;
    expect(setting('hub')).toMatchObject({ workspaceId: '/workspace', storageAccountId: '/archive' });
    expect(setting('archive').workspaceId).toBe('/workspace');
    expect(setting('archive').storageAccountId).toBeUndefined();
  });
});

describe('ActivityLogExport', () => {
  it('keeps what tells of attacks', async () => {
    const { only } = await run(
      () =>
        new ActivityLogExport('a', {
          settingName: 'mine',
          workspaceId: '/workspace',
          archiveAccountId: '/archive',
        }),
    );
    const { inputs } = only('monitor:SubscriptionDiagnosticSetting');
    expect(inputs).toMatchObject({
      name: 'mine',
      workspaceId: '/workspace',
      storageAccountId: '/archive',
    });
    for (const category of ['Administrative', 'Security', 'Alert', 'Policy'])
      expect(inputs.logs).toContainEqual({ category, enabled: true });
  });
});

describe('NetworkFlowLog', () => {
  it('records the whole network under an identity, and has it analysed', async () => {
    const { only } = await run(
      () =>
        new NetworkFlowLog('f', {
          networkWatcher: { name: 'watcher', resourceGroupName: 'NetworkWatcherRG' },
          location: 'westeurope',
          virtualNetworkId: '/network',
          storageAccountId: '/archive',
          identityId: '/identity',
          workspaceId: '/workspace',
        }),
    );
    expect(only('network:FlowLog').inputs).toMatchObject({
      resourceGroupName: 'NetworkWatcherRG',
      networkWatcherName: 'watcher',
      enabled: true,
      targetResourceId: '/network',
      storageId: '/archive',
      identity: { type: 'UserAssigned', userAssignedIdentities: ['/identity'] },
      retentionPolicy: { enabled: true, days: 90 },
      flowAnalyticsConfiguration: {
        networkWatcherFlowAnalyticsConfiguration: { enabled: true, workspaceResourceId: '/workspace' },
      },
    });
  });
});

describe('BackupVault', () => {
  const build = (args: Partial<BackupVaultArgs> = {}) =>
    run(
      () =>
        new BackupVault('b', {
          ...placement,
          redundancy: 'ZoneRedundant',
          immutability: 'unlocked',
          encryption: { keyUri: 'https://v/keys/k', identityId: '/identity' },
          ...args,
        }),
    );

  it('encrypts with our key and lets nobody delete a backup', async () => {
    const { inputs } = (await build()).only('dataprotection:BackupVault');
    expect(inputs.properties.securitySettings).toEqual({
      encryptionSettings: {
        state: 'Enabled',
        infrastructureEncryption: 'Enabled',
        keyVaultProperties: { keyUri: 'https://v/keys/k' },
        kekIdentity: { identityType: 'UserAssigned', identityId: '/identity' },
      },
      immutabilitySettings: { state: 'Unlocked' },
      softDeleteSettings: { state: 'AlwaysOn', retentionDurationInDays: 14 },
    });
    expect(inputs.properties.featureSettings.crossSubscriptionRestoreSettings.state).toBe('Disabled');
  });

  it('can be taken down where nothing is to be kept', async () => {
    const { securitySettings } = (await build({ immutability: 'none' })).only('dataprotection:BackupVault')
      .inputs.properties;
    expect(securitySettings.immutabilitySettings.state).toBe('Disabled');
    expect(securitySettings.softDeleteSettings.state).toBe('On');
  });

  it.each([
    ['ZoneRedundant', 'Disabled'],
    ['GeoRedundant', 'Enabled'],
  ] as const)('%s: restores across regions are %s', async (redundancy, state) => {
    const { properties } = (await build({ redundancy })).only('dataprotection:BackupVault').inputs;
    expect(properties.storageSettings).toEqual([{ datastoreType: 'VaultStore', type: redundancy }]);
    expect(properties.featureSettings.crossRegionRestoreSettings.state).toBe(state);
  });

  it('backs up each server it is given, weekly, for as long as it is told', async () => {
    const { only } = await build({
      retentionWeeks: 30,
      postgresqlServers: { state: { id: '/server', name: 'server' } },
    });
    const { inputs } = only('dataprotection:BackupInstance');
    expect(inputs.properties).toMatchObject({
      dataSourceInfo: { resourceID: '/server', datasourceType: 'Microsoft.DBforPostgreSQL/flexibleServers' },
      dataSourceSetInfo: { objectType: 'DatasourceSet' },
      identityDetails: { useSystemAssignedIdentity: false, userAssignedIdentityArmUrl: '/identity' },
    });
    const [backup, retention] = only('dataprotection:BackupPolicy').inputs.properties.policyRules;
    expect(backup.trigger.schedule.repeatingTimeIntervals[0]).toMatch(/^R\/.*\/P1W$/);
    expect(retention.lifecycles[0].deleteAfter.duration).toBe('P30W');
  });
});
