import {
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from '@pulumi/pulumi/proto/resource_pb';
import type { Transform } from './callbacks';
import type { Session } from './session';
import { fromWire, toWire, upgrade, type WireObject } from './wire';

/** The options of a registration as transforms see and change them. */
export function optionsOf(request: RegisterResourceRequest, provider: string): TransformResourceOptions {
  const options = new TransformResourceOptions();
  options.setImport(request.getImportid());
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() === true);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setReplacementTrigger(request.getReplacementTrigger());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(provider);
  const providers = options.getProvidersMap();
  request.getProvidersMap().forEach((reference, pkg) => {
    providers.set(pkg, reference);
  });
  options.setHideDiffList(request.getHidediffsList());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() === true);
  options.setDeletedWith(request.getDeletedwith());
  options.setReplaceWithList(request.getReplaceWithList());
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setHooks(request.getHooks());
  return options;
}

/** The transforms of a resource, then those of its parents, then those of the stack: the order in which they run. */
export function transformsFor(session: Session, own: readonly Transform[], parent: string): Transform[] {
  const transforms = [...own];
  for (let urn = parent; urn !== ''; urn = session.heritage.get(urn)?.parent ?? '') {
    transforms.push(...(session.heritage.get(urn)?.transforms ?? []));
  }
  return [...transforms, ...session.stackTransforms];
}

/** What a chain of transforms made of a registration. */
export interface Transformed {
  readonly properties: WireObject;
  readonly options: TransformResourceOptions;
}

/** Runs the transforms one after the other, each on what the one before it made. */
export async function runTransforms(
  session: Session,
  request: RegisterResourceRequest,
  transforms: readonly Transform[],
  options: TransformResourceOptions,
): Promise<Transformed> {
  // Only a resource's own transforms make the engine write dependencies into the values.
  const dependencies = request.getTransformsList().length > 0 ? dependenciesByProperty(request) : new Map();
  let result: Transformed = { properties: upgrade(toWire(request.getObject()), dependencies), options };
  for (const transform of transforms) {
    const message = new TransformRequest();
    message.setName(request.getName());
    message.setType(request.getType());
    message.setParent(request.getParent());
    message.setCustom(request.getCustom());
    message.setProperties(fromWire(result.properties));
    message.setOptions(result.options);
    const answer = await session.callbacks.invoke(transform, message.serializeBinary());
    const response = TransformResponse.deserializeBinary(answer);
    result = {
      properties: response.hasProperties() ? toWire(response.getProperties()) : result.properties,
      options: response.getOptions() ?? result.options,
    };
  }
  return result;
}

function dependenciesByProperty(request: RegisterResourceRequest): Map<string, string[]> {
  const dependencies = new Map<string, string[]>();
  request.getPropertydependenciesMap().forEach((urns, property) => {
    dependencies.set(property, urns.getUrnsList());
  });
  return dependencies;
}

/** Runs the stack's invoke transforms. Their effect on the arguments is theirs alone: no function is called offline. */
export async function runInvokeTransforms(
  session: Session,
  transforms: readonly Transform[],
  request: ResourceInvokeRequest,
): Promise<string> {
  let options = new TransformInvokeOptions();
  options.setProvider(request.getProvider());
  options.setVersion(request.getVersion());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  let args = request.getArgs();
  for (const transform of transforms) {
    const message = new TransformInvokeRequest();
    message.setToken(request.getTok());
    message.setArgs(args);
    message.setOptions(options);
    const answer = await session.callbacks.invoke(transform, message.serializeBinary());
    const response = TransformInvokeResponse.deserializeBinary(answer);
    options = response.getOptions() ?? options;
    args = response.getArgs() ?? args;
  }
  return options.getProvider();
}
