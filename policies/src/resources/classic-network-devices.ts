import type { TypeShape } from './classic';
import { nameAfter } from './classic-fields';
import { type Field, nameInId, opposite, same } from './shapes';
import * as t from './types';

// Names: sdk/nodejs/network and compute (bastion host) of @pulumi/azure 6.40, and v5 where `or` names one. Defaults: its
// descriptions ("Defaults to …").

/** The address and the subnet of one configuration of a device. */
const addressed: readonly Field[] = [
  ...same('name'),
  { to: 'publicIPAddress.id', from: 'publicIpAddressId' },
  { to: 'subnet.id', from: 'subnetId' },
];

const named = (property: string): readonly Field[] => [
  { to: property, from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
];

const card: readonly Field[] = [
  ...named('networkInterfaceName'),
  // `ip_forwarding_enabled` defaults to false.
  { to: 'enableIPForwarding', from: 'ipForwardingEnabled', or: 'enableIpForwarding', absent: false },
  {
    to: 'ipConfigurations',
    from: 'ipConfigurations',
    each: [
      ...addressed,
      ...same('primary'),
      { to: 'privateIPAddress', from: 'privateIpAddress' },
      { to: 'privateIPAllocationMethod', from: 'privateIpAddressAllocation' },
    ],
  },
];

/** `sku` defaults to Standard since v6, and to Basic before. */
const address: readonly Field[] = [
  ...named('publicIpAddressName'),
  ...same('zones'),
  { to: 'sku.name', from: 'sku', absent: 'Standard' },
  { to: 'sku.tier', from: 'skuTier', absent: 'Regional' },
  { to: 'publicIPAllocationMethod', from: 'allocationMethod' },
  { to: 'dnsSettings.domainNameLabel', from: 'domainNameLabel' },
  { to: 'ddosSettings.protectionMode', from: 'ddosProtectionMode', absent: 'VirtualNetworkInherited' },
];

const log: readonly Field[] = [
  { to: 'flowLogName', from: 'name' },
  ...same('networkWatcherName', 'resourceGroupName', 'location', 'tags', 'enabled'),
  { to: 'targetResourceId', from: 'targetResourceId', or: 'networkSecurityGroupId' },
  { to: 'storageId', from: 'storageAccountId' },
  { to: 'retentionPolicy', from: 'retentionPolicy', block: same('days', 'enabled') },
  { to: 'format.version', from: 'version', absent: 1 },
  {
    to: 'flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration',
    from: 'trafficAnalytics',
    block: [
      ...same('enabled', 'workspaceId', 'workspaceRegion', 'workspaceResourceId'),
      { to: 'trafficAnalyticsInterval', from: 'intervalInMinutes', absent: 60 },
    ],
  },
];

const firewall: readonly Field[] = [
  ...named('azureFirewallName'),
  ...same('zones'),
  { to: 'sku.name', from: 'skuName' },
  { to: 'sku.tier', from: 'skuTier' },
  { to: 'threatIntelMode', from: 'threatIntelMode', absent: 'Alert' },
  { to: 'firewallPolicy.id', from: 'firewallPolicyId' },
  { to: 'virtualHub.id', from: 'virtualHub.virtualHubId' },
  { to: 'ipConfigurations', from: 'ipConfigurations', each: addressed },
];

/** `copy_paste_enabled` defaults to true, the other ways out of a session to false. */
const bastion: readonly Field[] = [
  ...named('bastionHostName'),
  { to: 'sku.name', from: 'sku', absent: 'Basic' },
  { to: 'disableCopyPaste', from: 'copyPasteEnabled', as: opposite, absent: false },
  { to: 'enableFileCopy', from: 'fileCopyEnabled', absent: false },
  { to: 'enableIpConnect', from: 'ipConnectEnabled', absent: false },
  { to: 'enableKerberos', from: 'kerberosEnabled', absent: false },
  { to: 'enableSessionRecording', from: 'sessionRecordingEnabled', absent: false },
  { to: 'enableShareableLink', from: 'shareableLinkEnabled', absent: false },
  { to: 'enableTunneling', from: 'tunnelingEnabled', absent: false },
  { to: 'ipConfigurations', from: 'ipConfiguration', each: addressed },
  { to: 'virtualNetwork.id', from: 'virtualNetworkId' },
];

const gateway: readonly Field[] = [
  ...named('virtualNetworkGatewayName'),
  { to: 'gatewayType', from: 'type' },
  { to: 'vpnType', from: 'vpnType', absent: 'RouteBased' },
  { to: 'sku.name', from: 'sku' },
  { to: 'sku.tier', from: 'sku' },
  { to: 'enableBgp', from: 'bgpEnabled', or: 'enableBgp', absent: false },
  { to: 'activeActive', from: 'activeActive', absent: false },
  { to: 'vpnGatewayGeneration', from: 'generation' },
  { to: 'ipConfigurations', from: 'ipConfigurations', each: addressed },
  {
    to: 'vpnClientConfiguration',
    from: 'vpnClientConfiguration',
    block: [
      ...same('aadAudience', 'aadIssuer', 'aadTenant', 'radiusServerAddress', 'vpnClientProtocols'),
      { to: 'vpnAuthenticationTypes', from: 'vpnAuthTypes' },
      { to: 'vpnClientAddressPool.addressPrefixes', from: 'addressSpaces' },
    ],
  },
];

const perimeter: readonly Field[] = [
  { to: 'associationName', from: 'name' },
  {
    to: 'networkSecurityPerimeterName',
    from: 'networkSecurityPerimeterProfileId',
    as: nameAfter('networkSecurityPerimeters'),
  },
  ...same('accessMode'),
  { to: 'privateLinkResource.id', from: 'resourceId' },
  { to: 'profile.id', from: 'networkSecurityPerimeterProfileId' },
];

export const networkDeviceShapes: readonly TypeShape[] = [
  [t.networkInterface, { fields: card, elsewhere: ['networkSecurityGroup'] }],
  [
    t.networkInterface,
    {
      classes: ['network/networkInterfaceSecurityGroupAssociation:NetworkInterfaceSecurityGroupAssociation'],
      only: ['networkSecurityGroup'],
      fields: [
        { to: 'networkInterfaceName', from: 'networkInterfaceId', as: nameInId },
        { to: 'networkSecurityGroup.id', from: 'networkSecurityGroupId' },
      ],
    },
  ],
  [t.publicIpAddress, { fields: address }],
  [
    t.routeTable,
    {
      fields: [
        ...named('routeTableName'),
        {
          to: 'disableBgpRoutePropagation',
          from: 'bgpRoutePropagationEnabled',
          as: opposite,
          absent: false,
        },
        {
          to: 'routes',
          from: 'routes',
          each: [
            ...same('name', 'addressPrefix', 'nextHopType'),
            { to: 'nextHopIpAddress', from: 'nextHopInIpAddress' },
          ],
        },
      ],
    },
  ],
  [
    t.natGateway,
    {
      fields: [
        ...named('natGatewayName'),
        ...same('zones'),
        { to: 'sku.name', from: 'skuName', absent: 'Standard' },
      ],
    },
  ],
  [t.flowLog, { fields: log }],
  [t.azureFirewall, { fields: firewall }],
  [t.bastionHost, { fields: bastion }],
  [t.virtualNetworkGateway, { fields: gateway }],
  [t.perimeterAssociation, { fields: perimeter }],
];
