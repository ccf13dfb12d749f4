import type { JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';

/** A hub as a plant would have it, with enough in it that every rule has something to read. */
export function hub(index: number): { [key: string]: JavaScriptValue } {
  return {
    resourceGroupName: 'plant',
    resourceName: `hub${index}`,
    location: 'westeurope',
    sku: { name: 'S1', capacity: 1 },
    identity: { type: 'SystemAssigned' },
    properties: {
      minTlsVersion: '1.2',
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      disableDeviceSAS: true,
      disableModuleSAS: true,
      networkRuleSets: {
        defaultAction: 'Deny',
        applyToBuiltInEventHubEndpoint: true,
        ipRules: [{ filterName: 'plant', action: 'Allow', ipMask: '203.0.113.0/24' }],
      },
      routing: {
        endpoints: {
          storageContainers: [
            {
              name: 'archive',
              authenticationType: 'identityBased',
              endpointUri: 'https://archive.blob.core.windows.net',
              containerName: 'raw',
            },
          ],
        },
        routes: [{ name: 'all', source: 'DeviceMessages', endpointNames: ['archive'], isEnabled: true }],
      },
    },
  };
}
