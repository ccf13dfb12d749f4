import { spawn } from 'node:child_process';
import { PreviewError } from '../preview/error';

/** How the command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Command {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly onError?: (text: string) => void;
}

/** How long the command may take to end after it was asked to, before it is made to. */
const patience = 10_000;

/** Runs the user's `pulumi` to its end. It is asked to stop when the signal says so, and then the signal's reason is thrown. */
export function runPulumi({ args, env, signal, onError }: Command): Promise<Ended> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn('pulumi', args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onError?.(text);
    });
    const stop = () => {
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGKILL'), patience).unref();
    };
    signal?.addEventListener('abort', stop);
    child.on('error', (fault: NodeJS.ErrnoException) => reject(cannotRun(fault)));
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve({ code, stdout, stderr });
    });
  });
}

function cannotRun({ code }: NodeJS.ErrnoException): PreviewError {
  const why = code === 'ENOENT' ? 'there is no command `pulumi`' : `\`pulumi\` cannot be run (${code})`;
  return new PreviewError(
    `--engine pulumi: ${why}.\n  Install it (https://www.pulumi.com/docs/install/) or put it on PATH; without --engine the preview runs offline.`,
  );
}
