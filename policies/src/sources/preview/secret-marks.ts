import { writeSync } from 'node:fs';
import { SHORTEST } from './redact';

/*
 * Tells the previewing process which values a program marks as secret, so that they can be taken out of whatever is shown.
 * Most secrets are seen on their way to the engine; one that the program only computes or prints with is seen here alone.
 */

/** Where the SDK's `secret` function is found, and how it reports what it is given. */
const MODULE = 'output.js';
const FUNCTION = 'function secret(val) {';
const TELL = 'iiotGuardSecret';

/** The source of a module of the SDK, by its path in the package, with its `secret` function reporting. */
export function reportSecrets(file: string, source: string, tell: (text: string) => void): string {
  if (file !== MODULE) return source;
  Object.defineProperty(globalThis, TELL, {
    value: (value: unknown) => follow(value, tell),
    configurable: true,
  });
  return source.replace(FUNCTION, () => `${FUNCTION} globalThis.${TELL}(val);`);
}

/** Writes a text as one line of JSON. A pipe that cannot take it now is asked again: the text must not get lost. */
export function tellThrough(descriptor: number): (text: string) => void {
  return (text) => {
    const line = Buffer.from(`${JSON.stringify(text)}\n`);
    for (let sent = 0; sent < line.length; ) {
      try {
        sent += writeSync(descriptor, line, sent);
      } catch (fault) {
        // Nobody listens any more, so nothing will be shown either.
        if ((fault as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      }
    }
  };
}

function follow(value: unknown, tell: (text: string) => void, depth = 0): void {
  if (typeof value === 'string' && value.length >= SHORTEST) tell(value);
  if (typeof value !== 'object' || value === null || depth > 8) return;
  const later = value as { promise?: unknown; then?: unknown };
  // Outputs are asked for their value with unknowns, which does not wait for what will never be known.
  if (typeof later.promise === 'function') value = later.promise(true);
  if (typeof (value as typeof later).then === 'function') {
    (value as Promise<unknown>).then(
      (result) => follow(result, tell, depth + 1),
      () => {},
    );
    return;
  }
  for (const item of Object.values(value as object)) follow(item, tell, depth + 1);
}
