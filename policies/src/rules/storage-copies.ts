import type { Resource } from '../resources/resource';
import { objectReplicationPolicy, storageAccount } from '../resources/types';
import { textOf } from '../resources/value';
import { notTrue, oneOf } from '../rule/conditions';
import {
  defineRule,
  type ExampleResource,
  type OptionValues,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';

// Ways on which data leaves an account for another one. Defaults of the service: API version 2024-01-01, the default of
// azure-native 3.28. What older versions meant by leaving a switch out is written in resources/shapes-versions.ts.
const replication =
  'https://learn.microsoft.com/azure/storage/blobs/object-replication-prevent-cross-tenant-policies';
const copyScope = 'https://learn.microsoft.com/azure/storage/common/security-restrict-copy-operations';

export const storageNoCrossTenantReplication = defineRule({
  id: 'storage-no-cross-tenant-replication',
  title: 'Storage accounts do not replicate objects to other tenants',
  topic: 'storage-cross-tenant',
  class: 'data-protection',
  severity: 'medium',
  peers: { azurePolicy: ['92a89a79-6c52-4a7e-a03f-61306fc49312'], kics: ['50e0a9e3'] },
  target: storageAccount,
  property: 'allowCrossTenantReplication',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'Where it is allowed, one replication rule written with a stolen role sends each new recording of the plant to an account of somebody else, quietly and for as long as nobody looks.',
  fix: {
    say: 'Set `allowCrossTenantReplication` to `false`.',
    replaces: false,
    value: false,
  },
  serviceDefault: {
    is: 'new accounts replicate within their tenant only since API version 2023-01-01; an older one, or one that is not known, is read as allowing more',
    source: 'azure-native 3.28 typings of StorageAccount',
  },
  links: [replication],
  examples: {
    good: [
      { properties: { allowCrossTenantReplication: false, kind: 'StorageV2' } },
      { properties: { kind: 'StorageV2' }, apiVersion: '2023-01-01' },
    ],
    bad: [
      { properties: { allowCrossTenantReplication: true, kind: 'StorageV2' } },
      { properties: { allowCrossTenantReplication: 'true', allowSharedKeyAccess: false } },
    ],
  },
});

export const storageCopyScope = defineRule({
  id: 'storage-allowed-copy-scope',
  title: 'Data is copied into storage accounts from your tenant or your private links only',
  topic: 'storage-cross-tenant',
  class: 'data-protection',
  severity: 'medium',
  target: storageAccount,
  property: 'allowedCopyScope',
  pass: oneOf('AAD', 'PrivateLink'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: controlsBesideCis('storage-cross-tenant'),
  why: 'A copy runs inside Azure, past every firewall of the plant. Without a scope, whoever may write to the account fills it from an account of another company at the speed of a data centre, with forged firmware or recipes.',
  fix: {
    say: 'Set `allowedCopyScope` to `AAD` (accounts of your tenant), or to `PrivateLink` (accounts with a private link to the same network).',
    replaces: false,
    value: 'AAD',
  },
  serviceDefault: { is: 'data may be copied in from any account', source: copyScope },
  links: [copyScope],
  examples: {
    good: [
      { properties: { allowedCopyScope: 'AAD', kind: 'StorageV2' } },
      { properties: { allowedCopyScope: 'PrivateLink', publicNetworkAccess: 'Disabled' } },
    ],
    bad: [
      { properties: { publicNetworkAccess: 'Disabled', kind: 'StorageV2' } },
      { properties: { allowedCopyScope: '', kind: 'StorageV2', sku: { name: 'Standard_ZRS' } } },
    ],
  },
});

const ends = ['sourceAccount', 'destinationAccount'] as const;

function checkEnds(policy: Resource, stack: StackView, options: OptionValues): readonly Verdict[] {
  const allowed = (Array.isArray(options.allowedSubscriptions) ? options.allowedSubscriptions : []).map(
    (id) => id.toLowerCase(),
  );
  return ends.map((property): Verdict => {
    const reading = stack.view(policy).one(property);
    if (reading.state === 'unknown') {
      // An id that exists only after deployment, of an account that this stack deploys, is one of this tenant.
      const inStack = stack.referred(policy, property, storageAccount).some(({ answer }) => answer === 'yes');
      return { outcome: inStack ? 'pass' : 'unknown', property };
    }
    const text = reading.state === 'known' ? textOf(reading.value) : '';
    const id =
      /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i;
    const subscription = id.exec(text)?.[1]?.toLowerCase();
    if (subscription === undefined) {
      const message = `\`${property}\` must be a whole resource id: a bare name can be an account of another tenant.`;
      return { outcome: 'fail', property, message };
    }
    if (allowed.length === 0 || allowed.includes(subscription)) return { outcome: 'pass', property };
    const message = `\`${property}\` lies in a subscription that the option \`allowedSubscriptions\` does not name.`;
    return { outcome: 'fail', property, message };
  });
}

const idOf = (name: string, subscription = '11111111-1111-1111-1111-111111111111') =>
  `/subscriptions/${subscription}/resourceGroups/plant/providers/Microsoft.Storage/storageAccounts/${name}`;

const replicate = (properties: ExampleResource['properties']): ExampleResource => ({
  type: objectReplicationPolicy,
  name: 'to-archive',
  properties: {
    accountName: 'plantarchive',
    objectReplicationPolicyId: 'default',
    rules: [{ sourceContainer: 'raw', destinationContainer: 'raw' }],
    ...properties,
  },
});

export const storageReplicationTenant = defineRule({
  id: 'storage-object-replication-same-tenant',
  title: 'Object replication runs between named accounts of your own tenant',
  topic: 'storage-cross-tenant',
  class: 'data-protection',
  severity: 'medium',
  target: objectReplicationPolicy,
  relates: [storageAccount],
  property: ends,
  checkStack: checkEnds,
  options: {
    allowedSubscriptions: {
      type: 'array',
      items: 'string',
      default: [],
      description: 'Ids of the subscriptions between which objects may be replicated; any where empty.',
    },
  },
  why: 'Storage names are the same over all tenants, so a policy with a bare name may copy each new blob of the plant to an account that belongs to a stranger. A whole id lets Azure and reviewers see where the copies go.',
  fix: {
    say: 'Write the resource ids of both accounts in `sourceAccount` and `destinationAccount`, and set `allowCrossTenantReplication` to `false` on both.',
    replaces: false,
  },
  serviceDefault: {
    is: 'a bare name is accepted while cross-tenant replication is allowed',
    source: 'azure-native 3.28 typings of ObjectReplicationPolicy',
  },
  links: [replication],
  examples: {
    good: [
      {
        resources: [
          replicate({ sourceAccount: idOf('plantdata'), destinationAccount: idOf('plantarchive') }),
        ],
      },
      {
        resources: [
          replicate({ sourceAccount: idOf('plantdata'), destinationAccount: idOf('plantarchive') }),
        ],
        options: { allowedSubscriptions: ['11111111-1111-1111-1111-111111111111'] },
      },
    ],
    bad: [
      {
        resources: [replicate({ sourceAccount: 'plantdata', destinationAccount: 'plantarchive' })],
        at: [...ends],
      },
      {
        resources: [
          replicate({
            sourceAccount: idOf('plantdata'),
            destinationAccount: idOf('elsewhere', '44444444-4444-4444-4444-444444444444'),
          }),
        ],
        options: { allowedSubscriptions: ['11111111-1111-1111-1111-111111111111'] },
        at: ['destinationAccount'],
      },
    ],
  },
});
