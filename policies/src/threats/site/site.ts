import type { SiteAcceptance, SiteDevice, SiteFile, SiteFlow, SiteThreat } from './schema';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What the site files say together. */
export interface Site {
  readonly site: NonNullable<SiteFile['site']>;
  readonly devices: readonly SiteDevice[];
  readonly people: readonly Named[];
  readonly externals: readonly Named[];
  readonly flows: readonly SiteFlow[];
  readonly boundaries: NonNullable<SiteFile['boundaries']>;
  readonly threats: readonly SiteThreat[];
  readonly acceptances: readonly SiteAcceptance[];
  readonly cells: NonNullable<SiteFile['cells']>;
}

/** A site about which nothing is written. */
export const emptySite: Site = {
  site: {},
  devices: [],
  people: [],
  externals: [],
  flows: [],
  boundaries: [],
  threats: [],
  acceptances: [],
  cells: [],
};

/** Puts files together: entries with the same id are merged, and what a later file says wins. */
export function joinSites(files: readonly SiteFile[]): Site {
  return files.reduce<Site>(
    (site, file) => ({
      site: { ...site.site, ...file.site },
      devices: byId(site.devices, file.devices),
      people: byId(site.people, file.people),
      externals: byId(site.externals, file.externals),
      flows: byId(site.flows, file.flows),
      boundaries: byId(site.boundaries, file.boundaries) as Site['boundaries'],
      threats: byId(site.threats, file.threats),
      acceptances: [...site.acceptances, ...(file.acceptances ?? [])],
      cells: [...site.cells, ...(file.cells ?? [])],
    }),
    emptySite,
  );
}

function byId<T extends { readonly id: string }>(
  before: readonly T[],
  added: readonly T[] = [],
): readonly T[] {
  const all = new Map(before.map((one) => [one.id, one]));
  for (const one of added) all.set(one.id, { ...all.get(one.id), ...one });
  return [...all.values()];
}
