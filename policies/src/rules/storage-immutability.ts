import { immutabilityPolicy, storageAccount } from '../resources/types';
import { atLeast, isTrue, noneOf, notTrue, oneOf } from '../rule/conditions';
import { whereApplies } from '../rule/preconditions';
import {
  defineRule,
  type OptionValues,
  type Precondition,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-01-01, the default of azure-native 3.28.
const blobs = 'https://learn.microsoft.com/azure/storage/blobs';
const perVersion = `${blobs}/immutable-version-level-worm-policies`;
const perContainer = `${blobs}/immutable-container-level-worm-policies`;

/** Versions of blobs can be made immutable only where there are blobs, and no hierarchical namespace. */
const canBeImmutable: readonly Precondition[] = [
  { property: 'kind', is: noneOf('FileStorage', 'Storage'), whenAbsent: true },
  { property: 'isHnsEnabled', is: notTrue, whenAbsent: true },
];

const immutable = 'immutableStorageWithVersioning';
const statePath = `${immutable}.immutabilityPolicy.state`;

function checkImmutable(view: ResourceView, { requireLocked }: OptionValues): readonly Verdict[] {
  const enabled = verdictOf(view.one(`${immutable}.enabled`), {
    must: isTrue,
    whenAbsent: 'fail',
    serviceDefault: 'blobs can be changed and deleted at any time',
    printable: true,
  });
  const state = verdictOf(view.one(statePath), {
    must: requireLocked === true ? oneOf('Locked') : oneOf('Locked', 'Unlocked'),
    whenAbsent: requireLocked === true ? 'fail' : 'pass',
    serviceDefault: 'no policy holds for the whole account',
    printable: true,
  });
  return whereApplies(canBeImmutable, view, () => [enabled, state]);
}

export const storageImmutable = defineRule({
  id: 'storage-immutability-account',
  title: 'Storage accounts can make blobs unchangeable for a set time',
  topic: 'storage-immutable',
  class: 'data-protection',
  severity: 'medium',
  target: storageAccount,
  property: [`${immutable}.enabled`, statePath],
  check: checkImmutable,
  advisory: true,
  printable: true,
  options: {
    requireLocked: {
      type: 'boolean',
      default: false,
      description:
        'Asks for a policy on the whole account in the state `Locked`. A new policy starts as `Unlocked` and is locked by a later change.',
    },
  },
  why: 'Audit logs and test records of safety equipment have to prove what happened years later. As long as an administrator, or somebody with the rights of one, can rewrite them, they prove nothing.',
  fix: {
    say: 'Set `immutableStorageWithVersioning.enabled` to `true` when the account is created, and give it an `immutabilityPolicy` or one per container. Accounts without records to keep are best exempted by name.',
    replaces: true,
  },
  serviceDefault: {
    is: 'blobs can be changed and deleted at any time; this can be set only when the account is created',
    source: 'azure-native 3.28 typings of StorageAccount',
  },
  links: [perVersion],
  examples: {
    good: [
      {
        properties: {
          kind: 'StorageV2',
          immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: { immutabilityPeriodSinceCreationInDays: 365, state: 'Unlocked' },
          },
        },
      },
      {
        properties: {
          kind: 'StorageV2',
          immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: { immutabilityPeriodSinceCreationInDays: 365, state: 'Locked' },
          },
        },
        options: { requireLocked: true },
      },
      { properties: { kind: 'StorageV2', isHnsEnabled: true } },
    ],
    bad: [
      { properties: { kind: 'StorageV2', sku: { name: 'Standard_ZRS' } }, at: [`${immutable}.enabled`] },
      {
        properties: {
          kind: 'StorageV2',
          immutableStorageWithVersioning: { enabled: true, immutabilityPolicy: { state: 'Disabled' } },
        },
        at: [statePath],
      },
      {
        properties: {
          kind: 'StorageV2',
          immutableStorageWithVersioning: { enabled: true, immutabilityPolicy: { state: 'Unlocked' } },
        },
        options: { requireLocked: true },
        at: [statePath],
      },
    ],
  },
});

export const storageContainerImmutable = defineRule({
  id: 'storage-container-immutability',
  title: 'Immutability policies of containers hold long enough',
  topic: 'storage-immutable',
  class: 'data-protection',
  severity: 'medium',
  peers: { kics: ['9b959753'] },
  target: immutabilityPolicy,
  property: 'immutabilityPeriodSinceCreationInDays',
  pass: ({ minimumDays }) => atLeast(Number(minimumDays), ' days'),
  whenAbsent: 'fail',
  printable: true,
  options: {
    minimumDays: {
      type: 'integer',
      default: 30,
      minimum: 1,
      maximum: 146000,
      description: 'For how many days at least a blob must stay unchangeable after it was written.',
    },
  },
  why: 'An intruder who waits longer than the period finds a container in which everything can be deleted again. A break-in at a plant is often noticed only after weeks.',
  fix: {
    say: 'Set `immutabilityPeriodSinceCreationInDays` to at least `30`, or to what the option `minimumDays` says, and lock the policy by hand once it is right.',
    replaces: false,
  },
  serviceDefault: { is: 'no blob is held for a time' },
  links: [perContainer],
  examples: {
    good: [
      {
        properties: {
          containerName: 'audit',
          immutabilityPolicyName: 'default',
          immutabilityPeriodSinceCreationInDays: 365,
        },
      },
      {
        properties: { containerName: 'audit', immutabilityPeriodSinceCreationInDays: 7 },
        options: { minimumDays: 7 },
      },
    ],
    bad: [
      { properties: { containerName: 'audit', immutabilityPeriodSinceCreationInDays: 3 } },
      { properties: { containerName: 'audit', allowProtectedAppendWrites: true } },
    ],
  },
});

export const storageContainerAppend = defineRule({
  id: 'storage-container-append-writes',
  title: 'Immutable containers let nobody append to finished blobs',
  topic: 'storage-immutable',
  class: 'data-protection',
  severity: 'low',
  target: immutabilityPolicy,
  property: 'allowProtectedAppendWritesAll',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'Where block blobs may grow as well, a finished test record of a pressure vessel can get a forged page at its end, and still counts as protected.',
  fix: {
    say: 'Set `allowProtectedAppendWritesAll` to `false`, or leave it out; logs that grow need only `allowProtectedAppendWrites`. Exempt a container whose writer appends to block blobs.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'nothing can be appended', source: perContainer },
  links: [perContainer],
  examples: {
    good: [
      {
        properties: {
          containerName: 'audit',
          immutabilityPeriodSinceCreationInDays: 365,
          allowProtectedAppendWrites: true,
        },
      },
      {
        properties: {
          containerName: 'records',
          immutabilityPeriodSinceCreationInDays: 3650,
          allowProtectedAppendWritesAll: false,
        },
      },
    ],
    bad: [
      {
        properties: {
          containerName: 'records',
          immutabilityPeriodSinceCreationInDays: 3650,
          allowProtectedAppendWritesAll: true,
        },
      },
      { properties: { containerName: 'records', allowProtectedAppendWritesAll: 'true' } },
    ],
  },
});
