import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from '../../resources/glob';
import type { NotEvaluated } from '../../resources/resource';
import { FileError } from './file-error';
import { largestFile } from './read-file';

/** Which files of a folder are looked at: globs over the path below the folder, or over the name where they hold no slash. */
export interface Choice {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** What a folder holds that may be checked. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly notEvaluated: readonly NotEvaluated[];
}

/** Folders in which nobody's templates are. */
const skipped = new Set(['node_modules', '.git']);

/**
 * The files in a folder, and in those below, that may hold something to check: those that begin like JSON, whatever their
 * names are. Links to folders are not followed, so that there is an end. Throws a FileError.
 */
export function findFiles(folder: string, { include, exclude }: Choice): FoundFiles {
  const isIncluded = include.length === 0 ? () => true : matcher(include);
  const isExcluded = matcher(exclude);
  const files: string[] = [];
  const notEvaluated: NotEvaluated[] = [];
  const look = (below: string): void => {
    for (const entry of entriesOf(join(folder, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (isExcluded(path)) continue;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) look(path);
        continue;
      }
      const file = join(folder, path);
      if (!isIncluded(path) || !isFile(file)) continue;
      if (/\.bicep$/i.test(path)) notEvaluated.push({ resource: file, why: bicep });
      else if (beginsLikeJson(file)) {
        if (statSync(file).size > largestFile) notEvaluated.push({ resource: file, why: tooLarge });
        else files.push(file);
      }
    }
  };
  look('');
  return { files, notEvaluated };
}

const bicep = 'a Bicep file: run `bicep build` and check the JSON that it writes';
const tooLarge = `larger than ${largestFile / 1024 / 1024} MiB`;

/** A folder is matched as well, so that `--exclude test` leaves all of it out. */
function matcher(globs: readonly string[]): (path: string) => boolean {
  const matches = globs.map((written) => {
    const pattern = written.replace(/^\.\//, '').replace(/\/$/, '');
    return glob()(pattern, { dot: true, basename: !pattern.includes('/') });
  });
  return (path) => matches.some((match) => match(path));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    throw new FileError(
      folder,
      `cannot be read (${code}).`,
      'Check the folder, or leave it out with --exclude.',
    );
  }
}

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

/** How much of a file is looked at before it is read. */
const start = Buffer.alloc(256);

/** A block or a comment, behind a mark of the encoding and white space. What cannot be opened is told when it is read. */
function beginsLikeJson(file: string): boolean {
  let length: number;
  try {
    const descriptor = openSync(file, 'r');
    try {
      length = readSync(descriptor, start, 0, start.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return true;
  }
  const isWide = start[0] === 0xff && start[1] === 0xfe;
  const text = start.toString(isWide ? 'utf16le' : 'utf8', isWide ? 2 : 0, length);
  return /^\ufeff?\s*(\{|\/[/*]|$)/.test(text) && length > 0;
}
