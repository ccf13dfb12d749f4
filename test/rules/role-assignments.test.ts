import { describe, expect, test } from 'vitest';
import {
  iotHub,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  userAssignedIdentity,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { builtInRoles } from '../../policies/src/rule/roles';
import type { OptionValues, Rule } from '../../policies/src/rule/rule';
import {
  customRoleDataActions,
  customRoleNoWildcard,
  customRoleScopes,
} from '../../policies/src/rules/custom-roles';
import {
  rbacIotDataScope,
  rbacNoBroadScope,
  rbacNoOwner,
  rbacNoUsers,
  rbacPrivilegedCondition,
  rbacWorkloadNotContributor,
} from '../../policies/src/rules/role-assignments';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options: OptionValues = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);

const roleId = (role: keyof typeof builtInRoles) =>
  `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`;
const custom = { urn: 'urn:pulumi:dev::plant::azure-native:authorization:RoleDefinition::reader' };
/** An assignment with what its properties were computed from, as whole URNs. */
const assignment = (
  properties: Properties,
  uses: { readonly [property: string]: readonly string[] } = {},
) => ({
  ...resource(roleAssignment, 'a', properties),
  propertyDependencies: uses,
});
const urn = (name: string) => resource(iotHub, name, {}).urn;

describe('a role that gives out roles', () => {
  test.each([
    [{ roleDefinitionId: roleId('owner') }, [], 'fail roleDefinitionId'],
    [{ roleDefinitionId: roleId('owner').toUpperCase() }, [], 'fail roleDefinitionId'],
    [{ roleDefinitionId: builtInRoles.userAccessAdministrator }, [], 'fail roleDefinitionId'],
    [{ roleDefinitionId: roleId('roleBasedAccessControlAdministrator') }, [], 'fail roleDefinitionId'],
    [{ roleDefinitionId: roleId('contributor') }, [], 'pass roleDefinitionId'],
    [{ roleDefinitionId: roleId('owner'), principalId: 'P' }, ['p'], 'pass roleDefinitionId'],
    [{ roleDefinitionId: roleId('owner'), principalId: UNKNOWN }, ['p'], 'unknown principalId'],
    [{ roleDefinitionId: roleId('owner'), principalId: UNKNOWN }, [], 'fail roleDefinitionId'],
    [{ roleDefinitionId: UNKNOWN, principalId: 'p' }, ['p'], 'pass roleDefinitionId'],
    [{ roleDefinitionId: UNKNOWN }, [], 'unknown roleDefinitionId'],
    [{ roleDefinitionId: 7 }, [], 'pass roleDefinitionId'],
  ] as const)('%j for %j: %s', (properties, allowedPrincipals, expected) => {
    expect(found(rbacNoOwner, [assignment(properties)], { allowedPrincipals })).toEqual([expected]);
  });

  test('is none that the program defines', () => {
    const one = assignment({ roleDefinitionId: UNKNOWN }, { roleDefinitionId: [custom.urn] });
    expect(found(rbacNoOwner, [one])).toEqual(['pass roleDefinitionId']);
  });

  const owner = roleId('owner');
  test.each([
    [{ roleDefinitionId: owner, condition: 'c', conditionVersion: '2.0' }, ['pass condition']],
    [{ roleDefinitionId: owner, condition: 'c', conditionVersion: 2 }, ['fail conditionVersion']],
    [{ roleDefinitionId: owner, condition: '' }, ['fail condition', 'fail conditionVersion']],
    [{ roleDefinitionId: owner, condition: UNKNOWN, conditionVersion: '2.0' }, ['unknown condition']],
    [{ roleDefinitionId: UNKNOWN }, ['unknown roleDefinitionId']],
    [{ roleDefinitionId: UNKNOWN, condition: 'c', conditionVersion: '2.0' }, ['pass condition']],
    [{ roleDefinitionId: roleId('contributor') }, []],
  ])('needs a condition in %j: %j', (properties, expected) => {
    expect(found(rbacPrivilegedCondition, [assignment(properties)])).toEqual(expected);
  });
});

