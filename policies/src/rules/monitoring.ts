import {
  appInsights,
  dataCollectionEndpoint,
  logCluster,
  monitorPrivateLinkScope,
  workspace,
} from '../resources/types';
import { atLeast, isTrue, notFalse, notTrue, oneOf } from '../rule/conditions';
import { mustBeGiven } from '../rule/references';
import { type Control, defineRule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

// Defaults of Log Analytics: API version 2023-09-01; of Application Insights: 2020-02-02, the defaults of azure-native 3.28.
const logs = 'https://learn.microsoft.com/azure/azure-monitor/logs';
const app = 'https://learn.microsoft.com/azure/azure-monitor/app';
const retention = `${logs}/data-retention-configure`;
const entra = `${logs}/azure-ad-authentication-logs`;
const privateLink = `${logs}/private-link-security`;
const keys = `${logs}/customer-managed-keys`;
const typings = 'azure-native 3.28 typings';

/** Controls on who may sign in to write or read logs. */
const logIdentity: readonly Control[] = ['mcsb:IM-1', 'nist:IA-2', 'nist:AU-9', 'iec33:SR1.2', 'iec33:SR3.9'];
/** Controls on from where logs may be written or read. */
const logNetwork: readonly Control[] = [
  'mcsb:NS-2',
  'nist:SC-7',
  'nist:AU-9',
  'iec33:SR5.2',
  'iec33:SR6.1',
  'enisa:GP-TM-47',
];

export const lawRetention = defineRule({
  id: 'law-retention',
  title: 'Log Analytics workspaces keep logs long enough',
  topic: 'log-retention',
  class: 'monitoring',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_37'],
    azurePolicy: ['b02aacc0-b073-424e-8298-42b22829ee0a'],
    kics: ['25684eac', '2b856bf9'],
    trivy: ['AZU-0031'],
  },
  target: workspace,
  property: 'retentionInDays',
  pass: (options) => atLeast(Number(options.days)),
  whenAbsent: 'fail',
  options: {
    days: {
      type: 'integer',
      default: 90,
      minimum: 30,
      maximum: 730,
      description: 'The fewest days to keep; rules for critical infrastructure often ask for 365.',
    },
  },
  printable: true,
  why: 'An intrusion into a plant is found after months on average; when the logs of the first day are gone, nobody can tell how it began and whether it is over.',
  fix: { say: 'Set `retentionInDays` to 90 or more.', replaces: false },
  serviceDefault: { is: '30 days', source: retention },
  links: [retention],
  examples: {
    good: [
      { properties: { workspaceName: 'plant', sku: { name: 'PerGB2018' }, retentionInDays: 90 } },
      { properties: { retentionInDays: 400 }, options: { days: 365 } },
    ],
    bad: [
      { properties: { workspaceName: 'plant', sku: { name: 'PerGB2018' } } },
      { properties: { retentionInDays: 30 } },
      { properties: { retentionInDays: 180 }, options: { days: 365 } },
    ],
  },
});

export const lawDisableLocalAuth = defineRule({
  id: 'law-disable-local-auth',
  title: 'Log Analytics workspaces accept no shared keys',
  topic: 'iothub-disable-local-auth',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['e15effd4-2278-4c65-a0da-4d6f6d1890e2'] },
  target: workspace,
  property: 'features.disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C10', 'T-C02'],
  controls: logIdentity,
  why: 'Whoever has the key of the workspace writes logs in the name of any machine: an intruder can bury the traces of a break-in under invented ones, and the key sits on every old agent.',
  fix: {
    say: 'Set `features.disableLocalAuth` to `true` once all agents and collectors sign in with Entra ID.',
    replaces: false,
  },
  serviceDefault: { is: 'the keys of the workspace work', source: entra },
  links: [entra],
  examples: {
    good: [{ properties: { workspaceName: 'plant', features: { disableLocalAuth: true } } }],
    bad: [
      { properties: { workspaceName: 'plant', features: { disableLocalAuth: false } } },
      { properties: { features: { enableLogAccessUsingOnlyResourcePermissions: true } } },
      { properties: { workspaceName: 'plant' } },
    ],
  },
});

