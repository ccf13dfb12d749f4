import { describe, expect, test } from 'vitest';
import {
  blobService,
  defenderForStorage,
  fileService,
  fileShare,
  managementPolicy,
  storageAccount,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  storageBlobSoftDelete,
  storageChangeFeed,
  storageRedundancy,
  storageShareSoftDelete,
  storageVersioning,
} from '../../policies/src/rules/storage-data-protection';
import { storageMalware } from '../../policies/src/rules/storage-defender';
import { storageImmutable } from '../../policies/src/rules/storage-immutability';
import { storageLifecycle } from '../../policies/src/rules/storage-lifecycle';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options })
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ outcome, property, resource: { name } }) => `${name}: ${outcome} ${property}`);

const account = (properties: Properties = {}) =>
  resource(storageAccount, 'data', { accountName: 'plantdata', kind: 'StorageV2', ...properties });
const blobs = (properties: Properties, uses: readonly string[] = ['data']) =>
  resource(blobService, 'blobs', { accountName: UNKNOWN, ...properties }, { uses: { accountName: uses } });

describe('soft delete of blobs', () => {
  const enabled = 'deleteRetentionPolicy.enabled';
  const days = 'deleteRetentionPolicy.days';

  test.each([
    [{ enabled: true, days: 7 }, []],
    [{ enabled: 'true', days: '7' }, []],
    [{ enabled: true, days: 6 }, [`blobs: fail ${days}`]],
    [{ enabled: true }, [`blobs: fail ${days}`]],
    [{ enabled: false, days: 30 }, [`blobs: fail ${enabled}`]],
    [{ days: 30 }, [`blobs: fail ${enabled}`]],
    [{ enabled: UNKNOWN, days: 1 }, [`blobs: fail ${days}`, `blobs: unknown ${enabled}`]],
    [{ enabled: true, days: UNKNOWN }, [`blobs: unknown ${days}`]],
    [UNKNOWN, ['blobs: unknown deleteRetentionPolicy']],
    [7, [`blobs: fail ${enabled}`]],
    [null, [`blobs: fail ${enabled}`]],
  ] as const)('is judged on the service: %j', (deleteRetentionPolicy, expected) => {
    expect(found(storageBlobSoftDelete, [account(), blobs({ deleteRetentionPolicy })])).toEqual(expected);
  });

  test('takes the days from the option', () => {
    const service = blobs({ deleteRetentionPolicy: { enabled: true, days: 7 } });
    expect(found(storageBlobSoftDelete, [service], { minimumDays: 8 })).toEqual([`blobs: fail ${days}`]);
  });

  test.each([
    ['without a service', account(), [], [`data: fail ${enabled}`]],
    ['with the service of another', account(), [{ accountName: 'other' }], [`data: fail ${enabled}`]],
    ['with a service that may be its own', account(), [{}], [`data: unknown ${enabled}`]],
    ['of files', account({ kind: 'FileStorage' }), [], []],
    ['of an unknown kind', account({ kind: UNKNOWN }), [], [`data: unknown ${enabled}`]],
  ] as const)('is missed on an account %s', (_case, data, services, expected) => {
    const on = { deleteRetentionPolicy: { enabled: true, days: 7 } };
    const resources = [data, ...services.map((given) => blobs({ ...on, ...given }, []))];
    expect(found(storageBlobSoftDelete, resources)).toEqual(expected);
  });

  test('is not missed where the service is a block of the account', () => {
    const data = account({ accountName: UNKNOWN });
    const service = { ...blobs({ deleteRetentionPolicy: { enabled: true, days: 7 } }, []), urn: data.urn };
    expect(found(storageBlobSoftDelete, [service, data])).toEqual([]);
  });
});

