import { describe, expect, test } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import {
  blobContainer,
  fileService,
  fileShare,
  localUser,
  objectReplicationPolicy,
  staticWebsite,
  storageAccount,
  storageTable,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  storageAccessRules,
  storageKeyPeriod,
  storageSasBlock,
  storageSasPeriod,
  storageTrustedServices,
} from '../../policies/src/rules/storage-access';
import {
  storageNoCrossTenantReplication,
  storageReplicationTenant,
} from '../../policies/src/rules/storage-copies';
import {
  storageNoLocalUsers,
  storageSmbKerberos,
  storageUserScoped,
} from '../../policies/src/rules/storage-local-users';
import { storageNoWebsite, storageShareAcl, storageTableAcl } from '../../policies/src/rules/storage-sharing';
import { resource, runRule } from '../../policies/src/testing';
import { registered } from '../resources/registered';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const onAccount = (rule: Rule, properties: Properties, options = {}) =>
  found(rule, [resource(storageAccount, 'data', properties)], options);

describe('exceptions of the firewall', () => {
  test.each([
    ['AzureServices', 'optional', 'pass'],
    ['azureservices', 'optional', 'pass'],
    ['None', 'optional', 'pass'],
    ['Metrics', 'optional', 'fail'],
    ['Logging, Metrics, AzureServices', 'optional', 'fail'],
    ['AzureServices|Logging', 'optional', 'fail'],
    ['', 'optional', 'fail'],
    [7, 'optional', 'fail'],
    [null, 'optional', 'pass'],
    ['None', 'required', 'fail'],
    ['AzureServices', 'required', 'pass'],
    [null, 'required', 'pass'],
    ['None', 'forbidden', 'pass'],
    ['AzureServices', 'forbidden', 'fail'],
    [null, 'forbidden', 'fail'],
    [UNKNOWN, 'forbidden', 'unknown'],
  ] as const)('%j, trusted services %s: %s', (bypass, trustedServices, outcome) => {
    expect(onAccount(storageTrustedServices, { networkRuleSet: { bypass } }, { trustedServices })).toEqual([
      `${outcome} networkRuleSet.bypass`,
    ]);
  });

  const rule = (tenantId: string, resourceId = '/subscriptions/s/x') => ({ tenantId, resourceId });
  const tenant = 'networkRuleSet.resourceAccessRules[0].tenantId';

  test.each([
    ['no rules', [], [], []],
    ['one tenant', [rule('A'), rule('a')], [], ['pass']],
    ['two tenants', [rule('a'), rule('b')], [], ['fail', 'fail']],
    ['two tenants that are allowed', [rule('a'), rule('b')], ['A', 'B'], ['pass']],
    ['a tenant that is not allowed', [rule('c')], ['a'], ['fail']],
    ['an unknown tenant', [rule(UNKNOWN)], ['a'], ['unknown']],
    ['a wildcard', [rule('a', '/subscriptions/*/x')], ['a'], ['fail']],
    ['an unknown resource', [rule('a', UNKNOWN)], ['a'], ['unknown']],
  ] as const)('resource rules with %s', (_case, resourceAccessRules, allowedTenants, outcomes) => {
    const properties = { networkRuleSet: { resourceAccessRules } };
    const verdicts = onAccount(storageAccessRules, properties, { allowedTenants });
    expect(verdicts.map((verdict) => verdict.split(' ')[0])).toEqual(outcomes);
  });

  test('reports a foreign tenant beside an unknown one', () => {
    const properties = { networkRuleSet: { resourceAccessRules: [rule('b'), rule(UNKNOWN)] } };
    expect(onAccount(storageAccessRules, properties, { allowedTenants: ['a'] })[0]).toBe(`fail ${tenant}`);
  });
});

