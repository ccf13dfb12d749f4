import { hubEndpointConnection, iotHub, iotSecuritySolution } from '../resources/types';
import type { Value } from '../resources/value';
import { companionRule } from '../rule/companion-rules';
import { isTrue, noneOf, oneOf } from '../rule/conditions';
import { filterRules, filterVerdicts } from '../rule/ip-filter';
import { whereApplies } from '../rule/preconditions';
import { defineRule, type Precondition, type ResourceView, type Verdict } from '../rule/rule';

// Defaults of the service: API version 2023-06-30, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.devices/2023-06-30/iothubs';
const ipFiltering = 'https://learn.microsoft.com/azure/iot-hub/iot-hub-ip-filtering';
const typings = 'azure-native 3.28 typings';

const sku = { name: 'S1', capacity: 1 };

export const iotHubModuleSas = defineRule({
  id: 'iothub-disable-module-sas',
  title: 'Modules cannot sign in to IoT Hub with shared access keys',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'medium',
  target: iotHub,
  property: 'properties.disableModuleSAS',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'Turning device keys off leaves the keys of modules alive. A key copied from one edge gateway then still reads its twin and sends telemetry in the name of the plant.',
  fix: {
    say: 'Set `properties.disableModuleSAS` to `true`. Move modules that sign in with keys to X.509 first, or they lose their connection.',
    replaces: false,
  },
  serviceDefault: { is: 'module keys are accepted', source: api },
  links: [api, 'https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-x509'],
  examples: {
    good: [
      { properties: { sku, properties: { disableDeviceSAS: true, disableModuleSAS: true } } },
      { properties: { sku, properties: { disableModuleSAS: 'true' } } },
    ],
    bad: [
      { properties: { sku, properties: { disableDeviceSAS: true, disableModuleSAS: false } } },
      { properties: { sku, properties: { disableDeviceSAS: true } } },
      { properties: { sku } },
    ],
  },
});

export const iotHubRestrictOutbound = defineRule({
  id: 'iothub-restrict-outbound',
  title: 'IoT Hub sends data to named hosts only',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  target: iotHub,
  property: 'properties.restrictOutboundNetworkAccess',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'Somebody who may edit routes can add one to an account of their own, and the telemetry of the whole fleet is copied out without any device noticing.',
  fix: {
    say: 'List the hosts of your endpoints in `properties.allowedFqdnList`, then set `properties.restrictOutboundNetworkAccess` to `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'the hub may send to any host', source: api },
  links: [api],
  examples: {
    good: [
      {
        properties: {
          sku,
          properties: {
            restrictOutboundNetworkAccess: true,
            allowedFqdnList: ['plantdata.blob.core.windows.net'],
          },
        },
      },
      { properties: { properties: { restrictOutboundNetworkAccess: 'True', allowedFqdnList: [] } } },
    ],
    bad: [
      { properties: { sku, properties: { restrictOutboundNetworkAccess: false } } },
      { properties: { sku, properties: { allowedFqdnList: ['plantdata.blob.core.windows.net'] } } },
    ],
  },
});

const hosts = 'properties.allowedFqdnList';

/** A whole host name: at least two labels, the last one not a number, and nothing that stands for many hosts. */
const isHostName = (value: Value) =>
  typeof value === 'string' &&
  /^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*\.?$/i.test(value.trim());

const restricted: Precondition = {
  property: 'properties.restrictOutboundNetworkAccess',
  is: isTrue,
  whenAbsent: false,
};

function judgeHosts(view: ResourceView): readonly Verdict[] {
  const verdicts = view.all(`${hosts}[]`).map((reading): Verdict => {
    const property = reading.path;
    if (reading.state === 'unknown') return { outcome: 'unknown', property };
    if (reading.state === 'absent') return nothingAllowed;
    if (isHostName(reading.value)) return { outcome: 'pass', property };
    const message = `\`${property}\` must be the whole name of one host, without \`*\`, scheme or path.`;
    return { outcome: 'fail', property, message };
  });
  return verdicts.length === 0 ? [nothingAllowed] : verdicts;
}

const nothingAllowed: Verdict = {
  outcome: 'fail',
  property: hosts,
  message: `\`${hosts}\` names no host, so routes and file upload of the hub reach nothing.`,
};

const restrict = (allowedFqdnList?: Value) => ({
  properties: {
    sku,
    properties: {
      restrictOutboundNetworkAccess: true,
      ...(allowedFqdnList === undefined ? {} : { allowedFqdnList }),
    },
  },
});

export const iotHubAllowedHosts = defineRule({
  id: 'iothub-allowed-fqdn-list',
  title: 'The hosts that IoT Hub may send data to are named one by one',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  target: iotHub,
  property: [`${hosts}[]`, 'properties.restrictOutboundNetworkAccess'],
  check: (view) => whereApplies([restricted], view, () => judgeHosts(view)),
  why: 'A list with a wildcard or a bare domain lets the hub send to the account of anybody at that provider. A list with nothing in it stops every route and upload on the day the lock is turned on.',
  fix: {
    say: 'Write the host of each routing endpoint and of the upload account into `properties.allowedFqdnList`, such as `plantdata.blob.core.windows.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no host is named', source: typings },
  links: [api],
  examples: {
    good: [
      restrict(['plantdata.blob.core.windows.net', 'plant-events.servicebus.windows.net']),
      { properties: { sku, properties: { restrictOutboundNetworkAccess: false } } },
    ],
    bad: [
      { ...restrict(['plantdata.blob.core.windows.net', '*']), at: [`${hosts}[1]`] },
      { ...restrict(['*.blob.core.windows.net']), at: [`${hosts}[0]`] },
      { ...restrict(['net']), at: [`${hosts}[0]`] },
      { ...restrict([]), at: [hosts] },
      { ...restrict(), at: [hosts] },
    ],
  },
});

const plantRange = { filterName: 'plant', action: 'Allow', ipMask: '203.0.113.0/24' };
const isPublic = {
  property: 'properties.publicNetworkAccess',
  is: noneOf('Disabled'),
  whenAbsent: true,
} as const;

export const iotHubDefaultDeny = defineRule({
  id: 'iothub-network-default-deny',
  title: 'IoT Hub denies addresses that no network rule names, where it is public at all',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'medium',
  target: iotHub,
  property: 'properties.networkRuleSets.defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'pass',
  whenBlockAbsent: 'fail',
  when: [isPublic],
  printable: true,
  why: 'Without a default of deny every address in the world may try the keys of the fleet, and a flood from anywhere uses up the quota that the plant needs for its own telemetry.',
  fix: {
    say: 'Write `properties.networkRuleSets` with `defaultAction` `Deny` and the public ranges of your sites in `ipRules`, or set `properties.publicNetworkAccess` to `Disabled`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'without the block every address may connect; inside it the default is `Deny`',
    source: typings,
  },
  links: [ipFiltering],
  examples: {
    good: [
      {
        properties: {
          sku,
          properties: {
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: true,
              defaultAction: 'Deny',
              ipRules: [plantRange],
            },
          },
        },
      },
      {
        properties: {
          properties: {
            networkRuleSets: { applyToBuiltInEventHubEndpoint: true, ipRules: [plantRange] },
          },
        },
      },
      { properties: { sku, properties: { publicNetworkAccess: 'Disabled' } } },
    ],
    bad: [
      {
        properties: {
          sku,
          properties: {
            publicNetworkAccess: 'Enabled',
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: true,
              defaultAction: 'Allow',
              ipRules: [plantRange],
            },
          },
        },
      },
      { properties: { sku, properties: { minTlsVersion: '1.2' } } },
      { properties: { sku } },
    ],
  },
});

