import type { Resource } from '../resources/resource';
import { flowLog, networkSecurityGroup, virtualNetwork } from '../resources/types';
import { textOf } from '../resources/value';
import { anyOf } from '../rule/answers';
import { atLeast, isTrue } from '../rule/conditions';
import { defineRule, type ExampleResource, type Referring, type StackView, type Verdict } from '../rule/rule';
import { verdictFor, verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/network-watcher';
const overview = `${docs}/vnet-flow-logs-overview`;
const retired = `${docs}/nsg-flow-logs-overview`;

const networkId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/plant';
const archive = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/flows';

const network: ExampleResource = {
  type: virtualNetwork,
  name: 'plant',
  properties: { virtualNetworkName: 'plant', addressSpace: { addressPrefixes: ['10.20.0.0/16'] } },
};

const log = (properties: ExampleResource['properties']): ExampleResource => ({
  type: flowLog,
  name: 'plant-flows',
  properties: { networkWatcherName: 'NetworkWatcher_westeurope', storageId: archive, ...properties },
});

type Answer = ReturnType<StackView['refersTo']>;

/** Whether a flow log that points at a network is on and covers all of it; one on a single subnet leaves the others out. */
function covers({ resource: candidate, answer: target }: Referring, stack: StackView): Answer {
  const written = stack.view(candidate).one('targetResourceId');
  if (written.state === 'known' && /\/virtualNetworks\/[^/]+\//i.test(textOf(written.value))) return 'no';
  const origins = candidate.propertyDependencies.targetResourceId ?? [];
  const within = `${virtualNetwork}/`.toLowerCase();
  const isPart = origins.some((urn) => stack.find(urn)?.type.toLowerCase().startsWith(within));
  if (isPart) return 'no';
  const enabled = stack.view(candidate).one('enabled');
  if (enabled.state === 'unknown') return 'maybe';
  return enabled.state === 'known' && isTrue.holds(enabled.value) ? target : 'no';
}

function judgeNetwork(subject: Resource, stack: StackView): readonly Verdict[] {
  const answers = stack
    .referring(flowLog, ['targetResourceId'], subject)
    .map((candidate) => covers(candidate, stack));
  const property = 'flowLogs';
  const lacks = 'No flow log of this stack that is on has the whole network as its target.';
  return [verdictFor(anyOf(answers), property, lacks)];
}

function judgeLog(subject: Resource, stack: StackView): readonly Verdict[] {
  const view = stack.view(subject);
  const target = view.one('targetResourceId');
  const isOnGroup =
    (target.state === 'known' && /\/networkSecurityGroups\//i.test(textOf(target.value))) ||
    stack.referred(subject, 'targetResourceId', networkSecurityGroup).some(({ answer }) => answer === 'yes');
  const enabled = verdictOf(view.one('enabled'), {
    must: isTrue,
    whenAbsent: 'fail',
    serviceDefault: 'nothing is recorded',
    printable: true,
  });
  if (!isOnGroup) return [enabled];
  const message =
    '`targetResourceId` must be the virtual network: flow logs of network security groups are being retired.';
  return [enabled, { outcome: 'fail', property: target.path, message }];
}

export const flowLogEnabled = defineRule({
  id: 'flowlog-enabled',
  title: 'Virtual networks have a flow log that is on',
  topic: 'net-flow-logs',
  class: 'monitoring',
  severity: 'medium',
  peers: {
    azurePolicy: [
      '27960feb-a23c-4577-8d36-ef8b5f35e0be',
      '4c3c6c5f-0d47-4402-99b8-aa543dd8bcee',
      'c251913d-7d24-4958-af87-478ed3b9ba41',
    ],
    kics: ['b90842e5'],
    trivy: ['AZU-0073'],
  },
  target: [virtualNetwork, flowLog],
  relates: [networkSecurityGroup],
  property: 'enabled',
  checkStack: (subject, stack) =>
    subject.type.toLowerCase() === flowLog.toLowerCase()
      ? judgeLog(subject, stack)
      : judgeNetwork(subject, stack),
  why: 'After an intrusion the first question is which machines talked to which; without a flow log nobody can tell whether it stayed on one gateway or went on to the controllers.',
  fix: {
    say: 'Add a `FlowLog` with the id of the virtual network as `targetResourceId`, a storage account as `storageId`, and `enabled` `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'no traffic is recorded', source: overview },
  links: [overview, retired],
  examples: {
    good: [
      { resources: [network, log({ targetResourceId: networkId, enabled: true })] },
      {
        resources: [network, { ...log({ enabled: true }), uses: { targetResourceId: ['plant'] } }],
      },
    ],
    bad: [
      { resources: [network] },
      { resources: [network, log({ targetResourceId: networkId, enabled: false })] },
      { resources: [network, log({ targetResourceId: `${networkId}/subnets/gateways`, enabled: true })] },
      {
        resources: [
          log({
            targetResourceId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n',
            enabled: true,
          }),
        ],
        at: ['targetResourceId'],
      },
    ],
  },
});

export const flowLogRetention = defineRule({
  id: 'flowlog-retention',
  title: 'Flow logs are kept long enough to look back',
  topic: 'net-flow-logs',
  class: 'monitoring',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_12'], kics: ['564b70f8', '7750fcca'], trivy: ['AZU-0049'] },
  target: flowLog,
  property: ['retentionPolicy.days', 'retentionPolicy.enabled'],
  check: (view, options) => [
    verdictOf(view.one('retentionPolicy.enabled'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'the log has no retention policy',
      printable: true,
    }),
    verdictOf(view.one('retentionPolicy.days'), {
      must: atLeast(Number(options.days), ' days'),
      whenAbsent: 'fail',
      serviceDefault: 'the SDK writes 0',
      printable: true,
    }),
  ],
  options: {
    days: { type: 'integer', default: 90, minimum: 1, maximum: 365, description: 'The fewest days to keep.' },
  },
  printable: true,
  why: 'Intruders stay in plant networks for months before they act; with records of a few days the way they came in can no longer be found, and it stays open.',
  fix: {
    say: 'Set `retentionPolicy.enabled` to `true` and `retentionPolicy.days` to 90 or more.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no policy: a block without values gets `days` 0 and `enabled` `false` from the SDK',
    source: 'azure-native 3.28 typings',
  },
  links: [overview],
  examples: {
    good: [
      { properties: { storageId: archive, enabled: true, retentionPolicy: { enabled: true, days: 90 } } },
      { properties: { retentionPolicy: { enabled: true, days: 30 } }, options: { days: 30 } },
    ],
    bad: [
      { properties: { retentionPolicy: { enabled: true, days: 30 } }, at: ['retentionPolicy.days'] },
      { properties: { retentionPolicy: { enabled: false, days: 90 } }, at: ['retentionPolicy.enabled'] },
      { properties: { storageId: archive, enabled: true, retentionPolicy: {} } },
    ],
  },
});

const analytics = 'flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.enabled';

export const flowLogTrafficAnalytics = defineRule({
  id: 'flowlog-traffic-analytics',
  title: 'Flow logs feed traffic analytics',
  topic: 'net-flow-logs',
  class: 'monitoring',
  severity: 'low',
  peers: { azurePolicy: ['2f080164-9f4d-497e-9db6-416dc9f7b48a'] },
  target: flowLog,
  property: analytics,
  pass: isTrue,
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  why: 'Raw flow records are files that nobody reads; only the analysis shows that a gateway started to talk to an address it never talked to before.',
  fix: {
    say: `Set \`${analytics}\` to \`true\` and \`workspaceResourceId\` beside it to a Log Analytics workspace.`,
    replaces: false,
  },
  serviceDefault: { is: 'the records are only stored', source: `${docs}/traffic-analytics` },
  links: [`${docs}/traffic-analytics`],
  examples: {
    good: [
      {
        properties: {
          enabled: true,
          flowAnalyticsConfiguration: {
            networkWatcherFlowAnalyticsConfiguration: {
              enabled: true,
              trafficAnalyticsInterval: 10,
              workspaceResourceId:
                '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
            },
          },
        },
      },
    ],
    bad: [
      {
        properties: {
          enabled: true,
          flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { enabled: false } },
        },
      },
      { properties: { enabled: true, storageId: archive } },
    ],
  },
});
