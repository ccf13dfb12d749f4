import { trendFormats, trendOf, trendText } from '../threats/report/trend';
import { deliverAll } from './output';
import { readReport, targetsOf } from './threats-targets';

/** Reads the reports of a series and writes how the threats stood. Gives the exit code. */
export function trendCommand(files: readonly string[], given: readonly string[]): number {
  const targets = targetsOf(given, trendFormats);
  const points = trendOf(files.map((file) => ({ file, report: readReport(file) })));
  deliverAll(targets.map(({ format, ...destination }) => ({ text: trendText(points, format), destination })));
  return 0;
}
