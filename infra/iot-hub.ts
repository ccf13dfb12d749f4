import * as iothub from '@pulumi/azure-native/iothub';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import { type DeviceNetworkAccess, namedRanges, publicNetworkAccess } from './device-access';
import type { Placement, ResourceId } from './placement';

/** Standard tiers: the basic ones lack twins and commands, the free one an SLA. */
export type HubSku = 'S1' | 'S2' | 'S3';

export interface IotHubArgs extends Placement {
  /** Physical name, 3 to 50 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly hubName?: string | undefined;
  /** Tier; standard ones only. */
  readonly sku: HubSku;
  /** Units of that tier. */
  readonly units: number;
  /** Days messages wait at the built-in endpoint, 1 to 7. */
  readonly messageRetentionDays: number;
  /** Partitions of the built-in endpoint, fixed at creation. Default: 4. */
  readonly partitions?: number | undefined;
  /** How devices reach the hub. */
  readonly deviceNetworkAccess: DeviceNetworkAccess;
  /** Where telemetry goes. */
  readonly archive: {
    /** Resource group of the storage account. */
    readonly resourceGroupName: pulumi.Input<string>;
    /** Host of its blob service; the one host the hub may call. */
    readonly blobHost: pulumi.Input<string>;
    /** Container. */
    readonly containerName: pulumi.Input<string>;
    /** Identity that may write there; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
}

const archiveEndpoint = 'telemetry-archive';

/**
 * An IoT hub without a single shared key in use: devices and modules bring certificates, services bring Entra
 * identities, and the hub itself writes telemetry under a managed identity, to one host and no other. TLS 1.2 is the
 * floor for everyone. Messages no route takes stay readable at the built-in endpoint.
 *
 * Left out: a customer-managed key, which this API does not offer; data is encrypted with a key of the service.
 *
 * Microsoft.Devices, API 2023-06-30: `minTlsVersion` can be set at creation only, no shared key is refused and the
 * fallback route is off unless written.
 */
export class IotHub extends pulumi.ComponentResource {
  readonly hubId: pulumi.Output<string>;
  readonly hubName: pulumi.Output<string>;
  readonly hostName: pulumi.Output<string>;

  constructor(name: string, args: IotHubArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:IotHub', name, {}, opts);
    const { archive, deviceNetworkAccess } = args;
    const properties: inputs.iothub.IotHubPropertiesArgs = {
      minTlsVersion: '1.2',
      disableLocalAuth: true,
      disableDeviceSAS: true,
      disableModuleSAS: true,
      publicNetworkAccess: publicNetworkAccess(deviceNetworkAccess),
      // Present even when public access is off, so that turning it on alone opens nothing.
      networkRuleSets: {
        defaultAction: 'Deny',
        applyToBuiltInEventHubEndpoint: true,
        ipRules: namedRanges(deviceNetworkAccess).map(({ name: filterName, range }) => ({
          filterName,
          ipMask: range,
          action: 'Allow',
        })),
      },
      restrictOutboundNetworkAccess: true,
      allowedFqdnList: [archive.blobHost],
      eventHubEndpoints: {
        events: { partitionCount: args.partitions ?? 4, retentionTimeInDays: args.messageRetentionDays },
      },
      routing: {
        endpoints: {
          storageContainers: [
            {
              name: archiveEndpoint,
              authenticationType: 'identityBased',
              identity: { userAssignedIdentity: archive.identityId },
              endpointUri: pulumi.interpolate`https://${archive.blobHost}/`,
              resourceGroup: archive.resourceGroupName,
              containerName: archive.containerName,
              encoding: 'JSON',
              fileNameFormat: '{iothub}/{partition}/{YYYY}/{MM}/{DD}/{HH}/{mm}',
              batchFrequencyInSeconds: 300,
              maxChunkSizeInBytes: 104_857_600,
            },
          ],
        },
        routes: [
          {
            name: 'archive-telemetry',
            source: 'DeviceMessages',
            condition: 'true',
            endpointNames: [archiveEndpoint],
            isEnabled: true,
          },
          {
            // Once one route takes a message, the built-in endpoint needs a route as well.
            name: 'readers',
            source: 'DeviceMessages',
            condition: 'true',
            endpointNames: ['events'],
            isEnabled: true,
          },
        ],
        fallbackRoute: {
          name: '$fallback',
          source: 'DeviceMessages',
          condition: 'true',
          endpointNames: ['events'],
          isEnabled: true,
        },
      },
    };
    const hub = new iothub.IotHubResource(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        resourceName: args.hubName,
        sku: { name: args.sku, capacity: args.units },
        identity: { type: 'UserAssigned', userAssignedIdentities: [archive.identityId] },
        properties,
      },
      { parent: this, ...asWritten({ properties }) },
    );
    this.hubId = hub.id;
    this.hubName = hub.name;
    // Asked of the whole: a preview answers with the properties we wrote and knows that the whole is incomplete, but of
    // one missing property it would say that there is none.
    this.hostName = hub.properties.apply(({ hostName }) => hostName);
    this.registerOutputs({ hostName: this.hostName });
  }
}