export const iotHubRulesCoverEventHub = defineRule({
  id: 'iothub-network-rules-cover-builtin-eventhub',
  title: 'The network rules of IoT Hub also guard its built-in event endpoint',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'medium',
  target: iotHub,
  property: 'properties.networkRuleSets.applyToBuiltInEventHubEndpoint',
  pass: isTrue,
  whenAbsent: 'fail',
  whenBlockAbsent: 'pass',
  printable: true,
  why: 'The built-in endpoint hands out the telemetry of every device. Left out of the rules it stays open to the internet, while the list of ranges makes the hub look closed.',
  fix: {
    say: 'Set `properties.networkRuleSets.applyToBuiltInEventHubEndpoint` to `true`, and name the ranges of its readers in `ipRules`.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'the property is required; `false` leaves the endpoint open', source: ipFiltering },
  links: [ipFiltering],
  examples: {
    good: [
      {
        properties: {
          sku,
          properties: {
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: true,
              defaultAction: 'Deny',
              ipRules: [plantRange],
            },
          },
        },
      },
      { properties: { sku, properties: {} } },
    ],
    bad: [
      {
        properties: {
          sku,
          properties: {
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: false,
              defaultAction: 'Deny',
              ipRules: [plantRange],
            },
          },
        },
      },
      { properties: { properties: { networkRuleSets: { defaultAction: 'Deny', ipRules: [plantRange] } } } },
    ],
  },
});

const legacyRules = 'properties.ipFilterRules';
const onlyPlant = { filterName: 'plant', action: 'Accept', ipMask: '203.0.113.0/24' };
const nobodyElse = { filterName: 'rest', action: 'Reject', ipMask: '0.0.0.0/0' };

