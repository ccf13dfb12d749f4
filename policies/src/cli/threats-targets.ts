import { readFileSync } from 'node:fs';
import { type Target, targetOf } from './output';
import { UsageError, whyUnreadable } from './usage-error';

/** Reads `--format FORMAT[=FILE]`; the text for a terminal where none is asked for. Throws a UsageError. */
export function targetsOf<Format extends string>(
  given: readonly string[],
  formats: readonly [Format, ...Format[]],
): readonly Target<Format>[] {
  if (given.length === 0) return [{ format: formats[0] }];
  const targets = given.map((text) => targetOf(text, formats));
  if (targets.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'Two reports cannot both go to standard output.\n  Write one of them to a file: --format json=threats.json',
    );
  return targets;
}

/** The parsed text of an earlier report. Throws a UsageError. */
export function readReport(file: string): unknown {
  const again = 'Name what `iiot-guard threats --format json=FILE` wrote earlier.';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (fault) {
    throw new UsageError(`${file}: ${whyUnreadable(fault)}.\n  ${again}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file}: is not a report in JSON.\n  ${again}`);
  }
}
