import { describe, expect, test } from 'vitest';
import type { Resource } from '../../policies/src/resources/resource';
import {
  defenderPricing,
  mysqlAdministrator,
  mysqlServer,
  postgresServer,
  postgresSingleServer,
  privateEndpoint,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { OptionValues, Rule } from '../../policies/src/rule/rule';
import {
  mysqlCmk,
  mysqlDefender,
  mysqlEntraAdmin,
  mysqlGeoBackup,
  mysqlPrivateEndpoint,
  mysqlPublicNetwork,
} from '../../policies/src/rules/mysql';
import {
  postgresBackupRetention,
  postgresCmk,
  postgresDefender,
  postgresEntraAuth,
  postgresEntraOnly,
  postgresGeoBackup,
  postgresHighAvailability,
  postgresNoSingleServer,
  postgresPrivateEndpoint,
  postgresPublicNetwork,
} from '../../policies/src/rules/postgresql';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly Resource[], options: OptionValues = {}) =>
  runRule(rule, resources, { options })
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ outcome, property }) => `${outcome} ${property}`);
const postgres = (properties: Properties = {}, uses = {}) =>
  resource(postgresServer, 'server', properties, { uses });
const mysql = (properties: Properties = {}, uses = {}) =>
  resource(mysqlServer, 'server', properties, { uses });
const both = [
  ['PostgreSQL', postgres],
  ['MySQL', mysql],
] as const;
const pick = (name: string, ofPostgres: Rule, ofMysql: Rule) => (name === 'MySQL' ? ofMysql : ofPostgres);

describe.each(both)('a flexible server of %s', (name, server) => {
  const publicAccess = 'network.publicNetworkAccess';
  test.each([
    [{}, [`fail ${publicAccess}`]],
    [{ network: { publicNetworkAccess: 'disabled' } }, []],
    [{ network: { publicNetworkAccess: 'Enabled' } }, [`fail ${publicAccess}`]],
    [{ network: { publicNetworkAccess: 'Enabled', delegatedSubnetResourceId: '/s' } }, []],
    [
      { network: { publicNetworkAccess: 'Enabled', delegatedSubnetResourceId: UNKNOWN } },
      ['unknown network.delegatedSubnetResourceId'],
    ],
    [{ network: { delegatedSubnetResourceId: '' } }, [`fail ${publicAccess}`]],
    [{ network: { publicNetworkAccess: UNKNOWN } }, [`unknown ${publicAccess}`]],
    [{ network: UNKNOWN }, ['unknown network']],
    [{ network: 'none' }, [`fail ${publicAccess}`]],
  ] as const)('is closed: %o', (properties, expected) => {
    expect(found(pick(name, postgresPublicNetwork, mysqlPublicNetwork), [server(properties)])).toEqual(
      expected,
    );
  });

  const rule = pick(name, postgresPrivateEndpoint, mysqlPrivateEndpoint);
  const property = 'privateLinkServiceConnections';
  const endpoint = resource(
    privateEndpoint,
    'endpoint',
    { [property]: [{ groupIds: [name === 'MySQL' ? 'mysqlServer' : 'postgresqlServer'] }] },
    { uses: { [property]: ['server'] } },
  );
  test.each([
    ['no endpoint', [server()], [`fail ${property}`]],
    ['an endpoint', [server(), endpoint], []],
    ['a subnet', [server({ network: { delegatedSubnetResourceId: UNKNOWN } }, { network: ['subnet'] })], []],
    [
      'a subnet from nowhere',
      [server({ network: { delegatedSubnetResourceId: UNKNOWN } })],
      ['unknown network'],
    ],
    ['a network to come', [server({ network: UNKNOWN })], ['unknown network']],
    ['a network to come and an endpoint', [server({ network: UNKNOWN }), endpoint], []],
  ] as const)('has a private way in, with %s', (_what, resources, expected) => {
    expect(found(rule, resources)).toEqual(expected);
  });

  const key = 'dataEncryption.primaryKeyURI';
  const identity = 'dataEncryption.primaryUserAssignedIdentityId';
  test.each([
    [{}, ['fail dataEncryption.type']],
    [{ dataEncryption: { type: 'SystemAssigned' } }, ['fail dataEncryption.type']],
    [{ dataEncryption: { type: 'AzureKeyVault' } }, [`fail ${key}`, `fail ${identity}`]],
    [
      {
        dataEncryption: {
          type: 'azurekeyvault',
          primaryKeyURI: UNKNOWN,
          primaryUserAssignedIdentityId: UNKNOWN,
        },
      },
      [`unknown ${key}`, `unknown ${identity}`],
    ],
    [{ dataEncryption: UNKNOWN }, ['unknown dataEncryption']],
    [{ dataEncryption: { type: UNKNOWN } }, ['unknown dataEncryption.type']],
  ] as const)('has a key of yours: %o', (properties, expected) => {
    expect(found(pick(name, postgresCmk, mysqlCmk), [server(properties)])).toEqual(expected);
  });

  test('has a key of yours that is computed', () => {
    const given = { type: 'AzureKeyVault', primaryKeyURI: UNKNOWN, primaryUserAssignedIdentityId: UNKNOWN };
    const one = server({ dataEncryption: given }, { dataEncryption: ['key', 'identity'] });
    expect(found(pick(name, postgresCmk, mysqlCmk), [one])).toEqual([]);
    const subnet = { network: { delegatedSubnetResourceId: UNKNOWN } };
    const inside = server(subnet, { network: ['subnet'] });
    expect(found(pick(name, postgresPublicNetwork, mysqlPublicNetwork), [inside])).toEqual([]);
  });

  const geo = 'backup.geoRedundantBackup';
  test.each([
    [{}, false, [`fail ${geo}`]],
    [{ backup: { geoRedundantBackup: 'enabled' } }, false, []],
    [{ backup: { geoRedundantBackup: 'Enabled' } }, true, [`fail ${geo}`]],
    [{ backup: { geoRedundantBackup: 'Disabled' } }, true, []],
    [{}, true, []],
    [{ createMode: 'Replica' }, false, []],
    [{ createMode: UNKNOWN }, false, ['unknown createMode']],
    [{ createMode: UNKNOWN, backup: { geoRedundantBackup: 'Enabled' } }, false, []],
    [{ backup: UNKNOWN }, false, ['unknown backup']],
  ] as const)('with %o, kept in its region %s', (properties, keepInRegion, expected) => {
    expect(
      found(pick(name, postgresGeoBackup, mysqlGeoBackup), [server(properties)], { keepInRegion }),
    ).toEqual(expected);
  });

  const plan = (properties: Properties, own = 'plan') => resource(defenderPricing, own, properties);
  const open = 'OpenSourceRelationalDatabases';
  test.each([
    ['no plan', [], false, ['fail defenderPlan']],
    ['a plan set elsewhere', [], true, []],
    ['the plan', [plan({ pricingName: open.toLowerCase(), pricingTier: 'standard' })], false, []],
    ['the plan under its own name', [plan({ pricingTier: 'Standard' }, open)], false, []],
    ['the free plan', [plan({ pricingName: open, pricingTier: 'Free' })], false, ['fail defenderPlan']],
    ['the free plan in spite of all', [plan({ pricingName: open })], true, ['fail defenderPlan']],
    ['another plan', [plan({ pricingName: 'Arm', pricingTier: 'Standard' })], false, ['fail defenderPlan']],
    [
      'a plan to come',
      [plan({ pricingName: UNKNOWN, pricingTier: 'Standard' })],
      false,
      ['unknown defenderPlan'],
    ],
  ] as const)('is watched, with %s', (_what, plans, plannedElsewhere, expected) => {
    const ofServer = pick(name, postgresDefender, mysqlDefender);
    expect(found(ofServer, [server(), ...plans], { plannedElsewhere })).toEqual(expected);
  });
});

