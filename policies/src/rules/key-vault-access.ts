import { defenderPricing, vault, vaultAccessPolicy } from '../resources/types';
import { holdsUnknown, isList, isObject, textOf, type Value } from '../resources/value';
import { atLeast, notTrue, oneOf } from '../rule/conditions';
import { whereApplies } from '../rule/preconditions';
import type { Reading } from '../rule/reading';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';

// Defaults of the service: API version 2024-11-01, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.keyvault/2024-11-01/vaults';
const softDelete = 'https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview';
const network = 'https://learn.microsoft.com/azure/key-vault/general/network-security';
const accessPolicies = 'https://learn.microsoft.com/azure/key-vault/general/assign-access-policy';
const defender = 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-key-vault-introduction';
const typings = 'azure-native 3.28 typings';

const sku = { family: 'A', name: 'premium' };

export const keyVaultRetention = defineRule({
  id: 'kv-soft-delete-retention',
  title: 'Key Vault keeps deleted keys and secrets long enough to notice',
  topic: 'kv-recoverable',
  class: 'data-protection',
  severity: 'low',
  target: vault,
  property: 'properties.softDeleteRetentionInDays',
  options: {
    minimumRetentionDays: {
      description: 'The least number of days that deleted keys and secrets are kept.',
      type: 'integer',
      default: 90,
      minimum: 7,
      maximum: 90,
    },
  },
  pass: ({ minimumRetentionDays }) => atLeast(Number(minimumRetentionDays), ' days'),
  whenAbsent: 'pass',
  printable: true,
  why: 'The key of a seasonal plant or a yearly report is missed long after it was deleted. After a week of retention it is gone by then, and the data under it stays closed for ever.',
  fix: {
    say: 'Leave `properties.softDeleteRetentionInDays` out or set it to `90` when the vault is created; an existing vault keeps its number, so it takes a new vault.',
    replaces: true,
  },
  serviceDefault: { is: 'deleted items are kept for 90 days', source: softDelete },
  links: [softDelete],
  examples: {
    good: [
      { properties: { properties: { sku, enableSoftDelete: true, softDeleteRetentionInDays: 90 } } },
      { properties: { properties: { sku, enablePurgeProtection: true } } },
      {
        properties: { properties: { sku, softDeleteRetentionInDays: 30 } },
        options: { minimumRetentionDays: 30 },
      },
    ],
    bad: [
      { properties: { properties: { sku, enablePurgeProtection: true, softDeleteRetentionInDays: 7 } } },
      { properties: { properties: { sku, softDeleteRetentionInDays: '89' } } },
    ],
  },
});

const policyPaths = ['properties.accessPolicies[].permissions', 'policy.permissions'] as const;
// What a template writes for the policies beside a vault.
const templatePath = 'accessPolicies[].permissions';
/** The verbs that change or remove what others rely on. */
const changing = ['create', 'set', 'import', 'update', 'delete', 'restore', 'recover', 'rotate'];

/** The verbs on one kind of item, in lower case. */
function verbs(permissions: Value, kind: string): readonly string[] {
  const list = isObject(permissions) ? permissions[kind] : undefined;
  return isList(list) ? list.map((verb) => textOf(verb).toLowerCase()) : [];
}

/** What is too much about the permissions of one identity. */
function excess(permissions: Value): string | undefined {
  const every = ['keys', 'secrets', 'certificates', 'storage'].flatMap((kind) => verbs(permissions, kind));
  if (every.includes('all')) return 'grants every right on a kind of item';
  if (every.includes('purge')) return 'grants the right to purge, which no retention survives';
  const administers = ['keys', 'secrets', 'certificates'].every((kind) =>
    verbs(permissions, kind).some((verb) => changing.includes(verb)),
  );
  return administers ? 'lets one identity change keys, secrets and certificates alike' : undefined;
}

function judgePolicy(reading: Reading): Verdict {
  const property = reading.path;
  if (reading.state === 'absent') return { outcome: 'pass', property };
  if (reading.state === 'unknown') return { outcome: 'unknown', property };
  const fault = excess(reading.value);
  if (fault) return { outcome: 'fail', property, message: `\`${property}\` ${fault}.` };
  return { outcome: holdsUnknown(reading.value) ? 'unknown' : 'pass', property };
}

function checkPolicies(view: ResourceView): readonly Verdict[] {
  // Where roles decide, the policies of the vault do not count.
  const byPolicy = { property: 'properties.enableRbacAuthorization', is: notTrue, whenAbsent: true };
  return whereApplies([byPolicy], view, () =>
    [...policyPaths, templatePath].flatMap((path) => view.all(path).map(judgePolicy)),
  );
}

const tenantId = '00000000-0000-0000-0000-000000000000';
const entry = (permissions: Value) => ({
  tenantId,
  objectId: '11111111-1111-1111-1111-111111111111',
  permissions,
});
const granting = (...permissions: readonly Value[]) => ({
  properties: { properties: { sku, tenantId, accessPolicies: permissions.map(entry) } },
});

