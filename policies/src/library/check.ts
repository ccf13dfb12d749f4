import type { Report } from '../report/summary';
import { judgeRead, measureOf, resultOf } from './judge';
import type { GuardOptions } from './options';
import type { Result } from './result';

/** How files are checked. */
export interface CheckOptions extends GuardOptions {
  /** The parameters file of the one ARM template among the files. */
  readonly parameters?: string;
}

/**
 * Checks state exports and ARM templates, told by their content, as one result.
 *
 * Throws a `FileError` for a file that cannot be read or understood, and a `UsageError` for a wrong option.
 *
 * @example
 * const { summary } = await check(['main.json'], { parameters: 'main.parameters.json' });
 */
export async function check(files: string | readonly string[], options: CheckOptions = {}): Promise<Result> {
  const names = typeof files === 'string' ? [files] : files;
  const measure = await measureOf(options);
  const { joined, withPlaces } = await import('../cli/check-command.js');
  const { readSource } = await import('../sources/files/read-source.js');
  const reports: Report[] = [];
  for (const name of names) {
    options.signal?.throwIfAborted();
    const read = readSource(name, options.parameters);
    const { kind, file, name: title = file, stack, registered, resources, notEvaluated } = read;
    const source = { kind, name: title, ...(stack === undefined ? {} : { stack }) };
    const report = await judgeRead({ source, registered, resources, notEvaluated }, measure, options.signal);
    reports.push({ ...report, findings: withPlaces(report.findings, read) });
  }
  return resultOf(joined(reports, names));
}
