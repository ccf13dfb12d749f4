import { isUnknown, type Value } from '../value';
import type { Evaluator } from './evaluator';
import { looped } from './loops';
import { type Frame, field, type Parameter, type Scope } from './scope';
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
