import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/config';
import type { PlatformOutputs } from '../../infra/platform';
import { SecureIotPlatform } from '../../infra/secure-platform';
import { type Run, run } from './register';
import { stackConfig } from './stacks';

const build = (stack: string, more: Record<string, string> = {}) =>
  run(() => new SecureIotPlatform('iiot', { environment: stack, ...readSettings() }).outputs, {
    stack,
    config: {
      ...stackConfig(stack),
      ...Object.fromEntries(Object.entries(more).map(([key, value]) => [`iiot-guard:${key}`, value])),
    },
  });

const group = '11111111-2222-3333-4444-555555555555';

/** Everything that is an option, in the stack that asks for none of it. */
const allOptions = {
  secondRegion: 'northeurope',
  storageRedundancy: 'Standard_GZRS',
  protectData: 'true',
  lockRetention: 'true',
  ownsSubscription: 'true',
  threatDetection: 'true',
  backupVault: 'true',
  justInTimeRoles: 'true',
  alertEmails: '["operations@example.com"]',
  securityContact: '{"emails":["security@example.com"]}',
  budget: '{"amountPerMonth":300,"emails":["operations@example.com"]}',
  flowLogs: '{"networkWatcherName":"watcher","networkWatcherResourceGroup":"NetworkWatcherRG"}',
  people: JSON.stringify({ operators: group, deviceEngineers: group, dataReaders: group, auditors: group }),
};

describe('operations without options', () => {
  let dev: Run<PlatformOutputs>;
  beforeAll(async () => {
    dev = await build('dev');
  });

  it.each([
    'monitor:SubscriptionDiagnosticSetting',
    'security:Pricing',
    'security:SecurityContact',
    'consumption:Budget',
    'network:FlowLog',
    'dataprotection:BackupVault',
    'authorization:PimRoleEligibilitySchedule',
    'authorization:ManagementLockByScope',
  ])('leave %s alone, which costs money or counts for the whole subscription', (type) => {
    expect(dev.all(type)).toEqual([]);
  });

  it('keep logs in a second account, which can be taken down with the rest', () => {
    const audit = dev.only('storage:StorageAccount', 'iiotaudit');
    expect(audit.inputs.immutableStorageWithVersioning).toBeUndefined();
    const archived = dev
      .all('monitor:DiagnosticSetting')
      .filter(({ inputs }) => inputs.storageAccountId !== undefined);
    expect(archived.map(({ name }) => name)).toContain('iiot-logs-hub');
    expect(archived.map(({ name }) => name)).not.toContain('iiot-logs-audit-blob');
  });

  it('tell of devices, keys and changes, to the same people', () => {
    const team = `/mock/azure-native:monitor:ActionGroup/${dev.only('monitor:ActionGroup').name}`;
    const alerts = [
      ...dev.all('monitor:MetricAlert'),
      ...dev.all('monitor:ScheduledQueryRule'),
      ...dev.all('monitor:ActivityLogAlert'),
      dev.only('eventgrid:SystemTopicEventSubscription'),
    ];
    expect(alerts.length).toBeGreaterThan(10);
    for (const { inputs } of alerts) expect(JSON.stringify(inputs)).toContain(team);
  });
});

describe('operations with all options', () => {
  let full: Run<PlatformOutputs>;
  beforeAll(async () => {
    full = await build('dev', allOptions);
  });

  it('lock what may never be shortened again', () => {
    const { immutabilityPolicy } = full.only('storage:StorageAccount', 'iiotaudit').inputs
      .immutableStorageWithVersioning;
    expect(immutabilityPolicy.state).toBe('Locked');
    const { securitySettings } = full.only('dataprotection:BackupVault').inputs.properties;
    expect(securitySettings.immutabilitySettings.state).toBe('Locked');
  });

  it('copy to the second region what can be copied', () => {
    const { locations, enableAutomaticFailover } = full.only('cosmosdb:DatabaseAccount').inputs;
    expect(locations.map(({ locationName }: { locationName: string }) => locationName)).toEqual([
      'westeurope',
      'northeurope',
    ]);
    expect(enableAutomaticFailover).toBe(true);
    const [{ type }] = full.only('dataprotection:BackupVault').inputs.properties.storageSettings;
    expect(type).toBe('GeoRedundant');
    for (const { inputs } of full.all('storage:StorageAccount'))
      expect(inputs.sku.name).toBe('Standard_GZRS');
  });

  it('guard the subscription', () => {
    expect(full.only('monitor:SubscriptionDiagnosticSetting').inputs.name).toBe('iiot-dev');
    expect(full.all('security:Pricing').length).toBeGreaterThan(4);
    expect(full.only('security:SecurityContact').inputs.emails).toBe('security@example.com');
  });

  it('record the network into the archive of logs', () => {
    const { targetResourceId, storageId } = full.only('network:FlowLog').inputs;
    expect(targetResourceId).toBe(`/mock/azure-native:network:VirtualNetwork/iiot-network`);
    expect(storageId).toBe(`/mock/azure-native:storage:StorageAccount/iiotaudit`);
  });

  it('watch the cost of the resource group and write to the team', () => {
    const { scope, amount } = full.only('consumption:Budget').inputs;
    expect([scope, amount]).toEqual([`/mock/azure-native:resources:ResourceGroup/iiot-dev`, 300]);
    const [receiver] = full.only('monitor:ActionGroup').inputs.emailReceivers;
    expect(receiver.emailAddress).toBe('operations@example.com');
  });

  it('let groups in, and engineers only for a while', () => {
    const groups = full
      .all('authorization:RoleAssignment')
      .filter(({ inputs }) => inputs.principalType === 'Group');
    expect(groups.map(({ name }) => name).sort()).toEqual([
      'iiot-people-auditors-logAnalyticsReader',
      'iiot-people-auditors-reader',
      'iiot-people-auditors-storageBlobDataReader',
      'iiot-people-dataReaders-storageBlobDataReader',
      'iiot-people-operators-iotHubDataReader',
      'iiot-people-operators-logAnalyticsReader',
      'iiot-people-operators-monitoringReader',
      'iiot-people-operators-provisioningDataReader',
    ]);
    expect(full.all('authorization:PimRoleEligibilitySchedule')).toHaveLength(2);
  });
});

it('refuses a second region without a second copy of the telemetry', async () => {
  await expect(build('dev', { secondRegion: 'northeurope' })).rejects.toThrow(
    /storageRedundancy: given "Standard_ZRS"; allowed: one that copies to the paired region/,
  );
});
