import { describe, expect, test } from 'vitest';
import { stackView, viewOf } from '../../policies/src/evaluate/view';
import {
  deployment,
  diagnosticSetting,
  iotHub,
  resourceGroup,
  storageAccount,
  vault,
} from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { resource } from '../../policies/src/testing';

const account = resource(storageAccount, 'account', { accountName: 'data01' });
const unnamed = resource(storageAccount, 'unnamed', {});
const hub = resource(iotHub, 'hub', {});
const group = resource(resourceGroup, 'group', {});
const template = resource(deployment, 'template', {});
const blobs = resource(
  'Microsoft.Storage/storageAccounts/blobServices',
  'blobs',
  {},
  { uses: { accountName: ['account'] } },
);
const id = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/${name}`;

const setting = (uri: string | undefined, uses: readonly string[] = []) =>
  resource(diagnosticSetting, 'setting', uri === undefined ? {} : { resourceUri: uri }, {
    uses: uses.length > 0 ? { resourceUri: uses } : {},
  });

const rows = [
  ['a value computed from the resource', setting(UNKNOWN, ['account']), account, 'yes'],
  ['a value computed from a child of the resource', setting(UNKNOWN, ['blobs']), account, 'yes'],
  ['a value computed from another resource of the type', setting(UNKNOWN, ['unnamed']), account, 'no'],
  ['an unknown value of unknown origin', setting(UNKNOWN), account, 'maybe'],
  ['an unknown value computed from another kind of resource', setting(UNKNOWN, ['hub']), account, 'no'],
  ['an unknown value computed from a group', setting(UNKNOWN, ['hub', 'group']), account, 'maybe'],
  [
    'an unknown value computed from the outputs of a template',
    setting(UNKNOWN, ['template']),
    account,
    'maybe',
  ],
  [
    'an unknown value computed from what is not of Azure',
    setting(UNKNOWN, ['hub', 'suffix']),
    account,
    'maybe',
  ],
  [
    'an unknown value computed from what the resource stands in',
    setting(UNKNOWN, ['account']),
    blobs,
    'maybe',
  ],
  ['nothing written', setting(undefined), account, 'no'],
  [
    'a block where an id should stand',
    resource(diagnosticSetting, 'setting', { resourceUri: { id: 'account' } }),
    account,
    'no',
  ],
  ['a written id that names the resource, in other letter case', setting(id('DATA01')), account, 'yes'],
  [
    'a written id of a child of the resource',
    setting(`${id('data01')}/blobServices/default`),
    account,
    'yes',
  ],
  ['a written id that names another', setting(id('data02')), account, 'no'],
  ['a written id of another type', setting(id('data01')), hub, 'no'],
  ['a written id, where the resource has no name of its own yet', setting(id('data01')), unnamed, 'maybe'],
] as const;

describe('refersTo', () => {
  test.each(rows)('answers for %s', (_what, from, to, expected) => {
    const stack = stackView([account, unnamed, hub, blobs, group, template, from]);
    expect(stack.refersTo(from, 'resourceUri', to)).toBe(expected);
  });
});

test('reads one path of a resource, absent where a list on the way is empty', () => {
  const { one } = viewOf(resource(vault, 'v', { a: { b: 1 }, c: [] }));
  expect([one('a.b').state, one('a.x').state, one('c[].d').state]).toEqual(['known', 'absent', 'absent']);
});

test('finds resources of a type whatever the letter case', () => {
  expect(stackView([account, hub]).ofType('microsoft.devices/iothubs')).toEqual([hub]);
  expect(stackView([account]).ofType(vault)).toEqual([]);
});
