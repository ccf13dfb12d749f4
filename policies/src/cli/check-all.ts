import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PolicyConfig } from '../evaluate/settings';
import { packageRoot } from '../package-root';
import type { Rule } from '../rule/rule';
import type { CheckCommandOptions } from './check-command';
import { checkFile, type FileResult, type FileToCheck } from './check-files';
import { judgeWith } from './judging';
import { Queue } from './queue';
import { unpack } from './transfer';

/** What all files are checked with. */
export interface CheckSettings {
  readonly rules: readonly Rule[];
  readonly config: PolicyConfig;
  readonly options: CheckCommandOptions;
}

/** What a thread of its own is given: it loads the rules again, because they are code. */
export interface WorkerData {
  readonly files: readonly FileToCheck[];
  readonly queue: SharedArrayBuffer;
  readonly config: PolicyConfig;
  readonly options: CheckCommandOptions;
}

/** Checks all files, on every core where there are many. The results are in the order of the files. */
export async function checkAll(
  files: readonly FileToCheck[],
  { rules, config, options }: CheckSettings,
): Promise<readonly FileResult[]> {
  const queue = new Queue(files.length);
  const others = Array.from({ length: helpersFor(files) }, () =>
    startWorker({ files, queue: queue.memory, config, options }),
  );
  const judge = judgeWith(rules, config, options);
  const results: FileResult[] = [];
  for (const index of queue)
    results[index] = checkFile(files[index] as FileToCheck, judge, options.parameters);
  for (const bytes of await Promise.all(others))
    for (const [index, result] of unpack(bytes, rules, config)) results[index] = result;
  return results;
}

/** From here on a thread of its own, which takes a tenth of a second to start, saves more than that. */
const manyFiles = 200;
const manyBytes = 8 * 1024 * 1024;

function helpersFor(files: readonly FileToCheck[]): number {
  // What comes in a pipe is one file.
  const sizes = files.map(({ file }) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const worthIt = Math.max(Math.floor(files.length / (manyFiles / 2)), Math.floor(bytes / (manyBytes / 2)));
  return Math.max(0, Math.min(availableParallelism(), worthIt, files.length, 8) - 1);
}

function startWorker(workerData: WorkerData): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(packageRoot, 'dist/cli/check-worker.js'), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
