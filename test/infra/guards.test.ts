import { describe, expect, it } from 'vitest';
import { CostBudget } from '../../infra/cost-budget';
import { DefenderPlans } from '../../infra/defender-plans';
import { idsWith } from '../../infra/inventory';
import { type People, PeopleAccess, type Place, peopleGrants, peopleRoles } from '../../infra/people';
import { SecurityContact } from '../../infra/security-contact';
import { run } from './register';

describe('idsWith', () => {
  it('names what a condition holds for', () => {
    const inventory = {
      hub: { resourceId: '/hub', keep: true },
      network: { resourceId: '/network', logs: 'AllMetrics' as const },
    };
    expect(idsWith(inventory, ({ keep }) => keep === true)).toEqual({ hub: '/hub' });
    expect(idsWith(inventory, ({ logs }) => logs !== undefined)).toEqual({ network: '/network' });
  });
});

describe('DefenderPlans', () => {
  it('switches on what the platform is made of, for the subscription of the login', async () => {
    const { all } = await run(() => new DefenderPlans('p', {}));
    const plans = all('security:Pricing').map(({ inputs }) => inputs);
    expect(plans.map(({ pricingName }) => pricingName)).toEqual(
      expect.arrayContaining(['Arm', 'KeyVaults', 'StorageAccounts', 'CosmosDbs']),
    );
    for (const plan of plans) {
      expect(plan).toMatchObject({ scopeId: 'subscriptions/subscription', pricingTier: 'Standard' });
    }
    expect(plans.find(({ pricingName }) => pricingName === 'StorageAccounts')?.subPlan).toBe(
      'DefenderForStorageV2',
    );
  });

  it('can be told which, and for which subscription', async () => {
    const { only } = await run(() => new DefenderPlans('p', { plans: ['Arm'], subscriptionId: 's' }));
    expect(only('security:Pricing').inputs).toEqual({
      scopeId: 'subscriptions/s',
      pricingName: 'Arm',
      pricingTier: 'Standard',
    });
  });
});

describe('SecurityContact', () => {
  it('tells the team and the owners from medium severity on', async () => {
    const { only } = await run(
      () => new SecurityContact('c', { emails: ['a@example.com', 'b@example.com'], phone: '+49 30 1' }),
    );
    expect(only('security:SecurityContact').inputs).toEqual({
      securityContactName: 'default',
      emails: 'a@example.com;b@example.com',
      phone: '+49 30 1',
      isEnabled: true,
      notificationsByRole: { state: 'On', roles: ['Owner'] },
      notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'Medium' }],
    });
  });
});

describe('CostBudget', () => {
  it('warns before, at and beyond the amount, from the first of a month on', async () => {
    const { only } = await run(
      () => new CostBudget('b', { scope: '/group', amountPerMonth: 500, emails: ['a@example.com'] }),
    );
    const { inputs, ignoreChanges } = only('consumption:Budget');
    expect(inputs).toMatchObject({ scope: '/group', amount: 500, timeGrain: 'Monthly' });
    expect(inputs.timePeriod.startDate).toMatch(/^\d{4}-\d{2}-01T00:00:00Z$/);
    expect(ignoreChanges).toEqual(['timePeriod']);
    expect(Object.keys(inputs.notifications).sort()).toEqual(['Actual-100', 'Actual-80', 'Forecasted-110']);
    for (const notification of Object.values<Record<string, unknown>>(inputs.notifications))
      expect(notification).toMatchObject({ enabled: true, contactEmails: ['a@example.com'] });
  });
});

describe('PeopleAccess', () => {
  const places: Record<Place, string> = {
    resourceGroup: '/group',
    workspace: '/workspace',
    hub: '/hub',
    provisioning: '/dps',
    deviceUpdate: '/updates',
    telemetry: '/telemetry',
    auditArchive: '/audit',
  };
  const everybody: People = {
    operators: 'group-o',
    deviceEngineers: 'group-e',
    dataReaders: 'group-d',
    auditors: 'group-a',
  };
  const build = (people: People, justInTime = false) =>
    run(() => new PeopleAccess('p', { people, places, justInTime }));

  it('gives groups what the table says, and nothing to groups that are not there', async () => {
    const { all } = await build({ dataReaders: 'group-d' });
    expect(all('authorization:RoleAssignment').map(({ inputs }) => inputs)).toEqual([
      {
        scope: '/telemetry',
        principalId: 'group-d',
        principalType: 'Group',
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${peopleRoles.storageBlobDataReader}`,
      },
    ]);
    expect((await build({})).all('authorization:RoleAssignment')).toEqual([]);
  });

  it('assigns every grant of the table once', async () => {
    const { all } = await build(everybody);
    const wanted = Object.values(peopleGrants).flat().length;
    expect(all('authorization:RoleAssignment')).toHaveLength(wanted);
    expect(all('authorization:PimRoleEligibilitySchedule')).toEqual([]);
  });

  it('gives nothing on what is not there', async () => {
    const { all } = await run(
      () => new PeopleAccess('p', { people: everybody, places: { hub: '/hub' }, justInTime: false }),
    );
    const scopes = all('authorization:RoleAssignment').map(({ inputs }) => inputs.scope);
    expect(new Set(scopes)).toEqual(new Set(['/hub']));
  });

  it('makes roles that change devices a matter of hours where it is told to', async () => {
    const { all } = await build(everybody, true);
    const eligible = all('authorization:PimRoleEligibilitySchedule');
    expect(eligible.map(({ inputs }) => [inputs.principalId, inputs.scope])).toEqual([
      ['group-e', '/hub'],
      ['group-e', '/dps'],
      ['group-e', '/updates'],
    ]);
    for (const { inputs } of eligible)
      expect(inputs.scheduleInfo.expiration).toEqual({ type: 'AfterDuration', duration: 'P365D' });
    const standing = all('authorization:RoleAssignment').map(({ inputs }) => inputs.principalId);
    expect(standing).not.toContain('group-e');
  });

  it('lets auditors and readers change nothing', () => {
    const changing = Object.entries(peopleGrants)
      .filter(([, grants]) => grants.some(({ changesDevices }) => changesDevices))
      .map(([group]) => group);
    expect(changing).toEqual(['deviceEngineers']);
    for (const { role, changesDevices } of Object.values(peopleGrants).flat())
      expect(/Contributor|Administrator/.test(role)).toBe(changesDevices === true);
  });
});
