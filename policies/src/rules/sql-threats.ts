import {
  sqlDatabaseAlertPolicy,
  sqlExpressAssessment,
  sqlServer,
  sqlServerAlertPolicy,
  sqlServerAssessment,
} from '../resources/types';
import { isList, type Properties, type Value } from '../resources/value';
import { allOf, anyOf } from '../rule/answers';
import { type Condition, isNotSet, isTrue, notFalse, oneOf } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import { defineRule, type ExampleResource, type StackRule } from '../rule/rule';
import { settingRule } from '../rule/setting-rules';
import { verdictFor, verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/azure-sql/database';
const defender = `${docs}/azure-defender-for-sql`;
const alerts = `${docs}/threat-detection-overview`;
const assessment = `${docs}/sql-vulnerability-assessment`;
const typings = 'azure-native 3.28 typings';

const server: ExampleResource = {
  type: sqlServer,
  name: 'server',
  properties: { serverName: 'plant-sql', location: 'westeurope', version: '12.0' },
};

const beside = (type: ExampleResource['type'], properties: Properties): ExampleResource => ({
  type,
  name: 'policy',
  properties,
  uses: { serverName: 'serverName' in properties ? [] : ['server'] },
});

export const sqlSecurityAlert = settingRule({
  id: 'sql-security-alert',
  title: 'Azure SQL looks for attacks on its databases',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_13'],
    psrule: ['Azure.SQL.DefenderCloud'],
    azurePolicy: ['abfb4388-5bf4-4ad7-ba82-2cd2f41ceae9'],
  },
  owner: sqlServer,
  holders: [sqlServerAlertPolicy],
  by: 'serverName',
  judge: (view) => [
    verdictOf(view.one('state'), {
      must: oneOf('Enabled'),
      whenAbsent: 'fail',
      serviceDefault: 'nobody looks for attacks',
      printable: true,
    }),
  ],
  property: 'securityAlertPolicies',
  lacks: 'No `ServerSecurityAlertPolicy` of this stack names the server, so nobody looks for attacks on it.',
  why: 'SQL injection through a web form of the MES, or a login from a country without a plant, shows in the statements long before data is missing. Somebody has to look.',
  fix: { say: 'Add a `ServerSecurityAlertPolicy` for the server with `state: Enabled`.', replaces: false },
  serviceDefault: { is: 'nobody looks for attacks', source: defender },
  links: [defender, alerts],
  examples: {
    good: [
      {
        resources: [
          server,
          beside(sqlServerAlertPolicy, { securityAlertPolicyName: 'Default', state: 'Enabled' }),
        ],
      },
      {
        resources: [server, beside(sqlServerAlertPolicy, { serverName: 'plant-sql', state: 'Enabled' })],
      },
    ],
    bad: [
      { resources: [server], at: ['securityAlertPolicies'] },
      { resources: [server, beside(sqlServerAlertPolicy, { state: 'Disabled' })], at: ['state'] },
    ],
  },
});

/** Templates often write a list with one empty text; older APIs one text with semicolons. */
const entries = (value: Value): readonly Value[] =>
  isList(value) ? value.filter((item) => item !== '' && item !== null) : isNotSet.holds(value) ? [] : [value];

const namesNothing: Condition = { expected: 'name nothing', holds: (value) => entries(value).length === 0 };
const namesSomebody: Condition = {
  expected: 'name at least one address',
  holds: (value) => entries(value).length > 0,
};

export const sqlAlertTypes = defineRule({
  id: 'sql-alert-types-all',
  title: 'Azure SQL raises every kind of alert',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_25'], kics: ['574e8d82', '25cd1853'], trivy: ['AZU-0028'] },
  target: [sqlServerAlertPolicy, sqlDatabaseAlertPolicy],
  property: 'disabledAlerts',
  pass: namesNothing,
  whenAbsent: 'pass',
  why: 'A kind of alert is switched off after one false alarm and never comes back. The next injection or mass export of plant data then passes in silence.',
  fix: {
    say: 'Remove `disabledAlerts`, and mute single false alarms with a suppression rule.',
    replaces: false,
  },
  serviceDefault: { is: 'no kind of alert is switched off', source: alerts },
  links: [alerts],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', state: 'Enabled', disabledAlerts: [] } },
      { properties: { serverName: 'plant-sql', state: 'Enabled', emailAccountAdmins: true } },
    ],
    bad: [
      {
        properties: { serverName: 'plant-sql', state: 'Enabled', disabledAlerts: ['Sql_Injection'] },
        at: ['disabledAlerts', 'disabledAlerts'],
      },
      { properties: { serverName: 'plant-sql', state: 'Enabled', disabledAlerts: 'Data_Exfiltration;' } },
    ],
  },
});

