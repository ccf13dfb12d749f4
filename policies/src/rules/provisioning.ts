import {
  diagnosticSetting,
  privateEndpoint,
  provisioningCertificate,
  provisioningService,
} from '../resources/types';
import { textOf } from '../resources/value';
import { certificateContentRule } from '../rule/certificate-rules';
import { isNotSet, isTrue, oneOf } from '../rule/conditions';
import { filterVerdicts, isText } from '../rule/ip-filter';
import { previewEncryptionRule } from '../rule/preview-encryption';
import { defineRule, type ExampleResource, type ResourceView, type Verdict } from '../rule/rule';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';

// Defaults of the service: API version 2023-03-01-preview, the default of azure-native 3.28.
const api =
  'https://learn.microsoft.com/azure/templates/microsoft.devices/2023-03-01-preview/provisioningservices';
const ipFilter = 'https://learn.microsoft.com/azure/iot-dps/iot-dps-ip-filtering';
const virtualNetworks = 'https://learn.microsoft.com/azure/iot-dps/virtual-network-support';
const accessControl = 'https://learn.microsoft.com/azure/iot-dps/how-to-control-access';
const verification = 'https://learn.microsoft.com/azure/iot-dps/how-to-verify-certificates';

const service: ExampleResource = { type: provisioningService, name: 'dps', properties: {} };

export const dpsPublicNetwork = defineRule({
  id: 'dps-public-network-access-disabled',
  title: 'The Device Provisioning Service cannot be reached from the public internet',
  topic: 'dps-network-closed',
  class: 'network',
  severity: 'high',
  peers: { azurePolicy: ['d82101f3-f3ce-4fc5-8708-4c09f4009546'] },
  target: provisioningService,
  property: 'properties.publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'Provisioning turns a certificate or key into a working device identity. On the internet anyone can try, and a stolen group key makes as many false devices as its thief wants.',
  fix: {
    say: 'Set `properties.publicNetworkAccess` to `Disabled` and give devices a private path. Where they must come over the internet, exempt the service with an owner and a date, and set `ipFilterRules`.',
    replaces: false,
  },
  serviceDefault: { is: 'public access is open to all networks', source: ipFilter },
  links: ['https://learn.microsoft.com/azure/iot-dps/public-network-access', virtualNetworks],
  examples: {
    good: [
      { properties: { properties: { publicNetworkAccess: 'Disabled' } } },
      { properties: { properties: { publicNetworkAccess: 'disabled' } } },
    ],
    bad: [
      { properties: { properties: { publicNetworkAccess: 'Enabled' } } },
      { properties: { properties: {} }, at: ['properties.publicNetworkAccess'] },
    ],
  },
});

