import { kustoCluster } from '../resources/types';
import { both, doesNotMatch, isSet, isTrue, noneOf, notAnyAddress, notTrue, oneOf } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import { holds } from '../rule/preconditions';
import { mustBeGiven } from '../rule/references';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';
import { undecidedAt } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-04-13, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/data-explorer';
const api = 'https://learn.microsoft.com/azure/templates/microsoft.kusto/2024-04-13/clusters';
const outbound = `${docs}/security-network-restrict-outbound-access`;
const publicAccess = `${docs}/security-network-restrict-public-access`;
const sdk = 'azure-native 3.28, default of the SDK';

// The CIS recommendations of these topics speak of SQL and PostgreSQL.
const encryptionControls = controlsBesideCis('db-encryption');
const networkControls = controlsBesideCis('db-network-closed');

export const adxDiskEncryption = defineRule({
  id: 'adx-disk-encryption',
  title: 'Data Explorer encrypts the disks of its nodes',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_74'],
    psrule: ['Azure.ADX.DiskEncryption'],
    azurePolicy: ['f4b53539-8df9-40e4-86c6-6b607703bd4e'],
  },
  target: kustoCluster,
  property: 'enableDiskEncryption',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: encryptionControls,
  why: 'The nodes keep the newest telemetry on local disks to answer fast. Without encryption of these disks, that part of the plant data lies outside of the protection that covers the rest.',
  fix: { say: 'Set `enableDiskEncryption` to `true`.', replaces: false, value: true },
  serviceDefault: { is: 'the disks of the nodes are not encrypted', source: sdk },
  links: [`${docs}/cluster-encryption-disk`],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plantdata',
          sku: { name: 'Standard_E2ads_v5', tier: 'Standard', capacity: 2 },
          enableDiskEncryption: true,
        },
      },
    ],
    bad: [
      { properties: { clusterName: 'plantdata', enableDiskEncryption: false } },
      { properties: { clusterName: 'plantdata', enableStreamingIngest: true } },
    ],
  },
});

export const adxDoubleEncryption = defineRule({
  id: 'adx-double-encryption',
  title: 'Data Explorer encrypts its storage twice',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_75'], azurePolicy: ['ec068d99-e9c7-401f-8cef-5bdde4e6ccf1'] },
  target: kustoCluster,
  property: 'enableDoubleEncryption',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: encryptionControls,
  why: 'A second layer under another key keeps years of process data closed should one key or algorithm fail; it cannot be added to a cluster that already holds them.',
  fix: {
    say: 'Set `enableDoubleEncryption` to `true` when the cluster is created. An existing cluster has to be replaced and filled again.',
    replaces: true,
  },
  serviceDefault: { is: 'data is encrypted once', source: sdk },
  links: [`${docs}/cluster-encryption-double`],
  examples: {
    good: [{ properties: { clusterName: 'plantdata', enableDoubleEncryption: true } }],
    bad: [
      { properties: { clusterName: 'plantdata', enableDoubleEncryption: false } },
      { properties: { clusterName: 'plantdata', enableDiskEncryption: true } },
    ],
  },
});

const vaultKeyBlock = 'keyVaultProperties';
const vaultKeyParts = [`${vaultKeyBlock}.keyVaultUri`, `${vaultKeyBlock}.keyName`];

