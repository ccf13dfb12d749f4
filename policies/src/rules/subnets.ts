import { subnet, virtualNetwork, virtualNetworkPeering } from '../resources/types';
import { isSince } from '../rule/api-versions';
import { isSet, isTrue, notTrue, oneOf } from '../rule/conditions';
import { type CheckRule, defineRule, type ResourceView, type Verdict } from '../rule/rule';
import {
  besideDelegated,
  besideReserved,
  judgeSubnets,
  reservedNames,
  type SubnetView,
  subnetPaths,
} from '../rule/subnet-rules';
import { verdictOf } from '../rule/verdict';

// Subnets are resources of their own or stand inside their network; each rule on subnets looks at both.
const docs = 'https://learn.microsoft.com/azure/virtual-network';
const subnets = `${docs}/virtual-network-manage-subnet`;
const privateSubnets = `${docs}/ip-services/default-outbound-access`;
const endpointPolicies =
  'https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy';
const typings = 'azure-native 3.28 typings';

const inNetwork = (...items: readonly CheckExample[]) => ({
  resources: [
    {
      type: virtualNetwork,
      name: 'plant',
      properties: { addressSpace: { addressPrefixes: ['10.20.0.0/16'] }, subnets: items },
    },
  ],
});
type CheckExample = NonNullable<CheckRule['examples']['good'][number]['properties']>;

const gateways = { subnetName: 'gateways', addressPrefix: '10.20.1.0/24' };
const group = { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n' };

const isGateway = oneOf(...reservedNames.gateway);

function judgeGroup(one: SubnetView): readonly Verdict[] {
  const given = one.one('networkSecurityGroup');
  if (one.name.state === 'known' && isGateway.holds(one.name.value)) {
    if (given.state === 'unknown') return [{ outcome: 'unknown', property: given.path }];
    if (given.state === 'absent' || !isSet.holds(given.value)) return [];
    const message = `\`${given.path}\` must not be set: Azure supports no network security group on \`GatewaySubnet\`.`;
    return [{ outcome: 'fail', property: given.path, message }];
  }
  return besideReserved(
    one,
    verdictOf(given, { must: isSet, whenAbsent: 'fail', serviceDefault: 'nothing filters the traffic' }),
  );
}

export const subnetHasNsg = defineRule({
  id: 'subnet-has-nsg',
  title: 'Every subnet has a network security group',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV2_AZURE_31'],
    psrule: ['Azure.VNET.UseNSGs'],
    azurePolicy: ['e71308d3-144b-4262-b144-efdc3cc90517'],
    kics: ['5c822443'],
  },
  target: [subnet, virtualNetwork],
  property: subnetPaths('networkSecurityGroup', 'subnetName'),
  check: (view) => judgeSubnets(view, judgeGroup),
  why: 'A subnet without a group is open to every machine of the network and of all networks behind it, so a broken-into gateway reaches the historian next door as if both were one zone.',
  fix: {
    say: 'Set `networkSecurityGroup.id` to a group that admits only what the subnet needs. `GatewaySubnet` is the one that must stay without.',
    replaces: false,
  },
  serviceDefault: { is: 'no group: all traffic of the virtual network passes', source: subnets },
  links: [`${docs}/network-security-groups-overview`, subnets],
  examples: {
    good: [
      { properties: { ...gateways, networkSecurityGroup: group } },
      { properties: { subnetName: 'GatewaySubnet', addressPrefix: '10.20.255.0/27' } },
      inNetwork({ name: 'endpoints', networkSecurityGroup: group }, { name: 'AzureFirewallSubnet' }),
    ],
    bad: [
      { properties: gateways, at: ['networkSecurityGroup'] },
      {
        ...inNetwork({ name: 'endpoints', networkSecurityGroup: group }, { name: 'gateways' }),
        at: ['subnets[1].networkSecurityGroup'],
      },
      { properties: { subnetName: 'GatewaySubnet', networkSecurityGroup: group } },
    ],
  },
});

/** From this API version on, a subnet whose author writes nothing is private. */
const privateByDefault = '2025-07-01';

