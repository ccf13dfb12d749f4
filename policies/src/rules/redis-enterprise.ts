import { redisEnterprise, redisEnterpriseDatabase } from '../resources/types';
import { isSet, oneOf, tlsAtLeast } from '../rule/conditions';
import { defineRule, type ExampleResource } from '../rule/rule';
import { endpointOf, endpointTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';

// Azure Managed Redis and the Enterprise tiers. Defaults: API version 2025-07-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/redis';
const tls = `${docs}/tls-configuration`;
const entra = `${docs}/entra-for-authentication`;
const privateLink = `${docs}/private-link`;
const encryption = `${docs}/how-to-encryption`;
const typings = 'azure-native 3.28 typings';

export const redisEnterpriseMinTls = defineRule({
  id: 'redisenterprise-min-tls',
  title: 'Redis Enterprise clusters refuse TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'medium',
  peers: { psrule: ['Azure.RedisEnterprise.MinTLS'] },
  target: redisEnterprise,
  property: 'minimumTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('db-min-tls'),
  why: 'TLS 1.0 and 1.1 are over for this service. A program that still names one of them fails at the next deployment, or reopens them on an old cluster that the plant relies on.',
  fix: {
    say: 'Set `minimumTlsVersion` to `1.2`, or leave it out.',
    replaces: false,
    value: '1.2',
  },
  serviceDefault: { is: 'TLS 1.0 and 1.1 cannot be used', source: typings },
  links: [tls],
  examples: {
    good: [
      { properties: { clusterName: 'plant-cache', minimumTlsVersion: '1.2' } },
      { properties: { clusterName: 'plant-cache', sku: { name: 'Balanced_B5' } } },
    ],
    bad: [
      { properties: { clusterName: 'plant-cache', minimumTlsVersion: '1.0' } },
      { properties: { clusterName: 'plant-cache', minimumTlsVersion: '1.1' } },
    ],
  },
});

export const redisEnterprisePublicNetwork = defineRule({
  id: 'redisenterprise-public-network-access-disabled',
  title: 'Redis Enterprise clusters cannot be reached from the public internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  target: redisEnterprise,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('db-network-closed'),
  why: 'These clusters know no IP rules: open to the internet means open to all of it. What keeps the live state of the plant apart from the world is then a single key.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'older API versions have no such switch', source: typings },
  links: [privateLink],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plant-cache',
          sku: { name: 'Balanced_B5' },
          publicNetworkAccess: 'Disabled',
        },
      },
      { properties: { clusterName: 'plant-cache', publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      {
        properties: {
          clusterName: 'plant-cache',
          sku: { name: 'Balanced_B5' },
          publicNetworkAccess: 'Enabled',
        },
      },
      {
        properties: { clusterName: 'plant-cache', sku: { name: 'Enterprise_E10', capacity: 2 } },
        at: ['publicNetworkAccess'],
      },
    ],
  },
});

const key = {
  keyEncryptionKeyUrl: 'https://example.vault.azure.net/keys/cache/0123456789abcdef0123456789abcdef',
  keyEncryptionKeyIdentity: { identityType: 'userAssignedIdentity' },
};

export const redisEnterpriseCmk = defineRule({
  id: 'redisenterprise-cmk',
  title: 'Redis Enterprise clusters encrypt their disks with a key of yours',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['09aa11bb-87ec-409f-bf0b-49b7c1561a87'] },
  target: redisEnterprise,
  property: 'encryption.customerManagedKeyEncryption',
  pass: isSet,
  whenAbsent: 'fail',
  advisory: true,
  controls: controlsBesideCis('db-encryption'),
  why: 'Copies and swapped pages of the cache lie on disks of the provider. Only a key of your own closes them on the day a contract or a subscription ends.',
  fix: {
    say: 'Set `encryption.customerManagedKeyEncryption` with `keyEncryptionKeyUrl` (with its version) and `keyEncryptionKeyIdentity`, an identity that is assigned to the cluster and may use the key.',
    replaces: false,
  },
  serviceDefault: { is: 'disks are encrypted with a key of the provider', source: encryption },
  links: [encryption],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plant-cache',
          sku: { name: 'Balanced_B5' },
          encryption: { customerManagedKeyEncryption: key },
        },
      },
    ],
    bad: [
      {
        properties: { clusterName: 'plant-cache', sku: { name: 'Balanced_B5' } },
        at: ['encryption.customerManagedKeyEncryption'],
      },
      { properties: { clusterName: 'plant-cache', encryption: { customerManagedKeyEncryption: {} } } },
    ],
  },
});

