import { randomBytes } from 'node:crypto';
import {
  accessSync,
  appendFileSync,
  constants,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { closest } from '../evaluate/closest';
import { UsageError } from './usage-error';

/** The formats of a report. */
export const formats = [
  'console',
  'json',
  'sarif',
  'junit',
  'markdown',
  'html',
  'github',
  'gitlab',
  'csv',
] as const;
export type Format = (typeof formats)[number];

/** A format and where what is written in it goes: standard output where no file is named. */
export interface Target<OneFormat> {
  readonly format: OneFormat;
  readonly file?: string;
}

/** Where one report goes. */
export type Destination = Target<Format>;

/** A report and where it goes. */
export interface Delivery {
  readonly text: string;
  readonly destination: Pick<Destination, 'file'>;
}

/** Reads `--format FORMAT[=FILE]`, and makes sure now that every file can be written later. Throws a UsageError. */
export function destinations(given: readonly string[]): readonly Destination[] {
  const parsed = given.map((text) =>
    targetOf(text, formats, (format) => `\n  Name one: --format ${format}=report.${format}`),
  );
  const printed = parsed.filter(({ file }) => file === undefined);
  // Annotations are lines that GitHub takes out of a log, so they go well with a text for people, and with nothing else.
  const annotates = printed.some(({ format }) => format === 'github');
  const texts = printed.filter(({ format }) => format !== 'github');
  if (texts.length > 1 || (annotates && texts.some(({ format }) => format !== 'console'))) {
    throw new UsageError(
      'Two reports cannot both go to standard output.\n  Write one of them to a file: --format json=report.json',
    );
  }
  const files = parsed.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined && statSync(twice, { throwIfNoEntry: false })?.isFile() !== false)
    throw new UsageError(`${twice}: two reports cannot go to one file.\n  Name a file for each --format.`);
  // A report that only goes to a file still leaves the person at the terminal with the usual text.
  return texts.length > 0 ? parsed : [{ format: 'console' }, ...parsed];
}

/**
 * Reads one `FORMAT[=FILE]`, and makes sure now that the file can be written later. `example` ends the message where the
 * file is missing. Throws a UsageError.
 */
export function targetOf<OneFormat extends string>(
  text: string,
  known: readonly OneFormat[],
  example: (format: OneFormat) => string = () => '',
): Target<OneFormat> {
  const [name, file] = (/^([^=]*)=(.*)$/s.exec(text) ?? ['', text]).slice(1) as [string, string?];
  const format = known.find((one) => one === name);
  if (!format)
    throw new UsageError(
      `--format ${text}: there is no format "${name}"${closest(name, known)}\n  The formats are ${known.join(', ')}.`,
    );
  if (file === undefined) return { format };
  if (file === '')
    throw new UsageError(`--format ${text}: no file is named after the equals sign.${example(format)}`);
  checkWritable(file);
  return { format, file };
}

/** Makes sure now that a file can be written later. Throws a UsageError. */
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
export function deliver(text: string, destination: Pick<Destination, 'file'>): void {
  deliverAll([{ text, destination }]);
}

/**
 * Writes reports, each file in one step. What is printed comes last, and no file is replaced before the new text of every
 * one is on the disk. Throws a UsageError where one cannot be written; drafts are then removed.
 */
export function deliverAll(deliveries: readonly Delivery[]): void {
  const drafts: { readonly draft: string; readonly file: string }[] = [];
  try {
    for (const { text, destination } of deliveries) {
      const { file } = destination;
      // A pipe or device cannot be replaced.
      if (file !== undefined && isRegular(file)) drafts.push(drafted(text, file));
    }
    for (const { draft, file } of drafts) writing(file, () => renameSync(draft, file));
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true });
  }
  for (const { text, destination } of deliveries) {
    const { file } = destination;
    if (file === undefined) process.stdout.write(text);
    else if (!isRegular(file)) writing(file, () => writeFileSync(file, text));
  }
}

/** Adds to the end of a file that others write to as well, as the summary of a GitHub job. Throws a UsageError. */
export function append(text: string, file: string): void {
  writing(file, () => appendFileSync(file, text));
}

const isRegular = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() !== false;

/** The text beside its file, under a name of its own: two runs may write the same report. */
function drafted(text: string, named: string): { readonly draft: string; readonly file: string } {
  // A link stays one; what it leads to is replaced.
  const file = statSync(named, { throwIfNoEntry: false }) ? realpathSync(named) : named;
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    writing(named, () => writeFileSync(draft, text, { flag: 'wx' }));
  } catch (fault) {
    rmSync(draft, { force: true });
    throw fault;
  }
  return { draft, file };
}

const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'it may not be written',
  EROFS: 'the disk is read-only',
};

function writing(file: string, write: () => void): void {
  try {
    write();
  } catch (fault) {
    const { code = 'unknown fault' } = fault as NodeJS.ErrnoException;
    // Whoever read the pipe has stopped, which is theirs to decide.
    if (code === 'EPIPE') return;
    throw new UsageError(
      `${file}: cannot be written: ${reasons[code] ?? code}.\n  Name another file, or make room. What was there before is still there.`,
    );
  }
}
