import { isIPv4 } from 'node:net';
import { redis, redisFirewallRule, redisPatchSchedule } from '../resources/types';
import { companionRule } from '../rule/companion-rules';
import { isNotSet, isSet, isTrue, notTrue, oneOf, tlsAtLeast } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import type { Reading } from '../rule/reading';
import {
  defineRule,
  type ExampleResource,
  type OptionValues,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { endpointOf, endpointTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-11-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/azure-cache-for-redis';
const api = 'https://learn.microsoft.com/azure/templates/microsoft.cache/2024-11-01/redis';
const configure = `${docs}/cache-configure`;
const tls = `${docs}/cache-remove-tls-10-11`;
const entra = `${docs}/cache-azure-active-directory-for-authentication`;
const privateLink = `${docs}/cache-private-link`;
const persistence = `${docs}/cache-managed-identity`;
const updates = `${docs}/cache-administration`;
const typings = 'azure-native 3.28 typings';

// The recommendations of CIS for databases do not speak of caches.
const transferControls = controlsBesideCis('db-min-tls');
const networkControls = controlsBesideCis('db-network-closed');
const signInControls = controlsBesideCis('db-entra-only');

const cache = (properties: ExampleResource['properties'] = {}): ExampleResource => ({
  type: redis,
  name: 'state',
  properties: { name: 'plant-state', sku: { name: 'Standard', family: 'C', capacity: 1 }, ...properties },
});

export const redisNoPlainPort = defineRule({
  id: 'redis-no-nonssl-port',
  title: 'Redis caches keep their port without TLS closed',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'critical',
  peers: {
    checkov: ['CKV_AZURE_91'],
    psrule: ['Azure.Redis.NonSslPort'],
    azurePolicy: ['22bee202-a82f-4305-9a2a-6d7f44d4dedb'],
    kics: ['e29a75e6'],
  },
  target: redis,
  property: 'enableNonSslPort',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: transferControls,
  why: 'On port 6379 the key of the cache and the last state of every machine travel in the clear. Whoever listens once can read and rewrite both from then on.',
  fix: {
    say: 'Set `enableNonSslPort` to `false`, or leave it out, and let clients use port 6380 with TLS.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'the port without TLS is closed', source: configure },
  links: [configure],
  examples: {
    good: [
      { properties: { name: 'plant-state', enableNonSslPort: false } },
      { properties: { name: 'plant-state', sku: { name: 'Premium', family: 'P', capacity: 1 } } },
    ],
    bad: [
      { properties: { name: 'plant-state', enableNonSslPort: true } },
      { properties: { name: 'plant-state', enableNonSslPort: 'True' } },
    ],
  },
});

export const redisMinTls = defineRule({
  id: 'redis-min-tls',
  title: 'Redis caches refuse TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_148'], psrule: ['Azure.Redis.MinTLS'], kics: ['e22e5620'] },
  target: redis,
  property: 'minimumTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'fail',
  printable: true,
  controls: transferControls,
  why: 'Caches live long and were often made when TLS 1.0 was usual. A client that still uses it exposes the live values of the plant and its sign-in on the way.',
  fix: { say: 'Set `minimumTlsVersion` to `1.2`.', replaces: false, value: '1.2' },
  serviceDefault: { is: 'older caches accept TLS 1.0 and 1.1', source: tls },
  links: [tls],
  examples: {
    good: [{ properties: { name: 'plant-state', minimumTlsVersion: '1.2' } }],
    bad: [
      { properties: { name: 'plant-state', minimumTlsVersion: '1.0' } },
      { properties: { name: 'plant-state', enableNonSslPort: false }, at: ['minimumTlsVersion'] },
    ],
  },
});

export const redisPublicNetwork = defineRule({
  id: 'redis-public-network-access-disabled',
  title: 'Redis caches cannot be reached from the public internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_89'],
    psrule: ['Azure.Redis.PublicNetworkAccess'],
    azurePolicy: ['470baccb-7e51-4549-8b1a-3e5be069f663'],
  },
  target: redis,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: networkControls,
  why: 'A cache on the internet is attacked by programs that look for nothing else. Behind its one key lie sessions of operators and the values that screens in the control room show.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: privateLink },
  links: [privateLink],
  examples: {
    good: [{ properties: { name: 'plant-state', publicNetworkAccess: 'Disabled' } }],
    bad: [
      { properties: { name: 'plant-state', publicNetworkAccess: 'Enabled' } },
      { properties: { name: 'plant-state', minimumTlsVersion: '1.2' }, at: ['publicNetworkAccess'] },
    ],
  },
});

