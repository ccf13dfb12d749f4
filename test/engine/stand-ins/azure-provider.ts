import { isDeepStrictEqual } from 'node:util';
import * as grpc from '@grpc/grpc-js';
import * as plugin from '@pulumi/pulumi/proto/plugin_pb';
// The generated service description has no types for its methods, so this is one of the SDK's boundaries.
import * as services from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/provider_pb';
import * as empty from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { UNKNOWN } from '../../../policies/src/resources/value';
import { answers } from './azure-functions';
import { azureId, type JsonObject, withOutputs } from './azure-outputs';
import { azureSchema } from './azure-schema';

/** A resource that the engine asked the provider to create for real. */
export interface Creation {
  readonly urn: string;
  readonly inputs: JsonObject;
}

/** A running stand-in for Azure's providers: nothing is deployed, everything asked for is written down. */
export interface AzureProvider {
  readonly port: number;
  /** Resources created by updates, in order. Previews are not in it. */
  readonly created: readonly Creation[];
  /** URNs of resources that updates have deleted or changed. */
  readonly deleted: readonly string[];
  readonly changed: readonly string[];
  readonly stop: () => void;
}

/**
 * Starts a provider that accepts every resource of every package attached to it, as `PULUMI_DEBUG_PROVIDERS` does.
 *
 * Inputs are accepted as they are. In a preview computed outputs are answered as unknown, in an update with plausible
 * values, so an update meets values that its preview could not know, as it would with Azure.
 */
export async function startAzureProvider(): Promise<AzureProvider> {
  const created: Creation[] = [];
  const deleted: string[] = [];
  const changed: string[] = [];
  const server = new grpc.Server({
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
  server.addService(services.ResourceProviderService as unknown as grpc.ServiceDefinition, {
    ...lifeCycle,
    ...resources(created, deleted, changed),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, created, deleted, changed, stop: () => server.forceShutdown() };
}

type Answer<Request, Response> = (
  call: grpc.ServerUnaryCall<Request, Response>,
  answer: grpc.sendUnaryData<Response>,
) => void;

/** A method that cannot fail other than by throwing, which the engine then shows as the provider's error. */
function method<Request, Response>(respond: (request: Request) => Response): Answer<Request, Response> {
  return (call, answer) => {
    try {
      answer(null, respond(call.request));
    } catch (error) {
      answer({ code: grpc.status.UNKNOWN, details: (error as Error).message });
    }
  };
}

const nothing = method(() => new empty.Empty());

/** Above every version that a program may ask for, whichever provider this stands in for. */
const version = '99.0.0';

const lifeCycle = {
  attach: nothing,
  cancel: nothing,
  handshake: method(() => {
    const response = new proto.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setAcceptResources(true);
    return response;
  }),
  getPluginInfo: method(() => {
    const response = new plugin.PluginInfo();
    response.setVersion(version);
    return response;
  }),
  getSchema: method(() => {
    const response = new proto.GetSchemaResponse();
    response.setSchema(azureSchema(version));
    return response;
  }),
  parameterize: method((request: proto.ParameterizeRequest) => {
    const response = new proto.ParameterizeResponse();
    response.setName(request.getValue()?.getName() ?? '');
    response.setVersion(request.getValue()?.getVersion() ?? '');
    return response;
  }),
  checkConfig: method(accept),
  diffConfig: method(() => new proto.DiffResponse()),
  configure: method(() => {
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setAcceptresources(true);
    response.setSupportspreview(true);
    return response;
  }),
};

function accept(request: proto.CheckRequest): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function resources(created: Creation[], deleted: string[], changed: string[]) {
  return {
    check: method(accept),
    create: method((request: proto.CreateRequest) => {
      const inputs = (request.getProperties()?.toJavaScript() ?? {}) as JsonObject;
      const urn = request.getUrn();
      const token = urn.split('::')[2]?.split('$').at(-1) ?? '';
      const id = azureId(token, urn.split('::').at(-1) ?? '', inputs);
      const response = new proto.CreateResponse();
      if (!request.getPreview()) {
        created.push({ urn, inputs });
        response.setId(id);
      }
      const computed = (text: string) => (request.getPreview() ? UNKNOWN : text);
      response.setProperties(Struct.fromJavaScript(withOutputs(token, id, inputs, computed)));
      return response;
    }),
    // Any input that differs is a change, in place: nothing here has to be replaced.
    diff: method((request: proto.DiffRequest) => {
      const before = (request.getOldInputs()?.toJavaScript() ?? {}) as JsonObject;
      const now = (request.getNews()?.toJavaScript() ?? {}) as JsonObject;
      const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
      const differing = keys.filter((key) => !isDeepStrictEqual(before[key], now[key]));
      const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
      const response = new proto.DiffResponse();
      response.setChanges(differing.length === 0 ? DIFF_NONE : DIFF_SOME);
      response.setDiffsList(differing);
      return response;
    }),
    update: method((request: proto.UpdateRequest) => {
      if (!request.getPreview()) changed.push(request.getUrn());
      const inputs = (request.getNews()?.toJavaScript() ?? {}) as JsonObject;
      const token = request.getUrn().split('::')[2]?.split('$').at(-1) ?? '';
      const response = new proto.UpdateResponse();
      response.setProperties(
        Struct.fromJavaScript(withOutputs(token, request.getId(), inputs, (text) => text)),
      );
      return response;
    }),
    delete: method((request: proto.DeleteRequest) => {
      deleted.push(request.getUrn());
      return new empty.Empty();
    }),
    invoke: method((request: proto.InvokeRequest) => {
      const response = new proto.InvokeResponse();
      const args = (request.getArgs()?.toJavaScript() ?? {}) as JsonObject;
      response.setReturn(Struct.fromJavaScript(answers(request.getTok(), args)));
      return response;
    }),
  };
}
