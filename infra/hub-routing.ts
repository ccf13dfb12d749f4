import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

/** Container that receives telemetry. */
export interface ArchiveTarget {
  /** Resource group of the storage account. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Host of its blob service. */
  readonly blobHost: pulumi.Input<string>;
  /** Container. */
  readonly containerName: pulumi.Input<string>;
  /** Identity that may write there; must have that role already, as a `ServiceIdentity`'s id implies. */
  readonly identityId: ResourceId;
}

/** Event hubs that receive what passes through a hub. */
export interface StreamTarget {
  /** Resource group of the namespace. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Host of the namespace. */
  readonly host: pulumi.Input<string>;
  /** Event hub for telemetry. */
  readonly telemetryHub: pulumi.Input<string>;
  /** Event hub for what happens to devices: created, connected, twin changed. */
  readonly deviceEventsHub: pulumi.Input<string>;
  /** Identity that may send to both; must have that role already, as a `ServiceIdentity`'s id implies. */
  readonly identityId: ResourceId;
}

/** Container that receives files from devices. */
export interface UploadTarget {
  /** Storage account. */
  readonly accountName: pulumi.Input<string>;
  /** Host of its blob service. */
  readonly blobHost: pulumi.Input<string>;
  /** Container. */
  readonly containerName: pulumi.Input<string>;
  /**
   * Identity that may write there and sign upload links with its own key instead of the account's; must have those roles
   * already, as a `ServiceIdentity`'s id implies.
   */
  readonly identityId: ResourceId;
}

type Routing = inputs.iothub.RoutingPropertiesArgs;
type Route = inputs.iothub.RoutePropertiesArgs;

const archiveEndpoint = 'telemetry-archive';
const telemetryEndpoint = 'telemetry-stream';
const eventsEndpoint = 'device-events-stream';

/** Sources of what happens to devices; telemetry apart. */
const deviceEventSources = ['DeviceLifecycleEvents', 'DeviceConnectionStateEvents', 'TwinChangeEvents'];

/** Takes every message of a source to one endpoint. */
const always = (name: string, source: string, endpoint: string): Route => ({
  name,
  source,
  condition: 'true',
  endpointNames: [endpoint],
  isEnabled: true,
});

/**
 * Where a hub sends what: telemetry to the archive, to the readers of the built-in endpoint and to the stream; what
 * happens to devices to the stream; and what no route takes to the built-in endpoint.
 */
export function hubRouting(archive: ArchiveTarget, stream: StreamTarget | undefined): Routing {
  return {
    endpoints: {
      storageContainers: [archiveContainer(archive)],
      ...(stream
        ? {
            eventHubs: [
              streamHub(telemetryEndpoint, stream, stream.telemetryHub),
              streamHub(eventsEndpoint, stream, stream.deviceEventsHub),
            ],
          }
        : {}),
    },
    routes: [
      always('archive-telemetry', 'DeviceMessages', archiveEndpoint),
      // Once one route takes a message, the built-in endpoint needs a route as well.
      always('readers', 'DeviceMessages', 'events'),
      ...(stream
        ? [
            always('stream-telemetry', 'DeviceMessages', telemetryEndpoint),
            ...deviceEventSources.map((source) => always(`stream-${source}`, source, eventsEndpoint)),
          ]
        : []),
    ],
    fallbackRoute: always('$fallback', 'DeviceMessages', 'events'),
  };
}

const archiveContainer = (archive: ArchiveTarget): inputs.iothub.RoutingStorageContainerPropertiesArgs => ({
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
});

const streamHub = (
  name: string,
  stream: StreamTarget,
  entityPath: pulumi.Input<string>,
): inputs.iothub.RoutingEventHubPropertiesArgs => ({
  name,
  authenticationType: 'identityBased',
  identity: { userAssignedIdentity: stream.identityId },
  endpointUri: pulumi.interpolate`sb://${stream.host}`,
  entityPath,
  resourceGroup: stream.resourceGroupName,
});

/**
 * Properties of a hub that let devices upload files: a device gets a link to one blob for a quarter of an hour, signed
 * with a key of the identity, and a back-end is told when the file is there.
 *
 * The API asks for a connection string with an identity too; the one given here names the account and holds no key.
 */
export const uploadSettings = (target: UploadTarget): Partial<inputs.iothub.IotHubPropertiesArgs> => ({
  storageEndpoints: {
    // The one name the service knows.
    $default: {
      authenticationType: 'identityBased',
      identity: { userAssignedIdentity: target.identityId },
      connectionString: pulumi.interpolate`DefaultEndpointsProtocol=https;AccountName=${target.accountName};EndpointSuffix=core.windows.net`,
      containerName: target.containerName,
      sasTtlAsIso8601: 'PT15M',
    },
  },
  enableFileUploadNotifications: true,
  messagingEndpoints: {
    fileNotifications: { ttlAsIso8601: 'P1D', lockDurationAsIso8601: 'PT1M', maxDeliveryCount: 10 },
  },
});