export const redisAccessKeys = defineRule({
  id: 'redis-disable-access-keys',
  title: 'Redis caches accept Entra ID only',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: { psrule: ['Azure.Redis.LocalAuth'], azurePolicy: ['3827af20-8f80-4b15-8300-6db0873ec901'] },
  target: redis,
  property: 'disableAccessKeyAuthentication',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: signInControls,
  why: 'Every program that uses the cache holds the same key, and it allows everything. When it leaks, nobody can tell through which of them, and all stop when it is changed.',
  fix: {
    say: 'Set `redisConfiguration.aadEnabled` to `true` and move all callers to Entra ID; then set `disableAccessKeyAuthentication` to `true`, which drops every open connection once.',
    replaces: false,
  },
  serviceDefault: { is: 'access keys are accepted', source: typings },
  links: [entra],
  examples: {
    good: [
      {
        properties: {
          name: 'plant-state',
          disableAccessKeyAuthentication: true,
          redisConfiguration: { aadEnabled: 'true' },
        },
      },
    ],
    bad: [
      { properties: { name: 'plant-state', disableAccessKeyAuthentication: false } },
      {
        properties: { name: 'plant-state', redisConfiguration: { aadEnabled: 'true' } },
        at: ['disableAccessKeyAuthentication'],
      },
    ],
  },
});

export const redisEntra = defineRule({
  id: 'redis-entra-auth',
  title: 'Redis caches let callers sign in with Entra ID',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.Redis.EntraID'] },
  target: redis,
  property: 'redisConfiguration.aadEnabled',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: signInControls,
  why: 'As long as Entra ID is off, no program can give up the shared key, and a dashboard that only reads holds the right to wipe the cache of the whole plant.',
  fix: {
    say: 'Set `redisConfiguration.aadEnabled` to `true` (a text) and assign access policies to the identities of the callers.',
    replaces: false,
    value: 'true',
  },
  serviceDefault: { is: 'only access keys are accepted', source: entra },
  links: [entra],
  examples: {
    good: [
      { properties: { name: 'plant-state', redisConfiguration: { aadEnabled: 'true' } } },
      { properties: { name: 'plant-state', redisConfiguration: { aadEnabled: 'True' } } },
    ],
    bad: [
      { properties: { name: 'plant-state', redisConfiguration: { aadEnabled: 'false' } } },
      {
        properties: { name: 'plant-state', redisConfiguration: { maxmemoryPolicy: 'allkeys-lru' } },
        at: ['redisConfiguration.aadEnabled'],
      },
      { properties: { name: 'plant-state' }, at: ['redisConfiguration.aadEnabled'] },
    ],
  },
});

export const redisAuthRequired = defineRule({
  id: 'redis-auth-required',
  title: 'Redis caches ask every caller to sign in',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'critical',
  target: redis,
  property: 'redisConfiguration.authnotrequired',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: signInControls,
  why: 'Without a sign-in, each machine in the network of the cache reads and writes everything in it. One infected engineering laptop is then enough to show false values in the control room.',
  fix: {
    say: 'Remove `redisConfiguration.authnotrequired`, or set it to `false` (a text).',
    replaces: false,
    value: 'false',
  },
  serviceDefault: { is: 'callers must sign in', source: configure },
  links: [configure, api],
  examples: {
    good: [
      { properties: { name: 'plant-state', redisConfiguration: { maxmemoryPolicy: 'volatile-lru' } } },
      { properties: { name: 'plant-state', redisConfiguration: { authnotrequired: 'false' } } },
    ],
    bad: [
      {
        properties: {
          name: 'plant-state',
          sku: { name: 'Premium', family: 'P', capacity: 1 },
          redisConfiguration: { authnotrequired: 'true' },
        },
      },
      { properties: { name: 'plant-state', redisConfiguration: { authnotrequired: true } } },
    ],
  },
});

const settings = 'redisConfiguration';
const methodPath = `${settings}.preferredDataPersistenceAuthMethod`;
const backupPaths = [`${settings}.rdbBackupEnabled`, `${settings}.aofBackupEnabled`];
const connectionPaths = [
  `${settings}.rdbStorageConnectionString`,
  `${settings}.aofStorageConnectionString0`,
  `${settings}.aofStorageConnectionString1`,
];

function checkPersistence(view: ResourceView): readonly Verdict[] {
  const strings = connectionPaths.map((path) =>
    verdictOf(view.one(path), { must: isNotSet, whenAbsent: 'pass', serviceDefault: '' }),
  );
  const method = verdictOf(view.one(methodPath), {
    must: oneOf('ManagedIdentity'),
    whenAbsent: 'fail',
    serviceDefault: 'the cache writes its copies with a key of the storage account',
    printable: true,
  });
  if (method.outcome === 'pass') return [...strings, method];
  const backups = backupPaths.map((path) => view.one(path));
  const persists = backups.some((flag) => flag.state === 'known' && isTrue.holds(flag.value));
  const open = backups
    .filter((flag) => flag.state === 'unknown')
    .map((flag): Verdict => ({ outcome: 'unknown', property: flag.path }));
  return [...strings, ...(persists ? [method] : []), ...open];
}

