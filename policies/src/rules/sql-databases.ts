import { sqlDatabase, sqlLongTermRetention, sqlShortTermRetention } from '../resources/types';
import type { Properties } from '../resources/value';
import { atLeast, type Condition, isTrue, noneOf, oneOf } from '../rule/conditions';
import { isGiven } from '../rule/references';
import { defineRule, type ExampleResource } from '../rule/rule';
import { settingRule } from '../rule/setting-rules';
import { undecidedAt } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/azure-sql/database';
const backups = `${docs}/automated-backups-overview`;
const longTerm = `${docs}/long-term-retention-overview`;
const ledger = 'https://learn.microsoft.com/sql/relational-databases/security/ledger/ledger-overview';

const names = { serverName: 'plant-sql', databaseName: 'batches' } as const;

export const sqlBackupRedundancy = defineRule({
  id: 'sql-db-backup-redundancy',
  title: 'Backups of Azure SQL databases outlast the loss of a data centre',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: { azurePolicy: ['b219b9cf-f672-4f96-9ab0-f5a3ac5e1c13'] },
  target: sqlDatabase,
  property: 'requestedBackupStorageRedundancy',
  options: {
    keepInRegion: {
      description: 'Data must not leave its region, so backups may not be copied to another one.',
      type: 'boolean',
      default: false,
    },
  },
  check: (view, { keepInRegion }) => [
    verdictOf(view.one('requestedBackupStorageRedundancy'), {
      must: keepInRegion === true ? oneOf('Zone') : noneOf('Local'),
      whenAbsent: keepInRegion === true ? 'fail' : 'pass',
      serviceDefault: 'backups are copied to the paired region',
      printable: true,
    }),
  ],
  printable: true,
  why: 'With copies in one building only, a fire or a flood takes the database and its backups together, and with them the batch records that a regulator asks for.',
  fix: {
    say: 'Set `requestedBackupStorageRedundancy` to `Geo` or `GeoZone`, or to `Zone` where data must stay in its region.',
    replaces: false,
  },
  serviceDefault: { is: 'backups are copied to the paired region', source: backups },
  links: [backups],
  examples: {
    good: [
      { properties: { ...names, requestedBackupStorageRedundancy: 'GeoZone' } },
      { properties: { ...names, sku: { name: 'S2' } } },
      {
        properties: { ...names, requestedBackupStorageRedundancy: 'Zone' },
        options: { keepInRegion: true },
      },
    ],
    bad: [
      {
        properties: { ...names, requestedBackupStorageRedundancy: 'Local' },
        at: ['requestedBackupStorageRedundancy'],
      },
      {
        properties: { ...names, sku: { name: 'S2' } },
        options: { keepInRegion: true },
        at: ['requestedBackupStorageRedundancy'],
      },
    ],
  },
});

const defaultDays = 7;
const defaultDaysText = 'backups go back seven days';

export const sqlShortRetention = defineRule({
  id: 'sql-db-short-term-retention',
  title: 'Azure SQL databases can be put back to any moment of the last week',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  target: sqlShortTermRetention,
  property: 'retentionDays',
  options: {
    minimumDays: {
      description: 'The least number of days for which a database can be put back to any moment.',
      type: 'integer',
      default: defaultDays,
      minimum: 1,
      maximum: 35,
    },
  },
  check: (view, { minimumDays }) => {
    const least = Number(minimumDays);
    return [
      verdictOf(view.one('retentionDays'), {
        must: atLeast(least, ' days'),
        whenAbsent: defaultDays >= least ? 'pass' : 'fail',
        serviceDefault: defaultDaysText,
        printable: true,
      }),
    ];
  },
  printable: true,
  why: 'A faulty import or a deleted table in a plant is often noticed only after the weekend. With one day of backups there is nothing left to go back to.',
  fix: { say: 'Set `retentionDays` to at least `7`.', replaces: false },
  serviceDefault: { is: defaultDaysText, source: backups },
  links: [backups],
  examples: {
    good: [
      { properties: { ...names, policyName: 'default', retentionDays: 14, diffBackupIntervalInHours: 12 } },
      { properties: { ...names, policyName: 'default' } },
    ],
    bad: [
      { properties: { ...names, policyName: 'default', retentionDays: 1 }, at: ['retentionDays'] },
      { properties: { ...names }, options: { minimumDays: 14 }, at: ['retentionDays'] },
    ],
  },
});

/** `P4W`, `P1Y`: a span of ISO 8601 that is longer than nothing. `PT0S` switches the policy off. */
const isSpan: Condition = {
  expected: 'be a span of time such as `P4W`',
  holds: (value) => typeof value === 'string' && /^P(?=.*[1-9])[\dYMWDTHS.]+$/i.test(value.trim()),
};

const database = (properties: Properties = {}): ExampleResource => ({
  type: sqlDatabase,
  name: 'batches',
  properties: { ...names, sku: { name: 'S2' }, ...properties },
});

