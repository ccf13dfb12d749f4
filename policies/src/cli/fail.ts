import { Stopped, UsageError } from './usage-error';

/**
 * Tells a failed command on standard error and gives its exit code: 2 for what the caller can put right, 3 for a fault of
 * ours, and the usual one where the user stopped it. A fault of ours shows its stack only when asked, since a stack of ours helps nobody who uses the tool.
 */
export function fail(error: unknown): number {
  if (error instanceof Stopped) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (
    error instanceof UsageError ||
    (error instanceof Error && (error.name === 'PreviewError' || error.name === 'FileError'))
  ) {
    const details =
      'details' in error && typeof error.details === 'string' ? `\n${error.details.trimEnd()}\n` : '';
    process.stderr.write(`${details}error: ${error.message}\n`);
    return 2;
  }
  const name = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`error: iiot-guard itself failed (${name}). Nothing was decided.\n`);
  if (process.env.IIOT_GUARD_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write('  Run again with IIOT_GUARD_DEBUG=1 for the place, and report it please.\n');
  return 3;
}