export const dpsPrivateEndpoint = privateEndpointRule({
  id: 'dps-private-endpoint',
  title: 'The Device Provisioning Service has a private endpoint',
  topic: 'dps-network-closed',
  severity: 'medium',
  peers: { azurePolicy: ['df39c015-56a4-45de-b4a3-efe77bed320d'] },
  target: provisioningService,
  groupIds: ['iotDps'],
  why: 'Without a private endpoint, new devices leave the plant network to get their identity, over an address that everybody can reach.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the service and the group id `iotDps`, with the DNS zone `privatelink.azure-devices-provisioning.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: virtualNetworks },
  examples: {
    good: [
      { resources: [service, endpointTo('dps', 'iotDps')] },
      {
        resources: [
          { type: provisioningService, name: 'dps', properties: { provisioningServiceName: 'plant-dps' } },
          {
            type: privateEndpoint,
            name: 'dps-endpoint',
            properties: {
              manualPrivateLinkServiceConnections: [
                {
                  privateLinkServiceId:
                    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/ProvisioningServices/plant-dps',
                  groupIds: ['iotdps'],
                },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      { resources: [service] },
      { resources: [service, endpointTo('dps', 'iotHub')] },
      { resources: [service, { ...service, name: 'other' }, endpointTo('other', 'iotDps')] },
    ],
  },
});

function endpointTo(name: string, groupId: string): ExampleResource {
  return {
    type: privateEndpoint,
    name: `${name}-endpoint`,
    properties: { privateLinkServiceConnections: [{ groupIds: [groupId] }] },
    uses: { privateLinkServiceConnections: [name] },
  };
}

const rules = 'properties.ipFilterRules';

function checkIpFilter(view: ResourceView): readonly Verdict[] {
  const access = view.one('properties.publicNetworkAccess');
  if (isText(access, 'disabled')) return [{ outcome: 'pass', property: access.path }];
  const verdicts = filterVerdicts(view, rules);
  // Perhaps the service is closed anyway: then a fault of the filter is not known to be one.
  const undecided = access.state === 'unknown' && verdicts.some((verdict) => verdict.outcome === 'fail');
  return undecided ? [{ outcome: 'unknown', property: access.path }] : verdicts;
}

const plantOnly = { filterName: 'plant', action: 'Accept', ipMask: '203.0.113.0/24' };
const nobodyElse = { filterName: 'rest', action: 'Reject', ipMask: '0.0.0.0/0' };

export const dpsIpFilter = defineRule({
  id: 'dps-ip-filter-not-any',
  title: 'The Device Provisioning Service accepts named addresses only, where it is public at all',
  topic: 'dps-network-closed',
  class: 'network',
  severity: 'high',
  target: provisioningService,
  property: [`${rules}[].ipMask`, `${rules}[].action`, 'properties.publicNetworkAccess'],
  check: checkIpFilter,
  why: 'An open provisioning service can be tried from anywhere with stolen certificates and keys, and flooded on the day a line has to start.',
  fix: {
    say: 'Set `properties.publicNetworkAccess` to `Disabled`. Otherwise write `properties.ipFilterRules`: first an `Accept` for each range of yours, narrower than /8, and last a `Reject` for `0.0.0.0/0`.',
    replaces: false,
  },
  serviceDefault: { is: 'the filter is off and every address is accepted', source: ipFilter },
  links: [ipFilter],
  examples: {
    good: [
      { properties: { properties: { publicNetworkAccess: 'Disabled' } } },
      { properties: { properties: { ipFilterRules: [plantOnly, nobodyElse] } } },
      { properties: { properties: { publicNetworkAccess: 'Enabled', ipFilterRules: [nobodyElse] } } },
    ],
    bad: [
      {
        properties: { properties: { ipFilterRules: [{ ...plantOnly, ipMask: '0.0.0.0/0' }, nobodyElse] } },
        at: [`${rules}[0].ipMask`],
      },
      { properties: { properties: {} }, at: [rules] },
      { properties: { properties: { ipFilterRules: [plantOnly] } }, at: [rules] },
      {
        properties: {
          properties: {
            publicNetworkAccess: 'Enabled',
            ipFilterRules: [
              { filterName: 'low', action: 'accept', ipMask: '0.0.0.0/1' },
              { filterName: 'high', action: 'accept', ipMask: '128.0.0.0/1' },
              nobodyElse,
            ],
          },
        },
        at: [`${rules}[0].ipMask`, `${rules}[1].ipMask`],
      },
    ],
  },
});

const hubs = 'properties.iotHubs[]';

function checkLinkedHubs(view: ResourceView): readonly Verdict[] {
  const authentications = view.all(`${hubs}.authenticationType`);
  return view.all(`${hubs}.connectionString`).map((reading, index): Verdict => {
    const authentication = authentications[index];
    if (authentication && isText(authentication, 'keybased')) {
      const property = authentication.path;
      const message = `\`${property}\` links the hub with a key; it must be \`SystemAssigned\` or \`UserAssigned\`.`;
      return { outcome: 'fail', property, message };
    }
    const property = reading.path;
    if (reading.state === 'known' && /sharedaccess(key|signature)\s*=/i.test(textOf(reading.value))) {
      return {
        outcome: 'fail',
        property,
        message: `\`${property}\` carries a shared access key of the hub.`,
      };
    }
    if (reading.state === 'unknown') return { outcome: 'unknown', property };
    if (authentication?.state === 'unknown') return { outcome: 'unknown', property: authentication.path };
    return { outcome: 'pass', property };
  });
}

export const dpsLinkedHub = defineRule({
  id: 'dps-linked-hub-no-key',
  title: 'The Device Provisioning Service reaches its hubs with an identity, not with a key',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'high',
  target: provisioningService,
  property: `${hubs}.connectionString`,
  check: checkLinkedHubs,
  why: 'The link needs the right to create devices, so its key is a key to the whole fleet. It lies in the program, the state and the service, and forces the hub to keep accepting keys.',
  fix: {
    say: 'Pin API version 2026-03-01-preview or later, give the service an identity with a role on the hub, and write `hostName` and `authenticationType` `SystemAssigned` or `UserAssigned` instead of `connectionString`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no hub is linked; API versions before identity linking know keys only',
    source: api,
  },
  links: [
    'https://learn.microsoft.com/azure/templates/microsoft.devices/2026-03-01-preview/provisioningservices',
  ],
  examples: {
    good: [
      {
        apiVersion: '2026-03-01-preview',
        properties: {
          properties: {
            iotHubs: [
              {
                hostName: 'example.azure-devices.net',
                location: 'westeurope',
                authenticationType: 'SystemAssigned',
              },
            ],
          },
        },
      },
      { properties: { properties: { iotHubs: [] } } },
      { properties: { properties: {} } },
    ],
    bad: [
      {
        properties: {
          properties: {
            iotHubs: [
              {
                location: 'westeurope',
                connectionString:
                  'HostName=example.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=example-only',
              },
            ],
          },
        },
        at: ['properties.iotHubs[0].connectionString'],
      },
      {
        apiVersion: '2026-03-01-preview',
        properties: {
          properties: {
            iotHubs: [
              {
                location: 'westeurope',
                authenticationType: 'UserAssigned',
                connectionString: 'HostName=example.azure-devices.net;SharedAccessKey=example-only',
              },
              { location: 'westeurope', authenticationType: 'KeyBased' },
            ],
          },
        },
        at: ['properties.iotHubs[0].connectionString', 'properties.iotHubs[1].authenticationType'],
      },
    ],
  },
});

const policies = 'properties.authorizationPolicies[]';

export const dpsNoInlineKeys = defineRule({
  id: 'dps-no-inline-sas-keys',
  title: 'No shared access key of the Device Provisioning Service is written in the program',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  target: provisioningService,
  property: [`${policies}.primaryKey`, `${policies}.secondaryKey`],
  pass: isNotSet,
  whenAbsent: 'pass',
  why: 'A key that the program sets is known to everybody who reads the repository, the state or a build log. With it they enrol devices of their own.',
  fix: {
    say: 'Leave `primaryKey` and `secondaryKey` out: the service makes them.',
    replaces: false,
  },
  serviceDefault: { is: 'the service makes both keys', source: api },
  links: [accessControl],
  examples: {
    good: [
      {
        properties: {
          properties: { authorizationPolicies: [{ keyName: 'enrol', rights: 'EnrollmentWrite' }] },
        },
      },
      { properties: { properties: {} } },
    ],
    bad: [
      {
        properties: {
          properties: {
            authorizationPolicies: [
              { keyName: 'enrol', rights: 'EnrollmentWrite', primaryKey: 'example-only' },
            ],
          },
        },
        at: ['properties.authorizationPolicies[0].primaryKey'],
      },
      {
        properties: {
          properties: {
            authorizationPolicies: [
              { keyName: 'read', rights: 'EnrollmentRead' },
              { keyName: 'enrol', rights: 'EnrollmentWrite', primaryKey: '', secondaryKey: 'example-only' },
            ],
          },
        },
        at: ['properties.authorizationPolicies[1].secondaryKey'],
      },
    ],
  },
});

export const dpsCertVerified = defineRule({
  id: 'dps-cert-verified',
  title: 'CA certificates of the Device Provisioning Service are declared as verified',
  topic: 'cert-lifetime',
  class: 'identity',
  severity: 'high',
  target: provisioningCertificate,
  property: 'properties.isVerified',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'An enrolment group can only use a verified CA. Left open, somebody verifies it by hand on the day of commissioning, where no review sees whose CA it is.',
  fix: {
    say: 'Set `properties.isVerified` to `true` for a CA whose private key your organisation holds. This skips the proof of possession, so keep a record of who checked it. API versions before 2022-02-05 cannot set it.',
    replaces: false,
  },
  serviceDefault: { is: 'the certificate stays unverified until proof of possession', source: verification },
  links: [`${api}/certificates`, verification],
  examples: {
    good: [
      { properties: { properties: { isVerified: true } } },
      { properties: { properties: { isVerified: 'true' } } },
    ],
    bad: [
      { properties: { properties: { isVerified: false } }, at: ['properties.isVerified'] },
      { properties: {}, at: ['properties.isVerified'] },
    ],
  },
});

export const dpsCertContent = defineRule(
  certificateContentRule({
    id: 'dps-cert-no-private-key',
    title: 'CA certificates of the Device Provisioning Service are sound and come without their private key',
    target: provisioningCertificate,
    why: 'Whoever reads the private key of this CA in the state or in a build log can enrol as many devices as they like. A weak or expired certificate is forged, or stops every new device.',
    authority: true,
    serviceDefault: { is: 'no certificate is trusted', source: verification },
    links: [`${api}/certificates`, verification],
  }),
);

const logs = 'https://learn.microsoft.com/azure/iot-dps/monitor-iot-dps';

export const dpsDiagnostics = diagnosticsRule({
  id: 'dps-diagnostics',
  title: 'The Device Provisioning Service sends its logs to a place that keeps them',
  topic: 'dps-diagnostics',
  severity: 'medium',
  peers: { azurePolicy: ['041e904a-33e5-45fd-b3f6-4ac95f1f8761'] },
  target: provisioningService,
  categories: ['DeviceOperations', 'ServiceOperations'],
  why: 'These logs alone tell which device got an identity when, and who changed an enrolment. Without them a false device cannot be traced back to its start.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the service with a workspace and the category group `allLogs` (or `DeviceOperations` and `ServiceOperations`).',
    replaces: false,
  },
  serviceDefault: { is: 'no log leaves the service', source: logs },
  links: [
    logs,
    'https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-devices-provisioningservices-logs',
  ],
  examples: {
    good: [
      { resources: [service, logging([{ categoryGroup: 'allLogs', enabled: true }])] },
      {
        resources: [
          service,
          logging([
            { category: 'DeviceOperations', enabled: true },
            { category: 'serviceOperations', enabled: true },
          ]),
        ],
      },
    ],
    bad: [
      { resources: [service] },
      {
        resources: [
          service,
          logging([
            { category: 'DeviceOperations', enabled: true },
            { category: 'ServiceOperations', enabled: false },
          ]),
        ],
      },
    ],
  },
});

function logging(settings: readonly { readonly [key: string]: string | boolean }[]): ExampleResource {
  return {
    type: diagnosticSetting,
    name: 'dps-logs',
    properties: {
      workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
      logs: settings,
    },
    uses: { resourceUri: ['dps'] },
  };
}

export const dpsCmk = defineRule(
  previewEncryptionRule({
    id: 'dps-cmk',
    title: 'The Device Provisioning Service encrypts with a key of yours where its API version offers that',
    peers: { azurePolicy: ['47031206-ce96-41f8-861b-6a915f3de284'] },
    target: provisioningService,
    // Read from the ARM types of each version, up to 2026-08-31.
    apiVersions: ['2020-09-01-preview'],
    why: 'With a key of the service alone you cannot cut off access to the stored enrolments and their secrets yourself, should the subscription be lost to somebody else.',
    fix: {
      say: 'Set `properties.encryption` with `keySource: Microsoft.KeyVault`, your `keyIdentifier` in `keyVaultProperties` and an identity; write it when the service is created.',
      replaces: true,
    },
    serviceDefault: { is: 'the service encrypts with a key of its own' },
    links: [
      'https://learn.microsoft.com/azure/templates/microsoft.devices/2020-09-01-preview/provisioningservices',
    ],
  }),
);
