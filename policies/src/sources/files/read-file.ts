import { isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FileError } from './file-error';

/** The largest file that is read, in bytes: a stack of 100,000 resources is well below it. */
export const largestFile = 128 * 1024 * 1024;

/**
 * Reads a text file, or standard input for `-`. Throws a FileError for everything that the caller can put right. An empty
 * file is a fault where it was named, and nothing where `any` file may stand.
 */
export function readTextFile(file: string, expected: 'content' | 'any' = 'content'): string {
  const descriptor = file === '-' ? 0 : open(file);
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new FileError(file, 'is a folder.', 'Name the files in it.');
    if (status.isFile() && status.size > largestFile) throw tooLarge(file);
    const text = textOf(readAll(descriptor, file));
    if (expected === 'content' && text.trim() === '')
      throw new FileError(file, 'is empty.', 'Was the export interrupted?');
    return text;
  } catch (fault) {
    if (fault instanceof FileError) throw fault;
    throw new FileError(
      file,
      `cannot be read (${(fault as NodeJS.ErrnoException).code}).`,
      'Check the file.',
    );
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (fault) {
    const missing = (fault as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FileError(
      file,
      missing ? 'there is no such file.' : 'it cannot be read.',
      'Name a state export or an ARM template.',
    );
  }
}

/** Standard input can be a pipe whose end is not known, so it is read in pieces, and never more than is allowed. */
function readAll(descriptor: number, file: string): Buffer {
  const expected = fstatSync(descriptor).size;
  const pieces: Buffer[] = [];
  let total = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(total === 0 && expected > 0 ? expected + 1 : 1024 * 1024);
    const read = readPiece(descriptor, piece);
    if (read === 0) break;
    total += read;
    if (total > largestFile) throw tooLarge(file);
    pieces.push(piece.subarray(0, read));
  }
  const [only] = pieces;
  return pieces.length === 1 && only ? only : Buffer.concat(pieces, total);
}

function readPiece(descriptor: number, piece: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, piece, 0, piece.length, null);
    } catch (fault) {
      const { code } = fault as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      // Standard input that does not block has nothing to give just now.
      if (code !== 'EAGAIN') throw fault;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function textOf(bytes: Buffer): string {
  // Windows tools write UTF-16 with a mark at the start; in UTF-8 the mark is only skipped.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  // What has no other characters is copied as it is, which is several times as fast.
  if (isAscii(bytes)) return bytes.toString('latin1');
  return bytes.toString('utf8', bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

const tooLarge = (file: string) =>
  new FileError(
    file,
    `is larger than ${largestFile / 1024 / 1024} MiB.`,
    'Split it: one file for each stack or template.',
  );
