import { type RegisterResourceRequest, RegisterResourceResponse } from '@pulumi/pulumi/proto/resource_pb';
import { Struct, Value as StructValue } from 'google-protobuf/google/protobuf/struct_pb';
import { forEachText, type Properties, UNKNOWN } from '../../resources/value';
import { decodeProperties, SECRET, SIGNATURE } from './decode';
import { type Goal, inherit, plainGoal, resolveProvider, transformedGoal } from './goal';
import { placeOf } from './place';
import type { Providers } from './providers';
import type { Heritage, Session } from './session';
import { optionsOf, runTransforms, transformsFor } from './transforms';
import { isProviderType, makeUrn } from './urn';
import type { WireObject, WireValue } from './wire';

/**
 * Registers a resource as the engine would in a preview, and answers with its inputs: what a provider would compute is
 * missing from the answer, or unknown inside a block, and the SDK takes both as unknown.
 *
 * Source for order and rules: `RegisterResource` in `pkg/resource/deploy/source_eval.go` of pulumi/pulumi 3.256.
 */
export function registerResource(
  session: Session,
  providers: Providers,
  request: RegisterResourceRequest,
): RegisterResourceResponse | Promise<RegisterResourceResponse> {
  const parent = request.getParent();
  if (parent !== '' && !session.has(parent)) throw new Error(`could not find parent resource ${parent}`);
  const inherited = inherit(request, session.heritage.get(parent));
  const provider = resolveProvider(session, request, inherited.provider);
  const transforms = transformsFor(session, request.getTransformsList(), parent);
  if (transforms.length === 0)
    return accept(session, providers, request, plainGoal(request, provider, inherited.protect));
  const options = optionsOf(request, provider);
  if (inherited.protect !== undefined) options.setProtect(inherited.protect);
  return runTransforms(session, request, transforms, options).then((result) =>
    accept(session, providers, request, transformedGoal(request, result.properties, result.options)),
  );
}

function accept(
  session: Session,
  providers: Providers,
  request: RegisterResourceRequest,
  goal: Goal,
): RegisterResourceResponse {
  const token = request.getType();
  const name = request.getName();
  const parent = request.getParent();
  const custom = request.getCustom();
  const remote = request.getRemote();
  const isProvider = isProviderType(token);
  const wanted = providers.request(token, goal.version, goal.url, request.getPackageref());
  const provider = (custom && !isProvider) || remote ? goal.provider || providers.defaultFor(wanted) : '';
  const urn = makeUrn(session.stack.name, session.project.name, parent, token, name);
  session.claim(urn);
  const declaredAt = placeOf(session.project.root, request.getSourceposition(), request.getStacktrace());
  const secretTexts: string[] = [];
  let properties: Properties = decodeProperties(goal.struct, (text) => secretTexts.push(text));
  for (const key of goal.secretOutputs) {
    forEachText(properties[key] ?? null, (text) => secretTexts.push(text));
  }
  for (const text of secretTexts) session.secrets.add(text);
  if (isProvider && wanted.version !== '') properties = { ...properties, version: wanted.version };
  session.record({
    urn,
    name,
    token,
    custom,
    properties,
    propertyDependencies: goal.propertyDependencies,
    dependencies: goal.dependencies,
    ...(parent && { parent }),
    ...(provider && { provider }),
    protect: goal.protect === true,
    retainOnDelete: goal.retainOnDelete,
    ignoreChanges: goal.ignoreChanges,
    ...(goal.importId && { importId: goal.importId }),
    ...(declaredAt && { declaredAt }),
    ...(secretTexts.length > 0 && { secretTexts }),
  });
  session.inputs.set(urn, goal.struct);
  session.heritage.set(urn, heritageOf(session, request, goal, provider));
  nameWhatIsHidden(session, urn, token, remote);
  return respond(session, urn, request, goal);
}

function heritageOf(
  session: Session,
  request: RegisterResourceRequest,
  goal: Goal,
  provider: string,
): Heritage {
  const parent = request.getParent();
  const component = !request.getCustom();
  const above = component ? session.heritage.get(parent)?.providers : undefined;
  return {
    parent,
    // Components carry no provider of their own: their children find one in `providers`.
    provider: component ? '' : provider,
    protect: goal.protect,
    providers: component ? new Map([...(above ?? []), ...goal.providers]) : new Map(),
    transforms: request.getTransformsList(),
  };
}

function nameWhatIsHidden(session: Session, urn: string, token: string, remote: boolean): void {
  if (remote) {
    session.skip(
      urn,
      'a component that a provider plugin builds: the offline preview runs no plugins, so the resources inside it are not seen',
    );
  } else if (/^pulumi-(nodejs|python):dynamic/.test(token)) {
    session.skip(urn, 'a dynamic resource: what its provider does is decided by its own code at deployment');
  }
}

function respond(
  session: Session,
  urn: string,
  request: RegisterResourceRequest,
  goal: Goal,
): RegisterResourceResponse {
  const custom = request.getCustom();
  const token = request.getType();
  const response = new RegisterResourceResponse();
  response.setUrn(urn);
  // The engine gives providers a marker for an id in a preview, and knows the id of a resource to be imported. Every
  // other id is unknown.
  response.setId(isProviderType(token) ? UNKNOWN : custom ? goal.importId : '');
  response.setObject(custom ? outputsOf(session, token, goal) : new Struct());
  return response;
}

/**
 * The inputs, with what a provider adds inside their blocks as unknown. Outputs that the program wants kept secret are
 * secret from the start, where the inputs already hold them.
 */
function outputsOf(session: Session, token: string, goal: Goal): Struct {
  const inputs = goal.struct.getFieldsMap();
  const blocks = session.nestedOutputs.blocksOf(token);
  const changed = [...blocks.keys(), ...goal.secretOutputs].filter((key) => inputs.has(key));
  if (changed.length === 0) return goal.struct;
  const outputs = new Struct();
  inputs.forEach((value, key) => {
    const type = blocks.get(key);
    if (!changed.includes(key)) outputs.getFieldsMap().set(key, value);
    else {
      const plain = value.toJavaScript() as WireValue;
      const completed = type === undefined ? plain : session.nestedOutputs.complete(plain, type);
      const answer = goal.secretOutputs.includes(key) ? secret(completed) : completed;
      outputs.getFieldsMap().set(key, StructValue.fromJavaScript(answer));
    }
  });
  return outputs;
}

function secret(value: WireValue): WireValue {
  const marked = typeof value === 'object' && value !== null && (value as WireObject)[SIGNATURE] === SECRET;
  return marked ? value : { [SIGNATURE]: SECRET, value };
}
