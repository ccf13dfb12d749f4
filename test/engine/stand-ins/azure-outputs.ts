/** What Azure adds to a resource when it is deployed: its id and the outputs that only the service can compute. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const subscription = '5ec0de00-0000-4000-8000-000000000001';
export const tenant = '7e0a4700-0000-4000-8000-000000000002';

/** How a type is addressed (`{input}` is that input, or the name in the program) and what the service computes. */
interface Service {
  readonly address: string;
  readonly outputs?: (name: string) => JsonObject;
}

const hosts = (name: string, suffix: string, kinds: readonly string[]): JsonObject =>
  Object.fromEntries(kinds.map((kind) => [kind, `https://${name}.${kind}.${suffix}/`]));

const hub: Service = {
  address: 'Microsoft.Devices/IotHubs/{resourceName}',
  outputs: (name) => ({
    properties: {
      hostName: `${name}.azure-devices.net`,
      state: 'Active',
      eventHubEndpoints: { events: { endpoint: `sb://${name}.servicebus.windows.net/`, path: name } },
    },
  }),
};
const provisioning: Service = {
  address: 'Microsoft.Devices/provisioningServices/{provisioningServiceName}',
  outputs: (name) => ({
    properties: {
      idScope: '0ne00000001',
      deviceProvisioningHostName: 'global.azure-devices-provisioning.net',
      serviceOperationsHostName: `${name}.azure-devices-provisioning.net`,
    },
  }),
};
const cosmos: Service = {
  address: 'Microsoft.DocumentDB/databaseAccounts/{accountName}',
  outputs: (name) => ({ documentEndpoint: `https://${name}.documents.azure.com:443/` }),
};

/** By module and type, whatever the package, version or generation of the SDK that names them. */
const services: { readonly [type: string]: Service } = {
  'resources:ResourceGroup': { address: '/{resourceGroupName}' },
  'iothub:IotHubResource': hub,
  'devices:IotHubResource': hub,
  'deviceprovisioningservices:IotDpsResource': provisioning,
  'devices:IotDpsResource': provisioning,
  'storage:StorageAccount': {
    address: 'Microsoft.Storage/storageAccounts/{accountName}',
    outputs: (name) => ({
      primaryEndpoints: hosts(name, 'core.windows.net', ['blob', 'dfs', 'file', 'queue', 'table', 'web']),
    }),
  },
  'storage:BlobContainer': {
    address:
      'Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}',
  },
  'cosmosdb:DatabaseAccount': cosmos,
  'documentdb:DatabaseAccount': cosmos,
  'keyvault:Vault': {
    address: 'Microsoft.KeyVault/vaults/{vaultName}',
    outputs: (name) => ({ properties: { vaultUri: `https://${name}.vault.azure.net/` } }),
  },
  'keyvault:Key': {
    address: 'Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}',
    outputs: (name) => ({
      keyUri: `https://vault.example.net/keys/${name}`,
      keyUriWithVersion: `https://vault.example.net/keys/${name}/0123456789abcdef`,
    }),
  },
  'keyvault:ManagedHsm': {
    address: 'Microsoft.KeyVault/managedHSMs/{name}',
    outputs: (name) => ({ properties: { hsmUri: `https://${name}.managedhsm.azure.net/` } }),
  },
  'eventhub:Namespace': { address: 'Microsoft.EventHub/namespaces/{namespaceName}' },
  'eventhub:EventHub': {
    address: 'Microsoft.EventHub/namespaces/{namespaceName}/eventhubs/{eventHubName}',
  },
  'containerregistry:Registry': {
    address: 'Microsoft.ContainerRegistry/registries/{registryName}',
    outputs: (name) => ({ loginServer: `${name}.azurecr.io` }),
  },
  'web:AppServicePlan': { address: 'Microsoft.Web/serverfarms/{name}' },
  'web:WebApp': {
    address: 'Microsoft.Web/sites/{name}',
    outputs: (name) => ({ defaultHostName: `${name}.azurewebsites.net` }),
  },
  'dbforpostgresql:Server': {
    address: 'Microsoft.DBforPostgreSQL/flexibleServers/{serverName}',
    outputs: (name) => ({ fullyQualifiedDomainName: `${name}.postgres.database.azure.com` }),
  },
  'sql:Server': {
    address: 'Microsoft.Sql/servers/{serverName}',
    outputs: (name) => ({ fullyQualifiedDomainName: `${name}.database.windows.net` }),
  },
  'sql:Database': { address: 'Microsoft.Sql/servers/{serverName}/databases/{databaseName}' },
  'kusto:Cluster': {
    address: 'Microsoft.Kusto/clusters/{clusterName}',
    outputs: (name) => ({ uri: `https://${name}.westeurope.kusto.windows.net` }),
  },
  'deviceupdate:Account': { address: 'Microsoft.DeviceUpdate/accounts/{accountName}' },
  'managedidentity:UserAssignedIdentity': {
    address: 'Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}',
    outputs: () => ({
      clientId: '11111111-0000-4000-8000-000000000003',
      principalId: '22222222-0000-4000-8000-000000000004',
      tenantId: tenant,
    }),
  },
  'operationalinsights:Workspace': {
    address: 'Microsoft.OperationalInsights/workspaces/{workspaceName}',
    outputs: () => ({ customerId: '33333333-0000-4000-8000-000000000005' }),
  },
  'network:VirtualNetwork': { address: 'Microsoft.Network/virtualNetworks/{virtualNetworkName}' },
  'network:Subnet': {
    address: 'Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}',
  },
  'network:NetworkSecurityGroup': {
    address: 'Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}',
  },
  'network:PrivateEndpoint': { address: 'Microsoft.Network/privateEndpoints/{privateEndpointName}' },
  'privatedns:PrivateZone': { address: 'Microsoft.Network/privateDnsZones/{privateZoneName}' },
  // The classic provider, which names things its own way.
  'storage/account:Account': {
    address: 'Microsoft.Storage/storageAccounts/{name}',
    outputs: (name) => ({
      primaryBlobEndpoint: `https://${name}.blob.core.windows.net/`,
      primaryConnectionString: 'a connection string of the stand-in',
    }),
  },
};

