import type { ArmType } from '../resources/resource';
import {
  containerRegistry,
  cosmosAccount,
  diagnosticSetting,
  eventGridDomain,
  eventGridNamespace,
  eventGridSystemTopic,
  eventGridTopic,
  kustoCluster,
  mysqlServer,
  networkSecurityGroup,
  redis,
  redisEnterpriseDatabase,
  virtualNetworkGateway,
  workspace,
} from '../resources/types';
import { isSet, isTrue, notTrue, oneOf } from '../rule/conditions';
import { isOnSubscription, pointsElsewhere } from '../rule/references';
import { defineRule, type ExampleResource, type ResourceView, type Verdict } from '../rule/rule';
import { destinationOf, destinations } from '../rule/stack-rules';
import { undecidedAt } from '../rule/undecided';

const docs = 'https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings';
const typings = 'azure-native 3.28 typings';

const workspaceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';
const hubId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/plant';

/** Whether anything is switched on. A setting without any entry for logs may be one for metrics alone. */
function contentOf(view: ResourceView): Verdict {
  const logs = view.all('logs[].enabled');
  const isForMetrics = view.one('logs').state === 'absent' || view.all('logs[]').length === 0;
  const flags = isForMetrics ? [...logs, ...view.all('metrics[].enabled')] : logs;
  const property = 'logs';
  if (flags.some((flag) => flag.state === 'known' && isTrue.holds(flag.value)))
    return { outcome: 'pass', property };
  const open = flags.find((flag) => flag.state === 'unknown');
  if (open) return { outcome: 'unknown', property: open.path };
  const message = 'No log category of the setting is `enabled`, so it keeps nothing.';
  return { outcome: 'fail', property, message };
}

