import type { Place } from './scope';
import { isComparable } from './unknown';

/** The id of what a template is deployed to. */
export function placeId({ kind, ...place }: Place): string {
  if (kind === 'tenant') return '';
  if (kind === 'managementGroup') return managementGroupId(place.managementGroup);
  const subscription = subscriptionId(place.subscriptionId);
  return kind === 'subscription' ? subscription : groupId(place.subscriptionId, place.resourceGroup);
}

export const subscriptionId = (id: string): string => `/subscriptions/${id}`;

export const groupId = (subscription: string, name: string): string =>
  `${subscriptionId(subscription)}/resourceGroups/${name}`;

export const managementGroupId = (name: string): string =>
  `/providers/Microsoft.Management/managementGroups/${name}`;

/** `Microsoft.A/b/c` and its two names as one path: `Microsoft.A/b/<name>/c/<name>`. Some types have fewer names. */
export function typeWithNames(type: string, names: readonly string[]): string {
  const [namespace = '', ...kinds] = type.split('/');
  return kindsWithNames(namespace, kinds, names);
}

/** The same of a type that is taken apart already. */
export function kindsWithNames(
  namespace: string,
  kinds: readonly string[],
  names: readonly string[],
): string {
  let path = namespace;
  for (let index = 0; index < kinds.length; index += 1) {
    const name = names[index];
    path += name === undefined ? `/${kinds[index]}` : `/${kinds[index]}/${name}`;
  }
  return path;
}

/**
 * The types and names in a written id, in lower case; also of a type with its names, as templates write scopes. Undefined
 * where it is neither.
 */
export function keyInId(id: string): string | undefined {
  const lower = id.toLowerCase();
  const at = lower.lastIndexOf('/providers/');
  const own = at < 0 ? lower : lower.slice(at + '/providers/'.length);
  const parts = own.split('/');
  const isPath =
    parts.length >= 3 && parts.length % 2 === 1 && parts[0]?.includes('.') && !parts.includes('');
  return isPath && isComparable(own) ? own : undefined;
}

/** The key of what a resource stands in: that of `…/server/database` without the last type and name. */
export function outerKey(key: string): string | undefined {
  const parts = key.split('/');
  return parts.length > 3 ? parts.slice(0, -2).join('/') : undefined;
}
