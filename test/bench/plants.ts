import { writeFileSync } from 'node:fs';

/** A part of an ARM template. */
type Json = { readonly [key: string]: unknown };

const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/plants';
const id = (type: string, name: string) => `${group}/providers/${type}/${name}`;
const tags = { owner: 'plant-operations', site: 'seven', environment: 'prod' };

/** The private DNS zones by the group id of the endpoint. */
const zones: Readonly<Record<string, readonly string[]>> = {
  iotHub: ['privatelink.azure-devices.net', 'privatelink.servicebus.windows.net'],
  iotDps: ['privatelink.azure-devices-provisioning.net'],
  namespace: ['privatelink.servicebus.windows.net'],
  vault: ['privatelink.vaultcore.azure.net'],
};

/**
 * The resources of one line of a plant, 27 in number: its hub, provisioning service, event stream, vault and networks with
 * what belongs to each. Where `wrong`, about half of them break a rule or several.
 */
function line(index: number, wrong: boolean): readonly Json[] {
  const names = { hub: `hub${index}`, dps: `dps${index}`, stream: `stream${index}`, vault: `vault${index}` };
  const hubs = id('Microsoft.Devices/IotHubs', names.hub);
  const services = id('Microsoft.Devices/provisioningServices', names.dps);
  const streams = id('Microsoft.EventHub/namespaces', names.stream);
  const vaults = id('Microsoft.KeyVault/vaults', names.vault);
  return [
    hub(names.hub, `archive${index}`, wrong),
    ...entrance(names.hub, hubs, 'iotHub'),
    logs(hubs, `${names.hub}-logs`, wrong),
    lock(hubs, `${names.hub}-lock`),
    watch(names.hub, hubs),
    provisioning(names.dps, hubs, wrong),
    ...entrance(names.dps, services, 'iotDps'),
    logs(services, `${names.dps}-logs`, wrong),
    lock(services, `${names.dps}-lock`),
    stream(names.stream, wrong),
    ...entrance(names.stream, streams, 'namespace'),
    logs(streams, `${names.stream}-logs`, wrong),
    lock(streams, `${names.stream}-lock`),
    vault(names.vault, wrong),
    ...entrance(names.vault, vaults, 'vault'),
    logs(vaults, `${names.vault}-logs`, wrong),
    lock(vaults, `${names.vault}-lock`),
    ...[0, 1, 2].flatMap((zone) => network(`zone-${index}-${zone}`, wrong)),
  ];
}

const hub = (name: string, archive: string, wrong: boolean): Json => ({
  type: 'Microsoft.Devices/IotHubs',
  apiVersion: '2023-06-30',
  name,
  location: 'westeurope',
  tags,
  sku: { name: 'S1', capacity: 2 },
  identity: { type: 'SystemAssigned' },
  properties: {
    minTlsVersion: wrong ? '1.0' : '1.2',
    publicNetworkAccess: wrong ? 'Enabled' : 'Disabled',
    disableLocalAuth: true,
    disableDeviceSAS: true,
    disableModuleSAS: true,
    restrictOutboundNetworkAccess: true,
    allowedFqdnList: [`${archive}.blob.core.windows.net`],
    networkRuleSets: { defaultAction: 'Deny', applyToBuiltInEventHubEndpoint: true, ipRules: [] },
    routing: {
      endpoints: {
        storageContainers: [
          {
            name: 'archive',
            authenticationType: wrong ? 'keyBased' : 'identityBased',
            endpointUri: `https://${archive}.blob.core.windows.net`,
            containerName: 'raw',
          },
        ],
      },
      routes: [{ name: 'all', source: 'DeviceMessages', endpointNames: ['archive'], isEnabled: true }],
      fallbackRoute: {
        name: '$fallback',
        source: 'DeviceMessages',
        endpointNames: ['events'],
        isEnabled: true,
      },
    },
  },
});

const provisioning = (name: string, hubId: string, wrong: boolean): Json => ({
  type: 'Microsoft.Devices/provisioningServices',
  apiVersion: '2025-02-01-preview',
  name,
  location: 'westeurope',
  tags,
  sku: { name: 'S1', capacity: 1 },
  identity: { type: 'SystemAssigned' },
  properties: {
    publicNetworkAccess: wrong ? 'Enabled' : 'Disabled',
    disableLocalAuth: !wrong,
    allocationPolicy: 'Hashed',
    iotHubs: [
      { name: hubId.split('/').at(-1), location: 'westeurope', authenticationType: 'SystemAssigned' },
    ],
  },
});

