import { type Finding, placeOf } from '../evaluate/finding';

/** What {@link matchers} look at: a result of `preview`, `check` or `evaluate`. */
interface Checked {
  readonly blocking: readonly Finding[];
  readonly summary: { readonly resources: number };
}

/** How many findings a message lists before it only counts. */
const most = 20;

/**
 * Matchers for vitest and jest: `expect.extend(matchers)`. With vitest, `import '@iiot-guard/policies/vitest'` does that.
 *
 * @example
 * expect(await preview({ directory: '.', stack: 'prod' })).toHaveNoBlockingFindings();
 */
export const matchers = {
  /** Holds where nothing stops a deployment; the message names rule, resource, place and fix, and no property value. */
  toHaveNoBlockingFindings(received: unknown) {
    if (!isChecked(received)) {
      const hint = received instanceof Promise ? ' It is a promise: write `await` before it.' : '';
      throw new TypeError(
        `toHaveNoBlockingFindings takes the result of preview, check or evaluate of @iiot-guard/policies.${hint}`,
      );
    }
    const { blocking } = received;
    return {
      pass: blocking.length === 0,
      message: () =>
        blocking.length === 0
          ? `expected findings that block; none of ${received.summary.resources} resources has one`
          : told(blocking),
    };
  },
} as const;

function isChecked(given: unknown): given is Checked {
  return typeof given === 'object' && given !== null && 'blocking' in given && Array.isArray(given.blocking);
}

function told(blocking: readonly Finding[]): string {
  const head = `expected no findings that block, but ${blocking.length} ${blocking.length === 1 ? 'does' : 'do'}:`;
  const rest = blocking.length - most;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return [head, ...blocking.slice(0, most).map(line), ...more].join('\n');
}

/** Names of resources are another's text: control characters in them must not reach a terminal. */
const plain = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 500);

function line(finding: Finding): string {
  const { rule, resource, message } = finding;
  const place = placeOf(finding);
  const at = place ? ` (${plain(`${place.file}:${place.line}`)})` : '';
  return `  ${rule.id}: ${plain(resource.name)}${at}\n    ${plain(message)}\n    ${rule.fix.say}`;
}
