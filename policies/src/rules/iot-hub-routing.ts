import { iotHub } from '../resources/types';
import { isList, isObject, type Value } from '../resources/value';
import { isSet, isTrue, noneOf } from '../rule/conditions';
import { carriesNoCredential } from '../rule/credentials';
import { atMostMinutes } from '../rule/durations';
import { usesManagedIdentity } from '../rule/managed-identity';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { uploadEndpoints } from '../rule/upload-endpoints';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2023-06-30, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.devices/2023-06-30/iothubs';
const upload = 'https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-file-upload';
const identities = 'https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity';
const fallback = 'https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-d2c';
const typings = 'azure-native 3.28 typings';

const sku = { name: 'S1', capacity: 1 };

const uploads = (settings: { readonly [name: string]: Value }) => ({
  properties: {
    sku,
    properties: {
      enableFileUploadNotifications: true,
      storageEndpoints: {
        $default: {
          authenticationType: 'identityBased',
          connectionString: '',
          containerName: 'uploads',
          ...settings,
        },
      },
    },
  },
});

export const iotHubUploadSasTtl = defineRule({
  id: 'iothub-file-upload-sas-ttl',
  title: 'Upload links of IoT Hub expire within the hour',
  topic: 'iothub-sas-ttl',
  class: 'identity',
  severity: 'low',
  target: iotHub,
  property: 'properties.storageEndpoints.*.sasTtlAsIso8601',
  options: {
    maximumMinutes: {
      description: 'How long an upload link may stay valid.',
      type: 'integer',
      default: 60,
      minimum: 1,
      maximum: 1440,
    },
  },
  pass: ({ maximumMinutes }) => atMostMinutes(Number(maximumMinutes)),
  whenAbsent: 'pass',
  why: 'Each link lets its bearer write a file into your account without any other login. One that lives for a day can be picked out of a log or a proxy and used by somebody else.',
  fix: {
    say: 'Set `sasTtlAsIso8601` of the storage endpoint to `PT1H` or less, or leave it out.',
    replaces: false,
  },
  serviceDefault: { is: 'links are valid for one hour', source: upload },
  links: [upload],
  examples: {
    good: [uploads({ sasTtlAsIso8601: 'PT1H' }), uploads({ sasTtlAsIso8601: 'PT15M' }), uploads({})],
    bad: [
      {
        ...uploads({ sasTtlAsIso8601: 'PT24H' }),
        at: ['properties.storageEndpoints.$default.sasTtlAsIso8601'],
      },
      uploads({ sasTtlAsIso8601: 'P1D' }),
      uploads({ sasTtlAsIso8601: 'forever' }),
    ],
  },
});

const endpoints = 'properties.routing.endpoints';

/** Whether something is written at the path that holds anything: a list with an entry, a block with a field. */
function isUsed(view: ResourceView, path: string): boolean | undefined {
  const reading = view.one(path);
  if (reading.state === 'unknown') return undefined;
  if (reading.state === 'absent') return false;
  const { value } = reading;
  return isObject(value)
    ? Object.values(value).some((part) => !isList(part) || part.length > 0)
    : isSet.holds(value);
}

function checkIdentity(view: ResourceView): readonly Verdict[] {
  const uploads = 'properties.storageEndpoints';
  const users = [endpoints, uploads, 'properties.encryption'].map((path) => ({
    path,
    used: isUsed(view, path) && !(path === uploads && uploadEndpoints(view).every(({ isEmpty }) => isEmpty)),
  }));
  const user = users.find(({ used }) => used) ?? users.find(({ used }) => used === undefined);
  if (!user) return [];
  const verdict = verdictOf(view.one('identity.type'), {
    must: usesManagedIdentity,
    whenAbsent: 'fail',
    serviceDefault: noIdentity,
    printable: true,
  });
  const undecided = verdict.outcome === 'fail' && user.used === undefined;
  return [undecided ? { outcome: 'unknown', property: user.path } : verdict];
}

