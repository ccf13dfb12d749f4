import * as iothub from '@pulumi/azure-native/iothub';
import * as monitor from '@pulumi/azure-native/monitor';
import * as network from '@pulumi/azure-native/network';
import * as security from '@pulumi/azure-native/security';
import * as pulumi from '@pulumi/pulumi';

export interface ClosedHubArgs {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly subnetId: pulumi.Input<string>;
  readonly workspaceId: pulumi.Input<string>;
}

const zones =
  '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/dns/providers/Microsoft.Network';

/** A hub that nobody reaches from the internet, with everything around it that makes it so. */
export class ClosedHub extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: ClosedHubArgs, opts?: pulumi.ComponentResourceOptions) {
    super('waterworks:iot:ClosedHub', name, {}, opts);
    const { resourceGroupName, subnetId, workspaceId } = args;
    const hub = new iothub.IotHubResource(
      name,
      {
        resourceGroupName,
        sku: { name: iothub.IotHubSku.S1, capacity: 2 },
        identity: { type: iothub.ResourceIdentityType.SystemAssigned },
        properties: {
          minTlsVersion: '1.2',
          publicNetworkAccess: iothub.PublicNetworkAccess.Disabled,
          disableLocalAuth: true,
          disableDeviceSAS: true,
          disableModuleSAS: true,
          restrictOutboundNetworkAccess: true,
          allowedFqdnList: ['waterevents.servicebus.windows.net'],
          routing: {
            endpoints: {
              eventHubs: [
                {
                  name: 'meters',
                  authenticationType: iothub.AuthenticationType.IdentityBased,
                  endpointUri: 'sb://waterevents.servicebus.windows.net',
                  entityPath: 'meters',
                },
              ],
            },
            routes: [
              { name: 'meters', source: 'DeviceMessages', endpointNames: ['meters'], isEnabled: true },
            ],
            fallbackRoute: { source: 'DeviceMessages', endpointNames: ['events'], isEnabled: true },
          },
        },
      },
      { parent: this, protect: true },
    );
    this.name = hub.name;

    const endpoint = new network.PrivateEndpoint(
      `${name}-endpoint`,
      {
        resourceGroupName,
        subnet: { id: subnetId },
        privateLinkServiceConnections: [{ name: 'hub', privateLinkServiceId: hub.id, groupIds: ['iotHub'] }],
      },
      { parent: this },
    );
    new network.PrivateDnsZoneGroup(
      `${name}-dns`,
      {
        resourceGroupName,
        privateEndpointName: endpoint.name,
        privateDnsZoneConfigs: ['privatelink.azure-devices.net', 'privatelink.servicebus.windows.net'].map(
          (zone) => ({ name: zone, privateDnsZoneId: `${zones}/privateDnsZones/${zone}` }),
        ),
      },
      { parent: endpoint },
    );
    new monitor.DiagnosticSetting(
      `${name}-logs`,
      { resourceUri: hub.id, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
      { parent: this },
    );
    new security.IotSecuritySolution(
      `${name}-defender`,
      { resourceGroupName, displayName: 'Meters', iotHubs: [hub.id], workspace: workspaceId },
      { parent: this },
    );
    this.registerOutputs({ name: this.name });
  }
}