describe('soft delete of shares', () => {
  const share = (accountName: Value) => resource(fileShare, 'projects', { accountName });
  const enabled = 'shareDeleteRetentionPolicy.enabled';

  test.each([
    ['no shares', [account()], []],
    ['a share', [account(), share('plantdata')], [`data: fail ${enabled}`]],
    ['a share of another', [account(), share('other')], []],
    ['a share that may be its own', [account(), share(UNKNOWN)], [`data: unknown ${enabled}`]],
    ['nothing but files', [account({ kind: 'FileStorage' })], [`data: fail ${enabled}`]],
    ['an unknown kind', [account({ kind: UNKNOWN })], [`data: unknown ${enabled}`]],
    [
      'a share and its service',
      [
        account(),
        share('plantdata'),
        resource(fileService, 'files', {
          accountName: 'plantdata',
          shareDeleteRetentionPolicy: { enabled: true, days: 1 },
        }),
      ],
      [],
    ],
  ] as const)('is asked of an account with %s', (_case, resources, expected) => {
    expect(found(storageShareSoftDelete, resources)).toEqual(expected);
  });
});

describe('versions and the change feed', () => {
  test.each([
    [{}, {}, 'fail'],
    [{ isHnsEnabled: true }, {}, undefined],
    [{ isHnsEnabled: 'true' }, {}, undefined],
    [{ isHnsEnabled: UNKNOWN }, {}, 'unknown'],
    [{ isHnsEnabled: UNKNOWN }, { isVersioningEnabled: true, changeFeed: { enabled: true } }, undefined],
    [{ isHnsEnabled: false }, { isVersioningEnabled: UNKNOWN, changeFeed: UNKNOWN }, 'unknown'],
  ] as const)('on the account %o with the service %o: %s', (data, service, outcome) => {
    for (const rule of [storageVersioning, storageChangeFeed])
      expect(found(rule, [account(data), blobs(service)]).map((line) => line.split(' ')[1])).toEqual(
        outcome ? [outcome] : [],
      );
  });

  test('are asked for although another account has a hierarchical namespace', () => {
    const other = resource(storageAccount, 'other', { accountName: 'other', isHnsEnabled: true });
    expect(found(storageVersioning, [account(), other, blobs({})])).toEqual([
      'blobs: fail isVersioningEnabled',
    ]);
  });
});

test.each([
  ['Standard_LRS', 1],
  ['standard_lrs', 1],
  ['StandardV2_LRS', 1],
  ['PremiumV2_LRS', 1],
  ['Premium_ZRS', 0],
  ['StandardV2_GZRS', 0],
  [null, 1],
] as const)('the SKU %s has its copies in one place: %s', (name, faults) => {
  expect(found(storageRedundancy, [account({ sku: { name } })])).toHaveLength(faults);
});

describe('immutable storage', () => {
  const enabled = 'immutableStorageWithVersioning.enabled';
  const state = 'immutableStorageWithVersioning.immutabilityPolicy.state';
  const block = (given: Properties) => ({ immutableStorageWithVersioning: given });

  test.each([
    [{}, false, [`data: fail ${enabled}`]],
    [block({ enabled: true }), false, []],
    [block({ enabled: true }), true, [`data: fail ${state}`]],
    [block({ enabled: true, immutabilityPolicy: { state: 'unlocked' } }), false, []],
    [block({ enabled: true, immutabilityPolicy: { state: 'Disabled' } }), false, [`data: fail ${state}`]],
    [block({ enabled: true, immutabilityPolicy: { state: UNKNOWN } }), true, [`data: unknown ${state}`]],
    [
      block({ immutabilityPolicy: UNKNOWN }),
      false,
      [`data: fail ${enabled}`, 'data: unknown immutableStorageWithVersioning.immutabilityPolicy'],
    ],
    [{ isHnsEnabled: true }, true, []],
    [{ kind: 'FileStorage' }, true, []],
    [{ isHnsEnabled: UNKNOWN }, false, ['data: unknown isHnsEnabled']],
    [{ isHnsEnabled: UNKNOWN, ...block({ enabled: true }) }, false, []],
  ] as const)('on the account %o, locked %s', (properties, requireLocked, expected) => {
    expect(found(storageImmutable, [account(properties)], { requireLocked })).toEqual(expected);
  });
});

