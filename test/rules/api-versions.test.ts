import { expect, test } from 'vitest';
import { judgeResource } from '../../policies/src/evaluate/judge';
import { normalise } from '../../policies/src/resources/normalise';
import type { Resource } from '../../policies/src/resources/resource';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { isSince } from '../../policies/src/rule/api-versions';
import type { Rule } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { resourcesOf, runRule } from '../../policies/src/testing';
import { registered } from '../resources/registered';

/**
 * What nothing written means to a rule, per API version: on both sides of every change, and where the version is not known.
 * `none` says that the rule does not apply. The class of a storage account without a version is that of azure-native 3, whose
 * version is newer than every change of it; by its ARM name, without a version, an account is read as an old one.
 */
const rows: readonly (readonly [
  id: string,
  token: string,
  outcomes: { readonly [version: string]: 'pass' | 'fail' | 'none' },
  properties?: Properties,
])[] = [
  [
    'storage-https-only',
    'storage:StorageAccount',
    {
      v20150615: 'fail',
      v20180701: 'fail',
      v20190401: 'pass',
      v20220901: 'pass',
      v20240101: 'pass',
      unknown: 'pass',
    },
  ],
  [
    'storage-no-blob-public-access',
    'storage:StorageAccount',
    { v20180701: 'fail', v20190401: 'fail', v20220901: 'fail', v20230101: 'pass', unknown: 'pass' },
  ],
  [
    'storage-no-cross-tenant-replication',
    'storage:StorageAccount',
    { v20180701: 'fail', v20210601: 'fail', v20220901: 'fail', v20230101: 'pass', unknown: 'pass' },
  ],
  // Two switches that no version has changed.
  [
    'storage-min-tls',
    'storage:StorageAccount',
    { v20190401: 'fail', v20220901: 'fail', v20230101: 'fail', v20240101: 'fail', unknown: 'fail' },
  ],
  [
    'storage-no-shared-key',
    'storage:StorageAccount',
    { v20190401: 'fail', v20220901: 'fail', v20230101: 'fail', v20240101: 'fail', unknown: 'fail' },
  ],
  [
    'eventhub-min-tls',
    'eventhub:Namespace',
    { v20170401: 'fail', v20211101: 'fail', v20220101preview: 'pass', v20240101: 'pass', unknown: 'fail' },
  ],
  [
    'servicebus-min-tls',
    'servicebus:Namespace',
    { v20170401: 'fail', v20211101: 'fail', v20220101preview: 'pass', v20240101: 'pass', unknown: 'fail' },
  ],
  [
    'subnet-private-outbound',
    'network:Subnet',
    { v20230901: 'fail', v20240501: 'fail', v20250501: 'fail', v20250701: 'pass', unknown: 'fail' },
  ],
  [
    'kv-rbac-authorization',
    'keyvault:Vault',
    { v20190901: 'fail', v20241101: 'fail', v20260201: 'fail', unknown: 'fail' },
    { properties: {} },
  ],
  [
    'iothub-cmk',
    'devices:IotHubResource',
    { v20230630: 'none', v20230630preview: 'fail', v20260501preview: 'fail', unknown: 'none' },
    { properties: {} },
  ],
  [
    'dps-cmk',
    'devices:IotDpsResource',
    { v20200301: 'none', v20200901preview: 'fail', v20221212: 'none', unknown: 'none' },
    { properties: {} },
  ],
  [
    'pulumi-preview-api-version',
    'storage:StorageAccount',
    { v20240101: 'pass', v20230630preview: 'fail', unknown: 'none' },
  ],
];

const ruleOf = (id: string): Rule => {
  const rule = catalogue.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
};

const resourceOf = (token: string, version: string, properties: Properties): readonly Resource[] => {
  const [module = '', name = ''] = token.split(':');
  const versioned = version === 'unknown' ? module : `${module}/${version}`;
  return normalise(registered(`azure-native:${versioned}:${name}`, properties)).resources;
};

test.each(
  rows.flatMap(([id, token, outcomes, properties = {}]) =>
    Object.entries(outcomes).map(([version, outcome]) => ({ id, token, version, outcome, properties })),
  ),
)('$id with $token of $version: $outcome', ({ id, token, version, outcome, properties }) => {
  const resources = resourceOf(token, version, properties);
  expect(resources).toHaveLength(1);
  const found = runRule(ruleOf(id), resources).map((finding) => finding.outcome);
  expect(found).toEqual(outcome === 'none' ? [] : [outcome]);
});

test.each([
  ['storage-https-only', '2018-07-01', 'fail'],
  ['storage-https-only', '2019-04-01', 'pass'],
  ['storage-https-only', undefined, 'fail'],
  ['storage-no-blob-public-access', '2022-09-01', 'fail'],
  ['storage-no-blob-public-access', '2023-01-01', 'pass'],
  ['storage-no-blob-public-access', undefined, 'fail'],
  ['storage-no-cross-tenant-replication', undefined, 'fail'],
])('%s with an account by its ARM name of version %s: %s', (id, apiVersion, outcome) => {
  const body = {
    resourceProviderNamespace: 'Microsoft.Storage',
    resourceType: 'storageAccounts',
    parentResourcePath: '',
    properties: {},
    apiVersion: apiVersion ?? UNKNOWN,
  };
  const { resources } = normalise(registered('azure-native:resources:Resource', body));
  expect(runRule(ruleOf(id), resources).map((finding) => finding.outcome)).toEqual([outcome]);
});

/** Whether a rule asks for the version of a resource, on any of its examples. */
function asksForVersion(rule: Rule): boolean {
  if (!('check' in rule)) return false;
  let asked = false;
  const watched = (one: Resource): Resource =>
    Object.defineProperty({ ...one }, 'apiVersion', {
      get: () => {
        asked = true;
        return one.apiVersion;
      },
    });
  for (const example of [...rule.examples.good, ...rule.examples.bad]) {
    for (const one of resourcesOf(rule, example)) judgeResource(rule, watched(one), example.options ?? {});
  }
  return asked;
}

test('every rule that asks for the version has rows', () => {
  const listed = rows.map(([id]) => id);
  const asking = catalogue.filter(asksForVersion).map(({ id }) => id);
  expect(asking.filter((id) => !listed.includes(id))).toEqual([]);
});

test.each([
  ['2022-01-01', true],
  ['2022-01-01-preview', true],
  ['2021-12-31', false],
  ['2021-12-31-preview', false],
  ['latest', false],
  ['', false],
  [undefined, false],
])('%s is at least as new as 2022-01-01: %s', (version, expected) => {
  expect(isSince(version, '2022-01-01')).toBe(expected);
});
