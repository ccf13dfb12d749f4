import type { Resource } from '../resources/resource';
import { managementLock, resourceGroup } from '../resources/types';
import { textOf } from '../resources/value';
import { type Answer, allOf, anyOf } from './answers';
import { oneOf } from './conditions';
import { oncePerStack } from './once-per-stack';
import type { Reading } from './reading';
import { originsOf } from './references';
import type { StackView } from './rule';

const keeps = oneOf('CanNotDelete', 'ReadOnly');

/** Whether a lock of the stack keeps the resource from being deleted: one on itself, its resource group or the subscription. */
export function isLocked(subject: Resource, stack: StackView): Answer {
  const own = stack.referring(managementLock, ['scope', 'resourceName'], subject).map((one) => one.resource);
  return anyOf(
    [...new Set([...wideLocks(stack), ...own])].map((lock) => {
      const level = stack.view(lock).one('level');
      const strength: Answer =
        level.state === 'unknown'
          ? 'maybe'
          : level.state === 'known' && keeps.holds(level.value)
            ? 'yes'
            : 'no';
      return allOf([strength, covers(lock, subject, stack)]);
    }),
  );
}

/** The locks that may be on a resource group or on the subscription, and so on resources that they do not name. */
const wideLocks = oncePerStack((stack): readonly Resource[] =>
  stack.ofType(managementLock).filter((lock) => {
    const view = stack.view(lock);
    const scope = view.one('scope');
    if (scope.state === 'absent') return view.one('resourceName').state === 'absent';
    if (scope.state === 'known') return !/\/providers\//i.test(textOf(scope.value));
    return isOnGroup(lock, stack);
  }),
);

function covers(lock: Resource, subject: Resource, stack: StackView): Answer {
  const view = stack.view(lock);
  const scope = view.one('scope');
  if (scope.state !== 'absent') return scopeCovers(lock, scope, subject, stack);
  if (view.one('resourceName').state !== 'absent') return stack.refersTo(lock, 'resourceName', subject);
  const group = view.one('resourceGroupName');
  // A lock that names nothing is one on the subscription.
  return group.state === 'absent' ? 'yes' : sameGroup(lock, 'resourceGroupName', group, subject, stack);
}

function scopeCovers(lock: Resource, scope: Reading, subject: Resource, stack: StackView): Answer {
  const text = scope.state === 'known' ? textOf(scope.value) : '';
  if (/^\/subscriptions\/[^/]+\/?$/i.test(text)) return 'yes';
  const name = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/?$/i.exec(text)?.[1];
  if (name !== undefined)
    return sameGroup(lock, 'scope', { state: 'known', path: 'scope', value: name }, subject, stack);
  return isOnGroup(lock, stack)
    ? sameGroup(lock, 'scope', scope, subject, stack)
    : stack.refersTo(lock, 'scope', subject);
}

/** Whether the scope of a lock is computed from resource groups alone. */
function isOnGroup(lock: Resource, stack: StackView): boolean {
  const origins = lock.propertyDependencies.scope ?? [];
  return (
    origins.length > 0 &&
    origins.every((urn) => stack.find(urn)?.type.toLowerCase() === resourceGroup.toLowerCase())
  );
}

/** Whether what stands at a path of the lock is the resource group of the subject: both by reference, or by name. */
function sameGroup(
  lock: Resource,
  path: string,
  written: Reading,
  subject: Resource,
  stack: StackView,
): Answer {
  const byReference = stack.ofType(resourceGroup).map((group) => {
    const named: Answer =
      written.state === 'known' ? sameName(stack.view(group).one('resourceGroupName'), written) : 'no';
    return allOf([
      anyOf([stack.refersTo(lock, path, group), named]),
      stack.refersTo(subject, 'resourceGroupName', group),
    ]);
  });
  const own = stack.view(subject).one('resourceGroupName');
  // A name that comes from nowhere in the stack may be any.
  const isOpen = own.state === 'unknown' && originsOf(subject, 'resourceGroupName').length === 0;
  return anyOf([...byReference, isOpen ? 'maybe' : sameName(own, written)]);
}

function sameName(one: Reading, other: Reading): Answer {
  if (one.state !== 'known' || other.state !== 'known') return 'no';
  return textOf(one.value).toLowerCase() === textOf(other.value).toLowerCase() ? 'yes' : 'no';
}
