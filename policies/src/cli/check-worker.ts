import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerData } from './check-all';
import { checkFile, type FileResult, type FileToCheck } from './check-files';
import { judgeAll, tablesOf, unportable } from './preparations';
import { Queue } from './queue';
import { pack } from './transfer';

// A thread that checks files beside the main one, until none is left.
const { files, queue, parameters, ...given } = workerData as WorkerData;
const preparations = unportable(given.preparations);
const judge = judgeAll(preparations);
const results = new Map<number, FileResult>();
for (const index of new Queue(files.length, queue))
  results.set(index, checkFile(files[index] as FileToCheck, judge, parameters));
const bytes = pack(results, tablesOf(preparations));
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
