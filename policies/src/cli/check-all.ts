import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../package-root';
import { checkFile, type FileResult, type FileToCheck } from './check-files';
import { judgeAll, type PortablePreparations, type Preparations, portable, tablesOf } from './preparations';
import { Queue } from './queue';
import { unpack } from './transfer';

/** What a thread of its own is given. */
export interface WorkerData {
  readonly files: readonly FileToCheck[];
  readonly queue: SharedArrayBuffer;
  readonly preparations: PortablePreparations;
  readonly parameters: string | undefined;
}

/** Checks all files, on every core where there are many. The results are in the order of the files. */
export async function checkAll(
  files: readonly FileToCheck[],
  preparations: Preparations,
  parameters: string | undefined,
): Promise<readonly FileResult[]> {
  const queue = new Queue(files.length);
  const others = Array.from({ length: helpersFor(files) }, () =>
    startWorker({ files, queue: queue.memory, preparations: portable(preparations), parameters }),
  );
  const judge = judgeAll(preparations);
  const results: FileResult[] = [];
  for (const index of queue) results[index] = checkFile(files[index] as FileToCheck, judge, parameters);
  const tables = tablesOf(preparations);
  for (const bytes of await Promise.all(others))
    for (const [index, result] of unpack(bytes, tables)) results[index] = result;
  return results;
}

/** How much work is worth a thread: it takes a tenth of a second to start, in which the main one goes on. */
const filesPerThread = 50;
const bytesPerThread = 4 * 1024 * 1024;

function helpersFor(files: readonly FileToCheck[]): number {
  // What comes in a pipe is one file.
  const sizes = files.map(({ file }) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const worthIt = Math.max(files.length / filesPerThread, bytes / bytesPerThread);
  return Math.max(0, Math.min(availableParallelism(), Math.floor(worthIt), files.length, 8) - 1);
}

function startWorker(workerData: WorkerData): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(packageRoot, 'dist/cli/check-worker.js'), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
