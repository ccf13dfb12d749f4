import { describe, expect, test } from 'vitest';
import type { Resource } from '../../policies/src/resources/resource';
import { diagnosticSetting, privateEndpoint, storageAccount } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { StackRule } from '../../policies/src/rule/rule';
import {
  type DiagnosticsFacts,
  diagnosticsRule,
  type PrivateEndpointFacts,
  privateEndpointRule,
} from '../../policies/src/rule/stack-rules';
import { resource, runRule } from '../../policies/src/testing';

const facts = {
  id: 'test-rule',
  title: 'Something holds',
  topic: 'db-network-closed',
  severity: 'high',
  target: storageAccount,
  why: 'It matters.',
  fix: { say: 'Set it.', replaces: false },
  serviceDefault: { is: 'nothing' },
  examples: { good: [], bad: [] },
} as const;

const account = resource(storageAccount, 'account', {});
const judge = (rule: StackRule, ...others: readonly Resource[]) =>
  runRule(rule, [account, ...others])
    .filter(({ resource: { name } }) => name === 'account')
    .map(({ outcome }) => outcome)
    .join();

describe('a rule on private endpoints', () => {
  const rule = privateEndpointRule({ ...facts, groupIds: ['blob'] } satisfies PrivateEndpointFacts);
  const list = 'privateLinkServiceConnections';
  const connection = (groups: Properties) => ({ [list]: [{ privateLinkServiceId: UNKNOWN, ...groups }] });

  test.each([
    ['an endpoint to its group', connection({ groupIds: ['Blob'] }), ['account'], 'pass'],
    ['an endpoint to another group', connection({ groupIds: ['table'] }), ['account'], 'fail'],
    ['an endpoint without groups', connection({}), ['account'], 'fail'],
    ['an endpoint to a group that is unknown', connection({ groupIds: [UNKNOWN] }), ['account'], 'unknown'],
    ['an endpoint to groups that are all unknown', connection({ groupIds: UNKNOWN }), ['account'], 'unknown'],
    ['an endpoint to its group in what is unknown', connection({ groupIds: ['blob'] }), [], 'unknown'],
    ['no endpoint', {}, [], 'fail'],
  ] as const)('judges an account with %s: %#', (_what, properties, origins, expected) => {
    const endpoint = resource(privateEndpoint, 'endpoint', properties, { uses: { [list]: origins } });
    expect(judge(rule, endpoint)).toBe(expected);
  });
});

describe('a rule on the diagnostic settings of a child', () => {
  const wanted = ['StorageRead', 'StorageWrite'];
  const facets = { ...facts, categories: wanted, child: '/blobServices/default' } satisfies DiagnosticsFacts;
  const rule = diagnosticsRule(facets);
  const on = (...categories: readonly string[]) =>
    categories.map((category) => ({ category, enabled: true }));
  const blobs = resource(
    'Microsoft.Storage/storageAccounts/blobServices',
    'blobs',
    {},
    { uses: { accountName: ['account'] } },
  );
  const files = resource(
    'Microsoft.Storage/storageAccounts/fileServices',
    'files',
    {},
    { uses: { accountName: ['account'] } },
  );
  const setting = (properties: Properties, ...origins: readonly string[]) =>
    resource(
      diagnosticSetting,
      'setting',
      { resourceUri: UNKNOWN, workspaceId: UNKNOWN, logs: on(...wanted), ...properties },
      { uses: { resourceUri: origins, workspaceId: ['workspace'] } },
    );

  test.each([
    ['of that child', setting({}, 'blobs'), 'pass'],
    ['of another child', setting({}, 'files'), 'fail'],
    ['of the account and another child', setting({}, 'account', 'files'), 'fail'],
    ['of something computed from the account', setting({}, 'account'), 'unknown'],
    ['of something unknown', setting({}), 'unknown'],
    ['of a written child', setting({ resourceUri: '/x' }), 'fail'],
    ['of a written id of that child', setting(withId('/blobServices/default'), 'account'), 'pass'],
    [
      'with a workspace from nowhere',
      setting({ storageAccountId: UNKNOWN, workspaceId: null }, 'blobs'),
      'unknown',
    ],
    ['with no workspace', setting({ workspaceId: '' }, 'blobs'), 'fail'],
    ['of a written id of another child', setting(withId('/fileServices/default'), 'account'), 'fail'],
    ['with one category too few', setting({ logs: on('StorageRead') }, 'blobs'), 'fail'],
    ['with an unknown category', setting({ logs: on('StorageRead', UNKNOWN) }, 'blobs'), 'unknown'],
    ['with unknown logs', setting({ logs: UNKNOWN }, 'blobs'), 'unknown'],
    [
      'with a switch that is unknown',
      setting({ logs: [{ categoryGroup: 'allLogs', enabled: UNKNOWN }] }, 'blobs'),
      'unknown',
    ],
    [
      'with an entry that names nothing',
      setting({ logs: [{ enabled: true }, ...on('StorageRead')] }, 'blobs'),
      'fail',
    ],
  ] as const)('judges an account with a setting %s', (_what, given, expected) => {
    expect(judge(rule, blobs, files, given)).toBe(expected);
  });

  function withId(child: string): Properties {
    return { resourceUri: `/s/providers/Microsoft.Storage/storageAccounts/account${child}` };
  }
});
