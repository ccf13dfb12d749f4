import type { TypeShape } from './classic';
import { always, switchedOn } from './classic-fields';
import { type Field, nameInId, opposite, same } from './shapes';
import {
  blobContainer,
  encryptionScope,
  fileShare,
  immutabilityPolicy,
  localUser,
  managementPolicy,
  storageQueue,
  storageTable,
} from './types';
import { isUnknown, textOf, UNKNOWN, type Value } from './value';

// What stands in a storage account. Names: sdk/nodejs/storage of @pulumi/azure 6.40. Defaults: the schemas in
// internal/services/storage of hashicorp/terraform-provider-azurerm 4.81.

const ofAccount: Field = { to: 'accountName', from: 'storageAccountId', as: nameInId };

/** These name their account by its id, and did so by its name in earlier releases. */
const inAccount: Field = {
  to: 'accountName',
  from: 'storageAccountId',
  or: 'storageAccountName',
  as: nameInId,
};

const access: { readonly [classic: string]: Value } = {
  private: 'None',
  blob: 'Blob',
  container: 'Container',
};

const acls: Field = {
  to: 'signedIdentifiers',
  from: 'acls',
  each: [
    ...same('id'),
    {
      to: 'accessPolicy',
      from: 'accessPolicies',
      block: [
        { to: 'permission', from: 'permissions' },
        { to: 'startTime', from: 'start' },
        { to: 'expiryTime', from: 'expiry' },
      ],
    },
  ],
};

/** The letters that v3 writes for the permissions of a local user: `rwdlc`. */
function permissionLetters(block: Value): Value {
  const letters = switchedOn(block, { read: 'r', write: 'w', delete: 'd', list: 'l', create: 'c' });
  return letters.some(isUnknown) ? UNKNOWN : letters.join('');
}

/** A number of days; -1 stands for "never" in the classic provider, and is what it writes where nothing is given. */
const days = (to: string, from: string): Field => ({
  to,
  from,
  as: (value) => (Number(value) < 0 ? undefined : value),
});

const lifecycleRule: readonly Field[] = [
  ...same('name', 'enabled'),
  always('type', 'Lifecycle'),
  { to: 'definition.filters.blobTypes', from: 'filters.blobTypes' },
  { to: 'definition.filters.prefixMatch', from: 'filters.prefixMatches' },
  ...['tierToCool', 'tierToCold', 'tierToArchive', 'delete'].flatMap((action) => [
    days(
      `definition.actions.baseBlob.${action}.daysAfterModificationGreaterThan`,
      `actions.baseBlob.${action}AfterDaysSinceModificationGreaterThan`,
    ),
    days(
      `definition.actions.baseBlob.${action}.daysAfterCreationGreaterThan`,
      `actions.baseBlob.${action}AfterDaysSinceCreationGreaterThan`,
    ),
    days(
      `definition.actions.baseBlob.${action}.daysAfterLastAccessTimeGreaterThan`,
      `actions.baseBlob.${action}AfterDaysSinceLastAccessTimeGreaterThan`,
    ),
  ]),
  days(
    'definition.actions.snapshot.delete.daysAfterCreationGreaterThan',
    'actions.snapshot.deleteAfterDaysSinceCreationGreaterThan',
  ),
  days(
    'definition.actions.version.delete.daysAfterCreationGreaterThan',
    'actions.version.deleteAfterDaysSinceCreation',
  ),
];

export const storageChildShapes: readonly TypeShape[] = [
  [
    blobContainer,
    {
      fields: [
        { to: 'containerName', from: 'name' },
        inAccount,
        ...same('defaultEncryptionScope', 'metadata'),
        // `container_access_type` defaults to private, `encryption_scope_override_enabled` to true.
        {
          to: 'publicAccess',
          from: 'containerAccessType',
          as: (value) => access[textOf(value)] ?? value,
          absent: 'None',
        },
        {
          to: 'denyEncryptionScopeOverride',
          from: 'encryptionScopeOverrideEnabled',
          as: opposite,
          absent: false,
        },
      ],
    },
  ],
  [
    immutabilityPolicy,
    {
      fields: [
        { to: 'containerName', from: 'storageContainerResourceManagerId', as: nameInId },
        { to: 'immutabilityPeriodSinceCreationInDays', from: 'immutabilityPeriodInDays' },
        { to: 'allowProtectedAppendWrites', from: 'protectedAppendWritesEnabled' },
        { to: 'allowProtectedAppendWritesAll', from: 'protectedAppendWritesAllEnabled' },
      ],
    },
  ],
  [
    fileShare,
    {
      fields: [
        { to: 'shareName', from: 'name' },
        inAccount,
        ...same('accessTier', 'metadata'),
        { to: 'enabledProtocols', from: 'enabledProtocol', absent: 'SMB' },
        { to: 'shareQuota', from: 'quota' },
        acls,
      ],
    },
  ],
  [storageQueue, { fields: [{ to: 'queueName', from: 'name' }, inAccount, ...same('metadata')] }],
  [storageTable, { fields: [{ to: 'tableName', from: 'name' }, inAccount, acls] }],
  [
    encryptionScope,
    {
      fields: [
        { to: 'encryptionScopeName', from: 'name' },
        ofAccount,
        ...same('source'),
        { to: 'keyVaultProperties.keyUri', from: 'keyVaultKeyId' },
        { to: 'requireInfrastructureEncryption', from: 'infrastructureEncryptionRequired' },
      ],
    },
  ],
  [managementPolicy, { fields: [ofAccount, { to: 'policy.rules', from: 'rules', each: lifecycleRule }] }],
  [
    localUser,
    {
      fields: [
        { to: 'username', from: 'name' },
        ofAccount,
        ...same('homeDirectory', 'sshAuthorizedKeys'),
        { to: 'hasSshKey', from: 'sshKeyEnabled', absent: false },
        { to: 'hasSshPassword', from: 'sshPasswordEnabled', absent: false },
        {
          to: 'permissionScopes',
          from: 'permissionScopes',
          each: [
            ...same('resourceName', 'service'),
            { to: 'permissions', from: 'permissions', build: permissionLetters },
          ],
        },
      ],
    },
  ],
];
