import * as iothub from '@pulumi/azure-native/iothub';
import * as network from '@pulumi/azure-native/network';
import * as pulumi from '@pulumi/pulumi';
import * as devices from './sdks/azure-native-v2/devices';
import { historianConnection, plantCode, storageConnection, tags } from './settings';

export function plantHub(resourceGroupName: pulumi.Input<string>) {
  return new iothub.IotHubResource('plant-hub', {
    resourceGroupName,
    tags,
    sku: { name: iothub.IotHubSku.S1, capacity: 1 },
    identity: { type: 'SystemAssigned' },
    properties: {
      publicNetworkAccess: 'Enabled',
      networkRuleSets: {
        applyToBuiltInEventHubEndpoint: false,
        ipRules: [{ filterName: 'loggers', ipMask: '0.0.0.0/0' }],
      },
      storageEndpoints: {
        $default: { connectionString: storageConnection, containerName: 'raw' },
      },
      routing: {
        endpoints: {
          eventHubs: [{ name: 'historian', connectionString: historianConnection }],
          storageContainers: [
            {
              name: 'raw',
              authenticationType: 'keyBased',
              connectionString: storageConnection,
              containerName: 'raw',
            },
          ],
        },
        routes: [
          { name: 'all', source: 'DeviceMessages', endpointNames: ['historian'], isEnabled: true },
          { name: 'raw', source: 'DeviceMessages', endpointNames: ['raw'], isEnabled: true },
        ],
      },
    },
  });
}

/** The depot at the harbour, set up by the integrator. */
export function depotHub(resourceGroupName: pulumi.Input<string>, subnetId: pulumi.Input<string>) {
  const hub = new devices.IotHubResource('depot-hub', {
    resourceGroupName,
    tags,
    sku: { name: 'S1', capacity: 1 },
    properties: { minTlsVersion: '1.2', publicNetworkAccess: 'Disabled', disableLocalAuth: true },
  });
  new network.PrivateEndpoint('depot-hub-link', {
    resourceGroupName,
    tags,
    subnet: { id: subnetId },
    privateLinkServiceConnections: [{ name: 'hub', privateLinkServiceId: hub.id, groupIds: ['iotHub'] }],
  });
  return hub;
}

/** The connection string of the hub's owner, for everything that still needs one. */
export function ownerConnection(resourceGroupName: pulumi.Input<string>, hub: iothub.IotHubResource) {
  const keys = iothub.listIotHubResourceKeysForKeyNameOutput({
    resourceGroupName,
    resourceName: hub.name,
    keyName: 'iothubowner',
  });
  const host = hub.properties.apply((properties) => properties.hostName ?? `${plantCode}.azure-devices.net`);
  const key = keys.apply((answer) => answer.primaryKey ?? '');
  return pulumi.secret(
    pulumi.interpolate`HostName=${host};SharedAccessKeyName=iothubowner;SharedAccessKey=${key}`,
  );
}
