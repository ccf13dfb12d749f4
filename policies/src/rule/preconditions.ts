import type { Answer } from './answers';
import type { Precondition, ResourceView, Verdict } from './rule';

/**
 * Whether a rule applies to a resource: undefined where a precondition does not hold, else what is still unknown about them.
 * With several readings at a path (a list), one that holds is enough.
 */
export function pendingPreconditions(
  preconditions: readonly Precondition[],
  view: ResourceView,
): readonly Verdict[] | undefined {
  const pending: Verdict[] = [];
  for (const precondition of preconditions) {
    const answer = holds(precondition, view);
    if (answer === 'no') return undefined;
    if (answer === 'maybe') pending.push({ outcome: 'unknown', property: precondition.property });
  }
  return pending;
}

/**
 * The verdicts of a rule that applies under preconditions only: none where one does not hold. Where that is still unknown, a
 * fault is no known fault, but a pass is still a pass.
 */
export function whereApplies(
  preconditions: readonly Precondition[],
  view: ResourceView,
  judge: () => readonly Verdict[],
): readonly Verdict[] {
  const pending = pendingPreconditions(preconditions, view);
  if (pending === undefined) return [];
  const verdicts = judge();
  return pending.length > 0 && verdicts.some(({ outcome }) => outcome !== 'pass') ? pending : verdicts;
}

/** Whether one precondition holds on a resource. */
export function holds({ property, is, whenAbsent }: Precondition, view: ResourceView): Answer {
  const answers = view.all(property).map((reading) => {
    if (reading.state === 'unknown') return undefined;
    return reading.state === 'known' ? is.holds(reading.value) : whenAbsent;
  });
  if (answers.includes(true)) return 'yes';
  return answers.includes(undefined) ? 'maybe' : 'no';
}