describe('the lifecycle policy', () => {
  const path = 'policy.rules[0].definition.actions.baseBlob.delete';
  const policy = (rules: Value) =>
    resource(managementPolicy, 'ageing', { accountName: 'plantdata', policy: { rules } });
  const rule = (baseBlob: Value, more: Properties = {}) => ({
    definition: { actions: { baseBlob } },
    ...more,
  });
  const deleteAfter = (days: Value) => ({ delete: { daysAfterModificationGreaterThan: days } });

  test.each([
    ['deletes late', [rule(deleteAfter(30))], []],
    ['deletes early', [rule(deleteAfter(29))], [`ageing: fail ${path}.daysAfterModificationGreaterThan`]],
    [
      'deletes after an unknown time',
      [rule(deleteAfter(UNKNOWN))],
      [`ageing: unknown ${path}.daysAfterModificationGreaterThan`],
    ],
    [
      'deletes early after its making',
      [rule({ delete: { daysAfterCreationGreaterThan: 1 } })],
      [`ageing: fail ${path}.daysAfterCreationGreaterThan`],
    ],
    [
      'deletes what nobody reads',
      [rule({ delete: { daysAfterLastAccessTimeGreaterThan: 1 } })],
      [`ageing: fail ${path}.daysAfterLastAccessTimeGreaterThan`],
    ],
    ['moves only', [rule({ tierToArchive: { daysAfterModificationGreaterThan: 1 } })], []],
    [
      'touches snapshots only',
      [{ definition: { actions: { snapshot: { delete: {} } } } }],
      ['ageing: fail policy.rules'],
    ],
    ['is off', [rule(deleteAfter(1), { enabled: false })], ['ageing: fail policy.rules']],
    ['may be off', [rule(deleteAfter(1), { enabled: UNKNOWN })], ['ageing: unknown policy.rules[0].enabled']],
    ['is empty', [], ['ageing: fail policy.rules']],
    ['is no list', 'none', ['ageing: fail policy.rules']],
    ['is unknown', UNKNOWN, ['ageing: unknown policy.rules']],
  ] as const)('%s', (_case, rules, expected) => {
    expect(found(storageLifecycle, [policy(rules)])).toEqual(expected);
  });

  test.each([
    ['asked of nobody', [account()], false, []],
    ['missing', [account()], true, ['data: fail managementPolicy']],
    ['there', [account(), policy([rule(deleteAfter(365))])], true, []],
    ['not needed for files', [account({ kind: 'FileStorage' })], true, []],
    ['perhaps not needed', [account({ kind: UNKNOWN })], true, ['data: unknown managementPolicy']],
  ] as const)('is %s', (_case, resources, required, expected) => {
    expect(found(storageLifecycle, resources, { required })).toEqual(expected);
  });
});

test.each([
  [{}, []],
  [{ overrideSubscriptionLevelSettings: true }, ['fail properties.malwareScanning.onUpload.isEnabled']],
  [{ overrideSubscriptionLevelSettings: UNKNOWN }, ['unknown properties.overrideSubscriptionLevelSettings']],
  [
    { malwareScanning: { onUpload: { isEnabled: false } } },
    ['fail properties.malwareScanning.onUpload.isEnabled'],
  ],
  [{ malwareScanning: { onUpload: { isEnabled: true } }, overrideSubscriptionLevelSettings: UNKNOWN }, []],
  [{ isEnabled: false, overrideSubscriptionLevelSettings: true }, []],
  [
    { isEnabled: UNKNOWN, overrideSubscriptionLevelSettings: true },
    ['unknown properties.isEnabled', 'unknown properties.malwareScanning.onUpload.isEnabled'],
  ],
] as const)('the scan for malware in the setting %o', (properties, expected) => {
  const setting = resource(defenderForStorage, 'defender', { properties });
  expect(found(storageMalware, [setting]).map((line) => line.replace('defender: ', ''))).toEqual(expected);
});
