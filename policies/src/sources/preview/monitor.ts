import { type handleUnaryCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Transform } from './callbacks';
import { decodeProperties } from './decode';
import { call, invoke, readResource } from './lookups';
import { Providers } from './providers';
import { registerResource } from './register';
import type { Session } from './session';

/** What the CLI 3.256 says it supports. Source: `supportsFeatureID` in `source_eval.go` of pulumi/pulumi. */
const FEATURES = new Set([
  'secrets',
  'resourceReferences',
  'outputValues',
  'aliasSpecs',
  'replacementTrigger',
  'deletedWith',
  'replaceWith',
  'transforms',
  'invokeTransforms',
  'parameterization',
  'resourceHooks',
  'errorHooks',
  'sendsOptionsToHooks',
]);

/**
 * The resource monitor: the service a program talks to while it runs.
 *
 * `GetDeploymentInfo` is left out: clients then ask for features one by one, in a form that all SDKs share.
 */
export function monitorService(session: Session, alive: () => void): UntypedServiceImplementation {
  const providers = new Providers(session);
  const invokeTransforms: Transform[] = [];
  const nothing = () => new Empty();

  /** Turns a function of the request into a gRPC handler; a thrown error becomes the error of the program's call. */
  const handler =
    <Request, Response>(
      answer: (request: Request) => Response | Promise<Response>,
    ): handleUnaryCall<Request, Response> =>
    (grpcCall, callback) => {
      alive();
      const refuse = (error: unknown) =>
        callback({ code: status.UNKNOWN, details: (error as Error).message });
      try {
        const response = answer(grpcCall.request);
        if (response instanceof Promise) response.then((value) => callback(null, value), refuse);
        else callback(null, response);
      } catch (error) {
        refuse(error);
      }
    };

  return {
    supportsFeature: handler((request: SupportsFeatureRequest) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(FEATURES.has(request.getId()));
      return response;
    }),
    registerResource: handler((request: Parameters<typeof registerResource>[2]) =>
      registerResource(session, providers, request),
    ),
    registerResourceOutputs: handler((request: RegisterResourceOutputsRequest) => {
      const secretTexts: string[] = [];
      const outputs = decodeProperties(request.getOutputs(), (text) => secretTexts.push(text));
      for (const text of secretTexts) session.secrets.add(text);
      if (request.getUrn() === session.rootUrn) session.recordOutputs(outputs, secretTexts);
      return new Empty();
    }),
    readResource: handler((request: Parameters<typeof readResource>[2]) =>
      readResource(session, providers, request),
    ),
    invoke: handler((request: Parameters<typeof invoke>[3]) =>
      invoke(session, providers, invokeTransforms, request),
    ),
    call: handler((request: Parameters<typeof call>[1]) => call(session, request)),
    registerStackTransform: handler((callback: Transform) => {
      session.stackTransforms.push(callback);
      return new Empty();
    }),
    registerStackInvokeTransform: handler((callback: Transform) => {
      invokeTransforms.push(callback);
      return new Empty();
    }),
    // Hooks run when resources are made, which a preview never does.
    registerResourceHook: handler(nothing),
    registerErrorHook: handler(nothing),
    registerPackage: handler((request: Parameters<Providers['registerPackage']>[0]) => {
      const response = new RegisterPackageResponse();
      response.setRef(providers.registerPackage(request));
      return response;
    }),
    signalAndWaitForShutdown: handler(() => {
      session.shutdown = true;
      return new Empty();
    }),
  };
}
