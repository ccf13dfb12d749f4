import type { Inventory } from './inventory';
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

/** A part of the platform, as what connects, watches and keeps it sees it; each by a short and lasting name. */
export interface Plane {
  readonly connections: Readonly<Record<string, PrivateTarget>>;
  readonly assets: Inventory;
}

/** Joins parts into one. */
export const joined = (...planes: readonly Plane[]): Plane => ({
  connections: Object.assign({}, ...planes.map(({ connections }) => connections)),
  assets: Object.assign({}, ...planes.map(({ assets }) => assets)),
});
