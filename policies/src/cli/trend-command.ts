import { readFileSync } from 'node:fs';
import { closest } from '../evaluate/closest';
import { type TrendFormat, trendFormats, trendOf, trendText } from '../threats/report/trend';
import { checkWritable, deliver } from './output';
import { UsageError } from './usage-error';

/** Reads the reports of a series and writes how the threats stood. Gives the exit code. */
export function trendCommand(files: readonly string[], given: readonly string[]): number {
  const targets = (given.length === 0 ? ['console'] : given).map(target);
  if (targets.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'Two trends cannot both go to standard output.\n  Write one of them to a file: --format svg=trend.svg',
    );
  const points = trendOf(files.map((file) => ({ file, report: parsed(file) })));
  for (const { format, file } of targets) {
    // Only the place counts here; the text is written already.
    deliver(trendText(points, format), { format: 'json', ...(file === undefined ? {} : { file }) });
  }
  return 0;
}

function target(text: string): { readonly format: TrendFormat; readonly file?: string } {
  const [name = '', ...rest] = text.split('=');
  const format = trendFormats.find((known) => known === name);
  if (!format)
    throw new UsageError(
      `--format ${text}: there is no trend in the format "${name}"${closest(name, trendFormats)}\n  The formats are ${trendFormats.join(', ')}.`,
    );
  if (rest.length === 0) return { format };
  const file = rest.join('=');
  if (file === '') throw new UsageError(`--format ${text}: no file is named after the equals sign.`);
  checkWritable(file);
  return { format, file };
}

function parsed(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (fault) {
    throw new UsageError(
      `${file}: cannot be read (${(fault as NodeJS.ErrnoException).code}).\n  Name JSON reports.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(
      `${file}: is not JSON.\n  Name reports that \`iiot-guard threats --format json=FILE\` wrote.`,
    );
  }
}