/** The key is named by a vault and a name. */
function checkCustomerKey(view: ResourceView): readonly Verdict[] {
  const block = view.one(vaultKeyBlock);
  const property = block.path;
  if (block.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (block.state === 'absent' || !isSet.holds(block.value)) {
    const message = `\`${property}\` names no key of yours: the cluster is encrypted with a key of Microsoft.`;
    return [{ outcome: 'fail', property, message }];
  }
  return vaultKeyParts.map((path) => mustBeGiven(view, path, `\`${path}\` must be set.`));
}

export const adxCustomerKey = defineRule({
  id: 'adx-cmk',
  title: 'Data Explorer is encrypted with a key of your own',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { checkov: ['CKV2_AZURE_11'], azurePolicy: ['81e74cea-30fd-40d5-802f-d72103c2aaaa'] },
  target: kustoCluster,
  property: [vaultKeyBlock, ...vaultKeyParts],
  readsOrigins: true,
  check: checkCustomerKey,
  advisory: true,
  controls: encryptionControls,
  why: 'With a key of Microsoft nobody on your side can shut off the stored history of the machines. A key of your own can be withdrawn when the subscription falls into other hands.',
  fix: {
    say: 'Set `keyVaultProperties.keyVaultUri` and `keyVaultProperties.keyName` to a key in a vault with purge protection, and let the identity of the cluster wrap and unwrap with it.',
    replaces: false,
  },
  serviceDefault: {
    is: 'data is encrypted with keys of Microsoft',
    source: 'https://learn.microsoft.com/azure/data-explorer/customer-managed-keys',
  },
  links: [`${docs}/customer-managed-keys`],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plantdata',
          identity: { type: 'SystemAssigned' },
          keyVaultProperties: { keyVaultUri: 'https://example.vault.azure.net/', keyName: 'plantdata' },
        },
      },
    ],
    bad: [
      { properties: { clusterName: 'plantdata' }, at: ['keyVaultProperties'] },
      { properties: { keyVaultProperties: {} }, at: ['keyVaultProperties'] },
      {
        properties: { keyVaultProperties: { keyName: 'plantdata', keyVersion: '' } },
        at: ['keyVaultProperties.keyVaultUri'],
      },
    ],
  },
});

export const adxPublicNetwork = defineRule({
  id: 'adx-public-network-access-disabled',
  title: 'Data Explorer cannot be reached from the public internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: { psrule: ['Azure.ADX.PublicAccess'], azurePolicy: ['43bc7be6-5e69-4b0d-a2bb-e815557ca673'] },
  target: kustoCluster,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: networkControls,
  why: 'The cluster holds the whole history of the plant behind one web address. While that is public, a token taken from a laptop or a dashboard is enough to copy it from anywhere.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled`, after private endpoints reach from where data comes in and where people ask. It needs the tier `Standard`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the cluster can be reached from the internet',
    source: 'azure-native 3.28 typings',
  },
  links: [publicAccess],
  examples: {
    good: [{ properties: { clusterName: 'plantdata', publicNetworkAccess: 'Disabled' } }],
    bad: [
      { properties: { clusterName: 'plantdata', publicNetworkAccess: 'Enabled' } },
      { properties: { clusterName: 'plantdata', allowedIpRangeList: ['203.0.113.0/24'] } },
    ],
  },
});

const notEverywhere = both(
  noneOf('*', ''),
  doesNotMatch(/^\^?(?:https?:\/\/)?\.[*+]\$?$/i, 'name a destination instead of all of them'),
);

/** Only an allowed policy opens something; one that denies may match all it likes. */
function openPolicies(view: ResourceView): readonly Verdict[] {
  const flags = view.all('calloutPolicies[].outboundAccess');
  return view.all('calloutPolicies[].calloutUriRegex').flatMap((pattern, index): readonly Verdict[] => {
    const flag = flags[index];
    if (flag?.state === 'known' && oneOf('Deny').holds(flag.value)) return [];
    const verdict = verdictOf(pattern, { must: notEverywhere, whenAbsent: 'pass', serviceDefault: '' });
    return flag?.state === 'unknown' ? undecidedAt(flag.path, [verdict]) : [verdict];
  });
}

