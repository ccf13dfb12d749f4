import type { ArmType } from '../resources/resource';
import { activityLogAlert, diagnosticSetting, networkSecurityGroup, sqlServer } from '../resources/types';
import { textOf } from '../resources/value';
import { type Answer, anyOf } from '../rule/answers';
import { isTrue, notFalse } from '../rule/conditions';
import { isOnSubscription } from '../rule/references';
import {
  defineRule,
  type ExampleResource,
  type ResourceView,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { undecidedAt } from '../rule/undecided';
import { verdictFor, verdictOf } from '../rule/verdict';

const activityLog = 'https://learn.microsoft.com/azure/azure-monitor/platform/activity-log';
const alerts = 'https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types';

const exported = ['Administrative', 'Security', 'Alert', 'Policy'];

function checkExport(view: ResourceView): readonly Verdict[] {
  const onSubscription = isOnSubscription(view);
  if (onSubscription === 'no') return [];
  const verdict = judgeExport(view);
  return onSubscription === 'maybe' ? undecidedAt('resourceUri', [verdict]) : [verdict];
}

function judgeExport(view: ResourceView): Verdict {
  const flags = view.all('logs[].enabled');
  const names = [view.all('logs[].category'), view.all('logs[].categoryGroup')];
  const open = [flags, ...names].flat().find((reading) => reading.state === 'unknown');
  const on = new Set(
    flags.flatMap((flag, index) =>
      flag.state === 'known' && isTrue.holds(flag.value)
        ? names.flatMap((readings) => {
            const name = readings[index];
            return name?.state === 'known' ? [textOf(name.value).toLowerCase()] : [];
          })
        : [],
    ),
  );
  const missing = exported.filter((category) => !on.has('alllogs') && !on.has(category.toLowerCase()));
  if (missing.length === 0) return { outcome: 'pass', property: 'logs' };
  if (open) return { outcome: 'unknown', property: open.path };
  const message = `The activity log is exported without ${missing.map((name) => `\`${name}\``).join(', ')}.`;
  return { outcome: 'fail', property: 'logs', message };
}

const workspaceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';
const all = exported.map((category) => ({ category, enabled: true }));

export const activityLogExport = defineRule({
  id: 'activity-log-export',
  title: 'The export of the activity log has all categories that tell of attacks',
  topic: 'iothub-diagnostics',
  class: 'monitoring',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_38'],
    azurePolicy: ['1a4e592a-6a6e-44a5-9814-e36264ca96e7'],
    kics: ['4d522e7b'],
    trivy: ['AZU-0033', 'AZU-0032'],
  },
  target: diagnosticSetting,
  property: ['logs[].category', 'logs[].enabled', 'resourceUri'],
  readsOrigins: true,
  check: checkExport,
  advisory: true,
  threats: ['T-C10', 'T-O07', 'T-O08'],
  controls: [
    'mcsb:LT-3',
    'cis2:5.1.1',
    'cis3:6.1.1',
    'cis6:6.1.1.1',
    'nist:AU-12',
    'nist:AU-6',
    'iec33:SR2.8',
    'enisa:GP-TM-55',
  ],
  why: 'The activity log is the only record of who opened a firewall, gave out a role or deleted a hub. Azure itself drops it after 90 days, and a category that is not exported is gone with it.',
  fix: {
    say: 'Add entries to `logs` for `Administrative`, `Security`, `Alert` and `Policy`, each with `enabled` `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'the log is kept for 90 days and goes nowhere', source: activityLog },
  links: [activityLog],
  examples: {
    good: [
      { properties: { name: 'activity', workspaceId, logs: all } },
      {
        properties: {
          resourceUri: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/plant',
          logs: [{ category: 'Connections', enabled: true }],
        },
      },
    ],
    bad: [
      { properties: { name: 'activity', workspaceId, logs: all.slice(1) } },
      { properties: { workspaceId, logs: all.map((entry) => ({ ...entry, enabled: false })) } },
      { properties: { resourceUri: '/subscriptions/00000000-0000-0000-0000-000000000001', workspaceId } },
    ],
  },
});

/** An operation in the activity log that somebody must hear of, and for which types of the stack that goes. */
interface Watched {
  readonly operation: string;
  readonly of: ArmType;
}

const watched: readonly Watched[] = [
  { operation: 'Microsoft.Authorization/policyAssignments/write', of: activityLogAlert },
  { operation: 'Microsoft.Security/securitySolutions/write', of: activityLogAlert },
  { operation: 'Microsoft.Network/networkSecurityGroups/write', of: networkSecurityGroup },
  { operation: 'Microsoft.Sql/servers/firewallRules/write', of: sqlServer },
];

