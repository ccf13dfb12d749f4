import { isList, isObject, isUnknown, type Value } from '../value';
import type { JsonPath } from './error';
import type { Evaluator } from './evaluator';
import { isExpression } from './expression';
import { isLoops, looped } from './loops';
import { type Cell, type Frame, field, newCell, type Parameter, type Scope } from './scope';
import { gap, nameless } from './unknown';

/** The value of a parameter of the template, or of the user function that the expression stands in. */
export function parameterValue(evaluator: Evaluator, frame: Frame, name: string): Value {
  const lower = name.toLowerCase();
  const argument = frame.args?.get(lower);
  if (argument !== undefined) return argument;
  const parameter = frame.scope.parameters.get(lower);
  if (frame.args !== undefined || parameter === undefined)
    return evaluator.fail(`the template declares no parameter '${name}'`);
  const { scope } = frame;
  const path = [...scope.path, 'parameters', parameter.name];
  return evaluator.remember(parameter.cell, `parameter '${parameter.name}'`, path, () => {
    const value = compute(evaluator, scope, frame, parameter);
    if (parameter.secure) {
      evaluator.hide(value);
      evaluator.secret = true;
    }
    return isUnknown(value) ? unknownParameter(scope, parameter) : value;
  });
}

function compute(evaluator: Evaluator, scope: Scope, frame: Frame, parameter: Parameter): Value {
  const { argument, declaration } = parameter;
  if (argument?.kind === 'value') {
    const { caller } = scope;
    if (caller === undefined) return argument.value;
    return evaluator.elsewhere(argument.path, () => evaluator.evaluate(argument.value, caller));
  }
  const preset = field(declaration, 'defaultValue');
  if (argument !== undefined || scope.allUnknown) return unknownParameter(scope, parameter);
  if (preset === undefined)
    return field(declaration, 'nullable') === true ? null : unknownParameter(scope, parameter);
  evaluator.at.push('defaultValue');
  return evaluator.evaluate(preset, { scope, home: frame.home });
}

const unknownParameter = (scope: Scope, { name }: Parameter): string =>
  gap(`parameter ${name.toLowerCase()} of ${scope.id}`);

/** The value of a variable of the template. */
export function variableValue(evaluator: Evaluator, frame: Frame, name: string): Value {
  const { scope } = frame;
  const variable = scope.variables.get(name.toLowerCase());
  if (variable === undefined) return evaluator.fail(`the template declares no variable '${name}'`);
  const { loop, value, path, cell } = variable;
  const inner: Frame = { scope, home: frame.home };
  return evaluator.remember(cell, `variable '${variable.name}'`, path, () => {
    const found =
      loop === undefined
        ? evaluator.evaluate(value, inner)
        : looped(evaluator, loop, variable.name, inner, false);
    return isUnknown(found) ? nameless : found;
  });
}

/**
 * A part of a parameter or variable that is written as a block: `variables('ids').hub`. Only the part is computed, so that
 * what the others refer to does not count. Gives the value with the number of steps that lead to it; undefined where the
 * value has to be computed as a whole.
 */
export function partValue(
  evaluator: Evaluator,
  frame: Frame,
  of: 'parameters' | 'variables',
  name: string,
  steps: readonly (string | number)[],
): { readonly value: Value; readonly taken: number } | undefined {
  const written = of === 'variables' ? writtenVariable(frame, name) : writtenParameter(frame, name);
  if (written === undefined) return undefined;
  let { value } = written;
  const path: (string | number)[] = [];
  for (const step of steps) {
    const next = stepInto(value, step);
    if (next === undefined) break;
    path.push(next.step);
    value = next.value;
  }
  if (path.length === 0) return undefined;
  const key = JSON.stringify(path);
  const cell = written.parts.get(key) ?? newCell();
  written.parts.set(key, cell);
  const computed = evaluator.remember(cell, written.name, [...written.path, ...path], () => {
    const found = evaluator.evaluate(value, written.frame);
    return isUnknown(found) ? nameless : found;
  });
  return { value: computed, taken: path.length };
}

interface Written {
  readonly name: string;
  readonly value: Value;
  readonly path: JsonPath;
  readonly frame: Frame;
  readonly parts: Map<string, Cell>;
}

function writtenVariable({ scope, home }: Frame, name: string): Written | undefined {
  const variable = scope.variables.get(name.toLowerCase());
  if (variable === undefined || variable.loop !== undefined) return undefined;
  return { ...variable, name: `variable '${variable.name}'`, frame: { scope, home } };
}

/** What is given from outside refers to nothing, and secrets are kept as a whole. */
function writtenParameter({ scope, home, args }: Frame, name: string): Written | undefined {
  const parameter = scope.parameters.get(name.toLowerCase());
  if (args !== undefined || parameter === undefined || parameter.secure || scope.allUnknown) return undefined;
  const { argument, declaration, parts } = parameter;
  const shared = { name: `parameter '${parameter.name}'`, parts };
  if (argument?.kind === 'value')
    return scope.caller && { ...shared, value: argument.value, path: argument.path, frame: scope.caller };
  const value = field(declaration, 'defaultValue');
  const path = [...scope.path, 'parameters', parameter.name, 'defaultValue'];
  return value === undefined || argument !== undefined
    ? undefined
    : { ...shared, value, path, frame: { scope, home } };
}

/** One step into a block whose names stand as they are written. */
function stepInto(
  value: Value,
  step: string | number,
): { readonly step: string | number; readonly value: Value } | undefined {
  if (isList(value)) {
    const item = typeof step === 'number' ? value[step] : undefined;
    return item === undefined ? undefined : { step, value: item };
  }
  if (!isObject(value) || typeof step !== 'string') return undefined;
  const names = Object.keys(value);
  if (names.some((name) => isExpression(name) || isLoops(name, value[name] ?? null))) return undefined;
  const found = Object.hasOwn(value, step)
    ? step
    : names.find((name) => name.toLowerCase() === step.toLowerCase());
  const item = found === undefined ? undefined : value[found];
  return found === undefined || item === undefined ? undefined : { step: found, value: item };
}
