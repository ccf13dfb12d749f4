import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerData } from './check-all';
import { checkFile, type FileResult, type FileToCheck } from './check-files';
import { judgeWith } from './judging';
import { rulesWith } from './own-rules';
import { Queue } from './queue';
import { selectRules } from './select';
import { pack } from './transfer';

// A thread that checks files beside the main one, until none is left.
const { files, queue, config, options } = workerData as WorkerData;
const rules = selectRules(rulesWith(options.rules), options.only, options.skip);
const judge = judgeWith(rules, config, options);
const results = new Map<number, FileResult>();
for (const index of new Queue(files.length, queue))
  results.set(index, checkFile(files[index] as FileToCheck, judge, options.parameters));
const bytes = pack(results, rules, config);
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
