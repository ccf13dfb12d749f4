/** A mistake of the caller: what is wrong, where, and how to put it right. Ends the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
