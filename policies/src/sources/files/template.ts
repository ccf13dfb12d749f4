import type { NotEvaluated, Resource } from '../../resources/resource';
import type { Properties, Value } from '../../resources/value';

/** Placeholder until the unfolding is merged. */
export function readTemplate(
  _template: Properties,
  _parameters: Value | undefined,
  _file: string,
  _parametersFile: string | undefined,
): { readonly resources: readonly Resource[]; readonly notEvaluated: readonly NotEvaluated[] } {
  return { resources: [], notEvaluated: [] };
}
