import { describe, expect, test } from 'vitest';
import {
  redis,
  redisEnterprise,
  redisFirewallRule,
  redisPatchSchedule,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  redisAuthRequired,
  redisEntra,
  redisFirewallNotAny,
  redisMinTls,
  redisNoPlainPort,
  redisPatching,
  redisPersistenceIdentity,
} from '../../policies/src/rules/redis';
import { redisEnterpriseCmk, redisEnterpriseMinTls } from '../../policies/src/rules/redis-enterprise';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const onCache = (rule: Rule, properties: Properties) => found(rule, [resource(redis, 'state', properties)]);

describe('switches that are texts', () => {
  test.each([
    ['true', 'pass', 'fail'],
    ['TRUE', 'pass', 'fail'],
    [true, 'pass', 'fail'],
    ['false', 'fail', 'pass'],
    [false, 'fail', 'pass'],
    ['', 'fail', 'pass'],
    [null, 'fail', 'pass'],
    [UNKNOWN, 'unknown', 'unknown'],
  ] as const)('%j', (value, whereAsked, whereForbidden) => {
    expect(onCache(redisEntra, { redisConfiguration: { aadEnabled: value } })).toEqual([
      `${whereAsked} redisConfiguration.aadEnabled`,
    ]);
    expect(onCache(redisAuthRequired, { redisConfiguration: { authnotrequired: value } })).toEqual([
      `${whereForbidden} redisConfiguration.authnotrequired`,
    ]);
    expect(onCache(redisNoPlainPort, { enableNonSslPort: value })).toEqual([
      `${whereForbidden} enableNonSslPort`,
    ]);
  });
});

describe('the TLS floor', () => {
  test.each([
    ['1.2', 'pass', 'pass'],
    ['1.1', 'fail', 'fail'],
    ['1.0', 'fail', 'fail'],
    [null, 'fail', 'pass'],
  ] as const)('%s', (minimumTlsVersion, cache, cluster) => {
    expect(onCache(redisMinTls, { minimumTlsVersion })).toEqual([`${cache} minimumTlsVersion`]);
    expect(found(redisEnterpriseMinTls, [resource(redisEnterprise, 'c', { minimumTlsVersion })])).toEqual([
      `${cluster} minimumTlsVersion`,
    ]);
  });
});

describe('the copies of a cache', () => {
  const method = 'preferredDataPersistenceAuthMethod';
  const faultsOf = (redisConfiguration: Properties[string]) =>
    onCache(redisPersistenceIdentity, { redisConfiguration }).filter((line) => !line.startsWith('pass'));

  test.each([
    ['no copies', {}, []],
    ['nothing at all', null, []],
    ['copies without a method', { rdbBackupEnabled: 'true' }, [`fail ${method}`]],
    ['a log without a method', { aofBackupEnabled: true }, [`fail ${method}`]],
    ['copies with a signature', { rdbBackupEnabled: 'true', [method]: 'SAS' }, [`fail ${method}`]],
    ['copies with an identity', { rdbBackupEnabled: 'true', [method]: 'managedidentity' }, []],
    ['a signature without copies', { rdbBackupEnabled: 'false', [method]: 'SAS' }, []],
    ['a connection string', { rdbStorageConnectionString: 'x' }, ['fail rdbStorageConnectionString']],
    ['an empty connection string', { rdbStorageConnectionString: '' }, []],
    [
      'both connection strings of a log beside an identity',
      { [method]: 'ManagedIdentity', aofStorageConnectionString0: 'x', aofStorageConnectionString1: 'y' },
      ['fail aofStorageConnectionString0', 'fail aofStorageConnectionString1'],
    ],
    ['copies that may be made', { rdbBackupEnabled: UNKNOWN }, ['unknown rdbBackupEnabled']],
    [
      'copies that may be made with an identity',
      { rdbBackupEnabled: UNKNOWN, [method]: 'ManagedIdentity' },
      [],
    ],
    ['an unknown method', { rdbBackupEnabled: 'true', [method]: UNKNOWN }, [`unknown ${method}`]],
    [
      'an unknown method beside a connection string',
      { rdbBackupEnabled: 'true', [method]: UNKNOWN, rdbStorageConnectionString: 'x' },
      ['fail rdbStorageConnectionString', `unknown ${method}`],
    ],
  ] as const)('%s', (_case, configuration, expected) => {
    expect(faultsOf(configuration)).toEqual(
      expected.map((line) => line.replace(' ', ' redisConfiguration.')),
    );
  });

  test('are open where all settings are unknown', () => {
    expect(faultsOf(UNKNOWN)).toEqual(['unknown redisConfiguration']);
  });

  test('never show a connection string', () => {
    const given = resource(redis, 'state', { redisConfiguration: { rdbStorageConnectionString: 'secret' } });
    const messages = runRule(redisPersistenceIdentity, [given]).map(({ message }) => message);
    expect(messages).toHaveLength(1);
    expect(messages[0]).not.toContain('secret');
  });
});

