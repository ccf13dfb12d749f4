import type { Resource } from '../../resources/resource';
import { type Reading, read } from '../../rule/reading';
import { originsOf } from '../../rule/references';
import type { FlowProof, Problem } from '../threat-report';
import type { CatalogueId } from './catalogue';
import { type Drawn, type Elements, type End, isNetwork } from './elements';
import { targetsIn, targetsOf } from './targets';

/** A way between two ends that a resource shows. */
export interface Shown {
  readonly from: End;
  readonly to: End;
  readonly proof: FlowProof;
  readonly catalogue: CatalogueId | undefined;
}

/** What a resource can be asked, with where it stands itself. */
interface Asked {
  readonly resource: Resource;
  /** The element or network that it is or belongs to; none for one that has no place. */
  readonly own: readonly End[];
  readonly elements: Elements;
  readonly to: (path: string) => readonly End[];
  /** The services that use an identity of their own, by the URN of the identity. */
  readonly users: ReadonlyMap<string, readonly End[]>;
}

/** What the resources of a stack show by their properties, and the routes whose end is not among them. */
export function stackFlows(
  resources: readonly Resource[],
  elements: Elements,
): { readonly shown: readonly (Shown & { readonly urn: string })[]; readonly problems: readonly Problem[] } {
  const users = identityUsers(resources, elements);
  const shown = resources.flatMap((resource) => {
    const shows = showing[resource.type.toLowerCase()];
    const asked = { resource, own: elements.among([resource.urn]), elements, users };
    const ways = shows?.({ ...asked, to: (path) => targetsOf(resource, path, elements) }) ?? [];
    return ways.map((way) => ({ ...way, urn: resource.urn }));
  });
  return { shown, problems: resources.flatMap((resource) => lostRoutes(resource, elements)) };
}

/** A way from each of these to each of those. */
const ways = (
  from: readonly End[],
  to: readonly End[],
  proof: FlowProof,
  catalogue?: CatalogueId,
): readonly Shown[] => from.flatMap((one) => to.map((other) => ({ from: one, to: other, proof, catalogue })));

const eventSubscription = ({ own, to }: Asked): readonly Shown[] =>
  ways([...own, ...to('scope')], to('destination.resourceId'), 'route', 'FL-6');

/** What each type shows. */
const showing: { readonly [type: string]: (asked: Asked) => readonly Shown[] } = {
  'microsoft.devices/iothubs': ({ resource, own, elements }) =>
    endpointsOf(resource, elements).flatMap(({ targets }) => ways(own, targets, 'route', 'FL-6')),
  'microsoft.devices/provisioningservices': ({ own, to }) =>
    ways(
      own,
      ['connectionString', 'name']
        .flatMap((name) => to(`properties.iotHubs[].${name}`))
        .filter((one) => !isNetwork(one) && one.parts.includes('PR-4')),
      'reference',
    ),
  'microsoft.insights/diagnosticsettings': ({ to }) =>
    ways(
      to('resourceUri'),
      ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId'].flatMap(to),
      'diagnostics',
      'FL-10',
    ),
  'microsoft.network/privateendpoints': ({ to }) =>
    ways(
      to('subnet.id').filter(isNetwork),
      ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections']
        .flatMap((list) => to(`${list}[].privateLinkServiceId`))
        .filter((one) => !isNetwork(one)),
      'private-endpoint',
    ),
  'microsoft.authorization/roleassignments': (asked) =>
    asked
      .to('scope')
      .flatMap((to) => principals(asked).flatMap((from) => ways([from], [to], 'role', roleFlow(from, to)))),
  'microsoft.eventgrid/eventsubscriptions': eventSubscription,
  'microsoft.eventgrid/systemtopics/eventsubscriptions': eventSubscription,
  'microsoft.eventgrid/topics/eventsubscriptions': eventSubscription,
  'microsoft.eventgrid/domains/eventsubscriptions': eventSubscription,
  'microsoft.kusto/clusters/databases/dataconnections': ({ own, to }) =>
    ways(['eventHubResourceId', 'iotHubResourceId'].flatMap(to), own, 'route', 'FL-7'),
  'microsoft.streamanalytics/streamingjobs/outputs': ({ resource, own, elements }) =>
    ways(own, elements.among(allOrigins(resource)), 'route', 'FL-7'),
  'microsoft.streamanalytics/streamingjobs/inputs': ({ resource, own, elements }) =>
    ways(elements.among(allOrigins(resource)), own, 'route', 'FL-6'),
};

