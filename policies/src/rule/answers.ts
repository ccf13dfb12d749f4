import type { StackView } from './rule';

/** How sure it is that something holds in a stack. */
export type Answer = ReturnType<StackView['refersTo']>;

/** One that holds is enough. */
export const anyOf = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';

/** All must hold. */
export const allOf = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
