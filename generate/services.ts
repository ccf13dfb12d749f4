import { at, items, type Planned, type Stack, typeOf } from './stack';

/** What is known of a service beside its settings. */
interface Service {
  /** What to call it. */
  readonly label: string;
  /** How clients talk to it. */
  readonly protocol: string;
  readonly port: string;
  /** Where its TLS floor is set; a text where the service has a fixed one. */
  readonly tls: { readonly path: string } | string;
}

const fixed = '1.2, fixed by the service';
const https = { protocol: 'HTTPS', port: '443' };

// Ports and protocols: learn.microsoft.com, the page "TLS" or "protocols" of each service.
const services: { readonly [type: string]: Service } = {
  'iothub:IotHubResource': {
    label: 'IoT hub',
    protocol: 'AMQP or HTTPS',
    port: '5671, 443',
    tls: { path: 'properties.minTlsVersion' },
  },
  'resources:Resource provisioningServices': {
    label: 'provisioning service',
    protocol: 'AMQP or HTTPS',
    port: '5671, 443',
    tls: fixed,
  },
  'storage:StorageAccount': { label: 'storage account', ...https, tls: { path: 'minimumTlsVersion' } },
  'cosmosdb:DatabaseAccount': { label: 'Cosmos DB account', ...https, tls: { path: 'minimalTlsVersion' } },
  'keyvault:Vault': { label: 'key vault', ...https, tls: fixed },
  'keyvault:ManagedHsm': { label: 'Managed HSM', ...https, tls: fixed },
  'operationalinsights:Workspace': { label: 'log workspace', ...https, tls: fixed },
  'eventhub:Namespace': {
    label: 'Event Hubs namespace',
    protocol: 'AMQP or HTTPS',
    port: '5671, 443',
    tls: { path: 'minimumTlsVersion' },
  },
  'dbforpostgresql:Server': {
    label: 'PostgreSQL server',
    protocol: 'PostgreSQL',
    port: '5432',
    tls: '1.2, by ssl_min_protocol_version',
  },
  'sql:Server': { label: 'SQL server', protocol: 'TDS', port: '1433', tls: { path: 'minimalTlsVersion' } },
  'kusto:Cluster': { label: 'Data Explorer cluster', ...https, tls: fixed },
  'containerregistry:Registry': { label: 'container registry', ...https, tls: fixed },
  'web:WebApp': { label: 'Functions app', ...https, tls: { path: 'siteConfig.minTlsVersion' } },
  'deviceupdate:Account': { label: 'Device Update account', ...https, tls: fixed },
  'azuresphere:Catalog': { label: 'Azure Sphere catalogue', ...https, tls: fixed },
  'dataprotection:BackupVault': { label: 'backup vault', ...https, tls: fixed },
  'eventgrid:SystemTopic': { label: 'event topic', ...https, tls: fixed },
  'resources:ResourceGroup': { label: 'resource group', ...https, tls: fixed },
};

/** Parts of services, with the property that names what they are a part of. */
const parts: { readonly [type: string]: { readonly label: string; readonly owner: string } } = {
  'storage:BlobContainer': { label: 'container', owner: 'accountName' },
  'keyvault:Key': { label: 'key', owner: 'vaultName' },
  'resources:Resource keys': { label: 'key', owner: 'parentResourcePath' },
  'eventhub:EventHub': { label: 'event hub', owner: 'namespaceName' },
  'cosmosdb:SqlResourceSqlDatabase': { label: 'database', owner: 'accountName' },
  'cosmosdb:SqlResourceSqlContainer': { label: 'container', owner: 'accountName' },
  'kusto:ReadWriteDatabase': { label: 'database', owner: 'clusterName' },
  'dbforpostgresql:Database': { label: 'database', owner: 'serverName' },
  'sql:Database': { label: 'database', owner: 'serverName' },
  'storage:BlobServiceProperties': { label: 'blobs', owner: 'accountName' },
  'storage:QueueServiceProperties': { label: 'queues', owner: 'accountName' },
  'storage:TableServiceProperties': { label: 'tables', owner: 'accountName' },
  'storage:FileServiceProperties': { label: 'files', owner: 'accountName' },
  'network:NetworkSecurityGroup': { label: 'security group', owner: '' },
  'network:VirtualNetwork': { label: 'virtual network', owner: '' },
  'network:FlowLog': { label: 'flow log', owner: '' },
};

/** The service that a resource is, or is a part of. */
export function serviceOf(stack: Stack, resource: Planned): Planned {
  const part = parts[typeOf(resource)];
  const owner = part && stack.named(resource, part.owner);
  return owner ? serviceOf(stack, owner) : resource;
}

/** What to call a resource. */
export function labelOf(resource: Planned): string {
  const type = typeOf(resource);
  const label = services[type]?.label ?? parts[type]?.label ?? type.replace(/^.*[: ]/, '');
  return `${label} \`${resource.name}\``;
}

/** What to call a resource, with the service that it is a part of. */
export function placeOf(stack: Stack, resource: Planned): string {
  const owner = serviceOf(stack, resource);
  return owner === resource ? labelOf(resource) : `${labelOf(resource)} in ${labelOf(owner)}`;
}

/** Protocol, port and TLS floor of a link to a resource. */
export function linkTo(
  stack: Stack,
  resource: Planned,
): readonly [protocol: string, port: string, tls: string] {
  const owner = serviceOf(stack, resource);
  const service = services[typeOf(owner)];
  if (!service)
    throw new Error(`generate/services.ts does not say how to reach ${typeOf(owner)} (${owner.name}).`);
  const { tls } = service;
  const floor = typeof tls === 'string' ? tls : version(at(owner, tls.path));
  return [service.protocol, service.port, floor];
}

/** `TLS1_2`, `Tls12` and `1.2` alike. */
const version = (value: unknown): string => {
  const [, major = '', minor = ''] = /(\d)[._]?(\d)$/.exec(String(value)) ?? [];
  return major === '' ? 'the default of the service' : `${major}.${minor}`;
};

const publicAccess = ['publicNetworkAccess', 'properties.publicNetworkAccess', 'network.publicNetworkAccess'];
const allowed = [
  'properties.networkRuleSets.ipRules',
  'properties.ipFilterRules',
  'networkRuleSet.ipRules',
  'ipRules',
];

/** How a network client gets to a resource. */
export function wayTo(stack: Stack, resource: Planned): string {
  const owner = serviceOf(stack, resource);
  const endpoints = stack
    .all('network:PrivateEndpoint')
    .filter((endpoint) => stack.named(endpoint, 'privateLinkServiceConnections') === owner);
  const inside = endpoints.length > 0 ? 'private endpoint' : '';
  const value = publicAccess.map((path) => at(owner, path)).find((one) => one !== undefined);
  if (value === 'Disabled') return inside || 'trusted Azure services only';
  if (value === undefined) return inside || "Azure's own network";
  const ranges = allowed.flatMap((path) => items(owner, path));
  const outside =
    ranges.length > 0
      ? `internet, ${ranges.length} allowed range${ranges.length > 1 ? 's' : ''}`
      : 'internet';
  return inside ? `${inside}; ${outside}` : outside;
}
