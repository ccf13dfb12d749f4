import type { Resource } from '../resources/resource';
import { resourceGroup } from '../resources/types';
import { textOf } from '../resources/value';
import type { Answer } from './answers';
import { isSet } from './conditions';
import type { ResourceView, StackView, Verdict } from './rule';
import { verdictFor } from './verdict';

/** The URNs of the resources that the value at a path was computed from. */
export function originsOf(resource: Resource, path: string): readonly string[] {
  const end = path.search(/[.[]/);
  return resource.propertyDependencies[end < 0 ? path : path.slice(0, end)] ?? none;
}

const none: readonly string[] = [];

/**
 * Whether something is given at a path that holds the id or address of another resource. A rule that asks this reads origins.
 *
 * In a preview such an id is unknown, because the other resource does not exist yet. What it was computed from says as
 * well that it is there. An unknown that comes from nowhere is open, and one further up says nothing about what is inside.
 */
export function isGiven(view: ResourceView, path: string): Answer {
  const reading = view.one(path);
  if (reading.state === 'unknown')
    return reading.path === path && originsOf(view.resource, path).length > 0 ? 'yes' : 'maybe';
  return reading.state === 'known' && isSet.holds(reading.value) ? 'yes' : 'no';
}

/** The verdict on a path that must hold the id of another resource; `lacks` says what is wrong without one. */
export function mustBeGiven(view: ResourceView, path: string, lacks: string): Verdict {
  return verdictFor(isGiven(view, path), view.one(path).path, lacks);
}

/**
 * Whether a diagnostic setting is on a whole subscription and so on its activity log. One computed from other resources is
 * on one of them.
 */
export function isOnSubscription(view: ResourceView): Answer {
  const target = view.one('resourceUri');
  if (target.state === 'absent') return 'yes';
  if (target.state === 'unknown') return originsOf(view.resource, 'resourceUri').length > 0 ? 'no' : 'maybe';
  return /^\/subscriptions\/[^/]+\/?$/i.test(textOf(target.value)) ? 'yes' : 'no';
}

/**
 * Whether a value that may point at anything in fact points elsewhere: it was computed from resources of the stack alone,
 * none of which is `to`. Out of a resource group, the id of whatever lies in it can be put together.
 */
export function pointsElsewhere(from: Resource, path: string, to: Resource, stack: StackView): boolean {
  const origins = originsOf(from, path).map(stack.find);
  return (
    origins.length > 0 &&
    origins.every((one) => one !== undefined && one.urn !== to.urn && one.type !== resourceGroup)
  );
}
