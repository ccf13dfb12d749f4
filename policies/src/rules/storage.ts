import { storageAccount } from '../resources/types';
import {
  doesNotMatch,
  isFalse,
  isNotSet,
  isSet,
  isTrue,
  noneOf,
  notFalse,
  notTrue,
  oneOf,
  tlsAtLeast,
} from '../rule/conditions';
import { whereApplies } from '../rule/preconditions';
import { mustBeGiven } from '../rule/references';
import { defineRule, type Precondition, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';

// Defaults of the service: API version 2024-01-01, the default of azure-native 3.28. What older versions meant by
// leaving a switch out is written into the properties before rules see them (resources/shapes-versions.ts).
const api = 'https://learn.microsoft.com/azure/templates/microsoft.storage/2024-01-01/storageaccounts';
const common = 'https://learn.microsoft.com/azure/storage/common';
const secureTransfer = `${common}/storage-require-secure-transfer`;
const tlsFloor = `${common}/transport-layer-security-configure-minimum-version`;
const anonymousAccess = 'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent';
const networkDefault = `${common}/storage-network-security-set-default-access`;
const sharedKey = `${common}/shared-key-authorization-prevent`;
const customerKeys = `${common}/customer-managed-keys-overview`;
const customerKeysNewAccount = `${common}/customer-managed-keys-configure-new-account`;
const infrastructureEncryption = `${common}/infrastructure-encryption-enable`;
const accountKey = `${common}/account-encryption-key-create`;
const nfsIssues = 'https://learn.microsoft.com/azure/storage/blobs/network-file-system-protocol-known-issues';
const customDomain = 'https://learn.microsoft.com/azure/storage/blobs/storage-custom-domain-name';

/** Protection on the wire that the CIS recommendations on the topic do not speak of: protocols beside HTTPS. */
const transferControls = controlsBesideCis('storage-https');

const vaultSource = oneOf('Microsoft.Keyvault');
const withCustomerKey: Precondition = {
  property: 'encryption.keySource',
  is: vaultSource,
  whenAbsent: false,
};

export const storageHttpsOnly = defineRule({
  id: 'storage-https-only',
  title: 'Storage accounts refuse plain HTTP',
  topic: 'storage-https',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_3'],
    psrule: ['Azure.Storage.SecureTransfer'],
    azurePolicy: ['404c3081-a854-4457-ae30-26a93ef643f9'],
    kics: ['1367dd13', '12944ec4'],
    trivy: ['AZU-0008'],
  },
  target: storageAccount,
  property: 'enableHttpsTrafficOnly',
  pass: notFalse,
  whenAbsent: 'pass',
  printable: true,
  why: 'One gateway that uploads over HTTP shows its telemetry, and the token it signs in with, to everyone on the path; SMB without encryption is let in by the same switch.',
  fix: {
    say: 'Set `enableHttpsTrafficOnly` to `true`, or leave it out.',
    replaces: false,
  },
  serviceDefault: { is: 'only HTTPS is accepted', source: secureTransfer },
  links: [secureTransfer],
  examples: {
    good: [{ properties: { enableHttpsTrafficOnly: true } }, { properties: {} }],
    bad: [
      { properties: { enableHttpsTrafficOnly: false } },
      { properties: { enableHttpsTrafficOnly: 'False', minimumTlsVersion: 'TLS1_2' } },
    ],
  },
});

export const storageMinTls = defineRule({
  id: 'storage-min-tls',
  title: 'Storage accounts refuse TLS below 1.2',
  topic: 'storage-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_44'],
    psrule: ['Azure.Storage.MinTLS'],
    azurePolicy: ['fe83a0eb-a853-422d-aac2-1bffd182c5d0'],
    kics: ['8263f146'],
    trivy: ['AZU-0011', 'AZU-0059'],
  },
  target: storageAccount,
  property: 'minimumTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'fail',
  printable: true,
  why: 'Old loggers and gateways still offer TLS 1.0; as long as the account takes it, an attacker on the way can push a connection down to it and read or alter the uploads.',
  fix: {
    // The enum has `TLS1_3`, which the service cannot yet enforce as a floor.
    say: 'Set `minimumTlsVersion` to `TLS1_2`; clients that can speak 1.3 use it anyway. Check the firmware of old devices first.',
    replaces: false,
  },
  serviceDefault: { is: 'TLS 1.0 is the floor', source: api },
  links: [tlsFloor],
  examples: {
    good: [
      { properties: { minimumTlsVersion: 'TLS1_2' } },
      { properties: { minimumTlsVersion: 'tls1_2' } },
      { properties: { minimumTlsVersion: 'TLS1_3' } },
    ],
    bad: [
      { properties: { minimumTlsVersion: 'TLS1_0' } },
      { properties: { minimumTlsVersion: 'TLS1_1' } },
      { properties: {} },
    ],
  },
});

