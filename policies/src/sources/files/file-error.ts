/** A file that cannot be checked: which one and where, what is wrong, and how to put it right. */
export class FileError extends Error {
  override readonly name = 'FileError';

  /** `place` is the file, with line and column where they are known. */
  constructor(place: string, what: string, remedy: string) {
    super(`${place === '-' ? 'standard input' : place}: ${what}\n  ${remedy}`);
  }
}