export const sqlAlertEmails = defineRule({
  id: 'sql-alert-emails',
  title: 'Alerts of Azure SQL are mailed to somebody',
  topic: 'security-contact',
  class: 'threat-detection',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_26'], kics: ['89b79fe5'], trivy: ['AZU-0018'] },
  target: sqlServerAlertPolicy,
  property: 'emailAddresses',
  pass: namesSomebody,
  whenAbsent: 'fail',
  why: 'An alert that waits in a portal is found the next working day. The people on call for the plant have to get it, wherever they are.',
  fix: {
    say: 'Set `emailAddresses` to the address of the team that is on call, not of one person.',
    replaces: false,
  },
  serviceDefault: { is: 'nobody is named' },
  links: [alerts],
  examples: {
    good: [
      {
        properties: { serverName: 'plant-sql', state: 'Enabled', emailAddresses: ['on-call@plant.example'] },
      },
    ],
    bad: [
      { properties: { serverName: 'plant-sql', state: 'Enabled' }, at: ['emailAddresses'] },
      {
        properties: { serverName: 'plant-sql', state: 'Enabled', emailAddresses: [''] },
        at: ['emailAddresses'],
      },
    ],
  },
});

export const sqlAlertAdmins = defineRule({
  id: 'sql-alert-admins',
  title: 'Alerts of Azure SQL reach the administrators of the subscription',
  topic: 'security-contact',
  class: 'threat-detection',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_27'], kics: ['a8852cc0', '55975007'], trivy: ['AZU-0023'] },
  target: sqlServerAlertPolicy,
  property: 'emailAccountAdmins',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'Mail addresses in a template outlive the people behind them. The administrators of the subscription are those who can still act when the team on the list has moved on.',
  fix: { say: 'Set `emailAccountAdmins` to `true`.', replaces: false, value: true },
  serviceDefault: { is: 'administrators get no mail' },
  links: [alerts],
  examples: {
    good: [{ properties: { serverName: 'plant-sql', state: 'Enabled', emailAccountAdmins: true } }],
    bad: [
      { properties: { serverName: 'plant-sql', state: 'Enabled' }, at: ['emailAccountAdmins'] },
      {
        properties: { serverName: 'plant-sql', state: 'Enabled', emailAccountAdmins: false },
        at: ['emailAccountAdmins'],
      },
    ],
  },
});

const isExpressOn = { property: 'state', is: oneOf('Enabled'), whenAbsent: false } as const;
const assessmentsPath = 'vulnerabilityAssessments';
const noAssessment = `No \`SqlVulnerabilityAssessmentsSetting\` with \`state: Enabled\` and no \`ServerVulnerabilityAssessment\` of this stack names the server.`;
const scanStore = 'https://example.blob.core.windows.net/vulnerability-assessment';

export const sqlAssessment: StackRule = defineRule({
  id: 'sql-vulnerability-assessment',
  title: 'Azure SQL is scanned for weak spots',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_2'],
    psrule: ['Azure.SQL.VAScan'],
    azurePolicy: ['ef2a8f2a-b3d9-49cd-a8a8-9a3aaaf647d9'],
  },
  target: sqlServer,
  relates: [sqlExpressAssessment, sqlServerAssessment],
  property: assessmentsPath,
  // The two ways exclude each other, so one that is switched off beside the other is no fault.
  checkStack: (subject, stack) => {
    const express = stack
      .referring(sqlExpressAssessment, ['serverName'], subject)
      .map(({ resource, answer }) => allOf([answer, holds(isExpressOn, stack.view(resource))]));
    const classic = stack.referring(sqlServerAssessment, ['serverName'], subject).map(({ answer }) => answer);
    return [verdictFor(anyOf([...express, ...classic]), assessmentsPath, noAssessment)];
  },
  why: 'Rights grow with each supplier and each quick fix, and a database lives as long as the machine. A scan shows logins with too many rights and open settings before somebody else finds them.',
  fix: {
    say: 'Add a `SqlVulnerabilityAssessmentsSetting` for the server with `vulnerabilityAssessmentName: default` and `state: Enabled`.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is scanned', source: assessment },
  links: [assessment],
  examples: {
    good: [
      { resources: [server, beside(sqlExpressAssessment, { state: 'Enabled' })] },
      {
        resources: [
          server,
          beside(sqlServerAssessment, { serverName: 'plant-sql', storageContainerPath: scanStore }),
          { ...beside(sqlExpressAssessment, { state: 'Disabled' }), name: 'express' },
        ],
      },
    ],
    bad: [
      { resources: [server], at: [assessmentsPath] },
      { resources: [server, beside(sqlExpressAssessment, { state: 'Disabled' })], at: [assessmentsPath] },
    ],
  },
});

