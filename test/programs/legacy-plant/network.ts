import * as network from '@pulumi/azure-native/network';
import type * as pulumi from '@pulumi/pulumi';
import { tags } from './settings';

/** Everything inbound that somebody needed once. */
export function plantNetwork(resourceGroupName: pulumi.Input<string>) {
  const nsg = new network.NetworkSecurityGroup('plant-nsg', {
    resourceGroupName,
    tags,
    securityRules: [
      {
        name: 'office',
        priority: 100,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: '10.20.0.0/16',
        sourcePortRange: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '*',
      },
      {
        name: 'jump-host',
        priority: 110,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        sourcePortRange: '*',
        destinationAddressPrefix: '10.30.1.4',
        destinationPortRange: '22',
      },
      {
        name: 'contractor-desktop',
        priority: 120,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: '0.0.0.0/0',
        sourcePortRange: '*',
        destinationAddressPrefix: '10.30.1.0/24',
        destinationPortRange: '3380-3390',
      },
      {
        name: 'compressor-supplier',
        priority: 130,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: 'Internet',
        sourcePortRange: '*',
        destinationAddressPrefix: '10.30.2.0/24',
        destinationPortRanges: ['102', '502'],
      },
    ],
  });

  // TODO: remove after the commissioning of line 4
  new network.SecurityRule('commissioning', {
    resourceGroupName,
    networkSecurityGroupName: nsg.name,
    priority: 200,
    direction: 'Inbound',
    access: 'Allow',
    protocol: '*',
    sourceAddressPrefix: '0.0.0.0/0',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
  });

  const vnet = new network.VirtualNetwork('plant-vnet', {
    resourceGroupName,
    tags,
    addressSpace: { addressPrefixes: ['10.30.0.0/16'] },
  });
  const subnet = new network.Subnet('gateways', {
    resourceGroupName,
    virtualNetworkName: vnet.name,
    addressPrefix: '10.30.1.0/24',
    networkSecurityGroup: { id: nsg.id },
  });
  return { subnet };
}
