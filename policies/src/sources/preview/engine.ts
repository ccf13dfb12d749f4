import type { handleUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
  type StartDebuggingRequest,
} from '@pulumi/pulumi/proto/engine_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';

/** What the program says through the SDK's log, without debug messages. */
export interface ProgramLog {
  error(message: string): void;
  note(message: string): void;
  /** Any call at all: the program is alive. */
  alive(): void;
}

/** The engine service: log messages, and the root resource that older SDKs ask back for. */
export function engineService(log: ProgramLog): UntypedServiceImplementation {
  let rootUrn = '';
  const handler =
    <Request, Response>(answer: (request: Request) => Response): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      log.alive();
      callback(null, answer(call.request));
    };
  return {
    log: handler((request: LogRequest) => {
      const severity = request.getSeverity();
      if (severity === LogSeverity.ERROR) log.error(request.getMessage());
      else if (severity === LogSeverity.WARNING) log.note(`warning: ${request.getMessage()}`);
      else if (severity === LogSeverity.INFO) log.note(request.getMessage());
      return new Empty();
    }),
    getRootResource: handler(() => {
      const response = new GetRootResourceResponse();
      response.setUrn(rootUrn);
      return response;
    }),
    setRootResource: handler((request: SetRootResourceRequest) => {
      rootUrn = request.getUrn();
      return new SetRootResourceResponse();
    }),
    // The version is a matter between the program and the CLI that deploys it.
    requirePulumiVersion: handler(() => new RequirePulumiVersionResponse()),
    startDebugging: handler((_request: StartDebuggingRequest) => new Empty()),
  };
}
