import { stackView } from '../evaluate/view';
import type { Report } from '../report/summary';
import type { StackView } from '../rule/rule';
import type { ReadFile } from '../sources/files/read-source';
import { filesIn, nothingFound } from './check-command';
import { readChosen, readOf } from './check-files';
import { isProgram, type TargetOptions } from './judge-targets';
import type { Prepared } from './judging';
import { judgeAll, prepareAll, preparedFor } from './preparations';

/** One stack or file after it was judged, with what tells how it came to that. */
export interface Judged {
  readonly report: Report;
  readonly prepared: Prepared;
  readonly stack: StackView;
  /** Missing where a program was previewed. */
  readonly file?: ReadFile;
}

/**
 * Judges programs, in each of their chosen stacks, and files, also those in folders, each by itself. Throws a UsageError where
 * nothing can be judged, and what reading a source throws.
 */
export async function judgedSources(
  sources: readonly string[],
  given: TargetOptions,
): Promise<readonly Judged[]> {
  const options = { ...given, format: [], color: false, all: true };
  const judged: Judged[] = [];
  for (const directory of sources.filter(isProgram)) {
    const { previewed } = await import('./preview-command.js');
    const { parts } = await previewed(directory, options);
    judged.push(...parts.map(({ report, prepared }) => ({ report, prepared, stack: viewOf(report) })));
  }
  const paths = sources.filter((source) => !isProgram(source));
  if (paths.length > 0) judged.push(...(await judgedFiles(paths, options)));
  return judged;
}

async function judgedFiles(
  paths: readonly string[],
  options: Parameters<typeof prepareAll>[0] & TargetOptions,
): Promise<readonly Judged[]> {
  const preparations = await prepareAll(options);
  const judge = judgeAll(preparations);
  const { files, notEvaluated } = filesIn(paths, options);
  const judged = files.flatMap((chosen): readonly Judged[] => {
    const file = readChosen(chosen, options.parameters);
    if (file === undefined || 'why' in file) return [];
    const report = judge(readOf(file));
    return [{ report, prepared: preparedFor(preparations, file.stack), stack: viewOf(report), file }];
  });
  if (judged.length === 0) throw nothingFound(paths, notEvaluated);
  return judged;
}

const viewOf = (report: Report): StackView => stackView(report.resources, report.notEvaluated);