export const redisPersistenceIdentity = defineRule({
  id: 'redis-persistence-identity',
  title: 'Redis caches write their copies to storage with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  target: redis,
  property: [methodPath, ...backupPaths, ...connectionPaths],
  check: checkPersistence,
  why: 'The connection string of the account with the copies stands in the cache, in the program and in its state. Who finds it reads everything the cache ever held, and can delete the copies.',
  fix: {
    say: 'Set `redisConfiguration.preferredDataPersistenceAuthMethod` to `ManagedIdentity`, give the cache an `identity` with the role Storage Blob Data Contributor, and remove the connection strings.',
    replaces: false,
  },
  serviceDefault: { is: 'a signature made with the key of the account is used', source: typings },
  links: [persistence, `${docs}/cache-how-to-premium-persistence`],
  examples: {
    good: [
      {
        properties: {
          name: 'plant-state',
          identity: { type: 'SystemAssigned' },
          redisConfiguration: {
            rdbBackupEnabled: 'true',
            rdbBackupFrequency: '60',
            preferredDataPersistenceAuthMethod: 'ManagedIdentity',
          },
        },
      },
      { properties: { name: 'plant-state', redisConfiguration: { maxmemoryPolicy: 'allkeys-lru' } } },
      { properties: { name: 'plant-state', redisConfiguration: { aofBackupEnabled: 'false' } } },
    ],
    bad: [
      {
        properties: {
          name: 'plant-state',
          redisConfiguration: { rdbBackupEnabled: 'true', rdbBackupFrequency: '60' },
        },
        at: [methodPath],
      },
      {
        properties: {
          name: 'plant-state',
          redisConfiguration: {
            aofBackupEnabled: 'true',
            aofStorageConnectionString0: 'example-only',
            preferredDataPersistenceAuthMethod: 'SAS',
          },
        },
        at: ['redisConfiguration.aofStorageConnectionString0', methodPath],
      },
    ],
  },
});

export const redisIdentity = defineRule({
  id: 'redis-managed-identity',
  title: 'Redis caches have a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  peers: { kics: ['d501246e'] },
  target: redis,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'Without an identity the cache can save and load its data only with the key of a storage account, which then cannot be closed to keys.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with `identity.userAssignedIdentities`.',
    replaces: false,
  },
  serviceDefault: { is: 'a cache has no identity', source: persistence },
  links: [persistence],
  examples: {
    good: [{ properties: { name: 'plant-state', identity: { type: 'SystemAssigned' } } }],
    bad: [
      { properties: { name: 'plant-state', identity: { type: 'None' } } },
      { properties: { name: 'plant-state' }, at: ['identity.type'] },
    ],
  },
});

