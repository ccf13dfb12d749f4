import {
  diagnosticSetting,
  sqlAuditing,
  sqlDatabase,
  sqlDatabaseAuditing,
  sqlDatabaseExtendedAuditing,
  sqlExtendedAuditing,
  sqlServer,
} from '../resources/types';
import { type Properties, textOf } from '../resources/value';
import { type Condition, isNotSet, isTrue, notTrue, oneOf } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import { isGiven } from '../rule/references';
import { defineRule, type ExampleResource, type ResourceView, type Verdict } from '../rule/rule';
import { settingRule } from '../rule/setting-rules';
import { diagnosticsRule } from '../rule/stack-rules';
import { undecidedAt } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/azure-sql/database';
const auditing = `${docs}/auditing-overview`;
const setup = `${docs}/auditing-setup`;

/** The policies of a server and of a single database, each in its plain and its extended form. */
const policies = [
  sqlExtendedAuditing,
  sqlAuditing,
  sqlDatabaseExtendedAuditing,
  sqlDatabaseAuditing,
] as const;

const server: ExampleResource = {
  type: sqlServer,
  name: 'server',
  properties: { serverName: 'plant-sql', location: 'westeurope', identity: { type: 'SystemAssigned' } },
};

const policy = (
  properties: Properties,
  type: ExampleResource['type'] = sqlExtendedAuditing,
): ExampleResource => ({
  type,
  name: 'audit',
  properties,
  uses: { serverName: 'serverName' in properties ? [] : ['server'] },
});

const storageEndpoint = 'https://example.blob.core.windows.net';

/** Auditing is on and its records go somewhere. */
function judgeAuditing(view: ResourceView): readonly Verdict[] {
  const state = verdictOf(view.one('state'), {
    must: oneOf('Enabled'),
    whenAbsent: 'fail',
    serviceDefault: 'auditing is off',
    printable: true,
  });
  const toStorage = isGiven(view, 'storageEndpoint');
  if (state.outcome === 'fail' || toStorage === 'yes') return [state];
  const monitor = 'isAzureMonitorTargetEnabled';
  const toMonitor = holds({ property: monitor, is: isTrue, whenAbsent: false }, view);
  if (toMonitor === 'yes') return [state];
  if (toMonitor === 'maybe') return [{ outcome: 'unknown', property: monitor }];
  if (toStorage === 'maybe') return [{ outcome: 'unknown', property: 'storageEndpoint' }];
  const message = `Neither \`${monitor}\` is \`true\` nor \`storageEndpoint\` is set, so the records go nowhere.`;
  return [{ outcome: 'fail', property: monitor, message }];
}

export const sqlAuditingOn = settingRule({
  id: 'sql-auditing',
  title: 'Azure SQL records who did what',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_23'],
    psrule: ['Azure.SQL.Auditing'],
    azurePolicy: ['a6fb4358-5bf4-4ad7-ba82-2cd2f41ce5e9'],
    kics: ['e055285c', '609839ae', 'f7e296b0', '83a229ba'],
    trivy: ['AZU-0027'],
  },
  owner: sqlServer,
  holders: [sqlExtendedAuditing, sqlAuditing],
  by: 'serverName',
  judge: judgeAuditing,
  property: 'auditingSettings',
  lacks:
    'No auditing policy of this stack names the server, so nobody records who reads or changes its data.',
  why: 'When a recipe was changed or customer data left, the record of logins and statements is the only witness. Without auditing the question who it was stays open for ever.',
  fix: {
    say: 'Add an `ExtendedServerBlobAuditingPolicy` with `state: Enabled` and `isAzureMonitorTargetEnabled: true` (with a diagnostic setting on the database `master`) or a `storageEndpoint`.',
    replaces: false,
  },
  serviceDefault: { is: 'auditing is off', source: auditing },
  links: [auditing, setup],
  examples: {
    good: [
      { resources: [server, policy({ state: 'Enabled', isAzureMonitorTargetEnabled: true })] },
      { resources: [server, policy({ state: 'Enabled', storageEndpoint }, sqlAuditing)] },
      {
        resources: [server, policy({ serverName: 'plant-sql', state: 'Enabled', storageEndpoint })],
      },
    ],
    bad: [
      { resources: [server], at: ['auditingSettings'] },
      { resources: [server, policy({ state: 'Disabled', storageEndpoint })], at: ['state'] },
      { resources: [server, policy({ state: 'Enabled' })], at: ['isAzureMonitorTargetEnabled'] },
    ],
  },
});