describe('lives of signatures and keys', () => {
  test.each([
    ['7.00:00:00', 'pass'],
    ['07.00:00:00', 'pass'],
    ['7.00:00:01', 'fail'],
    ['167:00:00', 'fail'],
    ['12:00:00', 'pass'],
    ['never', 'fail'],
    ['', 'fail'],
    [7, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('a period of %j: %s', (sasExpirationPeriod, outcome) => {
    expect(onAccount(storageSasPeriod, { sasPolicy: { sasExpirationPeriod } })).toEqual([
      `${outcome} sasPolicy.sasExpirationPeriod`,
    ]);
  });

  test('takes the longest period from the option', () => {
    const properties = { sasPolicy: { sasExpirationPeriod: '2.00:00:00' } };
    expect(onAccount(storageSasPeriod, properties, { maximumDays: 1 })[0]).toMatch(/^fail/);
  });

  test.each([[storageSasPeriod], [storageSasBlock], [storageKeyPeriod]])(
    'asks nothing of an account without keys, and leaves it open while that is unknown: $id',
    (rule) => {
      expect(onAccount(rule, { allowSharedKeyAccess: false })).toEqual([]);
      expect(onAccount(rule, { allowSharedKeyAccess: UNKNOWN })).toEqual(['unknown allowSharedKeyAccess']);
      expect(onAccount(rule, { allowSharedKeyAccess: true })[0]).toMatch(/^fail/);
    },
  );

  test.each([
    [90, 'pass'],
    ['90', 'pass'],
    [91, 'fail'],
    [1, 'pass'],
    [0, 'fail'],
    [-5, 'fail'],
    ['often', 'fail'],
  ] as const)('keys that are due after %j days: %s', (keyExpirationPeriodInDays, outcome) => {
    expect(onAccount(storageKeyPeriod, { keyPolicy: { keyExpirationPeriodInDays } })[0]).toContain(outcome);
  });
});

describe('copies to other accounts', () => {
  test.each([
    ['azure-native:storage:StorageAccount', 'pass'],
    ['azure-native:storage/v20220901:StorageAccount', 'fail'],
    ['azure-native:storage/v20230101:StorageAccount', 'pass'],
  ])('reads an absent switch for cross-tenant replication as %s means it: %s', (token, outcome) => {
    const { resources } = normalise(registered(token, { kind: 'StorageV2' }));
    expect(found(storageNoCrossTenantReplication, resources)).toEqual([
      `${outcome} allowCrossTenantReplication`,
    ]);
  });

  const account = resource(storageAccount, 'archive', { kind: 'StorageV2' });
  const id = '/subscriptions/S/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/data';

  test.each([
    ['an account of the stack', UNKNOWN, ['archive'], 'pass'],
    ['something unknown', UNKNOWN, [], 'unknown'],
    ['a bare name', 'data', [], 'fail'],
    ['another kind of resource', id.replace('storageAccounts', 'accounts'), [], 'fail'],
    ['no text', 7, [], 'fail'],
    ['nothing', null, [], 'fail'],
    ['a whole id', id, [], 'pass'],
  ] as const)('replicates to %s: %s', (_case, destinationAccount, uses, outcome) => {
    const properties = { sourceAccount: id, destinationAccount };
    const policy = resource(objectReplicationPolicy, 'policy', properties, {
      uses: { destinationAccount: uses },
    });
    expect(found(storageReplicationTenant, [account, policy])[0]?.split(' ')[0]).toBe(outcome);
  });

  test('compares subscriptions without regard to case', () => {
    const policy = resource(objectReplicationPolicy, 'policy', { sourceAccount: id, destinationAccount: id });
    const outcomes = (allowedSubscriptions: readonly string[]) =>
      found(storageReplicationTenant, [policy], { allowedSubscriptions });
    expect(outcomes(['s'])).toEqual(['pass sourceAccount']);
    expect(outcomes(['t'])).toEqual(['fail sourceAccount', 'fail destinationAccount']);
  });
});

describe('local users', () => {
  test.each([
    [{}, ['pass isLocalUserEnabled']],
    [{ isLocalUserEnabled: false, isSftpEnabled: true }, ['pass isLocalUserEnabled']],
    [{ isLocalUserEnabled: true }, ['fail isLocalUserEnabled']],
    [{ isLocalUserEnabled: UNKNOWN, isSftpEnabled: true }, ['unknown isLocalUserEnabled']],
    [{ isSftpEnabled: 'true' }, ['fail isLocalUserEnabled']],
    [{ enableNfsV3: true }, ['fail isLocalUserEnabled']],
    [{ isSftpEnabled: false, enableNfsV3: false }, ['pass isLocalUserEnabled']],
    [{ enableNfsV3: UNKNOWN }, ['unknown enableNfsV3']],
    [{ isSftpEnabled: true, enableNfsV3: UNKNOWN }, ['fail isLocalUserEnabled', 'unknown enableNfsV3']],
  ] as const)('are judged on the account %o', (properties, expected) => {
    expect(onAccount(storageNoLocalUsers, properties)).toEqual(expected);
  });

  test.each([
    ['rl', 'pass'],
    ['rwdl', 'pass'],
    ['rwdlc', 'fail'],
    ['CLDWR', 'fail'],
    ['ro', 'fail'],
    ['p', 'fail'],
    ['', 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('may have the permissions "%s": %s', (permissions, outcome) => {
    const user = resource(localUser, 'press', { permissionScopes: [{ permissions }] });
    expect(found(storageUserScoped, [user])[0]).toContain(`${outcome} `);
  });

  test('are judged on both settings of SMB', () => {
    const smb = { authenticationMethods: 'Kerberos', kerberosTicketEncryption: UNKNOWN };
    const files = (protocolSettings: Properties) => [resource(fileService, 'files', { protocolSettings })];
    expect(found(storageSmbKerberos, files({ smb }))).toEqual([
      'unknown protocolSettings.smb.kerberosTicketEncryption',
    ]);
    expect(found(storageSmbKerberos, files({ smb: 7 }))).toHaveLength(2);
  });
});

describe('stored access policies', () => {
  const expiryTime = '2026-12-31T00:00:00Z';
  const permission = 'signedIdentifiers[0].accessPolicy.permission';
  const ends = 'signedIdentifiers[0].accessPolicy.expiryTime';

  test.each([
    [{ permission: 'rl', expiryTime }, [`pass ${permission}`]],
    [{ permission: 'lwcdr', expiryTime }, [`fail ${permission}`]],
    [{ permission: 'rl', expiryTime: '' }, [`fail ${ends}`]],
    [{ permission: UNKNOWN }, [`fail ${ends}`, `unknown ${permission}`]],
    [{ permission: 'rl', expiryTime: UNKNOWN }, [`unknown ${ends}`]],
    [null, [`fail ${ends}`]],
    [UNKNOWN, ['unknown signedIdentifiers[0].accessPolicy']],
  ] as const)('of a share: %j', (accessPolicy, expected) => {
    const share = resource(fileShare, 'drawings', { signedIdentifiers: [{ id: 'x', accessPolicy }] });
    expect(found(storageShareAcl, [share])).toEqual(expected);
  });

  test.each([[null], [[]], ['none'], [7]])(
    'ask nothing of a table where the list is %j',
    (signedIdentifiers) => {
      const [outcome = 'pass'] = found(storageTableAcl, [
        resource(storageTable, 'devices', { signedIdentifiers }),
      ]);
      expect(outcome).toMatch(/^pass/);
    },
  );

  test('of a table know other letters than those of a share', () => {
    const signedIdentifiers = [{ id: 'x', accessPolicy: { permission: 'raud', expiryTime } }];
    expect(found(storageTableAcl, [resource(storageTable, 't', { signedIdentifiers })])[0]).toMatch(/^fail/);
    expect(found(storageShareAcl, [resource(fileShare, 't', { signedIdentifiers })])[0]).toMatch(/^pass/);
  });
});

describe('a static website', () => {
  const data = resource(storageAccount, 'data', {});
  const site = resource(staticWebsite, 'site', { accountName: UNKNOWN }, { uses: { accountName: ['data'] } });
  const content = (properties: Properties, uses: readonly string[] = []) =>
    resource(
      blobContainer,
      'content',
      { containerName: 'raw', ...properties },
      { uses: { accountName: uses } },
    );

  test.each([
    ['a container of its account', content({ accountName: UNKNOWN }, ['data']), 'fail'],
    ['its own container', content({ accountName: UNKNOWN, containerName: '$web' }, ['data']), 'pass'],
    ['a container of another account', content({ accountName: 'other' }), 'pass'],
    ['a container somewhere', content({ accountName: UNKNOWN }), 'unknown'],
  ] as const)('beside %s: %s', (_case, container, outcome) => {
    expect(found(storageNoWebsite, [data, site, container])).toEqual([`${outcome} accountName`]);
  });
});
