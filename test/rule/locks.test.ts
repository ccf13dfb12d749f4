import { describe, expect, test } from 'vitest';
import { stackView } from '../../policies/src/evaluate/view';
import { managementLock, resourceGroup, storageAccount } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { isLocked } from '../../policies/src/rule/lock-rules';
import { resource } from '../../policies/src/testing';

const account = resource(
  storageAccount,
  'data',
  { accountName: 'plantdata', resourceGroupName: UNKNOWN },
  { uses: { resourceGroupName: ['plant'] } },
);
const groups = [
  resource(resourceGroup, 'plant', { resourceGroupName: 'rg-plant' }),
  resource(resourceGroup, 'office', { resourceGroupName: 'rg-office' }),
];
const other = resource(storageAccount, 'other', { accountName: 'other', resourceGroupName: 'rg-office' });

const locked = (properties: Properties, uses: { [property: string]: readonly string[] } = {}) => {
  const lock = resource(managementLock, 'lock', { level: 'CanNotDelete', ...properties }, { uses });
  return isLocked(account, stackView([account, other, ...groups, lock]));
};

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';

describe('a lock', () => {
  test.each([
    ['on the account', { scope: UNKNOWN }, { scope: ['data'] }, 'yes'],
    ['on another account', { scope: UNKNOWN }, { scope: ['other'] }, 'no'],
    ['on its resource group', { scope: UNKNOWN }, { scope: ['plant'] }, 'yes'],
    ['on another resource group', { scope: UNKNOWN }, { scope: ['office'] }, 'no'],
    ['on something unknown', { scope: UNKNOWN }, {}, 'maybe'],
    ['on the written subscription', { scope: subscription }, {}, 'yes'],
    ['on its written group', { scope: `${subscription}/resourcegroups/RG-Plant` }, {}, 'yes'],
    ['on another written group', { scope: `${subscription}/resourceGroups/rg-office` }, {}, 'no'],
    [
      'on its written id',
      {
        scope: `${subscription}/resourceGroups/rg-plant/providers/Microsoft.Storage/storageAccounts/plantdata`,
      },
      {},
      'yes',
    ],
    [
      'on another written id',
      { scope: `${subscription}/resourceGroups/rg-plant/providers/Microsoft.Storage/storageAccounts/other` },
      {},
      'no',
    ],
    ['by name', { resourceName: 'plantdata', resourceGroupName: 'rg-plant' }, {}, 'yes'],
    ['by another name', { resourceName: 'other', resourceGroupName: 'rg-plant' }, {}, 'no'],
    ['on its group by reference', { resourceGroupName: UNKNOWN }, { resourceGroupName: ['plant'] }, 'yes'],
    [
      'on another group by reference',
      { resourceGroupName: UNKNOWN },
      { resourceGroupName: ['office'] },
      'no',
    ],
    ['on its group by name', { resourceGroupName: 'rg-plant' }, {}, 'yes'],
    ['on the subscription', {}, {}, 'yes'],
    ['of no level', { level: 'NotSpecified' }, {}, 'no'],
    ['of a level in other case', { level: 'readonly' }, {}, 'yes'],
    ['of an unknown level', { level: UNKNOWN }, {}, 'maybe'],
    [
      'of an unknown level on another account',
      { level: UNKNOWN, scope: UNKNOWN },
      { scope: ['other'] },
      'no',
    ],
  ] as const)('%s: %o %o is %s', (_case, properties, uses, answer) => {
    expect(locked(properties, uses)).toBe(answer);
  });

  test('names no group where the resource is in no known one', () => {
    const alone = resource(storageAccount, 'alone', { accountName: 'alone' });
    const lock = resource(managementLock, 'lock', { level: 'ReadOnly', resourceGroupName: 'rg-plant' });
    expect(isLocked(alone, stackView([alone, lock]))).toBe('no');
  });
});
