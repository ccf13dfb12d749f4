import type { ArmType, Resource } from '../resources/resource';
import { blobService, fileService, fileShare, storageAccount } from '../resources/types';
import type { Properties } from '../resources/value';
import { type Answer, anyOf } from '../rule/answers';
import { atLeast, doesNotMatch, isTrue, noneOf, notTrue } from '../rule/conditions';
import {
  defineRule,
  type ExampleResource,
  type ResourceView,
  type RuleFacts,
  type StackRule,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { contentsOf, isHierarchical, onlyServiceOf } from '../rule/storage-accounts';
import { controlsBesideCis } from '../rule/topic-facts';
import { undecided } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-01-01, the default of azure-native 3.28.
const blobs = 'https://learn.microsoft.com/azure/storage/blobs';
const common = 'https://learn.microsoft.com/azure/storage/common';
const recoverable = controlsBesideCis('storage-recoverable');

export const storageRedundancy = defineRule({
  id: 'storage-redundancy',
  title: 'Storage accounts keep copies in more than one building',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_206'],
    psrule: ['Azure.Storage.UseReplication'],
    azurePolicy: ['bf045164-79ba-4215-8f95-f8048dc1780b', '85b005b2-95fc-4953-b9cb-f9ee6427c754'],
    kics: ['56c748b8'],
    trivy: ['AZU-0058'],
  },
  target: storageAccount,
  property: 'sku.name',
  pass: doesNotMatch(/_LRS$/i, 'be a SKU with copies in several zones or regions'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  why: 'Locally redundant data stands in one data centre. A fire or a flood there takes the history of the plant and the firmware that its devices need to come back, all in the same hour.',
  fix: {
    say: 'Set `sku.name` to a SKU with `ZRS` (several zones of one region), `GRS` or `GZRS` (a second region, too). This costs more, and copies outside of the region may be against a contract.',
    replaces: false,
  },
  serviceDefault: { is: 'the SKU must be written', source: 'azure-native 3.28 typings' },
  links: [`${common}/storage-redundancy`],
  examples: {
    good: [
      { properties: { kind: 'StorageV2', sku: { name: 'Standard_ZRS' } } },
      { properties: { kind: 'StorageV2', sku: { name: 'Standard_RAGZRS' } } },
      { properties: { kind: 'FileStorage', sku: { name: 'PremiumV2_ZRS' } } },
    ],
    bad: [
      { properties: { kind: 'StorageV2', sku: { name: 'Standard_LRS' } } },
      { properties: { kind: 'FileStorage', sku: { name: 'PremiumV2_LRS' } } },
    ],
  },
});

export const storageKindV2 = defineRule({
  id: 'storage-kind-v2',
  title: 'Storage accounts are of the present generation',
  topic: 'storage-recoverable',
  class: 'data-protection',
  severity: 'low',
  target: storageAccount,
  property: 'kind',
  pass: noneOf('Storage', 'BlobStorage'),
  whenAbsent: 'fail',
  printable: true,
  controls: recoverable,
  why: 'The two old kinds miss tiers, lifecycle rules and newer protection of data, and Azure is retiring them; an archive that has to stay readable for the life of a machine should not stand on one.',
  fix: {
    say: 'Set `kind` to `StorageV2` (with an `accessTier` where it was `BlobStorage`). The account is upgraded in place and cannot go back; prices of operations change.',
    replaces: false,
  },
  serviceDefault: { is: 'the kind must be written', source: 'azure-native 3.28 typings' },
  links: [`${common}/storage-account-upgrade`],
  examples: {
    good: [
      { properties: { kind: 'StorageV2', sku: { name: 'Standard_ZRS' } } },
      { properties: { kind: 'BlockBlobStorage', sku: { name: 'Premium_ZRS' } } },
    ],
    bad: [
      { properties: { kind: 'Storage', sku: { name: 'Standard_GRS' } } },
      { properties: { kind: 'BlobStorage', accessTier: 'Hot', sku: { name: 'Standard_GRS' } } },
    ],
  },
});

/** What a rule on the soft delete of one service says beyond its facts. */
interface SoftDelete extends Omit<RuleFacts, 'topic' | 'class' | 'target'> {
  readonly service: ArmType;
  /** The SDK's name for the service, for messages. */
  readonly declaredAs: string;
  readonly block: string;
  /** Whether an account without the service block has what could be deleted. */
  readonly isUsed: (account: Resource, stack: StackView) => Answer;
}

/** The rule that what was deleted in one service can be taken back: on the service, and on accounts that declare none. */
function softDeleteRule({ service, declaredAs, block, isUsed, ...facts }: SoftDelete): StackRule {
  const { is } = facts.serviceDefault;
  const property = `${block}.enabled`;
  return {
    topic: 'storage-recoverable',
    class: 'data-protection',
    printable: true,
    ...facts,
    target: [service, storageAccount],
    relates: [storageAccount, service],
    property: [property, `${block}.days`],
    checkStack: (subject, stack, options) => {
      const least = Number(options.minimumDays ?? 1);
      if (subject.type.toLowerCase() === service.toLowerCase())
        return policyVerdicts(stack.view(subject), block, is, least);
      const used = isUsed(subject, stack);
      if (used === 'no') return [];
      const declared = anyOf(contentsOf(subject, service, stack).map(({ answer }) => answer));
      // The service is judged itself then.
      if (declared === 'yes') return [];
      if (declared === 'maybe' || used === 'maybe') return [{ outcome: 'unknown', property }];
      const message = `No \`${declaredAs}\` of this stack belongs to the account, so \`${block}\` is not set (${is}).`;
      return [{ outcome: 'fail', property, message }];
    },
  };
}

function policyVerdicts(
  view: ResourceView,
  block: string,
  serviceDefault: string,
  least: number,
): readonly Verdict[] {
  const enabled = verdictOf(view.one(`${block}.enabled`), {
    must: isTrue,
    whenAbsent: 'fail',
    serviceDefault,
    printable: true,
  });
  if (enabled.outcome === 'fail') return [enabled];
  const days = verdictOf(view.one(`${block}.days`), {
    must: atLeast(least, least === 1 ? ' day' : ' days'),
    whenAbsent: 'fail',
    serviceDefault: 'a number of days is needed',
    printable: true,
  });
  return [enabled, days];
}

const minimumDays = {
  type: 'integer',
  default: 7,
  minimum: 1,
  maximum: 365,
  description: 'For how many days at least what was deleted must be kept.',
} as const;

const isUsedForBlobs = (account: Resource, stack: StackView): Answer => {
  const only = onlyServiceOf(stack.view(account));
  return only === 'file' ? 'no' : only === 'open' ? 'maybe' : 'yes';
};

const isUsedForFiles = (account: Resource, stack: StackView): Answer => {
  const only = onlyServiceOf(stack.view(account));
  if (only === 'file') return 'yes';
  const shares = anyOf(contentsOf(account, fileShare, stack).map(({ answer }) => answer));
  return shares === 'no' && only === 'open' ? 'maybe' : shares;
};

const account = (properties: Properties = {}): ExampleResource => ({
  type: storageAccount,
  name: 'data',
  properties: { accountName: 'plantdata', kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, ...properties },
});

const service = (type: ArmType, properties: Properties): ExampleResource => ({
  type,
  name: 'service',
  properties: { accountName: 'plantdata', ...properties },
  uses: { accountName: ['data'] },
});

const blobsOf = (properties: Properties) => service(blobService, properties);

export const storageBlobSoftDelete = defineRule(
  softDeleteRule({
    id: 'storage-blob-soft-delete',
    title: 'Deleted blobs can be taken back for a week or longer',
    severity: 'medium',
    peers: {
      checkov: ['CKV2_AZURE_38'],
      psrule: ['Azure.Storage.SoftDelete'],
      azurePolicy: ['9fbd64e3-67b8-489b-98e5-fa0007d17e76'],
      kics: ['056d28cc'],
      trivy: ['AZU-0056'],
    },
    service: blobService,
    declaredAs: 'BlobServiceProperties',
    block: 'deleteRetentionPolicy',
    isUsed: isUsedForBlobs,
    options: { minimumDays },
    why: 'A script with a wrong prefix, or ransomware with a stolen key, deletes or overwrites years of recordings in minutes. Within the days of soft delete all of it can be taken back.',
    fix: {
      say: 'Add `BlobServiceProperties` for the account with `deleteRetentionPolicy` `{ enabled: true, days: 7 }` or more.',
      replaces: false,
    },
    serviceDefault: { is: 'deleted blobs are gone at once', source: `${blobs}/soft-delete-blob-overview` },
    links: [`${blobs}/soft-delete-blob-overview`],
    examples: {
      good: [
        {
          resources: [
            account(),
            blobsOf({ isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 14 } }),
          ],
        },
        {
          resources: [
            account(),
            { ...blobsOf({ deleteRetentionPolicy: { enabled: true, days: 7 } }), uses: {} },
          ],
        },
        { resources: [account({ kind: 'FileStorage', sku: { name: 'Premium_ZRS' } })] },
      ],
      bad: [
        { resources: [account(), blobsOf({ deleteRetentionPolicy: { enabled: false } })] },
        {
          resources: [account(), blobsOf({ deleteRetentionPolicy: { enabled: true, days: 3 } })],
          at: ['deleteRetentionPolicy.days'],
        },
        { resources: [account(), blobsOf({ isVersioningEnabled: true })] },
        { resources: [account()], at: ['deleteRetentionPolicy.enabled'] },
      ],
    },
  }),
);

