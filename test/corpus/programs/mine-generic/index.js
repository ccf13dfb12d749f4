const network = require('@pulumi/azure-native/network');
const resources = require('@pulumi/azure-native/resources');

const group = new resources.ResourceGroup('mine');

/** Everything in one way, as in the templates we come from. */
function arm(name, namespace, type, apiVersion, body, { inside = '', ...opts } = {}) {
  return new resources.Resource(
    name,
    {
      resourceGroupName: group.name,
      resourceProviderNamespace: namespace,
      parentResourcePath: inside,
      resourceType: type,
      resourceName: body.name ?? name,
      apiVersion,
      location: 'swedencentral',
      kind: body.kind,
      sku: body.sku,
      identity: body.identity,
      properties: body.properties,
    },
    opts,
  );
}

const history = arm('minehistory', 'Microsoft.Kusto', 'clusters', '2023-08-15', {
  sku: { name: 'Dev(No SLA)_Standard_E2a_v4', tier: 'Basic', capacity: 1 },
  properties: {
    enableDiskEncryption: true,
    publicNetworkAccess: 'Enabled',
    allowedIpRangeList: ['198.51.100.0/24', '0.0.0.0/0'],
    trustedExternalTenants: [{ value: '*' }],
    enablePurge: true,
  },
});
arm(
  'from-hub',
  'Microsoft.Kusto',
  'dataConnections',
  '2023-08-15',
  {
    kind: 'IotHub',
    properties: {
      iotHubResourceId:
        '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/mine/providers/Microsoft.Devices/IotHubs/mine',
      consumerGroup: 'history',
      sharedAccessPolicyName: 'iothubowner',
    },
  },
  { inside: 'clusters/minehistory/databases/telemetry', dependsOn: [history] },
);

const twins = arm('minetwins', 'Microsoft.DigitalTwins', 'digitalTwinsInstances', '2023-01-31', {
  identity: { type: 'SystemAssigned' },
  properties: { publicNetworkAccess: 'Disabled' },
});
new network.PrivateEndpoint('twins-endpoint', {
  resourceGroupName: group.name,
  subnet: {
    id: '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/mine/subnets/endpoints',
  },
  privateLinkServiceConnections: [{ name: 'twins', privateLinkServiceId: twins.id, groupIds: ['API'] }],
});

// The version is the one of the template, from 2018; the type in its spelling as well.
arm('minelogs', 'microsoft.storage', 'storageaccounts', '2018-11-01', {
  kind: 'StorageV2',
  sku: { name: 'Standard_RAGRS' },
  properties: {
    encryption: { keySource: 'Microsoft.Storage', services: { blob: { enabled: true } } },
    networkAcls: { bypass: 'Logging,Metrics', defaultAction: 'Deny' },
  },
});

// The map of the pit. No rule looks at maps.
arm('minemap', 'Microsoft.Maps', 'accounts', '2023-06-01', { sku: { name: 'G2' }, properties: {} });
