import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './usage-error';

/** The formats of a report. */
export const formats = ['console', 'json'] as const;
export type Format = (typeof formats)[number];

/** Where one report goes: standard output where no file is named. */
export interface Destination {
  readonly format: Format;
  readonly file?: string;
}

/** Reads `--format FORMAT[=FILE]`, and makes sure now that every file can be written later. Throws a UsageError. */
export function destinations(given: readonly string[]): readonly Destination[] {
  const parsed = (given.length === 0 ? ['console'] : given).map(parse);
  if (parsed.filter(({ file }) => file === undefined).length > 1) {
    throw new UsageError(
      'Two reports cannot both go to standard output.\n  Write one of them to a file: --format json=report.json',
    );
  }
  // A report that only goes to a file still leaves the person at the terminal with the usual text.
  return parsed.some(({ file }) => file === undefined) ? parsed : [{ format: 'console' }, ...parsed];
}

function parse(text: string): Destination {
  const [name, ...rest] = text.split('=');
  const format = formats.find((known) => known === name);
  if (!format)
    throw new UsageError(
      `--format ${text}: there is no format "${name}".\n  The formats are ${formats.join(', ')}.`,
    );
  if (rest.length === 0) return { format };
  const file = rest.join('=');
  if (file === '') throw new UsageError(`--format ${text}: no file is named after the equals sign.`);
  checkWritable(file);
  return { format, file };
}

/** Makes sure that a file can be written later. Throws a UsageError. */
export function checkWritable(file: string): void {
  const folder = dirname(resolve(file));
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new UsageError(
      `${file}: cannot be written, because the folder ${folder} does not exist or is not writable.\n  Create it or name another file.`,
    );
  }
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing && !existing.isFile() && !existing.isCharacterDevice() && !existing.isFIFO()) {
    throw new UsageError(`${file}: cannot be written, because it is a folder.\n  Name a file.`);
  }
}

/** Writes a report: to standard output, or to its file in one step, so that no reader meets half of it. */
export function deliver(text: string, destination: Destination): void {
  const { file } = destination;
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(file, text); // A pipe or device cannot be replaced.
    return;
  }
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (fault) {
    rmSync(draft, { force: true });
    throw new UsageError(`${file}: cannot be written (${(fault as NodeJS.ErrnoException).code}).`);
  }
}