const noIdentity = 'the hub has no identity';
const routed = {
  routing: {
    endpoints: {
      eventHubs: [
        {
          name: 'telemetry',
          authenticationType: 'identityBased',
          endpointUri: 'sb://plant-events.servicebus.windows.net',
          entityPath: 'telemetry',
        },
      ],
    },
  },
};

export const iotHubIdentity = defineRule({
  id: 'iothub-managed-identity',
  title: 'IoT Hub has an identity of its own where it writes to other services',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  target: iotHub,
  property: ['identity.type', endpoints],
  check: checkIdentity,
  printable: true,
  why: 'Without an identity the hub can only reach storage and event services with their keys, which then lie in the hub, the state and every copy of the template.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned` (or `UserAssigned` with `userAssignedIdentities`), grant it a data role on each target, and then switch the endpoints to `identityBased`.',
    replaces: false,
  },
  serviceDefault: { is: noIdentity, source: identities },
  links: [identities],
  examples: {
    good: [
      { properties: { sku, identity: { type: 'SystemAssigned' }, properties: routed } },
      { properties: { sku, identity: { type: 'SystemAssigned, UserAssigned' }, properties: routed } },
      { properties: { sku, properties: { routing: { endpoints: { eventHubs: [] } } } } },
    ],
    bad: [
      { properties: { sku, properties: routed }, at: ['identity.type'] },
      { properties: { sku, identity: { type: 'None' }, properties: routed }, at: ['identity.type'] },
      {
        properties: {
          sku,
          properties: {
            storageEndpoints: { $default: { connectionString: '', containerName: 'uploads' } },
          },
        },
      },
    ],
  },
});

const enriched = (value: string) => ({
  properties: {
    sku,
    properties: {
      routing: {
        enrichments: [
          { key: 'site', value: 'north', endpointNames: ['events'] },
          { key: 'extra', value, endpointNames: ['events'] },
        ],
      },
    },
  },
});

export const iotHubEnrichments = defineRule({
  id: 'iothub-enrichment-no-secrets',
  title: 'IoT Hub adds no secret to the messages it passes on',
  topic: 'no-plaintext-secrets',
  class: 'data-protection',
  severity: 'medium',
  target: iotHub,
  property: 'properties.routing.enrichments[].value',
  pass: carriesNoCredential,
  whenAbsent: 'pass',
  why: 'An enrichment is stamped on every message of the fleet. A key in it is stored with each reading, in every database and export behind the hub, and can never be taken back.',
  fix: {
    say: 'Take the key, password or token out of `properties.routing.enrichments`, let its readers fetch it from a Key Vault, and replace the secret: it counts as known.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is added', source: api },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-message-enrichments-overview'],
  examples: {
    good: [enriched('$twin.tags.line'), enriched('press-shop, building 4')],
    bad: [
      {
        ...enriched(
          'Endpoint=sb://plant.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=example-only',
        ),
        at: ['properties.routing.enrichments[1].value'],
      },
      enriched('?sv=2024-11-04&sp=r&sig=example-only'),
      enriched('apikey: example-only'),
    ],
  },
});

const route = {
  name: 'alarms',
  source: 'DeviceMessages',
  condition: 'level = "alarm"',
  endpointNames: ['telemetry'],
  isEnabled: true,
};
const toEvents = { name: '$fallback', source: 'DeviceMessages', endpointNames: ['events'] };

