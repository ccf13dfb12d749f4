import { describe, expect, test } from 'vitest';
import {
  blobContainer,
  diagnosticSetting,
  fileShare,
  privateEndpoint,
  storageAccount,
  storageQueue,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  storageCustomerKey,
  storageDefaultDeny,
  storageKeyIdentity,
  storageMinTls,
  storageQueueTableKey,
  storageVersionlessKey,
} from '../../policies/src/rules/storage';
import {
  storageBlobLogs,
  storageContainerScopeLocked,
  storageFileLogs,
  storagePrivateEndpoint,
  storageQueueLogs,
  storageShareNoNfs,
  storageTableLogs,
} from '../../policies/src/rules/storage-services';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const onAccount = (rule: Rule, properties: Properties) =>
  found(rule, [resource(storageAccount, 'data', properties)]);

const account = (properties: Properties = {}) =>
  resource(storageAccount, 'data', { accountName: 'plantdata', kind: 'StorageV2', ...properties });
const endpoint = (...groupIds: readonly string[]) =>
  resource(
    privateEndpoint,
    `endpoint-${groupIds.join('-')}`,
    { privateLinkServiceConnections: [{ privateLinkServiceId: UNKNOWN, groupIds }] },
    { uses: { privateLinkServiceConnections: ['data'] } },
  );

describe('the account', () => {
  test.each([
    ['TLS1_2', 'pass'],
    ['TLS1_3', 'pass'],
    ['TLS1_1', 'fail'],
    ['TLS1_0', 'fail'],
    ['TLS', 'fail'],
    [null, 'fail'],
  ] as const)('compares the TLS floor %s as a number: %s', (minimumTlsVersion, outcome) => {
    expect(onAccount(storageMinTls, { minimumTlsVersion })).toEqual([`${outcome} minimumTlsVersion`]);
  });

  test('asks for default deny even where public access is off', () => {
    expect(onAccount(storageDefaultDeny, { publicNetworkAccess: 'Disabled' })).toEqual([
      'fail networkRuleSet.defaultAction',
    ]);
  });

  test.each([
    ['a vault that exists only after deployment', { keyName: 'k', keyVaultUri: UNKNOWN }, []],
    ['an empty block', {}, ['fail encryption.keyVaultProperties']],
    ['a block that exists only after deployment', UNKNOWN, ['unknown encryption.keyVaultProperties']],
  ] as const)('takes %s for what it is behind a key source', (_case, keyVaultProperties, faults) => {
    const encryption = { keySource: 'Microsoft.Keyvault', keyVaultProperties };
    const outcomes = onAccount(storageCustomerKey, { encryption });
    expect(outcomes.filter((outcome) => !outcome.startsWith('pass'))).toEqual(faults);
  });

  test('reports a missing vault although the key source is unknown', () => {
    expect(onAccount(storageCustomerKey, { encryption: { keySource: UNKNOWN } })).toEqual([
      'fail encryption.keyVaultProperties',
      'unknown encryption.keySource',
    ]);
  });

  test.each([
    ['unknown', UNKNOWN],
    ['fail', 'a1'],
    ['pass', ''],
  ] as const)('gives %s for the key version "%s"', (outcome, keyVersion) => {
    const property = 'encryption.keyVaultProperties.keyVersion';
    const encryption = { keySource: 'Microsoft.Keyvault', keyVaultProperties: { keyVersion } };
    expect(onAccount(storageVersionlessKey, { encryption })).toEqual([`${outcome} ${property}`]);
  });

  test('never shows the version of a key', () => {
    const encryption = { keyVaultProperties: { keyVersion: '0123456789abcdef' } };
    const [finding] = runRule(storageVersionlessKey, [resource(storageAccount, 'data', { encryption })]);
    expect(finding?.message).not.toContain('0123456789abcdef');
  });

  test.each([
    ['without the block', {}],
    ['with an empty block', { encryption: {} }],
    ['with the key source that the SDK injects', { encryption: { keySource: 'Microsoft.Storage' } }],
  ])(
    'asks for an identity and for keys of queues and tables only under a customer key: %s',
    (_case, given) => {
      expect(onAccount(storageKeyIdentity, given)).toEqual([]);
      expect(onAccount(storageQueueTableKey, given)).toEqual([]);
    },
  );

  const identity = 'encryption.encryptionIdentity.encryptionUserAssignedIdentity';
  test.each([
    ['Microsoft.Keyvault', UNKNOWN, ['identity'], []],
    ['Microsoft.Keyvault', UNKNOWN, [], [`unknown ${identity}`]],
    ['Microsoft.Keyvault', '', [], [`fail ${identity}`]],
    [UNKNOWN, '', [], ['unknown encryption.keySource']],
    [UNKNOWN, '/id', [], []],
    ['Microsoft.Storage', UNKNOWN, [], []],
  ] as const)(
    'with the key source %s has the identity %j, computed from %j',
    (keySource, id, origins, expected) => {
      const encryption = { keySource, encryptionIdentity: { encryptionUserAssignedIdentity: id } };
      const one = resource(storageAccount, 'data', { encryption }, { uses: { encryption: origins } });
      const faults = runRule(storageKeyIdentity, [one]).filter(({ outcome }) => outcome !== 'pass');
      expect(faults.map(({ outcome, property }) => `${outcome} ${property}`)).toEqual(expected);
    },
  );

  test('leaves it open whether keys of queues and tables are needed while the key source is unknown', () => {
    expect(onAccount(storageQueueTableKey, { encryption: { keySource: UNKNOWN } })).toEqual([
      'unknown encryption.keySource',
    ]);
  });

  test.each([
    [{ kind: 'FileStorage' }],
    [{ kind: 'BlockBlobStorage' }],
    [{ kind: 'blobstorage' }],
    [{ kind: 'StorageV2', sku: { name: 'Premium_LRS' } }],
  ])('asks for no keys of queues and tables where there are none: %o', (given) => {
    const encryption = { keySource: 'Microsoft.Keyvault' };
    expect(onAccount(storageQueueTableKey, { ...given, encryption })).toEqual([]);
  });
});

