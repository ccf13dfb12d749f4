import type { TypeShape } from './classic';
import { always } from './classic-fields';
import { eachAs, enabledOrDisabled, type Field, nameInId, same } from './shapes';
import { managedHsm, vault, vaultAccessPolicy, vaultKey, vaultSecret } from './types';
import { isList, isObject, isUnknown, type Properties, UNKNOWN, type Value } from './value';

// Names: sdk/nodejs/keyvault of pulumi/pulumi-azure v6. Defaults: the schemas and `create` functions under
// internal/services/keyvault and managedhsm of hashicorp/terraform-provider-azurerm 4.81.

/** `public_network_access_enabled` defaults to true. */
const publicNetworkAccess: Field = {
  to: 'properties.publicNetworkAccess',
  from: 'publicNetworkAccessEnabled',
  as: enabledOrDisabled,
  absent: 'Enabled',
};

/** The classic provider writes verbs with a capital, Azure without. */
const verbs = (value: Value): Value =>
  isList(value)
    ? value.map((verb) => (typeof verb === 'string' && !isUnknown(verb) ? lower(verb) : verb))
    : value;

const lower = (verb: string): string => verb.toLowerCase();

const accessPolicy: readonly Field[] = [
  ...same('tenantId', 'objectId', 'applicationId'),
  { to: 'permissions.keys', from: 'keyPermissions', build: verbs },
  { to: 'permissions.secrets', from: 'secretPermissions', build: verbs },
  { to: 'permissions.certificates', from: 'certificatePermissions', build: verbs },
  { to: 'permissions.storage', from: 'storagePermissions', build: verbs },
];

const keyVault: readonly Field[] = [
  { to: 'vaultName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  { to: 'properties.tenantId', from: 'tenantId' },
  { to: 'properties.sku.name', from: 'skuName' },
  // Neither has a default, and `create` sends false for what is not set. Soft delete is always sent as true.
  {
    to: 'properties.enableRbacAuthorization',
    from: 'rbacAuthorizationEnabled',
    or: 'enableRbacAuthorization',
    absent: false,
  },
  { to: 'properties.enablePurgeProtection', from: 'purgeProtectionEnabled' },
  { to: 'properties.enableSoftDelete', from: 'softDeleteEnabled', absent: true },
  { to: 'properties.softDeleteRetentionInDays', from: 'softDeleteRetentionDays', absent: 90 },
  { to: 'properties.enabledForDeployment', from: 'enabledForDeployment' },
  { to: 'properties.enabledForDiskEncryption', from: 'enabledForDiskEncryption' },
  { to: 'properties.enabledForTemplateDeployment', from: 'enabledForTemplateDeployment' },
  publicNetworkAccess,
  {
    to: 'properties.networkAcls',
    from: 'networkAcls',
    block: [
      ...same('bypass', 'defaultAction'),
      { to: 'ipRules', from: 'ipRules', build: eachAs('value') },
      { to: 'virtualNetworkRules', from: 'virtualNetworkSubnetIds', build: eachAs('id') },
    ],
  },
  { to: 'properties.accessPolicies', from: 'accessPolicies', each: accessPolicy },
];

/** `2027-03-31T00:00:00Z` in seconds since 1970. */
const seconds = (value: Value): Value => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? value : Math.floor(time / 1000);
};

const lifetime: readonly Field[] = [
  { to: 'properties.attributes.expires', from: 'expirationDate', as: seconds },
  { to: 'properties.attributes.notBefore', from: 'notBeforeDate', as: seconds },
];

const inVault: Field = { to: 'vaultName', from: 'keyVaultId', as: nameInId };

/** The provider writes one action to notify and one to rotate (key_vault_key_resource.go). */
function lifetimeActions(policy: Value): Value {
  if (!isObject(policy)) return policy;
  const { notifyBeforeExpiry, automatic } = policy;
  const rotate = isList(automatic) ? automatic[0] : automatic;
  if (isUnknown(rotate)) return UNKNOWN;
  const actions: Properties[] = [];
  if (typeof notifyBeforeExpiry === 'string')
    actions.push({ action: { type: 'notify' }, trigger: { timeBeforeExpiry: notifyBeforeExpiry } });
  if (isObject(rotate)) {
    const { timeAfterCreation, timeBeforeExpiry } = rotate;
    const trigger = {
      timeAfterCreate: timeAfterCreation ?? null,
      timeBeforeExpiry: timeBeforeExpiry ?? null,
    };
    actions.push({ action: { type: 'rotate' }, trigger });
  }
  return actions;
}

const key: readonly Field[] = [
  { to: 'keyName', from: 'name' },
  inVault,
  ...same('tags'),
  { to: 'properties.kty', from: 'keyType' },
  { to: 'properties.keySize', from: 'keySize' },
  { to: 'properties.curveName', from: 'curve' },
  { to: 'properties.keyOps', from: 'keyOpts' },
  ...lifetime,
  { to: 'properties.rotationPolicy.lifetimeActions', from: 'rotationPolicy', build: lifetimeActions },
  { to: 'properties.rotationPolicy.attributes.expiryTime', from: 'rotationPolicy.expireAfter' },
  { to: 'properties.releasePolicy', from: 'releasePolicy' },
];

const secret: readonly Field[] = [
  { to: 'secretName', from: 'name' },
  inVault,
  ...same('tags'),
  { to: 'properties.value', from: 'value', or: 'valueWo' },
  { to: 'properties.contentType', from: 'contentType' },
  ...lifetime,
];

const hsm: readonly Field[] = [
  ...same('name', 'resourceGroupName', 'location', 'tags'),
  { to: 'sku.name', from: 'skuName' },
  { to: 'properties.tenantId', from: 'tenantId' },
  { to: 'properties.initialAdminObjectIds', from: 'adminObjectIds' },
  // No default: `create` sends false for what is not set, where Azure itself would turn it on. Soft delete is sent as true.
  { to: 'properties.enablePurgeProtection', from: 'purgeProtectionEnabled', absent: false },
  always('properties.enableSoftDelete', true),
  { to: 'properties.softDeleteRetentionInDays', from: 'softDeleteRetentionDays', absent: 90 },
  publicNetworkAccess,
  { to: 'properties.networkAcls', from: 'networkAcls', block: same('bypass', 'defaultAction') },
];

export const keyVaultShapes: readonly TypeShape[] = [
  [vault, { fields: keyVault }],
  [vaultKey, { fields: key }],
  [vaultSecret, { fields: secret }],
  [
    vaultAccessPolicy,
    {
      fields: [inVault, ...accessPolicy.map((field) => ({ ...field, to: `policy.${field.to}` }))],
    },
  ],
  [managedHsm, { fields: hsm }],
];
