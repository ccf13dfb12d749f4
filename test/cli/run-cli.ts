import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const binary = resolve(__dirname, '../../policies/bin/iiot-guard.js');

/** The directory of a program under `test/programs`. */
export const program = (name: string) => join(__dirname, '..', 'programs', name);

/** How a run of the command line ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `iiot-guard` as a process of its own, as a user would. */
export function runCli(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  return new Promise((ended) => {
    const child = spawn(process.execPath, [binary, ...args], {
      cwd: options.cwd ?? resolve(__dirname, '../..'),
      env: { ...process.env, FORCE_COLOR: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('close', (code) => ended({ code, stdout, stderr }));
  });
}
