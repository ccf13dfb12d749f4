/**
 * The dated rule sets, oldest first. A user who pins one gets later rules, and what became stricter later, as advice only.
 */
export const ruleSets = ['2026-11'] as const;
export type RuleSet = (typeof ruleSets)[number];

/** The set that a rule without `since` belongs to. */
export const firstRuleSet: RuleSet = '2026-11';

/** The set in force where none is pinned. */
export const latestRuleSet: RuleSet = '2026-11';

/** Whether what appeared in `since` is newer than the pinned set. Sets are dates, so they compare as texts. */
export function isLaterThan(pinned: RuleSet, since: RuleSet | undefined): boolean {
  return (since ?? firstRuleSet) > pinned;
}

/** A rule that is no more, and what replaces it. Its id is never used again. */
export interface RemovedRule {
  readonly id: string;
  readonly set: RuleSet;
  readonly why: string;
  readonly replacedBy?: string;
}

/** Every rule that was ever removed. */
export const removedRules: readonly RemovedRule[] = [];