export const iotHubLegacyFilter = defineRule({
  id: 'iothub-legacy-ip-filter-closed',
  title: 'The old IP filter of IoT Hub, where it is used, ends by rejecting everybody else',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'medium',
  target: iotHub,
  property: [`${legacyRules}[].ipMask`, `${legacyRules}[].action`],
  check: (view) => {
    const list = view.one(legacyRules);
    const inUse = list.state === 'unknown' || filterRules(view, legacyRules).length > 0;
    return inUse ? filterVerdicts(view, legacyRules) : [{ outcome: 'pass', property: legacyRules }];
  },
  why: 'The old filter lets in whatever no rule names, so a list of your own sites alone keeps nobody out. It also never guards the built-in event endpoint.',
  fix: {
    say: 'Move to `properties.networkRuleSets` with `defaultAction` `Deny`. Where the old list must stay, end `properties.ipFilterRules` with a `Reject` for `0.0.0.0/0` and accept no range below /8.',
    replaces: false,
  },
  serviceDefault: { is: 'no filter is set', source: api },
  links: [ipFiltering],
  examples: {
    good: [
      { properties: { sku, properties: { ipFilterRules: [onlyPlant, nobodyElse] } } },
      { properties: { sku, properties: { ipFilterRules: [] } } },
      { properties: { sku, properties: {} } },
    ],
    bad: [
      {
        properties: {
          properties: { ipFilterRules: [{ ...onlyPlant, ipMask: '0.0.0.0/0' }, nobodyElse] },
        },
        at: [`${legacyRules}[0].ipMask`],
      },
      { properties: { sku, properties: { ipFilterRules: [onlyPlant] } }, at: [legacyRules] },
    ],
  },
});

const hub = { type: iotHub, name: 'hub', properties: { resourceName: 'plant-hub', sku } };

export const iotHubDefender = defineRule(
  companionRule({
    id: 'iothub-defender-for-iot',
    title: 'IoT Hub is watched by Defender for IoT',
    topic: 'iothub-defender',
    class: 'threat-detection',
    severity: 'medium',
    peers: { kics: ['13be738b'] },
    target: iotHub,
    companions: [iotSecuritySolution],
    by: ['iotHubs[]'],
    must: [{ property: 'status', is: oneOf('Enabled'), whenAbsent: true }],
    property: 'iotSecuritySolutions',
    lacks: 'No enabled Defender for IoT solution of this stack lists it.',
    advisory: true,
    why: 'A stolen device key shows as odd traffic long before anybody misses the device. Without Defender nobody compares what a device does today with what it did last month.',
    fix: {
      say: 'Add an `IotSecuritySolution` with the id of the hub in `iotHubs`, a `workspace`, and `status` `Enabled`. It is billed per device.',
      replaces: false,
    },
    serviceDefault: {
      is: 'the hub belongs to no solution',
      source: 'https://learn.microsoft.com/azure/defender-for-iot/device-builders/quickstart-onboard-iot-hub',
    },
    links: ['https://learn.microsoft.com/azure/defender-for-iot/device-builders/quickstart-onboard-iot-hub'],
    examples: {
      good: [
        {
          resources: [
            hub,
            {
              type: iotSecuritySolution,
              name: 'watch',
              properties: { displayName: 'Plant', status: 'Enabled' },
              uses: { iotHubs: ['hub'] },
            },
          ],
        },
        {
          resources: [
            hub,
            {
              type: iotSecuritySolution,
              name: 'watch',
              properties: {
                displayName: 'Plant',
                iotHubs: [
                  '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Devices/IotHubs/plant-hub',
                ],
              },
            },
          ],
        },
      ],
      bad: [
        { resources: [hub] },
        {
          resources: [
            hub,
            {
              type: iotSecuritySolution,
              name: 'watch',
              properties: { displayName: 'Plant', status: 'Disabled' },
              uses: { iotHubs: ['hub'] },
            },
          ],
        },
        {
          resources: [
            hub,
            {
              type: iotSecuritySolution,
              name: 'watch',
              properties: {
                displayName: 'Plant',
                iotHubs: [
                  '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Devices/IotHubs/other-hub',
                ],
              },
            },
          ],
        },
      ],
    },
  }),
);

export const iotHubConnectionApproved = defineRule({
  id: 'iothub-pe-connection-approved',
  title: 'Private connections to IoT Hub that the program manages are approved ones',
  topic: 'iothub-private-endpoint',
  class: 'network',
  severity: 'low',
  peers: { azurePolicy: ['0d40b058-9f95-4a19-93e3-9b0330baa2a3'] },
  target: hubEndpointConnection,
  property: 'properties.privateLinkServiceConnectionState.status',
  pass: oneOf('Approved'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A connection that waits for approval carries no telemetry, and one day somebody approves it in a hurry without asking whose network stands behind it.',
  fix: {
    say: 'Set `properties.privateLinkServiceConnectionState.status` to `Approved` for endpoints of your own subscriptions; delete the resource of any other.',
    replaces: false,
  },
  serviceDefault: { is: 'the property is required', source: typings },
  links: ['https://learn.microsoft.com/azure/iot-hub/virtual-network-support'],
  examples: {
    good: [
      {
        properties: {
          resourceName: 'plant-hub',
          properties: {
            privateLinkServiceConnectionState: { status: 'Approved', description: 'gateway network' },
          },
        },
      },
    ],
    bad: [
      {
        properties: {
          resourceName: 'plant-hub',
          properties: {
            privateLinkServiceConnectionState: { status: 'Pending', description: 'ticket 4711' },
          },
        },
      },
      { properties: { resourceName: 'plant-hub', properties: {} } },
    ],
  },
});
