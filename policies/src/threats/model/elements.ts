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

/** What was found and declared, with ways to look it up. */
export interface Elements {
  readonly drawn: readonly Drawn[];
  readonly networks: readonly Network[];
  readonly unmapped: readonly Unmapped[];
  /** The element or network that a resource is, or belongs to. */
  readonly ofUrn: ReadonlyMap<string, Drawn | Network>;
  /** Those with a physical name or host name, in lower case. */
  readonly ofName: ReadonlyMap<string, readonly (Drawn | Network)[]>;
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
  const ofUrn = new Map<string, Drawn | Network>();
  const ofName = new Map<string, (Drawn | Network)[]>();
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
  const nameIt = (name: string, one: Drawn | Network) => {
    const lower = name.toLowerCase();
    const same = ofName.get(lower);
    if (!same) ofName.set(lower, [one]);
    else if (!same.includes(one)) same.push(one);
  };

  const whole = resources.filter((resource) => !isFragment(resource));
  const later: { readonly resource: Resource; readonly owner: string }[] = [];
  const supporting: Resource[] = [];
  const strange: Resource[] = [];
  const ownerTypes = new Map<string, string>();
  for (const resource of whole) {
    const placed = roleOf(resource.type);
    if (!placed) strange.push(resource);
    else if ('supports' in placed.role) supporting.push(resource);
    else if (placed.owner !== resource.type.toLowerCase()) later.push({ resource, owner: placed.owner });
    else {
      const { name, urn, type } = resource;
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
      ownerTypes.set(urn, placed.owner);
      nameIt(name, made);
      const physical = ownNames(resource).at(-1);
      if (physical) nameIt(physical, made);
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

  const unmapped: Unmapped[] = [];
  attach(later, ofUrn, ofName, ownerTypes, unmapped);
  for (const { urn, type } of supporting) {
    const placed = roleOf(type);
    const why = placed && 'supports' in placed.role ? placed.role.supports : 'supports another resource';
    unmapped.push({ resource: urn, type, why, supporting: true });
  }
  for (const { urn, type } of strange)
    unmapped.push({
      resource: urn,
      type,
      why: 'no element of the model stands for this type yet',
      supporting: false,
    });

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
    unmapped,
    ofUrn,
    ofName,
    named: (reference) => {
      const own = siteIds.get(reference);
      if (own) return [own];
      const byCatalogue = drawn.filter(
        ({ id, parts }) => id === reference || parts.some((part) => part === reference),
      );
      if (byCatalogue.length > 0) return byCatalogue;
      return (ofName.get(reference.toLowerCase()) ?? []).filter((one): one is Drawn => 'catalogue' in one);
    },
    reveal: (catalogue, key, name, urn) => {
      const known = revealed.get(key);
      if (known) {
        if (!known.resources.includes(urn)) known.resources.push(urn);
        return known;
      }
      const made = draw(catalogue, [], { name, origin: 'stack', resources: [urn] });
      revealed.set(key, made);
      return made;
    },
  };
}

/** Gives each part of a resource to what it is a part of: by its parent, by what it was computed from, or by a name. */
function attach(
  later: readonly { readonly resource: Resource; readonly owner: string }[],
  ofUrn: Map<string, Drawn | Network>,
  ofName: ReadonlyMap<string, readonly (Drawn | Network)[]>,
  ownerTypes: ReadonlyMap<string, string>,
  unmapped: Unmapped[],
): void {
  let waiting = later;
  // A part of a part is known as soon as its own parent is.
  for (let round = 0; round < 4 && waiting.length > 0; round++) {
    const still: (typeof later)[number][] = [];
    for (const entry of waiting) {
      const { resource, owner } = entry;
      const urns = [
        resource.urn,
        resource.parent ?? '',
        ...Object.values(resource.propertyDependencies).flat(),
      ];
      const found =
        urns.map((urn) => ofUrn.get(urn)).find((one, index) => one && fits(urns[index] ?? '', owner, one)) ??
        ownNames(resource)
          .flatMap((name) => (name === undefined ? [] : (ofName.get(name.toLowerCase()) ?? [])))
          .find((one) => typeOf(one) === owner);
      if (!found) still.push(entry);
      else {
        if (!found.resources.includes(resource.urn)) found.resources.push(resource.urn);
        if (!ofUrn.has(resource.urn)) ofUrn.set(resource.urn, found);
      }
    }
    waiting = still;
  }
  for (const { resource } of waiting)
    unmapped.push({
      resource: resource.urn,
      type: resource.type,
      why: 'belongs to a resource that is not among those read',
      supporting: true,
    });

  function fits(urn: string, owner: string, one: Drawn | Network): boolean {
    return (ownerTypes.get(urn) ?? typeOf(one)) === owner;
  }
}

const typeOf = (one: Drawn | Network): string =>
  'network' in one ? 'microsoft.network/virtualnetworks' : (one.type ?? '').toLowerCase();
