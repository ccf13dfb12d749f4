import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import * as services from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/analyzer_pb';
import * as empty from 'google-protobuf/google/protobuf/empty_pb';
import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';

/** A policy pack in the process that the SDK runs it in. */
export interface Analyzer {
  /**
   * Asks for one resource, and gives the answer as the bytes it came in: in a deployment the engine reads them, in a
   * process and language of its own, so that reading them here is no time of the analyzer.
   */
  readonly analyze: (request: Buffer) => Promise<Buffer>;
  /** Asks for a whole stack, as the engine does at the end of a preview. */
  readonly analyzeStack: (request: Buffer) => Promise<Buffer>;
  readonly stop: () => void;
  /** Seconds from the start of the process until the pack has told its rules. */
  readonly loading: number;
}

const limits = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/** Starts a policy pack as the engine does and waits until it is ready. */
export async function startAnalyzer(pack: string): Promise<Analyzer> {
  const start = process.hrtime.bigint();
  const script = createRequire(join(pack, 'x')).resolve('@pulumi/pulumi/cmd/run-policy-pack');
  // The first argument is the engine's address. A pack that asks nothing of the engine never connects to it.
  const child = spawn(process.execPath, [script, '127.0.0.1:1', pack], {
    cwd: pack,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PULUMI_NODEJS_TYPESCRIPT: 'true' },
  });
  const port = await firstLine(child);
  // The generated client has no useful types: one of the SDK's boundaries.
  const Client = services.AnalyzerClient as unknown as typeof grpc.Client;
  const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), limits) as unknown as Rpc;
  await new Promise<void>((resolve, reject) => {
    client.getAnalyzerInfo(new empty.Empty(), (error) => (error ? reject(error) : resolve()));
  });
  const ask =
    ({ path }: { readonly path: string }) =>
    (request: Buffer) =>
      new Promise<Buffer>((resolve, reject) => {
        client.makeUnaryRequest(path, asIs, asIs, request, (error, answer) =>
          error || !answer ? reject(error) : resolve(answer),
        );
      });
  return {
    loading: Number(process.hrtime.bigint() - start) / 1e9,
    analyze: ask(services.AnalyzerService.analyze),
    analyzeStack: ask(services.AnalyzerService.analyzeStack),
    stop: () => child.kill(),
  };
}

const asIs = (bytes: Buffer): Buffer => bytes;

interface Rpc extends grpc.Client {
  getAnalyzerInfo(request: empty.Empty, answer: (error: Error | null) => void): void;
}

/** One resource as the engine tells a pack of it. */
export interface Told {
  readonly token: string;
  readonly name: string;
  readonly properties: { [key: string]: JavaScriptValue };
}

/** What the engine sends for one resource. */
export function request({ token, name, properties }: Told): Buffer {
  const result = new proto.AnalyzeRequest();
  result.setType(token);
  result.setName(name);
  result.setUrn(`urn:pulumi:bench::bench::${token}::${name}`);
  result.setProperties(Struct.fromJavaScript(properties));
  result.setOptions(new proto.AnalyzerResourceOptions());
  return Buffer.from(result.serializeBinary());
}

/** What the engine sends for a whole stack. */
export function stackRequest(resources: readonly Told[]): Buffer {
  const whole = new proto.AnalyzeStackRequest();
  for (const { token, name, properties } of resources) {
    const resource = new proto.AnalyzerResource();
    resource.setType(token);
    resource.setName(name);
    resource.setUrn(`urn:pulumi:bench::bench::${token}::${name}`);
    resource.setProperties(Struct.fromJavaScript(properties));
    resource.setOptions(new proto.AnalyzerResourceOptions());
    whole.addResources(resource);
  }
  return Buffer.from(whole.serializeBinary());
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('\n')) resolve(printed.trim());
    });
    child.on('exit', (code) => reject(new Error(`the policy pack ended with ${code} before it was ready`)));
  });
}