export const storageNoBlobPublicAccess = defineRule({
  id: 'storage-no-blob-public-access',
  title: 'No container of a storage account can be opened to anonymous readers',
  topic: 'storage-no-anonymous',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_190', 'CKV2_AZURE_47'],
    psrule: ['Azure.Storage.BlobPublicAccess'],
    azurePolicy: ['4fa4b6c0-31ca-4c0d-b10d-24b96f62a751'],
  },
  target: storageAccount,
  property: 'allowBlobPublicAccess',
  pass: isFalse,
  whenAbsent: 'pass',
  printable: true,
  why: 'With the switch on, one click on one container publishes recipes, firmware or production figures to the world, and nobody has to sign in to copy them.',
  fix: { say: 'Set `allowBlobPublicAccess` to `false`.', replaces: false },
  serviceDefault: {
    is: 'anonymous access cannot be turned on since API version 2023-01-01; an older one, or one that is not known, is read as allowing it',
    source: api,
  },
  links: [anonymousAccess],
  examples: {
    good: [{ properties: { allowBlobPublicAccess: false } }, { properties: {}, apiVersion: '2023-01-01' }],
    bad: [
      { properties: { allowBlobPublicAccess: true } },
      { properties: { allowBlobPublicAccess: 'true', publicNetworkAccess: 'Disabled' } },
    ],
  },
});

export const storagePublicNetwork = defineRule({
  id: 'storage-public-network-access-disabled',
  title: 'Storage accounts cannot be reached from the public internet',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_59'], azurePolicy: ['b2982f36-99f2-4db5-8eff-283140c09693'] },
  target: storageAccount,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A leaked link or key to an account on the internet works from everywhere; behind a private network it works only for somebody who is already inside.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add private endpoints. `SecuredByPerimeter` is accepted as well: associate the account with an enforced network security perimeter.',
    replaces: false,
  },
  serviceDefault: { is: 'connections from any network are accepted', source: networkDefault },
  links: [networkDefault],
  examples: {
    good: [
      { properties: { publicNetworkAccess: 'Disabled' } },
      { properties: { publicNetworkAccess: 'SecuredByPerimeter' } },
      { properties: { publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      { properties: { publicNetworkAccess: 'Enabled' } },
      { properties: { networkRuleSet: { defaultAction: 'Deny' } } },
    ],
  },
});

export const storageDefaultDeny = defineRule({
  id: 'storage-network-default-deny',
  title: 'The firewall of a storage account denies what no rule allows',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_35'],
    psrule: ['Azure.Storage.Firewall'],
    azurePolicy: ['34c877ad-507e-4c82-993e-3452a6e0ad3c', '2a1a9cdf-e04d-429a-8416-3bfb72a1b26f'],
    kics: ['d855ced8', '9073f073', 'a5613650', '17f75827'],
    trivy: ['AZU-0012'],
  },
  target: storageAccount,
  property: 'networkRuleSet.defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'fail',
  printable: true,
  why: 'While the default is to allow, every address rule beside it does nothing; and on the day somebody turns public access back on, for one test, the whole account is open.',
  fix: {
    say: 'Write `networkRuleSet` with `defaultAction: Deny`, also where `publicNetworkAccess` is `Disabled`; a block without `defaultAction` allows everybody.',
    replaces: false,
  },
  serviceDefault: { is: 'every network is allowed', source: networkDefault },
  links: [networkDefault],
  examples: {
    good: [
      { properties: { networkRuleSet: { defaultAction: 'Deny' } } },
      { properties: { networkRuleSet: { bypass: 'AzureServices', defaultAction: 'deny' } } },
    ],
    bad: [
      { properties: { networkRuleSet: { bypass: 'AzureServices', defaultAction: 'Allow' } } },
      { properties: { networkRuleSet: { ipRules: [{ iPAddressOrRange: '203.0.113.0/24' }] } } },
      { properties: { publicNetworkAccess: 'Disabled' } },
    ],
  },
});

