import { type EvidenceKind, evidenceKinds } from '../evidence/kinds';
import type { ControlState } from '../threat-report';
import { type Light, type Status, statuses, statusNames } from '../vocabulary';

/** `1 threat`, `2 threats`. */
export const counted = (n: number, noun: string, nouns = `${noun}s`): string =>
  `${n} ${n === 1 ? noun : nouns}`;

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The first letter as at the start of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The light that a status shows. */
export const lightOf: { readonly [status in Status]: Light } = {
  'not-applicable': 'grey',
  verified: 'green',
  claimed: 'amber',
  partial: 'amber',
  waived: 'amber',
  stale: 'red',
  open: 'amber',
  violated: 'red',
};

/** What a light says, in two or three words: nobody needs to see its colour. */
export const lightNames: { readonly [light in Light]: string } = {
  green: 'Proved',
  amber: 'Not proved yet',
  red: 'Action needed',
  grey: 'Does not apply',
};

/** The name of a kind of record. */
export const evidenceName = (kind: EvidenceKind): string => evidenceKinds[kind].name;

/** `3 verified, 1 open`, gravest first, without what is not there. */
export function countsText(counts: { readonly [status in Status]: number }): string {
  return [...statuses]
    .reverse()
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${statusNames[status]}`)
    .join(', ');
}

/** The states of a control of a framework, for everybody. */
export const controlStateNames: { readonly [state in ControlState]: string } = {
  covered: 'covered',
  violated: 'violated',
  waived: 'waived',
  claimed: 'claimed',
  'not-covered': 'not covered',
};

/** What they mean. */
export const controlStateMeanings: { readonly [state in ControlState]: string } = {
  covered: 'Every check that works for it passed.',
  violated: 'A check that works for it does not hold.',
  waived: 'A check that works for it fails with written permission.',
  claimed: 'A dated record says so; no check shows it.',
  'not-covered': 'No check and no record works for it here.',
};

/** A date for people: `24 November 2026`. Stays as it is where it is no date. */
export function longDate(date: string): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return date;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(time);
}
