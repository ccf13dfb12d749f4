import * as network from '@pulumi/azure-native/network';
import * as pulumi from '@pulumi/pulumi';
import { halves, parseRange, quarters } from './ip-range';
import { devicePorts, type Opening, onlyThese, type SecurityRule, workloadPorts } from './network-rules';
import type { Placement } from './placement';

export interface NetworkArgs extends Placement {
  /** Private IPv4 range from /16 to /24; its quarters become gateways, workloads and endpoints, one is for growth. */
  readonly addressSpace: string;
  /** Private ranges of connected plants; admitted on device ports only. Default: none. */
  readonly plantAddressRanges?: readonly string[] | undefined;
  /** Whether there is a subnet for Functions apps as well, in the quarter that stays free otherwise. Default: no. */
  readonly apps?: boolean | undefined;
  /** Ports of services other than HTTPS and AMQP that workloads and apps use, such as a database's. Default: none. */
  readonly servicePorts?: readonly string[] | undefined;
}

/** Tokens for managed identities, and the programs' own logs. */
const cloudServices: readonly Opening[] = [
  { name: 'AllowEntraId', peers: ['AzureActiveDirectory'], ports: ['443'] },
  { name: 'AllowMonitor', peers: ['AzureMonitor'], ports: ['443'] },
];

/** The half of a free quarter that Functions apps get: of the smallest network the 32 addresses Azure asks for. */
function appRange(quarter: string): string | undefined {
  const range = parseRange(quarter);
  return range && halves(range)[0];
}

/**
 * A virtual network with a subnet each for device gateways, workloads and private endpoints. Each subnet has a network
 * security group of its own that shuts everything it does not name, the traffic between the subnets included, and no
 * subnet has a way to the internet that nobody asked for.
 *
 * DDoS protection is left to the subscription: its plan is shared by all networks of a company and paid by the month.
 *
 * Microsoft.Network, API 2024-05-01: `defaultOutboundAccess` counts as true when absent, and private endpoints escape
 * security groups unless `privateEndpointNetworkPolicies` is Enabled.
 */
export class Network extends pulumi.ComponentResource {
  readonly virtualNetworkId: pulumi.Output<string>;
  readonly gatewaySubnetId: pulumi.Output<string>;
  readonly workloadSubnetId: pulumi.Output<string>;
  readonly endpointSubnetId: pulumi.Output<string>;
  /** Subnet for Functions apps, where there is one. */
  readonly appSubnetId: pulumi.Output<string> | undefined;
  /** The security group of each subnet; logs are collected from each. */
  readonly securityGroupIds: Readonly<
    Record<'gateways' | 'workloads' | 'endpoints', pulumi.Output<string>> & { apps?: pulumi.Output<string> }
  >;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:Network', name, {}, opts);
    const { resourceGroupName, location, tags } = args;
    const range = parseRange(args.addressSpace);
    if (!range || range.prefix > 24) {
      throw new pulumi.RunError(
        `addressSpace of network ${name}: given ${args.addressSpace}; allowed: an IPv4 range up to /24`,
      );
    }
    const [gateways, workloads, endpoints, free] = quarters(range);
    const apps = args.apps ? appRange(free) : undefined;
    const ports = [...workloadPorts, ...(args.servicePorts ?? [])];
    const plants = args.plantAddressRanges ?? [];

    const virtualNetwork = new network.VirtualNetwork(
      name,
      {
        resourceGroupName,
        location,
        tags,
        addressSpace: { addressPrefixes: [args.addressSpace] },
        // Encrypts traffic between virtual machines that support it; the stricter mode is not generally available.
        encryption: { enabled: true, enforcement: 'AllowUnencrypted' },
      },
      { parent: this },
    );

    const addSubnet = (
      role: string,
      addressPrefix: string,
      securityRules: SecurityRule[],
      after: pulumi.Resource,
      delegation?: string,
    ) => {
      const group = new network.NetworkSecurityGroup(
        `${name}-${role}-nsg`,
        { resourceGroupName, location, tags, securityRules },
        { parent: this },
      );
      const subnet = new network.Subnet(
        `${name}-${role}`,
        {
          resourceGroupName,
          virtualNetworkName: virtualNetwork.name,
          subnetName: role,
          addressPrefix,
          networkSecurityGroup: { id: group.id },
          defaultOutboundAccess: false,
          privateEndpointNetworkPolicies: 'Enabled',
          privateLinkServiceNetworkPolicies: 'Enabled',
          ...(delegation ? { delegations: [{ name: 'apps', serviceName: delegation }] } : {}),
        },
        // Azure refuses two changes to one network at a time, so the subnets queue up.
        { parent: this, dependsOn: after },
      );
      return { group, subnet };
    };

    const gateway = addSubnet(
      'gateways',
      gateways,
      [
        ...onlyThese('Inbound', gateways, [{ name: 'AllowPlants', peers: plants, ports: devicePorts }]),
        ...onlyThese('Outbound', gateways, [
          { name: 'AllowEndpoints', peers: [endpoints], ports: devicePorts },
        ]),
      ],
      virtualNetwork,
    );
    const workload = addSubnet(
      'workloads',
      workloads,
      [
        ...onlyThese('Inbound', workloads, []),
        ...onlyThese('Outbound', workloads, [
          { name: 'AllowEndpoints', peers: [endpoints], ports },
          ...cloudServices,
        ]),
      ],
      gateway.subnet,
    );
    const endpoint = addSubnet(
      'endpoints',
      endpoints,
      [
        ...onlyThese('Inbound', endpoints, [
          { name: 'AllowGateways', peers: [gateways], ports: devicePorts },
          { name: 'AllowWorkloads', peers: [workloads], ports },
          { name: 'AllowPlants', peers: plants, ports: devicePorts },
          { name: 'AllowApps', peers: apps ? [apps] : [], ports },
        ]),
        ...onlyThese('Outbound', endpoints, []),
      ],
      workload.subnet,
    );

    const app = apps
      ? addSubnet(
          'apps',
          apps,
          [
            ...onlyThese('Inbound', apps, []),
            ...onlyThese('Outbound', apps, [
              { name: 'AllowEndpoints', peers: [endpoints], ports },
              ...cloudServices,
            ]),
          ],
          endpoint.subnet,
          'Microsoft.App/environments',
        )
      : undefined;

    this.virtualNetworkId = virtualNetwork.id;
    this.gatewaySubnetId = gateway.subnet.id;
    this.workloadSubnetId = workload.subnet.id;
    this.endpointSubnetId = endpoint.subnet.id;
    this.appSubnetId = app?.subnet.id;
    this.securityGroupIds = {
      gateways: gateway.group.id,
      workloads: workload.group.id,
      endpoints: endpoint.group.id,
      ...(app ? { apps: app.group.id } : {}),
    };
    this.registerOutputs({ virtualNetworkId: this.virtualNetworkId });
  }
}