export const lawNoPublicIngestion = defineRule({
  id: 'law-no-public-ingestion',
  title: 'Log Analytics workspaces take logs from private networks only',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['6c53d030-cc64-46f0-906d-2bc061cd1334'] },
  target: workspace,
  property: 'publicNetworkAccessForIngestion',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  threats: ['T-C10', 'T-C01'],
  controls: logNetwork,
  why: 'While logs are taken from the internet, a leaked key is enough to flood the workspace from anywhere: the bill grows, the cap is reached and the alarm of the plant drowns.',
  fix: {
    say: 'Connect the senders through an `AzureMonitor` private link scope, then set `publicNetworkAccessForIngestion` to `Disabled`. Diagnostic settings of Azure services are not affected.',
    replaces: false,
  },
  serviceDefault: { is: '`Enabled`', source: privateLink },
  links: [privateLink],
  examples: {
    good: [{ properties: { workspaceName: 'plant', publicNetworkAccessForIngestion: 'Disabled' } }],
    bad: [
      { properties: { publicNetworkAccessForIngestion: 'Enabled', publicNetworkAccessForQuery: 'Disabled' } },
      { properties: { workspaceName: 'plant' } },
    ],
  },
});

export const lawNoPublicQuery = defineRule({
  id: 'law-no-public-query',
  title: 'Log Analytics workspaces answer queries from private networks only',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['6c53d030-cc64-46f0-906d-2bc061cd1334'] },
  target: workspace,
  property: 'publicNetworkAccessForQuery',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C10', 'T-C01'],
  controls: logNetwork,
  why: 'The logs show addresses, names and habits of the whole plant. With a stolen token they can be read from any café, which is how the next attack is planned.',
  fix: {
    say: 'Give operators a way in over a private link scope, then set `publicNetworkAccessForQuery` to `Disabled`.',
    replaces: false,
  },
  serviceDefault: { is: '`Enabled`', source: privateLink },
  links: [privateLink],
  examples: {
    good: [{ properties: { workspaceName: 'plant', publicNetworkAccessForQuery: 'Disabled' } }],
    bad: [
      { properties: { publicNetworkAccessForIngestion: 'Disabled', publicNetworkAccessForQuery: 'Enabled' } },
      { properties: { workspaceName: 'plant' } },
    ],
  },
});

export const lawNoDailyCap = defineRule({
  id: 'law-no-daily-cap',
  title: 'Log Analytics workspaces drop no logs at a daily cap',
  topic: 'log-retention',
  class: 'monitoring',
  severity: 'low',
  target: workspace,
  property: 'workspaceCapping.dailyQuotaGb',
  pass: oneOf(-1),
  whenAbsent: 'pass',
  printable: true,
  controls: ['nist:AU-11', 'iec33:SR2.9', 'iec33:SR2.10'],
  why: 'Past the cap everything is thrown away until the next day. An intruder only has to make noise for an hour and works unseen for the rest of it.',
  fix: {
    say: 'Remove `workspaceCapping` or set `dailyQuotaGb` to `-1`, and watch the cost with a budget alert. Exempt workspaces without security logs.',
    replaces: false,
  },
  serviceDefault: { is: 'no cap', source: `${logs}/daily-cap` },
  links: [`${logs}/daily-cap`],
  examples: {
    good: [
      { properties: { workspaceName: 'plant', sku: { name: 'PerGB2018' } } },
      { properties: { workspaceCapping: { dailyQuotaGb: -1 } } },
    ],
    bad: [
      { properties: { workspaceName: 'plant', workspaceCapping: { dailyQuotaGb: 5 } } },
      { properties: { workspaceCapping: { dailyQuotaGb: 0.5 } } },
    ],
  },
});