const endless = 'records are kept without end';

const keptFor = (days: number): Condition => ({
  expected: `be 0 (without end) or at least ${days} days`,
  holds: (value) => {
    if (typeof value === 'object' || typeof value === 'boolean') return false;
    const kept = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    return kept === 0 || kept >= days;
  },
});

export const sqlAuditRetention = defineRule({
  id: 'sql-audit-retention',
  title: 'Azure SQL keeps its audit records for at least 90 days',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_24', 'CKV_AZURE_156'],
    azurePolicy: ['89099bee-89e0-4b26-a5f4-165451757743'],
    kics: ['c09cdac2', '9c301481', '59acb56b'],
    trivy: ['AZU-0025'],
  },
  target: policies,
  property: ['retentionDays', 'storageEndpoint'],
  options: {
    minimumDays: {
      description: 'The least number of days for which records in a storage account must be kept.',
      type: 'integer',
      default: 90,
      minimum: 1,
      maximum: 3285,
    },
  },
  // Records in a workspace are kept for as long as the workspace says.
  readsOrigins: true,
  check: (view, { minimumDays }) => {
    const toStorage = isGiven(view, 'storageEndpoint');
    if (toStorage === 'no') return [];
    const verdict = verdictOf(view.one('retentionDays'), {
      must: keptFor(Number(minimumDays)),
      whenAbsent: 'pass',
      serviceDefault: endless,
      printable: true,
    });
    return toStorage === 'maybe' ? undecidedAt('storageEndpoint', [verdict]) : [verdict];
  },
  printable: true,
  why: 'Intruders in plants are noticed after months, not days. Records that are gone by then cannot show when it began and what was taken.',
  fix: { say: 'Set `retentionDays` to `0` (without end) or to at least `90`.', replaces: false },
  serviceDefault: { is: endless, source: auditing },
  links: [auditing],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', state: 'Enabled', storageEndpoint, retentionDays: 0 } },
      { properties: { serverName: 'plant-sql', state: 'Enabled', storageEndpoint, retentionDays: 90 } },
      { properties: { serverName: 'plant-sql', state: 'Enabled', storageEndpoint } },
      { properties: { serverName: 'plant-sql', state: 'Enabled', isAzureMonitorTargetEnabled: true } },
    ],
    bad: [
      {
        properties: { serverName: 'plant-sql', state: 'Enabled', storageEndpoint, retentionDays: 30 },
        at: Array.from(policies, () => 'retentionDays'),
      },
      {
        properties: { serverName: 'plant-sql', state: 'Enabled', storageEndpoint, retentionDays: 90 },
        options: { minimumDays: 365 },
      },
    ],
  },
});

const recommended = [
  'BATCH_COMPLETED_GROUP',
  'SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP',
  'FAILED_DATABASE_AUTHENTICATION_GROUP',
] as const;
const groupsPath = 'auditActionsAndGroups';