/** The number that an IPv4 address is; undefined for everything else. */
function addressOf(reading: Reading): number | undefined {
  const text = reading.state === 'known' && typeof reading.value === 'string' ? reading.value.trim() : '';
  if (!isIPv4(text)) return undefined;
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

const lastAddress = 2 ** 32 - 1;

function checkRange(view: ResourceView, { maximumAddresses }: OptionValues): readonly Verdict[] {
  const ends = [view.one('startIP'), view.one('endIP')] as const;
  const [start, end] = ends.map(addressOf);
  const faults = ends.map((reading): Verdict => {
    const property = reading.path;
    if (reading.state === 'unknown') return { outcome: 'unknown', property };
    const address = addressOf(reading);
    const message = `\`${property}\` is an end of the whole internet, or no IPv4 address.`;
    const fails = reading.state === 'known' && (address === undefined || [0, lastAddress].includes(address));
    return fails ? { outcome: 'fail', property, message } : { outcome: 'pass', property };
  });
  if (start === undefined || end === undefined || faults.some(({ outcome }) => outcome === 'fail'))
    return faults;
  if (end - start < Number(maximumAddresses)) return faults;
  const message = `The range from \`startIP\` to \`endIP\` must hold at most ${maximumAddresses} addresses.`;
  return [{ outcome: 'fail', property: 'endIP', message }];
}

export const redisFirewallNotAny = defineRule({
  id: 'redis-firewall-not-any',
  title: 'No firewall rule of a Redis cache lets in the internet or a wide range of it',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    psrule: ['Azure.Redis.FirewallIPRange', 'Azure.Redis.FirewallRuleCount'],
    kics: ['fd8da341', '5089d055', 'a829b715'],
  },
  target: redisFirewallRule,
  property: ['startIP', 'endIP'],
  check: checkRange,
  options: {
    maximumAddresses: {
      description: 'The most addresses that one rule may let in.',
      type: 'integer',
      default: 256,
      minimum: 1,
    },
  },
  controls: networkControls,
  why: 'Wide ranges are added in a hurry when a provider changes addresses. They let in thousands of strangers of the same provider, and the cache has only its key left to defend it.',
  fix: {
    say: 'Set `startIP` and `endIP` to the public addresses of one site, at most as many as the option `maximumAddresses` says.',
    replaces: false,
  },
  serviceDefault: { is: 'without a rule every address is let in', source: configure },
  links: [`${configure}#firewall`],
  examples: {
    good: [
      {
        properties: {
          cacheName: 'plant-state',
          ruleName: 'plant',
          startIP: '203.0.113.7',
          endIP: '203.0.113.7',
        },
      },
      { properties: { cacheName: 'plant-state', startIP: '203.0.113.0', endIP: '203.0.113.255' } },
    ],
    bad: [
      {
        properties: {
          cacheName: 'plant-state',
          ruleName: 'all',
          startIP: '0.0.0.0',
          endIP: '255.255.255.255',
        },
        at: ['startIP', 'endIP'],
      },
      {
        properties: { cacheName: 'plant-state', startIP: '203.0.113.0', endIP: '203.0.255.255' },
        at: ['endIP'],
      },
      {
        properties: { cacheName: 'plant-state', startIP: '203.0.113.0', endIP: '203.0.113.31' },
        options: { maximumAddresses: 16 },
        at: ['endIP'],
      },
    ],
  },
});

export const redisPrivateEndpoint = privateEndpointRule({
  id: 'redis-private-endpoint',
  title: 'Redis caches have a private endpoint',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: { azurePolicy: ['7803067c-7d34-46e3-8c79-0ca68fc4036d'], kics: ['dda11a20'] },
  target: redis,
  groupIds: ['redisCache'],
  controls: networkControls,
  why: 'The programs that fill the screens of a control room ask the cache many times a second. Over its public address each of these answers leaves the network of the plant.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the cache and the group id `redisCache`, with the DNS zone `privatelink.redis.cache.windows.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [cache(), endpointOf('state', 'redisCache')] },
      { resources: [cache(), endpointTo('Microsoft.Cache/Redis/plant-state', 'redisCache')] },
    ],
    bad: [
      { resources: [cache()] },
      { resources: [cache(), endpointTo('Microsoft.Cache/Redis/office', 'redisCache')] },
    ],
  },
});

const schedule = (properties: ExampleResource['properties']): ExampleResource => ({
  type: redisPatchSchedule,
  name: 'sundays',
  properties,
});
const sunday = [{ dayOfWeek: 'Sunday', startHourUtc: 2, maintenanceWindow: 'PT5H' }];

export const redisPatching = defineRule(
  companionRule({
    id: 'redis-patch-schedule',
    title: 'Redis caches are patched in hours that the plant has chosen',
    topic: 'iothub-production-sku',
    class: 'data-protection',
    severity: 'low',
    peers: { kics: ['b947809d'] },
    target: redis,
    companions: [redisPatchSchedule],
    by: ['name'],
    must: [{ property: 'scheduleEntries', is: isSet, whenAbsent: false }],
    property: 'patchSchedule',
    lacks: 'No patch schedule of this stack names it, so updates come at any hour.',
    controls: ['nist:CP-2', 'iec33:SR7.1', 'gdpr:32.1.b', 'cra:1.h'],
    threats: ['T-C09'],
    why: 'Each update drops the connections to the cache for a moment. In the middle of a shift, screens freeze and batches stop; on a Sunday night nobody notices.',
    fix: {
      say: 'Add a `PatchSchedule` with the name of the cache and `scheduleEntries` for the hours in which the plant stands still.',
      replaces: false,
    },
    serviceDefault: { is: 'updates come at any hour', source: updates },
    links: [updates],
    examples: {
      good: [
        {
          resources: [
            cache(),
            { ...schedule({ default: 'default', scheduleEntries: sunday }), uses: { name: ['state'] } },
          ],
        },
        { resources: [cache(), schedule({ name: 'plant-state', scheduleEntries: sunday })] },
      ],
      bad: [
        { resources: [cache()] },
        { resources: [cache(), schedule({ name: 'office', scheduleEntries: sunday })] },
        { resources: [cache(), schedule({ name: 'plant-state', scheduleEntries: [] })] },
      ],
    },
  }),
);
