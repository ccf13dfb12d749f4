import { writeFileSync } from 'node:fs';

/** A part of an ARM template. */
type Json = { readonly [key: string]: unknown };

const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/plants';
const id = (type: string, name: string) => `${group}/providers/${type}/${name}`;
const tags = { owner: 'plant-operations', site: 'seven', environment: 'prod' };

/**
 * The resources of one line of a plant, twenty in number: its hub, archive, vault and event stream with what belongs to each.
 * Where `wrong`, half of them break a rule or several.
 */
function line(index: number, wrong: boolean): readonly Json[] {
  const hub = `hub${index}`;
  const archive = `archive${index}`;
  const vault = `vault${index}`;
  const hubs = id('Microsoft.Devices/IotHubs', hub);
  const accounts = id('Microsoft.Storage/storageAccounts', archive);
  const vaults = id('Microsoft.KeyVault/vaults', vault);
  return [
    {
      type: 'Microsoft.Devices/IotHubs',
      apiVersion: '2023-06-30',
      name: hub,
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
    },
    ...['iotHub'].map((groupId) => endpoint(`${hub}-${groupId}`, hubs, groupId)),
    logs(hubs, `${hub}-logs`),
    ...network(index, wrong),
    {
      type: 'Microsoft.KeyVault/vaults',
      apiVersion: '2024-11-01',
      name: vault,
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
    },
    endpoint(`${vault}-endpoint`, vaults, 'vault'),
    logs(vaults, `${vault}-logs`),
    lock(vaults, `${vault}-lock`),
    lock(accounts, `${archive}-lock`),
    lock(hubs, `${hub}-lock`),
  ];
}

const endpoint = (name: string, target: string, groupId: string): Json => ({
  type: 'Microsoft.Network/privateEndpoints',
  apiVersion: '2024-05-01',
  name,
  location: 'westeurope',
  tags,
  properties: {
    subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/plant/subnets/endpoints` },
    privateLinkServiceConnections: [
      { name, properties: { privateLinkServiceId: target, groupIds: [groupId] } },
    ],
  },
});

const logs = (scope: string, name: string): Json => ({
  type: 'Microsoft.Insights/diagnosticSettings',
  apiVersion: '2021-05-01-preview',
  scope,
  name,
  properties: {
    workspaceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/plant`,
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
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

function network(index: number, wrong: boolean): readonly Json[] {
  const rule = (port: string, priority: number): Json => ({
    name: `from-gateways-${port}`,
    properties: {
      access: 'Allow',
      direction: 'Inbound',
      protocol: 'Tcp',
      priority,
      sourceAddressPrefix: wrong ? '*' : '10.20.0.0/24',
      sourcePortRange: '*',
      destinationAddressPrefix: '10.20.1.0/24',
      destinationPortRange: wrong ? '22' : port,
    },
  });
  return [0, 1, 2, 3, 4, 5, 6, 7].map((zone) => ({
    type: 'Microsoft.Network/networkSecurityGroups',
    apiVersion: '2024-05-01',
    name: `zone-${index}-${zone}`,
    location: 'westeurope',
    tags,
    properties: { securityRules: [rule('8883', 200), rule('443', 210)] },
  }));
}

/** Writes an ARM template of that many resources, of which half are wrong or hardly any. */
export function writeTemplate(file: string, resources: number, wrong: boolean): void {
  const list: Json[] = [];
  for (let index = 0; list.length < resources; index++) list.push(...line(index, wrong && index % 2 === 0));
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: list.slice(0, resources),
  };
  writeFileSync(file, JSON.stringify(template, undefined, 2));
}
