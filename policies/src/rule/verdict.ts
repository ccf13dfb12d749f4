import type { Answer } from './answers';
import type { Condition } from './conditions';
import type { Reading } from './reading';
import type { Verdict } from './rule';

/** How a reading is judged, for declarative rules and for rules that judge a reading themselves. */
export interface Terms {
  readonly must: Condition;
  /** The verdict where nothing is written. */
  readonly whenAbsent: 'pass' | 'fail';
  /** What the service does then, for the message. */
  readonly serviceDefault: string;
  /** Whether a message may show the value: only for enums, numbers and booleans. */
  readonly printable?: boolean;
}

/** The verdict on one reading; an unknown stays unknown. */
export function verdictOf(reading: Reading, terms: Terms): Verdict {
  const property = reading.path;
  if (reading.state === 'unknown') return { outcome: 'unknown', property };
  if (reading.state === 'absent') {
    if (terms.whenAbsent === 'pass') return { outcome: 'pass', property };
    const message = `\`${property}\` is not set (${terms.serviceDefault}); it must ${terms.must.expected}.`;
    return { outcome: 'fail', property, message };
  }
  if (terms.must.holds(reading.value)) return { outcome: 'pass', property };
  const shown = terms.printable && typeof reading.value !== 'object' ? `, but is \`${reading.value}\`` : '';
  return { outcome: 'fail', property, message: `\`${property}\` must ${terms.must.expected}${shown}.` };
}

/** The verdict on a relation: `lacks` is the message where there is none. */
export function verdictFor(answer: Answer, property: string, lacks: string): Verdict {
  if (answer === 'yes') return { outcome: 'pass', property };
  if (answer === 'maybe') return { outcome: 'unknown', property };
  return { outcome: 'fail', property, message: lacks };
}