export const iotHubFallback = defineRule({
  id: 'iothub-fallback-route-enabled',
  title: 'Messages that no route of IoT Hub takes still arrive somewhere',
  topic: 'iothub-diagnostics',
  class: 'monitoring',
  severity: 'low',
  target: iotHub,
  property: 'properties.routing.fallbackRoute.isEnabled',
  pass: isTrue,
  whenAbsent: 'fail',
  when: [{ property: 'properties.routing.routes', is: isSet, whenAbsent: false }],
  advisory: true,
  printable: true,
  why: 'With routes but no fallback the hub drops what matches none of them, without an error anywhere. A typo in a condition then loses the telemetry of a line until somebody misses it.',
  fix: {
    say: 'Write `properties.routing.fallbackRoute` with `source` `DeviceMessages`, `endpointNames` `["events"]` and `isEnabled` `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'a hub from a template has its fallback route disabled', source: typings },
  links: [fallback],
  examples: {
    good: [
      {
        properties: {
          sku,
          properties: { routing: { routes: [route], fallbackRoute: { ...toEvents, isEnabled: true } } },
        },
      },
      { properties: { sku, properties: { routing: { routes: [] } } } },
    ],
    bad: [
      { properties: { sku, properties: { routing: { routes: [route] } } } },
      {
        properties: {
          sku,
          properties: { routing: { routes: [route], fallbackRoute: { ...toEvents, isEnabled: false } } },
        },
      },
    ],
  },
});

export const iotHubResidency = defineRule({
  id: 'iothub-data-residency',
  title: 'IoT Hub keeps its data in its own region, where that is demanded',
  topic: 'region-allowed',
  class: 'data-protection',
  severity: 'low',
  target: iotHub,
  property: 'properties.enableDataResidency',
  pass: isTrue,
  whenAbsent: 'fail',
  demandedBy: 'requireDataResidency',
  options: {
    requireDataResidency: {
      description:
        'Ask for hubs whose data stays in one region. It turns recovery in the paired region off, so the rule does not apply otherwise.',
      type: 'boolean',
      default: false,
    },
  },
  printable: true,
  why: 'A hub copies its device identities to the paired region, which may lie in another country than the contract with the utility or the law of the site allows.',
  fix: {
    say: 'Set `properties.enableDataResidency` to `true` when the hub is created. The paired region can then not take over: plan a second hub of your own.',
    replaces: false,
  },
  serviceDefault: { is: 'device identities are copied to the paired region', source: typings },
  links: [api, 'https://learn.microsoft.com/azure/iot-hub/iot-hub-ha-dr'],
  examples: {
    good: [
      {
        properties: { location: 'brazilsouth', sku, properties: { enableDataResidency: true } },
        options: { requireDataResidency: true },
      },
      { properties: { sku, properties: { enableDataResidency: false } } },
    ],
    bad: [
      {
        properties: { location: 'brazilsouth', sku, properties: { enableDataResidency: false } },
        options: { requireDataResidency: true },
      },
      { properties: { sku, properties: {} }, options: { requireDataResidency: true } },
    ],
  },
});

export const iotHubNotFree = defineRule({
  id: 'iothub-sku-not-free',
  title: 'IoT Hub is not of the free tier',
  topic: 'iothub-production-sku',
  class: 'data-protection',
  severity: 'low',
  target: iotHub,
  property: 'sku.name',
  pass: noneOf('F1'),
  whenAbsent: 'pass',
  advisory: true,
  printable: true,
  why: 'A free hub stops at 8,000 small messages a day and comes without any promise of availability: a busy line is cut off before lunch, and nobody is obliged to help.',
  fix: {
    say: 'Set `sku.name` to `S1` or higher. A free hub cannot be changed into a paid one: create a new hub and move its devices.',
    replaces: true,
  },
  serviceDefault: { is: 'the tier is required', source: typings },
  links: [
    'https://learn.microsoft.com/azure/iot-hub/iot-hub-scaling',
    'https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling',
  ],
  examples: {
    good: [
      { properties: { sku, properties: { minTlsVersion: '1.2' } } },
      { properties: { sku: { name: 'B1', capacity: 2 } } },
    ],
    bad: [
      { properties: { sku: { name: 'F1', capacity: 1 }, properties: { minTlsVersion: '1.2' } } },
      { properties: { sku: { name: 'f1' } } },
    ],
  },
});
