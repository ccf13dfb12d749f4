import type { TypeShape } from './classic';
import { nameAfter, whereWritten } from './classic-fields';
import { eachAs, enabledOrDisabled, type Field, nameInId, opposite, same } from './shapes';
import {
  networkSecurityGroup,
  privateDnsZone,
  privateDnsZoneGroup,
  privateDnsZoneLink,
  privateEndpoint,
  securityRule,
  subnet,
  virtualNetwork,
  virtualNetworkPeering,
} from './types';
import { isObject, isUnknown, textOf } from './value';

// Names: sdk/nodejs/network, privatelink and privatedns of pulumi/pulumi-azure v6. Defaults: the schemas under
// internal/services/network of hashicorp/terraform-provider-azurerm 4.81.

const rule: readonly Field[] = [
  ...same('access', 'description', 'direction', 'priority', 'protocol'),
  ...same('sourceAddressPrefix', 'sourceAddressPrefixes', 'sourcePortRange', 'sourcePortRanges'),
  ...same('destinationAddressPrefix', 'destinationAddressPrefixes'),
  ...same('destinationPortRange', 'destinationPortRanges'),
  {
    to: 'sourceApplicationSecurityGroups',
    from: 'sourceApplicationSecurityGroupIds',
    build: eachAs('id'),
  },
  {
    to: 'destinationApplicationSecurityGroups',
    from: 'destinationApplicationSecurityGroupIds',
    build: eachAs('id'),
  },
];

/** One of the two lists that v3 sorts connections into. One that is unknown could be in either. */
const connections = (to: string, manual: boolean): Field => ({
  to,
  from: 'privateServiceConnection',
  pick: (item) => {
    const flag = isObject(item) ? (item.isManualConnection ?? false) : item;
    return isUnknown(flag) || (textOf(flag) === 'true') === manual;
  },
  each: [
    ...same('name', 'requestMessage'),
    {
      to: 'privateLinkServiceId',
      from: 'privateConnectionResourceId',
      or: 'privateConnectionResourceAlias',
    },
    { to: 'groupIds', from: 'subresourceNames' },
  ],
});