describe('the containers and shares', () => {
  test.each([
    ['plant-a', ['fail denyEncryptionScopeOverride']],
    ['$account-encryption-key', []],
    ['', []],
    [UNKNOWN, ['unknown defaultEncryptionScope']],
  ] as const)('locks the encryption scope "%s" only where it is one', (defaultEncryptionScope, expected) => {
    const container = resource(blobContainer, 'raw', { defaultEncryptionScope });
    expect(found(storageContainerScopeLocked, [container])).toEqual(expected);
  });

  test.each([
    [{ enabledProtocols: 'NFS', rootSquash: 'RootSquash' }, false, 'fail enabledProtocols'],
    [{ enabledProtocols: 'NFS', rootSquash: 'RootSquash' }, true, 'pass rootSquash'],
    [{ enabledProtocols: 'NFS', rootSquash: 'norootsquash' }, true, 'fail rootSquash'],
    [{ enabledProtocols: 'NFS', rootSquash: UNKNOWN }, true, 'unknown rootSquash'],
    [{ enabledProtocols: 'SMB', rootSquash: 'NoRootSquash' }, true, 'pass enabledProtocols'],
    [{ enabledProtocols: UNKNOWN }, false, 'unknown enabledProtocols'],
  ] as const)('judges the share %o with allowNfs %s: %s', (properties, allowNfs, expected) => {
    expect(found(storageShareNoNfs, [resource(fileShare, 'files', properties)], { allowNfs })).toEqual([
      expected,
    ]);
  });
});

