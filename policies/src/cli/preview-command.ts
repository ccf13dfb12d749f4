import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type PreviewResult, preview } from '../sources/preview/preview';
import { readProject } from '../sources/preview/project';
import { readStack } from '../sources/preview/stack-config';
import { type JudgingOptions, judge, policyConfigFrom, writeReports } from './judging';
import { destinations } from './output';
import { rulesWith } from './own-rules';
import { progress } from './progress';
import { selectRules } from './select';
import { Stopped } from './usage-error';

/** The options of `iiot-guard preview`, as commander gives them. */
export interface PreviewCommandOptions extends JudgingOptions {
  readonly stack?: string;
  readonly policyConfig?: string;
}

/**
 * Previews a program offline, checks it and writes the reports. Gives the exit code: 0 or 1.
 * Everything the caller may have wrong is checked before the program runs. Throws UsageError or PreviewError.
 */
export async function previewCommand(directory: string, options: PreviewCommandOptions): Promise<number> {
  const targetsOfReports = destinations(options.format);
  const all = rulesWith(options.rules);
  const rules = selectRules(all, options.only, options.skip);
  const project = readProject(directory);
  const stack = readStack(project, options.stack).name;
  const configFile = options.policyConfig ?? besideStack(project.stackDirectory, stack);
  const config = await policyConfigFrom(configFile, all);

  const result = await run(directory, stack, options.quiet ?? false);
  const report = judge(
    {
      source: { kind: 'preview', name: result.project, stack: result.stack },
      registered: result.resources,
      notEvaluated: result.notEvaluated,
    },
    rules,
    config,
    options,
  );
  return writeReports(report, targetsOfReports, options);
}

/** The policy configuration beside the stack file, where there is one. */
export function besideStack(stackDirectory: string, stack: string): string | undefined {
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
