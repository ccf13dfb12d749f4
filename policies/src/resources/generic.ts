import { armPath, fromArm } from './arm';
import { nameProperties, targetProperty, withNamedType } from './arm-names';
import type { ArmType } from './resource';
import type { Translated } from './shapes';
import { canonicalType, typesEndingIn } from './tokens';
import { diagnosticSetting } from './types';
import { isUnknown, type Properties, UNKNOWN, type Value } from './value';

/**
 * Translates `azure-native:resources:Resource`, which takes the ARM body of any type.
 *
 * The provider joins namespace, parent path, type and name to one path, so that is what is taken apart here. Gives the
 * reason as text where the type, or all of the body, is known only after deployment.
 */
export function fromGeneric(properties: Properties): Translated | string {
  const {
    resourceProviderNamespace,
    resourceType,
    parentResourcePath,
    resourceName,
    apiVersion,
    resourceGroupName,
    ...body
  } = properties;
  const place = locate(resourceProviderNamespace, parentResourcePath, resourceType, resourceName);
  if (place === undefined) return 'the type of this generic resource is known only after deployment';
  const { type, names } = withNamedType(place.type, place.names);
  const shaped = fromArm(type, body);
  if (shaped === undefined) return 'the properties of this generic resource are known only after deployment';

  const origins = new Map<string, string>();
  const named: { [name: string]: Value } = {};
  for (const { property, value, at } of nameProperties(type, names)) {
    named[property] = value;
    origins.set(property, at === place.names.length - 1 ? 'resourceName' : 'parentResourcePath');
  }
  const target = targetProperty(type);
  if (target !== undefined && (type === diagnosticSetting || parentResourcePath)) {
    // The id of the resource it extends starts with the subscription, which the program need not know.
    named[target] = UNKNOWN;
    origins.set(target, 'parentResourcePath');
  }
  if (resourceGroupName !== undefined) named.resourceGroupName = resourceGroupName;
  return {
    type,
    ...(typeof apiVersion === 'string' && !isUnknown(apiVersion) ? { apiVersion } : {}),
    properties: { ...shaped, ...named },
    originalPath: (path) =>
      path === 'resourceGroupName' ? path : (origins.get(path) ?? armPath(type, path)),
  };
}

interface Location {
  readonly type: ArmType;
  /** One name for each segment of the type; undefined where the program leaves it to the provider. */
  readonly names: readonly (Value | undefined)[];
}

function locate(
  namespace: Value | undefined,
  parent: Value | undefined,
  kind: Value | undefined,
  name: Value | undefined,
): Location | undefined {
  if (!isText(namespace) || !isText(kind)) return undefined;
  const tail = split(kind);
  if (isUnknown(parent)) return locateByEnd(namespace, tail, name);
  const path = [...(isText(parent) ? split(parent) : []), ...tail, name];
  // An extension resource stands behind the path of the resource it extends: …/providers/Microsoft.Insights/….
  const at = path.lastIndexOf('providers');
  const [owner, own] = at < 0 ? [namespace, path] : [path[at + 1], path.slice(at + 2)];
  if (!isText(owner) || own.length < 2) return undefined;
  return {
    type: canonicalType([owner, ...own.filter((_, index) => index % 2 === 0)].join('/')),
    names: own.filter((_, index) => index % 2 === 1),
  };
}

/** The parent's path mostly is unknown because of its name: the last segment of the type can still be enough. */
function locateByEnd(
  namespace: string,
  tail: readonly string[],
  name: Value | undefined,
): Location | undefined {
  const last = tail.at(-1) ?? '';
  const extension = last.toLowerCase() === 'diagnosticsettings';
  const candidates = extension ? [diagnosticSetting] : typesEndingIn(namespace, last);
  const [type] = candidates;
  if (type === undefined || candidates.length > 1) return undefined;
  const above = extension
    ? []
    : type
        .split('/')
        .slice(2)
        .map(() => UNKNOWN);
  return { type, names: [...above, name] };
}

const isText = (value: Value | undefined): value is string => typeof value === 'string' && !isUnknown(value);

const split = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');
