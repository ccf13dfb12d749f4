import { disk, diskEncryptionSet } from '../resources/types';
import { type Condition, isTrue, noneOf, oneOf } from '../rule/conditions';
import { pendingPreconditions } from '../rule/preconditions';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: the API versions of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/virtual-machines';
const encryption = `${docs}/disk-encryption`;
const importExport = `${docs}/disks-enable-private-links-for-import-export-portal`;
const entraExport = `${docs}/windows/download-vhd`;
const diskTypings = 'azure-native 3.28 typings of Disk';

const atRest = controlsBesideCis('storage-encryption');

export const diskCustomerKey = defineRule({
  id: 'disk-encryption-cmk',
  title: 'Disks are encrypted with a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_2', 'CKV_AZURE_93', 'CKV2_AZURE_14'],
    azurePolicy: ['702dd420-7fcc-42c5-afe8-4026edd20fe0', 'd461a302-a187-421a-89ac-84acdb4edc04'],
    kics: ['350f3955', 'a99130ab', '68403c84'],
    trivy: ['AZU-0038'],
  },
  target: disk,
  property: 'encryption.type',
  pass: oneOf('EncryptionAtRestWithCustomerKey', 'EncryptionAtRestWithPlatformAndCustomerKeys'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: atRest,
  why: 'The disk of a historian or gateway in the cloud holds recipes and credentials. With a key of your own you shut a lost subscription out of it in one step; with the key of the platform you can only ask.',
  fix: {
    say: 'Set `encryption.type` to `EncryptionAtRestWithPlatformAndCustomerKeys` and `encryption.diskEncryptionSetId` to a `DiskEncryptionSet`. A disk in use has to be detached first.',
    replaces: false,
  },
  serviceDefault: { is: 'the disk is encrypted with a key of the platform', source: diskTypings },
  links: [encryption],
  examples: {
    good: [
      {
        properties: {
          creationData: { createOption: 'Empty' },
          diskSizeGB: 256,
          encryption: {
            type: 'EncryptionAtRestWithPlatformAndCustomerKeys',
            diskEncryptionSetId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/plant',
          },
        },
      },
      { properties: { encryption: { type: 'EncryptionAtRestWithCustomerKey' } } },
    ],
    bad: [
      { properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 256 } },
      { properties: { encryption: { type: 'EncryptionAtRestWithPlatformKey' } } },
    ],
  },
});

const diskNetwork: readonly (readonly [string, Condition, string])[] = [
  ['publicNetworkAccess', oneOf('Disabled'), 'the disk can be exported over the internet'],
  ['networkAccessPolicy', oneOf('DenyAll', 'AllowPrivate'), 'any network may export the disk'],
];

export const diskPublicNetwork = defineRule({
  id: 'disk-public-network-access-disabled',
  title: 'Disks cannot be exported over the internet',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_251'], azurePolicy: ['8405fdab-1faf-48aa-b702-999c9c172094'] },
  target: disk,
  property: diskNetwork.map(([path]) => path),
  check: (view) =>
    diskNetwork.map(([path, must, serviceDefault]) =>
      verdictOf(view.one(path), { must, whenAbsent: 'fail', serviceDefault, printable: true }),
    ),
  printable: true,
  controls: controlsBesideCis('storage-network-closed'),
  why: 'An export link downloads the whole disk of a server, with every file and password hash in it, to any machine in the world, and leaves no trace on the server itself.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and `networkAccessPolicy` to `DenyAll`, or to `AllowPrivate` with a `diskAccessId`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the disk can be exported over any network',
    source:
      'https://learn.microsoft.com/azure/virtual-machines/disks-enable-private-links-for-import-export-portal',
  },
  links: [importExport],
  examples: {
    good: [
      { properties: { publicNetworkAccess: 'Disabled', networkAccessPolicy: 'DenyAll', diskSizeGB: 64 } },
      { properties: { publicNetworkAccess: 'Disabled', networkAccessPolicy: 'AllowPrivate' } },
    ],
    bad: [
      { properties: { diskSizeGB: 64 }, at: ['publicNetworkAccess', 'networkAccessPolicy'] },
      {
        properties: { publicNetworkAccess: 'Disabled', networkAccessPolicy: 'AllowAll' },
        at: ['networkAccessPolicy'],
      },
      {
        properties: { publicNetworkAccess: 'Enabled', networkAccessPolicy: 'DenyAll' },
        at: ['publicNetworkAccess'],
      },
    ],
  },
});

