import type { Resource } from '../resources/resource';
import { isSet } from './conditions';
import type { ResourceView, Verdict } from './rule';

/** The URNs of the resources that the value at a path was computed from. */
export function originsOf(resource: Resource, path: string): readonly string[] {
  return resource.propertyDependencies[path.replace(/[.[].*$/s, '')] ?? [];
}

/**
 * Whether something is given at a path that holds the id of another resource.
 *
 * In a preview such an id is unknown, because the other resource does not exist yet. What it was computed from says as
 * well that it is there; only an unknown that comes from nowhere is open.
 */
export function isGiven(view: ResourceView, path: string): 'yes' | 'no' | 'maybe' {
  const reading = view.one(path);
  if (reading.state === 'unknown') return originsOf(view.resource, path).length > 0 ? 'yes' : 'maybe';
  return reading.state === 'known' && isSet.holds(reading.value) ? 'yes' : 'no';
}

/** The verdict on a path that must hold the id of another resource; `lacks` says what is wrong without one. */
export function mustBeGiven(view: ResourceView, path: string, lacks: string): Verdict {
  const answer = isGiven(view, path);
  if (answer === 'no') return { outcome: 'fail', property: path, message: lacks };
  return { outcome: answer === 'yes' ? 'pass' : 'unknown', property: path };
}
