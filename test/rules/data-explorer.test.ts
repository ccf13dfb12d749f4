import { describe, expect, test } from 'vitest';
import type { ArmType } from '../../policies/src/resources/resource';
import {
  kustoCluster,
  kustoClusterAssignment,
  kustoDatabaseAssignment,
  kustoDataConnection,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { OptionValues, Rule } from '../../policies/src/rule/rule';
import {
  adxAllowedIpNotAny,
  adxCustomerKey,
  adxManagedIdentity,
  adxRestrictOutbound,
  adxTrustedTenants,
} from '../../policies/src/rules/data-explorer';
import {
  adxDatabaseLeastPrivilege,
  adxEventHubIdentity,
  adxIotHubConnection,
  adxNoAllDatabasesAdmin,
} from '../../policies/src/rules/data-explorer-access';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, type: ArmType, properties: Properties, options: OptionValues = {}) =>
  runRule(rule, [resource(type, 'adx', properties)], { options }).map(
    ({ outcome, property }) => `${outcome} ${property}`,
  );
const onCluster = (rule: Rule, properties: Properties) => found(rule, kustoCluster, properties);

describe('the cluster', () => {
  test.each([
    [
      'a vault from nowhere',
      { keyVaultUri: UNKNOWN, keyName: 'k' },
      ['unknown keyVaultProperties.keyVaultUri'],
    ],
    ['an empty name', { keyVaultUri: 'https://v', keyName: '' }, ['fail keyVaultProperties.keyName']],
    [
      'a block of another kind',
      'v',
      ['fail keyVaultProperties.keyVaultUri', 'fail keyVaultProperties.keyName'],
    ],
    ['a null', null, ['fail keyVaultProperties']],
    ['an unknown block', UNKNOWN, ['unknown keyVaultProperties']],
  ] as const)('takes %s for what it is behind its own key', (_case, keyVaultProperties, faults) => {
    const outcomes = onCluster(adxCustomerKey, { keyVaultProperties });
    expect(outcomes.filter((outcome) => !outcome.startsWith('pass'))).toEqual(faults);
  });

  test('takes a vault that exists only after deployment for one that is given', () => {
    const keyVaultProperties = { keyVaultUri: UNKNOWN, keyName: 'k' };
    const uses = { keyVaultProperties: ['vault'] };
    const findings = runRule(adxCustomerKey, [
      resource(kustoCluster, 'adx', { keyVaultProperties }, { uses }),
    ]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass']);
  });

  test.each([
    ['*', 'fail'],
    ['.*', 'fail'],
    ['^.+$', 'fail'],
    ['https://.*', 'fail'],
    ['', 'fail'],
    ['plant\\.blob\\.core\\.windows\\.net', 'pass'],
    ['.*\\.plant\\.example', 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('judges the allowed pattern "%s": %s', (calloutUriRegex, outcome) => {
    const allow = { calloutUriRegex, outboundAccess: 'Allow' };
    const property = 'calloutPolicies[0].calloutUriRegex';
    const expected = outcome === 'pass' ? 'pass restrictOutboundNetworkAccess' : `${outcome} ${property}`;
    const restrictOutboundNetworkAccess = 'Enabled';
    expect(
      onCluster(adxRestrictOutbound, { restrictOutboundNetworkAccess, calloutPolicies: [allow] }),
    ).toEqual([expected]);
    const deny = [{ ...allow, outboundAccess: 'deny' }];
    expect(onCluster(adxRestrictOutbound, { restrictOutboundNetworkAccess, calloutPolicies: deny })).toEqual([
      'pass restrictOutboundNetworkAccess',
    ]);
  });

  test('leaves it open whether a policy for everything opens while it is unknown if it allows', () => {
    const calloutPolicies = [{ calloutUriRegex: '*', outboundAccess: UNKNOWN }];
    expect(
      onCluster(adxRestrictOutbound, { restrictOutboundNetworkAccess: 'Enabled', calloutPolicies }),
    ).toEqual(['unknown calloutPolicies[0].outboundAccess']);
  });

  test('reports a destination for everything beside a switch that is unknown', () => {
    const given = { restrictOutboundNetworkAccess: UNKNOWN, allowedFqdnList: ['plant.example', '*'] };
    expect(onCluster(adxRestrictOutbound, given)).toEqual([
      'fail allowedFqdnList[1]',
      'unknown restrictOutboundNetworkAccess',
    ]);
  });

  test.each([
    [{ publicNetworkAccess: 'disabled' }, ['pass publicNetworkAccess']],
    [{ publicNetworkAccess: UNKNOWN }, ['unknown publicNetworkAccess']],
    [{ allowedIpRangeList: ['0.0.0.0/1'] }, ['fail allowedIpRangeList[0]']],
    [{ allowedIpRangeList: '0.0.0.0/0' }, ['fail allowedIpRangeList']],
    [{ allowedIpRangeList: UNKNOWN }, ['unknown allowedIpRangeList']],
    [{ allowedIpRangeList: ['203.0.113.0/24', UNKNOWN] }, ['unknown allowedIpRangeList[1]']],
    [
      { publicNetworkAccess: UNKNOWN, allowedIpRangeList: ['203.0.113.0/24'] },
      ['pass allowedIpRangeList[0]'],
    ],
  ])('asks for named addresses only while it is public: %j', (given, expected) => {
    expect(onCluster(adxAllowedIpNotAny, given)).toEqual(expected);
  });

  test.each([
    ['None', 'fail'],
    ['SystemAssigned, UserAssigned', 'pass'],
    [UNKNOWN, 'unknown'],
  ] as const)('judges the identity %s: %s', (type, outcome) => {
    expect(onCluster(adxManagedIdentity, { identity: { type } })).toEqual([`${outcome} identity.type`]);
  });

  test('trusts nobody else with an empty list, and everybody without one', () => {
    expect(onCluster(adxTrustedTenants, { trustedExternalTenants: [] })).toEqual([]);
    expect(onCluster(adxTrustedTenants, {})).toEqual(['fail trustedExternalTenants[].value']);
    expect(onCluster(adxTrustedTenants, { trustedExternalTenants: [{}] })).toEqual([
      'fail trustedExternalTenants[0].value',
    ]);
  });
});

describe('roles', () => {
  const cluster = (properties: Properties, options?: OptionValues) =>
    found(adxNoAllDatabasesAdmin, kustoClusterAssignment, properties, options);
  const database = (properties: Properties, options?: OptionValues) =>
    found(adxDatabaseLeastPrivilege, kustoDatabaseAssignment, properties, options);
  const admin = { role: 'AllDatabasesAdmin' };
  const allowedAdmins = ['admins'];

  test.each([
    [{ ...admin, principalId: 'other' }, { allowedAdmins }, ['fail role']],
    [{ ...admin, principalId: UNKNOWN }, { allowedAdmins }, ['unknown principalId']],
    [{ ...admin, principalId: UNKNOWN }, {}, ['fail role']],
    [{ role: UNKNOWN, principalId: 'admins' }, { allowedAdmins }, ['pass role']],
    [{ role: UNKNOWN, principalId: 'other' }, { allowedAdmins }, ['unknown role']],
    [{ role: 'AllDatabasesMonitor', principalId: UNKNOWN }, { allowedAdmins }, ['pass role']],
    [{}, {}, ['pass role']],
  ])('on the cluster %j with %j: %j', (properties, options, expected) => {
    expect(cluster(properties, options)).toEqual(expected);
  });

  test.each([
    [{ role: 'admin', principalType: 'APP' }, ['fail role']],
    [{ role: 'Admin' }, ['fail role']],
    [{ role: 'Admin', principalType: UNKNOWN }, ['unknown principalType']],
    [{ role: UNKNOWN, principalType: 'User' }, ['pass role']],
    [{ role: UNKNOWN, principalType: 'App' }, ['unknown role']],
    [{ role: 'Ingestor', principalType: UNKNOWN }, ['pass role']],
  ])('on a database %j: %j', (properties, expected) => {
    expect(database(properties)).toEqual(expected);
  });

  test.each([
    ['b', {}, ['pass role']],
    ['b', { ownTenants: [] }, ['pass role']],
    ['A', { ownTenants: ['a'] }, ['pass role']],
    ['b', { ownTenants: ['a'] }, ['fail tenantId']],
    ['', { ownTenants: ['a'] }, ['pass role']],
    [null, { ownTenants: ['a'] }, ['pass role']],
    [UNKNOWN, { ownTenants: ['a'] }, ['unknown tenantId']],
  ])('tenant "%s" with %j: %j', (tenantId, options, expected) => {
    expect(cluster({ role: 'AllDatabasesViewer', tenantId }, options)).toEqual(expected);
    expect(database({ role: 'Viewer', principalType: 'App', tenantId }, options)).toEqual(expected);
  });
});

describe('data connections', () => {
  test.each([
    [{ kind: 'IotHub', sharedAccessPolicyName: 'service' }, ['pass sharedAccessPolicyName'], []],
    [{ kind: 'EventHub' }, [], ['fail managedIdentityResourceId']],
    [{ kind: 'eventgrid', managedIdentityResourceId: 'id' }, [], ['pass managedIdentityResourceId']],
    [{ kind: 'CosmosDb' }, [], []],
    [{ kind: UNKNOWN, sharedAccessPolicyName: 'iothubowner' }, ['unknown kind'], ['unknown kind']],
    [{ kind: 'EventHub', managedIdentityResourceId: UNKNOWN }, [], ['unknown managedIdentityResourceId']],
  ])('are judged by their kind: %j', (properties, hub, events) => {
    expect(found(adxIotHubConnection, kustoDataConnection, properties)).toEqual(hub);
    expect(found(adxEventHubIdentity, kustoDataConnection, properties)).toEqual(events);
  });
});
