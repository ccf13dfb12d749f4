/** A mistake of the caller: what is wrong, where, and how to put it right. Ends the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The user stopped the run. The exit code is the usual one of a process that the signal ended: 130 or 143. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor(readonly signal: NodeJS.Signals) {
    super('Stopped. Nothing was decided.');
  }

  get exitCode(): number {
    return this.signal === 'SIGINT' ? 130 : 143;
  }
}

/** Why a file could not be read, for a message behind its name. */
export const whyUnreadable = (fault: unknown): string =>
  (fault as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
