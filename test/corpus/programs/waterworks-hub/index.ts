import * as iothub from '@pulumi/azure-native/iothub';
import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import { ClosedHub } from './closed-hub';

const config = new pulumi.Config();
const group = new resources.ResourceGroup('water');

const meters = new ClosedHub('meters', {
  resourceGroupName: group.name,
  subnetId: config.require('subnetId'),
  workspaceId: config.require('workspaceId'),
});

// For the trial with the new pressure sensors, which come in over the mobile network. Goes away in spring.
const pilot = new iothub.IotHubResource('pressure-pilot', {
  resourceGroupName: group.name,
  sku: { name: iothub.IotHubSku.F1, capacity: 1 },
  properties: {
    minTlsVersion: '1.2',
    publicNetworkAccess: iothub.PublicNetworkAccess.Enabled,
    disableLocalAuth: true,
    disableDeviceSAS: true,
    networkRuleSets: {
      applyToBuiltInEventHubEndpoint: false,
      ipRules: [{ filterName: 'mobile', ipMask: '203.0.113.0/24' }],
    },
  },
});

export const hubs = { meters: meters.name, pilot: pilot.name };
