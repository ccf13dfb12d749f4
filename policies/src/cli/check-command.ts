import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Earlier } from '../report/change';
import type { Report } from '../report/summary';
import type { NotEvaluated } from '../resources/resource';
import { findFiles } from '../sources/files/find-files';
import { earlierOf } from './against';
import { checkAll } from './check-all';
import type { FileToCheck } from './check-files';
import type { Configured } from './configure';
import { joined, type Part, type PreparedPart } from './joined';
import { type JudgingOptions, sameGates, withBaseline, writeReports } from './judging';
import { destinations } from './output';
import { prepareAll, preparedFor } from './preparations';
import { spareMemory } from './spare-memory';
import { UsageError } from './usage-error';

/** The options of `iiot-guard check`, as commander gives them. */
export interface CheckCommandOptions extends JudgingOptions, Configured {
  readonly parameters?: string;
  /** Globs for the files of folders. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Checks state exports, event logs, previews and ARM templates, each on its own, and writes one report. Gives the exit code:
 * 0 or 1. Nothing is written where one of the files cannot be checked. Throws a UsageError.
 */
export async function checkCommand(paths: readonly string[], options: CheckCommandOptions): Promise<number> {
  const targets = destinations(options.format);
  const { report, earlier } = await checked(paths, options);
  return writeReports(report, targets, options, earlier);
}

/** Reads files and judges them: one report, and that of each file with what it was made with. */
export async function checked(
  paths: readonly string[],
  options: CheckCommandOptions,
): Promise<{
  readonly report: Report;
  readonly parts: readonly PreparedPart[];
  readonly earlier: Earlier | undefined;
}> {
  const preparations = await prepareAll(options);
  const { common } = preparations;
  const earlier = earlierOf(options, common.rules, common.config);
  if (paths.filter((path) => path === '-').length > 1)
    throw new UsageError('Standard input can be read once only.\n  Name - a single time.');
  const { files, notEvaluated } = filesIn(paths, options);
  spareMemory(files);
  const results = await checkAll(files, preparations, options.parameters);
  const faults = results.flatMap((result) => (result && 'fault' in result ? [result.fault] : []));
  if (faults.length > 0) throw severalFaults(faults);
  const parts: PreparedPart[] = [];
  for (const result of results)
    if (result && 'findings' in result) {
      const prepared = preparedFor(preparations, result.source.stack);
      parts.push({ report: withBaseline(result, prepared), config: prepared.config, prepared });
    } else if (result && 'why' in result) notEvaluated.push(result);
  checkParameters(parts, options.parameters);
  sameGates(parts.map(({ prepared }) => prepared));
  const [first, ...others] = parts;
  if (first === undefined) throw nothingFound(paths, notEvaluated);
  const report = joined([first, ...others], parts.length === 1 ? '' : `${parts.length} files`);
  return { report: { ...report, notEvaluated: [...report.notEvaluated, ...notEvaluated] }, parts, earlier };
}

/** The files that are named, and those in the folders that are named, each once. */
export function filesIn(
  paths: readonly string[],
  choice: Pick<CheckCommandOptions, 'include' | 'exclude'>,
): { readonly files: readonly FileToCheck[]; readonly notEvaluated: NotEvaluated[] } {
  const named = new Set(paths.map((path) => resolve(path)));
  const files: FileToCheck[] = [];
  const notEvaluated: NotEvaluated[] = [];
  for (const path of paths) {
    if (path === '-' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      files.push({ file: path, isFound: false });
      continue;
    }
    const found = findFiles(path, choice);
    notEvaluated.push(...found.notEvaluated);
    for (const file of found.files) {
      if (named.has(resolve(file))) continue;
      named.add(resolve(file));
      files.push({ file, isFound: true });
    }
  }
  return { files, notEvaluated };
}

/** The most faults that are told at once. */
const mostFaults = 20;

function severalFaults(faults: readonly string[]): UsageError {
  const told = faults.slice(0, mostFaults).join('\nerror: ');
  const more = faults.length - mostFaults;
  return new UsageError(more > 0 ? `${told}\n  ${more} more files cannot be checked.` : told);
}

export function checkParameters(parts: readonly Part[], parameters: string | undefined): void {
  if (parameters === undefined) return;
  if (parts.filter(({ report }) => report.source.kind === 'arm').length === 1) return;
  throw new UsageError(
    `--parameters ${parameters}: exactly one ARM template must be among the files.\n  Check templates with parameters one at a time.`,
  );
}

export function nothingFound(paths: readonly string[], notEvaluated: readonly NotEvaluated[]): UsageError {
  const what = notEvaluated
    .map(({ resource, why }) => `\n  ${resource}: ${why}`)
    .slice(0, mostFaults)
    .join('');
  return new UsageError(
    `${paths.join(', ')}: nothing here can be checked: no state export, event log, preview or ARM template.${what}\n  ` +
      'Name another folder, or look at --include and --exclude.',
  );
}