function judgeOutbound(one: SubnetView, view: ResourceView): readonly Verdict[] {
  const verdict = verdictOf(one.one('defaultOutboundAccess'), {
    must: oneOf(false),
    whenAbsent: isSince(view.resource.apiVersion, privateByDefault) ? 'pass' : 'fail',
    serviceDefault: 'machines reach the internet through an address of Microsoft',
    printable: true,
  });
  return besideDelegated(one, verdict);
}

export const subnetPrivateOutbound = defineRule({
  id: 'subnet-private-outbound',
  title: 'Subnets have no default way out to the internet',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  peers: { psrule: ['Azure.VNET.PrivateSubnet'], azurePolicy: ['7bca8353-aa3b-429b-904a-9229c4385837'] },
  target: [subnet, virtualNetwork],
  property: subnetPaths('defaultOutboundAccess', 'subnetName', 'delegations'),
  check: (view) => judgeSubnets(view, (one) => judgeOutbound(one, view)),
  printable: true,
  why: 'Through the hidden address of the default way out a machine can send plant data anywhere, past the firewall and without a trace; the address also belongs to Microsoft and may change under partners that filter by it.',
  fix: {
    say: 'Set `defaultOutboundAccess` to `false` and give machines that need the internet a NAT gateway or a route through a firewall. Azure takes the value only when the subnet is created.',
    replaces: true,
  },
  serviceDefault: {
    is: 'an implicit public address lets machines out, up to API version 2025-07-01',
    source: privateSubnets,
  },
  links: [privateSubnets],
  examples: {
    good: [
      { properties: { ...gateways, defaultOutboundAccess: false } },
      { properties: gateways, apiVersion: '2025-07-01' },
      {
        properties: {
          ...gateways,
          delegations: [{ name: 'sql', serviceName: 'Microsoft.Sql/managedInstances' }],
        },
      },
      inNetwork({ name: 'gateways', defaultOutboundAccess: false }, { name: 'GatewaySubnet' }),
    ],
    bad: [
      { properties: gateways, at: ['defaultOutboundAccess'] },
      { properties: { ...gateways, defaultOutboundAccess: true }, apiVersion: '2025-07-01' },
      {
        ...inNetwork({ name: 'gateways', defaultOutboundAccess: false }, { name: 'endpoints' }),
        at: ['subnets[1].defaultOutboundAccess'],
      },
    ],
  },
});

export const subnetEndpointPolicies = defineRule({
  id: 'subnet-pe-network-policies',
  title: 'Network security groups apply to private endpoints',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  target: [subnet, virtualNetwork],
  property: subnetPaths('privateEndpointNetworkPolicies', 'subnetName'),
  check: (view) =>
    judgeSubnets(view, (one) =>
      besideReserved(
        one,
        verdictOf(one.one('privateEndpointNetworkPolicies'), {
          must: oneOf('Enabled', 'NetworkSecurityGroupEnabled'),
          whenAbsent: 'fail',
          serviceDefault: 'the rules of the group do not reach private endpoints',
          printable: true,
        }),
      ),
    ),
  printable: true,
  advisory: true,
  why: 'The group looks complete and yet does nothing for the endpoints behind it: every machine of the network reaches the hub, the vault and the data, whatever its rules deny.',
  fix: {
    say: 'Set `privateEndpointNetworkPolicies` to `NetworkSecurityGroupEnabled`, or to `Enabled` so that routes apply as well, and open in the group what clients of the endpoints need.',
    replaces: false,
  },
  serviceDefault: { is: '`Disabled`, which the SDK writes as well', source: endpointPolicies },
  links: [endpointPolicies],
  examples: {
    good: [
      { properties: { ...gateways, privateEndpointNetworkPolicies: 'Enabled' } },
      {
        properties: {
          subnetName: 'endpoints',
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
        },
      },
      inNetwork(
        { name: 'endpoints', privateEndpointNetworkPolicies: 'Enabled' },
        { name: 'AzureBastionSubnet' },
      ),
    ],
    bad: [
      { properties: gateways, at: ['privateEndpointNetworkPolicies'] },
      { properties: { ...gateways, privateEndpointNetworkPolicies: 'Disabled' } },
      {
        ...inNetwork({ name: 'endpoints', privateEndpointNetworkPolicies: 'RouteTableEnabled' }),
        at: ['subnets[0].privateEndpointNetworkPolicies'],
      },
    ],
  },
});

