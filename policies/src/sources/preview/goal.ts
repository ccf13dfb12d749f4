import type { RegisterResourceRequest, TransformResourceOptions } from '@pulumi/pulumi/proto/resource_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { Heritage, Session } from './session';
import { packageOf } from './urn';
import { dependenciesOf, downgrade, fromWire, type WireObject } from './wire';

/** What a registration says once inheritance and transforms are applied. */
export interface Goal {
  readonly struct: Struct;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider: string;
  readonly providers: ReadonlyMap<string, string>;
  readonly protect: boolean | undefined;
  readonly version: string;
  readonly url: string;
  readonly secretOutputs: readonly string[];
  readonly importId: string;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
}

/** Children take protection from their parent, and its provider where the package is the same. */
export function inherit(request: RegisterResourceRequest, parent: Heritage | undefined) {
  const protect = request.hasProtect() ? request.getProtect() : parent?.protect;
  if (request.getProvider() !== '' || !parent?.provider) return { protect, provider: request.getProvider() };
  const component = !request.getRemote() && !request.getCustom();
  const matches = parent.provider.includes(`pulumi:providers:${packageOf(request.getType())}::`);
  return { protect, provider: component || matches ? parent.provider : '' };
}

/** The provider a request means: its own, one of its component's, or none (the default provider then). */
export function resolveProvider(
  session: Session,
  request: RegisterResourceRequest,
  provider: string,
): string {
  if (provider !== '' || !(request.getCustom() || request.getRemote())) return provider;
  const pkg = packageOf(request.getType());
  return (
    request.getProvidersMap().get(pkg) ?? session.heritage.get(request.getParent())?.providers.get(pkg) ?? ''
  );
}

/** The goal of a registration that no transform touches. */
export function plainGoal(
  request: RegisterResourceRequest,
  provider: string,
  protect: boolean | undefined,
): Goal {
  const dependencies = request.getDependenciesList();
  const propertyDependencies: Record<string, string[]> = {};
  const given = request.getPropertydependenciesMap();
  if (given.getLength() === 0 && !request.getRemote() && dependencies.length > 0) {
    // A client without dependencies per property means them for every property.
    for (const key of keysOf(request.getObject())) propertyDependencies[key] = dependencies;
  }
  given.forEach((urns, property) => {
    const list = urns.getUrnsList();
    if (list.length > 0) propertyDependencies[property] = list;
  });
  return {
    struct: request.getObject() ?? new Struct(),
    dependencies,
    propertyDependencies,
    provider,
    providers: toMap(request.getProvidersMap()),
    protect,
    version: request.getVersion(),
    url: request.getPlugindownloadurl(),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    importId: request.getImportid(),
    retainOnDelete: request.getRetainondelete() === true,
    ignoreChanges: request.getIgnorechangesList(),
  };
}

/** The goal of a registration after its transforms. */
export function transformedGoal(
  request: RegisterResourceRequest,
  properties: WireObject,
  options: TransformResourceOptions,
): Goal {
  const own = request.getTransformsList().length > 0;
  const plain = plainGoal(
    request,
    options.getProvider(),
    options.hasProtect() ? options.getProtect() : undefined,
  );
  const propertyDependencies: Record<string, readonly string[]> = own
    ? {}
    : { ...plain.propertyDependencies };
  for (const [key, value] of Object.entries(properties)) {
    const urns = new Set([...(propertyDependencies[key] ?? []), ...dependenciesOf(value)]);
    if (urns.size > 0) propertyDependencies[key] = [...urns];
  }
  const all = own
    ? [...options.getDependsOnList(), ...Object.values(propertyDependencies).flat()]
    : plain.dependencies;
  return {
    ...plain,
    struct: fromWire(request.getRemote() ? properties : (downgrade(properties) as WireObject)),
    dependencies: [...new Set(all)],
    propertyDependencies,
    providers: toMap(options.getProvidersMap()),
    version: options.getVersion(),
    url: options.getPluginDownloadUrl(),
    secretOutputs: options.getAdditionalSecretOutputsList(),
    importId: options.getImport(),
    retainOnDelete: options.getRetainOnDelete() === true,
    ignoreChanges: options.getIgnoreChangesList(),
  };
}

function keysOf(struct: Struct | undefined): string[] {
  return struct ? [...struct.getFieldsMap().keys()] : [];
}

function toMap(map: { forEach(visit: (value: string, key: string) => void): void }): Map<string, string> {
  const copy = new Map<string, string>();
  map.forEach((value, key) => {
    copy.set(key, value);
  });
  return copy;
}
