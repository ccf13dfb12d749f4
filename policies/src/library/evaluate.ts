import type { RegisteredResource, Resource } from '../resources/resource';
import { judgeRead, measureOf, resultOf } from './judge';
import type { GuardOptions } from './options';
import type { Result } from './result';

/**
 * Judges resources that you have at hand, in whatever spelling and shape they were registered: those of a preview, of a
 * state, or made in a test.
 *
 * @example
 * const { blocking } = await evaluate(resources, { profile: 'strict' });
 */
export async function evaluate(
  resources: readonly (RegisteredResource | Resource)[],
  options: GuardOptions = {},
): Promise<Result> {
  const measure = await measureOf(options);
  const read = {
    source: { kind: 'mixed', name: 'resources' },
    registered: resources.filter((one) => !('type' in one)),
    resources: resources.filter((one): one is Resource => 'type' in one),
    notEvaluated: [],
  } as const;
  return resultOf(await judgeRead(read, measure, options.signal), measure);
}
