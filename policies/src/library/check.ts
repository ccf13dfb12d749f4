import { UsageError } from '../cli/usage-error';
import type { NotEvaluated } from '../resources/resource';
import { judgeRead, measureOf, resultOf } from './judge';
import type { GuardOptions } from './options';
import type { Result } from './result';

/** How files are checked. */
export interface CheckOptions extends GuardOptions {
  /** The parameters file of the one ARM template among the files. */
  readonly parameters?: string;
  /** Globs for the files of folders; every JSON file where left out. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/**
 * Checks state exports, event logs, previews and ARM templates, told by their content, and all of them in folders, as one
 * result.
 *
 * Throws a `FileError` for a file that cannot be read or understood, and a `UsageError` for a wrong option.
 *
 * @example
 * const { summary } = await check(['main.json'], { parameters: 'main.parameters.json' });
 */
export async function check(files: string | readonly string[], options: CheckOptions = {}): Promise<Result> {
  const paths = typeof files === 'string' ? [files] : files;
  if (paths.length === 0) throw new UsageError('No file was named.');
  const { include = [], exclude = [], parameters, signal } = options;
  const measure = await measureOf(options);
  const [command, { readChosen, readOf, withPlaces }, { joined }] = await Promise.all([
    import('../cli/check-command.js'),
    import('../cli/check-files.js'),
    import('../cli/joined.js'),
  ]);
  const { files: chosen, notEvaluated } = command.filesIn(paths, { include, exclude });
  const parts: Parameters<typeof command.checkParameters>[0][number][] = [];
  const skipped: NotEvaluated[] = [...notEvaluated];
  for (const file of chosen) {
    signal?.throwIfAborted();
    const read = readChosen(file, parameters);
    if (read && 'why' in read) skipped.push(read);
    if (!read || 'why' in read) continue;
    const report = await judgeRead(readOf(read), measure, signal);
    parts.push({
      report: { ...report, findings: withPlaces(report.findings, read) },
      config: measure.config,
    });
  }
  command.checkParameters(parts, parameters);
  const [first, ...others] = parts;
  if (first === undefined) throw command.nothingFound(paths, skipped);
  const report = joined([first, ...others], parts.length === 1 ? '' : `${parts.length} files`);
  return resultOf({ ...report, notEvaluated: [...report.notEvaluated, ...skipped] }, measure);
}