export const storageNoSharedKey = defineRule({
  id: 'storage-no-shared-key',
  title: 'Storage accounts accept Entra ID only, no account keys',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV2_AZURE_40'],
    psrule: ['Azure.Storage.LocalAuth'],
    azurePolicy: ['8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54'],
    kics: ['45f3e879'],
  },
  target: storageAccount,
  property: 'allowSharedKeyAccess',
  pass: isFalse,
  whenAbsent: 'fail',
  printable: true,
  why: 'An account key opens all data of the account to whoever holds it, and signs links that open it to others; it names no person or device and ends only when somebody rotates it.',
  fix: {
    say: 'Set `allowSharedKeyAccess` to `false` and give callers a data role. Move tools that know only connection strings or account-signed links first.',
    replaces: false,
  },
  serviceDefault: { is: 'account keys are accepted', source: api },
  links: [sharedKey],
  examples: {
    good: [
      { properties: { allowSharedKeyAccess: false } },
      { properties: { allowSharedKeyAccess: false, defaultToOAuthAuthentication: true } },
    ],
    bad: [
      { properties: { allowSharedKeyAccess: true } },
      { properties: { defaultToOAuthAuthentication: true } },
    ],
  },
});

function checkCustomerKey(view: ResourceView): readonly Verdict[] {
  const source = view.one('encryption.keySource');
  const property = source.path;
  const vault = view.one('encryption.keyVaultProperties');
  const keyless = vault.state === 'absent' || (vault.state === 'known' && !isSet.holds(vault.value));
  if (source.state === 'absent' || (source.state === 'known' && !vaultSource.holds(source.value))) {
    const message = `\`${property}\` must ${vaultSource.expected}: the keys of the account belong to Microsoft.`;
    return [{ outcome: 'fail', property, message }];
  }
  const named: Verdict = keyless
    ? {
        outcome: 'fail',
        property: vault.path,
        message: `\`${vault.path}\` must name the vault and the key: a key source without a key protects nothing.`,
      }
    : { outcome: vault.state === 'unknown' ? 'unknown' : 'pass', property: vault.path };
  return [{ outcome: source.state === 'unknown' ? 'unknown' : 'pass', property }, named];
}

export const storageCustomerKey = defineRule({
  id: 'storage-cmk',
  title: 'Storage accounts are encrypted with a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_1'],
    azurePolicy: ['6fac406b-40ca-413b-bf8e-0bf964659c25'],
    kics: ['9bf1568d'],
    trivy: ['AZU-0060'],
  },
  target: storageAccount,
  property: ['encryption.keySource', 'encryption.keyVaultProperties'],
  check: checkCustomerKey,
  why: 'Only with a key of your own can you cut off the stored telemetry yourself, on the day a tenant or a subscription is lost, and prove to a customer who could read it.',
  fix: {
    say: 'Set `encryption.keySource` to `Microsoft.Keyvault`, name vault and key in `encryption.keyVaultProperties`, and give a user-assigned identity the right to wrap and unwrap with that key.',
    replaces: false,
  },
  serviceDefault: { is: 'data is encrypted with keys of Microsoft', source: customerKeysNewAccount },
  links: [customerKeys],
  examples: {
    good: [
      {
        properties: {
          encryption: {
            keySource: 'Microsoft.Keyvault',
            keyVaultProperties: { keyName: 'storage', keyVaultUri: 'https://example.vault.azure.net' },
          },
        },
      },
      {
        properties: {
          encryption: {
            keySource: 'microsoft.keyvault',
            keyVaultProperties: { keyName: 'storage', keyVaultUri: 'https://example.vault.azure.net' },
          },
        },
      },
    ],
    bad: [
      {
        properties: { encryption: { keySource: 'Microsoft.Keyvault' } },
        at: ['encryption.keyVaultProperties'],
      },
      { properties: { encryption: { keySource: 'Microsoft.Storage' } }, at: ['encryption.keySource'] },
      { properties: {}, at: ['encryption.keySource'] },
    ],
  },
});

