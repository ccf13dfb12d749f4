import { textOf } from '../resources/value';
import type { Answer } from './answers';
import type { Reading } from './reading';
import { originsOf } from './references';
import type { ResourceView } from './rule';

/**
 * Built-in roles by their ids, which are the same in every tenant.
 *
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const builtInRoles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  roleBasedAccessControlAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  iotHubDataContributor: '4fc6c259-987e-4a07-842e-c321cc9d413f',
  iotHubRegistryContributor: '4ea46cd5-c1b2-4a8e-910b-273211f9ce47',
  iotHubTwinContributor: '494bdba2-168f-4f31-a0a1-191d2f7c028c',
} as const;

export type BuiltInRole = keyof typeof builtInRoles;

/** Roles whose holder can give out roles, and so any right. */
export const delegating: readonly BuiltInRole[] = [
  'owner',
  'userAccessAdministrator',
  'roleBasedAccessControlAdministrator',
];

const isRoleDefinition = (urn: string) => /:RoleDefinition::/.test(urn);

/** Whether an assignment gives out one of the built-in roles. One that the program defines itself is none of them. */
export function givesRole(view: ResourceView, roles: readonly BuiltInRole[]): Answer {
  const role = view.one('roleDefinitionId');
  if (role.state === 'unknown')
    return originsOf(view.resource, 'roleDefinitionId').some(isRoleDefinition) ? 'no' : 'maybe';
  if (role.state === 'absent') return 'no';
  const id = textOf(role.value).split('/').at(-1)?.toLowerCase();
  return roles.some((name) => builtInRoles[name] === id) ? 'yes' : 'no';
}

/** How far a scope reaches. `open` where it is unknown and nothing tells what it was computed from. */
export type Reach = 'tenant' | 'managementGroup' | 'subscription' | 'narrower' | 'open';

/**
 * How far a scope reaches. An id that was computed from a resource is that of a resource group or narrower, but for
 * management groups and subscriptions that the program itself makes.
 */
export function reachOf(reading: Reading, view: ResourceView): Reach {
  if (reading.state === 'unknown') {
    const origins = originsOf(view.resource, reading.path);
    if (origins.some((urn) => /ManagementGroup(?!Subscription)|:Subscription(Alias)?::/i.test(urn)))
      return 'open';
    return origins.length > 0 ? 'narrower' : 'open';
  }
  // Azure takes a scope with and without its first slash.
  const scope = reading.state === 'known' ? textOf(reading.value).trim() : '';
  if (scope === '/') return 'tenant';
  if (/^\/?providers\/Microsoft\.Management\/managementGroups\/[^/]+\/?$/i.test(scope))
    return 'managementGroup';
  return /^\/?subscriptions\/[^/]+\/?$/i.test(scope) ? 'subscription' : 'narrower';
}