function judgeGroups(view: ResourceView): readonly Verdict[] {
  const readings = view.all(`${groupsPath}[]`);
  const names = readings.flatMap((one) =>
    one.state === 'known' ? textOf(one.value).trim().toUpperCase() : [],
  );
  const unknown = readings.find((one) => one.state === 'unknown');
  const missing = recommended.filter((group) => !names.includes(group));
  const isDefault = names.length === 0 && !unknown;
  if (isDefault || missing.length === 0) return [{ outcome: 'pass', property: groupsPath }];
  if (unknown) return [{ outcome: 'unknown', property: unknown.path }];
  const message = `\`${groupsPath}\` leaves out ${missing.map((group) => `\`${group}\``).join(', ')}.`;
  return [{ outcome: 'fail', property: groupsPath, message }];
}

export const sqlAuditGroups = defineRule({
  id: 'sql-audit-action-groups',
  title: 'Azure SQL audits statements as well as good and failed logins',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'low',
  peers: { azurePolicy: ['7ff426e2-515f-405a-91c8-4f2333442eb5'] },
  target: policies,
  property: groupsPath,
  check: judgeGroups,
  why: 'An audit that leaves out failed logins does not show the guessing, and one without statements does not show what was changed afterwards. Both ends belong to one story.',
  fix: {
    say: `Remove \`${groupsPath}\`, or list ${recommended.map((group) => `\`${group}\``).join(', ')} in it.`,
    replaces: false,
  },
  serviceDefault: { is: 'these three groups are audited', source: 'azure-native 3.28 typings' },
  links: [setup],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', state: 'Enabled', auditActionsAndGroups: recommended } },
      { properties: { serverName: 'plant-sql', state: 'Enabled' } },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-sql',
          state: 'Enabled',
          auditActionsAndGroups: ['SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP', 'BATCH_COMPLETED_GROUP'],
        },
        at: Array.from(policies, () => groupsPath),
      },
    ],
  },
});

export const sqlAuditIdentity = defineRule({
  id: 'sql-audit-managed-identity',
  title: 'Azure SQL writes its audit records with its identity, not with a storage key',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'medium',
  target: policies,
  property: 'storageAccountAccessKey',
  pass: isNotSet,
  whenAbsent: 'pass',
  when: [{ property: 'isManagedIdentityInUse', is: notTrue, whenAbsent: true }],
  why: 'Who holds the key of the audit store can delete the traces, and the key stands in the state and in each template. When it is rotated, the audit stops without a sound.',
  fix: {
    say: 'Remove `storageAccountAccessKey`, set `isManagedIdentityInUse` to `true` and give the identity of the server the role Storage Blob Data Contributor.',
    replaces: false,
  },
  serviceDefault: {
    is: 'without a key the identity of the server is used',
    source: 'azure-native 3.28 typings',
  },
  links: [`${docs}/auditing-managed-identity`],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', state: 'Enabled', storageEndpoint } },
      {
        properties: {
          serverName: 'plant-sql',
          state: 'Enabled',
          storageEndpoint,
          isManagedIdentityInUse: true,
        },
      },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-sql',
          state: 'Enabled',
          storageEndpoint,
          storageAccountAccessKey: 'example-only',
        },
        at: Array.from(policies, () => 'storageAccountAccessKey'),
      },
      {
        properties: {
          serverName: 'plant-sql',
          state: 'Enabled',
          storageEndpoint,
          storageAccountAccessKey: 'example-only',
          isManagedIdentityInUse: false,
        },
      },
    ],
  },
});

const database: ExampleResource = {
  type: sqlDatabase,
  name: 'batches',
  properties: { serverName: 'plant-sql', databaseName: 'batches', sku: { name: 'S2', tier: 'Standard' } },
};

const logging = (
  category: string,
  properties: Properties = {},
  uses: readonly string[] = [],
): ExampleResource => ({
  type: diagnosticSetting,
  name: 'batches-logs',
  properties: {
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    logs: [{ category, enabled: true }],
    ...properties,
  },
  uses: { resourceUri: uses },
});

export const sqlDatabaseDiagnostics = diagnosticsRule({
  id: 'sql-db-diagnostics',
  title: 'Azure SQL databases send their audit log to a place that keeps it',
  topic: 'db-auditing',
  severity: 'low',
  peers: { azurePolicy: ['b79fa14e-238a-4c2d-b376-442ce508fc84'] },
  target: sqlDatabase,
  categories: ['SQLSecurityAuditEvents'],
  groups: ['audit'],
  why: 'Records that stay with the database can be searched by nobody and alarm nobody. In a workspace they stand beside those of the hub and the gateways, where an attack shows as a whole.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the database with a workspace and the category `SQLSecurityAuditEvents` (or the category group `audit` or `allLogs`).',
    replaces: false,
  },
  serviceDefault: { is: 'no log leaves the database', source: setup },
  examples: {
    good: [
      { resources: [database, logging('SQLSecurityAuditEvents', {}, ['batches'])] },
      {
        resources: [
          database,
          logging('SQLSecurityAuditEvents', {
            resourceUri:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/plant-sql/databases/batches',
          }),
        ],
      },
    ],
    bad: [{ resources: [database] }, { resources: [database, logging('Deadlocks', {}, ['batches'])] }],
  },
});