describe('the scope of an assignment', () => {
  const principalType = 'ServicePrincipal';
  test.each([
    ['/subscriptions/s', 'fail'],
    ['subscriptions/s', 'fail'],
    ['/subscriptions/s/', 'fail'],
    ['/', 'fail'],
    ['/providers/Microsoft.Management/managementGroups/m', 'fail'],
    ['/subscriptions/s/resourceGroups/g', 'pass'],
    [UNKNOWN, 'unknown'],
  ])('%s of a workload: %s', (scope, outcome) => {
    expect(found(rbacNoBroadScope, [assignment({ scope, principalType })])).toEqual([`${outcome} scope`]);
  });

  test.each([
    ['urn:pulumi:dev::plant::azure-native:resources:ResourceGroup::rg', 'pass'],
    ['urn:pulumi:dev::plant::azure-native:management:ManagementGroup::mg', 'unknown'],
    ['urn:pulumi:dev::plant::azure-native:subscription:Alias::s', 'pass'],
  ])('computed from %s: %s', (origin, outcome) => {
    const one = assignment({ scope: UNKNOWN, principalType }, { scope: [origin] });
    expect(found(rbacNoBroadScope, [one])).toEqual([`${outcome} scope`]);
  });

  test.each([
    ['Group', []],
    ['User', []],
    [null, []],
    ['device', ['fail scope']],
    [UNKNOWN, ['unknown principalType']],
  ] as const)('of a principal of type %s: %j', (type, expected) => {
    expect(found(rbacNoBroadScope, [assignment({ scope: '/subscriptions/s', principalType: type })])).toEqual(
      expected,
    );
  });

  const hub = resource(iotHub, 'hub', { resourceName: 'plant' });
  const group = resource(resourceGroup, 'rg', {});
  const twin = roleId('iotHubTwinContributor');
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/plant';
  test.each([
    ['the id of a hub', assignment({ roleDefinitionId: twin, scope: id.toLowerCase() }), ['pass scope']],
    [
      'a hub',
      assignment({ roleDefinitionId: twin, scope: UNKNOWN }, { scope: [urn('hub')] }),
      ['pass scope'],
    ],
    [
      'a group',
      assignment({ roleDefinitionId: twin, scope: UNKNOWN }, { scope: [urn('rg')] }),
      ['fail scope'],
    ],
    [
      'the id of a group',
      assignment({ roleDefinitionId: twin, scope: '/subscriptions/s/resourceGroups/g' }),
      ['fail scope'],
    ],
    ['something not known yet', assignment({ roleDefinitionId: twin, scope: UNKNOWN }), ['unknown scope']],
    [
      'a group, by a role not known yet',
      assignment({ roleDefinitionId: UNKNOWN, scope: '/x' }),
      ['unknown scope'],
    ],
    ['a group, by another role', assignment({ roleDefinitionId: roleId('contributor'), scope: '/x' }), []],
  ] as const)('of a role on devices is %s', (_what, one, expected) => {
    expect(found(rbacIotDataScope, [hub, group, one])).toEqual(expected);
  });
});

describe('the principal of an assignment', () => {
  test.each([
    ['Group', 'pass'],
    ['ServicePrincipal', 'pass'],
    ['user', 'fail'],
    ['', 'fail'],
    [null, 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('of type %s: %s', (principalType, outcome) => {
    expect(found(rbacNoUsers, [assignment({ principalType })])).toEqual([`${outcome} principalType`]);
  });

  const identity = resource(userAssignedIdentity, 'identity', {});
  const uses = { principalId: [urn('identity')] };
  test.each([
    [{ roleDefinitionId: roleId('contributor') }, uses, ['fail roleDefinitionId']],
    [{ roleDefinitionId: roleId('iotHubDataContributor') }, uses, ['pass roleDefinitionId']],
    [{ roleDefinitionId: UNKNOWN }, uses, ['unknown roleDefinitionId']],
    [{ roleDefinitionId: roleId('contributor'), principalId: 'p' }, {}, []],
    [{ roleDefinitionId: roleId('contributor') }, { principalId: ['urn:of:another:provider'] }, []],
  ])('that is an identity of the stack gets %j by %j: %j', (properties, dependencies, expected) => {
    expect(found(rbacWorkloadNotContributor, [identity, assignment(properties, dependencies)])).toEqual(
      expected,
    );
  });
});

describe('a custom role', () => {
  const outcome = (rule: Rule, properties: Properties) =>
    found(rule, [resource(roleDefinition, 'r', properties)])[0]?.split(' ')[0];
  test.each([
    ['*', 'fail'],
    ['*/*', 'fail'],
    ['*/write', 'fail'],
    ['*/WRITE', 'fail'],
    ['Microsoft.Authorization/*', 'fail'],
    ['microsoft.authorization/*/write', 'fail'],
    ['Microsoft.Authorization/roleAssignments/write', 'fail'],
    ['Microsoft.Authorization/*/read', 'pass'],
    ['*/read', 'pass'],
    ['Microsoft.Devices/*', 'pass'],
    [UNKNOWN, 'unknown'],
    [7, 'pass'],
  ])('with the action %s: %s', (action, expected) => {
    expect(outcome(customRoleNoWildcard, { permissions: [{ actions: [action] }] })).toBe(expected);
  });

  test.each([
    ['*', 'fail'],
    ['*/*', 'fail'],
    ['Microsoft.Devices/IotHubs/*', 'pass'],
  ])('with the data action %s: %s', (action, expected) => {
    expect(outcome(customRoleDataActions, { permissions: [{ dataActions: [action] }] })).toBe(expected);
  });

  test.each([
    ['/', 'fail'],
    ['/providers/Microsoft.Management/managementGroups/m', 'fail'],
    ['/subscriptions/s', 'pass'],
    ['/subscriptions/s/resourceGroups/g', 'pass'],
    [UNKNOWN, 'unknown'],
  ])('for the scope %s: %s', (scope, expected) => {
    expect(outcome(customRoleScopes, { assignableScopes: [scope] })).toBe(expected);
  });

  test('for a resource group that the program makes', () => {
    const one = resource(
      roleDefinition,
      'r',
      { assignableScopes: [UNKNOWN] },
      { uses: { assignableScopes: ['rg'] } },
    );
    expect(found(customRoleScopes, [one])).toEqual(['pass assignableScopes[0]']);
  });
});