export const adxRestrictOutbound = defineRule({
  id: 'adx-restrict-outbound',
  title: 'Data Explorer reaches only the destinations that are listed for it',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  target: kustoCluster,
  property: ['restrictOutboundNetworkAccess', 'allowedFqdnList[]', 'calloutPolicies[].calloutUriRegex'],
  check: (view) => [
    verdictOf(view.one('restrictOutboundNetworkAccess'), {
      must: oneOf('Enabled'),
      whenAbsent: 'fail',
      serviceDefault: 'the cluster may call any address',
      printable: true,
    }),
    ...view
      .all('allowedFqdnList[]')
      .map((name) => verdictOf(name, { must: notEverywhere, whenAbsent: 'pass', serviceDefault: '' })),
    ...openPolicies(view),
  ],
  advisory: true,
  why: 'One query with an external table is enough to write years of telemetry into a storage account of somebody else, and it looks like any other query.',
  fix: {
    say: 'Set `restrictOutboundNetworkAccess` to `Enabled` and list the destinations that are needed, either in `allowedFqdnList` or in `calloutPolicies`: the service refuses both together.',
    replaces: false,
  },
  serviceDefault: { is: 'the cluster may call any address', source: sdk },
  links: [outbound],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plantdata',
          restrictOutboundNetworkAccess: 'Enabled',
          allowedFqdnList: ['plantarchive.blob.core.windows.net'],
        },
      },
      {
        properties: {
          restrictOutboundNetworkAccess: 'Enabled',
          calloutPolicies: [
            {
              calloutType: 'external_data',
              calloutUriRegex: 'plantarchive\\.blob\\.core\\.windows\\.net',
              outboundAccess: 'Allow',
            },
            { calloutType: 'webapi', calloutUriRegex: '*', outboundAccess: 'Deny' },
          ],
        },
      },
    ],
    bad: [
      {
        properties: { clusterName: 'plantdata', restrictOutboundNetworkAccess: 'Disabled' },
        at: ['restrictOutboundNetworkAccess'],
      },
      { properties: { clusterName: 'plantdata' }, at: ['restrictOutboundNetworkAccess'] },
      {
        properties: {
          restrictOutboundNetworkAccess: 'Enabled',
          calloutPolicies: [{ calloutType: 'external_data', calloutUriRegex: '.*', outboundAccess: 'Allow' }],
        },
        at: ['calloutPolicies[0].calloutUriRegex'],
      },
    ],
  },
});

const ranges = 'allowedIpRangeList';

function checkRanges(view: ResourceView): readonly Verdict[] {
  const closed = holds({ property: 'publicNetworkAccess', is: oneOf('Disabled'), whenAbsent: false }, view);
  if (closed === 'yes') return [{ outcome: 'pass', property: 'publicNetworkAccess' }];
  const listed = view.all(`${ranges}[]`);
  const message = `\`${ranges}\` names no address, so a public cluster answers the whole internet.`;
  const verdicts =
    listed.length === 0 || listed.some(({ state }) => state === 'absent')
      ? [{ outcome: 'fail', property: ranges, message } as const]
      : listed.map((range) =>
          verdictOf(range, { must: notAnyAddress, whenAbsent: 'fail', serviceDefault: '' }),
        );
  return closed === 'maybe' ? undecidedAt('publicNetworkAccess', verdicts) : verdicts;
}

export const adxAllowedIpNotAny = defineRule({
  id: 'adx-allowed-ip-not-any',
  title: 'A public Data Explorer cluster answers named addresses only',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'medium',
  target: kustoCluster,
  property: [`${ranges}[]`, 'publicNetworkAccess'],
  check: checkRanges,
  controls: networkControls,
  why: 'A cluster that has to stay public should at least answer only the offices and gateways that use it. A range for everybody looks like a filter in a review and stops nobody.',
  fix: {
    say: 'List the public ranges of your sites in `allowedIpRangeList`, each narrower than /8, or set `publicNetworkAccess` to `Disabled`.',
    replaces: false,
  },
  serviceDefault: { is: 'every address may connect', source: publicAccess },
  links: [publicAccess],
  examples: {
    good: [
      { properties: { publicNetworkAccess: 'Enabled', allowedIpRangeList: ['203.0.113.0/24'] } },
      { properties: { publicNetworkAccess: 'Disabled' } },
    ],
    bad: [
      { properties: { clusterName: 'plantdata', sku: { tier: 'Standard' } }, at: [ranges] },
      {
        properties: {
          publicNetworkAccess: 'Enabled',
          allowedIpRangeList: ['203.0.113.0/24', '0.0.0.0/0'],
        },
        at: [`${ranges}[1]`],
      },
      { properties: { allowedIpRangeList: [] }, at: [ranges] },
    ],
  },
});

export const adxManagedIdentity = defineRule({
  id: 'adx-managed-identity',
  title: 'Data Explorer has a managed identity',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_181'], psrule: ['Azure.ADX.ManagedIdentity'] },
  target: kustoCluster,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'Without an identity of its own the cluster can read hubs and storage only with keys that somebody has to copy, store and change by hand on a running line.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with `identity.userAssignedIdentities`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the cluster has no identity',
    source: 'https://learn.microsoft.com/azure/data-explorer/configure-managed-identities-cluster',
  },
  links: [`${docs}/configure-managed-identities-cluster`],
  examples: {
    good: [
      { properties: { clusterName: 'plantdata', identity: { type: 'SystemAssigned' } } },
      {
        properties: {
          clusterName: 'plantdata',
          identity: {
            type: 'SystemAssigned, UserAssigned',
            userAssignedIdentities: ['/subscriptions/s/resourceGroups/g/providers/x'],
          },
        },
      },
    ],
    bad: [
      { properties: { clusterName: 'plantdata', identity: { type: 'None' } } },
      { properties: { clusterName: 'plantdata' } },
    ],
  },
});

