import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Exit codes that count as a good run; 0 when left out. */
  readonly accepts?: readonly number[];
}

/** Runs a command to its end and tells how many seconds that took. */
export async function seconds(command: Command): Promise<number> {
  const start = process.hrtime.bigint();
  await run(command);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/**
 * Runs a command to its end and tells the highest sum of memory of it and all it started, in MiB; NaN where the system
 * does not tell. Looking costs time, so time is taken in other runs.
 */
export async function peakMemory(command: Command): Promise<number> {
  let peak = 0;
  await run(command, (pid) => {
    const timer = setInterval(() => {
      peak = Math.max(peak, memoryOfTree(pid));
    }, 200);
    return () => clearInterval(timer);
  });
  return peak || Number.NaN;
}

function run(command: Command, watch?: (pid: number) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const { file, args, env, cwd, accepts = [0] } = command;
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    const stop = watch?.(child.pid ?? 0);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      stop?.();
      if (code !== null && accepts.includes(code)) resolve();
      else reject(new Error(`${file} ${args.join(' ')} ended with ${code}:\n${stderr}`));
    });
  });
}

/** Proportional memory of a process and its descendants: pages that several of them share count once. */
function memoryOfTree(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of list('/proc')) {
    const pid = Number(entry);
    // The name of the program, in parentheses, may hold spaces; the parent is the second field after it.
    const parent = Number(text(`/proc/${entry}/stat`).split(') ').at(-1)?.split(' ')[1]);
    if (pid > 0 && parent > 0) parents.set(pid, parent);
  }
  const tree = new Set([root]);
  // A child has mostly, not always, a higher number than its parent, so this looks until nothing is added.
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return [...tree].reduce((sum, pid) => sum + memoryOf(pid), 0);
}

function memoryOf(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+)/m.exec(text(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kibibytes ?? 0) / 1024;
}

// Processes end while they are looked at, and other systems have no /proc.
function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * The median of each of several figures. They are taken in turn, every other time in the opposite order, so that neither a
 * slow minute of the machine nor what ran just before favours one of them.
 */
export async function inTurn<Name extends string>(
  runs: number,
  figures: { readonly [name in Name]: () => Promise<number> },
): Promise<{ [name in Name]: number }> {
  const names = Object.keys(figures) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const name of run % 2 === 0 ? names : names.toReversed())
      taken.get(name)?.push(await figures[name]());
  }
  const medians = names.map((name) => [name, median(taken.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as { [name in Name]: number };
}