const stream = (name: string, wrong: boolean): Json => ({
  type: 'Microsoft.EventHub/namespaces',
  apiVersion: '2024-01-01',
  name,
  location: 'westeurope',
  tags,
  sku: { name: 'Premium', capacity: 1 },
  identity: { type: 'SystemAssigned' },
  properties: {
    minimumTlsVersion: wrong ? '1.0' : '1.2',
    publicNetworkAccess: wrong ? 'Enabled' : 'Disabled',
    disableLocalAuth: !wrong,
    zoneRedundant: true,
    encryption: {
      keySource: 'Microsoft.KeyVault',
      requireInfrastructureEncryption: true,
      keyVaultProperties: [{ keyName: 'stream', keyVaultUri: 'https://plant.vault.azure.net' }],
    },
  },
});

const vault = (name: string, wrong: boolean): Json => ({
  type: 'Microsoft.KeyVault/vaults',
  apiVersion: '2024-11-01',
  name,
  location: 'westeurope',
  tags,
  properties: {
    tenantId: '00000000-0000-0000-0000-000000000002',
    sku: { family: 'A', name: 'premium' },
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    enablePurgeProtection: wrong ? undefined : true,
    publicNetworkAccess: wrong ? 'Enabled' : 'Disabled',
    networkAcls: { defaultAction: wrong ? 'Allow' : 'Deny', bypass: 'None' },
  },
});

/** A private endpoint and the zones that lead to it. */
const entrance = (name: string, target: string, groupId: string): readonly Json[] => [
  {
    type: 'Microsoft.Network/privateEndpoints',
    apiVersion: '2024-05-01',
    name: `${name}-endpoint`,
    location: 'westeurope',
    tags,
    properties: {
      subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/plant/subnets/endpoints` },
      privateLinkServiceConnections: [
        { name, properties: { privateLinkServiceId: target, groupIds: [groupId] } },
      ],
    },
  },
  {
    type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
    apiVersion: '2024-05-01',
    name: `${name}-endpoint/default`,
    properties: {
      privateDnsZoneConfigs: (zones[groupId] ?? []).map((zone) => ({
        name: zone,
        properties: { privateDnsZoneId: id('Microsoft.Network/privateDnsZones', zone) },
      })),
    },
  },
];

const logs = (scope: string, name: string, wrong: boolean): Json => ({
  type: 'Microsoft.Insights/diagnosticSettings',
  apiVersion: '2021-05-01-preview',
  scope,
  name,
  properties: {
    workspaceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/plant`,
    logs: [{ categoryGroup: 'allLogs', enabled: !wrong }],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  },
});

const lock = (scope: string, name: string): Json => ({
  type: 'Microsoft.Authorization/locks',
  apiVersion: '2020-05-01',
  scope,
  name,
  properties: { level: 'CanNotDelete', notes: 'Holds what the plant cannot do without.' },
});

/** Microsoft Defender for IoT on a hub. */
const watch = (name: string, hubId: string): Json => ({
  type: 'Microsoft.Security/iotSecuritySolutions',
  apiVersion: '2019-08-01',
  name,
  location: 'westeurope',
  tags,
  properties: {
    displayName: name,
    status: 'Enabled',
    iotHubs: [hubId],
    workspace: `${group}/providers/Microsoft.OperationalInsights/workspaces/plant`,
    export: ['RawEvents'],
    unmaskedIpLoggingStatus: 'Disabled',
  },
});

/** The security group of a zone and where its logs go. */
function network(name: string, wrong: boolean): readonly Json[] {
  const rule = (ruleName: string, properties: Json): Json => ({
    name: ruleName,
    properties: { sourcePortRange: '*', ...properties },
  });
  const admit = (port: string, priority: number) =>
    rule(`from-gateways-${port}`, {
      access: 'Allow',
      direction: 'Inbound',
      protocol: 'Tcp',
      priority,
      sourceAddressPrefix: wrong ? '*' : '10.20.0.0/24',
      destinationAddressPrefix: '10.20.1.0/24',
      destinationPortRange: wrong ? '22' : port,
    });
  const closed = rule('no-administration', {
    access: 'Deny',
    direction: 'Outbound',
    protocol: '*',
    priority: 4000,
    sourceAddressPrefix: '*',
    destinationAddressPrefix: 'VirtualNetwork',
    destinationPortRanges: ['22', '3389', '5985'],
  });
  return [
    {
      type: 'Microsoft.Network/networkSecurityGroups',
      apiVersion: '2024-05-01',
      name,
      location: 'westeurope',
      tags,
      properties: { securityRules: [admit('8883', 200), admit('443', 210), closed] },
    },
    logs(id('Microsoft.Network/networkSecurityGroups', name), `${name}-logs`, wrong),
  ];
}

/** That many resources of plants, of which half are wrong or hardly any. */
export function plants(resources: number, wrong: boolean): readonly Json[] {
  const list: Json[] = [];
  for (let index = 0; list.length < resources; index++) list.push(...line(index, wrong));
  return list.slice(0, resources);
}

/** Writes an ARM template of that many resources, of which half are wrong or hardly any. */
export function writeTemplate(file: string, resources: number, wrong: boolean): void {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: plants(resources, wrong),
  };
  writeFileSync(file, JSON.stringify(template, undefined, 2));
}