export const storageVersionlessKey = defineRule({
  id: 'storage-cmk-versionless-key',
  title: 'Storage accounts follow the rotation of their encryption key',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  target: storageAccount,
  property: 'encryption.keyVaultProperties.keyVersion',
  pass: isNotSet,
  whenAbsent: 'pass',
  why: 'An account that is pinned to one version stays on the old key when the vault rotates; once that version expires or is disabled, uploads and reads fail until somebody finds out why.',
  fix: {
    say: 'Leave `encryption.keyVaultProperties.keyVersion` out, so that the service takes the newest version.',
    replaces: false,
  },
  serviceDefault: { is: 'the service looks for a new version daily', source: customerKeys },
  links: [customerKeys],
  examples: {
    good: [
      {
        properties: {
          encryption: {
            keySource: 'Microsoft.Keyvault',
            keyVaultProperties: { keyName: 'storage', keyVaultUri: 'https://example.vault.azure.net' },
          },
        },
      },
      {
        properties: {
          encryption: {
            keySource: 'Microsoft.Keyvault',
            keyVaultProperties: {
              keyName: 'storage',
              keyVaultUri: 'https://example.vault.azure.net',
              keyVersion: '',
            },
          },
        },
      },
      { properties: {} },
    ],
    bad: [
      {
        properties: {
          encryption: {
            keySource: 'Microsoft.Keyvault',
            keyVaultProperties: {
              keyName: 'storage',
              keyVaultUri: 'https://example.vault.azure.net',
              keyVersion: '0123456789abcdef0123456789abcdef',
            },
          },
        },
      },
      {
        properties: {
          kind: 'StorageV2',
          identity: { type: 'UserAssigned' },
          encryption: {
            keySource: 'Microsoft.Keyvault',
            keyVaultProperties: {
              keyName: 'archive',
              keyVaultUri: 'https://example.managedhsm.azure.net',
              keyVersion: 'fedcba9876543210fedcba9876543210',
            },
            requireInfrastructureEncryption: true,
          },
        },
      },
    ],
  },
});

const keyIdentity = 'encryption.encryptionIdentity.encryptionUserAssignedIdentity';

export const storageKeyIdentity = defineRule({
  id: 'storage-cmk-user-assigned-identity',
  title: 'Storage accounts reach their encryption key with a user-assigned identity',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  target: storageAccount,
  property: keyIdentity,
  readsOrigins: true,
  check: (view) => {
    const lacks = `\`${keyIdentity}\` is not set: the system-assigned identity is used, which a new account does not have yet.`;
    return whereApplies([withCustomerKey], view, () => [mustBeGiven(view, keyIdentity, lacks)]);
  },
  why: 'A system-assigned identity exists only after the account does, so the account lives its first minutes on keys of Microsoft; and it dies with the account, which makes a rebuild after an incident slower.',
  fix: {
    say: 'Set `encryption.encryptionIdentity.encryptionUserAssignedIdentity` to the id of a user-assigned identity that holds a crypto role on the key, and list it under `identity`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the system-assigned identity is used, which a new account does not have yet',
    source: customerKeysNewAccount,
  },
  links: [customerKeysNewAccount],
  examples: {
    good: [
      {
        properties: {
          encryption: {
            keySource: 'Microsoft.Keyvault',
            encryptionIdentity: {
              encryptionUserAssignedIdentity:
                '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i',
            },
          },
        },
      },
      { properties: { encryption: { keySource: 'Microsoft.Storage' } } },
    ],
    bad: [
      { properties: { encryption: { keySource: 'Microsoft.Keyvault' } } },
      {
        properties: {
          encryption: {
            keySource: 'Microsoft.KeyVault',
            encryptionIdentity: { encryptionUserAssignedIdentity: '' },
          },
        },
      },
    ],
  },
});

export const storageInfrastructureEncryption = defineRule({
  id: 'storage-infrastructure-encryption',
  title: 'Storage accounts encrypt their data twice',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { azurePolicy: ['4733ea7b-a883-42fe-8cac-97454c2a9e4a'], kics: ['d02793e5'], trivy: ['AZU-0061'] },
  target: storageAccount,
  property: 'encryption.requireInfrastructureEncryption',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'The second layer, with another algorithm and another key, keeps years of stored telemetry closed if the first key leaks or its algorithm breaks; it cannot be added to an account that is already full.',
  fix: {
    say: 'Set `encryption.requireInfrastructureEncryption` to `true` when the account is created. An existing account has to be replaced: copy the data first.',
    replaces: true,
  },
  serviceDefault: { is: 'data is encrypted once', source: infrastructureEncryption },
  links: [infrastructureEncryption],
  examples: {
    good: [
      { properties: { encryption: { requireInfrastructureEncryption: true } } },
      {
        properties: { encryption: { keySource: 'Microsoft.Storage', requireInfrastructureEncryption: true } },
      },
    ],
    bad: [
      { properties: { encryption: { requireInfrastructureEncryption: false } } },
      { properties: { encryption: { keySource: 'Microsoft.Keyvault' } } },
      { properties: {} },
    ],
  },
});

