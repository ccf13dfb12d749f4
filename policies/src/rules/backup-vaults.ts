import { backupVault } from '../resources/types';
import { atLeast, noneOf, oneOf } from '../rule/conditions';
import { defineRule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

// Backup vaults of Microsoft.DataProtection. Defaults: API version 2025-01-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/backup';
const immutable = `${docs}/backup-azure-immutable-vault-concept`;
const softDelete = `${docs}/backup-azure-enhanced-soft-delete-about`;
const keys = `${docs}/encryption-at-rest-with-cmk-for-backup-vault`;
const crossSubscription = `${docs}/backup-vault-overview`;

const security = 'properties.securitySettings';
const state = `${security}.immutabilitySettings.state`;
const storageSettings = [{ datastoreType: 'VaultStore', type: 'ZoneRedundant' }];

export const backupVaultImmutable = defineRule({
  id: 'backup-vault-immutable',
  title: 'Backup vaults keep each backup until its time is over',
  topic: 'backup-locked',
  class: 'data-protection',
  severity: 'medium',
  target: backupVault,
  property: state,
  pass: ({ requireLocked }) => (requireLocked === true ? oneOf('Locked') : oneOf('Unlocked', 'Locked')),
  whenAbsent: 'fail',
  options: {
    requireLocked: {
      type: 'boolean',
      default: false,
      description:
        'Asks for immutability that nobody can switch off again. A new vault starts as `Unlocked` and is locked by a later change.',
    },
  },
  printable: true,
  why: 'Blackmailers delete the backups first and encrypt afterwards. With one stolen administrator account the plant has neither its data nor a way back to it.',
  fix: {
    say: 'Set `immutabilitySettings.state` to `Unlocked`, and to `Locked` once the retention is what it should be: that cannot be undone.',
    replaces: false,
  },
  serviceDefault: { is: '`Disabled`: a backup can be deleted at any time', source: immutable },
  links: [immutable],
  examples: {
    good: [
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: { immutabilitySettings: { state: 'Unlocked' } },
          },
        },
      },
      {
        properties: {
          properties: { storageSettings, securitySettings: { immutabilitySettings: { state: 'Locked' } } },
        },
        options: { requireLocked: true },
      },
    ],
    bad: [
      { properties: { vaultName: 'plant', properties: { storageSettings } } },
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: { immutabilitySettings: { state: 'Disabled' } },
          },
        },
      },
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: { immutabilitySettings: { state: 'Unlocked' } },
          },
        },
        options: { requireLocked: true },
      },
    ],
  },
});

const deleted = `${security}.softDeleteSettings`;

export const backupVaultSoftDelete = defineRule({
  id: 'backup-vault-soft-delete',
  title: 'Deleted backups can be brought back',
  topic: 'backup-locked',
  class: 'data-protection',
  severity: 'medium',
  target: backupVault,
  property: [`${deleted}.state`, `${deleted}.retentionDurationInDays`],
  check: (view, { days }) => [
    verdictOf(view.one(`${deleted}.state`), {
      must: noneOf('Off'),
      whenAbsent: 'pass',
      serviceDefault: 'soft delete is on',
      printable: true,
    }),
    verdictOf(view.one(`${deleted}.retentionDurationInDays`), {
      must: atLeast(Number(days), ' days'),
      whenAbsent: 'pass',
      serviceDefault: '14 days',
      printable: true,
    }),
  ],
  options: {
    days: {
      type: 'integer',
      default: 14,
      minimum: 14,
      maximum: 180,
      description: 'The fewest days in which a deleted backup can be brought back.',
    },
  },
  printable: true,
  why: 'Whoever deletes the backups of a plant wants it to be noticed too late. Without soft delete the next restore, perhaps weeks later, is the moment when it shows.',
  fix: {
    say: 'Set `softDeleteSettings.state` to `AlwaysOn` (or leave it out, which means `On`) and `retentionDurationInDays` to 14 or more.',
    replaces: false,
  },
  serviceDefault: { is: 'on, for 14 days', source: softDelete },
  links: [softDelete],
  examples: {
    good: [
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: { softDeleteSettings: { state: 'AlwaysOn', retentionDurationInDays: 30 } },
          },
        },
      },
      { properties: { vaultName: 'plant', properties: { storageSettings } } },
    ],
    bad: [
      {
        properties: {
          properties: { storageSettings, securitySettings: { softDeleteSettings: { state: 'Off' } } },
        },
        at: [`${deleted}.state`],
      },
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: { softDeleteSettings: { state: 'On', retentionDurationInDays: 14 } },
          },
        },
        options: { days: 30 },
        at: [`${deleted}.retentionDurationInDays`],
      },
    ],
  },
});