/** The id that Azure would give the resource. */
export function azureId(token: string, urnName: string, inputs: JsonObject): string {
  const group = typeof inputs.resourceGroupName === 'string' ? inputs.resourceGroupName : urnName;
  const address = service(token)?.address ?? `${token.replaceAll(':', '/')}/${urnName}`;
  const path = address.replace(/\{(\w+)\}/g, (_, input: string) => {
    const given = inputs[input];
    return typeof given === 'string' ? given : urnName;
  });
  const scope = `/subscriptions/${subscription}/resourceGroups/${path.startsWith('/') ? '' : group}`;
  return path.startsWith('/') ? `${scope}${path.slice(1)}` : `${scope}/providers/${path}`;
}

/** The inputs with everything the service computes. `value` turns each computed text into what is to be answered. */
export function withOutputs(
  token: string,
  id: string,
  inputs: JsonObject,
  value: (text: string) => string,
): JsonObject {
  const name = id.split('/').at(-1) ?? '';
  const identity = isObject(inputs.identity) && /SystemAssigned/.test(String(inputs.identity.type));
  const computed: JsonObject = {
    ...service(token)?.outputs?.(name),
    ...(identity
      ? { identity: { principalId: '44444444-0000-4000-8000-000000000006', tenantId: tenant } }
      : {}),
  };
  const own = inputs.name === undefined ? { name: value(name) } : {};
  return merge({ ...own, ...inputs }, computed, value);
}

function service(token: string): Service | undefined {
  const [pack, module = '', type = ''] = token.split(':');
  return services[`${pack === 'azure' ? module : module.split('/')[0]}:${type}`];
}

function merge(inputs: JsonObject, computed: JsonObject, value: (text: string) => string): JsonObject {
  const result = { ...inputs };
  for (const [key, item] of Object.entries(computed)) {
    const given = result[key];
    if (isObject(item)) result[key] = merge(isObject(given) ? given : {}, item, value);
    else if (typeof item === 'string') result[key] ??= value(item);
  }
  return result;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