export const sqlRecurringScans = defineRule({
  id: 'sql-va-recurring-scans',
  title: 'Azure SQL is scanned every week, and the results are mailed',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'low',
  peers: { checkov: ['CKV2_AZURE_3', 'CKV2_AZURE_4', 'CKV2_AZURE_5'] },
  target: sqlServerAssessment,
  property: ['recurringScans.isEnabled', 'recurringScans.emails', 'recurringScans.emailSubscriptionAdmins'],
  check: (view) => {
    const serviceDefault = 'nothing is scanned by itself, and nobody gets the results';
    const judge = (path: string, must: Condition, whenAbsent: 'pass' | 'fail') =>
      verdictOf(view.one(path), { must, whenAbsent, serviceDefault });
    return [
      judge('recurringScans.isEnabled', isTrue, 'fail'),
      judge('recurringScans.emails', namesSomebody, 'fail'),
      judge('recurringScans.emailSubscriptionAdmins', notFalse, 'pass'),
    ];
  },
  why: 'A scan on the day of going live says nothing about the login that a service technician was given a year later. Only what comes again and lands in front of somebody is acted on.',
  fix: {
    say: 'Set `recurringScans.isEnabled` to `true`, `recurringScans.emails` to the team on call, and leave `recurringScans.emailSubscriptionAdmins` at `true`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'nothing is scanned by itself; administrators would get the results',
    source: typings,
  },
  links: [assessment],
  examples: {
    good: [
      {
        properties: {
          serverName: 'plant-sql',
          storageContainerPath: scanStore,
          recurringScans: {
            isEnabled: true,
            emails: ['on-call@plant.example'],
            emailSubscriptionAdmins: true,
          },
        },
      },
    ],
    bad: [
      {
        properties: { serverName: 'plant-sql', storageContainerPath: scanStore },
        at: ['recurringScans.isEnabled', 'recurringScans.emails'],
      },
      {
        properties: {
          serverName: 'plant-sql',
          storageContainerPath: scanStore,
          recurringScans: { isEnabled: true, emails: [], emailSubscriptionAdmins: false },
        },
        at: ['recurringScans.emails', 'recurringScans.emailSubscriptionAdmins'],
      },
    ],
  },
});

export const sqlAssessmentNoKey = defineRule({
  id: 'sql-va-no-key',
  title: 'Scan results of Azure SQL are stored with an identity, not with a key',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'medium',
  target: sqlServerAssessment,
  property: ['storageAccountAccessKey', 'storageContainerSasKey'],
  pass: isNotSet,
  whenAbsent: 'pass',
  why: 'The results list the open doors of each database. A storage key in the state or in a template opens that list, and everything else in the account.',
  fix: {
    say: 'Remove `storageAccountAccessKey` and `storageContainerSasKey`, and give the identity of the server the role Storage Blob Data Contributor; or use the express setting, which needs no storage.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the identity of the server is used',
    source:
      'https://learn.microsoft.com/azure/azure-sql/database/sql-database-vulnerability-assessment-storage',
  },
  links: [`${docs}/sql-database-vulnerability-assessment-storage`],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', storageContainerPath: scanStore } },
      {
        properties: {
          serverName: 'plant-sql',
          storageContainerPath: scanStore,
          recurringScans: { isEnabled: true },
        },
      },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-sql',
          storageContainerPath: scanStore,
          storageAccountAccessKey: 'example-only',
        },
        at: ['storageAccountAccessKey'],
      },
      {
        properties: {
          serverName: 'plant-sql',
          storageContainerPath: scanStore,
          storageContainerSasKey: 'example-only',
        },
        at: ['storageContainerSasKey'],
      },
    ],
  },
});
