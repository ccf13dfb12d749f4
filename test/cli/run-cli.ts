import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import { main } from '../../policies/src/cli/main';

const binary = resolve(__dirname, '../../policies/bin/iiot-guard.js');

/** The directory of a program under `test/programs`. */
export const program = (name: string) => join(__dirname, '..', 'programs', name);

/** How a run of the command line ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `iiot-guard` as a process of its own, as a user would. `input` is a file that is its standard input. */
export function runProcess(args: readonly string[], input?: string): Promise<Run> {
  return new Promise((ended) => {
    const stdin = input === undefined ? 'ignore' : openSync(input, 'r');
    const child = spawn(process.execPath, [binary, ...args], {
      cwd: resolve(__dirname, '../..'),
      // No input, however large, needs more than this.
      env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=512' },
      stdio: [stdin, 'pipe', 'pipe'],
    });
    if (typeof stdin === 'number') closeSync(stdin);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (text) => {
      stdout += text;
    });
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    child.on('close', (code) => ended({ code, stdout, stderr }));
  });
}

/** Runs the same in this process, where coverage can be seen. */
export async function runHere(args: readonly string[]): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await main(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Both ways of running it, for `describe.each`. */
export const ways = [
  ['as a process', runProcess],
  ['in this process', runHere],
] as const;