const leaves = ['condition.allOf[]', 'condition.allOf[].anyOf[]'];

/** Whether an alert that is on looks at an operation, or at all operations of a category. */
function watches(view: ResourceView, operation: string): Answer {
  const enabled = view.one('enabled');
  if (enabled.state === 'known' && !notFalse.holds(enabled.value)) return 'no';
  const values = leaves.flatMap((path) => [
    ...view.all(`${path}.equals`),
    ...view.all(`${path}.containsAny[]`),
  ]);
  const wanted = operation.toLowerCase();
  if (values.some((value) => value.state === 'known' && textOf(value.value).toLowerCase() === wanted))
    return enabled.state === 'unknown' ? 'maybe' : 'yes';
  return values.some((value) => value.state === 'unknown') ? 'maybe' : 'no';
}

function missingAlerts(stack: StackView, subject: ArmType): readonly Verdict[] {
  const property = 'condition.allOf';
  const views = stack.ofType(activityLogAlert).map(stack.view);
  return watched
    .filter(({ of }) => of.toLowerCase() === subject.toLowerCase())
    .map(({ operation }): Verdict => {
      const answers = views.map((view) => watches(view, operation));
      const lacks = `No activity log alert of this stack that is on tells of \`${operation}\`.`;
      return verdictFor(anyOf(answers), property, lacks);
    });
}

const alert = (operation: string, properties: ExampleResource['properties'] = {}): ExampleResource => ({
  type: activityLogAlert,
  name: `alert-${operation.split('/').at(-2)}`,
  properties: {
    scopes: ['/subscriptions/00000000-0000-0000-0000-000000000001'],
    condition: {
      allOf: [
        { field: 'category', equals: 'Administrative' },
        { field: 'operationName', equals: operation },
      ],
    },
    actions: {
      actionGroups: [{ actionGroupId: '/subscriptions/s/resourceGroups/g/providers/x/actionGroups/a' }],
    },
    enabled: true,
    ...properties,
  },
});

const general = watched.slice(0, 2).map(({ operation }) => alert(operation));
const group: ExampleResource = { type: networkSecurityGroup, name: 'gateways', properties: {} };
const database: ExampleResource = { type: sqlServer, name: 'recipes', properties: {} };

export const activityLogAlerts = defineRule({
  id: 'activity-log-alerts',
  title: 'Alerts tell of changes to policies, security solutions, network groups and SQL firewalls',
  topic: 'alert-coverage',
  class: 'monitoring',
  severity: 'low',
  peers: {
    psrule: ['Azure.Monitor.ServiceHealth'],
    azurePolicy: [
      'b954148f-4c11-4c38-8221-be76711e194a',
      'c5447c04-a4d7-4ba8-a263-c9ee321a6858',
      '3b980d31-7904-4bb7-8575-5665739a8052',
    ],
    kics: ['1ec163d0', '1219a37a', 'd0514e4b', 'f677bd92'],
  },
  target: [activityLogAlert, networkSecurityGroup, sqlServer],
  relates: [],
  property: ['condition.allOf', 'enabled'],
  checkStack: (subject, stack) => {
    // What the stack lacks is told once, at the same resource of the type in whatever order they come.
    const isTeller = stack.ofType(subject.type).every(({ urn }) => subject.urn <= urn);
    const lacking = isTeller ? missingAlerts(stack, subject.type) : [];
    if (subject.type.toLowerCase() !== activityLogAlert.toLowerCase()) return lacking;
    const enabled = verdictOf(stack.view(subject).one('enabled'), {
      must: notFalse,
      whenAbsent: 'pass',
      serviceDefault: 'the alert is on',
      printable: true,
    });
    return [enabled, ...lacking];
  },
  why: 'Whoever gets into the subscription first opens a rule or switches off a policy. An alert makes that a call within minutes; otherwise it is found at the next audit.',
  fix: {
    say: 'Add an `ActivityLogAlert` with the operation in `condition.allOf` (`field` `operationName`) and an action group that reaches people; leave `enabled` at `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'nobody is told', source: alerts },
  links: [alerts, activityLog],
  examples: {
    good: [
      { resources: general },
      { resources: [...general, group, alert('Microsoft.Network/networkSecurityGroups/write')] },
      { resources: [...general, database, alert('microsoft.sql/servers/firewallrules/write')] },
    ],
    bad: [
      { resources: general.slice(1) },
      {
        resources: [...general, alert('Microsoft.Network/networkSecurityGroups/write', { enabled: false })],
        at: ['enabled'],
      },
      { resources: [group] },
      { resources: [database, ...general] },
    ],
  },
});
