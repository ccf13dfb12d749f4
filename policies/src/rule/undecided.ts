import type { Verdict } from './rule';

/**
 * The verdicts of a rule of which it hangs on the unknown `property` whether it applies: what would be a fault is then
 * undecided, and what passes still passes.
 */
export function undecidedAt(property: string, verdicts: readonly Verdict[]): readonly Verdict[] {
  const sound = verdicts.filter(({ outcome }) => outcome !== 'fail');
  return sound.length === verdicts.length ? verdicts : [...sound, { outcome: 'unknown', property }];
}

/** A verdict where it is open whether the rule applies: what would be a fault is then undecided at its own place. */
export function undecided(verdict: Verdict): Verdict {
  return verdict.outcome === 'fail' ? { outcome: 'unknown', property: verdict.property } : verdict;
}
