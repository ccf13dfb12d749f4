import { cloudHsmCluster, diagnosticSetting, managedHsm, privateEndpoint } from '../resources/types';
import { textOf } from '../resources/value';
import { notFalse, oneOf } from '../rule/conditions';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
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
  peers: { azurePolicy: ['c39ba22d-4428-4149-b981-70acb31fc383'] },
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
  serviceDefault: {
    is: 'the API declares purge protection on by default, and SDKs write it',
    source: 'azure-native 3.28, default of the SDK',
  },
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
  peers: { azurePolicy: ['19ea9d63-adee-4431-a95e-1913c6c1c75f'] },
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
  peers: { azurePolicy: ['19ea9d63-adee-4431-a95e-1913c6c1c75f'] },
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
  peers: { azurePolicy: ['59fee2f4-d439-4f1b-9b9a-982e1474bfd8'] },
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
  peers: { azurePolicy: ['a2a5b911-5617-447e-a49e-59dbe0e0434b'] },
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

const administrators = 'properties.initialAdminObjectIds';

function checkAdministrators(view: ResourceView): readonly Verdict[] {
  const property = administrators;
  const list = view.one(property);
  const ids = view.all(`${property}[]`);
  const known = ids.flatMap((id) => (id.state === 'known' && id.value !== '' ? [textOf(id.value)] : []));
  const different = new Set(known.map((id) => id.toLowerCase())).size;
  if (different >= 2) return [{ outcome: 'pass', property }];
  // Two ids that are not known yet are most likely those of two people, but that is not certain.
  const open = ids.filter((id) => id.state === 'unknown').length;
  if (list.state === 'unknown' || different + open >= 2) return [{ outcome: 'unknown', property }];
  return [{ outcome: 'fail', property, message: `\`${property}\` must name at least two administrators.` }];
}

const activation = 'https://learn.microsoft.com/azure/key-vault/managed-hsm/quick-create-cli';
const people = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];

export const managedHsmAdministrators = defineRule({
  id: 'mhsm-multiple-admins',
  title: 'Managed HSM has more than one administrator',
  topic: 'kv-recoverable',
  class: 'identity',
  severity: 'low',
  target: managedHsm,
  property: administrators,
  check: checkAdministrators,
  why: 'Nobody at Microsoft can get into an HSM. If its only administrator leaves or loses the account, the root keys of the plant can be used but never managed or recovered again.',
  fix: {
    say: 'List at least two people or groups in `properties.initialAdminObjectIds` when the HSM is created. In an HSM that exists, give a second one the role Managed HSM Administrator and exempt it with that note.',
    replaces: true,
  },
  serviceDefault: { is: 'the property is required to create an HSM', source: activation },
  links: [activation],
  examples: {
    good: [
      { properties: { name: 'plant-hsm', properties: { initialAdminObjectIds: people } } },
      {
        properties: {
          properties: {
            initialAdminObjectIds: [...people, '33333333-3333-3333-3333-333333333333'],
            enablePurgeProtection: true,
          },
        },
      },
    ],
    bad: [
      { properties: { name: 'plant-hsm', properties: { initialAdminObjectIds: people.slice(1) } } },
      { properties: { properties: { initialAdminObjectIds: [people[0] ?? '', people[0] ?? ''] } } },
      { properties: { properties: { enablePurgeProtection: true } } },
    ],
  },
});

const cloudHsm = 'https://learn.microsoft.com/azure/cloud-hsm/network-security';

export const cloudHsmPublicNetwork = defineRule({
  id: 'cloudhsm-public-network-access-disabled',
  title: 'Cloud HSM clusters cannot be reached from the public internet',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'medium',
  target: cloudHsmCluster,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A cluster signs firmware and opens master keys for those who hold a password of a few signs. On the internet such passwords are tried until one fits.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and reach the cluster through a private endpoint.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'no page says what holds where nothing is written' },
  links: [cloudHsm],
  examples: {
    good: [
      { properties: { cloudHsmClusterName: 'plant-hsm', publicNetworkAccess: 'Disabled' } },
      { properties: { sku: { family: 'B', name: 'Standard_B1' }, publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      { properties: { cloudHsmClusterName: 'plant-hsm', publicNetworkAccess: 'Enabled' } },
      { properties: { cloudHsmClusterName: 'plant-hsm', sku: { family: 'B', name: 'Standard_B1' } } },
    ],
  },
});