export const lawNoImmediatePurge = defineRule({
  id: 'law-no-immediate-purge',
  title: 'Log Analytics workspaces do not purge logs right after 30 days',
  topic: 'log-retention',
  class: 'data-protection',
  severity: 'low',
  target: workspace,
  property: 'features.immediatePurgeDataOn30Days',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'Deleted logs can normally be brought back for some days; with this switch the evidence of an incident that is noticed on day 31 is gone for good.',
  fix: {
    say: 'Set `features.immediatePurgeDataOn30Days` to `false`, or leave it out.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'data is removed some days after the end of its retention', source: retention },
  links: [retention],
  examples: {
    good: [
      { properties: { workspaceName: 'plant', features: { disableLocalAuth: true } } },
      { properties: { features: { immediatePurgeDataOn30Days: false } } },
    ],
    bad: [
      { properties: { workspaceName: 'plant', features: { immediatePurgeDataOn30Days: true } } },
      { properties: { retentionInDays: 30, features: { immediatePurgeDataOn30Days: 'true' } } },
    ],
  },
});

export const lawCustomerStorage = defineRule({
  id: 'law-customer-storage-queries',
  title: 'Saved queries lie in a storage account under a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['fa298e57-9444-42ba-bf04-86e8470e32c7'] },
  target: workspace,
  property: 'forceCmkForQuery',
  pass: isTrue,
  whenAbsent: 'fail',
  demandedBy: 'requireCustomerKey',
  options: {
    requireCustomerKey: {
      type: 'boolean',
      default: false,
      description:
        'Asks for saved queries in a storage account of your own, where logs are under your own key.',
    },
  },
  printable: true,
  why: 'Queries that people save hold names of machines and staff. Where the logs themselves are under a key of the plant, these texts would be the part that withdrawing the key does not close.',
  fix: {
    say: 'Link a storage account to the workspace for queries, then set `forceCmkForQuery` to `true`. Queries saved before are deleted from the workspace.',
    replaces: false,
  },
  serviceDefault: { is: 'queries lie in the workspace, under a key of Microsoft', source: keys },
  links: [keys],
  examples: {
    good: [
      {
        properties: { workspaceName: 'plant', forceCmkForQuery: true },
        options: { requireCustomerKey: true },
      },
      { properties: { workspaceName: 'plant' } },
    ],
    bad: [
      { properties: { workspaceName: 'plant' }, options: { requireCustomerKey: true } },
      { properties: { forceCmkForQuery: false }, options: { requireCustomerKey: true } },
    ],
  },
});

const clusterKey = { keyName: 'logs', keyVaultUri: 'https://plant.vault.azure.net/' };

export const lawClusterCustomerKey = defineRule({
  id: 'law-cluster-cmk',
  title: 'Log Analytics clusters are encrypted with a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['1f68a601-6e6d-4e42-babf-3f643a047ea2'] },
  target: logCluster,
  property: ['keyVaultProperties.keyName', 'keyVaultProperties.keyVaultUri'],
  readsOrigins: true,
  check: (view) =>
    ['keyVaultProperties.keyName', 'keyVaultProperties.keyVaultUri'].map((path) =>
      mustBeGiven(view, path, `\`${path}\` is not set, so the logs are encrypted with a key of Microsoft.`),
    ),
  why: 'A cluster of its own is paid for to hold sensitive logs; without a key of the plant nobody there can close them off at once, for instance when a supplier or a tenant is lost.',
  fix: {
    say: 'Set `keyVaultProperties` to `keyName` and `keyVaultUri` of a key in a vault with purge protection, and give the identity of the cluster access to it.',
    replaces: false,
  },
  serviceDefault: { is: 'a key of Microsoft is used', source: keys },
  links: [keys],
  examples: {
    good: [
      { properties: { clusterName: 'plant', keyVaultProperties: clusterKey } },
      { properties: { keyVaultProperties: { ...clusterKey, keyVersion: '', keyRsaSize: 3072 } } },
    ],
    bad: [
      {
        properties: { clusterName: 'plant', sku: { name: 'CapacityReservation', capacity: 100 } },
        at: ['keyVaultProperties.keyName', 'keyVaultProperties.keyVaultUri'],
      },
      { properties: { keyVaultProperties: { keyName: 'logs' } }, at: ['keyVaultProperties.keyVaultUri'] },
    ],
  },
});

export const lawClusterDouble = defineRule({
  id: 'law-cluster-double-encryption',
  title: 'Log Analytics clusters encrypt their data twice',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['ea0dfaed-95fb-448c-934e-d6e713ce393d'] },
  target: logCluster,
  property: 'isDoubleEncryptionEnabled',
  pass: notFalse,
  whenAbsent: 'pass',
  printable: true,
  why: 'Security logs of a utility are kept for years; the second layer still holds when one algorithm or one implementation turns out to be broken in that time.',
  fix: {
    say: 'Set `isDoubleEncryptionEnabled` to `true`, or leave it out, when the cluster is created.',
    replaces: true,
  },
  serviceDefault: { is: '`true`', source: typings },
  links: [keys],
  examples: {
    good: [
      { properties: { clusterName: 'plant', isDoubleEncryptionEnabled: true } },
      { properties: { clusterName: 'plant', sku: { name: 'CapacityReservation', capacity: 100 } } },
    ],
    bad: [
      { properties: { clusterName: 'plant', isDoubleEncryptionEnabled: false } },
      { properties: { isDoubleEncryptionEnabled: 'False' } },
    ],
  },
});

