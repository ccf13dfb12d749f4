import type { Resource } from '../../resources/resource';
import type { SiteFlow } from '../site/schema';
import type { Site } from '../site/site';
import type { FlowProof, Problem } from '../threat-report';
import { type CatalogueId, catalogueEntry } from './catalogue';
import { addOnce, type Drawn, type Elements, type End, isNetwork } from './elements';
import { letsAddressesIn } from './openings';
import { stackFlows } from './stack-flows';

/** A flow before anything is known about its threats. */
export interface DrawnFlow {
  readonly id: string;
  readonly catalogue: string | undefined;
  readonly from: End;
  readonly to: End;
  readonly plainName: string;
  readonly name: string;
  readonly proof: FlowProof;
  readonly origin: 'stack' | 'site';
  readonly resources: string[];
  readonly site?: SiteFlow;
}

/** Draws what the stack shows and the site file declares: nothing else. */
export function flowsOf(
  resources: readonly Resource[],
  elements: Elements,
  site: Site,
): { readonly flows: readonly DrawnFlow[]; readonly problems: readonly Problem[] } {
  const flows = new Map<string, DrawnFlow>();
  const counts = new Map<string, number>();

  const draw = (flow: Omit<DrawnFlow, 'id' | 'plainName'>) => {
    const { from, to, catalogue, proof, site: declared } = flow;
    if (from === to) return;
    if (proof === 'diagnostics') keepsRecords(to);
    const key = [from.id, to.id, catalogue, proof, declared?.id].join(' ');
    const known = flows.get(key);
    if (known) {
      for (const urn of flow.resources) addOnce(known.resources, urn);
      return;
    }
    const kind = catalogue ?? 'FL';
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const what = (catalogue && catalogueEntry(catalogue)?.plainName) ?? plainNames[proof] ?? 'Data';
    const plainName = `${what}: ${from.plainName} → ${to.plainName}`;
    flows.set(key, { ...flow, id: `${kind}/${number}`, plainName });
  };
  const fromStack = (from: End, to: End, proof: FlowProof, urn: string, catalogue?: CatalogueId) =>
    draw({
      from,
      to,
      proof,
      catalogue,
      origin: 'stack',
      resources: [urn],
      name: `${from.name} → ${to.name}`,
    });

  const { shown, problems: lost } = stackFlows(resources, elements);
  for (const { from, to, proof, urn, catalogue } of shown) fromStack(from, to, proof, urn, catalogue);
  for (const resource of resources)
    for (const own of elements.among([resource.urn]))
      if (!isNetwork(own) && letsAddressesIn(resource)) {
        const internet = elements.reveal('XE-4', 'internet', 'Internet addresses', resource.urn);
        fromStack(internet, own, 'network-rule', resource.urn);
      }

  const problems = [...lost];
  for (const flow of site.flows) {
    const [starts, ends] = (['from', 'to'] as const).map((end) => {
      const found = elements.named(flow[end]);
      if (found.length === 0)
        problems.push({
          where: `flows.${flow.id}.${end}`,
          message: `names nothing that the site file declares or the stack has. Name an id of the file, an element such as PR-4, or a resource.`,
        });
      return found;
    }) as [readonly Drawn[], readonly Drawn[]];
    for (const from of starts)
      for (const to of ends) {
        const { name, is: catalogue = siteFlowKind(from, to) } = flow;
        draw({ from, to, proof: 'site', origin: 'site', resources: [], name, site: flow, catalogue });
      }
  }
  return { flows: [...flows.values()], problems };
}

const plainNames: { readonly [proof in FlowProof]?: string } = {
  'private-endpoint': 'Private way',
  'network-rule': 'Open to named addresses',
  role: 'May use',
  reference: 'Hands over to',
};

/** A store that receives records is a store of records as well. */
function keepsRecords(to: End): void {
  if (!isNetwork(to) && to.catalogue === 'ST-3') addOnce<CatalogueId>(to.parts, 'ST-6');
}

/** The flow of the catalogue that a declared one is, where its ends tell. */
function siteFlowKind(from: Drawn, to: Drawn): CatalogueId | undefined {
  const [fromDevice, toDevice] = [from.zone === 'TB-1', to.zone === 'TB-1'];
  if (fromDevice && toDevice) return 'FL-1';
  if (to.catalogue === 'PR-3') return 'FL-2';
  if (fromDevice && to.parts.includes('PR-4')) return 'FL-3';
  if (from.parts.includes('PR-4') && toDevice) return 'FL-4';
  if (from.catalogue === 'PR-6' && toDevice) return 'FL-5';
  if (from.catalogue === 'XE-3' || to.catalogue === 'XE-3') return 'FL-12';
  if (from.catalogue === 'XE-2') return 'FL-9';
  return to.catalogue === 'XE-2' ? 'FL-8' : undefined;
}
