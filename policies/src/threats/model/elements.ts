import { ownNames } from '../../evaluate/references';
import { isFragment, type Resource } from '../../resources/resource';
import type { Site } from '../site/site';
import type { Unmapped } from '../threat-report';
import { type CatalogueId, elementCatalogue, zoneOf } from './catalogue';
import { roleOf } from './resource-types';

/** An element before anything is known about its threats. */
export interface Drawn {
  readonly id: string;
  readonly catalogue: CatalogueId;
  readonly parts: CatalogueId[];
  readonly plainName: string;
  readonly name: string;
  readonly type?: string;
  readonly origin: 'stack' | 'site';
  /** The URNs of the resource and of those that belong to it. */
  readonly resources: string[];
  readonly count?: number;
  readonly zone: string | undefined;
}

/** A virtual network of the stack. */
export interface Network {
  readonly network: true;
  readonly id: string;
  readonly plainName: string;
  readonly name: string;
  readonly resources: string[];
}

/** What a flow can begin or end at. */
export type End = Drawn | Network;

export const isNetwork = (one: End): one is Network => 'network' in one;

/** What was found and declared, with ways to look it up. */
export interface Elements {
  readonly drawn: readonly Drawn[];
  readonly networks: readonly Network[];
  readonly unmapped: readonly Unmapped[];
  /** The element or network that a resource is, or belongs to. */
  readonly ofUrn: ReadonlyMap<string, End>;
  /** Those that some resources are, or belong to; in their order. */
  readonly among: (urns: readonly string[]) => readonly End[];
  /** Those with a physical name or host name, in lower case. */
  readonly ofName: ReadonlyMap<string, readonly End[]>;
  /** What an id of the site file, an element of the catalogue or a name of a resource means. */
  readonly named: (reference: string) => readonly Drawn[];
  /** Adds an element that something else revealed, once. */
  readonly reveal: (catalogue: CatalogueId, key: string, name: string, urn: string) => Drawn;
}