export const diagSettingHasDestination = defineRule({
  id: 'diag-setting-has-destination',
  title: 'Diagnostic settings send at least one log somewhere',
  topic: 'iothub-diagnostics',
  class: 'monitoring',
  severity: 'medium',
  peers: { kics: ['21fa1872'] },
  target: diagnosticSetting,
  property: [...destinations, 'logs[].enabled'],
  readsOrigins: true,
  check: (view) => [destinationOf(view), contentOf(view)],
  why: 'A setting that keeps nothing looks like logging in every list of resources; that it was empty shows on the day when the plant needs to know who was there.',
  fix: {
    say: 'Set `workspaceId` (or `storageAccountId` or `eventHubAuthorizationRuleId`) and an entry of `logs` with `enabled` `true`, best for the category group `allLogs`.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is sent', source: typings },
  links: [docs],
  examples: {
    good: [
      {
        properties: {
          resourceUri: hubId,
          workspaceId,
          logs: [{ categoryGroup: 'allLogs', enabled: true }],
          metrics: [{ category: 'AllMetrics', enabled: true }],
        },
      },
      {
        properties: { resourceUri: hubId, workspaceId, metrics: [{ category: 'AllMetrics', enabled: true }] },
      },
    ],
    bad: [
      {
        properties: { resourceUri: hubId, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
        at: ['workspaceId'],
      },
      {
        properties: {
          resourceUri: hubId,
          workspaceId,
          logs: [{ category: 'Connections', enabled: false }],
          metrics: [{ category: 'AllMetrics', enabled: true }],
        },
        at: ['logs'],
      },
      { properties: { resourceUri: hubId, workspaceId }, at: ['logs'] },
    ],
  },
});

const wholeGroup = oneOf('allLogs', 'audit');

function checkGroups(view: ResourceView, acceptCategories: boolean): readonly Verdict[] {
  // The activity log of a subscription has categories of its own, which another rule asks for.
  const onSubscription = isOnSubscription(view);
  if (onSubscription === 'yes') return [];
  const verdicts = judgeGroups(view, acceptCategories);
  return onSubscription === 'maybe' ? undecidedAt('resourceUri', verdicts) : verdicts;
}

function judgeGroups(view: ResourceView, acceptCategories: boolean): readonly Verdict[] {
  const property = 'logs';
  const logs = view.one(property);
  if (logs.state === 'absent' || (logs.state === 'known' && !isSet.holds(logs.value))) return [];
  const flags = view.all('logs[].enabled');
  const categories = view.all('logs[].category');
  const entries = view.all('logs[].categoryGroup').map((group, index): Verdict => {
    const flag = flags[index];
    const category = categories[index];
    const isOff = flag?.state === 'absent' || (flag?.state === 'known' && !isTrue.holds(flag.value));
    const isNamed = acceptCategories && category?.state === 'known' && isSet.holds(category.value);
    const isWhole = group.state === 'known' && wholeGroup.holds(group.value);
    if (isOff || (!isWhole && !isNamed && group.state !== 'unknown')) return { outcome: 'fail', property };
    if (flag?.state === 'unknown') return { outcome: 'unknown', property: flag.path };
    return { outcome: group.state === 'unknown' && !isNamed ? 'unknown' : 'pass', property: group.path };
  });
  const best = (['pass', 'unknown'] as const)
    .map((outcome) => entries.find((entry) => entry.outcome === outcome))
    .find((entry) => entry !== undefined);
  if (best) return [best];
  const message = `No entry of \`${property}\` that is on has the \`categoryGroup\` \`allLogs\` or \`audit\`.`;
  return [{ outcome: 'fail', property, message }];
}

export const diagSettingAllLogs = defineRule({
  id: 'diag-setting-all-logs',
  title: 'Diagnostic settings take whole groups of logs',
  topic: 'iothub-diagnostics',
  class: 'monitoring',
  severity: 'low',
  peers: { kics: ['21fa1872'] },
  target: diagnosticSetting,
  property: ['logs[].categoryGroup', 'logs[].enabled', 'resourceUri'],
  readsOrigins: true,
  check: (view, options) => checkGroups(view, options.acceptCategories === true),
  options: {
    acceptCategories: {
      type: 'boolean',
      default: false,
      description:
        'Accepts settings that name their categories one by one; whether any is left out is not checked.',
    },
  },
  why: 'A list of single categories is complete on the day it is written: what Azure adds later, such as a log of a new way to sign in, stays dark until somebody thinks of it.',
  fix: {
    say: 'Replace the single categories in `logs` by one entry with `categoryGroup` `allLogs` (or `audit`, where cost matters) and `enabled` `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'only the categories that are named are kept', source: docs },
  links: [docs],
  examples: {
    good: [
      {
        properties: { resourceUri: hubId, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
      },
      { properties: { resourceUri: hubId, workspaceId, logs: [{ categoryGroup: 'Audit', enabled: true }] } },
      {
        properties: { resourceUri: hubId, workspaceId, metrics: [{ category: 'AllMetrics', enabled: true }] },
      },
      {
        properties: { resourceUri: hubId, logs: [{ category: 'Connections', enabled: true }] },
        options: { acceptCategories: true },
      },
      {
        properties: {
          resourceUri: '/subscriptions/s',
          workspaceId,
          logs: [{ category: 'Policy', enabled: true }],
        },
      },
    ],
    bad: [
      {
        properties: {
          resourceUri: hubId,
          workspaceId,
          logs: [
            { category: 'Connections', enabled: true },
            { categoryGroup: 'allLogs', enabled: false },
          ],
        },
      },
      { properties: { resourceUri: hubId, workspaceId, logs: [{ category: 'Routes', enabled: true }] } },
    ],
  },
});

/**
 * Types with logs for which no rule of their own service asks. The others (hubs, vaults, storage accounts, databases and
 * so on) are asked for the log categories that matter there, which this rule cannot know.
 */
const others: readonly ArmType[] = [
  eventGridTopic,
  eventGridDomain,
  eventGridSystemTopic,
  eventGridNamespace,
  kustoCluster,
  mysqlServer,
  redis,
  redisEnterpriseDatabase,
  containerRegistry,
  networkSecurityGroup,
  virtualNetworkGateway,
  workspace,
];

const group: ExampleResource = {
  type: networkSecurityGroup,
  name: 'gateways',
  properties: { networkSecurityGroupName: 'gateways', securityRules: [] },
};

const setting = (properties: ExampleResource['properties']): ExampleResource => ({
  type: diagnosticSetting,
  name: 'gateways-logs',
  properties: {
    name: 'all-logs',
    resourceUri:
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/gateways',
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
    ...properties,
  },
});

export const diagEveryCoveredResource = defineRule({
  id: 'diag-every-covered-resource',
  title: 'Resources with logs have a diagnostic setting',
  topic: 'iothub-diagnostics',
  class: 'monitoring',
  severity: 'medium',
  peers: {
    azurePolicy: ['7f89b1eb-583c-429a-8828-af049802c1d9', '187242f4-89c6-4c43-9a4e-188c0efacc5f'],
    kics: ['50f32d3c', '8a0628ed'],
  },
  target: others,
  relates: [diagnosticSetting],
  property: 'diagnosticSettings',
  checkStack: (subject, stack) => {
    const property = 'diagnosticSettings';
    const answers = stack.referring(diagnosticSetting, ['resourceUri'], subject).map((candidate) => {
      const sends = destinationOf(stack.view(candidate.resource)).outcome;
      if (sends === 'fail' || candidate.answer === 'yes') return sends;
      return pointsElsewhere(candidate.resource, 'resourceUri', subject, stack) ? 'fail' : 'unknown';
    });
    if (answers.includes('pass')) return [{ outcome: 'pass', property }];
    if (answers.includes('unknown')) return [{ outcome: 'unknown', property }];
    const message = 'No diagnostic setting of this stack sends its logs anywhere.';
    return [{ outcome: 'fail', property, message }];
  },
  why: 'A broker, cache or cluster in the middle of the data path that writes nothing down is the place where a trail ends: what came in is known, what became of it is not.',
  fix: {
    say: 'Add a `DiagnosticSetting` with the id of the resource as `resourceUri`, a workspace as `workspaceId`, and the category group `allLogs`.',
    replaces: false,
  },
  serviceDefault: { is: 'no resource log is kept', source: docs },
  links: [docs],
  examples: {
    good: [
      { resources: [group, setting({ workspaceId })] },
      { resources: [group, { ...setting({ workspaceId }), uses: { resourceUri: ['gateways'] } }] },
    ],
    bad: [
      { resources: [group] },
      { resources: [group, setting({})] },
      { resources: [{ type: cosmosAccount, name: 'twins', properties: {} }, group] },
    ],
  },
});

export const diagNoRetentionPolicy = defineRule({
  id: 'diag-no-retention-policy',
  title: 'Diagnostic settings rely on no retention policy of their own',
  topic: 'log-retention',
  class: 'monitoring',
  severity: 'low',
  target: diagnosticSetting,
  property: ['logs[].retentionPolicy.enabled', 'metrics[].retentionPolicy.enabled'],
  // A block that is switched off does nothing; Azure itself writes it back.
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'Azure has retired this mechanism: the days stand in the code and nothing deletes or keeps by them, so evidence is gone earlier or personal data stays longer than the plant has promised.',
  fix: {
    say: 'Remove `retentionPolicy`. Set `retentionInDays` of the workspace, or a lifecycle rule of the storage account, instead.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the destination decides how long logs are kept',
    source:
      'https://learn.microsoft.com/azure/azure-monitor/platform/migrate-to-azure-storage-lifecycle-policy',
  },
  links: [
    docs,
    'https://learn.microsoft.com/azure/azure-monitor/platform/migrate-to-azure-storage-lifecycle-policy',
  ],
  examples: {
    good: [
      {
        properties: { resourceUri: hubId, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
      },
      {
        properties: {
          resourceUri: hubId,
          logs: [{ category: 'Routes', enabled: true, retentionPolicy: { days: 0, enabled: false } }],
        },
      },
    ],
    bad: [
      {
        properties: {
          resourceUri: hubId,
          workspaceId,
          logs: [
            { category: 'Routes', enabled: true },
            { category: 'Connections', enabled: true, retentionPolicy: { days: 90, enabled: true } },
          ],
        },
        at: ['logs[1].retentionPolicy.enabled'],
      },
      {
        properties: {
          resourceUri: hubId,
          metrics: [{ category: 'AllMetrics', enabled: true, retentionPolicy: { days: 7, enabled: true } }],
        },
      },
    ],
  },
});
