import { cosmosAccount } from '../resources/types';
import { textOf } from '../resources/value';
import { isTrue, noneOf, notTrue, oneOf } from '../rule/conditions';
import { defineRule, type OptionValues, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';

// Defaults of the service: API version 2025-10-15, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/cosmos-db';
const continuous = `${docs}/continuous-backup-restore-introduction`;
const periodicIntro = `${docs}/periodic-backup-restore-introduction`;
const periodic = `${docs}/periodic-backup-storage-redundancy`;
const reliability = 'https://learn.microsoft.com/azure/reliability/reliability-cosmos-db-nosql';
const freeTier = `${docs}/free-tier`;

/** The recommendation of CIS on the topic speaks of storage accounts. */
const backup = controlsBesideCis('backup-geo');

export const cosmosContinuousBackup = defineRule({
  id: 'cosmos-continuous-backup',
  title: 'Cosmos DB can be restored to any moment',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: { psrule: ['Azure.Cosmos.ContinuousBackup'] },
  target: cosmosAccount,
  property: 'backupPolicy.type',
  pass: oneOf('Continuous'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: backup,
  why: 'A periodic backup is hours old, is kept for hours, and comes back by a ticket to support. After a faulty release that overwrites set points, the plant needs the state of a minute ago, and today.',
  fix: {
    say: 'Set `backupPolicy` to `{ type: "Continuous", continuousModeProperties: { tier: "Continuous7Days" } }`. There is no way back to periodic backups.',
    replaces: false,
  },
  serviceDefault: {
    is: 'a backup is taken every four hours, and the last two are kept',
    source: periodicIntro,
  },
  links: [continuous],
  examples: {
    good: [
      {
        properties: {
          kind: 'GlobalDocumentDB',
          backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } },
        },
      },
      { properties: { kind: 'MongoDB', backupPolicy: { type: 'Continuous' } } },
    ],
    bad: [
      { properties: { kind: 'GlobalDocumentDB' } },
      {
        properties: {
          backupPolicy: {
            type: 'Periodic',
            periodicModeProperties: { backupIntervalInMinutes: 240, backupRetentionIntervalInHours: 8 },
          },
        },
      },
    ],
  },
});

const redundancy = 'backupPolicy.periodicModeProperties.backupStorageRedundancy';

export const cosmosBackupRedundancy = defineRule({
  id: 'cosmos-backup-redundancy',
  title: 'Periodic backups of Cosmos DB lie in more than one building',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  target: cosmosAccount,
  property: redundancy,
  pass: noneOf('Local'),
  whenAbsent: 'pass',
  printable: true,
  controls: backup,
  why: 'A backup in the same data centre burns with the database. Whoever has to keep data in one region takes copies over its zones instead of a second region.',
  fix: {
    say: 'Set `backupPolicy.periodicModeProperties.backupStorageRedundancy` to `Geo`, or to `Zone` where data must stay in the region.',
    replaces: false,
  },
  serviceDefault: { is: 'backups are copied to a second region', source: periodic },
  links: [periodic],
  examples: {
    good: [
      {
        properties: {
          backupPolicy: {
            type: 'Periodic',
            periodicModeProperties: { backupIntervalInMinutes: 240, backupStorageRedundancy: 'Zone' },
          },
        },
      },
      { properties: { kind: 'GlobalDocumentDB', backupPolicy: { type: 'Continuous' } } },
    ],
    bad: [
      {
        properties: {
          backupPolicy: {
            type: 'Periodic',
            periodicModeProperties: { backupIntervalInMinutes: 240, backupStorageRedundancy: 'Local' },
          },
        },
        at: [redundancy],
      },
      {
        properties: {
          kind: 'MongoDB',
          backupPolicy: { type: 'Periodic', periodicModeProperties: { backupStorageRedundancy: 'local' } },
        },
        at: [redundancy],
      },
    ],
  },
});

/** Regions are written as `West Europe` and as `westeurope`. */
const regionName = (text: string) => text.toLowerCase().replaceAll(' ', '');

function checkLocations(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const allowed = (Array.isArray(options.allowedLocations) ? options.allowedLocations : []).map(regionName);
  if (allowed.length === 0) return [];
  return view.all('locations[].locationName').map((reading): Verdict => {
    const property = reading.path;
    if (reading.state === 'unknown') return { outcome: 'unknown', property };
    if (reading.state === 'known' && allowed.includes(regionName(textOf(reading.value))))
      return { outcome: 'pass', property };
    const message = `\`${property}\` must be one of the regions in the option \`allowedLocations\`.`;
    return { outcome: 'fail', property, message };
  });
}

