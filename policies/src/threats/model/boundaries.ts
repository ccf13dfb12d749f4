import type { Resource } from '../../resources/resource';
import type { Site } from '../site/site';
import type { Boundary, Problem } from '../threat-report';
import { elementCatalogue } from './catalogue';
import { addOnce, type Drawn, type Elements, isNetwork } from './elements';
import type { DrawnFlow } from './flows';
import { targetsOf } from './targets';

/** A boundary before anything is said of the threats at it. */
export type DrawnBoundary = Omit<Boundary, 'status' | 'threats'>;

const zones = ['TB-1', 'TB-2', 'TB-3', 'TB-4', 'TB-5'] as const;

/** The zones that hold something, the private networks of the stack, and what the site file declares. */
export function boundariesOf(
  stack: readonly Resource[],
  elements: Elements,
  flows: readonly DrawnFlow[],
  site: Site,
): { readonly boundaries: readonly DrawnBoundary[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const inZone = (zone: string): readonly Drawn[] => elements.drawn.filter((one) => one.zone === zone);
  const drawn = zones
    .filter((zone) => inZone(zone).length > 0)
    .map((zone): DrawnBoundary => {
      const members = inZone(zone);
      const { plainName } = elementCatalogue[zone];
      const origin = members.some((one) => one.origin === 'stack') ? 'stack' : 'site';
      return {
        id: zone,
        catalogue: zone,
        plainName,
        name: plainName,
        origin,
        resources: [],
        members: members.map(({ id }) => id),
        zone: true,
      };
    });
  const insiders = insideNetworks(stack, elements);
  const networks = elements.networks.map((network): DrawnBoundary => {
    const members = new Set(insiders.get(network.id));
    for (const { from, to, proof } of flows)
      if (from === network && proof === 'private-endpoint') members.add(to.id);
    const { id, plainName, name, resources } = network;
    return {
      id,
      plainName,
      name,
      resources,
      catalogue: 'TB-3',
      origin: 'stack',
      members: [...members],
      zone: false,
    };
  });
  const declared = site.boundaries.map(({ id, name, around }, index): DrawnBoundary => {
    const members = around.flatMap((reference) => {
      const found = elements.named(reference);
      if (found.length === 0)
        problems.push({
          where: `boundaries.${id}.around`,
          message: `\`${reference}\` names nothing that the site file declares or the stack has.`,
        });
      return found.map((one) => one.id);
    });
    const number = index + 1;
    return {
      id: `SITE/${number}`,
      catalogue: 'TB-1',
      plainName: `Boundary of the site ${number}`,
      name,
      origin: 'site',
      resources: [],
      members: [...new Set(members)],
      zone: false,
    };
  });
  return { boundaries: [...drawn, ...networks, ...declared], problems };
}

const subnetPaths = [
  'virtualNetworkSubnetId',
  'agentPoolProfiles[].vnetSubnetID',
  'network.delegatedSubnetResourceId',
];

/** The elements that stand in a network themselves: machines, clusters and applications with a subnet. */
function insideNetworks(
  resources: readonly Resource[],
  elements: Elements,
): ReadonlyMap<string, readonly string[]> {
  const inside = new Map<string, string[]>();
  for (const resource of resources) {
    const networks = subnetPaths.flatMap((path) => targetsOf(resource, path, elements).filter(isNetwork));
    for (const own of elements.among([resource.urn]))
      for (const { id } of networks) {
        const list = inside.get(id) ?? [];
        addOnce(list, own.id);
        inside.set(id, list);
      }
  }
  return inside;
}