export const redisEnterpriseClientProtocol = defineRule({
  id: 'redisenterprise-client-protocol',
  title: 'Redis Enterprise databases speak TLS only',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'critical',
  target: redisEnterpriseDatabase,
  property: 'clientProtocol',
  pass: oneOf('Encrypted'),
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('db-min-tls'),
  why: 'In plain text the key of the database stands in the first packet of every connection. One look at the wire gives a stranger the live values of all machines, to read and to change.',
  fix: {
    say: 'Set `clientProtocol` to `Encrypted`, or leave it out. Clients that cannot speak TLS must be replaced first.',
    replaces: false,
    value: 'Encrypted',
  },
  serviceDefault: { is: 'clients must use TLS', source: typings },
  links: [tls],
  examples: {
    good: [
      { properties: { clusterName: 'plant-cache', databaseName: 'default', clientProtocol: 'Encrypted' } },
      { properties: { clusterName: 'plant-cache', databaseName: 'default', evictionPolicy: 'NoEviction' } },
    ],
    bad: [
      { properties: { clusterName: 'plant-cache', databaseName: 'default', clientProtocol: 'Plaintext' } },
      { properties: { clusterName: 'plant-cache', port: 10000, clientProtocol: 'plaintext' } },
    ],
  },
});

export const redisEnterpriseAccessKeys = defineRule({
  id: 'redisenterprise-disable-access-keys',
  title: 'Redis Enterprise databases accept Entra ID only',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  target: redisEnterpriseDatabase,
  property: 'accessKeysAuthentication',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('db-entra-only'),
  why: 'Two keys open the whole database to whoever holds them, for ever, and the log shows no name. A test program that was given one can overwrite set points years later.',
  fix: {
    say: 'Give callers access with `AccessPolicyAssignment` and move them to Entra ID; then set `accessKeysAuthentication` to `Disabled`, which drops every open connection once.',
    replaces: false,
  },
  serviceDefault: { is: 'databases of older API versions accept access keys' },
  links: [entra],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plant-cache',
          databaseName: 'default',
          accessKeysAuthentication: 'Disabled',
        },
      },
      { properties: { clusterName: 'plant-cache', accessKeysAuthentication: 'disabled', port: 10000 } },
    ],
    bad: [
      {
        properties: {
          clusterName: 'plant-cache',
          databaseName: 'default',
          accessKeysAuthentication: 'Enabled',
        },
      },
      {
        properties: { clusterName: 'plant-cache', clientProtocol: 'Encrypted' },
        at: ['accessKeysAuthentication'],
      },
    ],
  },
});

const cluster: ExampleResource = {
  type: redisEnterprise,
  name: 'cache',
  properties: { clusterName: 'plant-cache', sku: { name: 'Balanced_B5' }, publicNetworkAccess: 'Disabled' },
};

export const redisEnterprisePrivateEndpoint = privateEndpointRule({
  id: 'redisenterprise-private-endpoint',
  title: 'Redis Enterprise clusters have a private endpoint',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: { azurePolicy: ['960e650e-9ce3-4316-9590-8ee2c016ca2f'] },
  target: redisEnterprise,
  groupIds: ['redisEnterprise'],
  controls: controlsBesideCis('db-network-closed'),
  why: 'A cluster that is closed to the internet and has no private endpoint serves nobody; in the night somebody then opens it to all, because there is nothing in between.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the cluster and the group id `redisEnterprise`, with the DNS zone `privatelink.redis.azure.net` (Azure Managed Redis) or `privatelink.redisenterprise.cache.azure.net` (Enterprise tiers).',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [cluster, endpointOf('cache', 'redisEnterprise')] },
      { resources: [cluster, endpointTo('Microsoft.Cache/redisEnterprise/plant-cache', 'redisEnterprise')] },
    ],
    bad: [
      { resources: [cluster] },
      { resources: [cluster, endpointTo('Microsoft.Cache/redisEnterprise/office', 'redisEnterprise')] },
    ],
  },
});
