import type { ResourceId } from './placement';
import type { PrivateLinkZone } from './private-dns';
import type { GroupId } from './private-endpoint';

/** A service that is reached through a private endpoint. */
export interface PrivateTarget {
  readonly targetId: ResourceId;
  readonly groupId: GroupId;
  /** Private DNS zones that publish its address. */
  readonly zones: readonly PrivateLinkZone[];
}

/** A resource and how it is looked after. What is not written is not done. */
export interface Watched {
  readonly resourceId: ResourceId;
  /** Keeps all its logs, and metrics of this category. */
  readonly logs?: 'AllMetrics' | 'Transaction' | 'Requests' | 'none' | undefined;
  /** Holds data, keys or identities: a lock keeps it from being deleted. */
  readonly keep?: boolean | undefined;
  /** Microsoft Defender looks for attacks on it. */
  readonly defender?: 'hub' | 'storage' | 'cosmos' | undefined;
}

/** A part of the platform, as what connects, watches and keeps it sees it; each by a short and lasting name. */
export interface Plane {
  readonly connections: Readonly<Record<string, PrivateTarget>>;
  readonly watched: Readonly<Record<string, Watched>>;
}

/** Joins parts into one. */
export const joined = (...planes: readonly Plane[]): Plane => ({
  connections: Object.assign({}, ...planes.map(({ connections }) => connections)),
  watched: Object.assign({}, ...planes.map(({ watched }) => watched)),
});
