import type { NotEvaluated, RegisteredResource } from '../../resources/resource';
import { isList, isObject, type Properties, type Value } from '../../resources/value';
import { type Registered, resourceOf, stackOf } from './registered';

/** Whether parsed JSON is what `pulumi preview --json` prints. */
export function isPreviewJson(json: Value): json is Properties {
  if (!isObject(json) || '$schema' in json) return false;
  const { steps } = json;
  if (isList(steps)) return steps.every((step) => isObject(step) && typeof step.op === 'string');
  // Nothing to do, or a program that failed before its first resource.
  return 'changeSummary' in json && 'duration' in json;
}

/** Reads the resources of a plain preview: what the program declares, whether or not it changes. */
export function readPreviewJson(json: Properties, file: string): Registered {
  const resources = new Map<string, RegisteredResource>();
  const notEvaluated: NotEvaluated[] = [];
  const { steps } = json;
  for (const step of isList(steps) ? steps : []) {
    const { op, urn, newState } = step as Properties;
    if (typeof urn !== 'string' || !isObject(newState) || /^(delete|discard)/.test(String(op))) continue;
    if (/^read/.test(String(op)) || newState.external === true)
      notEvaluated.push({ resource: urn, why: 'read by the program, not managed by it' });
    else resources.set(urn, resourceOf(newState, urn, String(newState.type)));
  }
  if (isList(json.diagnostics) && json.diagnostics.some(isFault))
    notEvaluated.push({ resource: file, why: 'the run failed; what it did not reach is not in the preview' });
  const hidden = hiddenBy(json);
  if (hidden > 0)
    notEvaluated.push({
      resource: file,
      why: `${hidden} unchanged resource${hidden === 1 ? ' is' : 's are'} not in the preview: run it with --show-sames`,
    });
  const registered = [...resources.values()];
  return { registered, notEvaluated, ...stackOf(registered) };
}

/** How many unchanged resources the preview counts and does not show, which is what it does unless it is asked to. */
function hiddenBy({ changeSummary, steps }: Properties): number {
  const counted = isObject(changeSummary) ? changeSummary.same : 0;
  const shown = isList(steps) ? steps.filter((step) => isObject(step) && step.op === 'same').length : 0;
  return typeof counted === 'number' ? counted - shown : 0;
}

/** An error that is more than the engine's last word, which a broken policy causes as well. */
function isFault(diagnostic: Value): boolean {
  if (!isObject(diagnostic) || diagnostic.severity !== 'error') return false;
  return !/^(error: )?(preview|update) failed$/.test(String(diagnostic.message).trim());
}
