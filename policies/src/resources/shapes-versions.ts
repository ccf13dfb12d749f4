import type { ArmType, Resource } from './resource';
import { cosmosAccount, storageAccount } from './types';
import { isObject, isUnknown, type Properties, type Value } from './value';

/** The part of a resource that a version can change. */
type Versioned = Pick<Resource, 'properties' | 'originalPath'>;

/**
 * Writes out what an older API version means and the v3 shape would not show.
 *
 * Azure-native keeps one shape over all versions of a type, so these are the only differences that rules can meet.
 */
export function asCurrentVersion<R extends Versioned>(
  type: ArmType,
  apiVersion: string | undefined,
  resource: R,
): R {
  if (type === cosmosAccount) return withIpRules(resource);
  if (type === storageAccount)
    return { ...resource, properties: withStorageDefaults(apiVersion, resource.properties) };
  return resource;
}

/** Until 2019-12-12, Cosmos DB took one text with commas: `ipRangeFilter`. */
function withIpRules<R extends Versioned>(resource: R): R {
  const { ipRangeFilter, ...others } = resource.properties;
  if (typeof ipRangeFilter !== 'string' || 'ipRules' in others) return resource;
  const { originalPath = (path) => path } = resource;
  return {
    ...resource,
    properties: { ...others, ipRules: ipRules(ipRangeFilter) },
    originalPath: (path) => originalPath(/^ipRules\b/.test(path) ? 'ipRangeFilter' : path),
  };
}

/** The list of rules behind one text with commas. */
export function ipRules(filter: string): Value {
  if (isUnknown(filter)) return filter;
  return filter
    .split(',')
    .map((range) => range.trim())
    .filter(Boolean)
    .map((ipAddressOrRange) => ({ ipAddressOrRange }));
}

/**
 * Storage settings whose absence meant something else before a version.
 *
 * - `enableHttpsTrafficOnly`: "The default value is true since API version 2019-04-01" (azure-native 3.28, StorageAccount).
 * - The other two: interpreted as true up to 2022-09-01 and as false from 2023-01-01 on (their descriptions in the service
 *   specifications of those versions, as in @azure/arm-storage 18.1 and 18.2).
 */
const storageDefaults = [
  { property: 'enableHttpsTrafficOnly', before: '2019-04-01', meant: false },
  { property: 'allowBlobPublicAccess', before: '2023-01-01', meant: true },
  { property: 'allowCrossTenantReplication', before: '2023-01-01', meant: true },
] as const;

/** A version that is not known is taken for an old one: what became safer later must not be relied on without it. */
function withStorageDefaults(apiVersion = '', properties: Properties): Properties {
  const meant = storageDefaults
    .filter(({ property, before }) => apiVersion < before && (properties[property] ?? null) === null)
    .map(({ property, meant }) => [property, meant] as const);
  const result = meant.length === 0 ? properties : { ...properties, ...Object.fromEntries(meant) };
  // Versions of 2015 had the name of the SKU in `accountType`.
  const { accountType, ...others } = result;
  if (typeof accountType !== 'string' || isObject(others.sku)) return result;
  return { ...others, sku: { name: accountType } };
}
