import type { Resource } from '../resources/resource';
import { cosmosAccount, diagnosticSetting, privateEndpoint } from '../resources/types';
import { type Properties, textOf, type Value } from '../resources/value';
import {
  type Condition,
  isSet,
  isTrue,
  notAllOfAzure,
  notAnyAddress,
  oneOf,
  tlsAtLeast,
} from '../rule/conditions';
import { read } from '../rule/reading';
import { mustBeGiven } from '../rule/references';
import { defineRule, type ExampleResource, type ResourceView, type Verdict } from '../rule/rule';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';

// Defaults of the service: API version 2025-10-15, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.documentdb/2025-10-15/databaseaccounts';
const entra = 'https://learn.microsoft.com/azure/cosmos-db/how-to-connect-role-based-access-control';
const firewall = 'https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall';
const privateLink = 'https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints';
const tls = 'https://learn.microsoft.com/azure/cosmos-db/self-serve-minimum-tls-enforcement';
const ownKeys = 'https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys';
const logs =
  'https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-documentdb-databaseaccounts-logs';

const apisByCapability: { readonly [capability: string]: string } = {
  enablemongo: 'MongoDB',
  enablecassandra: 'Cassandra',
  enabletable: 'Table',
  enablegremlin: 'Gremlin',
};

/**
 * The API of an account, named as private endpoints name it (`Sql` is NoSQL), or the path whose unknown value hides it.
 * An account has one API for life: that of its kind or of one capability.
 */
function apiOf(properties: Properties): { readonly api: string } | { readonly unknownAt: string } {
  const readings = [...read(properties, 'kind'), ...read(properties, 'capabilities[].name')];
  for (const reading of readings) {
    if (reading.state !== 'known') continue;
    const name = textOf(reading.value).toLowerCase();
    const other = name === 'mongodb' ? 'MongoDB' : apisByCapability[name];
    if (other) return { api: other };
  }
  const unknown = readings.find((reading) => reading.state === 'unknown');
  return unknown ? { unknownAt: unknown.path } : { api: 'Sql' };
}

function checkLocalAuth(view: ResourceView): readonly Verdict[] {
  const account = apiOf(view.resource.properties);
  if ('api' in account && account.api !== 'Sql') return [];
  const reading = view.one('disableLocalAuth');
  const property = reading.path;
  if (reading.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (reading.state === 'known' && isTrue.holds(reading.value)) return [{ outcome: 'pass', property }];
  if ('unknownAt' in account) return [{ outcome: 'unknown', property: account.unknownAt }];
  const message = `\`${property}\` must be \`true\`; as it is, the account accepts its keys.`;
  return [{ outcome: 'fail', property, message }];
}

export const cosmosLocalAuth = defineRule({
  id: 'cosmos-disable-local-auth',
  title: 'Cosmos DB for NoSQL accepts Entra ID only',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_140'],
    psrule: ['Azure.Cosmos.NoSQLLocalAuth'],
    azurePolicy: ['5450f5bd-9c72-4390-a9c4-a7aba4edfdd2'],
  },
  target: cosmosAccount,
  property: ['disableLocalAuth', 'kind', 'capabilities[].name'],
  check: checkLocalAuth,
  why: 'An account key reads and overwrites every telemetry record and deletes whole databases; it has no owner and no expiry, and one leaked connection string is enough.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` and give applications data roles with `SqlResourceSqlRoleAssignment`. Move callers that use keys first.',
    replaces: false,
  },
  serviceDefault: { is: 'account keys are accepted', source: entra },
  links: [entra],
  examples: {
    good: [
      { properties: { kind: 'GlobalDocumentDB', disableLocalAuth: true } },
      { properties: { capabilities: [{ name: 'EnableServerless' }], disableLocalAuth: 'true' } },
      { properties: { kind: 'MongoDB' } },
      {
        properties: {
          kind: 'GlobalDocumentDB',
          capabilities: [{ name: 'EnableServerless' }, { name: 'enableGremlin' }],
        },
      },
    ],
    bad: [
      { properties: { kind: 'GlobalDocumentDB' }, at: ['disableLocalAuth'] },
      {
        properties: { capabilities: [{ name: 'EnableServerless' }], disableLocalAuth: false },
        at: ['disableLocalAuth'],
      },
    ],
  },
});

