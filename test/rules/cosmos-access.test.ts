import { describe, expect, test } from 'vitest';
import {
  cosmosAccount,
  cosmosSqlRoleAssignment,
  cosmosSqlRoleDefinition,
  mongoCluster,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  cosmosBypass,
  cosmosCors,
  cosmosKeyIdentity,
  cosmosNoDatacenters,
  cosmosRoleActions,
  cosmosRoleScope,
} from '../../policies/src/rules/cosmos-access';
import { cosmosBackupRedundancy, cosmosLocations, cosmosZones } from '../../policies/src/rules/cosmos-data';
import { mongoPublicNetwork } from '../../policies/src/rules/mongo-cluster';
import { resource, runRule } from '../../policies/src/testing';

const on = (
  type: typeof cosmosAccount | typeof mongoCluster,
  rule: Rule,
  properties: Properties,
  options = {},
) =>
  runRule(rule, [resource(type, 'data', properties)], { options }).map(
    ({ outcome, property }) => `${outcome} ${property}`,
  );
const onAccount = (rule: Rule, properties: Properties, options = {}) =>
  on(cosmosAccount, rule, properties, options);

describe('the network of the account', () => {
  test.each([
    ['0.0.0.0', 'fail'],
    [' 0.0.0.0 ', 'fail'],
    ['0.0.0.0/32', 'fail'],
    ['10.0.0.0', 'pass'],
    ['0.0.0.0/0', 'pass'],
    [UNKNOWN, 'unknown'],
    [null, 'pass'],
  ] as const)('takes %j for all of Azure: %s', (ipAddressOrRange, outcome) => {
    expect(onAccount(cosmosNoDatacenters, { ipRules: [{ ipAddressOrRange }] })[0]).toContain(outcome);
  });

  test.each([
    [{}, ['pass networkAclBypass']],
    [{ networkAclBypass: 'none' }, ['pass networkAclBypass']],
    [{ networkAclBypass: 'AzureServices' }, ['fail networkAclBypass']],
    [{ networkAclBypass: 'AzureServices', networkAclBypassResourceIds: [] }, ['fail networkAclBypass']],
    [
      { networkAclBypass: 'AzureServices', networkAclBypassResourceIds: ['A'] },
      ['pass networkAclBypassResourceIds[0]'],
    ],
    [
      { networkAclBypass: 'AzureServices', networkAclBypassResourceIds: ['a', 'b'] },
      ['fail networkAclBypassResourceIds[1]'],
    ],
    [
      { networkAclBypass: 'None', networkAclBypassResourceIds: ['b'] },
      ['fail networkAclBypassResourceIds[0]'],
    ],
    [
      { networkAclBypass: 'AzureServices', networkAclBypassResourceIds: UNKNOWN },
      ['unknown networkAclBypassResourceIds'],
    ],
    [{ networkAclBypass: UNKNOWN }, ['unknown networkAclBypass']],
  ] as const)('judges the exception %o', (properties, expected) => {
    expect(onAccount(cosmosBypass, properties, { allowedResourceIds: ['A'] })).toEqual(expected);
  });

  test.each([
    ['*', 'fail'],
    ['https://a.example.com,*', 'fail'],
    ['https://a.example.com', 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('answers the origins "%s": %s', (allowedOrigins, outcome) => {
    expect(onAccount(cosmosCors, { cors: [{ allowedOrigins }] })).toEqual([
      `${outcome} cors[0].allowedOrigins`,
    ]);
  });
});

test.each([
  [{}, []],
  [{ keyVaultKeyUri: '' }, []],
  [{ keyVaultKeyUri: 'https://k' }, ['fail defaultIdentity']],
  [{ keyVaultKeyUri: 'https://k', defaultIdentity: 'firstpartyidentity' }, ['fail defaultIdentity']],
  [{ keyVaultKeyUri: 'https://k', defaultIdentity: '' }, ['fail defaultIdentity']],
  [{ keyVaultKeyUri: 'https://k', defaultIdentity: 'SystemAssignedIdentity' }, ['pass defaultIdentity']],
  [{ keyVaultKeyUri: 'https://k', defaultIdentity: UNKNOWN }, ['unknown defaultIdentity']],
  [{ keyVaultKeyUri: UNKNOWN }, ['unknown keyVaultKeyUri']],
] as const)('the identity behind the key of %o', (properties, expected) => {
  expect(onAccount(cosmosKeyIdentity, properties)).toEqual(expected);
});

test.each([
  [UNKNOWN, UNKNOWN, ['keyVaultKeyUri', 'defaultIdentity'], 'pass defaultIdentity'],
  [UNKNOWN, UNKNOWN, ['keyVaultKeyUri'], 'unknown defaultIdentity'],
  [UNKNOWN, 'FirstPartyIdentity', ['keyVaultKeyUri'], 'fail defaultIdentity'],
  [UNKNOWN, 'SystemAssignedIdentity', [], 'pass defaultIdentity'],
])(
  'the identity behind the key %s is %s, computed: %j',
  (keyVaultKeyUri, defaultIdentity, computed, expected) => {
    const uses = Object.fromEntries(computed.map((property) => [property, ['vault']]));
    const one = resource(cosmosAccount, 'data', { keyVaultKeyUri, defaultIdentity }, { uses });
    expect(
      runRule(cosmosKeyIdentity, [one]).map(({ outcome, property }) => `${outcome} ${property}`),
    ).toEqual([expected]);
  },
);

describe('the regions of the account', () => {
  test.each([
    ['West Europe', 'pass'],
    ['westeurope', 'pass'],
    ['WESTEUROPE', 'pass'],
    ['westeurope2', 'fail'],
    [null, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('allow %j: %s', (locationName, outcome) => {
    const options = { allowedLocations: ['westeurope', 'North Europe'] };
    expect(onAccount(cosmosLocations, { locations: [{ locationName }] }, options)).toEqual([
      `${outcome} locations[0].locationName`,
    ]);
  });

  test('are free while no region is named', () => {
    expect(onAccount(cosmosLocations, { locations: [{ locationName: 'anywhere' }] })).toEqual([]);
  });

  test('each need zones', () => {
    const locations = [{ isZoneRedundant: true }, { isZoneRedundant: 'false' }, { isZoneRedundant: UNKNOWN }];
    expect(onAccount(cosmosZones, { locations })).toEqual([
      'fail locations[1].isZoneRedundant',
      'unknown locations[2].isZoneRedundant',
    ]);
    expect(onAccount(cosmosZones, {})).toEqual(['fail locations[].isZoneRedundant']);
  });

  test.each([
    [{ type: 'Continuous' }, 'pass'],
    [{ type: 'Periodic', periodicModeProperties: {} }, 'pass'],
    [{ type: 'Periodic', periodicModeProperties: { backupStorageRedundancy: 'LOCAL' } }, 'fail'],
    [{ type: 'Periodic', periodicModeProperties: { backupStorageRedundancy: 'Zone' } }, 'pass'],
    [{ type: 'Periodic', periodicModeProperties: UNKNOWN }, 'unknown'],
  ] as const)('keep backups by %j: %s', (backupPolicy, outcome) => {
    expect(onAccount(cosmosBackupRedundancy, { backupPolicy })[0]).toContain(outcome);
  });
});

describe('data roles', () => {
  const account = '/subscriptions/s/resourceGroups/g/providers/Microsoft.DocumentDB/databaseAccounts/data';
  const reader = `${account}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001`;
  const contributor = `${account}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002`;
  const judge = (properties: Properties, allowedPrincipals: readonly string[] = []) =>
    runRule(
      cosmosRoleScope,
      [
        resource(cosmosSqlRoleAssignment, 'role', {
          principalId: 'P',
          roleDefinitionId: reader,
          ...properties,
        }),
      ],
      { options: { allowedPrincipals } },
    )
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ outcome, property }) => `${outcome} ${property}`);

  test.each([
    [{ scope: account }, ['fail scope']],
    [{ scope: '/' }, ['fail scope']],
    [{ scope: '' }, ['fail scope']],
    [{}, ['fail scope']],
    [{ scope: 7 }, ['fail scope']],
    [{ scope: `${account}/dbs/` }, ['fail scope']],
    [{ scope: `${account}/dbs/telemetry` }, []],
    [{ scope: '/dbs/telemetry/colls/vibration' }, []],
    [{ scope: UNKNOWN }, ['unknown scope']],
    [{ scope: `${account}/dbs/telemetry`, roleDefinitionId: contributor }, ['fail roleDefinitionId']],
    [{ scope: `${account}/dbs/telemetry/colls/v`, roleDefinitionId: contributor }, []],
    [{ scope: account, roleDefinitionId: contributor }, ['fail scope', 'fail roleDefinitionId']],
    [{ scope: UNKNOWN, roleDefinitionId: contributor }, ['unknown scope']],
    [{ scope: '/dbs/telemetry', roleDefinitionId: UNKNOWN }, ['unknown roleDefinitionId']],
    [{ scope: account, principalId: UNKNOWN }, ['fail scope']],
  ] as const)('assigned by %o', (properties, expected) => {
    expect(judge(properties)).toEqual(expected);
  });

  test('may reach the account for principals of the option', () => {
    expect(judge({ scope: account, roleDefinitionId: contributor }, ['p'])).toEqual([]);
    expect(judge({ scope: account }, ['q'])).toEqual(['fail scope']);
    expect(judge({ scope: account, principalId: UNKNOWN }, ['q'])).toEqual(['unknown principalId']);
  });

  const items = 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items';

  test.each([
    ['*', 'fail'],
    [' * ', 'fail'],
    ['microsoft.documentdb/*', 'fail'],
    ['Microsoft.DocumentDB/databaseAccounts/*', 'fail'],
    ['Microsoft.DocumentDB/databaseAccounts/sqlDatabases/*', 'fail'],
    [`${items}/*`, 'pass'],
    [`${items}/read`, 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('defined by the action "%s": %s', (action, outcome) => {
    const role = resource(cosmosSqlRoleDefinition, 'role', { permissions: [{ dataActions: [action] }] });
    expect(runRule(cosmosRoleActions, [role])[0]?.outcome).toBe(outcome);
  });
});

test.each([
  [{ properties: { publicNetworkAccess: 'disabled' } }, 'pass'],
  [{ properties: { publicNetworkAccess: 'Enabled' } }, 'fail'],
  [{ properties: {} }, 'fail'],
  [{}, 'fail'],
  [{ properties: UNKNOWN }, 'unknown'],
] as const)('the MongoDB cluster %j: %s', (properties, outcome) => {
  expect(on(mongoCluster, mongoPublicNetwork, properties)[0]).toContain(outcome);
});
