import * as iothub from '@pulumi/azure-native/iothub';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import { type DeviceNetworkAccess, namedRanges, publicNetworkAccess } from './device-access';
import {
  type ArchiveTarget,
  hubRouting,
  type StreamTarget,
  type UploadTarget,
  uploadSettings,
} from './hub-routing';
import type { Placement } from './placement';

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
  readonly archive: ArchiveTarget;
  /** Event hubs that receive telemetry and what happens to devices, as it happens. Default: none. */
  readonly eventStream?: StreamTarget | undefined;
  /** Where devices upload files. Default: they cannot. */
  readonly fileUploads?: UploadTarget | undefined;
  /**
   * Readers that may one day need the built-in endpoint, one consumer group each: two readers of one group steal each
   * other's messages.
   * Default: none beside the service's own.
   */
  readonly consumers?: readonly string[] | undefined;
}

/**
 * An IoT hub without a single shared key in use: devices and modules bring certificates, services bring Entra
 * identities, and the hub itself writes under managed identities, to the hosts of its endpoints and no other. TLS 1.2 is
 * the floor for everyone, and with it the hub refuses weak ciphers.
 *
 * The built-in endpoint takes keys only, so with this hub nobody reads it. It keeps what no route takes for the day
 * somebody has to allow keys to get at it; readers are served by the event stream.
 *
 * A hub has no dead-letter queue. A message that an endpoint does not take is tried again for as long as the hub keeps
 * messages, then dropped and counted: the log category `Routes` and the metrics of routing tell.
 *
 * Left out: a customer-managed key, which this API does not offer; data is encrypted with a key of the service.
 *
 * Microsoft.Devices, API 2023-06-30: `minTlsVersion` can be set at creation only, no shared key is refused and the
 * fallback route is off unless written. Ciphers: learn.microsoft.com/azure/iot-hub/iot-hub-tls-support
 */
export class IotHub extends pulumi.ComponentResource {
  readonly hubId: pulumi.Output<string>;
  readonly hubName: pulumi.Output<string>;
  readonly hostName: pulumi.Output<string>;

  constructor(name: string, args: IotHubArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:IotHub', name, {}, opts);
    const { archive, deviceNetworkAccess, eventStream, fileUploads } = args;
    const targets = [
      { host: archive.blobHost, identityId: archive.identityId },
      ...(eventStream ? [{ host: eventStream.host, identityId: eventStream.identityId }] : []),
      ...(fileUploads ? [{ host: fileUploads.blobHost, identityId: fileUploads.identityId }] : []),
    ];
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
      // Derived from the endpoints below; the same host is named once.
      allowedFqdnList: [...new Set(targets.map(({ host }) => host))],
      eventHubEndpoints: {
        events: { partitionCount: args.partitions ?? 4, retentionTimeInDays: args.messageRetentionDays },
      },
      routing: hubRouting(archive, eventStream),
      // Commands a device does not fetch in an hour are told of as expired, not kept for a machine that has moved on.
      cloudToDevice: {
        defaultTtlAsIso8601: 'PT1H',
        maxDeliveryCount: 10,
        feedback: { ttlAsIso8601: 'PT1H', lockDurationAsIso8601: 'PT1M', maxDeliveryCount: 10 },
      },
      ...(fileUploads ? uploadSettings(fileUploads) : {}),
    };
    const hub = new iothub.IotHubResource(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        resourceName: args.hubName,
        sku: { name: args.sku, capacity: args.units },
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: [...new Set(targets.map(({ identityId }) => identityId))],
        },
        properties,
      },
      { parent: this, ...asWritten({ properties }) },
    );
    for (const consumer of args.consumers ?? []) {
      new iothub.IotHubResourceEventHubConsumerGroup(
        `${name}-${consumer}`,
        {
          resourceGroupName: args.resourceGroupName,
          resourceName: hub.name,
          eventHubEndpointName: 'events',
          name: consumer,
          properties: { name: consumer },
        },
        { parent: this },
      );
    }
    this.hubId = hub.id;
    this.hubName = hub.name;
    // Asked of the whole: a preview answers with the properties we wrote and knows that the whole is incomplete, but of
    // one missing property it would say that there is none.
    this.hostName = hub.properties.apply(({ hostName }) => hostName);
    this.registerOutputs({ hostName: this.hostName });
  }
}