export const storageContainerSoftDelete = defineRule(
  softDeleteRule({
    id: 'storage-container-soft-delete',
    title: 'Deleted blob containers can be taken back for a week or longer',
    severity: 'medium',
    peers: {
      psrule: ['Azure.Storage.ContainerSoftDelete'],
      azurePolicy: ['9fbd64e3-67b8-489b-98e5-fa0007d17e76'],
      kics: ['12ecec8a'],
    },
    service: blobService,
    declaredAs: 'BlobServiceProperties',
    block: 'containerDeleteRetentionPolicy',
    isUsed: isUsedForBlobs,
    options: { minimumDays },
    why: 'Soft delete of blobs does not help when a whole container goes: one refactored program that no longer names it removes the archive of a line with a single call.',
    fix: {
      say: 'Add `BlobServiceProperties` for the account with `containerDeleteRetentionPolicy` `{ enabled: true, days: 7 }` or more.',
      replaces: false,
    },
    serviceDefault: {
      is: 'a deleted container is gone with all its blobs',
      source: `${blobs}/soft-delete-container-overview`,
    },
    links: [`${blobs}/soft-delete-container-overview`],
    examples: {
      good: [
        {
          resources: [
            account(),
            blobsOf({
              deleteRetentionPolicy: { enabled: true, days: 14 },
              containerDeleteRetentionPolicy: { enabled: true, days: 14 },
            }),
          ],
        },
        { resources: [blobsOf({ containerDeleteRetentionPolicy: { enabled: 'true', days: '7' } })] },
      ],
      bad: [
        {
          resources: [account(), blobsOf({ deleteRetentionPolicy: { enabled: true, days: 14 } })],
          at: ['containerDeleteRetentionPolicy.enabled'],
        },
        {
          resources: [account(), blobsOf({ containerDeleteRetentionPolicy: { enabled: true, days: 1 } })],
          at: ['containerDeleteRetentionPolicy.days'],
        },
        { resources: [account({ isHnsEnabled: true })] },
      ],
    },
  }),
);