export const diskDataAccess = defineRule({
  id: 'disk-data-access-auth',
  title: 'Disks are exported and uploaded by signed-in people only',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['c3921d55-b741-4d16-8d56-7f16e99e6892'] },
  target: disk,
  property: 'dataAccessAuthMode',
  pass: oneOf('AzureActiveDirectory'),
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('storage-no-shared-key'),
  why: 'An export link works for everyone who has it. When Entra ID is asked as well, a link that was pasted into a ticket is worth nothing to somebody without a role.',
  fix: {
    say: 'Set `dataAccessAuthMode` to `AzureActiveDirectory`.',
    replaces: false,
    value: 'AzureActiveDirectory',
  },
  serviceDefault: { is: 'the link alone is enough' },
  links: [entraExport],
  examples: {
    good: [
      { properties: { dataAccessAuthMode: 'AzureActiveDirectory', publicNetworkAccess: 'Disabled' } },
      { properties: { dataAccessAuthMode: 'azureactivedirectory' } },
    ],
    bad: [
      { properties: { publicNetworkAccess: 'Disabled', networkAccessPolicy: 'AllowPrivate' } },
      { properties: { dataAccessAuthMode: 'None' } },
    ],
  },
});

/** Disks of confidential machines have a kind of set of their own, with neither a second layer nor rotation. */
const notConfidential = {
  property: 'encryptionType',
  is: noneOf('ConfidentialVmEncryptedWithCustomerKey'),
  whenAbsent: true,
};

const setSettings: readonly (readonly [string, Condition, string])[] = [
  [
    'encryptionType',
    oneOf('EncryptionAtRestWithPlatformAndCustomerKeys'),
    'disks are encrypted with your key alone',
  ],
  ['rotationToLatestKeyVersionEnabled', isTrue, 'disks stay on the version of the key that was written'],
];

function checkSet(view: ResourceView): readonly Verdict[] {
  const verdicts = setSettings.map(([path, must, serviceDefault]) =>
    verdictOf(view.one(path), { must, whenAbsent: 'fail', serviceDefault, printable: true }),
  );
  const pending = pendingPreconditions([notConfidential], view);
  if (pending === undefined) return [];
  return pending.length > 0 ? pending : verdicts;
}

export const diskSetDouble = defineRule({
  id: 'des-double-encryption',
  title: 'Disk encryption sets encrypt twice and follow the rotation of their key',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['ca91455f-eace-4f96-be59-e6e2c35b4816'] },
  target: diskEncryptionSet,
  property: setSettings.map(([path]) => path),
  check: checkSet,
  printable: true,
  controls: atRest,
  why: 'With a second key of the platform, a copy of your key alone opens no disk. A set that is pinned to one version of its key stops all its machines on the day that version expires.',
  fix: {
    say: 'Set `encryptionType` to `EncryptionAtRestWithPlatformAndCustomerKeys` when the set is created, name the key in `activeKey.keyUrl` without its version, and set `rotationToLatestKeyVersionEnabled` to `true`.',
    replaces: true,
  },
  serviceDefault: { is: 'disks are encrypted with your key alone, in the version that was written' },
  links: [encryption],
  examples: {
    good: [
      {
        properties: {
          encryptionType: 'EncryptionAtRestWithPlatformAndCustomerKeys',
          rotationToLatestKeyVersionEnabled: true,
          identity: { type: 'SystemAssigned' },
          activeKey: { keyUrl: 'https://example.vault.azure.net/keys/disks' },
        },
      },
      { properties: { encryptionType: 'ConfidentialVmEncryptedWithCustomerKey' } },
    ],
    bad: [
      {
        properties: {
          identity: { type: 'SystemAssigned' },
          activeKey: { keyUrl: 'https://example.vault.azure.net/keys/disks/0123456789abcdef' },
        },
        at: ['encryptionType', 'rotationToLatestKeyVersionEnabled'],
      },
      {
        properties: {
          encryptionType: 'EncryptionAtRestWithCustomerKey',
          rotationToLatestKeyVersionEnabled: true,
        },
        at: ['encryptionType'],
      },
      {
        properties: {
          encryptionType: 'EncryptionAtRestWithPlatformAndCustomerKeys',
          rotationToLatestKeyVersionEnabled: false,
        },
        at: ['rotationToLatestKeyVersionEnabled'],
      },
    ],
  },
});
