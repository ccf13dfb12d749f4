import * as network from '@pulumi/azure-native/network';
import * as pulumi from '@pulumi/pulumi';

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';

export interface PrivateAccessArgs {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly target: pulumi.Input<string>;
  readonly groupId: string;
  readonly zone: string;
}

/** An endpoint with its names. */
export class PrivateAccess extends pulumi.ComponentResource {
  constructor(name: string, args: PrivateAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super('windfarm:net:PrivateAccess', name, {}, opts);
    const { resourceGroupName, target, groupId, zone } = args;
    const endpoint = new network.PrivateEndpoint(
      name,
      {
        resourceGroupName,
        subnet: {
          id: `${subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/wind/subnets/endpoints`,
        },
        privateLinkServiceConnections: [{ name, privateLinkServiceId: target, groupIds: [groupId] }],
      },
      { parent: this },
    );
    new network.PrivateDnsZoneGroup(
      name,
      {
        resourceGroupName,
        privateEndpointName: endpoint.name,
        privateDnsZoneConfigs: [
          {
            name: groupId,
            privateDnsZoneId: `${subscription}/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/${zone}`,
          },
        ],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
