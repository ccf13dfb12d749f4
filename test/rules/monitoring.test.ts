import { describe, expect, test } from 'vitest';
import {
  activityLogAlert,
  appInsights,
  defenderPricing,
  deviceSecurityGroup,
  diagnosticSetting,
  federatedCredential,
  iotSecuritySolution,
  logCluster,
  networkSecurityGroup,
  resourceGroup,
  securityContact,
  sqlServer,
  workspace,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { OptionValues, Rule } from '../../policies/src/rule/rule';
import { activityLogAlerts, activityLogExport } from '../../policies/src/rules/activity-log';
import {
  federationAudience,
  federationIssuer,
  federationSubject,
} from '../../policies/src/rules/custom-roles';
import {
  defenderIotDeviceRules,
  defenderIotWorkspace,
  defenderPlanStandard,
  defenderSecurityContact,
} from '../../policies/src/rules/defender';
import {
  diagEveryCoveredResource,
  diagNoRetentionPolicy,
  diagSettingAllLogs,
  diagSettingHasDestination,
} from '../../policies/src/rules/diagnostic-settings';
import {
  appInsightsWorkspaceBased,
  lawClusterCustomerKey,
  lawNoDailyCap,
  lawRetention,
} from '../../policies/src/rules/monitoring';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options: OptionValues = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const setting = (properties: Properties, uses = {}) =>
  resource(diagnosticSetting, 'setting', properties, { uses });
const onSetting = (rule: Rule, properties: Properties, options: OptionValues = {}) =>
  found(rule, [setting(properties)], options);

const on = { categoryGroup: 'allLogs', enabled: true };
const workspaceId = '/subscriptions/s/w';

describe('a diagnostic setting', () => {
  test.each([
    [{ workspaceId, logs: [on] }, ['pass workspaceId']],
    [{ marketplacePartnerId: 'm', logs: [on] }, ['pass workspaceId']],
    [{ workspaceId: '', storageAccountId: null, logs: [on] }, ['fail workspaceId']],
    [{ storageAccountId: UNKNOWN, logs: [on] }, ['unknown storageAccountId']],
    [{ workspaceId, logs: [{ enabled: 'true' }] }, ['pass workspaceId']],
    [{ workspaceId, logs: [{ enabled: UNKNOWN }] }, ['unknown logs[0].enabled']],
    [{ workspaceId, logs: [{ enabled: false }], metrics: [{ enabled: true }] }, ['fail logs']],
    [{ workspaceId, logs: [], metrics: [{ enabled: true }] }, ['pass workspaceId']],
    [{ workspaceId, metrics: [{ enabled: false }] }, ['fail logs']],
    [{ workspaceId, logs: UNKNOWN }, ['unknown logs']],
    [{ logs: UNKNOWN }, ['fail workspaceId', 'unknown logs']],
    [{ workspaceId, logs: 'odd' }, ['fail logs']],
  ])('%j keeps something: %j', (properties, expected) => {
    expect(onSetting(diagSettingHasDestination, properties)).toEqual(expected);
  });

  test('knows its destination by what that was computed from', () => {
    const one = setting({ workspaceId: UNKNOWN, logs: [on] }, { workspaceId: ['w'] });
    expect(found(diagSettingHasDestination, [one])).toEqual(['pass workspaceId']);
  });

  const resourceUri = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/h';
  test.each([
    [{ resourceUri, logs: [on] }, {}, ['pass logs[0].categoryGroup']],
    [{ resourceUri, logs: [{ category: 'a', enabled: true }, on] }, {}, ['pass logs[1].categoryGroup']],
    [{ resourceUri, logs: [{ category: 'a', enabled: true }] }, {}, ['fail logs']],
    [
      { resourceUri, logs: [{ category: 'a', enabled: true }] },
      { acceptCategories: true },
      ['pass logs[0].categoryGroup'],
    ],
    [{ resourceUri, logs: [{ category: 'a', enabled: false }] }, { acceptCategories: true }, ['fail logs']],
    [{ resourceUri, logs: [{ ...on, categoryGroup: UNKNOWN }] }, {}, ['unknown logs[0].categoryGroup']],
    [{ resourceUri, logs: [{ ...on, enabled: UNKNOWN }] }, {}, ['unknown logs[0].enabled']],
    [{ resourceUri, logs: UNKNOWN }, {}, ['unknown logs']],
    [{ resourceUri, logs: [] }, {}, []],
    [{ resourceUri, metrics: [{ enabled: true }] }, {}, []],
    [{ logs: [{ category: 'Policy', enabled: true }] }, {}, []],
    [{ resourceUri: '/subscriptions/s', logs: [{ category: 'Policy', enabled: true }] }, {}, []],
    [{ resourceUri, logs: [null, 'odd'] }, {}, ['fail logs']],
    [{ resourceUri: UNKNOWN, logs: [null, 'odd'] }, {}, ['unknown resourceUri']],
    [{ resourceUri: UNKNOWN, logs: [on] }, {}, ['pass logs[0].categoryGroup']],
  ])('%j takes whole groups under %j: %j', (properties, options, expected) => {
    expect(onSetting(diagSettingAllLogs, properties, options)).toEqual(expected);
  });

  test.each([
    [{ enabled: true, days: 9 }, ['fail logs[0].retentionPolicy.enabled']],
    [{ enabled: false, days: 0 }, ['pass logs[0].retentionPolicy.enabled']],
    [{}, ['pass logs[0].retentionPolicy.enabled']],
    [UNKNOWN, ['unknown logs[0].retentionPolicy']],
  ])('with the retention %j: %j', (retentionPolicy, expected) => {
    expect(onSetting(diagNoRetentionPolicy, { logs: [{ retentionPolicy }] })).toEqual(expected);
  });

  const group = resource(networkSecurityGroup, 'group', { networkSecurityGroupName: 'g' });
  const uri = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/g';
  test.each([
    ['by id', setting({ resourceUri: uri, workspaceId }), 'pass'],
    ['by reference', setting({ resourceUri: UNKNOWN, workspaceId }, { resourceUri: ['group'] }), 'pass'],
    ['without destination', setting({ resourceUri: uri }), 'fail'],
    ['with a destination from nowhere', setting({ resourceUri: uri, workspaceId: UNKNOWN }), 'unknown'],
    ['of another', setting({ resourceUri: `${uri}2`, workspaceId }), 'fail'],
    ['of something not known yet', setting({ resourceUri: UNKNOWN, workspaceId }), 'unknown'],
    ['of the subscription', setting({ workspaceId }), 'fail'],
    ['of another resource', setting({ resourceUri: UNKNOWN, workspaceId }, { resourceUri: ['db'] }), 'fail'],
    [
      'of a resource group',
      setting({ resourceUri: UNKNOWN, workspaceId }, { resourceUri: ['rg'] }),
      'unknown',
    ],
    ['of another stack', setting({ resourceUri: UNKNOWN, workspaceId }, { resourceUri: ['x'] }), 'unknown'],
  ])('covers a resource %s', (_what, one, outcome) => {
    const others = [resource(sqlServer, 'db', {}), resource(resourceGroup, 'rg', {})];
    expect(found(diagEveryCoveredResource, [group, ...others, one])).toEqual([
      `${outcome} diagnosticSettings`,
    ]);
  });
});

describe('the activity log', () => {
  const all = ['Administrative', 'Security', 'Alert', 'Policy'].map((category) => ({
    category,
    enabled: true,
  }));
  test.each([
    [{ logs: all }, ['pass logs']],
    [{ logs: [on] }, ['pass logs']],
    [
      { logs: all.map(({ category }) => ({ category: category.toUpperCase(), enabled: 'true' })) },
      ['pass logs'],
    ],
    [{ logs: all.slice(1) }, ['fail logs']],
    [{ logs: [...all.slice(1), { category: UNKNOWN, enabled: true }] }, ['unknown logs[3].category']],
    [{ logs: UNKNOWN }, ['unknown logs']],
    [{}, ['fail logs']],
    [{ resourceUri: UNKNOWN, logs: [] }, ['unknown resourceUri']],
    [{ resourceUri: UNKNOWN, logs: all }, ['pass logs']],
    [{ resourceUri: '/subscriptions/s/resourceGroups/g', logs: [] }, []],
    [{ resourceUri: '/subscriptions/s', logs: [] }, ['fail logs']],
  ])('exported as %j: %j', (properties, expected) => {
    expect(onSetting(activityLogExport, properties)).toEqual(expected);
  });

  test('is not asked of a setting that was computed from a resource', () => {
    const one = setting({ resourceUri: UNKNOWN, logs: [] }, { resourceUri: ['hub'] });
    expect(runRule(activityLogExport, [one])).toEqual([]);
    const logs = [{ category: 'a', enabled: true }];
    const other = setting({ resourceUri: UNKNOWN, logs }, { resourceUri: ['hub'] });
    expect(found(diagSettingAllLogs, [other])).toEqual(['fail logs']);
  });

  test('names the categories that are missing', () => {
    const [finding] = runRule(activityLogExport, [setting({ logs: all.slice(2) })]);
    expect(finding?.message).toBe('The activity log is exported without `Administrative`, `Security`.');
  });

  const alert = (name: string, condition: Properties, enabled: boolean | string = true) =>
    resource(activityLogAlert, name, { condition, enabled });
  const policy = 'Microsoft.Authorization/policyAssignments/write';
  const security = 'Microsoft.Security/securitySolutions/write';
  const leaf = (equals: string) => ({ allOf: [{ field: 'operationName', equals }] });
  const rules = (...alerts: readonly ReturnType<typeof resource>[]) => found(activityLogAlerts, alerts);

  test.each([
    ['one each', [alert('a', leaf(policy)), alert('b', leaf(security))], ['pass enabled', 'pass enabled']],
    [
      'both in one list',
      [alert('a', { allOf: [{ field: 'operationName', containsAny: [policy, security] }] })],
      ['pass enabled'],
    ],
    [
      'one of several leaves',
      [alert('a', { allOf: [{ anyOf: [{ equals: policy.toLowerCase() }, { equals: security }] }] })],
      ['pass enabled'],
    ],
    ['one of two', [alert('a', leaf(policy))], ['fail condition.allOf']],
    ['a condition not known yet', [alert('a', { allOf: UNKNOWN })], ['unknown condition.allOf']],
  ] as const)('is watched by %s', (_what, alerts, expected) => {
    expect(rules(...alerts)).toEqual(expected);
  });

  test('is not watched by an alert that is off, which is a fault of its own', () => {
    const off = alert('a', { allOf: [{ containsAny: [policy, security] }] }, false);
    expect(rules(off)).toEqual(['fail enabled', 'fail condition.allOf', 'fail condition.allOf']);
    expect(rules(alert('a', { allOf: [{ containsAny: [policy, security] }] }, UNKNOWN))).toEqual([
      'unknown enabled',
      'unknown condition.allOf',
    ]);
  });

  test('must be watched for what the stack holds, which is told once', () => {
    const groups = ['one', 'two'].map((name) => resource(networkSecurityGroup, name, {}));
    expect(rules(...groups)).toEqual(['fail condition.allOf']);
    expect(rules(resource(sqlServer, 'db', {}))).toEqual(['fail condition.allOf']);
    expect(rules(resource(workspace, 'w', {}))).toEqual([]);
  });
});

describe('logs', () => {
  test.each([
    [90, {}, 'pass'],
    ['365', {}, 'pass'],
    [89, {}, 'fail'],
    [-1, {}, 'fail'],
    ['long', {}, 'fail'],
    [null, {}, 'fail'],
    [200, { days: 365 }, 'fail'],
    [UNKNOWN, {}, 'unknown'],
  ] as const)('kept for %s days under %j: %s', (retentionInDays, options, outcome) => {
    const one = resource(workspace, 'w', { retentionInDays });
    expect(found(lawRetention, [one], options)).toEqual([`${outcome} retentionInDays`]);
  });

  test.each([
    [-1, 'pass'],
    ['-1', 'pass'],
    [0, 'fail'],
    [10, 'fail'],
    [null, 'pass'],
  ] as const)('capped at %s: %s', (dailyQuotaGb, outcome) => {
    const one = resource(workspace, 'w', { workspaceCapping: { dailyQuotaGb } });
    expect(found(lawNoDailyCap, [one])).toEqual([`${outcome} workspaceCapping.dailyQuotaGb`]);
  });

  test('of a cluster are under a key whose vault the program makes', () => {
    const keyVaultProperties = { keyName: 'k', keyVaultUri: UNKNOWN };
    const computed = resource(
      logCluster,
      'c',
      { keyVaultProperties },
      { uses: { keyVaultProperties: ['vault'] } },
    );
    expect(found(lawClusterCustomerKey, [computed])).toEqual(['pass keyVaultProperties.keyName']);
    const nowhere = resource(logCluster, 'c', { keyVaultProperties });
    expect(found(lawClusterCustomerKey, [nowhere])).toEqual(['unknown keyVaultProperties.keyVaultUri']);
  });

  test('of an application lie in a workspace that the program makes', () => {
    const one = resource(
      appInsights,
      'a',
      { workspaceResourceId: UNKNOWN, ingestionMode: 'LogAnalytics' },
      { uses: { workspaceResourceId: ['w'] } },
    );
    expect(found(appInsightsWorkspaceBased, [one])).toEqual(['pass workspaceResourceId']);
  });
});

describe('Defender', () => {
  test.each([
    [{ pricingName: 'KeyVaults', pricingTier: 'Free' }, ['fail pricingTier']],
    [{ pricingName: 'KEYVAULTS', pricingTier: 'standard' }, ['pass pricingTier']],
    [{ pricingName: 'CloudPosture', pricingTier: 'Free' }, []],
    [{ pricingName: UNKNOWN, pricingTier: 'Free' }, ['unknown pricingName']],
    [{ pricingName: UNKNOWN, pricingTier: 'Standard' }, ['pass pricingTier']],
    [{ pricingTier: 'Free' }, ['fail pricingTier']],
  ])('plan %j: %j', (properties, expected) => {
    expect(found(defenderPlanStandard, [resource(defenderPricing, 'p', properties)])).toEqual(expected);
  });

  const contact = {
    emails: 'soc@plant.example',
    isEnabled: true,
    notificationsByRole: { state: 'On' },
    notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'Medium' }],
  };
  const sources = 'notificationsSources[].minimalSeverity';
  test.each([
    [{}, ['pass emails']],
    [{ isEnabled: 'true', notificationsByRole: { state: 'on' } }, ['pass emails']],
    [{ isEnabled: null }, ['fail isEnabled']],
    [{ emails: UNKNOWN }, ['unknown emails']],
    [{ notificationsSources: [] }, [`fail ${sources}`]],
    [
      { notificationsSources: [{ minimalSeverity: 'High' }, { minimalRiskLevel: 'Low' }] },
      [`fail ${sources}`],
    ],
    [{ notificationsSources: UNKNOWN }, ['unknown notificationsSources']],
    [{ alertNotifications: { state: 'Off', minimalSeverity: 'Low' } }, ['fail alertNotifications.state']],
    [
      {
        isEnabled: null,
        notificationsSources: null,
        alertNotifications: { state: 'On', minimalSeverity: 'High' },
      },
      [`fail ${sources}`],
    ],
  ])('contact changed by %j: %j', (changed, expected) => {
    expect(
      found(defenderSecurityContact, [resource(securityContact, 'c', { ...contact, ...changed })]),
    ).toEqual(expected);
  });

  test.each([
    [{ workspace: 'w' }, {}, ['pass workspace']],
    [{ workspace: 'w', export: ['rawEvents'] }, { requireRawEvents: true }, ['pass workspace']],
    [{ workspace: 'w', export: [UNKNOWN] }, { requireRawEvents: true }, ['unknown export']],
    [{ export: [] }, { requireRawEvents: true }, ['fail workspace', 'fail export']],
    [{ workspace: UNKNOWN }, {}, ['unknown workspace']],
  ])('for IoT with %j under %j: %j', (properties, options, expected) => {
    expect(found(defenderIotWorkspace, [resource(iotSecuritySolution, 's', properties)], options)).toEqual(
      expected,
    );
  });

  const alerts = (ruleType: string | undefined, isEnabled: boolean | string) =>
    resource(deviceSecurityGroup, 'g', {
      timeWindowRules: [{ ...(ruleType === undefined ? {} : { ruleType }), isEnabled }],
    });
  test.each([
    ['FailedLocalLoginsNotInAllowedRange', false, 'fail timeWindowRules[0].isEnabled'],
    ['failedlocalloginsnotinallowedrange', 'False', 'fail timeWindowRules[0].isEnabled'],
    ['QueuePurgesNotInAllowedRange', false, 'pass thresholdRules[].isEnabled'],
    [undefined, false, 'fail timeWindowRules[0].isEnabled'],
    ['FailedLocalLoginsNotInAllowedRange', true, 'pass thresholdRules[].isEnabled'],
    ['FailedLocalLoginsNotInAllowedRange', UNKNOWN, 'unknown timeWindowRules[0].isEnabled'],
  ] as const)('alert %s switched to %s: %s', (ruleType, isEnabled, expected) => {
    expect(found(defenderIotDeviceRules, [alerts(ruleType, isEnabled)])).toEqual([expected]);
  });
});