export const storageShareSoftDelete = defineRule(
  softDeleteRule({
    id: 'storage-share-soft-delete',
    title: 'Deleted file shares can be taken back',
    severity: 'low',
    peers: { psrule: ['Azure.Storage.FileShareSoftDelete'], kics: ['54087baa'] },
    service: fileService,
    declaredAs: 'FileServiceProperties',
    block: 'shareDeleteRetentionPolicy',
    isUsed: isUsedForFiles,
    why: 'Controller projects and drawings live on these shares, often as the only copy. Without soft delete the share and its snapshots are gone the moment somebody deletes the wrong one.',
    fix: {
      say: 'Add `FileServiceProperties` for the account with `shareDeleteRetentionPolicy` `{ enabled: true, days: 7 }` or more.',
      replaces: false,
    },
    serviceDefault: {
      is: 'new accounts keep a deleted share for 7 days, older ones lose it at once',
      source: 'https://learn.microsoft.com/azure/storage/files/storage-files-prevent-file-share-deletion',
    },
    links: ['https://learn.microsoft.com/azure/storage/files/storage-files-prevent-file-share-deletion'],
    examples: {
      good: [
        {
          resources: [
            account(),
            service(fileService, { shareDeleteRetentionPolicy: { enabled: true, days: 14 } }),
            { type: fileShare, name: 'projects', properties: { accountName: 'plantdata', shareQuota: 100 } },
          ],
        },
        // An account without shares has nothing to take back.
        { resources: [account()] },
      ],
      bad: [
        { resources: [service(fileService, { shareDeleteRetentionPolicy: { enabled: false } })] },
        { resources: [service(fileService, { protocolSettings: { smb: { versions: 'SMB3.1.1' } } })] },
        {
          resources: [
            account(),
            { type: fileShare, name: 'projects', properties: { accountName: 'plantdata', shareQuota: 100 } },
          ],
        },
      ],
    },
  }),
);

