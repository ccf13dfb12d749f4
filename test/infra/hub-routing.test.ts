import { describe, expect, it } from 'vitest';
import { IotHub, type IotHubArgs } from '../../infra/iot-hub';
import { placement } from './placement';
import { run } from './register';

const args: IotHubArgs = {
  ...placement,
  sku: 'S1',
  units: 1,
  messageRetentionDays: 2,
  deviceNetworkAccess: { kind: 'private' },
  archive: {
    resourceGroupName: 'rg',
    blobHost: 'data.blob.core.windows.net',
    containerName: 'telemetry',
    identityId: '/archiver',
  },
  eventStream: {
    resourceGroupName: 'rg',
    host: 'stream.servicebus.windows.net',
    telemetryHub: 'telemetry',
    deviceEventsHub: 'device-events',
    identityId: '/streamer',
  },
  fileUploads: {
    accountName: 'data',
    blobHost: 'data.blob.core.windows.net',
    containerName: 'uploads',
    identityId: '/uploader',
  },
  consumers: ['historian', 'alarms'],
};
const build = () => run(() => new IotHub('h', args));

describe('a hub with a stream, uploads and readers', () => {
  it('sends to the event hubs by identity and TLS', async () => {
    const { routing } = (await build()).only('iothub:IotHubResource').inputs.properties;
    for (const endpoint of routing.endpoints.eventHubs) {
      expect(endpoint).toMatchObject({
        authenticationType: 'identityBased',
        identity: { userAssignedIdentity: '/streamer' },
        endpointUri: 'sb://stream.servicebus.windows.net',
      });
      expect(endpoint.connectionString).toBeUndefined();
    }
  });

  it('may call the hosts of its endpoints, each named once, and no other', async () => {
    const { properties, identity } = (await build()).only('iothub:IotHubResource').inputs;
    expect(properties.restrictOutboundNetworkAccess).toBe(true);
    expect(properties.allowedFqdnList).toEqual([
      'data.blob.core.windows.net',
      'stream.servicebus.windows.net',
    ]);
    expect(identity.userAssignedIdentities).toEqual(['/archiver', '/streamer', '/uploader']);
  });

  it('sends telemetry to archive, readers and stream, and what happens to devices to the stream', async () => {
    const { routes, endpoints, fallbackRoute } = (await build()).only('iothub:IotHubResource').inputs
      .properties.routing;
    const [telemetry, events] = endpoints.eventHubs;
    const [archive] = endpoints.storageContainers;
    const targets = (source: string) =>
      routes
        .filter((route: { source: string }) => route.source === source)
        .flatMap((route: { endpointNames: string[] }) => route.endpointNames);
    expect(targets('DeviceMessages')).toEqual([archive.name, 'events', telemetry.name]);
    for (const source of ['DeviceLifecycleEvents', 'DeviceConnectionStateEvents', 'TwinChangeEvents'])
      expect(targets(source)).toEqual([events.name]);
    expect(fallbackRoute).toMatchObject({ isEnabled: true, endpointNames: ['events'] });
    expect(new Set(routes.map((route: { name: string }) => route.name)).size).toBe(routes.length);
  });

  it('gives devices links to upload by, signed under an identity and short-lived, without a key', async () => {
    const { storageEndpoints, enableFileUploadNotifications } = (await build()).only('iothub:IotHubResource')
      .inputs.properties;
    expect(storageEndpoints.$default).toMatchObject({
      authenticationType: 'identityBased',
      identity: { userAssignedIdentity: '/uploader' },
      containerName: 'uploads',
      sasTtlAsIso8601: 'PT15M',
    });
    expect(storageEndpoints.$default.connectionString).not.toMatch(/AccountKey|SharedAccess/);
    expect(enableFileUploadNotifications).toBe(true);
  });

  it('keeps the readers of the built-in endpoint apart', async () => {
    const groups = (await build()).all('iothub:IotHubResourceEventHubConsumerGroup');
    expect(groups.map(({ inputs }) => [inputs.eventHubEndpointName, inputs.name])).toEqual([
      ['events', 'historian'],
      ['events', 'alarms'],
    ]);
  });

  it('says how often a command is tried and how long it lives', async () => {
    const { cloudToDevice } = (await build()).only('iothub:IotHubResource').inputs.properties;
    expect(cloudToDevice).toMatchObject({ defaultTtlAsIso8601: 'PT1H', maxDeliveryCount: 10 });
  });
});