export const storageQueueTableKey = defineRule({
  id: 'storage-queue-table-account-key',
  title: 'Queues and tables are covered by the customer-managed key of their storage account',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { azurePolicy: ['f0e5abd0-2554-4736-b7c0-4ffef23475ef', '7c322315-e26d-4174-a99e-f49d351b4688'] },
  target: storageAccount,
  property: ['encryption.services.queue.keyType', 'encryption.services.table.keyType'],
  pass: oneOf('Account'),
  whenAbsent: 'fail',
  // The other kinds, and premium accounts of the general kinds, have no queues and tables.
  when: [
    withCustomerKey,
    { property: 'kind', is: noneOf('FileStorage', 'BlockBlobStorage', 'BlobStorage'), whenAbsent: true },
    { property: 'sku.name', is: doesNotMatch(/^premium/i, 'be a standard SKU'), whenAbsent: true },
  ],
  printable: true,
  why: 'Queues and tables, where commands and device state often wait, stay on keys of Microsoft although the account seems to be under your own key; turning the key off would not close them.',
  fix: {
    say: 'Set `encryption.services.queue.keyType` and `encryption.services.table.keyType` to `Account` when the account is created (kind `StorageV2`).',
    replaces: true,
  },
  serviceDefault: { is: 'a key of the service is used', source: accountKey },
  links: [accountKey],
  examples: {
    good: [
      {
        properties: {
          kind: 'StorageV2',
          encryption: {
            keySource: 'Microsoft.Keyvault',
            services: { queue: { keyType: 'Account' }, table: { keyType: 'Account' } },
          },
        },
      },
      { properties: { kind: 'StorageV2', encryption: { keySource: 'Microsoft.Storage' } } },
      { properties: { kind: 'FileStorage', encryption: { keySource: 'Microsoft.Keyvault' } } },
    ],
    bad: [
      {
        properties: { kind: 'StorageV2', encryption: { keySource: 'Microsoft.Keyvault' } },
        at: ['encryption.services.queue.keyType', 'encryption.services.table.keyType'],
      },
      {
        properties: {
          kind: 'StorageV2',
          encryption: {
            keySource: 'Microsoft.Keyvault',
            services: { queue: { keyType: 'Account' }, table: { keyType: 'Service' } },
          },
        },
        at: ['encryption.services.table.keyType'],
      },
    ],
  },
});

export const storageNoNfsV3 = defineRule({
  id: 'storage-no-nfsv3',
  title: 'Storage accounts do not serve blobs over NFS 3.0',
  topic: 'storage-https',
  class: 'secure-transfer',
  severity: 'high',
  target: storageAccount,
  property: 'enableNfsV3',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: transferControls,
  why: 'NFS 3.0 sends every file in the clear and believes whatever user number a client claims; one machine in the allowed network reads and changes the data of all others, even where only HTTPS is allowed.',
  fix: {
    say: 'Leave `enableNfsV3` out, and let clients use the blob API over HTTPS. The protocol cannot be turned off later: replace the account.',
    replaces: true,
  },
  serviceDefault: { is: 'NFS 3.0 is off; it can only be turned on at creation', source: nfsIssues },
  links: [secureTransfer, nfsIssues],
  examples: {
    good: [{ properties: { enableNfsV3: false } }, { properties: { isHnsEnabled: true } }],
    bad: [
      { properties: { enableNfsV3: true } },
      { properties: { enableNfsV3: true, enableHttpsTrafficOnly: true, isHnsEnabled: true } },
    ],
  },
});

export const storageNoCustomDomain = defineRule({
  id: 'storage-dns-custom-domain-https',
  title: 'Storage accounts have no custom domain of their own',
  topic: 'storage-https',
  class: 'secure-transfer',
  severity: 'low',
  target: storageAccount,
  property: 'customDomain.name',
  pass: isNotSet,
  whenAbsent: 'pass',
  controls: transferControls,
  why: 'The account holds no certificate for a name of yours, so a device that is given this name can only download over plain HTTP, firmware included.',
  fix: {
    say: 'Remove `customDomain`, and put the name on Azure Front Door in front of the account, with a certificate.',
    replaces: false,
  },
  serviceDefault: {
    is: 'only the names of the service are answered, with its certificate',
    source: customDomain,
  },
  links: [customDomain, secureTransfer],
  examples: {
    good: [{ properties: {} }, { properties: { customDomain: { name: '' } } }],
    bad: [
      { properties: { customDomain: { name: 'files.example.com' } } },
      { properties: { customDomain: { name: 'files.example.com', useSubDomainName: true } } },
    ],
  },
});
