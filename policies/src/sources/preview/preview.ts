import { Server, ServerCredentials } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb';
import type { NotEvaluated, RegisteredResource } from '../../resources/resource';
import { Callbacks } from './callbacks';
import { findSdk, type Program, startProgram } from './child';
import { engineService } from './engine';
import { failureOf } from './failure';
import { monitorService } from './monitor';
import { type Project, readProject } from './project';
import { Redactor } from './redact';
import { Session } from './session';
import { readStack, type Stack } from './stack-config';
import { Transcript } from './transcript';

export interface PreviewOptions {
  /** The directory of the program: that of `Pulumi.yaml`, or one below it. */
  readonly directory: string;
  /** Which stack; may be left out when there is only one. */
  readonly stack?: string;
  /** Called with the number of resources registered so far. */
  readonly onProgress?: (resources: number) => void;
  /** Called once, after the program has ended, with what it printed and logged. Secrets are taken out. */
  readonly onProgramOutput?: (text: string) => void;
  /** Ends the preview and every process it started. */
  readonly signal?: AbortSignal;
  /** How long a program may be silent (no output, no call) before it counts as stuck. */
  readonly idleTimeoutMs?: number;
}

export interface PreviewResult {
  readonly project: string;
  readonly stack: string;
  /** The directory of the program's `main`. */
  readonly program: string;
  readonly resources: readonly RegisteredResource[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** The stack's configuration by full key (`ns:key`), without secrets. */
  readonly stackConfig: Readonly<Record<string, string>>;
}

const IDLE_TIMEOUT = 120_000;

/**
 * Runs a Pulumi program for Node.js and gives the resources it declares, without cloud, login or state.
 *
 * The program runs once, with its own SDK, in a process of its own. Everything a provider would compute is unknown, as
 * in `pulumi preview`. A fault of the user's (project, stack, program) is a `PreviewError`.
 */
export async function preview(options: PreviewOptions): Promise<PreviewResult> {
  const project = readProject(options.directory);
  const stack = readStack(project, options.stack);
  const sdk = findSdk(project);
  const run = new Run(project, stack, options);
  try {
    const address = await run.listen();
    options.signal?.throwIfAborted();
    const ending = await run.execute(startProgram(project, stack, sdk, address, run.output, run.secret));
    const output = run.transcript.text;
    const failure = failureOf(run.session, sdk, { ending, errors: run.errors, output });
    if (failure) throw failure;
    for (const message of run.errors) run.transcript.write(`error: ${message}\n`);
  } finally {
    run.close();
  }
  return {
    project: project.name,
    stack: stack.name,
    program: project.directory,
    resources: run.session.resources,
    notEvaluated: run.session.notEvaluated,
    stackConfig: Object.fromEntries(
      [...stack.config].filter(([, value]) => !value.secret).map(([key, value]) => [key, value.text]),
    ),
  };
}

/** One run of one program: its servers, its process, and what it says. */
class Run {
  readonly transcript = new Transcript();
  readonly errors: string[] = [];
  readonly session: Session;
  readonly #server = new Server({
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
  readonly #callbacks = new Callbacks();
  readonly #secrets = new Redactor();
  #program: Program | undefined;
  #lastSign = Date.now();

  constructor(
    project: Project,
    stack: Stack,
    private readonly options: PreviewOptions,
  ) {
    for (const value of stack.config.values()) for (const text of value.placeholders) this.#secrets.add(text);
    this.session = new Session(project, stack, this.#secrets, this.#callbacks, {
      resource: (count) => options.onProgress?.(count),
      fault: () => this.#program?.kill(),
    });
    const alive = () => {
      this.#lastSign = Date.now();
    };
    this.#server.addService(ResourceMonitorService, monitorService(this.session, alive));
    this.#server.addService(
      EngineService,
      engineService({
        alive,
        error: (message) => this.errors.push(message),
        note: (message) => this.transcript.write(`${message}\n`),
      }),
    );
  }

  readonly output = (text: string): void => {
    this.#lastSign = Date.now();
    this.transcript.write(text);
  };

  readonly secret = (text: string): void => this.#secrets.add(text);

  /** Starts the services and gives their address. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(`127.0.0.1:${port}`);
      });
    });
  }

  /** Waits for the program to end; ends it when it is aborted or stuck. */
  async execute(program: Program) {
    this.#program = program;
    const limit = this.options.idleTimeoutMs ?? IDLE_TIMEOUT;
    const stop = () => program.kill();
    this.options.signal?.addEventListener('abort', stop);
    const watchdog = setInterval(
      () => {
        if (Date.now() - this.#lastSign > limit) this.session.fail(stuck(this.session.project.root, limit));
      },
      Math.min(limit / 4, 1_000),
    );
    try {
      const ending = await program.ended;
      this.options.signal?.throwIfAborted();
      return ending;
    } finally {
      clearInterval(watchdog);
      this.options.signal?.removeEventListener('abort', stop);
    }
  }

  close(): void {
    // Kills what the program may have left running; its own process is gone by now unless something failed.
    this.#program?.kill();
    this.#callbacks.close();
    this.#server.forceShutdown();
    const output = this.#secrets.redact(this.transcript.text);
    if (output) this.options.onProgramOutput?.(output);
  }
}

function stuck(root: string, limit: number): string {
  return (
    `${root}: the program did nothing for ${Math.round(limit / 1000)} s and was ended. ` +
    'Look for a timer, server or connection that it opens and never closes, or for a promise that never settles.'
  );
}
