import { isList, isUnknown, type Value } from '../value';
import { asText } from './arguments';
import { Failed } from './error';
import type { Evaluator } from './evaluator';
import type { Call } from './expression';
import type { Frame } from './scope';
import { gap, isGap, nameless } from './unknown';

/** A function that sees its arguments unevaluated, or that needs more than them. */
export type Form = (evaluator: Evaluator, call: Call, frame: Frame) => Value;

/** Evaluates the argument at a position; a function that lacks it fails. */
export function argument(evaluator: Evaluator, call: Call, frame: Frame, at: number): Value {
  const given = call.arguments[at];
  if (given === undefined) throw new Failed('it takes more arguments');
  return evaluator.expression(given, frame);
}

export function allArguments(evaluator: Evaluator, call: Call, frame: Frame): readonly Value[] {
  return call.arguments.map((one) => evaluator.expression(one, frame));
}

/** The items of a list; undefined where the list is unknown. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (isGap(value)) return undefined;
  if (!isList(value)) throw new Failed('it takes an array here');
  return value;
}

/** A gap that says which call of which values is unknown, so that the same call is the same unknown. */
export function described(name: string, args: readonly Value[]): string {
  if (args.some((arg) => typeof arg === 'object' || isUnknown(arg))) return nameless;
  return gap(`${name}(${args.map(asText).join()})`);
}
