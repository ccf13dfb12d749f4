import { iotHub } from '../resources/types';
import { textOf } from '../resources/value';
import { isNotSet, isTrue, matches, notAnyAddress, oneOf, tlsAtLeast } from '../rule/conditions';
import { previewEncryptionRule } from '../rule/preview-encryption';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';
import { uploadEndpoints } from '../rule/upload-endpoints';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2023-06-30, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.devices/2023-06-30/iothubs';
const accessControl = 'https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-sas';

export const iotHubMinTls = defineRule({
  id: 'iothub-min-tls-1-2',
  title: 'IoT Hub refuses TLS below 1.2',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: { psrule: ['Azure.IoTHub.MinTLS'] },
  target: iotHub,
  property: 'properties.minTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'fail',
  printable: true,
  why: 'Field devices keep old TLS stacks for decades; without a floor one of them can be talked down to a version that is broken, and its telemetry and commands read or altered on the wire.',
  fix: {
    say: 'Set `properties.minTlsVersion` to `1.2` when the hub is created; check the firmware of old devices first.',
    replaces: true,
  },
  serviceDefault: {
    is: 'the hub enforces no floor of its own',
    source: 'https://learn.microsoft.com/azure/iot-hub/iot-hub-tls-support',
  },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-tls-support'],
  examples: {
    good: [
      { properties: { properties: { minTlsVersion: '1.2' } } },
      { properties: { properties: { minTlsVersion: '1.3' } } },
    ],
    bad: [{ properties: { properties: { minTlsVersion: '1.0' } } }, { properties: {} }],
  },
});

export const iotHubPublicNetwork = defineRule({
  id: 'iothub-public-network-access-disabled',
  title: 'IoT Hub cannot be reached from the public internet',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_108'], azurePolicy: ['2d6830fb-07eb-48e7-8c4d-2a442b35f0fb'] },
  target: iotHub,
  property: 'properties.publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A hub on the internet can be tried by anyone with a stolen or guessed device key, and flooded until the plant loses its telemetry.',
  fix: {
    say: 'Set `properties.publicNetworkAccess` to `Disabled` and give devices a private path. Where they must use the internet, exempt the hub with an owner and a date, and set `networkRuleSets` with default `Deny`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'public access is enabled',
    source: 'https://learn.microsoft.com/azure/iot-hub/iot-hub-public-network-access',
  },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-public-network-access'],
  examples: {
    good: [{ properties: { properties: { publicNetworkAccess: 'Disabled' } } }],
    bad: [
      { properties: { properties: { publicNetworkAccess: 'Enabled' } } },
      { properties: { properties: {} } },
    ],
  },
});

export const iotHubNetworkRuleNotAny = defineRule({
  id: 'iothub-network-rule-not-any',
  title: 'No network rule of IoT Hub lets in the whole internet',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'high',
  target: iotHub,
  property: 'properties.networkRuleSets.ipRules[].ipMask',
  pass: notAnyAddress,
  whenAbsent: 'pass',
  why: 'A rule for everybody turns the whole list into decoration: it looks like a closed hub in every review, while anyone with a leaked key can connect.',
  fix: {
    say: 'Name the public ranges of your sites in `ipMask`, each narrower than /8, and delete the rule for `0.0.0.0/0` and its halves.',
    replaces: false,
  },
  serviceDefault: { is: 'no network rule exists', source: api },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-ip-filtering'],
  examples: {
    good: [
      {
        properties: {
          properties: {
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: true,
              ipRules: [{ filterName: 'plant', action: 'Allow', ipMask: '203.0.113.0/24' }],
            },
          },
        },
      },
      {
        properties: {
          properties: { networkRuleSets: { applyToBuiltInEventHubEndpoint: true, ipRules: [] } },
        },
      },
    ],
    bad: [
      {
        properties: {
          properties: {
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: true,
              ipRules: [
                { filterName: 'plant', action: 'Allow', ipMask: '203.0.113.0/24' },
                { filterName: 'all', action: 'Allow', ipMask: '0.0.0.0/0' },
              ],
            },
          },
        },
        at: ['properties.networkRuleSets.ipRules[1].ipMask'],
      },
      {
        properties: {
          properties: {
            networkRuleSets: {
              applyToBuiltInEventHubEndpoint: true,
              ipRules: [
                { filterName: 'low', ipMask: '0.0.0.0/1' },
                { filterName: 'high', ipMask: '128.0.0.0/1' },
              ],
            },
          },
        },
        at: ['properties.networkRuleSets.ipRules[0].ipMask', 'properties.networkRuleSets.ipRules[1].ipMask'],
      },
    ],
  },
});