describe('private endpoints', () => {
  const group = (rule: Rule, resources: readonly ReturnType<typeof resource>[]) =>
    runRule(rule, resources)
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ outcome, message }) => `${outcome} ${/`(\w+)`\)/.exec(message)?.[1] ?? ''}`.trim());

  test.each([
    ['an empty account needs blob', account(), ['blob']],
    ['an account of files only needs file', account({ kind: 'FileStorage' }), ['file']],
    ['a hierarchical namespace needs dfs as well', account({ isHnsEnabled: true }), ['blob', 'dfs']],
  ])('%s', (_case, data, needed) => {
    expect(group(storagePrivateEndpoint, [data])).toEqual(needed.map((id) => `fail ${id}`));
    expect(group(storagePrivateEndpoint, [data, ...needed.map((id) => endpoint(id))])).toEqual([]);
  });

  test.each([
    ['by reference', { accountName: UNKNOWN }, { accountName: ['data'] }],
    ['by its written name', { accountName: 'PlantData' }, {}],
  ])('a queue belongs to the account %s', (_case, properties, uses) => {
    const queue = resource(storageQueue, 'jobs', properties, { uses });
    expect(group(storagePrivateEndpoint, [account(), queue])).toEqual(['fail queue']);
    expect(group(storagePrivateEndpoint, [account(), queue, endpoint('Queue')])).toEqual([]);
  });

  test('a queue of another account asks nothing of this one', () => {
    const queue = resource(storageQueue, 'jobs', { accountName: 'other' });
    expect(group(storagePrivateEndpoint, [account(), queue, endpoint('blob')])).toEqual([]);
  });

  test.each([
    ['a queue that may lie in it', account(), { accountName: UNKNOWN }],
    [
      'a queue while its own name is unknown',
      account({ accountName: UNKNOWN }),
      { accountName: 'plantdata' },
    ],
  ])('leaves open what is needed for %s', (_case, data, properties) => {
    const queue = resource(storageQueue, 'jobs', properties);
    expect(group(storagePrivateEndpoint, [data, queue, endpoint('blob')])).toEqual(['unknown']);
    expect(group(storagePrivateEndpoint, [data, queue, endpoint('blob'), endpoint('queue')])).toEqual([]);
  });

  test.each([
    ['the share it was connected for may lie elsewhere', account({ accountName: UNKNOWN }), true],
    ['its kind is unknown', account({ kind: UNKNOWN }), false],
  ])('makes no fault of a connected account while %s', (_case, data, hasShare) => {
    const share = resource(fileShare, 'recipes', { accountName: 'plantdata' });
    const stack = [data, endpoint('file'), ...(hasShare ? [share] : [])];
    expect(group(storagePrivateEndpoint, stack)).toEqual(['unknown']);
  });

  test('leaves open whether dfs is needed while the namespace is unknown', () => {
    const data = account({ isHnsEnabled: UNKNOWN });
    expect(group(storagePrivateEndpoint, [data, endpoint('blob')])).toEqual(['unknown']);
    expect(group(storagePrivateEndpoint, [data, endpoint('blob', 'dfs')])).toEqual([]);
  });
});

describe('diagnostic settings', () => {
  const rules = {
    blob: storageBlobLogs,
    queue: storageQueueLogs,
    table: storageTableLogs,
    file: storageFileLogs,
  };
  const asking = (properties: Properties) =>
    Object.entries(rules)
      .filter(([, rule]) => found(rule, [account(properties)]).includes('fail diagnosticSettings'))
      .map(([service]) => service);

  test.each([
    [{ kind: 'StorageV2', sku: { name: 'Standard_GZRS' } }, ['blob', 'queue', 'table', 'file']],
    [{ kind: 'Storage' }, ['blob', 'queue', 'table', 'file']],
    [{ kind: 'BlobStorage' }, ['blob']],
    [{ kind: 'BlockBlobStorage', sku: { name: 'Premium_LRS' } }, ['blob']],
    [{ kind: 'StorageV2', sku: { name: 'Premium_LRS' } }, ['blob']],
    [{ kind: 'filestorage', sku: { name: 'PremiumV2_LRS' } }, ['file']],
  ])('are asked for the services that %o has', (properties, services) => {
    expect(asking(properties)).toEqual(services);
  });

  test.each([[{ kind: UNKNOWN }], [{ sku: { name: UNKNOWN } }]])(
    'leave it open which services there are for %o',
    (properties) => {
      expect(found(storageQueueLogs, [account(properties)])).toEqual(['unknown diagnosticSettings']);
    },
  );

  test.each(Object.entries(rules))('of %s say nothing about the other services', (service, own) => {
    const setting = resource(diagnosticSetting, 'logs', {
      resourceUri: `/subscriptions/s/resourceGroups/g/providers/microsoft.storage/storageaccounts/plantdata/${service}services/default`,
      storageAccountId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/logs',
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
    });
    for (const rule of Object.values(rules)) {
      const outcome = rule === own ? 'pass' : 'fail';
      expect(found(rule, [account(), setting])).toEqual([`${outcome} diagnosticSettings`]);
    }
  });
});
