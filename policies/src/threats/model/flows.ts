import type { Resource } from '../../resources/resource';
import { isList, isObject, type Value } from '../../resources/value';
import { read } from '../../rule/reading';
import type { Site } from '../site/site';
import type { FlowProof, Problem } from '../threat-report';
import { type CatalogueId, catalogueEntry } from './catalogue';
import type { Drawn, Elements, Network } from './elements';
import { targetsOf } from './targets';

/** A flow before anything is known about its threats. */
export interface DrawnFlow {
  readonly id: string;
  readonly catalogue?: string;
  readonly from: Drawn | Network;
  readonly to: Drawn | Network;
  readonly plainName: string;
  readonly name: string;
  readonly proof: FlowProof;
  readonly origin: 'stack' | 'site';
  readonly resources: string[];
  readonly site?: Site['flows'][number];
}

/** Draws what the stack shows and the site file declares: nothing else. */
export function flowsOf(
  resources: readonly Resource[],
  elements: Elements,
  site: Site,
): { readonly flows: readonly DrawnFlow[]; readonly problems: readonly Problem[] } {
  const flows = new Map<string, DrawnFlow>();
  const counts = new Map<string, number>();
  const problems: Problem[] = [];

  const draw = (flow: Omit<DrawnFlow, 'id' | 'plainName' | 'name'> & { readonly name?: string }) => {
    if (flow.from === flow.to) return;
    const key = [flow.from.id, flow.to.id, flow.catalogue, flow.proof, flow.site?.id].join(' ');
    const known = flows.get(key);
    if (known) {
      for (const urn of flow.resources) if (!known.resources.includes(urn)) known.resources.push(urn);
      return;
    }
    const kind = flow.catalogue ?? 'FL';
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const plain =
      plainNames[flow.proof] ?? (flow.catalogue && catalogueEntry(flow.catalogue)?.plainName) ?? 'Data';
    const catalogued = flow.catalogue ? catalogueEntry(flow.catalogue)?.plainName : undefined;
    flows.set(key, {
      ...flow,
      id: `${kind}/${number}`,
      plainName: `${catalogued ?? plain}: ${flow.from.plainName} → ${flow.to.plainName}`,
      name: flow.name ?? `${flow.from.name} → ${flow.to.name}`,
    });
  };

  const users = identityUsers(resources, elements);
  for (const resource of resources) {
    const type = resource.type.toLowerCase();
    const urn = resource.urn;
    const own = elements.ofUrn.get(urn);
    const link = (to: Drawn | Network | undefined, proof: FlowProof, catalogue?: CatalogueId, from = own) => {
      if (from && to)
        draw({ from, to, proof, origin: 'stack', resources: [urn], ...(catalogue ? { catalogue } : {}) });
    };
    switch (type) {
      case 'microsoft.devices/iothubs':
        for (const path of hubTargets)
          for (const to of targetsOf(resource, path, elements))
            if (accepts(path, to)) link(to, 'route', 'FL-6');
        break;
      case 'microsoft.devices/provisioningservices':
        for (const to of targetsOf(resource, 'properties.iotHubs[].connectionString', elements))
          if (isElement(to, 'PR-4')) link(to, 'reference');
        for (const to of targetsOf(resource, 'properties.iotHubs[].name', elements))
          if (isElement(to, 'PR-4')) link(to, 'reference');
        break;
      case 'microsoft.insights/diagnosticsettings':
        for (const from of targetsOf(resource, 'resourceUri', elements))
          for (const path of ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId'])
            for (const to of targetsOf(resource, path, elements)) {
              if (to === from) continue;
              keepsRecords(to);
              link(to, 'diagnostics', 'FL-10', from);
            }
        break;
      case 'microsoft.network/privateendpoints': {
        const nets = targetsOf(resource, 'subnet.id', elements).filter(isNetwork);
        for (const path of endpointTargets)
          for (const to of targetsOf(resource, path, elements))
            if (!isNetwork(to)) for (const net of nets) link(to, 'private-endpoint', undefined, net);
        break;
      }
      case 'microsoft.authorization/roleassignments':
        for (const to of targetsOf(resource, 'scope', elements))
          for (const from of principals(resource, users, elements))
            link(to, 'role', roleFlow(from, to), from);
        break;
      case 'microsoft.eventgrid/eventsubscriptions':
      case 'microsoft.eventgrid/systemtopics/eventsubscriptions':
      case 'microsoft.eventgrid/topics/eventsubscriptions':
      case 'microsoft.eventgrid/domains/eventsubscriptions':
        for (const to of targetsOf(resource, 'destination.resourceId', elements)) link(to, 'route', 'FL-6');
        break;
      case 'microsoft.kusto/clusters/databases/dataconnections':
        for (const path of ['eventHubResourceId', 'iotHubResourceId'])
          for (const from of targetsOf(resource, path, elements)) link(own, 'route', 'FL-7', from);
        break;
      case 'microsoft.streamanalytics/streamingjobs/outputs':
        for (const to of targetsOf(resource, 'datasource', elements).concat(
          originElements(resource, elements),
        ))
          if (to !== own) link(to, 'route', 'FL-7');
        break;
      case 'microsoft.streamanalytics/streamingjobs/inputs':
        for (const from of originElements(resource, elements))
          if (from !== own) link(own, 'route', 'FL-6', from);
        break;
    }
    if (own && !isNetwork(own) && lets(resource))
      link(own, 'network-rule', undefined, elements.reveal('XE-4', 'internet', 'Internet addresses', urn));
  }

  for (const flow of site.flows) {
    const ends = (['from', 'to'] as const).map((end) => {
      const found = elements.named(flow[end]);
      if (found.length === 0)
        problems.push({
          where: `flows.${flow.id}.${end}`,
          message: `names nothing that the site file declares or the stack has. Name an id of the file, an element such as PR-4, or a resource.`,
        });
      return found;
    });
    for (const from of ends[0] ?? [])
      for (const to of ends[1] ?? [])
        draw({
          from,
          to,
          proof: 'site',
          origin: 'site',
          resources: [],
          name: flow.name,
          site: flow,
          ...(flow.is ? { catalogue: flow.is } : siteFlowKind(from, to)),
        });
  }
  return { flows: [...flows.values()], problems };
}

const plainNames: { readonly [proof in FlowProof]?: string } = {
  'private-endpoint': 'Private way',
  'network-rule': 'Open to named addresses',
  role: 'May use',
  reference: 'Hands over to',
};

const hubTargets = [
  'properties.routing.endpoints.eventHubs[].endpointUri',
  'properties.routing.endpoints.eventHubs[].connectionString',
  'properties.routing.endpoints.serviceBusQueues[].endpointUri',
  'properties.routing.endpoints.serviceBusQueues[].connectionString',
  'properties.routing.endpoints.serviceBusTopics[].endpointUri',
  'properties.routing.endpoints.serviceBusTopics[].connectionString',
  'properties.routing.endpoints.storageContainers[].endpointUri',
  'properties.routing.endpoints.storageContainers[].connectionString',
  'properties.routing.endpoints.cosmosDBSqlCollections[].endpointUri',
  'properties.storageEndpoints.*.connectionString',
  'properties.storageEndpoints.*.containerName',
];

const endpointTargets = [
  'privateLinkServiceConnections[].privateLinkServiceId',
  'manualPrivateLinkServiceConnections[].privateLinkServiceId',
];

/** What all properties of the hub were computed from says little, so the kind of the target must fit the route. */
function accepts(path: string, to: Drawn | Network): boolean {
  if (isNetwork(to)) return false;
  const type = (to.type ?? '').toLowerCase();
  if (path.includes('eventHubs')) return type === 'microsoft.eventhub/namespaces';
  if (path.includes('serviceBus')) return type === 'microsoft.servicebus/namespaces';
  if (path.includes('cosmos')) return type === 'microsoft.documentdb/databaseaccounts';
  return type === 'microsoft.storage/storageaccounts';
}

export const isNetwork = (one: Drawn | Network): one is Network => 'network' in one;
const isElement = (one: Drawn | Network, part: CatalogueId): boolean =>
  !isNetwork(one) && one.parts.includes(part);

/** A store that receives records is a store of records as well. */
function keepsRecords(to: Drawn | Network): void {
  if (!isNetwork(to) && to.catalogue === 'ST-3' && !to.parts.includes('ST-6')) to.parts.push('ST-6');
}

function originElements(resource: Resource, elements: Elements): readonly (Drawn | Network)[] {
  return Object.values(resource.propertyDependencies)
    .flat()
    .flatMap((urn) => elements.ofUrn.get(urn) ?? []);
}

/** The services that use an identity of their own, by the URN of the identity. */
function identityUsers(
  resources: readonly Resource[],
  elements: Elements,
): ReadonlyMap<string, readonly (Drawn | Network)[]> {
  const users = new Map<string, (Drawn | Network)[]>();
  for (const resource of resources) {
    const own = elements.ofUrn.get(resource.urn);
    if (!own) continue;
    for (const urn of resource.propertyDependencies.identity ?? []) {
      const list = users.get(urn) ?? [];
      list.push(own);
      users.set(urn, list);
    }
  }
  return users;
}

/** Who gets a role: the services behind an identity, or groups and people. */
function principals(
  resource: Resource,
  users: ReadonlyMap<string, readonly (Drawn | Network)[]>,
  elements: Elements,
): readonly (Drawn | Network)[] {
  const origins = resource.propertyDependencies.principalId ?? [];
  const services = origins.flatMap((urn) => users.get(urn) ?? elements.ofUrn.get(urn) ?? []);
  if (services.length > 0) return services;
  const kind = resource.properties.principalType;
  if (kind !== 'User' && kind !== 'Group' && kind !== 'ForeignGroup') return [];
  return [elements.reveal('XE-2', 'people', 'People with roles in the stack', resource.urn)];
}

function roleFlow(from: Drawn | Network, to: Drawn | Network): CatalogueId | undefined {
  if (isNetwork(from) || isNetwork(to)) return undefined;
  if (from.catalogue === 'XE-2') return 'FL-9';
  if (to.parts.includes('ST-5')) return 'FL-11';
  if (from.parts.includes('PR-4')) return 'FL-6';
  return to.catalogue === 'ST-3' || to.catalogue === 'ST-4' ? 'FL-7' : undefined;
}

/** The flow of the catalogue that a declared one is, where its ends tell. */
function siteFlowKind(from: Drawn, to: Drawn): { readonly catalogue?: string } {
  const toDevice = to.zone === 'TB-1';
  if (from.zone === 'TB-1' && toDevice) return { catalogue: 'FL-1' };
  if (to.catalogue === 'PR-3') return { catalogue: 'FL-2' };
  if (from.zone === 'TB-1' && to.parts.includes('PR-4')) return { catalogue: 'FL-3' };
  if (from.parts.includes('PR-4') && toDevice) return { catalogue: 'FL-4' };
  if (from.catalogue === 'PR-6' && toDevice) return { catalogue: 'FL-5' };
  if (from.catalogue === 'XE-3' || to.catalogue === 'XE-3') return { catalogue: 'FL-12' };
  if (from.catalogue === 'XE-2') return { catalogue: 'FL-9' };
  if (to.catalogue === 'XE-2') return { catalogue: 'FL-8' };
  return {};
}

/** Places where services list addresses that may reach them. */
const openings: readonly (readonly [path: string, field: string | undefined])[] = [
  ['properties.ipFilterRules', 'action'],
  ['properties.networkRuleSets.ipRules', 'action'],
  ['networkRuleSet.ipRules', undefined],
  ['properties.networkAcls.ipRules', undefined],
  ['ipRules', undefined],
  ['inboundIpRules', 'action'],
  ['publicIPAddressConfiguration', undefined],
];

/** Whether a service, or a part of it, names addresses that may reach it. */
function lets(resource: Resource): boolean {
  if (/\/(firewallrules|ipv6firewallrules)$/i.test(resource.type)) return true;
  return openings.some(([path, field]) =>
    read(resource.properties, path).some(
      (reading) =>
        reading.state === 'known' &&
        isList(reading.value) &&
        reading.value.some((rule) => allows(rule, field)),
    ),
  );
}

function allows(rule: Value, field: string | undefined): boolean {
  if (!isObject(rule)) return false;
  const action = field === undefined ? undefined : (rule[field] ?? rule.action);
  return typeof action !== 'string' || /^(accept|allow)$/i.test(action);
}