const encryption = `${security}.encryptionSettings`;

export const backupVaultCustomerKey = defineRule({
  id: 'backup-vault-cmk',
  title: 'Backup vaults encrypt with a key of yours, and twice',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  target: backupVault,
  property: [`${encryption}.state`, `${encryption}.infrastructureEncryption`],
  check: (view) =>
    [`${encryption}.state`, `${encryption}.infrastructureEncryption`].map((path) =>
      verdictOf(view.one(path), {
        must: oneOf('Enabled'),
        whenAbsent: 'fail',
        serviceDefault: 'the key is one of the service',
        printable: true,
      }),
    ),
  advisory: true,
  printable: true,
  why: 'A backup holds all of a database in one piece. With a key of its own its data can be made unreadable on the day it must not be read any more, copies in other places included.',
  fix: {
    say: 'Write `encryptionSettings` with `state` and `infrastructureEncryption` `Enabled`, `keyVaultProperties.keyUri` without a version, and `kekIdentity` with an identity that may wrap keys. There is no way back to keys of the service.',
    replaces: false,
  },
  serviceDefault: { is: 'keys of the service, and one layer', source: keys },
  links: [keys],
  examples: {
    good: [
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: {
              encryptionSettings: {
                state: 'Enabled',
                infrastructureEncryption: 'Enabled',
                keyVaultProperties: { keyUri: 'https://plant.vault.azure.net/keys/backup' },
                kekIdentity: { identityType: 'SystemAssigned' },
              },
            },
          },
        },
      },
    ],
    bad: [
      {
        properties: { vaultName: 'plant', properties: { storageSettings } },
        at: [`${encryption}.state`, `${encryption}.infrastructureEncryption`],
      },
      {
        properties: {
          properties: {
            storageSettings,
            securitySettings: {
              encryptionSettings: { state: 'Enabled', infrastructureEncryption: 'Disabled' },
            },
          },
        },
        at: [`${encryption}.infrastructureEncryption`],
      },
    ],
  },
});

const elsewhere = 'properties.featureSettings.crossSubscriptionRestoreSettings.state';

export const backupVaultCrossSubscription = defineRule({
  id: 'backup-vault-no-cross-subscription-restore',
  title: 'Backups cannot be restored into another subscription',
  topic: 'backup-locked',
  class: 'data-protection',
  severity: 'low',
  target: backupVault,
  property: elsewhere,
  pass: oneOf('Disabled', 'PermanentlyDisabled'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  threats: ['T-C08', 'T-C09'],
  why: 'A restore is a copy of everything. Into a subscription of somebody else it is the quietest way to carry off a database: it needs no way through the network and reads nothing where reading is logged.',
  fix: {
    say: 'Set `featureSettings.crossSubscriptionRestoreSettings.state` to `Disabled`, or to `PermanentlyDisabled` where it will never be needed.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: '`Enabled`', source: crossSubscription },
  links: [crossSubscription],
  examples: {
    good: [
      {
        properties: {
          properties: {
            storageSettings,
            featureSettings: { crossSubscriptionRestoreSettings: { state: 'Disabled' } },
          },
        },
      },
      {
        properties: {
          properties: {
            storageSettings,
            featureSettings: { crossSubscriptionRestoreSettings: { state: 'PermanentlyDisabled' } },
          },
        },
      },
    ],
    bad: [
      { properties: { vaultName: 'plant', properties: { storageSettings } } },
      {
        properties: {
          properties: {
            storageSettings,
            featureSettings: { crossSubscriptionRestoreSettings: { state: 'Enabled' } },
          },
        },
      },
    ],
  },
});