describe('PostgreSQL', () => {
  test.each([
    [postgresEntraAuth, { authConfig: { activeDirectoryAuth: 'enabled' } }, []],
    [postgresEntraAuth, { authConfig: {} }, ['fail authConfig.activeDirectoryAuth']],
    [postgresEntraAuth, { authConfig: UNKNOWN }, ['unknown authConfig']],
    [postgresEntraOnly, { authConfig: { passwordAuth: 'Disabled' } }, []],
    [postgresEntraOnly, {}, ['fail authConfig.passwordAuth']],
    [postgresEntraOnly, { createMode: 'replica' }, []],
    [postgresBackupRetention, { backup: { backupRetentionDays: '14' } }, []],
    [postgresBackupRetention, { backup: { backupRetentionDays: 13 } }, ['fail backup.backupRetentionDays']],
    [postgresHighAvailability, { highAvailability: { mode: 'zoneredundant' } }, []],
    [postgresHighAvailability, { highAvailability: { mode: 'SameZone' } }, ['fail highAvailability.mode']],
  ] as const)('%#: %o', (rule, properties, expected) => {
    expect(found(rule, [postgres(properties)])).toEqual(expected);
  });

  test('is no single server', () => {
    expect(
      found(postgresNoSingleServer, [resource(postgresSingleServer, 'old', { serverName: UNKNOWN })]),
    ).toEqual(['fail serverName']);
  });
});

test.each([
  ['plant-mysql', []],
  ['other-mysql', ['fail administrators']],
] as const)('MySQL has the administrator of %s', (serverName, expected) => {
  const admin = resource(mysqlAdministrator, 'admin', { serverName, login: 'dba' });
  expect(found(mysqlEntraAdmin, [mysql({ serverName: 'plant-mysql' }), admin])).toEqual(expected);
});
