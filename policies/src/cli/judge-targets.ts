import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Report } from '../report/summary';
import type { CheckCommandOptions } from './check-command';
import type { PreparedPart } from './joined';
import type { PreviewCommandOptions } from './preview-command';

/** The options of commands that judge a program or files, whichever they are given. */
export type TargetOptions = Omit<PreviewCommandOptions & CheckCommandOptions, 'format' | 'color'>;

/** What was judged: one report, and that of each stack or file with what it was made with. */
export interface JudgedTargets {
  readonly report: Report;
  readonly parts: readonly PreparedPart[];
}

/** Previews the program in a directory, or checks files: as `preview` and `check` would. */
export async function judgeTargets(targets: readonly string[], given: TargetOptions): Promise<JudgedTargets> {
  // Nothing is reported here; what the command calls so of its own is no format of a report.
  const options = { ...given, format: [], color: false };
  const [only = '.', ...more] = targets;
  if (more.length === 0 && isProgram(only)) {
    const { previewed } = await import('./preview-command.js');
    return previewed(only, options);
  }
  const { checked } = await import('./check-command.js');
  return checked(targets.length === 0 ? ['.'] : targets, options);
}

/** Whether a directory is that of a Pulumi program, or below it. */
export function isProgram(target: string): boolean {
  const path = resolve(target);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
  for (let folder = path; ; folder = dirname(folder)) {
    if (['yaml', 'yml', 'json'].some((kind) => existsSync(join(folder, `Pulumi.${kind}`)))) return true;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return false;
  }
}
