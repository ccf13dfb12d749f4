import { actionGroup, logAlert, metricAlert } from '../resources/types';
import { isTrue, notFalse } from '../rule/conditions';
import type { Reading } from '../rule/reading';
import { isGiven, originsOf } from '../rule/references';
import { defineRule, type ExampleResource, type ResourceView, type Verdict } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/azure-monitor/alerts';
const types = `${docs}/alerts-types`;
const groups = `${docs}/action-groups`;

/** Where an alert says whom it tells: one id each. */
const receivers = ['actions[].actionGroupId', 'actions.actionGroups[]'] as const;

function tellsOf(view: ResourceView): Verdict {
  const property = 'actions';
  if (view.one(property).state === 'unknown') {
    return { outcome: isGiven(view, property) === 'yes' ? 'pass' : 'unknown', property };
  }
  const named = receivers.flatMap((path) => view.all(path)).filter(({ state }) => state !== 'absent');
  // In a preview the id of a group is unknown; that it is computed from one is enough.
  const isComputed = originsOf(view.resource, property).length > 0;
  const isCertain = ({ state }: Reading) => state === 'known' || isComputed;
  if (named.some(isCertain)) return { outcome: 'pass', property };
  if (named.length > 0) return { outcome: 'unknown', property };
  const message = 'The alert names no action group, so nobody hears of it.';
  return { outcome: 'fail', property, message };
}

const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/operations';
const hub = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/plant';
const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';

const onMetric = (properties: ExampleResource['properties']): ExampleResource => ({
  type: metricAlert,
  name: 'throttled',
  properties: {
    scopes: [hub],
    severity: 2,
    evaluationFrequency: 'PT5M',
    windowSize: 'PT15M',
    enabled: true,
    actions: [{ actionGroupId: group }],
    ...properties,
  },
});

const onLogs = (properties: ExampleResource['properties']): ExampleResource => ({
  type: logAlert,
  name: 'refused',
  properties: { scopes: [workspace], severity: 2, actions: { actionGroups: [group] }, ...properties },
});

export const alertRuleTells = defineRule({
  id: 'alert-rule-tells',
  title: 'Alerts on metrics and logs are on and tell somebody',
  topic: 'alert-coverage',
  class: 'monitoring',
  severity: 'low',
  target: [metricAlert, logAlert],
  property: ['enabled', 'actions'],
  readsOrigins: true,
  check: (view) => [
    verdictOf(view.one('enabled'), {
      must: notFalse,
      whenAbsent: 'pass',
      serviceDefault: 'the alert is on',
      printable: true,
    }),
    tellsOf(view),
  ],
  why: 'An alert that was silenced during a repair, or that tells nobody, looks like watching in every list. That devices have fallen silent then shows at the end of the shift.',
  fix: {
    say: 'Set `enabled` to `true` and name an action group: `actions` with `actionGroupId` in a `MetricAlert`, `actions.actionGroups` in a `ScheduledQueryRule`.',
    replaces: false,
  },
  serviceDefault: { is: 'on, and it shows in the portal only', source: types },
  links: [types, groups],
  examples: {
    good: [{ resources: [onMetric({})] }, { resources: [onLogs({})] }],
    bad: [
      { resources: [onMetric({ enabled: false })], at: ['enabled'] },
      { resources: [onMetric({ actions: [] })], at: ['actions'] },
      { resources: [onLogs({ enabled: false, actions: {} })], at: ['enabled', 'actions'] },
    ],
  },
});

export const actionGroupEnabled = defineRule({
  id: 'action-group-enabled',
  title: 'Action groups are on',
  topic: 'alert-coverage',
  class: 'monitoring',
  severity: 'low',
  target: actionGroup,
  property: 'enabled',
  pass: isTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'One switch silences every alert of the plant at once. It is set for an hour in which the mails disturb, and what happens in the months after it reaches nobody.',
  fix: { say: 'Set `enabled` to `true`.', replaces: false, value: true },
  serviceDefault: { is: '`true`', source: groups },
  links: [groups],
  examples: {
    good: [{ properties: { groupShortName: 'operations', location: 'global', enabled: true } }],
    bad: [{ properties: { groupShortName: 'operations', location: 'global', enabled: false } }],
  },
});
