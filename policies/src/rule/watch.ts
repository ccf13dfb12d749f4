import type { Value } from '../resources/value';
import type { Condition } from './conditions';

/** One condition that was applied to a value, or to what was not written or not known. */
export interface Applied {
  readonly expected: string;
  readonly result: 'holds' | 'does not hold' | 'unknown';
  /** The property path, where the condition was applied to a reading. */
  readonly path?: string;
  /** What counted in place of a value, where there was none. */
  readonly because?: string;
}

let told: ((applied: Applied) => void) | undefined;

/** Runs work and tells of every condition in it; how `explain` sees what rules do. Nothing is told otherwise. */
export function watching<Result>(listener: (applied: Applied) => void, work: () => Result): Result {
  const before = told;
  told = listener;
  try {
    return work();
  } finally {
    told = before;
  }
}

/** Tells of a condition to whoever watches. */
export function tell(applied: Applied): void {
  told?.(applied);
}

/** Applies a condition to what stands at a path. That is told as one step, without the conditions it is made of. */
export function applied(condition: Condition, value: Value, path: string): boolean {
  const listener = told;
  if (listener === undefined) return condition.holds(value);
  const holds = watching(
    () => {},
    () => condition.holds(value),
  );
  listener({ expected: condition.expected, result: holds ? 'holds' : 'does not hold', path });
  return holds;
}

/** A condition that tells of itself where it is applied on its own. */
export function watched(condition: Condition): Condition {
  const { expected } = condition;
  const holds = (value: Value): boolean => {
    const answer = condition.holds(value);
    if (told !== undefined) told({ expected, result: answer ? 'holds' : 'does not hold' });
    return answer;
  };
  return { expected, holds };
}
