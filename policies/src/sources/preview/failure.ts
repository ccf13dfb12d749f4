import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Ending, Sdk } from './child';
import { PreviewError } from './error';
import type { Session } from './session';

/** What was heard from a program until it ended. */
export interface Evidence {
  readonly ending: Ending;
  /** Error messages it logged through the SDK. */
  readonly errors: readonly string[];
  /** What it wrote to its standard output and error output. */
  readonly output: string;
}

/**
 * Says why a program failed, or nothing when it ran to its end.
 *
 * A run counts as complete only when the program registered the outputs of its stack, the SDK said so where it can, and
 * the process then ended with code 0. A program that calls `process.exit(0)` half-way has not shown all its resources.
 */
export function failureOf(session: Session, sdk: Sdk, evidence: Evidence): PreviewError | undefined {
  const { ending, errors, output } = evidence;
  if (session.fault) return session.fault;
  const where = session.project.root;
  const complete = session.stackOutputs && (session.shutdown || !sdk.signalsShutdown);
  // An error that a program logs and lives with is its own affair.
  if (ending.code === 0 && complete) return undefined;
  if (errors.length > 0) return programError(session, errors.map(stripVTControlCharacters).join('\n'));
  if (ending.signal)
    return new PreviewError(`${where}: the program was ended by ${ending.signal}.`, tail(session, output));
  const leaked = output.includes('The Pulumi runtime detected that');
  // The SDK speaks up only when nothing is left to do; a program that ended before that ended itself.
  const cutShort = sdk.signalsShutdown && !session.shutdown && (ending.code === 0 || leaked);
  if (cutShort) {
    return new PreviewError(
      `${where}: the program ended itself with process.exit before it was complete; resources it had not declared yet are missing. ` +
        'Remove the call to process.exit: a Pulumi program ends by itself.',
    );
  }
  // 13 is what Node.js says of a top-level await in an ES module.
  if (leaked || ending.code === 0 || ending.code === 13) {
    return new PreviewError(
      `${where}: the program ended while it was still waiting for a promise that never settles, so it did not declare everything it meant to. ` +
        'Look for a promise that is neither resolved nor rejected, or resources that depend on each other in a circle.',
    );
  }
  return new PreviewError(
    `${where}: the program ended with exit code ${ending.code}${output ? '' : ' and said nothing'}. ` +
      'Its last output follows; a call of process.exit in the program is one possible cause.',
    tail(session, output),
  );
}

/** The program's own error: its first line in the message, all of it in the details. */
function programError(session: Session, text: string): PreviewError {
  const place = placeIn(session.project.root, text);
  const secretHint = session.secrets.finds(text)
    ? ' (A secret is involved: the offline preview gives programs placeholders instead of secrets, which cannot be parsed or decoded.)'
    : '';
  const message = `${place ?? session.project.root}: the program failed: ${summaryOf(text)}${secretHint}`;
  return new PreviewError(session.secrets.redact(message), session.secrets.redact(withoutMachinery(text)));
}

/** The error without the frames of Node.js, of the loader of TypeScript, and of ours. */
function withoutMachinery(text: string): string {
  const machinery =
    /^ +at(?: .*)?(?:[ (]node:|\(?[^ ]*[\\/]node_modules[\\/]ts-node[\\/]|[\\/]sources[\\/]preview[\\/]preload\.js:)/;
  return text
    .split('\n')
    .filter((line) => !machinery.test(line))
    .join('\n');
}

/** The line that says what went wrong, without the SDK's introduction. */
function summaryOf(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const [first = '', second = ''] = lines.filter((line) => line !== '');
  return /^Running program .* failed with an unhandled exception:$/.test(first) ? second : first;
}

/** The innermost frame of the stack that lies in the program's own source. */
function placeIn(root: string, text: string): string | undefined {
  for (const [, file = '', line] of text.matchAll(/\(?((?:file:\/\/)?\/[^\s():]+):(\d+):\d+\)?/g)) {
    const inside = relative(root, file.replace('file://', ''));
    if (file.includes('/node_modules/') || inside.startsWith('../')) continue;
    return `${inside}:${line}`;
  }
  return undefined;
}

/** The end of the program's output: enough to see why it stopped. */
function tail(session: Session, output: string): string | undefined {
  const lines = stripVTControlCharacters(session.secrets.redact(output)).trimEnd().split('\n');
  return lines.slice(-40).join('\n').slice(-8_000) || undefined;
}
