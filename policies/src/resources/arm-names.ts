import { armShapeOf } from './arm';
import type { ArmType } from './resource';
import { canonicalType, isKnownType } from './tokens';
import * as t from './types';
import type { Value } from './value';

/** The property of azure-native that holds the id of the resource which another one extends. */
const targets: ReadonlyMap<ArmType, string> = new Map<ArmType, string>([
  [t.diagnosticSetting, 'resourceUri'],
  [t.managementLock, 'scope'],
  [t.roleAssignment, 'scope'],
  [t.roleDefinition, 'scope'],
  [t.eventGridSubscription, 'scope'],
  [t.defenderForStorage, 'resourceId'],
  [t.advancedThreatProtection, 'resourceId'],
  [t.deviceSecurityGroup, 'resourceId'],
]);

/** The property that holds the id of what a resource of the type extends; undefined where it extends nothing. */
export function targetProperty(type: ArmType): string | undefined {
  return targets.get(type);
}

/**
 * The properties that hold the names of a resource, with the position of each name in its path. Names that azure-native
 * has no property for are left out.
 */
export function nameProperties<N extends Value>(
  type: ArmType,
  names: readonly (N | undefined)[],
): readonly { readonly property: string; readonly value: N; readonly at: number }[] {
  return armShapeOf(type).names.flatMap((property, at) => {
    const value = names[at];
    return property === '' || value === undefined ? [] : [{ property, value, at }];
  });
}

/** Types whose last name says what they are: `sites/config` named `appsettings`. */
const namedTypes: readonly string[] = [
  'microsoft.web/sites/config',
  'microsoft.web/sites/basicpublishingcredentialspolicies',
];

/** Whether the last name of a type's resources may make them one of a type of its own. */
export const isNamedType = (type: string): boolean => namedTypes.includes(type.toLowerCase());

/** A resource that is of a type of its own because of its name. Its other names come back with it. */
export function withNamedType<N extends Value | undefined>(
  type: ArmType,
  names: readonly N[],
): { readonly type: ArmType; readonly names: readonly N[] } {
  const last = names.at(-1);
  if (typeof last !== 'string' || !isNamedType(type)) return { type, names };
  const own = `${type}/${last}`;
  return isKnownType(own) ? { type: canonicalType(own), names: names.slice(0, -1) } : { type, names };
}