const retention = (properties: Properties, uses: readonly string[] = ['batches']): ExampleResource => ({
  type: sqlLongTermRetention,
  name: 'retention',
  properties: { policyName: 'default', ...properties },
  uses: { databaseName: uses },
});

export const sqlLongRetention = settingRule({
  id: 'sql-db-long-term-retention',
  title: 'Weekly backups of Azure SQL databases are kept for the long term',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: { azurePolicy: ['d38fc420-0735-4ef3-ac11-c806f651a570'] },
  advisory: true,
  owner: sqlDatabase,
  holders: [sqlLongTermRetention],
  by: 'databaseName',
  judge: (view) => [
    verdictOf(view.one('weeklyRetention'), {
      must: isSpan,
      whenAbsent: 'fail',
      serviceDefault: 'no backup is kept for the long term',
    }),
  ],
  property: 'backupLongTermRetentionPolicies',
  lacks:
    'No `LongTermRetentionPolicy` of this stack names the database, so no backup is older than a few weeks.',
  why: 'Extortionists wait until all backups hold their work. A complaint about a batch can come years later, and the record must still be there.',
  fix: {
    say: 'Add a `LongTermRetentionPolicy` for the database with `weeklyRetention` such as `P12W`; kept backups cost storage.',
    replaces: false,
  },
  serviceDefault: { is: 'no backup is kept for the long term', source: longTerm },
  links: [longTerm],
  examples: {
    good: [
      {
        resources: [
          database(),
          retention({ weeklyRetention: 'P12W', yearlyRetention: 'P5Y', weekOfYear: 1 }),
        ],
      },
      { resources: [database(), retention({ databaseName: 'batches', weeklyRetention: 'P4W' }, [])] },
    ],
    bad: [
      { resources: [database()], at: ['backupLongTermRetentionPolicies'] },
      { resources: [database(), retention({ weeklyRetention: 'PT0S' })], at: ['weeklyRetention'] },
    ],
  },
});

export const sqlZoneRedundant = defineRule({
  id: 'sql-db-zone-redundant',
  title: 'Azure SQL databases run in more than one zone',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_229'], azurePolicy: ['6221cac0-bb8d-40f4-9535-5d03f713f054'] },
  advisory: true,
  target: sqlDatabase,
  property: ['zoneRedundant', 'elasticPoolId'],
  readsOrigins: true,
  check: (view) => {
    // A database in a pool runs where its pool runs.
    const inPool = isGiven(view, 'elasticPoolId');
    if (inPool === 'yes') return [];
    const verdict = verdictOf(view.one('zoneRedundant'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'the database runs in one zone',
      printable: true,
    });
    return inPool === 'maybe' ? undecidedAt('elasticPoolId', [verdict]) : [verdict];
  },
  printable: true,
  why: 'Lines that ask the database for the next order stand still when its data centre loses power. With replicas in several zones the failover takes seconds.',
  fix: {
    say: 'Set `zoneRedundant` to `true`, in a tier and region that offer it; in some tiers it costs more.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the database runs in one zone',
    source:
      'https://learn.microsoft.com/azure/azure-sql/database/high-availability-sla-local-zone-redundancy',
  },
  links: [`${docs}/high-availability-sla-local-zone-redundancy`],
  examples: {
    good: [
      { properties: { ...names, sku: { name: 'GP_Gen5', capacity: 2 }, zoneRedundant: true } },
      {
        properties: {
          ...names,
          elasticPoolId:
            '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/plant-sql/elasticPools/p',
        },
      },
    ],
    bad: [
      { properties: { ...names, sku: { name: 'GP_Gen5', capacity: 2 } }, at: ['zoneRedundant'] },
      { properties: { ...names, zoneRedundant: false }, at: ['zoneRedundant'] },
    ],
  },
});

export const sqlLedger = defineRule({
  id: 'sql-db-ledger',
  title: 'Azure SQL databases prove that their records were not altered',
  topic: 'storage-immutable',
  class: 'data-protection',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_224'] },
  advisory: true,
  target: sqlDatabase,
  property: 'isLedgerOn',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'Who administers the database can also change a measured value or a release signature afterwards. A ledger keeps a chain of proofs that shows it, to an auditor or in court.',
  fix: {
    say: 'Set `isLedgerOn` to `true` when the database is created; every table is then a ledger table. Where single tables are enough, exempt the database and make those ledger tables.',
    replaces: true,
  },
  serviceDefault: { is: 'tables are ordinary tables', source: ledger },
  links: [ledger],
  examples: {
    good: [{ properties: { ...names, isLedgerOn: true, sku: { name: 'S2' } } }],
    bad: [
      { properties: { ...names, sku: { name: 'S2' } }, at: ['isLedgerOn'] },
      { properties: { ...names, isLedgerOn: false }, at: ['isLedgerOn'] },
    ],
  },
});