export const iotHubPrivateEndpoint = privateEndpointRule({
  id: 'iothub-private-endpoint',
  title: 'IoT Hub has a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'medium',
  peers: { azurePolicy: ['0d40b058-9f95-4a19-93e3-9b0330baa2a3'] },
  target: iotHub,
  groupIds: ['iotHub'],
  why: 'Without a private endpoint, gateways and back-end services talk to the hub over its public address, where the plant network cannot watch or limit the traffic.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the hub and the group id `iotHub`, with the DNS zones `privatelink.azure-devices.net` and `privatelink.servicebus.windows.net`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no private endpoint exists',
    source: 'https://learn.microsoft.com/azure/iot-hub/virtual-network-support',
  },
  examples: {
    good: [
      {
        resources: [
          { type: iotHub, name: 'hub', properties: {} },
          {
            type: 'Microsoft.Network/privateEndpoints',
            name: 'hub-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['iotHub'] }] },
            uses: { privateLinkServiceConnections: ['hub'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [{ type: iotHub, name: 'hub', properties: {} }] },
      {
        resources: [
          { type: iotHub, name: 'hub', properties: {} },
          { type: iotHub, name: 'other', properties: {} },
          {
            type: 'Microsoft.Network/privateEndpoints',
            name: 'other-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['iotHub'] }] },
            uses: { privateLinkServiceConnections: ['other'] },
          },
        ],
      },
    ],
  },
});

export const iotHubLocalAuth = defineRule({
  id: 'iothub-disable-local-auth',
  title: 'IoT Hub service APIs accept Entra ID only',
  topic: 'iothub-disable-local-auth',
  class: 'identity',
  severity: 'high',
  peers: { azurePolicy: ['672d56b3-23a7-4a3c-a233-b77ed7777518'] },
  target: iotHub,
  property: 'properties.disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'A shared access key of the service side opens the whole registry and every command path; it has no owner, no second factor and no expiry.',
  fix: {
    say: 'Set `properties.disableLocalAuth` to `true` and give callers Entra ID roles. Move consumers that know only connection strings first.',
    replaces: false,
  },
  serviceDefault: {
    is: 'shared access keys are accepted',
    source: 'https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-azure-ad',
  },
  links: [
    'https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-azure-ad#enforce-microsoft-entra-authentication',
  ],
  examples: {
    good: [{ properties: { properties: { disableLocalAuth: true } } }],
    bad: [{ properties: { properties: { disableLocalAuth: false } } }, { properties: { properties: {} } }],
  },
});

export const iotHubDeviceSas = defineRule({
  id: 'iothub-disable-device-sas',
  title: 'Devices cannot sign in to IoT Hub with shared access keys',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'high',
  target: iotHub,
  property: 'properties.disableDeviceSAS',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'A symmetric device key that is read out of one opened device, or leaks from a build server, lets anyone speak as that device until somebody notices.',
  fix: {
    say: 'Set `properties.disableDeviceSAS` to `true` and use X.509 identities through the Device Provisioning Service.',
    replaces: false,
  },
  serviceDefault: { is: 'device keys are accepted', source: api },
  links: [accessControl],
  examples: {
    good: [
      { properties: { properties: { disableDeviceSAS: true } } },
      { properties: { properties: { disableDeviceSAS: 'true', disableModuleSAS: true } } },
    ],
    bad: [{ properties: { properties: { disableDeviceSAS: false } } }, { properties: {} }],
  },
});

/** The rights of one policy, from the single text that the API uses: `RegistryWrite, ServiceConnect`. */
const rightsOf = (text: string) => text.split(',').map((right) => right.trim().toLowerCase());

function checkSasPolicies(view: ResourceView): readonly Verdict[] {
  const local = view.one('properties.disableLocalAuth');
  if (local.state === 'known' && textOf(local.value) === 'true')
    return [{ outcome: 'pass', property: local.path }];
  const verdicts = view.all('properties.authorizationPolicies[].rights').map((reading): Verdict => {
    const property = reading.path;
    if (reading.state === 'unknown') return { outcome: 'unknown', property };
    if (reading.state === 'absent') {
      const message =
        '`properties.authorizationPolicies` is not set, so the service creates `iothubowner`, which holds every right.';
      return reading.missing === reading.path
        ? { outcome: 'pass', property }
        : { outcome: 'fail', property, message };
    }
    const rights = rightsOf(textOf(reading.value));
    const broad =
      rights.includes('registrywrite') &&
      (rights.includes('serviceconnect') || rights.includes('deviceconnect'));
    const message = `\`${property}\` joins the right to change the registry with the right to speak for services or devices.`;
    return broad ? { outcome: 'fail', property, message } : { outcome: 'pass', property };
  });
  const undecided = local.state === 'unknown' && verdicts.some((verdict) => verdict.outcome === 'fail');
  return undecided ? [{ outcome: 'unknown', property: local.path }] : verdicts;
}

export const iotHubSasPolicies = defineRule({
  id: 'iothub-sas-policy-least-privilege',
  title: 'No shared access policy of IoT Hub joins registry rights with connect rights',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'high',
  target: iotHub,
  property: ['properties.authorizationPolicies[].rights', 'properties.disableLocalAuth'],
  check: checkSasPolicies,
  why: 'A key that can both create devices and act as a service or device is a key to the whole plant: whoever finds it can add a false device and command the real ones.',
  fix: {
    say: 'Set `properties.disableLocalAuth` to `true`; where keys must stay, write `properties.authorizationPolicies` with one narrow right each.',
    replaces: false,
  },
  serviceDefault: {
    is: 'five built-in policies exist, among them iothubowner with all rights',
    source: accessControl,
  },
  links: [accessControl],
  examples: {
    good: [
      { properties: { properties: { disableLocalAuth: true } } },
      {
        properties: {
          properties: { authorizationPolicies: [{ keyName: 'reader', rights: 'RegistryRead' }] },
        },
      },
    ],
    bad: [
      {
        properties: {
          properties: {
            authorizationPolicies: [
              { keyName: 'all', rights: 'RegistryRead, RegistryWrite, ServiceConnect' },
            ],
          },
        },
      },
      { properties: { properties: {} } },
    ],
  },
});

export const iotHubNoInlineKeys = defineRule({
  id: 'iothub-no-inline-sas-keys',
  title: 'No shared access key of IoT Hub is written in the program',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  target: iotHub,
  property: [
    'properties.authorizationPolicies[].primaryKey',
    'properties.authorizationPolicies[].secondaryKey',
  ],
  pass: isNotSet,
  whenAbsent: 'pass',
  why: 'A key that the program sets is known to everybody who can read the repository, the state or a build log, and stays the same for years.',
  fix: {
    say: 'Leave `primaryKey` and `secondaryKey` out: the service makes them. Better, set `properties.disableLocalAuth` to `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'the service makes both keys', source: api },
  links: [accessControl],
  examples: {
    good: [
      {
        properties: {
          properties: { authorizationPolicies: [{ keyName: 'reader', rights: 'RegistryRead' }] },
        },
      },
      { properties: { properties: { disableLocalAuth: true } } },
    ],
    bad: [
      {
        properties: {
          properties: {
            authorizationPolicies: [
              { keyName: 'reader', rights: 'RegistryRead', primaryKey: 'example-only' },
            ],
          },
        },
      },
      {
        properties: {
          properties: {
            authorizationPolicies: [
              { keyName: 'reader', rights: 'RegistryRead' },
              { keyName: 'service', rights: 'ServiceConnect', primaryKey: '', secondaryKey: 'example-only' },
            ],
          },
        },
        at: ['properties.authorizationPolicies[1].secondaryKey'],
      },
    ],
  },
});

export const iotHubDiagnostics = diagnosticsRule({
  id: 'iothub-diagnostics',
  title: 'IoT Hub sends its connection, identity and route logs to a place that keeps them',
  topic: 'iothub-diagnostics',
  severity: 'high',
  peers: { azurePolicy: ['383856f8-de7f-44a2-81fc-e5135b5c2aa4'] },
  target: iotHub,
  categories: ['Connections', 'DeviceIdentityOperations', 'Routes'],
  groups: ['audit'],
  why: 'Without these logs nobody can tell which device connected, who created an identity, or why telemetry was dropped, neither during an attack nor after it.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the hub with a workspace and the category group `allLogs` (or the three categories).',
    replaces: false,
  },
  serviceDefault: {
    is: 'no log leaves the hub',
    source: 'https://learn.microsoft.com/azure/iot-hub/monitor-iot-hub',
  },
  examples: {
    good: [
      {
        resources: [
          { type: iotHub, name: 'hub', properties: {} },
          {
            type: 'Microsoft.Insights/diagnosticSettings',
            name: 'hub-logs',
            properties: {
              workspaceId:
                '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
              logs: [{ categoryGroup: 'allLogs', enabled: true }],
            },
            uses: { resourceUri: ['hub'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [{ type: iotHub, name: 'hub', properties: {} }] },
      {
        resources: [
          { type: iotHub, name: 'hub', properties: {} },
          {
            type: 'Microsoft.Insights/diagnosticSettings',
            name: 'hub-logs',
            properties: {
              workspaceId:
                '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
              logs: [
                { category: 'Connections', enabled: true },
                { category: 'Routes', enabled: false },
              ],
            },
            uses: { resourceUri: ['hub'] },
          },
        ],
      },
    ],
  },
});

const endpoints = 'properties.routing.endpoints';
const endpointLists = [
  'eventHubs',
  'serviceBusQueues',
  'serviceBusTopics',
  'storageContainers',
  'cosmosDBSqlContainers',
] as const;

export const iotHubRoutingIdentity = defineRule({
  id: 'iothub-routing-identity-auth',
  title: 'IoT Hub routes authenticate with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'high',
  target: iotHub,
  property: endpointLists.map((list) => `${endpoints}.${list}[].authenticationType`),
  pass: oneOf('identityBased'),
  whenAbsent: 'fail',
  whenBlockAbsent: 'pass',
  printable: true,
  why: 'A route with a key spreads that key into the hub, the state and every copy of the template; whoever reads one can read or forge the telemetry behind it.',
  fix: {
    say: 'Set `authenticationType` to `identityBased` on the endpoint, give it `endpointUri` and `entityPath`, and grant the identity of the hub a data role on the target.',
    replaces: false,
  },
  serviceDefault: {
    is: 'endpoints authenticate with a key',
    source: 'https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity',
  },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity'],
  examples: {
    good: [
      {
        properties: {
          properties: {
            routing: { endpoints: { eventHubs: [{ name: 'e', authenticationType: 'identityBased' }] } },
          },
        },
      },
      { properties: { properties: {} } },
    ],
    bad: [
      {
        properties: {
          properties: {
            routing: { endpoints: { storageContainers: [{ name: 's', authenticationType: 'keyBased' }] } },
          },
        },
      },
      { properties: { properties: { routing: { endpoints: { cosmosDBSqlContainers: [{ name: 'c' }] } } } } },
    ],
  },
});

export const iotHubRoutingNoKeys = defineRule({
  id: 'iothub-routing-no-keys',
  title: 'IoT Hub routes carry no connection string or key',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'high',
  target: iotHub,
  property: [
    `${endpoints}.eventHubs[].connectionString`,
    `${endpoints}.serviceBusQueues[].connectionString`,
    `${endpoints}.serviceBusTopics[].connectionString`,
    `${endpoints}.storageContainers[].connectionString`,
    `${endpoints}.cosmosDBSqlContainers[].primaryKey`,
    `${endpoints}.cosmosDBSqlContainers[].secondaryKey`,
  ],
  pass: isNotSet,
  whenAbsent: 'pass',
  why: 'The key of the store behind a route ends up in the state and in every export of the hub; rotating it stops the telemetry until somebody redeploys.',
  fix: {
    say: 'Remove the connection string or key and use `authenticationType: identityBased` with `endpointUri`.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is stored', source: api },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity'],
  examples: {
    good: [
      {
        properties: {
          properties: {
            routing: {
              endpoints: { eventHubs: [{ name: 'e', endpointUri: 'sb://example.servicebus.windows.net' }] },
            },
          },
        },
      },
      {
        properties: {
          properties: {
            routing: {
              endpoints: { storageContainers: [{ name: 's', connectionString: '', containerName: 'raw' }] },
            },
          },
        },
      },
    ],
    bad: [
      {
        properties: {
          properties: {
            routing: { endpoints: { serviceBusQueues: [{ name: 'q', connectionString: 'example-only' }] } },
          },
        },
      },
      {
        properties: {
          properties: {
            routing: { endpoints: { cosmosDBSqlContainers: [{ name: 'c', secondaryKey: 'example-only' }] } },
          },
        },
      },
    ],
  },
});

export const iotHubRoutingTls = defineRule({
  id: 'iothub-routing-endpoint-uri-tls',
  title: 'IoT Hub routes reach their targets over TLS',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'medium',
  target: iotHub,
  property: endpointLists.map((list) => `${endpoints}.${list}[].endpointUri`),
  pass: matches(/^(https|sb):\/\//i, 'start with `https://` or `sb://`'),
  whenAbsent: 'pass',
  why: 'A route to a plain address sends the telemetry of the whole fleet in the clear between services.',
  fix: {
    say: 'Write the `endpointUri` with `https://` (storage, Cosmos DB) or `sb://` (Event Hubs, Service Bus).',
    replaces: false,
  },
  serviceDefault: { is: 'no address is set and the connection string names the target', source: api },
  links: [api],
  examples: {
    good: [
      {
        properties: {
          properties: {
            routing: {
              endpoints: {
                storageContainers: [{ name: 's', endpointUri: 'https://example.blob.core.windows.net' }],
              },
            },
          },
        },
      },
      {
        properties: {
          properties: {
            routing: {
              endpoints: {
                serviceBusQueues: [{ name: 'q', endpointUri: 'sb://example.servicebus.windows.net' }],
              },
            },
          },
        },
      },
    ],
    bad: [
      {
        properties: {
          properties: {
            routing: {
              endpoints: {
                storageContainers: [{ name: 's', endpointUri: 'http://example.blob.core.windows.net' }],
              },
            },
          },
        },
      },
      {
        properties: {
          properties: {
            routing: {
              endpoints: { eventHubs: [{ name: 'e', endpointUri: 'example.servicebus.windows.net' }] },
            },
          },
        },
      },
    ],
  },
});

const uploadDefault = 'file upload uses the key of the account';

function checkUploads(view: ResourceView): readonly Verdict[] {
  return uploadEndpoints(view).map(({ authenticationType: reading, isEmpty }): Verdict => {
    const inMissingBlock = reading.state === 'absent' && reading.missing !== reading.path;
    if (isEmpty || inMissingBlock) return { outcome: 'pass', property: reading.path };
    return verdictOf(reading, {
      must: oneOf('identityBased'),
      whenAbsent: 'fail',
      serviceDefault: uploadDefault,
      printable: true,
    });
  });
}

export const iotHubFileUploadIdentity = defineRule({
  id: 'iothub-file-upload-identity-auth',
  title: 'IoT Hub file upload authenticates with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'high',
  target: iotHub,
  property: 'properties.storageEndpoints.*.authenticationType',
  check: checkUploads,
  printable: true,
  why: 'With a key, the hub holds the full key of the account into which every device uploads; it opens all files of all devices.',
  fix: {
    say: 'Set `authenticationType` of the storage endpoint to `identityBased`, leave `connectionString` empty and grant the identity of the hub a blob data role.',
    replaces: false,
  },
  serviceDefault: {
    is: uploadDefault,
    source: 'https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity',
  },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity'],
  examples: {
    good: [
      {
        properties: {
          properties: {
            storageEndpoints: {
              $default: {
                authenticationType: 'identityBased',
                connectionString: '',
                containerName: 'uploads',
              },
            },
          },
        },
      },
      {
        properties: {
          properties: {
            storageEndpoints: {
              $default: { connectionString: '', containerName: '', sasTtlAsIso8601: 'PT1H' },
            },
          },
        },
      },
      { properties: {} },
    ],
    bad: [
      {
        properties: {
          properties: {
            storageEndpoints: { $default: { connectionString: 'example-only', containerName: 'uploads' } },
          },
        },
      },
      {
        properties: {
          properties: {
            storageEndpoints: { $default: { authenticationType: 'keyBased', containerName: 'uploads' } },
          },
        },
      },
    ],
  },
});

export const iotHubCmk = defineRule(
  previewEncryptionRule({
    id: 'iothub-cmk',
    title: 'IoT Hub encrypts with a key of yours where its API version offers that',
    peers: { azurePolicy: ['2d7e144b-159c-44fc-95c1-ac3dbf5e6e54'] },
    target: iotHub,
    // Read from the ARM types of each version; no stable version offers it, up to 2023-06-30.
    apiVersions: [
      '2026-10-01-preview',
      '2026-05-01-preview',
      '2026-03-01-preview',
      '2025-08-01-preview',
      '2023-06-30-preview',
      '2022-11-15-preview',
      '2022-04-30-preview',
      '2021-07-02-preview',
      '2021-07-01-preview',
      '2021-03-03-preview',
      '2021-02-01-preview',
      '2020-08-31-preview',
      '2020-07-10-preview',
    ],
    why: 'With a key of the service alone you cannot cut off access to the stored device identities and twins yourself, should the subscription be lost to somebody else.',
    fix: {
      say: 'Set `properties.encryption` with `keySource: Microsoft.KeyVault` and a `keyVaultProperties` entry that has your `keyIdentifier` and identity; write it when the hub is created.',
      replaces: true,
    },
    serviceDefault: {
      is: 'the service encrypts with a key of its own',
      source:
        'https://learn.microsoft.com/security/benchmark/azure/baselines/azure-iot-hub-security-baseline',
    },
    links: ['https://learn.microsoft.com/azure/templates/microsoft.devices/2025-08-01-preview/iothubs'],
  }),
);
