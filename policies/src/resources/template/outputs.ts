import { isObject, type Properties, type Value } from '../value';
import type { JsonPath } from './error';
import type { Evaluator } from './evaluator';
import { looped } from './loops';
import { isSecure } from './read-scope';
import { type Frame, field, textField } from './scope';

/** One thing that a template gives back. */
export interface TemplateOutput {
  readonly name: string;
  /** As it is written: `string`, `secureObject`, … */
  readonly type: string;
  /** Whether Azure keeps it out of sight. */
  readonly secure: boolean;
  readonly value: Value;
  readonly path: JsonPath;
  /** The resources that it was computed from, as expressions call them. */
  readonly references: ReadonlySet<string> | undefined;
  /** Whether it was computed from a secret. */
  readonly secret: boolean;
}

/** What a template gives back. With `finish` unknowns are the usual ones, else they are gaps. */
export function outputsOf(
  evaluator: Evaluator,
  template: Properties,
  frame: Frame,
  path: JsonPath,
  finish: boolean,
): readonly TemplateOutput[] {
  const declared = field(template, 'outputs');
  if (!isObject(declared)) return [];
  const result: TemplateOutput[] = [];
  for (const [name, output] of Object.entries(declared)) {
    if (!isObject(output)) continue;
    const place = [...path, 'outputs', name];
    evaluator.elsewhere(place, () => {
      if (evaluator.evaluate(field(output, 'condition') ?? true, frame) === false) return;
      const secure = isSecure(output, template);
      evaluator.secret = secure;
      const { result: value, references } = evaluator.collecting(() =>
        outputValue(evaluator, output, name, frame, finish),
      );
      if (secure) evaluator.hide(value);
      const { secret } = evaluator;
      evaluator.secret = false;
      const type = textField(output, 'type') ?? '';
      result.push({ name, type, secure, value, path: place, references, secret });
    });
  }
  return result;
}

function outputValue(
  evaluator: Evaluator,
  output: Properties,
  name: string,
  frame: Frame,
  finish: boolean,
): Value {
  const loop = field(output, 'copy');
  if (isObject(loop)) {
    evaluator.at.push('copy');
    return looped(evaluator, loop, textField(loop, 'name') ?? name, frame, finish);
  }
  const written = field(output, 'value') ?? null;
  evaluator.at.push('value');
  return finish ? evaluator.finish(written, frame) : evaluator.evaluate(written, frame);
}
