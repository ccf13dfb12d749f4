import { diagnosticSetting, privateEndpoint } from '../resources/types';
import type { Value } from '../resources/value';
import type { ExampleResource } from './rule';

/** A private endpoint that was computed from the named resource. */
export function endpointOf(name: string, groupId: string): ExampleResource {
  return {
    type: privateEndpoint,
    name: `${name}-endpoint`,
    properties: { privateLinkServiceConnections: [{ name, groupIds: [groupId] }] },
    uses: { privateLinkServiceConnections: [name] },
  };
}

/** A private endpoint that names its resource by a written id: `Microsoft.Devices/IotHubs/plant-hub`. */
export function endpointTo(typeAndName: string, groupId: string): ExampleResource {
  return {
    type: privateEndpoint,
    name: 'written-endpoint',
    properties: {
      privateLinkServiceConnections: [
        { privateLinkServiceId: idOf(typeAndName), groupIds: [groupId], name: 'plant' },
      ],
    },
  };
}

/** A diagnostic setting that was computed from the named resource and sends these logs to a workspace. */
export function loggingOf(name: string, logs: readonly Value[]): ExampleResource {
  return { ...setting(logs, {}), name: `${name}-logs`, uses: { resourceUri: [name] } };
}

/** A diagnostic setting on a written id. */
export function loggingTo(typeAndName: string, logs: readonly Value[]): ExampleResource {
  return setting(logs, { resourceUri: idOf(typeAndName) });
}

function setting(logs: readonly Value[], properties: ExampleResource['properties']): ExampleResource {
  const workspaceId = idOf('Microsoft.OperationalInsights/workspaces/plant-logs');
  return { type: diagnosticSetting, name: 'written-logs', properties: { workspaceId, logs, ...properties } };
}

const idOf = (typeAndName: string) => `/subscriptions/s/resourceGroups/plant/providers/${typeAndName}`;
