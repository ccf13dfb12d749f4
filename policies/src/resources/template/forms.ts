import { asText, canonical, sameValue } from './arguments';
import { Failed } from './error';
import type { Evaluator } from './evaluator';
import type { Call } from './expression';
import { allArguments, argument, described, type Form } from './form';
import { idForms } from './forms-id';
import { lambdaForms } from './forms-lambda';
import { placeForms } from './forms-place';
import type { Frame, Loop } from './scope';
import { parameterValue, variableValue } from './scope-values';
import { gap, holdsOpen, isGap, isOpen, nameless } from './unknown';

/** The name that an argument gives; undefined where it is unknown. */
function nameArgument(evaluator: Evaluator, call: Call, frame: Frame): string | undefined {
  const name = argument(evaluator, call, frame, 0);
  if (isOpen(name)) return undefined;
  if (typeof name !== 'string') throw new Failed('it takes a name');
  return name;
}

const parameters: Form = (evaluator, call, frame) => {
  const name = nameArgument(evaluator, call, frame);
  return name === undefined ? nameless : parameterValue(evaluator, frame, name);
};

const variables: Form = (evaluator, call, frame) => {
  const name = nameArgument(evaluator, call, frame);
  return name === undefined ? nameless : variableValue(evaluator, frame, name);
};

/** `copyIndex()`, `copyIndex(1)`, `copyIndex('loop')` and `copyIndex('loop', 1)`. */
const copyIndex: Form = (evaluator, call, frame) => {
  const args = allArguments(evaluator, call, frame);
  if (args.some(isOpen)) return nameless;
  const name = args.find((arg) => typeof arg === 'string');
  const offset = args.find((arg) => typeof arg === 'number') ?? 0;
  const loop = loopOf(frame.loop, typeof name === 'string' ? name.toLowerCase() : undefined);
  if (loop === undefined) throw new Failed('there is no such loop here');
  return loop.index === undefined ? gap(`copyindex ${loop.name}+${offset}`) : loop.index + Number(offset);
};

/** The loop of a name; without one, that of the resource, and where there is none the nearest. */
function loopOf(nearest: Loop | undefined, name: string | undefined): Loop | undefined {
  let found: Loop | undefined;
  for (let loop = nearest; loop !== undefined; loop = loop.outer) {
    if (name !== undefined ? loop.name === name : loop.of === 'resources') return loop;
    found ??= loop;
  }
  return name === undefined ? found : undefined;
}

/** Only the branch that is taken counts. Where nobody knows which, both branches may still say the same. */
const choose: Form = (evaluator, call, frame) => {
  const condition = argument(evaluator, call, frame, 0);
  if (condition === true) return argument(evaluator, call, frame, 1);
  if (condition === false) return argument(evaluator, call, frame, 2);
  if (!isOpen(condition)) throw new Failed('its condition is neither true nor false');
  const branches = [argument(evaluator, call, frame, 1), argument(evaluator, call, frame, 2)] as const;
  const [yes, no] = branches;
  if (branches.some((branch) => holdsOpen(branch, evaluator))) return nameless;
  return sameValue(yes, no) ? yes : described(`if ${asText(condition)}`, [canonical(yes), canonical(no)]);
};

/** `and` and `or`: one side can decide, whatever the others are. */
const decided =
  (deciding: boolean): Form =>
  (evaluator, call, frame) => {
    let isUnknown = false;
    for (const one of call.arguments) {
      const value = evaluator.expression(one, frame);
      if (value === deciding) return deciding;
      if (isOpen(value)) isUnknown = true;
      else if (typeof value !== 'boolean') throw new Failed('it takes true or false');
    }
    return isUnknown ? nameless : !deciding;
  };

/** The first argument that is there. One that is unknown may be missing, so what follows it is unknown as well. */
const coalesce: Form = (evaluator, call, frame) => {
  for (const one of call.arguments) {
    const value = evaluator.expression(one, frame);
    // A text with something known around its gap is there.
    if (isGap(value) && one !== call.arguments.at(-1)) return nameless;
    if (value !== null) return value;
  }
  return null;
};

/** What nobody knows before the deployment, and what is computed in a way that only Azure knows. */
const later: Form = (evaluator, call, frame) => described(call.name, allArguments(evaluator, call, frame));

/** A new value with each call. */
const fresh: Form = (evaluator, call) => gap(`${call.name}#${evaluator.next()}`);

const fail: Form = () => {
  throw new Failed('the template fails here on purpose');
};

const table: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['parameters', parameters],
  ['variables', variables],
  ['copyindex', copyIndex],
  ['if', choose],
  ['and', decided(false)],
  ['or', decided(true)],
  ['coalesce', coalesce],
  ['uniquestring', later],
  ['guid', later],
  ['utcnow', fresh],
  ['newguid', fresh],
  ['deployer', later],
  ['externalinput', later],
  ['externalinputs', later],
  ['pickzones', later],
  ['tologicalzone', later],
  ['tologicalzones', later],
  ['tophysicalzone', later],
  ['tophysicalzones', later],
  ['providers', later],
  ['fail', fail],
  ...lambdaForms,
  ...placeForms,
  ...idForms,
]);

const listed = idForms.get('list*');

/** The function of a name that is more than a pure one; undefined where there is none. */
export function forms(name: string): Form | undefined {
  return table.get(name) ?? (/^list[a-z]*$/.test(name) ? listed : undefined);
}