const allOrigins = ({ propertyDependencies }: Resource): readonly string[] =>
  Object.values(propertyDependencies).flat();

/**
 * Where a hub lists the places that it passes messages on to. What all properties of the hub were computed from says little,
 * so the type of the target must fit the list.
 */
const endpointLists = [
  ['properties.routing.endpoints.eventHubs[]', 'microsoft.eventhub/namespaces'],
  ['properties.routing.endpoints.serviceBusQueues[]', 'microsoft.servicebus/namespaces'],
  ['properties.routing.endpoints.serviceBusTopics[]', 'microsoft.servicebus/namespaces'],
  ['properties.routing.endpoints.storageContainers[]', 'microsoft.storage/storageaccounts'],
  ['properties.routing.endpoints.cosmosDBSqlCollections[]', 'microsoft.documentdb/databaseaccounts'],
  ['properties.storageEndpoints.*', 'microsoft.storage/storageaccounts'],
] as const;

interface Endpoint {
  readonly path: string;
  readonly targets: readonly End[];
}

function endpointsOf(hub: Resource, elements: Elements): readonly Endpoint[] {
  return endpointLists.flatMap(([list, type]) =>
    read(hub.properties, list)
      .filter(({ state }) => state !== 'absent')
      .map((reading) => ({
        path: reading.path,
        targets: targetsIn(addressesIn(reading), originsOf(hub, list), elements).filter(
          (one) => !isNetwork(one) && one.type?.toLowerCase() === type,
        ),
      })),
  );
}

const addressesIn = (reading: Reading): readonly Reading[] =>
  reading.state === 'known'
    ? ['endpointUri', 'connectionString', 'containerName'].flatMap((name) =>
        read({ at: reading.value }, `at.${name}`),
      )
    : [reading];

/** The routes of a hub that lead to nothing that was read: nobody shall think that there are none. */
function lostRoutes(resource: Resource, elements: Elements): readonly Problem[] {
  if (resource.type.toLowerCase() !== 'microsoft.devices/iothubs') return [];
  return endpointsOf(resource, elements)
    .filter(({ path, targets }) => targets.length === 0 && path.startsWith('properties.routing.'))
    .map(({ path }) => ({
      where: `${resource.name}: ${path}`,
      message:
        'leads to something that is not among what was read, so it is not drawn. A flow of the site file can show it.',
    }));
}

/** The services that use an identity of their own, by the URN of the identity. */
function identityUsers(
  resources: readonly Resource[],
  elements: Elements,
): ReadonlyMap<string, readonly End[]> {
  const users = new Map<string, End[]>();
  for (const resource of resources)
    for (const own of elements.among([resource.urn]))
      for (const urn of originsOf(resource, 'identity')) users.set(urn, [...(users.get(urn) ?? []), own]);
  return users;
}

/** Who gets a role: the services behind an identity, or groups and people. */
function principals({ resource, users, elements }: Asked): readonly End[] {
  const services = originsOf(resource, 'principalId').flatMap(
    (urn) => users.get(urn) ?? elements.among([urn]),
  );
  if (services.length > 0 || !/^(User|Group|ForeignGroup)$/.test(String(resource.properties.principalType)))
    return services;
  return [elements.reveal('XE-2', 'people', 'People with roles in the stack', resource.urn)];
}

function roleFlow(from: End, to: End): CatalogueId | undefined {
  if (isNetwork(from) || isNetwork(to)) return undefined;
  if (from.catalogue === 'XE-2') return 'FL-9';
  if (to.parts.includes('ST-5')) return 'FL-11';
  if (from.parts.includes('PR-4')) return 'FL-6';
  return isStoreOfData(to) ? 'FL-7' : undefined;
}

const isStoreOfData = ({ catalogue }: Drawn): boolean => catalogue === 'ST-3' || catalogue === 'ST-4';
