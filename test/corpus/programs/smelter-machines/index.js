const compute = require('@pulumi/azure-native/compute');
const network = require('@pulumi/azure-native/network');
const pulumi = require('@pulumi/pulumi');

const config = new pulumi.Config();
const resourceGroupName = 'smelter';
const base64 = (text) => Buffer.from(text).toString('base64');
const image = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };

const furnaceGroup = new network.NetworkSecurityGroup('furnace-nsg', {
  resourceGroupName,
  securityRules: [
    {
      name: 'remote-help',
      priority: 100,
      direction: 'Inbound',
      access: 'Allow',
      protocol: '*',
      sourceAddressPrefix: 'Internet',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '3389',
    },
    {
      name: 'updates',
      priority: 100,
      direction: 'Outbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '0.0.0.0/0',
      destinationPortRange: '443',
    },
  ],
});
const plant = new network.VirtualNetwork('smelter-net', {
  resourceGroupName,
  addressSpace: { addressPrefixes: ['10.30.0.0/16'] },
  encryption: { enabled: true, enforcement: 'AllowUnencrypted' },
  subnets: [
    {
      name: 'furnace',
      addressPrefix: '10.30.1.0/24',
      networkSecurityGroup: { id: furnaceGroup.id },
      defaultOutboundAccess: false,
      privateEndpointNetworkPolicies: 'Enabled',
    },
    { name: 'GatewaySubnet', addressPrefix: '10.30.0.0/27' },
    { name: 'yard', addressPrefix: '10.30.2.0/24', serviceEndpoints: [{ service: 'Microsoft.Storage' }] },
  ],
});

const address = new network.PublicIPAddress('help-ip', { resourceGroupName, sku: { name: 'Standard' } });
const nic = new network.NetworkInterface('furnace-nic', {
  resourceGroupName,
  enableIPForwarding: true,
  ipConfigurations: [
    {
      name: 'main',
      subnet: { id: plant.subnets.apply((all) => all[0].id) },
      publicIPAddress: { id: address.id },
    },
  ],
});
new compute.VirtualMachine('furnace-gateway', {
  resourceGroupName,
  hardwareProfile: { vmSize: 'Standard_B2s' },
  osProfile: {
    computerName: 'furnace',
    adminUsername: 'furnace',
    adminPassword: config.requireSecret('adminPassword'),
    customData: base64('#!/bin/sh\nexport HISTORIAN_PASSWORD=Schmelze-2024\nexec /opt/gateway\n'),
  },
  storageProfile: { imageReference: image, osDisk: { createOption: 'FromImage' } },
  networkProfile: { networkInterfaces: [{ id: nic.id }] },
});

const keys = new compute.DiskEncryptionSet('keys', {
  resourceGroupName,
  identity: { type: 'SystemAssigned' },
  encryptionType: 'EncryptionAtRestWithPlatformAndCustomerKeys',
  activeKey: { keyUrl: 'https://smelter.vault.azure.net/keys/disks/0123456789abcdef0123456789abcdef' },
});
new compute.VirtualMachine('casting-gateway', {
  resourceGroupName,
  hardwareProfile: { vmSize: 'Standard_D2s_v5' },
  identity: { type: 'SystemAssigned' },
  securityProfile: {
    encryptionAtHost: true,
    securityType: 'TrustedLaunch',
    uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
  },
  osProfile: {
    computerName: 'casting',
    adminUsername: 'casting',
    customData: base64('#!/bin/sh\nexec /opt/gateway --identity\n'),
    linuxConfiguration: { disablePasswordAuthentication: true },
  },
  storageProfile: {
    imageReference: image,
    osDisk: { createOption: 'FromImage', managedDisk: { diskEncryptionSet: { id: keys.id } } },
  },
});
new compute.Disk('casting-data', {
  resourceGroupName,
  creationData: { createOption: 'Empty' },
  diskSizeGB: 64,
  encryption: { type: 'EncryptionAtRestWithPlatformAndCustomerKeys', diskEncryptionSetId: keys.id },
  publicNetworkAccess: 'Disabled',
  networkAccessPolicy: 'DenyAll',
  dataAccessAuthMode: 'AzureActiveDirectory',
});
new compute.Disk('furnace-data', {
  resourceGroupName,
  creationData: { createOption: 'Empty' },
  diskSizeGB: 64,
  networkAccessPolicy: 'AllowAll',
});
