import { describe, expect, test } from 'vitest';
import type { Resource } from '../../policies/src/resources/resource';
import {
  mysqlConfiguration,
  postgresConfiguration,
  postgresServer,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { mysqlMinTls, mysqlSecureTransport } from '../../policies/src/rules/mysql';
import {
  postgresAudit,
  postgresLogRetention,
  postgresMinTls,
  postgresSecureTransport,
  postgresThrottling,
} from '../../policies/src/rules/postgresql-settings';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, ...resources: readonly Resource[]) =>
  runRule(rule, resources)
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ outcome, property, resource: { name } }) => `${outcome} ${name} ${property}`);

const server = (properties: Properties = {}) =>
  resource(postgresServer, 'server', { serverName: 'plant-pg', ...properties });
const setting = (configurationName: string, value: Properties[string], uses = ['server']) =>
  resource(
    postgresConfiguration,
    'setting',
    { configurationName, value, serverName: UNKNOWN },
    { uses: { serverName: uses } },
  );

describe('a setting that is right from the start', () => {
  test.each([
    ['off', ['fail setting value']],
    ['OFF', ['fail setting value']],
    ['on', []],
    ['On', []],
    [true, []],
    [1, []],
    ['', ['fail setting value']],
    [['on'], ['fail setting value']],
    [null, []],
    [UNKNOWN, ['unknown setting value']],
  ] as const)('with the value %j: %j', (value, expected) => {
    const name = 'require_secure_transport';
    expect(found(postgresSecureTransport, setting(name, value))).toEqual(expected);
  });

  test.each([
    ['REQUIRE_SECURE_TRANSPORT', 'off', ['fail setting value']],
    ['plant-pg/require_secure_transport', 'off', ['fail setting value']],
    ['jit', 'off', []],
    [UNKNOWN, 'off', ['unknown setting configurationName']],
    [UNKNOWN, 'on', []],
  ] as const)('is found by its name %s', (name, value, expected) => {
    expect(found(postgresSecureTransport, setting(name, value))).toEqual(expected);
  });

  test('is named by its resource where no name is written', () => {
    const given = resource(postgresConfiguration, 'require_secure_transport', { value: 'off' });
    expect(found(postgresSecureTransport, given)).toEqual(['fail require_secure_transport value']);
  });

  test('says which setting it is about', () => {
    const [finding] = runRule(postgresSecureTransport, [setting('require_secure_transport', 'off')]);
    expect(finding?.message).toContain('require_secure_transport');
  });

  test('of MySQL is none of PostgreSQL', () => {
    const given = resource(mysqlConfiguration, 'setting', {
      configurationName: 'require_secure_transport',
      value: 'OFF',
    });
    expect(found(postgresSecureTransport, given)).toEqual([]);
    expect(found(mysqlSecureTransport, given)).toEqual(['fail setting value']);
  });

  test.each([
    ['TLSv1.2', []],
    ['tlsv1.3', []],
    ['TLSv1', ['fail setting value']],
    ['', ['fail setting value']],
  ] as const)('compares the floor %s as a version', (value, expected) => {
    expect(found(postgresMinTls, setting('ssl_min_protocol_version', value))).toEqual(expected);
  });

  test.each([
    ['TLSv1.2', []],
    ['TLSv1.3, TLSv1.2', []],
    ['TLSv1.1,TLSv1.2', ['fail setting value']],
    ['', ['fail setting value']],
    [12, ['fail setting value']],
  ] as const)('reads the list %j', (value, expected) => {
    const given = resource(mysqlConfiguration, 'setting', { configurationName: 'tls_version', value });
    expect(found(mysqlMinTls, given)).toEqual(expected);
  });
});

describe('a setting that must be changed', () => {
  const name = 'connection_throttle.enable';

  test.each([
    ['nothing', [], ['fail server configurations']],
    ['the setting', [setting(name, 'on')], []],
    ['a wrong value, told once and where it stands', [setting(name, 'off')], ['fail setting value']],
    ['a value to come', [setting(name, UNKNOWN)], ['unknown setting value']],
    ['no value', [setting(name, null)], ['fail setting value']],
    ['another setting', [setting('jit', 'on')], ['fail server configurations']],
    ['the setting of some server', [setting(name, 'on', [])], ['unknown server configurations']],
    ['a setting to come', [setting(UNKNOWN, 'on')], ['unknown server configurations']],
  ] as const)('with %s beside the server', (_what, settings, expected) => {
    expect(found(postgresThrottling, server(), ...settings)).toEqual(expected);
  });

  test.each([
    ['plant-pg', []],
    ['Plant-PG', []],
    ['other-pg', ['fail server configurations']],
  ] as const)('belongs to the server by the written name %s', (serverName, expected) => {
    const given = resource(postgresConfiguration, 'setting', {
      serverName,
      configurationName: name,
      value: 'on',
    });
    expect(found(postgresThrottling, server(), given)).toEqual(expected);
  });

  test('is judged where the server is in another stack', () => {
    expect(found(postgresThrottling, setting(name, 'off'))).toEqual(['fail setting value']);
  });

  test.each([
    ['4', []],
    [7, []],
    ['3', ['fail setting value']],
    ['many', ['fail setting value']],
  ] as const)('keeps log files for %j days', (value, expected) => {
    expect(found(postgresLogRetention, server(), setting('logfiles.retention_days', value))).toEqual(
      expected,
    );
  });

  test.each([
    ['pgaudit', 'all', []],
    ['pg_cron, PGAUDIT', 'ddl, -misc', []],
    ['pgauditlogtofile', 'all', ['fail setting value']],
    ['pgaudit', 'none', ['fail setting value']],
    ['pgaudit', '-read', ['fail setting value']],
    ['pgaudit', '', ['fail setting value']],
  ] as const)('loads %s and logs %s', (libraries, classes, expected) => {
    const settings = [setting('shared_preload_libraries', libraries), setting('pgaudit.log', classes)];
    expect(found(postgresAudit, server(), ...settings)).toEqual(expected);
  });

  test('names each part that is missing', () => {
    const messages = runRule(postgresAudit, [server()]).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages.join()).toMatch(/shared_preload_libraries.*pgaudit\.log/);
  });
});
