import { diagnosticSetting, managedHsm, privateEndpoint } from '../resources/types';
import { notFalse, oneOf } from '../rule/conditions';
import { defineRule } from '../rule/rule';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';

const softDelete = 'https://learn.microsoft.com/azure/key-vault/managed-hsm/soft-delete-overview';
const network = 'https://learn.microsoft.com/azure/key-vault/managed-hsm/network-security';

const workspaceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/example';

export const managedHsmPurgeProtection = defineRule({
  id: 'mhsm-purge-protection',
  title: 'Managed HSM keeps deleted keys until their retention ends',
  topic: 'kv-recoverable',
  class: 'data-protection',
  severity: 'high',
  target: managedHsm,
  property: 'properties.enablePurgeProtection',
  pass: notFalse,
  whenAbsent: 'pass',
  printable: true,
  why: 'The keys in an HSM are the root of all others; one purge, by mistake or on purpose, makes everything encrypted below them unreadable for ever.',
  fix: {
    say: 'Set `properties.enablePurgeProtection` to `true`. It cannot be turned off again, and a deleted HSM is billed until the retention ends.',
    replaces: false,
  },
  // The API declares `true` as its default and SDKs send it; the service's own pages call the protection optional.
  serviceDefault: { is: 'the API declares purge protection on by default, and SDKs write it' },
  links: [softDelete],
  examples: {
    good: [
      { properties: { properties: { enablePurgeProtection: true } } },
      { properties: { properties: { softDeleteRetentionInDays: 90 } } },
    ],
    bad: [
      { properties: { properties: { enablePurgeProtection: false } } },
      { properties: { properties: { enablePurgeProtection: 'False', enableSoftDelete: true } } },
    ],
  },
});

export const managedHsmPublicNetwork = defineRule({
  id: 'mhsm-public-network-access-disabled',
  title: 'Managed HSM cannot be reached from the public internet',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'high',
  target: managedHsm,
  property: 'properties.publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'An HSM holds the keys that everything else hangs on; on the internet, one stolen administrator token is enough to use or delete them from anywhere.',
  fix: {
    say: 'Give its users a private endpoint, then set `properties.publicNetworkAccess` to `Disabled`.',
    replaces: false,
  },
  serviceDefault: { is: 'public access is enabled', source: network },
  links: [network],
  examples: {
    good: [
      { properties: { properties: { publicNetworkAccess: 'Disabled' } } },
      { properties: { properties: { publicNetworkAccess: 'disabled' } } },
    ],
    bad: [
      { properties: { properties: { publicNetworkAccess: 'Enabled' } } },
      { properties: { properties: {} } },
    ],
  },
});

export const managedHsmDefaultDeny = defineRule({
  id: 'mhsm-network-default-deny',
  title: 'The firewall of Managed HSM denies what no rule allows',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'high',
  target: managedHsm,
  property: 'properties.networkAcls.defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'fail',
  printable: true,
  why: 'With the default `Allow` the HSM stands open to all as soon as somebody turns public access on for a test.',
  fix: {
    say: 'Set `properties.networkAcls.defaultAction` to `Deny`, also where public access is disabled. Keep `bypass: AzureServices` where storage or databases take their key from this HSM.',
    replaces: false,
  },
  serviceDefault: { is: 'the firewall is off and every network may ask', source: network },
  links: [network],
  examples: {
    good: [
      { properties: { properties: { networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' } } } },
    ],
    bad: [
      { properties: { properties: { networkAcls: { defaultAction: 'Allow' } } } },
      { properties: { properties: { networkAcls: { bypass: 'None' } } } },
      { properties: { properties: { publicNetworkAccess: 'Disabled' } } },
    ],
  },
});

export const managedHsmPrivateEndpoint = privateEndpointRule({
  id: 'mhsm-private-endpoint',
  title: 'Managed HSM has a private endpoint',
  topic: 'kv-network-closed',
  severity: 'medium',
  target: managedHsm,
  groupIds: ['managedhsm'],
  why: 'Without a private endpoint every use of a root key crosses the public address of the HSM, and nobody can close it without stopping the plant.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the HSM and the group id `managedhsm`, with the DNS zone `privatelink.managedhsm.azure.net`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no private endpoint exists',
    source: 'https://learn.microsoft.com/azure/key-vault/managed-hsm/private-link',
  },
  examples: {
    good: [
      {
        resources: [
          { type: managedHsm, name: 'hsm', properties: {} },
          {
            type: privateEndpoint,
            name: 'hsm-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['managedhsm'] }] },
            uses: { privateLinkServiceConnections: ['hsm'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [{ type: managedHsm, name: 'hsm', properties: {} }] },
      {
        resources: [
          { type: managedHsm, name: 'hsm', properties: {} },
          {
            type: privateEndpoint,
            name: 'wrong-group',
            properties: { privateLinkServiceConnections: [{ groupIds: ['vault'] }] },
            uses: { privateLinkServiceConnections: ['hsm'] },
          },
        ],
      },
    ],
  },
});

export const managedHsmDiagnostics = diagnosticsRule({
  id: 'mhsm-diagnostics',
  title: 'Managed HSM sends its audit log to a place that keeps it',
  topic: 'kv-logging',
  severity: 'medium',
  target: managedHsm,
  categories: ['AuditEvent'],
  groups: ['audit'],
  why: 'Only this log tells who used, exported or deleted a root key; without it nobody can say after a break-in which keys still hold.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the HSM with a workspace and the category `AuditEvent` (or the category group `audit` or `allLogs`).',
    replaces: false,
  },
  serviceDefault: {
    is: 'no log leaves the HSM',
    source: 'https://learn.microsoft.com/azure/key-vault/managed-hsm/logging',
  },
  examples: {
    good: [
      {
        resources: [
          { type: managedHsm, name: 'hsm', properties: {} },
          {
            type: diagnosticSetting,
            name: 'hsm-logs',
            properties: { workspaceId, logs: [{ category: 'AuditEvent', enabled: true }] },
            uses: { resourceUri: ['hsm'] },
          },
        ],
      },
      {
        resources: [
          { type: managedHsm, name: 'hsm', properties: {} },
          {
            type: diagnosticSetting,
            name: 'hsm-logs',
            properties: { workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] },
            uses: { resourceUri: ['hsm'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [{ type: managedHsm, name: 'hsm', properties: {} }] },
      {
        resources: [
          { type: managedHsm, name: 'hsm', properties: {} },
          {
            type: diagnosticSetting,
            name: 'nowhere',
            properties: { logs: [{ category: 'AuditEvent', enabled: true }] },
            uses: { resourceUri: ['hsm'] },
          },
        ],
      },
    ],
  },
});