const component = { applicationType: 'web', kind: 'web', resourceName: 'ingest' };
const workspaceResourceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/plant';

export const appInsightsWorkspaceBased = defineRule({
  id: 'appinsights-workspace-based',
  title: 'Application Insights keeps its data in a Log Analytics workspace',
  topic: 'log-retention',
  class: 'monitoring',
  severity: 'low',
  peers: { psrule: ['Azure.AppInsights.Workspace'], azurePolicy: ['d550e854-df1a-4de9-bf44-cd894b39a95e'] },
  target: appInsights,
  property: ['workspaceResourceId', 'ingestionMode'],
  readsOrigins: true,
  check: (view) => [
    mustBeGiven(
      view,
      'workspaceResourceId',
      '`workspaceResourceId` is not set, so the data lies beside all other logs.',
    ),
    verdictOf(view.one('ingestionMode'), {
      must: oneOf('LogAnalytics'),
      whenAbsent: 'pass',
      serviceDefault: 'the SDK writes `LogAnalytics`',
      printable: true,
    }),
  ],
  why: 'Data outside of the workspace follows rules of its own for retention, access and encryption, and one query over a function and the hub that feeds it is not possible.',
  fix: {
    say: 'Set `workspaceResourceId` to the id of the workspace and `ingestionMode` to `LogAnalytics`.',
    replaces: false,
  },
  serviceDefault: { is: 'no workspace, which Azure has retired', source: `${app}/create-workspace-resource` },
  links: [`${app}/create-workspace-resource`],
  examples: {
    good: [
      { properties: { ...component, workspaceResourceId, ingestionMode: 'LogAnalytics' } },
      { properties: { ...component, workspaceResourceId } },
    ],
    bad: [
      { properties: component, at: ['workspaceResourceId'] },
      {
        properties: { ...component, workspaceResourceId, ingestionMode: 'ApplicationInsights' },
        at: ['ingestionMode'],
      },
    ],
  },
});

export const appInsightsDisableLocalAuth = defineRule({
  id: 'appinsights-disable-local-auth',
  title: 'Application Insights takes telemetry only from senders that sign in',
  topic: 'iothub-disable-local-auth',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.AppInsights.LocalAuth'], azurePolicy: ['199d5677-e4d9-4264-9465-efe1839c06bd'] },
  target: appInsights,
  property: 'disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C10', 'T-C02'],
  controls: logIdentity,
  why: 'The instrumentation key stands in every build of the software and in browsers; whoever copies it writes false health data, until the dashboard of the plant shows green for a service that is down.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` once the senders use a managed identity with the role Monitoring Metrics Publisher.',
    replaces: false,
  },
  serviceDefault: { is: 'the instrumentation key is enough', source: `${app}/azure-ad-authentication` },
  links: [`${app}/azure-ad-authentication`],
  examples: {
    good: [{ properties: { ...component, workspaceResourceId, disableLocalAuth: true } }],
    bad: [
      { properties: { ...component, disableLocalAuth: false } },
      { properties: { ...component, workspaceResourceId } },
    ],
  },
});

export const appInsightsNoPublicIngestion = defineRule({
  id: 'appinsights-no-public-ingestion',
  title: 'Application Insights is reached from private networks only',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'low',
  peers: { azurePolicy: ['1bc02227-0cb6-4e11-8f53-eb0b22eab7e8'] },
  target: appInsights,
  property: ['publicNetworkAccessForIngestion', 'publicNetworkAccessForQuery'],
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  threats: ['T-C10', 'T-C01'],
  controls: logNetwork,
  why: 'Traces of the ingest functions carry device names and error texts. On the public endpoint they can be read with one stolen token, and false ones can be sent from anywhere.',
  fix: {
    say: 'Connect senders and readers through an `AzureMonitor` private link scope, then set both properties to `Disabled`. Components that browsers report to need the public endpoint: exempt them.',
    replaces: false,
  },
  serviceDefault: { is: '`Enabled` for both, which the SDK writes as well', source: typings },
  links: [privateLink],
  examples: {
    good: [
      {
        properties: {
          ...component,
          publicNetworkAccessForIngestion: 'Disabled',
          publicNetworkAccessForQuery: 'Disabled',
        },
      },
    ],
    bad: [
      {
        properties: {
          ...component,
          publicNetworkAccessForIngestion: 'Disabled',
          publicNetworkAccessForQuery: 'Enabled',
        },
        at: ['publicNetworkAccessForQuery'],
      },
      {
        properties: component,
        at: ['publicNetworkAccessForIngestion', 'publicNetworkAccessForQuery'],
      },
    ],
  },
});

