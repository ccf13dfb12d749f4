import { readFileSync } from 'node:fs';
import { type TrendFormat, trendOf, trendText } from '../threats/report/trend';
import { UsageError } from './usage-error';

/** Reads the reports of a series and writes how the threats stood. Gives the exit code. */
export function trendCommand(files: readonly string[], format: TrendFormat): number {
  const points = trendOf(files.map((file) => ({ file, report: parsed(file) })));
  process.stdout.write(trendText(points, format));
  return 0;
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