export const cosmosPublicNetwork = defineRule({
  id: 'cosmos-public-network-access-disabled',
  title: 'Cosmos DB cannot be reached from the public internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_101'],
    psrule: ['Azure.Cosmos.PublicAccess'],
    azurePolicy: ['797b37f7-06b8-444c-b1ad-fc62867f335a'],
  },
  target: cosmosAccount,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  why: 'On the internet a leaked key or token of the account works from anywhere, and years of plant data leave without passing a network that anybody watches.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint. `SecuredByPerimeter` protects only with a network security perimeter that is enforced.',
    replaces: false,
  },
  serviceDefault: { is: 'the account can be reached from the internet', source: firewall },
  links: [api, privateLink],
  examples: {
    good: [
      { properties: { publicNetworkAccess: 'Disabled' } },
      { properties: { publicNetworkAccess: 'SecuredByPerimeter' } },
    ],
    bad: [
      { properties: { publicNetworkAccess: 'Enabled' }, at: ['publicNetworkAccess'] },
      { properties: { isVirtualNetworkFilterEnabled: true }, at: ['publicNetworkAccess'] },
    ],
  },
});

const isNonEmpty = (value: Value) => Array.isArray(value) && isSet.holds(value);

const restrictions: readonly (readonly [string, (value: Value) => boolean])[] = [
  ['publicNetworkAccess', oneOf('Disabled', 'SecuredByPerimeter').holds],
  ['isVirtualNetworkFilterEnabled', isTrue.holds],
  ['ipRules', isNonEmpty],
];

function checkRestricted(view: ResourceView): readonly Verdict[] {
  const readings = restrictions.map(([path, closes]) => {
    const reading = view.one(path);
    return { reading, closes: reading.state === 'known' && closes(reading.value) };
  });
  const closing = readings.find(({ closes }) => closes);
  if (closing) return [{ outcome: 'pass', property: closing.reading.path }];
  const unknown = readings.find(({ reading }) => reading.state === 'unknown');
  if (unknown) return [{ outcome: 'unknown', property: unknown.reading.path }];
  const subnets = view.one('virtualNetworkRules');
  const idle = subnets.state === 'unknown' || (subnets.state === 'known' && isNonEmpty(subnets.value));
  const message = idle
    ? '`virtualNetworkRules` has no effect while `isVirtualNetworkFilterEnabled` is not `true`: the account lets in every network.'
    : 'Neither `ipRules` nor a virtual network filter limits who may connect: the account lets in every network.';
  return [{ outcome: 'fail', property: idle ? 'isVirtualNetworkFilterEnabled' : 'ipRules', message }];
}

const subnetRule = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/work',
};

export const cosmosRestrictedNetwork = defineRule({
  id: 'cosmos-restricted-network',
  title: 'Cosmos DB lets in named networks only, where it is public at all',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_99'],
    azurePolicy: ['862e97cf-49fc-4a5c-9de4-40d4e2e7c8eb', '65e3adf0-0793-4cd2-af1f-134216ad5ce1'],
    kics: ['c2a3efb6'],
  },
  target: cosmosAccount,
  property: restrictions.map(([path]) => path),
  check: checkRestricted,
  why: 'With all networks let in, a key from an old laptop or a build log is enough to copy or delete the plant data from anywhere in the world.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled`. Otherwise name your ranges in `ipRules`, or your subnets in `virtualNetworkRules` together with `isVirtualNetworkFilterEnabled: true`.',
    replaces: false,
  },
  serviceDefault: { is: 'all networks may connect', source: firewall },
  links: [firewall, 'https://learn.microsoft.com/azure/cosmos-db/how-to-configure-vnet-service-endpoint'],
  examples: {
    good: [
      { properties: { publicNetworkAccess: 'Disabled' } },
      { properties: { ipRules: [{ ipAddressOrRange: '203.0.113.0/24' }] } },
      {
        properties: {
          publicNetworkAccess: 'Enabled',
          isVirtualNetworkFilterEnabled: true,
          virtualNetworkRules: [subnetRule],
        },
      },
    ],
    bad: [
      { properties: {}, at: ['ipRules'] },
      {
        properties: { publicNetworkAccess: 'Enabled', isVirtualNetworkFilterEnabled: false, ipRules: [] },
        at: ['ipRules'],
      },
      { properties: { virtualNetworkRules: [subnetRule] }, at: ['isVirtualNetworkFilterEnabled'] },
    ],
  },
});

