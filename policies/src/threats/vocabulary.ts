/** The words of the threat model. Letters mean different things in different columns, so each has a type of its own. */

export const threatClasses = [
  'physical',
  'natural-disaster',
  'information-leak',
  'hacking',
  'failure',
] as const;
export type ThreatClass = (typeof threatClasses)[number];

export const strideLetters = ['S', 'T', 'R', 'I', 'D', 'E'] as const;
export type StrideLetter = (typeof strideLetters)[number];

/** Where in the chain from the device to the people a threat strikes. */
export const stages = ['device', 'transfer', 'cloud', 'people'] as const;
export type Stage = (typeof stages)[number];

export const consequenceKinds = ['financial', 'death-or-injury', 'brand', 'legal', 'data-loss'] as const;
export type ConsequenceKind = (typeof consequenceKinds)[number];

export const phases = ['design', 'development', 'testing', 'deployment', 'operations'] as const;
export type Phase = (typeof phases)[number];

/** One of five steps: likelihood 1 rare to 5 certain, impact 1 negligible to 5 severe. */
export const scores = [1, 2, 3, 4, 5] as const;
export type Score = (typeof scores)[number];

/** What is known about a threat, best first. Only evidence leads to it; a person may lower it, never raise it. */
export const statuses = [
  'not-applicable',
  'verified',
  'claimed',
  'partial',
  'waived',
  'stale',
  'open',
  'violated',
] as const;
export type Status = (typeof statuses)[number];

export const elementKinds = ['external', 'process', 'store', 'flow', 'boundary'] as const;
export type ElementKind = (typeof elementKinds)[number];

/** A traffic light: green is proved, amber is not proved yet, red is known to be wrong, grey does not concern this stack. */
export type Light = 'green' | 'amber' | 'red' | 'grey';

/** What a person decided to do about what remains. */
export const treatments = ['reduce', 'accept', 'transfer', 'avoid'] as const;
export type Treatment = (typeof treatments)[number];

/** Names for readers who know none of this. */
export const classNames: { readonly [name in ThreatClass]: string } = {
  physical: 'Physical',
  'natural-disaster': 'Natural disaster',
  'information-leak': 'Information leak',
  hacking: 'Hacking',
  failure: 'Failure and end of life',
};

export const strideNames: { readonly [letter in StrideLetter]: string } = {
  S: 'Spoofing: somebody pretends to be somebody else',
  T: 'Tampering: something is changed that must not be',
  R: 'Repudiation: an action can be denied afterwards',
  I: 'Information disclosure: something is read by the wrong people',
  D: 'Denial of service: something stops working',
  E: 'Elevation of privilege: somebody gets more rights than given',
};

export const stageNames: { readonly [stage in Stage]: string } = {
  device: 'Device',
  transfer: 'Transfer',
  cloud: 'Cloud',
  people: 'People and operations',
};

export const consequenceNames: { readonly [kind in ConsequenceKind]: string } = {
  financial: 'Financial loss',
  'death-or-injury': 'Death or injury',
  brand: 'Damage to the brand',
  legal: 'Legal and data protection',
  'data-loss': 'Loss of data',
};

export const phaseNames: { readonly [phase in Phase]: string } = {
  design: 'Design',
  development: 'Development',
  testing: 'Testing',
  deployment: 'Deployment',
  operations: 'Operations',
};

export const likelihoodNames = ['rare', 'unlikely', 'possible', 'likely', 'certain'] as const;
export const impactNames = ['negligible', 'minor', 'moderate', 'major', 'severe'] as const;

export const statusNames: { readonly [status in Status]: string } = {
  'not-applicable': 'not applicable',
  verified: 'verified',
  claimed: 'claimed',
  partial: 'partly verified',
  waived: 'waived',
  stale: 'stale',
  open: 'open',
  violated: 'violated',
};

/** What each status means, in one sentence for everybody. */
export const statusMeanings: { readonly [status in Status]: string } = {
  'not-applicable': 'Nothing in this environment is exposed to it; the reason is given.',
  verified: 'Every check against it passed, on at least one real part of the environment.',
  claimed: 'A dated record says that it is dealt with; no automatic check shows it.',
  partial: 'Some checks passed; others could not be decided yet, or ask for more.',
  waived: 'A check fails with written permission, which has an owner and an end.',
  stale: 'A record that showed it is older than it may be.',
  open: 'Nothing shows that it is dealt with.',
  violated: 'A check shows that a protection is missing.',
};

/** The STRIDE letters that apply to an element. A device as external entity can also be put out of action. */
export function legalLetters(kind: ElementKind, catalogue: string): readonly StrideLetter[] {
  switch (kind) {
    case 'external':
      return catalogue === 'XE-1' ? ['S', 'R', 'D'] : ['S', 'R'];
    case 'process':
      return strideLetters;
    case 'store':
      return catalogue === 'ST-6' ? ['T', 'R', 'I', 'D'] : ['T', 'I', 'D'];
    case 'flow':
      return ['T', 'I', 'D'];
    case 'boundary':
      return [];
  }
}