export const storageNoPermanentDelete = defineRule({
  id: 'storage-no-permanent-delete',
  title: 'What soft delete keeps cannot be purged before its time',
  topic: 'storage-recoverable',
  class: 'data-protection',
  severity: 'low',
  target: blobService,
  property: 'deleteRetentionPolicy.allowPermanentDelete',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: recoverable,
  why: 'Ransomware does not stop at the data: it purges what could be taken back as well. With this switch on, a link with the right letter in it is enough to do so.',
  fix: {
    say: 'Set `deleteRetentionPolicy.allowPermanentDelete` to `false`, or leave it out.',
    replaces: false,
    value: false,
  },
  serviceDefault: {
    is: 'deleted versions and snapshots stay until their days are over',
    source: 'https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview',
  },
  links: [`${blobs}/soft-delete-blob-overview`],
  examples: {
    good: [
      {
        properties: {
          deleteRetentionPolicy: { enabled: true, days: 30, allowPermanentDelete: false },
          isVersioningEnabled: true,
        },
      },
      { properties: { deleteRetentionPolicy: { enabled: true, days: 30 } } },
    ],
    bad: [
      { properties: { deleteRetentionPolicy: { enabled: true, days: 30, allowPermanentDelete: true } } },
      {
        properties: {
          deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete: 'true' },
          containerDeleteRetentionPolicy: { enabled: true, days: 7 },
        },
      },
    ],
  },
});

/** A rule on a switch of the blob service that accounts with a hierarchical namespace do not have. */
function flatOnly(facts: Omit<RuleFacts, 'target'> & { readonly property: string }): StackRule {
  const { property } = facts;
  return {
    ...facts,
    target: blobService,
    relates: [storageAccount],
    checkStack: (subject, stack) => {
      const hierarchical = isHierarchical(subject, stack);
      if (hierarchical === 'yes') return [];
      const verdict = verdictOf(stack.view(subject).one(property), {
        must: isTrue,
        whenAbsent: 'fail',
        serviceDefault: facts.serviceDefault.is,
        printable: true,
      });
      return [hierarchical === 'maybe' ? undecided(verdict) : verdict];
    },
  };
}

export const storageVersioning = defineRule(
  flatOnly({
    id: 'storage-blob-versioning',
    title: 'Blobs keep their earlier versions',
    topic: 'storage-recoverable',
    class: 'data-protection',
    severity: 'low',
    peers: { azurePolicy: ['c36a325b-ae04-4863-ad4f-19c6678f8e08'], kics: ['0f437572'] },
    property: 'isVersioningEnabled',
    advisory: true,
    printable: true,
    why: 'A recipe or a firmware file that is overwritten, by mistake or on purpose, is lost without versions; with them the plant goes back to the file of yesterday and sees when it changed.',
    fix: {
      say: 'Set `isVersioningEnabled` to `true` on `BlobServiceProperties`, and delete old versions by a lifecycle rule: each version is paid for.',
      replaces: false,
    },
    serviceDefault: { is: 'an overwritten blob keeps no version', source: `${blobs}/versioning-overview` },
    links: [`${blobs}/versioning-overview`],
    examples: {
      good: [
        { resources: [account(), blobsOf({ isVersioningEnabled: true, changeFeed: { enabled: true } })] },
        { resources: [account({ isHnsEnabled: true }), blobsOf({ isVersioningEnabled: false })] },
        { resources: [blobsOf({ isVersioningEnabled: 'true' })] },
      ],
      bad: [
        { resources: [account(), blobsOf({ isVersioningEnabled: false })] },
        {
          resources: [
            account({ isHnsEnabled: false }),
            blobsOf({ deleteRetentionPolicy: { enabled: true, days: 14 } }),
          ],
        },
      ],
    },
  }),
);

export const storageChangeFeed = defineRule(
  flatOnly({
    id: 'storage-change-feed',
    title: 'Storage accounts record each change of a blob in the change feed',
    topic: 'db-auditing',
    class: 'monitoring',
    severity: 'low',
    property: 'changeFeed.enabled',
    advisory: true,
    printable: true,
    controls: ['mcsb:LT-3', 'nist:AU-12', 'iec33:SR2.8', 'enisa:GP-TM-55'],
    why: 'The change feed lists in order what was written and deleted, and cannot be edited. After an incident it tells which recordings are still the true ones, and to which hour the account has to go back.',
    fix: {
      say: 'Set `changeFeed.enabled` to `true` on `BlobServiceProperties`; it costs storage and reads.',
      replaces: false,
    },
    serviceDefault: { is: 'no change is recorded', source: `${blobs}/storage-blob-change-feed` },
    links: [`${blobs}/storage-blob-change-feed`],
    examples: {
      good: [
        {
          resources: [
            account(),
            blobsOf({ changeFeed: { enabled: true, retentionInDays: 90 }, isVersioningEnabled: true }),
          ],
        },
        { resources: [account({ isHnsEnabled: true }), blobsOf({ isVersioningEnabled: false })] },
      ],
      bad: [
        { resources: [account(), blobsOf({ isVersioningEnabled: true })] },
        { resources: [account(), blobsOf({ changeFeed: { enabled: false }, isVersioningEnabled: true })] },
      ],
    },
  }),
);
