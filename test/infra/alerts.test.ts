import { describe, expect, it } from 'vitest';
import { ActivityAlerts } from '../../infra/activity-alerts';
import { DeviceAlerts } from '../../infra/device-alerts';
import { logSigns, metricSigns, type SilentMinutes } from '../../infra/device-signs';
import { ExpiryAlerts } from '../../infra/expiry-alerts';
import { run, settled } from './register';

const placement = { resourceGroupName: 'rg', location: 'westeurope', tags: { owner: 'them' } };

describe('ActivityAlerts', () => {
  const build = (emails: readonly string[] = []) =>
    run(() => new ActivityAlerts('a', { resourceGroupName: 'rg', scope: '/group', emails }));

  it('tells the owners of the subscription, whoever they are', async () => {
    const { all, only, result } = await build();
    const { armRoleReceivers, emailReceivers, groupShortName, enabled } = only('monitor:ActionGroup').inputs;
    expect(enabled).toBe(true);
    expect(armRoleReceivers[0].roleId).toBe('8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
    expect(emailReceivers).toEqual([]);
    expect(groupShortName.length).toBeLessThanOrEqual(12);
    const group = `/mock/azure-native:monitor:ActionGroup/${only('monitor:ActionGroup').name}`;
    expect(await settled(result.actionGroupId)).toBe(group);
    for (const { inputs } of all('monitor:ActivityLogAlert'))
      expect(inputs.actions.actionGroups).toEqual([{ actionGroupId: group }]);
  });

  it('tells a team beside them', async () => {
    const { emailReceivers } = (await build(['a@example.com', 'b@example.com'])).only(
      'monitor:ActionGroup',
    ).inputs;
    expect(emailReceivers).toEqual([
      { name: 'team-1', emailAddress: 'a@example.com', useCommonAlertSchema: true },
      { name: 'team-2', emailAddress: 'b@example.com', useCommonAlertSchema: true },
    ]);
  });

  it.each([
    ['a', 'Microsoft.Authorization/roleAssignments/write'],
    ['a', 'Microsoft.Authorization/policyAssignments/delete'],
    ['a', 'Microsoft.Insights/diagnosticSettings/delete'],
    ['a-network', 'Microsoft.Network/networkSecurityGroups/write'],
    ['a-network', 'Microsoft.Devices/IotHubs/write'],
    ['a-keys', 'Microsoft.Storage/storageAccounts/listKeys/action'],
    ['a-keys', 'Microsoft.Devices/IotHubs/listkeys/Action'],
  ])('alert %s watches %s where it is told to', async (alert, operation) => {
    const { all } = await build();
    const found = all('monitor:ActivityLogAlert').find(({ name }) => name === alert);
    expect([found?.inputs.scopes, found?.inputs.enabled]).toEqual([['/group'], true]);
    const [category, operations] = found?.inputs.condition.allOf ?? [];
    expect(category).toEqual({ field: 'category', equals: 'Administrative' });
    expect(operations.anyOf).toContainEqual({ field: 'operationName', equals: operation });
  });
});

describe('DeviceAlerts', () => {
  const build = (silentDeviceMinutes?: SilentMinutes) =>
    run(
      () =>
        new DeviceAlerts('d', {
          ...placement,
          hubId: '/hub',
          provisioningId: '/dps',
          workspaceId: '/workspace',
          actionGroupId: '/team',
          silentDeviceMinutes,
        }),
    );

  it('has an alert for each sign, which tells the given people', async () => {
    const { all } = await build();
    const metric = all('monitor:MetricAlert');
    const log = all('monitor:ScheduledQueryRule');
    expect(metric.map(({ name }) => name).sort()).toEqual(
      Object.keys(metricSigns(60))
        .map((sign) => `d-${sign}`)
        .sort(),
    );
    expect(log.map(({ name }) => name).sort()).toEqual(
      Object.keys(logSigns(60))
        .map((sign) => `d-${sign}`)
        .sort(),
    );
    for (const { inputs } of metric) {
      expect(inputs).toMatchObject({ enabled: true, actions: [{ actionGroupId: '/team' }] });
    }
    for (const { inputs } of log) {
      expect(inputs).toMatchObject({ enabled: true, actions: { actionGroups: ['/team'] } });
    }
  });

  it.each([
    ['throttled', '/hub', 'd2c.telemetry.ingress.sendThrottle'],
    ['silent', '/hub', 'd2c.telemetry.ingress.success'],
    ['dropped', '/hub', 'd2c.telemetry.egress.dropped'],
    ['invalid', '/hub', 'd2c.telemetry.egress.invalid'],
    ['orphaned', '/hub', 'd2c.telemetry.egress.orphaned'],
    ['missing', '/hub', 'connectedDeviceCount'],
    ['registrations', '/dps', 'RegistrationAttempts'],
  ])('sees that devices are %s', async (sign, scope, metricName) => {
    const { scopes, criteria } = (await build()).only('monitor:MetricAlert', `d-${sign}`).inputs;
    expect(scopes).toEqual([scope]);
    // Several criteria of one alert count only when all of them hold, so each alert has one.
    expect(criteria.allOf).toHaveLength(1);
    expect(criteria.allOf[0]).toMatchObject({ metricName });
  });

  it('learns what is usual where a number would be a guess', async () => {
    const { only } = await build();
    for (const sign of ['missing', 'registrations']) {
      const [criterion] = only('monitor:MetricAlert', `d-${sign}`).inputs.criteria.allOf;
      expect(criterion).toMatchObject({ criterionType: 'DynamicThresholdCriterion' });
      expect(criterion.threshold).toBeUndefined();
    }
  });

  it.each([
    [5, 'PT5M'],
    [60, 'PT1H'],
    [360, 'PT6H'],
    [1440, 'P1D'],
  ] as const)('waits %d minutes before it calls devices silent', async (minutes, windowSize) => {
    const { only } = await build(minutes);
    expect(only('monitor:MetricAlert', 'd-silent').inputs.windowSize).toBe(windowSize);
    const gone = only('monitor:ScheduledQueryRule', 'd-gone').inputs;
    expect(gone.criteria.allOf[0].query).toContain(`ago(${minutes}m)`);
    // A device that has been gone for a day must still be inside of what the query sees.
    expect(gone.windowSize).toBe('P2D');
  });

  it('looks into logs of the right service, before the first log has come as well', async () => {
    const { all } = await build();
    for (const { name, inputs } of all('monitor:ScheduledQueryRule')) {
      const type = ['d-gone', 'd-refused'].includes(name) ? 'IOTHUBS' : 'PROVISIONINGSERVICES';
      expect(inputs.criteria.allOf[0].query).toContain(`ResourceType == "${type}"`);
      expect(inputs).toMatchObject({ scopes: ['/workspace'], skipQueryValidation: true });
    }
  });
});

describe('ExpiryAlerts', () => {
  const build = () =>
    run(
      () =>
        new ExpiryAlerts('e', {
          ...placement,
          vaultId: '/vault',
          actionGroupId: '/team',
          deadLetters: { accountId: '/audit', containerName: 'dead-letters', identityId: '/identity' },
        }),
    );

  it('listens to the vault', async () => {
    const { only } = await build();
    expect(only('eventgrid:SystemTopic').inputs).toMatchObject({
      source: '/vault',
      topicType: 'Microsoft.KeyVault.vaults',
      identity: { type: 'UserAssigned', userAssignedIdentities: { '/identity': {} } },
    });
  });

  it('raises an alert for whatever expires, in the one schema alerts understand', async () => {
    const { inputs } = (await build()).only('eventgrid:SystemTopicEventSubscription');
    expect(inputs.filter.includedEventTypes).toEqual([
      'Microsoft.KeyVault.KeyNearExpiry',
      'Microsoft.KeyVault.KeyExpired',
      'Microsoft.KeyVault.SecretNearExpiry',
      'Microsoft.KeyVault.SecretExpired',
      'Microsoft.KeyVault.CertificateNearExpiry',
      'Microsoft.KeyVault.CertificateExpired',
    ]);
    expect(inputs.destination).toMatchObject({ endpointType: 'MonitorAlert', actionGroups: ['/team'] });
    expect(inputs.eventDeliverySchema).toBe('CloudEventSchemaV1_0');
  });

  it('keeps what could not be delivered, under an identity', async () => {
    const { inputs } = (await build()).only('eventgrid:SystemTopicEventSubscription');
    expect(inputs.deadLetterWithResourceIdentity).toEqual({
      identity: { type: 'UserAssigned', userAssignedIdentity: '/identity' },
      deadLetterDestination: {
        endpointType: 'StorageBlob',
        resourceId: '/audit',
        blobContainerName: 'dead-letters',
      },
    });
  });
});