function judgeServiceEndpoints(one: SubnetView): readonly Verdict[] {
  const endpoints = one.one('serviceEndpoints');
  const policies = one.one('serviceEndpointPolicies');
  const property = endpoints.path;
  if (endpoints.state === 'absent') return [{ outcome: 'pass', property }];
  if (endpoints.state === 'known' && !isSet.holds(endpoints.value)) return [{ outcome: 'pass', property }];
  if (policies.state === 'known' && isSet.holds(policies.value)) return [{ outcome: 'pass', property }];
  const open = [endpoints, policies].find((reading) => reading.state === 'unknown');
  if (open) return [{ outcome: 'unknown', property: open.path }];
  const message = `\`${property}\` opens whole Azure services, of every tenant, and no policy narrows them.`;
  return [{ outcome: 'fail', property, message }];
}

export const subnetNoBroadServiceEndpoint = defineRule({
  id: 'subnet-no-broad-service-endpoint',
  title: 'Subnets use no service endpoints without a policy',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'low',
  target: [subnet, virtualNetwork],
  property: ['serviceEndpoints', 'serviceEndpointPolicies', 'subnets[].serviceEndpoints'],
  check: (view) => judgeSubnets(view, judgeServiceEndpoints),
  why: 'A service endpoint leads to all accounts of the service, also to one that an intruder opened an hour ago: telemetry and recipes can be copied there without passing the firewall.',
  fix: {
    say: 'Use private endpoints and remove `serviceEndpoints`. Where one has to stay, attach a policy in `serviceEndpointPolicies` that names the accounts.',
    replaces: false,
  },
  serviceDefault: { is: 'no service endpoint exists', source: typings },
  links: [
    `${docs}/virtual-network-service-endpoints-overview`,
    `${docs}/virtual-network-service-endpoint-policies-overview`,
  ],
  examples: {
    good: [
      { properties: { ...gateways, networkSecurityGroup: group } },
      {
        properties: {
          ...gateways,
          serviceEndpoints: [{ service: 'Microsoft.Storage', locations: ['westeurope'] }],
          serviceEndpointPolicies: [
            {
              id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/serviceEndpointPolicies/own',
            },
          ],
        },
      },
    ],
    bad: [
      {
        properties: { ...gateways, serviceEndpoints: [{ service: 'Microsoft.KeyVault' }] },
        at: ['serviceEndpoints'],
      },
      {
        ...inNetwork(
          { name: 'endpoints' },
          { name: 'gateways', serviceEndpoints: [{ service: 'Microsoft.Storage' }] },
        ),
        at: ['subnets[1].serviceEndpoints'],
      },
    ],
  },
});

export const vnetDdos = defineRule({
  id: 'vnet-ddos',
  title: 'Virtual networks have a DDoS protection plan',
  topic: 'net-ddos',
  class: 'network',
  severity: 'low',
  peers: { azurePolicy: ['94de2ad3-e0c1-4caf-ad78-5d47bbc83d3d'], kics: ['b4cc2c52'] },
  target: virtualNetwork,
  property: ['enableDdosProtection', 'ddosProtectionPlan'],
  check: (view) => {
    const enabled = verdictOf(view.one('enableDdosProtection'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'only the platform itself is protected',
      printable: true,
    });
    if (enabled.outcome === 'fail') return [enabled];
    const terms = { must: isSet, whenAbsent: 'fail', serviceDefault: 'no plan is attached' } as const;
    return [enabled, verdictOf(view.one('ddosProtectionPlan'), terms)];
  },
  advisory: true,
  why: 'A flood against one public address of the network keeps the fleet away from its gateway for as long as the attacker pays; the free protection of the platform steps in much later and reports nothing.',
  fix: {
    say: 'Set `enableDdosProtection` to `true` and `ddosProtectionPlan.id` to the plan of the organisation, which is billed once for all of its networks.',
    replaces: false,
  },
  serviceDefault: { is: '`false`, which the SDK writes as well', source: typings },
  links: ['https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview'],
  examples: {
    good: [
      {
        properties: {
          addressSpace: { addressPrefixes: ['10.20.0.0/16'] },
          enableDdosProtection: true,
          ddosProtectionPlan: {
            id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/ddosProtectionPlans/p',
          },
        },
      },
    ],
    bad: [
      { properties: { enableDdosProtection: true }, at: ['ddosProtectionPlan'] },
      { properties: { enableDdosProtection: false }, at: ['enableDdosProtection'] },
      { properties: { addressSpace: { addressPrefixes: ['10.20.0.0/16'] } }, at: ['enableDdosProtection'] },
    ],
  },
});