/** `0.0.0.0` alone is no range here: it stands for all of Azure, which `cosmos-no-azure-datacenters` is about. */
const narrowRange: Condition = {
  ...notAnyAddress,
  holds: (value) => !notAllOfAzure.holds(value) || notAnyAddress.holds(value),
};

export const cosmosIpRuleNotAny = defineRule({
  id: 'cosmos-ip-rule-not-any',
  title: 'No IP rule of Cosmos DB lets in the whole internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  target: cosmosAccount,
  property: 'ipRules[].ipAddressOrRange',
  pass: narrowRange,
  whenAbsent: 'pass',
  why: 'A rule for everybody makes the firewall look closed while it is open, and nobody who looks at the account sees that the history of the plant can be asked for from anywhere.',
  fix: {
    say: 'Name the public ranges of your sites in `ipRules`, each narrower than /8, and delete `0.0.0.0/0` and its halves.',
    replaces: false,
  },
  serviceDefault: { is: 'no IP rule exists', source: firewall },
  links: [firewall],
  examples: {
    good: [
      {
        properties: {
          ipRules: [{ ipAddressOrRange: '203.0.113.7' }, { ipAddressOrRange: '198.51.100.0/24' }],
        },
      },
      { properties: { ipRules: [] } },
      { properties: { ipRules: [{ ipAddressOrRange: '0.0.0.0' }] } },
    ],
    bad: [
      {
        properties: { ipRules: [{ ipAddressOrRange: '203.0.113.7' }, { ipAddressOrRange: '0.0.0.0/0' }] },
        at: ['ipRules[1].ipAddressOrRange'],
      },
      {
        properties: { ipRules: [{ ipAddressOrRange: '0.0.0.0/1' }, { ipAddressOrRange: '128.0.0.0/1' }] },
        at: ['ipRules[0].ipAddressOrRange', 'ipRules[1].ipAddressOrRange'],
      },
    ],
  },
});

export const cosmosMinTls = defineRule({
  id: 'cosmos-min-tls',
  title: 'Cosmos DB refuses TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: { psrule: ['Azure.Cosmos.MinTLS'] },
  target: cosmosAccount,
  property: 'minimalTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'pass',
  printable: true,
  why: 'TLS 1.0 and 1.1 are broken: plant data and access tokens of a client that uses them can be read or altered on the wire.',
  fix: {
    say: 'Set `minimalTlsVersion` to `Tls12`, or leave it out.',
    replaces: false,
  },
  serviceDefault: { is: 'new accounts refuse TLS below 1.2', source: tls },
  links: [tls],
  examples: {
    good: [{ properties: { minimalTlsVersion: 'Tls12' } }, { properties: {} }],
    bad: [
      { properties: { minimalTlsVersion: 'Tls' }, at: ['minimalTlsVersion'] },
      { properties: { minimalTlsVersion: 'Tls11' }, at: ['minimalTlsVersion'] },
    ],
  },
});

export const cosmosCmk = defineRule({
  id: 'cosmos-cmk',
  title: 'Cosmos DB encrypts with a key of yours',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_100'], azurePolicy: ['1f905d99-2ab7-462c-a6b0-f709acca6c8f'] },
  target: cosmosAccount,
  property: 'keyVaultKeyUri',
  readsOrigins: true,
  check: (view) => [
    mustBeGiven(
      view,
      'keyVaultKeyUri',
      '`keyVaultKeyUri` is not set: the service encrypts with a key of its own.',
    ),
  ],
  why: 'With a key of the service alone you cannot cut off access to the stored plant data yourself, nor prove after a contract ends that nobody can read it any more.',
  fix: {
    say: 'Set `keyVaultKeyUri` to the URI of a key without version, in a vault with purge protection, and `defaultIdentity` to the identity that may use it. This cannot be undone; existing accounts of the Cassandra API cannot change over.',
    replaces: false,
  },
  serviceDefault: { is: 'the service encrypts with a key of its own', source: ownKeys },
  links: [
    ownKeys,
    'https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys-existing-accounts',
  ],
  examples: {
    good: [
      { properties: { keyVaultKeyUri: 'https://example.vault.azure.net/keys/plant' } },
      { properties: { keyVaultKeyUri: 'https://example.managedhsm.azure.net/keys/plant' } },
    ],
    bad: [
      { properties: {}, at: ['keyVaultKeyUri'] },
      { properties: { keyVaultKeyUri: '' }, at: ['keyVaultKeyUri'] },
    ],
  },
});