export const keyVaultLeastPrivilege = defineRule({
  id: 'kv-access-policy-least-privilege',
  title: 'Access policies of Key Vault grant what is needed and no more',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.KeyVault.AccessPolicy'] },
  target: [vault, vaultAccessPolicy],
  property: policyPaths,
  check: checkPolicies,
  why: 'A gateway that only reads one password needs nothing else. With the right to everything, whoever takes it over deletes the keys of the plant, and with purge they are gone at once.',
  fix: {
    say: 'List only the verbs in use in `permissions`, such as `get` and `list` on `secrets`; leave out `all` and `purge`, and split an identity that administers keys, secrets and certificates. Better, set `properties.enableRbacAuthorization` to `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'nobody has a right', source: api },
  links: [accessPolicies],
  examples: {
    good: [
      granting({ secrets: ['get', 'list'] }, { keys: ['get', 'wrapKey', 'unwrapKey'] }),
      {
        properties: {
          vaultName: 'plant',
          policy: entry({ keys: ['create', 'rotate', 'delete'], secrets: ['get'] }),
        },
      },
      {
        properties: {
          properties: { sku, enableRbacAuthorization: true, accessPolicies: [entry({ keys: ['all'] })] },
        },
      },
    ],
    bad: [
      {
        ...granting({ secrets: ['get'] }, { keys: ['all'] }),
        at: ['properties.accessPolicies[1].permissions', 'properties.accessPolicies[1].permissions'],
      },
      { properties: { vaultName: 'plant', policy: entry({ secrets: ['Get', 'Purge'] }) } },
      granting({ keys: ['create'], secrets: ['set'], certificates: ['import'] }),
    ],
  },
});

export const keyVaultBypass = defineRule({
  id: 'kv-network-bypass',
  title: 'The firewall of Key Vault makes no exception for Azure services, where that is demanded',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'low',
  target: vault,
  property: 'properties.networkAcls.bypass',
  pass: oneOf('None'),
  whenAbsent: 'fail',
  demandedBy: 'refuseTrustedServices',
  options: {
    refuseTrustedServices: {
      description:
        'Ask for vaults that trust no Azure service. Storage and databases then cannot use keys of the vault, so the rule does not apply otherwise.',
      type: 'boolean',
      default: false,
    },
  },
  printable: true,
  why: 'The exception lets a whole list of Azure services past the firewall. A vault with nothing but passwords of the plant needs none of them, and each is one more way in.',
  fix: {
    say: 'Set `properties.networkAcls.bypass` to `None`, unless a service encrypts with a key of this vault.',
    replaces: false,
  },
  serviceDefault: { is: 'trusted Azure services pass the firewall', source: network },
  links: [network],
  examples: {
    good: [
      {
        properties: { properties: { sku, networkAcls: { bypass: 'None', defaultAction: 'Deny' } } },
        options: { refuseTrustedServices: true },
      },
      { properties: { properties: { sku, networkAcls: { bypass: 'AzureServices' } } } },
    ],
    bad: [
      {
        properties: { properties: { sku, networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' } } },
        options: { refuseTrustedServices: true },
      },
      { properties: { properties: { sku } }, options: { refuseTrustedServices: true } },
    ],
  },
});

export const keyVaultNoDeployment = defineRule({
  id: 'kv-no-template-deployment',
  title: 'Deployments and machines cannot fetch secrets from Key Vault by themselves',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'low',
  target: vault,
  property: [
    'properties.enabledForTemplateDeployment',
    'properties.enabledForDeployment',
    'properties.enabledForDiskEncryption',
  ],
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'With these switches on, whoever may deploy a template or a virtual machine gets secrets out of the vault without a right of their own in it.',
  fix: {
    say: 'Leave the three `enabledFor…` properties out or set them to `false`; give pipelines an identity with a role on single secrets.',
    replaces: false,
  },
  serviceDefault: { is: 'all three are off', source: typings },
  links: [api],
  examples: {
    good: [
      { properties: { properties: { sku, enabledForTemplateDeployment: false } } },
      { properties: { properties: { sku, enableRbacAuthorization: true } } },
    ],
    bad: [
      {
        properties: { properties: { sku, enabledForTemplateDeployment: true, enabledForDeployment: false } },
        at: ['properties.enabledForTemplateDeployment'],
      },
      {
        properties: { properties: { sku, enabledForDeployment: 'true', enabledForDiskEncryption: true } },
        at: ['properties.enabledForDeployment', 'properties.enabledForDiskEncryption'],
      },
    ],
  },
});

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000';

export const keyVaultDefender = defineRule({
  id: 'kv-defender',
  title: 'The Defender plan for Key Vault is not set to the free tier',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_87'],
    psrule: ['Azure.Defender.KeyVault'],
    azurePolicy: ['0e6763cc-5078-4e64-889d-ff4d9a839047'],
  },
  target: defenderPricing,
  property: 'pricingTier',
  pass: oneOf('Standard'),
  whenAbsent: 'fail',
  when: [{ property: 'pricingName', is: oneOf('KeyVaults'), whenAbsent: false }],
  advisory: true,
  printable: true,
  controls: [
    'mcsb:LT-1',
    'mcsb:DP-8',
    'cis2:2.1.10',
    'cis3:3.1.8.1',
    'cis4:9.1.8.1',
    'cis5:8.1.8.1',
    'cis6:8.1.8.1',
    'nist:SI-4',
    'iec33:SR6.2',
    'nis2:21.2.b',
  ],
  threats: ['T-C06', 'T-C07'],
  why: 'Somebody who lists all secrets at night from an unknown address is seen by this plan within minutes. Without it the plant learns of the theft when the stolen passwords are used.',
  fix: {
    say: 'Set `pricingTier` of the plan `KeyVaults` to `Standard`. It is billed per vault.',
    replaces: false,
  },
  serviceDefault: { is: 'a subscription starts without the plan', source: defender },
  links: [defender],
  examples: {
    good: [
      { properties: { scopeId: subscription, pricingName: 'KeyVaults', pricingTier: 'Standard' } },
      { properties: { scopeId: subscription, pricingName: 'Dns', pricingTier: 'Free' } },
    ],
    bad: [
      { properties: { scopeId: subscription, pricingName: 'KeyVaults', pricingTier: 'Free' } },
      { properties: { scopeId: subscription, pricingName: 'keyvaults' }, at: ['pricingTier'] },
    ],
  },
});