const endpoint: readonly Field[] = [
  { to: 'privateEndpointName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'customNetworkInterfaceName'),
  { to: 'subnet.id', from: 'subnetId' },
  connections('privateLinkServiceConnections', false),
  connections('manualPrivateLinkServiceConnections', true),
];

const zoneGroup: readonly Field[] = [
  { to: 'privateEndpointName', from: 'name' },
  { to: 'resourceGroupName', from: 'resourceGroupName' },
  { to: 'privateDnsZoneGroupName', from: 'privateDnsZoneGroup.name' },
  {
    to: 'privateDnsZoneConfigs',
    from: 'privateDnsZoneGroup.privateDnsZoneIds',
    build: eachAs('privateDnsZoneId'),
  },
];

/** `private_endpoint_network_policies` defaults to Disabled, `default_outbound_access_enabled` to true. */
const subnetSettings: readonly Field[] = [
  ...same('addressPrefixes'),
  { to: 'addressPrefix', from: 'addressPrefix' },
  { to: 'privateEndpointNetworkPolicies', from: 'privateEndpointNetworkPolicies', absent: 'Disabled' },
  {
    to: 'privateLinkServiceNetworkPolicies',
    from: 'privateLinkServiceNetworkPoliciesEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'defaultOutboundAccess', from: 'defaultOutboundAccessEnabled', absent: true },
  { to: 'serviceEndpoints', from: 'serviceEndpoints', build: eachAs('service') },
  { to: 'serviceEndpointPolicies', from: 'serviceEndpointPolicyIds', build: eachAs('id') },
];

/** What a subnet of its own had before: a switch in v5, and in v4 one with the opposite meaning. */
const olderSettings: readonly Field[] = [
  {
    to: 'privateEndpointNetworkPolicies',
    from: 'privateEndpointNetworkPoliciesEnabled',
    as: enabledOrDisabled,
  },
  {
    to: 'privateEndpointNetworkPolicies',
    from: 'enforcePrivateLinkEndpointNetworkPolicies',
    as: (value) => enabledOrDisabled(opposite(value)),
  },
];

/** What a subnet inside a network says of itself; a subnet of its own has classes for it. */
const associated: readonly Field[] = [
  { to: 'networkSecurityGroup.id', from: 'securityGroup' },
  { to: 'routeTable.id', from: 'routeTableId' },
];

/** A class that gives a subnet something that the class of the subnet has no property for. */
const association = (name: string, block: string, from: string): TypeShape => [
  subnet,
  {
    classes: [`network/${name}`],
    only: [block],
    fields: [
      { to: 'subnetName', from: 'subnetId', as: nameInId },
      { to: 'virtualNetworkName', from: 'subnetId', as: nameAfter('virtualNetworks') },
      { to: `${block}.id`, from },
    ],
  },
];

export const networkShapes: readonly TypeShape[] = [
  [
    privateEndpoint,
    {
      fields: endpoint,
      parts: [
        {
          type: privateDnsZoneGroup,
          block: 'privateDnsZoneGroup',
          owner: 'privateEndpointName',
          fields: zoneGroup,
        },
      ],
    },
  ],
  [
    networkSecurityGroup,
    {
      fields: [
        { to: 'networkSecurityGroupName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags'),
        { to: 'securityRules', from: 'securityRules', each: [...same('name'), ...rule] },
      ],
    },
  ],
  [
    securityRule,
    {
      fields: [
        { to: 'securityRuleName', from: 'name' },
        ...same('networkSecurityGroupName', 'resourceGroupName'),
        ...rule,
      ],
    },
  ],
  [
    virtualNetwork,
    {
      fields: [
        { to: 'virtualNetworkName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags'),
        { to: 'addressSpace.addressPrefixes', from: 'addressSpaces' },
        { to: 'enableDdosProtection', from: 'ddosProtectionPlan.enable', absent: false },
        { to: 'ddosProtectionPlan.id', from: 'ddosProtectionPlan.id' },
        whereWritten('encryption.enabled', 'encryption', true),
        { to: 'encryption.enforcement', from: 'encryption.enforcement' },
        { to: 'subnets', from: 'subnets', each: [...same('name'), ...subnetSettings, ...associated] },
      ],
    },
  ],
  [
    subnet,
    {
      fields: [
        { to: 'subnetName', from: 'name' },
        ...same('virtualNetworkName', 'resourceGroupName'),
        ...subnetSettings,
        ...olderSettings,
      ],
      elsewhere: ['networkSecurityGroup'],
    },
  ],
  association(
    'subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation',
    'networkSecurityGroup',
    'networkSecurityGroupId',
  ),
  association('subnetRouteTableAssociation:SubnetRouteTableAssociation', 'routeTable', 'routeTableId'),
  association('subnetNatGatewayAssociation:SubnetNatGatewayAssociation', 'natGateway', 'natGatewayId'),
  [
    virtualNetworkPeering,
    {
      fields: [
        { to: 'virtualNetworkPeeringName', from: 'name' },
        ...same('virtualNetworkName', 'resourceGroupName'),
        { to: 'allowForwardedTraffic', from: 'allowForwardedTraffic', absent: false },
        { to: 'allowGatewayTransit', from: 'allowGatewayTransit', absent: false },
        { to: 'allowVirtualNetworkAccess', from: 'allowVirtualNetworkAccess', absent: true },
        { to: 'useRemoteGateways', from: 'useRemoteGateways', absent: false },
        { to: 'remoteVirtualNetwork.id', from: 'remoteVirtualNetworkId' },
      ],
    },
  ],
  [
    privateDnsZone,
    { fields: [{ to: 'privateZoneName', from: 'name' }, ...same('resourceGroupName', 'tags')] },
  ],
  [
    privateDnsZoneLink,
    {
      fields: [
        { to: 'virtualNetworkLinkName', from: 'name' },
        { to: 'privateZoneName', from: 'privateDnsZoneName' },
        ...same('resourceGroupName', 'registrationEnabled', 'tags'),
        { to: 'virtualNetwork.id', from: 'virtualNetworkId' },
      ],
    },
  ],
];