describe('firewall rules', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7', ['pass startIP']],
    ['203.0.113.0', '203.0.113.255', ['pass startIP']],
    ['203.0.113.0', '203.0.114.0', ['fail endIP']],
    ['0.0.0.0', '255.255.255.255', ['fail startIP', 'fail endIP']],
    ['0.0.0.0', '0.0.0.0', ['fail startIP', 'fail endIP']],
    ['0.0.0.0', UNKNOWN, ['fail startIP', 'unknown endIP']],
    [UNKNOWN, '203.0.113.7', ['unknown startIP']],
    ['203.0.113.7', null, ['pass startIP']],
    ['plant', '203.0.113.7', ['fail startIP']],
    ['203.0.113.7', 4, ['fail endIP']],
    [' 203.0.113.7 ', '203.0.113.8', ['pass startIP']],
  ] as const)('from %s to %s', (startIP, endIP, expected) => {
    expect(found(redisFirewallNotAny, [resource(redisFirewallRule, 'rule', { startIP, endIP })])).toEqual(
      expected,
    );
  });

  test.each([
    [1, 'fail'],
    [15, 'fail'],
    [16, 'pass'],
  ] as const)('of 16 addresses with at most %i: %s', (maximumAddresses, outcome) => {
    const rule = resource(redisFirewallRule, 'rule', { startIP: '203.0.113.0', endIP: '203.0.113.15' });
    const [first] = found(redisFirewallNotAny, [rule], { maximumAddresses });
    expect(first).toMatch(new RegExp(`^${outcome} `));
  });
});

describe('patch schedules', () => {
  const cache = resource(redis, 'state', { name: 'plant-state' });
  const entries = [{ dayOfWeek: 'Sunday', startHourUtc: 2 }];
  test.each([
    ['by reference', { scheduleEntries: entries }, { name: ['state'] }, 'pass'],
    ['by its written name', { name: 'Plant-State', scheduleEntries: entries }, {}, 'pass'],
    ['of another cache', { name: 'other', scheduleEntries: entries }, {}, 'fail'],
    ['without entries', { name: 'plant-state' }, {}, 'fail'],
    ['with unknown entries', { name: 'plant-state', scheduleEntries: UNKNOWN }, {}, 'unknown'],
    ['of a cache that is not known yet', { name: UNKNOWN, scheduleEntries: entries }, {}, 'unknown'],
  ] as const)('%s', (_case, properties, uses, outcome) => {
    const schedule = resource(redisPatchSchedule, 'schedule', properties, { uses });
    expect(found(redisPatching, [cache, schedule])).toEqual([`${outcome} patchSchedule`]);
  });
});

describe('the own key of a cluster', () => {
  test.each([
    [{ customerManagedKeyEncryption: { keyEncryptionKeyUrl: UNKNOWN } }, 'pass'],
    [{ customerManagedKeyEncryption: {} }, 'fail'],
    [{}, 'fail'],
  ] as const)('%j', (encryption, outcome) => {
    expect(found(redisEnterpriseCmk, [resource(redisEnterprise, 'c', { encryption })])).toEqual([
      `${outcome} encryption.customerManagedKeyEncryption`,
    ]);
  });
});
