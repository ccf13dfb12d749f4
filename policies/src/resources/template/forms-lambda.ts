import { isObject, type Value } from '../value';
import { asText } from './arguments';
import { Failed } from './error';
import type { Evaluator } from './evaluator';
import type { Expression } from './expression';
import { argument, type Form, itemsOf } from './form';
import type { Frame } from './scope';
import { isOpen, nameless } from './unknown';

/** What `lambda('item', …)` does with its arguments. */
type Lambda = (...values: readonly Value[]) => Value;

function lambdaOf(evaluator: Evaluator, node: Expression | undefined, frame: Frame): Lambda {
  if (node?.kind !== 'call' || node.name !== 'lambda') throw new Failed('it takes a lambda');
  const body = node.arguments.at(-1);
  const names = node.arguments
    .slice(0, -1)
    .map((name) => (name.kind === 'literal' ? String(name.value) : ''));
  if (body === undefined) throw new Failed('it takes a lambda');
  return (...values) => {
    let { locals } = frame;
    for (const [index, name] of names.entries())
      locals = { name: name.toLowerCase(), value: values[index] ?? null, outer: locals };
    return evaluator.expression(body, { ...frame, locals });
  };
}

const lambdaVariables: Form = (evaluator, call, frame) => {
  const name = asText(argument(evaluator, call, frame, 0)).toLowerCase();
  for (let local = frame.locals; local !== undefined; local = local.outer) {
    if (local.name === name) return local.value;
  }
  throw new Failed('there is no such lambda variable here');
};

/** A function of a list and a lambda. The list may hold unknowns; an unknown list makes the answer unknown. */
const overList =
  (run: (items: readonly Value[], lambda: Lambda) => Value): Form =>
  (evaluator, call, frame) => {
    const items = itemsOf(argument(evaluator, call, frame, 0));
    const lambda = lambdaOf(evaluator, call.arguments[1], frame);
    return items === undefined ? nameless : run(items, lambda);
  };

function filter(items: readonly Value[], lambda: Lambda): Value {
  const answers = items.map((item, index) => lambda(item, index));
  if (answers.some(isOpen)) return nameless;
  return items.filter((_, index) => answers[index] === true);
}

function sort(items: readonly Value[], lambda: Lambda): Value {
  let isUnknown = false;
  const sorted = items.toSorted((a, b) => {
    const [before, after] = [lambda(a, b), lambda(b, a)];
    isUnknown ||= isOpen(before) || isOpen(after);
    return Number(after === true) - Number(before === true);
  });
  return isUnknown ? nameless : sorted;
}

const reduce: Form = (evaluator, call, frame) => {
  const items = itemsOf(argument(evaluator, call, frame, 0));
  const start = argument(evaluator, call, frame, 1);
  const lambda = lambdaOf(evaluator, call.arguments[2], frame);
  return items === undefined
    ? nameless
    : items.reduce<Value>((sum, item, index) => lambda(sum, item, index), start);
};

const toObject: Form = (evaluator, call, frame) => {
  const items = itemsOf(argument(evaluator, call, frame, 0));
  const name = lambdaOf(evaluator, call.arguments[1], frame);
  const value = call.arguments[2] && lambdaOf(evaluator, call.arguments[2], frame);
  const names = items?.map((item) => name(item));
  if (items === undefined || names === undefined || names.some(isOpen)) return nameless;
  return Object.fromEntries(
    items.map((item, index) => [asText(names[index] ?? null), value ? value(item) : item]),
  );
};

function groupBy(items: readonly Value[], lambda: Lambda): Value {
  const groups = new Map<string, Value[]>();
  for (const item of items) {
    const name = lambda(item);
    if (isOpen(name)) return nameless;
    const group = groups.get(asText(name));
    if (group) group.push(item);
    else groups.set(asText(name), [item]);
  }
  return Object.fromEntries(groups);
}

const mapValues: Form = (evaluator, call, frame) => {
  const given = argument(evaluator, call, frame, 0);
  const lambda = lambdaOf(evaluator, call.arguments[1], frame);
  if (isOpen(given)) return nameless;
  if (!isObject(given)) throw new Failed('it takes an object here');
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, lambda(value)]));
};

/** Functions that take a lambda. */
export const lambdaForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['lambdavariables', lambdaVariables],
  ['map', overList((items, lambda) => items.map((item, index) => lambda(item, index)))],
  ['filter', overList(filter)],
  ['sort', overList(sort)],
  ['groupby', overList(groupBy)],
  ['reduce', reduce],
  ['toobject', toObject],
  ['mapvalues', mapValues],
]);
