import { CallResponse, InvokeResponse } from '@pulumi/pulumi/proto/provider_pb';
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
} from '@pulumi/pulumi/proto/resource_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { UNKNOWN } from '../../resources/value';
import type { Transform } from './callbacks';
import { decodeProperties } from './decode';
import { resultNames } from './function-results';
import type { Providers } from './providers';
import type { Session } from './session';
import { runInvokeTransforms } from './transforms';
import { makeUrn } from './urn';

/**
 * Answers `Type.get(...)` and stack references: the id and what the program itself said about the resource are known,
 * everything the cloud would add is unknown. Existing resources are named, not checked: their properties were not seen.
 */
export function readResource(
  session: Session,
  providers: Providers,
  request: ReadResourceRequest,
): ReadResourceResponse {
  const token = request.getType();
  if (request.getProvider() === '') {
    const wanted = providers.request(
      token,
      request.getVersion(),
      request.getPlugindownloadurl(),
      request.getPackageref(),
    );
    providers.defaultFor(wanted);
  }
  const urn = makeUrn(
    session.stack.name,
    session.project.name,
    request.getParent(),
    token,
    request.getName(),
  );
  session.claim(urn);
  session.skip(
    urn,
    token === 'pulumi:pulumi:StackReference'
      ? 'outputs of another stack: unknown without its state'
      : 'an existing resource that the program only reads: its properties are known to the cloud alone',
  );
  session.inputs.set(urn, request.getProperties());
  decodeProperties(request.getProperties(), session.secrets.add);
  const response = new ReadResourceResponse();
  response.setUrn(urn);
  response.setProperties(request.getProperties() ?? new Struct());
  return response;
}

/** Answers a provider function: every value it returns is unknown. */
export async function invoke(
  session: Session,
  providers: Providers,
  transforms: readonly Transform[],
  request: ResourceInvokeRequest,
): Promise<InvokeResponse> {
  const token = request.getTok();
  decodeProperties(request.getArgs(), session.secrets.add);
  const provider = await runInvokeTransforms(session, transforms, request);
  if (provider === '') {
    const wanted = providers.request(
      token,
      request.getVersion(),
      request.getPlugindownloadurl(),
      request.getPackageref(),
    );
    providers.defaultFor(wanted);
  }
  const response = new InvokeResponse();
  if (token === 'pulumi:pulumi:getResource') {
    response.setReturn(registered(session, request));
    return response;
  }
  session.skip(token, 'a provider function: its result is known only with access to the cloud');
  response.setReturn(unknowns(resultNames(token, session.project.directory)));
  return response;
}

/** Answers a method of a component that a provider plugin builds. */
export function call(session: Session, request: ResourceCallRequest): CallResponse {
  decodeProperties(request.getArgs(), session.secrets.add);
  session.skip(request.getTok(), 'a method of a provider plugin: the offline preview runs no plugins');
  const response = new CallResponse();
  response.setReturn(unknowns(['result']));
  return response;
}

/** The state of a resource of this program, asked for by its URN. Source: `getResource` in `builtins.go` of pulumi/pulumi. */
function registered(session: Session, request: ResourceInvokeRequest): Struct {
  const urn = request.getArgs()?.getFieldsMap().get('urn')?.getStringValue() ?? '';
  if (!session.has(urn)) throw new Error(`unknown resource ${urn}`);
  const state = session.inputs.get(urn)?.toJavaScript() ?? {};
  return Struct.fromJavaScript({ urn, id: '', state });
}

function unknowns(names: readonly string[]): Struct {
  return Struct.fromJavaScript(Object.fromEntries(names.map((name) => [name, UNKNOWN])));
}
