/**
 * Why a preview could not be made, for the user: what is wrong, where, and what to do about it.
 *
 * `details` is the program's own error with its stack, where the program failed. Neither ever holds a secret.
 */
export class PreviewError extends Error {
  override readonly name = 'PreviewError';
  readonly details?: string;

  constructor(message: string, details?: string) {
    super(message);
    if (details) this.details = details;
  }
}
