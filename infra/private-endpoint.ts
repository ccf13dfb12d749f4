import * as network from '@pulumi/azure-native/network';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement, ResourceId } from './placement';

/** Parts of services that private endpoints reach, as Azure spells them. */
export type GroupId =
  | 'iotHub'
  | 'iotDps'
  | 'DeviceUpdate'
  | 'namespace'
  | 'blob'
  | 'dfs'
  | 'queue'
  | 'table'
  | 'file'
  | 'vault'
  | 'managedhsm'
  | 'Sql'
  | 'postgresqlServer'
  | 'sqlServer'
  | 'cluster'
  | 'registry'
  | 'sites';

export interface PrivateEndpointArgs extends Placement {
  /** Subnet that receives the endpoint's address. */
  readonly subnetId: ResourceId;
  /** Service to reach; its owner approves by the deployer's rights, never by hand. */
  readonly targetId: ResourceId;
  /** Part of the service to reach. */
  readonly groupId: GroupId;
  /** Private DNS zones that publish the address, by a name for each. */
  readonly zoneIds: Readonly<Record<string, ResourceId>>;
}

/**
 * A private address for one service, published in its private DNS zones.
 *
 * Microsoft.Network, API 2024-05-01; group ids and zones: learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export class PrivateEndpoint extends pulumi.ComponentResource {
  readonly privateEndpointId: pulumi.Output<string>;

  constructor(name: string, args: PrivateEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:PrivateEndpoint', name, {}, opts);
    const { resourceGroupName, location, tags } = args;
    const subnet = { id: args.subnetId };
    const endpoint = new network.PrivateEndpoint(
      name,
      {
        resourceGroupName,
        location,
        tags,
        subnet,
        privateLinkServiceConnections: [
          { name: args.groupId, privateLinkServiceId: args.targetId, groupIds: [args.groupId] },
        ],
      },
      { parent: this, ...asWritten({ subnet }) },
    );
    new network.PrivateDnsZoneGroup(
      name,
      {
        resourceGroupName,
        privateEndpointName: endpoint.name,
        privateDnsZoneGroupName: 'default',
        privateDnsZoneConfigs: Object.entries(args.zoneIds).map(([zone, privateDnsZoneId]) => ({
          name: zone,
          privateDnsZoneId,
        })),
      },
      { parent: this },
    );
    this.privateEndpointId = endpoint.id;
    this.registerOutputs({ privateEndpointId: this.privateEndpointId });
  }
}
