import { isList, isObject, type Properties, UNKNOWN, type Value } from '../value';
import { asText } from './arguments';
import type { Evaluator } from './evaluator';
import { type Frame, field, type Loop } from './scope';
import { isOpen, nameless } from './unknown';

/** How often one loop may run. Azure's own limit is 800. */
const MOST_RUNS = 10_000;

/** Whether a property is the list of loops that make properties beside it: `"copy": [{ "name", "count", "input" }]`. */
export function isLoops(key: string, value: Value): value is readonly Properties[] {
  if (key.length !== 4 || key.toLowerCase() !== 'copy' || !isList(value) || value.length === 0) return false;
  return value.every(
    (loop) => isObject(loop) && typeof field(loop, 'name') === 'string' && field(loop, 'count') !== undefined,
  );
}

/** How often a loop runs; undefined where that is not known. */
export function runsOf(evaluator: Evaluator, loop: Properties, frame: Frame): number | undefined {
  const count = evaluator.evaluate(field(loop, 'count') ?? null, frame);
  if (isOpen(count)) return undefined;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
    evaluator.fail('the count of a loop is no whole number from 0 on');
  if (count > MOST_RUNS) evaluator.fail(`a loop runs more than ${MOST_RUNS} times`);
  evaluator.spend(count);
  return count;
}

/** The frame of one run of a loop. */
export function inLoop(frame: Frame, name: string, index: number | undefined, of: Loop['of']): Frame {
  return { ...frame, loop: { name: name.toLowerCase(), index, of, outer: frame.loop } };
}

/** The list that one loop makes; unknown where it is not known how long it is. */
export function looped(
  evaluator: Evaluator,
  loop: Properties,
  name: string,
  frame: Frame,
  finish: boolean,
): Value {
  const runs = runsOf(evaluator, loop, frame);
  if (runs === undefined) return finish ? UNKNOWN : nameless;
  const input = field(loop, 'input') ?? null;
  evaluator.at.push('input');
  const items = Array.from({ length: runs }, (_, index) => {
    const inner = inLoop(frame, name, index, 'values');
    return finish ? evaluator.finish(input, inner) : evaluator.evaluate(input, inner);
  });
  evaluator.at.pop();
  return items;
}

/** The properties that the loops of a block make, by their names. */
export function loopedValues(
  evaluator: Evaluator,
  loops: readonly Properties[],
  frame: Frame,
  finish: boolean,
): readonly (readonly [name: string, list: Value])[] {
  return loops.map((loop, index) => {
    evaluator.at.push(index);
    // That there is a name is what makes it a loop.
    const name = asText(evaluator.evaluate(field(loop, 'name') as Value, frame));
    const list = looped(evaluator, loop, name, frame, finish);
    evaluator.at.pop();
    return [name, list];
  });
}
