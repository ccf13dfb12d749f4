import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { credentials } from '@grpc/grpc-js';
import { AnalyzerClient } from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/analyzer_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { vi } from 'vitest';

const runPack = join(dirname(require.resolve('@pulumi/pulumi/package.json')), 'cmd/run-policy-pack');
const packDirectory = resolve(__dirname, '../../policies');

/** A resource as the engine sends it to an analyzer. */
export interface Sent {
  readonly type: string;
  readonly name: string;
  readonly properties: object;
  readonly uses?: { readonly [property: string]: readonly string[] };
  /** Resource options; every resource is protected unless it says otherwise. */
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
}

export const urnOf = (sent: Sent) => `urn:pulumi:test::test::${sent.type}::${sent.name}`;

/** Our policy pack in its own process, spoken to as the engine does. */
export class Analyzer {
  private constructor(
    private readonly client: AnalyzerClient,
    private readonly child?: ChildProcess,
  ) {}

  /** The pack in this process, where coverage can be seen. The SDK allows one. */
  static async startHere(): Promise<Analyzer> {
    const port = await new Promise<string>((found, failed) => {
      const spy = vi.spyOn(console, 'log').mockImplementation((text) => {
        spy.mockRestore();
        found(String(text));
      });
      import('../../policies/src/pack.js').catch(failed);
    });
    return new Analyzer(new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  static async start(env: NodeJS.ProcessEnv = {}, pack = packDirectory): Promise<Analyzer> {
    const child = spawn(process.execPath, [runPack, '127.0.0.1:0', pack], {
      cwd: pack,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors += text;
    });
    const port = await new Promise<string>((found, failed) => {
      if (child.stdout) createInterface(child.stdout).once('line', found);
      child.once('exit', (code) => failed(new Error(`the pack ended with ${code}: ${errors}`)));
    });
    return new Analyzer(new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()), child);
  }

  stop(): void {
    this.client.close();
    this.child?.kill();
  }

  async policies(): Promise<readonly proto.PolicyInfo.AsObject[]> {
    const { Empty } = await import('google-protobuf/google/protobuf/empty_pb.js');
    const info = await call<proto.AnalyzerInfo>((done) => this.client.getAnalyzerInfo(new Empty(), done));
    return info.getPoliciesList().map((policy) => policy.toObject());
  }

  async configure(config: {
    readonly [policy: string]: { readonly level: number; readonly properties: object };
  }): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [policy, { level, properties }] of Object.entries(config)) {
      const entry = new proto.PolicyConfig();
      entry.setEnforcementlevel(level as never);
      entry.setProperties(Struct.fromJavaScript(properties as never));
      request.getPolicyconfigMap().set(policy, entry);
    }
    await call((done) => this.client.configure(request, done));
  }

  async analyze(sent: Sent): Promise<readonly proto.AnalyzeDiagnostic.AsObject[]> {
    const request = fill(new proto.AnalyzeRequest(), sent);
    const response = await call<proto.AnalyzeResponse>((done) => this.client.analyze(request, done));
    return response.getDiagnosticsList().map((diagnostic) => diagnostic.toObject());
  }

  /** What the pack would change: each remediation with the properties that it leaves. */
  async remediate(sent: Sent): Promise<readonly { readonly policy: string; readonly properties: unknown }[]> {
    const request = fill(new proto.AnalyzeRequest(), sent);
    const response = await call<proto.RemediateResponse>((done) => this.client.remediate(request, done));
    return response
      .getRemediationsList()
      .filter((one) => one.hasProperties())
      .map((one) => ({ policy: one.getPolicyname(), properties: one.getProperties()?.toJavaScript() }));
  }

  async analyzeStack(all: readonly Sent[]): Promise<readonly proto.AnalyzeDiagnostic.AsObject[]> {
    const request = new proto.AnalyzeStackRequest();
    for (const sent of all) {
      const resource = fill(new proto.AnalyzerResource(), sent);
      for (const [property, names] of Object.entries(sent.uses ?? {})) {
        const origins = new proto.AnalyzerPropertyDependencies();
        origins.setUrnsList(names.map((name) => urnOf(all.find((one) => one.name === name) as Sent)));
        resource.getPropertydependenciesMap().set(property, origins);
      }
      request.addResources(resource);
    }
    const response = await call<proto.AnalyzeResponse>((done) => this.client.analyzeStack(request, done));
    return response.getDiagnosticsList().map((diagnostic) => diagnostic.toObject());
  }
}

function fill<T extends proto.AnalyzeRequest | proto.AnalyzerResource>(message: T, sent: Sent): T {
  message.setType(sent.type);
  message.setName(sent.name);
  message.setUrn(urnOf(sent));
  message.setProperties(Struct.fromJavaScript(sent.properties as never));
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(sent.protect ?? true);
  options.setIgnorechangesList([...(sent.ignoreChanges ?? [])]);
  message.setOptions(options);
  return message;
}

function call<T>(send: (done: (error: Error | null, value: T) => void) => unknown): Promise<T> {
  return new Promise((answered, failed) => {
    send((error, value) => (error ? failed(error) : answered(value)));
  });
}