const westEurope = { locationName: 'West Europe', failoverPriority: 0, isZoneRedundant: true };
const eastUs = { locationName: 'East US', failoverPriority: 1, isZoneRedundant: false };

export const cosmosLocations = defineRule({
  id: 'cosmos-allowed-locations',
  title: 'Cosmos DB stores data in allowed regions only',
  topic: 'region-allowed',
  class: 'data-protection',
  severity: 'low',
  peers: { azurePolicy: ['0473574d-2d43-4217-aefe-941fcdf7e684'] },
  target: cosmosAccount,
  property: 'locations[].locationName',
  check: checkLocations,
  printable: true,
  options: {
    allowedLocations: {
      type: 'array',
      items: 'string',
      default: [],
      description:
        'Names of the regions that may hold data, such as `westeurope`. Nothing is asked for while it is empty.',
    },
  },
  why: 'A second region is added in a minute, for faster dashboards, and from then on holds a full copy. Shift data of a plant under European law may then lie where no contract covers it.',
  fix: {
    say: 'Remove from `locations` each region that the option `allowedLocations` does not name.',
    replaces: false,
  },
  serviceDefault: { is: 'the regions must be written', source: 'azure-native 3.28 typings' },
  links: [`${docs}/distribute-data-globally`],
  examples: {
    good: [
      {
        properties: { locations: [westEurope] },
        options: { allowedLocations: ['westeurope', 'northeurope'] },
      },
      { properties: { locations: [westEurope, eastUs] } },
    ],
    bad: [
      {
        properties: { locations: [westEurope, eastUs] },
        options: { allowedLocations: ['westeurope'] },
        at: ['locations[1].locationName'],
      },
      {
        properties: { locations: [{ failoverPriority: 0 }] },
        options: { allowedLocations: ['West Europe'] },
        at: ['locations[0].locationName'],
      },
    ],
  },
});

export const cosmosZones = defineRule({
  id: 'cosmos-zone-redundant',
  title: 'Each region of Cosmos DB spreads its copies over zones',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: { psrule: ['Azure.Cosmos.AvailabilityZone'], azurePolicy: ['44c5a1f9-7ef6-4c38-880c-273e8f7a3c24'] },
  target: cosmosAccount,
  property: 'locations[].isZoneRedundant',
  pass: isTrue,
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: backup,
  why: 'The copies of a region may all stand in one building. When its power fails, the plant loses its write region, and with one region only its whole telemetry store, until the building is back.',
  fix: {
    say: 'Set `isZoneRedundant` to `true` in each entry of `locations`. It holds from the moment a region is added, so an existing region has to be removed and added again, and it costs more.',
    replaces: false,
  },
  serviceDefault: { is: 'copies may stand in one zone', source: reliability },
  links: [reliability],
  examples: {
    good: [
      { properties: { locations: [westEurope] } },
      {
        properties: {
          locations: [westEurope, { ...eastUs, locationName: 'North Europe', isZoneRedundant: true }],
        },
      },
    ],
    bad: [
      { properties: { locations: [westEurope, eastUs] }, at: ['locations[1].isZoneRedundant'] },
      {
        properties: { locations: [{ locationName: 'West Europe', failoverPriority: 0 }] },
        at: ['locations[0].isZoneRedundant'],
      },
    ],
  },
});

export const cosmosFreeTier = defineRule({
  id: 'cosmos-no-free-tier',
  title: 'Cosmos DB does not run on the free tier',
  topic: 'iothub-production-sku',
  class: 'data-protection',
  severity: 'low',
  peers: { psrule: ['Azure.Cosmos.SLA'] },
  target: cosmosAccount,
  property: 'enableFreeTier',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  threats: ['T-C09'],
  why: 'The free tier is meant for trying things out: it fits one account per subscription and a small throughput, and a plant that grows beyond it is throttled and drops telemetry.',
  fix: {
    say: 'Leave `enableFreeTier` out or set it to `false`. It is decided when the account is created.',
    replaces: true,
  },
  serviceDefault: { is: 'the account is paid for', source: freeTier },
  links: [freeTier],
  examples: {
    good: [
      { properties: { kind: 'GlobalDocumentDB', enableFreeTier: false } },
      { properties: { kind: 'GlobalDocumentDB', locations: [westEurope] } },
    ],
    bad: [
      { properties: { kind: 'GlobalDocumentDB', enableFreeTier: true } },
      { properties: { enableFreeTier: 'true', locations: [westEurope] } },
    ],
  },
});