describe('a federated credential', () => {
  const outcome = (rule: Rule, properties: Properties, options: OptionValues = {}) =>
    found(rule, [resource(federatedCredential, 'f', properties)], options)[0]?.split(' ')[0];
  test.each([
    ['https://a.example', [], 'pass'],
    ['HTTPS://a.example', [], 'pass'],
    ['http://a.example', [], 'fail'],
    ['https://', [], 'fail'],
    [7, [], 'fail'],
    ['https://a.example/', ['https://a.example'], 'pass'],
    ['https://A.example', ['https://a.example/'], 'pass'],
    ['https://a.example.evil', ['https://a.example'], 'fail'],
    ['https://a.example/t/1/', ['https://a.example/t/*'], 'pass'],
    ['https://a.example/u/1/', ['https://a.example/t/*'], 'fail'],
    ['http://a.example', ['http://a.example'], 'fail'],
    [UNKNOWN, [], 'unknown'],
  ] as const)('of the issuer %s on the list %j: %s', (issuer, issuers, expected) => {
    expect(outcome(federationIssuer, { issuer }, { issuers })).toBe(expected);
  });

  test.each([
    ['repo:o/r:environment:production', [], 'pass'],
    ['repo:o/r:environment:production', ['O'], 'pass'],
    ['repo:o/r:environment:production', ['p'], 'fail'],
    ['repo:o/*', [], 'fail'],
    ['repo:o/r:ref:refs/heads/?', [], 'fail'],
    ['system:serviceaccount:a:b', ['p'], 'pass'],
    ['', [], 'fail'],
    [null, [], 'fail'],
    [UNKNOWN, [], 'unknown'],
  ] as const)('of the subject %s for owners %j: %s', (subject, owners, expected) => {
    expect(outcome(federationSubject, { subject }, { owners })).toBe(expected);
  });

  test.each([
    [['api://AzureADTokenExchange'], 'pass'],
    [['API://AzureADTokenExchange'], 'pass'],
    [['api://AzureADTokenExchange', 'x'], 'fail'],
    [null, 'fail'],
    [[UNKNOWN], 'unknown'],
  ] as const)('of the audiences %j: %s', (audiences, expected) => {
    expect(outcome(federationAudience, { audiences })).toBe(expected);
  });
});