export const vnetEncryption = defineRule({
  id: 'vnet-encryption',
  title: 'Virtual networks encrypt the traffic between their machines',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'low',
  target: virtualNetwork,
  property: 'encryption.enabled',
  pass: isTrue,
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: ['mcsb:DP-3', 'nist:SC-8', 'iec33:SR3.1', 'iec33:SR4.1', 'enisa:GP-TM-39'],
  why: 'Protocols of the plant without TLS of their own, such as Modbus or OPC UA in mode None, travel in the clear between two machines of the network; this closes the hop that the application leaves open.',
  fix: {
    say: 'Set `encryption` to `{ enabled: true, enforcement: "AllowUnencrypted" }`. Only machines of newer sizes with accelerated networking take part.',
    replaces: false,
  },
  serviceDefault: {
    is: 'traffic between machines is as the programs send it',
    source: `${docs}/virtual-network-encryption-overview`,
  },
  links: [`${docs}/virtual-network-encryption-overview`],
  examples: {
    good: [
      { properties: { encryption: { enabled: true, enforcement: 'AllowUnencrypted' } } },
      { properties: { addressSpace: { addressPrefixes: ['10.20.0.0/16'] }, encryption: { enabled: true } } },
    ],
    bad: [
      { properties: { encryption: { enabled: false, enforcement: 'AllowUnencrypted' } } },
      { properties: { addressSpace: { addressPrefixes: ['10.20.0.0/16'] } } },
    ],
  },
});

const remote = {
  id: '/subscriptions/s/resourceGroups/it/providers/Microsoft.Network/virtualNetworks/office',
};

export const vnetPeeringNoForwarded = defineRule({
  id: 'vnet-peering-no-forwarded',
  title: 'Peerings pass on no traffic from third networks',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'low',
  target: [virtualNetworkPeering, virtualNetwork],
  property: ['allowForwardedTraffic', 'virtualNetworkPeerings[].allowForwardedTraffic'],
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'A peering joins two zones; with forwarding on, any router in one of them brings in the networks behind it as well, and the plant is connected to the office without anybody having drawn that line.',
  fix: {
    say: 'Set `allowForwardedTraffic` to `false`. Exempt the peering of a hub whose firewall inspects what it forwards.',
    replaces: false,
  },
  serviceDefault: {
    is: 'forwarded traffic is not accepted',
    source: `${docs}/virtual-network-manage-peering`,
  },
  links: [`${docs}/virtual-network-manage-peering`],
  examples: {
    good: [
      {
        properties: {
          remoteVirtualNetwork: remote,
          allowVirtualNetworkAccess: true,
          allowForwardedTraffic: false,
        },
      },
      { properties: { remoteVirtualNetwork: remote } },
    ],
    bad: [
      {
        properties: { remoteVirtualNetwork: remote, allowForwardedTraffic: true },
        at: ['allowForwardedTraffic', 'allowForwardedTraffic'],
      },
      {
        resources: [
          {
            type: virtualNetwork,
            name: 'plant',
            properties: {
              virtualNetworkPeerings: [
                { name: 'to-historian', remoteVirtualNetwork: remote, allowForwardedTraffic: false },
                { name: 'to-office', remoteVirtualNetwork: remote, allowForwardedTraffic: true },
              ],
            },
          },
        ],
        at: ['virtualNetworkPeerings[1].allowForwardedTraffic'],
      },
    ],
  },
});