const account = (properties: Properties = {}): ExampleResource => ({
  type: cosmosAccount,
  name: 'data',
  properties,
});

const endpoint = (...groupIds: readonly string[]): ExampleResource => ({
  type: privateEndpoint,
  name: 'data-endpoint',
  properties: { privateLinkServiceConnections: [{ groupIds }] },
  uses: { privateLinkServiceConnections: ['data'] },
});

const groupOf = (subject: Resource): readonly string[] => {
  const found = apiOf(subject.properties);
  return 'api' in found ? [found.api] : [];
};

const perApi = privateEndpointRule({
  id: 'cosmos-private-endpoint',
  title: 'Cosmos DB has a private endpoint for its API',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: { azurePolicy: ['58440f8a-10c5-4151-bdce-dfbaad4a20b7'], kics: ['dda11a20'] },
  target: cosmosAccount,
  groupIds: groupOf,
  why: 'Without a private endpoint, applications reach the plant data over its public address, so the account cannot be closed to the internet at all.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the account and the group id of its API: `Sql` (zone `privatelink.documents.azure.com`), `MongoDB`, `Cassandra`, `Gremlin` or `Table`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [account({ kind: 'GlobalDocumentDB' }), endpoint('Sql')] },
      { resources: [account({ kind: 'MongoDB' }), endpoint('mongodb')] },
      { resources: [account({ capabilities: [{ name: 'EnableTable' }] }), endpoint('Sql', 'Table')] },
    ],
    bad: [
      { resources: [account()] },
      { resources: [account({ kind: 'MongoDB' }), endpoint('Sql')] },
      { resources: [account({ capabilities: [{ name: 'EnableGremlin' }] }), endpoint('Sql')] },
    ],
  },
});

export const cosmosPrivateEndpoint = defineRule({
  ...perApi,
  checkStack: (subject, stack, options) => {
    const found = apiOf(subject.properties);
    // Without knowing the API, nobody knows which group id to ask for.
    if ('unknownAt' in found) return [{ outcome: 'unknown', property: found.unknownAt }];
    return perApi.checkStack(subject, stack, options);
  },
});

const logging = (settings: readonly Properties[]): ExampleResource => ({
  type: diagnosticSetting,
  name: 'data-logs',
  properties: {
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    logs: settings,
  },
  uses: { resourceUri: ['data'] },
});

export const cosmosDiagnostics = diagnosticsRule({
  id: 'cosmos-diagnostics',
  title: 'Cosmos DB sends its data and control logs to a place that keeps them',
  topic: 'db-auditing',
  severity: 'medium',
  peers: { azurePolicy: ['45c6bfc7-4520-4d64-a158-730cd92eedbc'] },
  target: cosmosAccount,
  categories: ['DataPlaneRequests', 'ControlPlaneRequests'],
  why: 'Without these logs nobody can tell which identity read or deleted plant data, nor who opened the firewall or listed the keys.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the account with a workspace and the category group `allLogs` (or `DataPlaneRequests` and `ControlPlaneRequests`).',
    replaces: false,
  },
  serviceDefault: {
    is: 'no log leaves the account',
    source: 'https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings',
  },
  links: [logs],
  examples: {
    good: [
      { resources: [account(), logging([{ categoryGroup: 'allLogs', enabled: true }])] },
      {
        resources: [
          account(),
          logging([
            { category: 'DataPlaneRequests', enabled: true },
            { category: 'ControlPlaneRequests', enabled: true },
          ]),
        ],
      },
    ],
    bad: [
      { resources: [account()] },
      { resources: [account(), logging([{ category: 'DataPlaneRequests', enabled: true }])] },
    ],
  },
});