/** Places every resource in the picture or says why it has none, and adds what the site file declares. */
export function elementsOf(
  resources: readonly Resource[],
  site: Site,
  program: string | undefined,
): Elements {
  const drawn: Drawn[] = [];
  const networks: Network[] = [];
  const ofUrn = new Map<string, End>();
  const ofName = new Map<string, End[]>();
  const siteIds = new Map<string, Drawn>();
  const revealed = new Map<string, Drawn>();
  const counts = new Map<string, number>();

  const draw = (
    catalogue: CatalogueId,
    parts: readonly CatalogueId[],
    more: Pick<Drawn, 'name' | 'origin' | 'resources'> & { readonly type?: string; readonly count?: number },
  ): Drawn => {
    const number = (counts.get(catalogue) ?? 0) + 1;
    counts.set(catalogue, number);
    const one: Drawn = {
      id: `${catalogue}/${number}`,
      catalogue,
      parts: [catalogue, ...parts],
      plainName: `${elementCatalogue[catalogue].plainName} ${number}`,
      zone: zoneOf(catalogue),
      ...more,
    };
    drawn.push(one);
    return one;
  };
  const nameIt = (name: string, one: End) => {
    const same = ofName.get(name.toLowerCase()) ?? [];
    addOnce(same, one);
    ofName.set(name.toLowerCase(), same);
  };

  const whole = resources.filter((resource) => !isFragment(resource));
  const later: { readonly resource: Resource; readonly owner: string }[] = [];
  const supporting: Unmapped[] = [];
  const strange: Resource[] = [];
  for (const resource of whole) {
    const { name, urn, type } = resource;
    const placed = roleOf(type);
    if (!placed) strange.push(resource);
    else if ('supports' in placed.role)
      supporting.push({ resource: urn, type, why: placed.role.supports, supporting: true });
    else if (placed.owner !== type.toLowerCase()) later.push({ resource, owner: placed.owner });
    else {
      const made =
        'network' in placed.role
          ? network(name, urn)
          : draw(placed.role.element, placed.role.parts ?? [], {
              name,
              type,
              origin: 'stack',
              resources: [urn],
            });
      ofUrn.set(urn, made);
      for (const known of [name, ...written(ownNames(resource).slice(-1))]) nameIt(known, made);
    }
  }
  function network(name: string, urn: string): Network {
    const number = networks.length + 1;
    const made = {
      network: true as const,
      id: `NET/${number}`,
      plainName: `Private network ${number}`,
      name,
      resources: [urn],
    };
    networks.push(made);
    return made;
  }
  if (program !== undefined && !counts.has('PR-8'))
    draw('PR-8', ['ST-7'], { name: program, origin: 'stack', resources: [] });

  const alone = attach(later, ofUrn, ofName).map(
    ({ urn, type }): Unmapped => ({
      resource: urn,
      type,
      why: 'belongs to a resource that is not among those read',
      supporting: true,
    }),
  );
  const unknown = strange.map(
    ({ urn, type }): Unmapped => ({
      resource: urn,
      type,
      why: 'no element of the model stands for this type yet',
      supporting: false,
    }),
  );

  for (const { id, name, kind, count } of site.devices) {
    const more = { name, origin: 'site' as const, resources: [], ...(count === undefined ? {} : { count }) };
    siteIds.set(id, kind === 'gateway' ? draw('PR-2', ['ST-1'], more) : draw('XE-1', ['PR-1', 'ST-1'], more));
  }
  for (const { id, name } of site.people)
    siteIds.set(id, draw('XE-2', [], { name, origin: 'site', resources: [] }));
  for (const { id, name } of site.externals)
    siteIds.set(id, draw('XE-3', [], { name, origin: 'site', resources: [] }));

  return {
    drawn,
    networks,
    unmapped: [...alone, ...supporting, ...unknown],
    ofUrn,
    among: (urns) => urns.flatMap((urn) => ofUrn.get(urn) ?? []),
    ofName,
    named: (reference) => {
      const own = siteIds.get(reference);
      if (own) return [own];
      const byCatalogue = drawn.filter(
        ({ id, parts }) => id === reference || parts.some((part) => part === reference),
      );
      if (byCatalogue.length > 0) return byCatalogue;
      return (ofName.get(reference.toLowerCase()) ?? []).filter((one): one is Drawn => !isNetwork(one));
    },
    reveal: (catalogue, key, name, urn) => {
      const one = revealed.get(key) ?? draw(catalogue, [], { name, origin: 'stack', resources: [] });
      revealed.set(key, one);
      addOnce(one.resources, urn);
      return one;
    },
  };
}

/**
 * Gives each part of a resource to what it is a part of: by its parent, by what it was computed from, or by a name. Returns
 * those that belong to nothing that is there.
 */
function attach(
  later: readonly { readonly resource: Resource; readonly owner: string }[],
  ofUrn: Map<string, End>,
  ofName: ReadonlyMap<string, readonly End[]>,
): readonly Resource[] {
  let waiting = later;
  // A part of a part is known as soon as its own parent is.
  for (let round = 0; round < 4; round++) {
    waiting = waiting.filter(({ resource, owner }) => {
      const { urn, parent, propertyDependencies } = resource;
      const origins = [urn, parent ?? '', ...Object.values(propertyDependencies).flat()];
      const found = [
        ...origins.map((origin) => ofUrn.get(origin)),
        ...written(ownNames(resource)).flatMap((name) => ofName.get(name.toLowerCase())),
      ].find((one) => one && typeOf(one) === owner);
      if (!found) return true;
      addOnce(found.resources, urn);
      ofUrn.set(urn, found);
      return false;
    });
  }
  return waiting.map(({ resource }) => resource);
}

const written = (names: readonly (string | undefined)[]): readonly string[] =>
  names.filter((name) => name !== undefined);

const typeOf = (one: End): string | undefined =>
  isNetwork(one) ? 'microsoft.network/virtualnetworks' : one.type?.toLowerCase();

/** Adds what is not there yet. */
export function addOnce<Value>(list: Value[], value: Value): void {
  if (!list.includes(value)) list.push(value);
}