export const appInsightsIpMasking = defineRule({
  id: 'appinsights-ip-masking',
  title: 'Application Insights stores no full addresses of clients',
  topic: 'report-redaction',
  class: 'data-protection',
  severity: 'low',
  target: appInsights,
  property: 'disableIpMasking',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  threats: ['T-C13'],
  controls: ['gdpr:5.1.c', 'gdpr:32.1.a', 'iec33:SR4.1', 'enisa:GP-TM-10'],
  why: 'Full addresses make telemetry of a service into personal data of the staff and customers who use it: a leak must then be reported, and a works council has a say.',
  fix: { say: 'Set `disableIpMasking` to `false`, or leave it out.', replaces: false, value: false },
  serviceDefault: {
    is: 'addresses are looked up and then stored as 0.0.0.0',
    source: `${app}/ip-collection`,
  },
  links: [`${app}/ip-collection`],
  examples: {
    good: [
      { properties: { ...component, workspaceResourceId } },
      { properties: { ...component, disableIpMasking: false } },
    ],
    bad: [
      { properties: { ...component, workspaceResourceId, disableIpMasking: true } },
      { properties: { ...component, disableIpMasking: 'true' } },
    ],
  },
});

export const amplsPrivateOnly = defineRule({
  id: 'ampls-private-only',
  title: 'Private link scopes of Azure Monitor reach only what belongs to them',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['a499fed8-bcc8-4195-b154-641f14743757'] },
  target: monitorPrivateLinkScope,
  property: ['accessModeSettings.ingestionAccessMode', 'accessModeSettings.queryAccessMode'],
  pass: oneOf('PrivateOnly'),
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C10', 'T-C01'],
  controls: logNetwork,
  why: 'In mode `Open` a machine of the plant network may still send its logs to a workspace of any tenant, which is a way out for stolen data that looks like monitoring.',
  fix: {
    say: 'Add all workspaces and components that the network uses to the scope, then set both access modes to `PrivateOnly`.',
    replaces: false,
  },
  serviceDefault: { is: '`Open`', source: typings },
  links: [privateLink],
  examples: {
    good: [
      {
        properties: {
          location: 'global',
          accessModeSettings: { ingestionAccessMode: 'PrivateOnly', queryAccessMode: 'PrivateOnly' },
        },
      },
    ],
    bad: [
      {
        properties: {
          location: 'global',
          accessModeSettings: { ingestionAccessMode: 'Open', queryAccessMode: 'PrivateOnly' },
        },
        at: ['accessModeSettings.ingestionAccessMode'],
      },
      { properties: { location: 'global' } },
    ],
  },
});

export const dcePublicAccess = defineRule({
  id: 'dce-public-network-access-disabled',
  title: 'Data collection endpoints are closed to the public network',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'medium',
  target: dataCollectionEndpoint,
  property: 'networkAcls.publicNetworkAccess',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C10', 'T-C01'],
  controls: logNetwork,
  why: 'Agents on gateways and servers fetch their orders and leave their logs here. In the open, anybody with a token can learn what is collected and send invented events into the security logs.',
  fix: {
    say: 'Add the endpoint to an `AzureMonitor` private link scope, then set `networkAcls.publicNetworkAccess` to `Disabled`. `SecuredByPerimeter` protects only with a perimeter that is enforced.',
    replaces: false,
  },
  serviceDefault: { is: 'the public network is allowed' },
  links: [
    'https://learn.microsoft.com/azure/azure-monitor/data-collection/data-collection-endpoint-overview',
  ],
  examples: {
    good: [
      { properties: { kind: 'Linux', networkAcls: { publicNetworkAccess: 'Disabled' } } },
      { properties: { networkAcls: { publicNetworkAccess: 'SecuredByPerimeter' } } },
    ],
    bad: [
      { properties: { kind: 'Linux', networkAcls: { publicNetworkAccess: 'Enabled' } } },
      { properties: { dataCollectionEndpointName: 'plant', kind: 'Linux' } },
    ],
  },
});
