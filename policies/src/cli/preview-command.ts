import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Report } from '../report/summary';
import { type PreviewResult, preview } from '../sources/preview/preview';
import { readProject } from '../sources/preview/project';
import { readStack } from '../sources/preview/stack-config';
import type { Configured } from './configure';
import {
  type JudgingOptions,
  judgePrepared,
  type Prepared,
  prepare,
  type Read,
  writeReports,
} from './judging';
import { destinations } from './output';
import { progress } from './progress';
import { Stopped } from './usage-error';

/** The options of `iiot-guard preview`, as commander gives them. */
export interface PreviewCommandOptions extends JudgingOptions, Configured {
  readonly stack?: string;
}

/**
 * Previews a program offline, checks it and writes the reports. Gives the exit code: 0 or 1.
 * Throws UsageError or PreviewError.
 */
export async function previewCommand(directory: string, given: PreviewCommandOptions): Promise<number> {
  const { report, options } = await previewed(directory, given);
  return writeReports(report, destinations(options.format), options);
}

/** A report with the options that counted for it, and what was prepared for each part of it. */
export interface Judged {
  readonly report: Report;
  readonly options: JudgingOptions;
  readonly prepared: Prepared;
}

/** Previews a program offline and judges it. Everything the caller may have wrong is checked before the program runs. */
export async function previewed(directory: string, given: PreviewCommandOptions): Promise<Judged> {
  const project = readProject(directory);
  const stack = readStack(project, given.stack).name;
  const options = given.forStack?.(given, stack) ?? given;
  destinations(options.format);
  const prepared = await prepare(options, options.policyConfig ?? besideStack(project.stackDirectory, stack));
  const result = await run(directory, stack, options.quiet ?? false);
  const read: Read = {
    source: { kind: 'preview', name: result.project, stack: result.stack },
    registered: result.resources,
    notEvaluated: result.notEvaluated,
  };
  return { report: judgePrepared(read, prepared), options, prepared };
}

function besideStack(stackDirectory: string, stack: string): string | undefined {
  const file = join(stackDirectory, `${stack}.policy.json`);
  return existsSync(file) ? relative(process.cwd(), file) : undefined;
}

async function run(directory: string, stack: string, quiet: boolean): Promise<PreviewResult> {
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
