import type { ResourceId } from './placement';

/** Metrics of a resource, by the category Azure has for them; `none` for a resource without any. */
export type MetricsCategory = 'AllMetrics' | 'Transaction' | 'Requests' | 'none';

/** Offers of Microsoft Defender that are switched on for one resource. */
export type DefenderOffer = 'hub' | 'storage' | 'cosmos';

/** One resource and how operations look after it. What is not written is not done. */
export interface Asset {
  readonly resourceId: ResourceId;
  /** Keeps all its logs, and metrics of this category. Of a storage account each service has logs of its own. */
  readonly logs?: MetricsCategory | undefined;
  /** Where its logs go: `workspace` leaves out the archive. Default: both. */
  readonly logsTo?: 'both' | 'workspace' | undefined;
  /** Holds data, keys or identities: a lock keeps it from being deleted. */
  readonly keep?: boolean | undefined;
  /** Microsoft Defender looks for attacks on it. */
  readonly defender?: DefenderOffer | undefined;
}

/**
 * Everything operations look after, by a short and lasting name: it becomes part of the names of diagnostic settings and
 * locks. Whoever adds a service to the platform adds it here, and logs, locks and threat detection follow.
 */
export type Inventory = Readonly<Record<string, Asset>>;

/** The assets that some condition holds for, by name. */
export function assetsWith(
  inventory: Inventory,
  holds: (asset: Asset) => boolean,
): readonly (readonly [string, Asset])[] {
  return Object.entries(inventory).filter(([, asset]) => holds(asset));
}

/** Ids of the assets that some condition holds for, by name. */
export const idsWith = (
  inventory: Inventory,
  holds: (asset: Asset) => boolean,
): Readonly<Record<string, ResourceId>> =>
  Object.fromEntries(assetsWith(inventory, holds).map(([name, { resourceId }]) => [name, resourceId]));
