import { readFileSync } from 'node:fs';
import { closest } from '../evaluate/closest';
import { checkWritable } from './output';
import { UsageError, whyUnreadable } from './usage-error';

/** A format of a report about threats, and its file; standard output where none is named. */
export interface Target<Format> {
  readonly format: Format;
  readonly file?: string;
}

/** Reads `--format FORMAT[=FILE]`; the text for a terminal where none is asked for. Throws a UsageError. */
export function targetsOf<Format extends string>(
  given: readonly string[],
  formats: readonly [Format, ...Format[]],
): readonly Target<Format>[] {
  if (given.length === 0) return [{ format: formats[0] }];
  const targets = given.map((text) => target(text, formats));
  if (targets.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'Two reports cannot both go to standard output.\n  Write one of them to a file: --format json=threats.json',
    );
  return targets;
}

function target<Format extends string>(text: string, formats: readonly Format[]): Target<Format> {
  const [name, file] = (/^([^=]*)=(.*)$/s.exec(text) ?? ['', text]).slice(1) as [string, string?];
  const format = formats.find((known) => known === name);
  if (!format)
    throw new UsageError(
      `--format ${text}: there is no format "${name}"${closest(name, formats)}\n  The formats are ${formats.join(', ')}.`,
    );
  if (file === undefined) return { format };
  if (file === '') throw new UsageError(`--format ${text}: no file is named after the equals sign.`);
  checkWritable(file);
  return { format, file };
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
