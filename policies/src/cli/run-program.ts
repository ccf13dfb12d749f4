import { basename, resolve } from 'node:path';
import { type PreviewResult, preview } from '../sources/preview/preview';
import { progress } from './progress';
import { Stopped } from './usage-error';

/** Previews a program offline, with progress on standard error; the user can stop it. */
export async function runProgram(directory: string, stack: string, quiet: boolean): Promise<PreviewResult> {
  const stop = new AbortController();
  const interrupted = (signal: NodeJS.Signals) => stop.abort(new Stopped(signal));
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const told = progress(quiet, `Running ${basename(resolve(directory))}, stack ${stack}, offline`);
  try {
    return await preview({
      directory,
      stack,
      signal: stop.signal,
      onProgress: told.resources,
      onProgramOutput: told.output,
    });
  } finally {
    told.stop();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}
