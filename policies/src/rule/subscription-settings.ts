import type { ResourceView } from './rule';

/** Whether a setting is on a whole subscription and so on its activity log. */
export function isOnSubscription(view: ResourceView): boolean {
  const target = view.one('resourceUri');
  if (target.state === 'absent') return true;
  return target.state === 'known' && /^\/subscriptions\/[^/]+\/?$/i.test(String(target.value));
}