export const adxTrustedTenants = defineRule({
  id: 'adx-trusted-external-tenants',
  title: 'Data Explorer trusts named tenants only',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  target: kustoCluster,
  property: 'trustedExternalTenants[].value',
  pass: both(isSet, noneOf('*')),
  whenAbsent: 'fail',
  controls: controlsBesideCis('rbac-narrow'),
  why: 'As long as every tenant is trusted, a single wrong or leftover role is enough for an account of a former supplier, which your own sign-in rules never see.',
  fix: {
    say: 'Set `trustedExternalTenants` to an empty list, or to one entry for the id of each tenant that works with you; never `*`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'accounts of any tenant may be given a role',
    source:
      'https://learn.microsoft.com/azure/data-explorer/kusto/access-control/cross-tenant-query-and-commands',
  },
  links: [`${docs}/cross-tenant-query-and-commands`],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plantdata',
          trustedExternalTenants: [{ value: '00000000-0000-0000-0000-000000000001' }],
        },
      },
      { properties: { clusterName: 'plantdata', trustedExternalTenants: [] } },
    ],
    bad: [
      {
        properties: { clusterName: 'plantdata', trustedExternalTenants: [{ value: '*' }] },
        at: ['trustedExternalTenants[0].value'],
      },
      { properties: { clusterName: 'plantdata', enablePurge: false } },
    ],
  },
});

export const adxSku = defineRule({
  id: 'adx-sku-sla',
  title: 'Data Explorer runs on a tier with a service-level agreement',
  topic: 'iothub-production-sku',
  class: 'data-protection',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_180'],
    psrule: ['Azure.ADX.SLA'],
    azurePolicy: ['1fec9658-933f-4b3e-bc95-913ed22d012b'],
  },
  target: kustoCluster,
  property: 'sku.tier',
  pass: oneOf('Standard'),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('iothub-production-sku'),
  why: 'A development cluster is a single machine without any promise: when it restarts, the control room loses its history. It cannot have private endpoints either.',
  fix: {
    say: 'Set `sku.tier` to `Standard`, with a `Standard_` name in `sku.name` and a `sku.capacity` of at least 2. This costs more.',
    replaces: false,
  },
  serviceDefault: { is: 'the request is refused without a tier', source: 'azure-native 3.28 typings' },
  links: [`${docs}/manage-cluster-choose-sku`],
  examples: {
    good: [{ properties: { sku: { name: 'Standard_E2ads_v5', tier: 'Standard', capacity: 2 } } }],
    bad: [
      { properties: { sku: { name: 'Dev(No SLA)_Standard_E2a_v4', tier: 'Basic', capacity: 1 } } },
      { properties: { clusterName: 'plantdata' } },
    ],
  },
});

export const adxPurgeDisabled = defineRule({
  id: 'adx-purge-disabled',
  title: 'Records in Data Explorer cannot be purged',
  topic: 'storage-recoverable',
  class: 'data-protection',
  severity: 'low',
  target: kustoCluster,
  property: 'enablePurge',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('storage-recoverable'),
  why: 'Purging removes single records for good, from the history and from its recovery copies, so traces of a wrong command can be taken out without a gap that anybody sees.',
  fix: {
    say: 'Set `enablePurge` to `false`. Where personal data must be erased on request, exempt the cluster and give the role that may purge to few.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'purging is off', source: sdk },
  links: [api, 'https://learn.microsoft.com/kusto/concepts/data-purge'],
  examples: {
    good: [
      { properties: { clusterName: 'plantdata', enablePurge: false } },
      { properties: { clusterName: 'plantdata', enableStreamingIngest: true } },
    ],
    bad: [
      { properties: { clusterName: 'plantdata', enablePurge: true } },
      { properties: { clusterName: 'plantdata', enablePurge: 'true', enableStreamingIngest: true } },
    ],
  },
});
