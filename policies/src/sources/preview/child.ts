import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { packageRoot } from '../../package-root';
import { PreviewError } from './error';
import type { Project } from './project';
import type { Stack } from './stack-config';

/** How the program's process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The program's process and everything it started. */
export interface Program {
  readonly ended: Promise<Ending>;
  /** Ends the program and every process it started. */
  kill(): void;
}

/** The SDK that the program itself uses. */
export interface Sdk {
  readonly run: string;
  /** Whether it tells the monitor when the program is through (since 3.174). */
  readonly signalsShutdown: boolean;
}

/** Finds the Pulumi SDK from the program's directory, as Node.js would. */
export function findSdk(project: Project): Sdk {
  try {
    const run = createRequire(join(project.directory, 'x.js')).resolve('@pulumi/pulumi/cmd/run');
    return { run, signalsShutdown: readFileSync(run, 'utf8').includes('signalAndWaitForShutdown') };
  } catch {
    throw new PreviewError(
      `${project.directory}: the program's dependencies are not installed ('@pulumi/pulumi' is not found from here). ` +
        `Install them: run 'npm ci' (or 'npm install') in ${project.root}.`,
    );
  }
}

/**
 * Runs the program with its own SDK against our monitor and engine.
 *
 * Arguments and environment are those of the Node.js language host. The process leads a group of its own, so that
 * whatever it starts can be ended with it, and watches a pipe to us, so that it ends when we are gone.
 */
export function startProgram(
  project: Project,
  stack: Stack,
  sdk: Sdk,
  address: string,
  onOutput: (text: string) => void,
  onSecret: (text: string) => void,
): Program {
  const child = spawn(process.execPath, nodeArguments(project, stack, sdk, address), {
    cwd: project.root,
    env: environment(project, stack),
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', onOutput);
  }
  const marks = child.stdio[3];
  if (marks instanceof Readable)
    createInterface({ input: marks }).on('line', (line) => onSecret(secretIn(line)));
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    // A process left behind by the program may hold its output open: wait for the program, then a moment for its output.
    child.once('exit', (code, signal) => {
      const done = () => resolve({ code, signal });
      child.once('close', done);
      setTimeout(done, 500).unref();
    });
  });
  return { ended, kill: () => killGroup(child) };
}

/** What the preload file told of a secret: one line of JSON. Anything else on the line is kept out of sight as it is. */
function secretIn(line: string): string {
  try {
    return String(JSON.parse(line));
  } catch {
    return line;
  }
}

/** The compiled file, also when this source runs uncompiled in a test. */
const PRELOAD = [join(packageRoot, 'dist/sources/preview/preload.js')].filter((path) => existsSync(path));

function nodeArguments(project: Project, stack: Stack, sdk: Sdk, address: string): string[] {
  return [
    // One argument on purpose: a separate '--require' makes the SDK turn off its support for ES modules.
    ...PRELOAD.map((path) => `--require=${path}`),
    // The SDK makes promises by the hundred thousand: a larger nursery saves a fifth of the time for 30 MB (measured).
    '--max-semi-space-size=32',
    ...splitArguments(project.options.nodeargs ?? ''),
    sdk.run,
    ...['--monitor', address, '--engine', address, '--organization', 'organization'],
    ...['--project', project.name, '--stack', stack.name, '--root-directory', project.root],
    ...['--pwd', project.directory, '--parallel', '16', '--dry-run', project.entryPoint],
  ];
}

function environment(project: Project, stack: Stack): NodeJS.ProcessEnv {
  const config = Object.fromEntries([...stack.config].map(([key, value]) => [key, value.text]));
  const secretKeys = [...stack.config].filter(([, value]) => value.secret).map(([key]) => key);
  const { TRACEPARENT, ...inherited } = process.env;
  return {
    // Type errors are the editor's and the build's business; checking types again takes longer than the preview. The
    // SDK does not pass the setting on to its loader of ES modules: those are still checked.
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    ...inherited,
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.options.typescript),
    ...(project.options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: project.options.tsconfig }),
    IIOT_GUARD_LIFELINE: '3',
  };
}

/** Splits `nodeargs` at spaces outside of quotes, as a shell would. */
export function splitArguments(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
