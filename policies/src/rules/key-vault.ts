import { diagnosticSetting, privateEndpoint, vault } from '../resources/types';
import { isTrue, notAnyAddress, notFalse, oneOf } from '../rule/conditions';
import { defineRule } from '../rule/rule';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-11-01, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.keyvault/2024-11-01/vaults';
const softDelete = 'https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview';
const network = 'https://learn.microsoft.com/azure/key-vault/general/network-security';
const aboutKeys = 'https://learn.microsoft.com/azure/key-vault/keys/about-keys';

const workspaceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/example';

export const keyVaultPurgeProtection = defineRule({
  id: 'kv-purge-protection',
  title: 'Key Vault keeps deleted keys and secrets until their retention ends',
  topic: 'kv-recoverable',
  class: 'data-protection',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_110', 'CKV_AZURE_42'],
    psrule: ['Azure.KeyVault.PurgeProtect'],
    azurePolicy: ['0b60c0b2-2dc2-4e1c-b5c9-abbed971de53'],
    kics: ['7c25f361', 'cec6e005'],
    trivy: ['AZU-0016'],
  },
  target: vault,
  property: 'properties.enablePurgeProtection',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'One purge of the encryption key makes all telemetry encrypted with it unreadable for ever, be it by mistake, by an angry colleague or by an extortionist.',
  fix: {
    say: 'Set `properties.enablePurgeProtection` to `true`. It cannot be turned off again: a deleted vault then keeps its name until the retention ends.',
    replaces: false,
  },
  serviceDefault: { is: 'purge protection is off', source: softDelete },
  links: [softDelete],
  examples: {
    good: [
      { properties: { properties: { enablePurgeProtection: true } } },
      { properties: { properties: { enablePurgeProtection: true, enableSoftDelete: true } } },
    ],
    bad: [
      { properties: { properties: { enablePurgeProtection: false } } },
      { properties: { properties: { enableSoftDelete: true, softDeleteRetentionInDays: 90 } } },
    ],
  },
});

export const keyVaultSoftDelete = defineRule({
  id: 'kv-soft-delete',
  title: 'Key Vault can bring deleted keys and secrets back',
  topic: 'kv-recoverable',
  class: 'data-protection',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_111', 'CKV_AZURE_42'],
    psrule: ['Azure.KeyVault.SoftDelete'],
    azurePolicy: ['1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d'],
    kics: ['7c25f361'],
  },
  target: vault,
  property: 'properties.enableSoftDelete',
  pass: notFalse,
  whenAbsent: 'pass',
  printable: true,
  why: 'Without soft delete a key is gone the moment somebody deletes it, and everything encrypted with it goes along.',
  fix: {
    say: 'Remove `properties.enableSoftDelete` or set it to `true`; it cannot be turned off again.',
    replaces: false,
  },
  serviceDefault: { is: 'soft delete is on', source: softDelete },
  links: [softDelete],
  examples: {
    good: [
      { properties: { properties: { enableSoftDelete: true } } },
      { properties: { properties: { enablePurgeProtection: true } } },
    ],
    bad: [
      { properties: { properties: { enableSoftDelete: false } } },
      { properties: { properties: { enableSoftDelete: 'false', enablePurgeProtection: true } } },
    ],
  },
});

const accessControl = 'https://learn.microsoft.com/azure/key-vault/general/access-control-default';

export const keyVaultRbac = defineRule({
  id: 'kv-rbac-authorization',
  title: 'Key Vault decides access by role assignments',
  topic: 'kv-rbac',
  class: 'identity',
  severity: 'high',
  peers: { psrule: ['Azure.KeyVault.RBAC'], azurePolicy: ['12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5'] },
  target: vault,
  property: 'properties.enableRbacAuthorization',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'Whoever may write to the vault as a resource can put themselves into its access policies and read every secret; role assignments are granted by somebody else, can be narrow, and can end on a date.',
  fix: {
    say: 'Give the users of the vault their roles (such as Key Vault Secrets User) first, then set `properties.enableRbacAuthorization` to `true`: the access policies stop counting at once.',
    replaces: false,
  },
  serviceDefault: {
    is: 'access policies decide; API versions from 2026-02-01 on turn roles on for new vaults only',
    source: accessControl,
  },
  links: [accessControl, 'https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy'],
  examples: {
    good: [
      { properties: { properties: { enableRbacAuthorization: true } } },
      { properties: { properties: { enableRbacAuthorization: true, accessPolicies: [] } } },
    ],
    bad: [
      { properties: { properties: { enableRbacAuthorization: false } } },
      { properties: { properties: {} } },
    ],
  },
});

export const keyVaultPublicNetwork = defineRule({
  id: 'kv-public-network-access-disabled',
  title: 'Key Vault cannot be reached from the public internet',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_189'], azurePolicy: ['405c5871-3e91-4644-8a63-58e19d68ff5b'] },
  target: vault,
  property: 'properties.publicNetworkAccess',
  pass: oneOf('disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A token stolen from a build machine opens a vault on the internet from anywhere in the world; a closed vault also asks the thief to be inside the network.',
  fix: {
    say: 'Give its users a private endpoint, then set `properties.publicNetworkAccess` to `disabled`. `SecuredByPerimeter` depends on the rules of the perimeter, which are not visible here: exempt such a vault by name.',
    replaces: false,
  },
  serviceDefault: { is: 'public access is enabled', source: network },
  links: [network],
  examples: {
    good: [
      { properties: { properties: { publicNetworkAccess: 'disabled' } } },
      { properties: { properties: { publicNetworkAccess: 'Disabled' } } },
    ],
    bad: [
      { properties: { properties: { publicNetworkAccess: 'enabled' } } },
      { properties: { properties: { publicNetworkAccess: 'SecuredByPerimeter' } } },
      { properties: { properties: {} } },
    ],
  },
});

export const keyVaultDefaultDeny = defineRule({
  id: 'kv-network-default-deny',
  title: 'The firewall of Key Vault denies what no rule allows',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_109'],
    psrule: ['Azure.KeyVault.Firewall'],
    azurePolicy: ['55615ac9-af46-4a59-874e-391cc3dfb490'],
    trivy: ['AZU-0013'],
  },
  target: vault,
  property: 'properties.networkAcls.defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'fail',
  printable: true,
  why: 'With the default `Allow` every list of allowed addresses is decoration, and the day somebody turns public access on for a test the vault stands open to all.',
  fix: {
    say: 'Set `properties.networkAcls.defaultAction` to `Deny`, also where public access is disabled. Keep `bypass: AzureServices` where storage or databases take their key from this vault.',
    replaces: false,
  },
  serviceDefault: { is: 'the firewall is off and every network may ask', source: network },
  links: [network],
  examples: {
    good: [
      {
        properties: {
          properties: { networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [] } },
        },
      },
    ],
    bad: [
      { properties: { properties: { networkAcls: { defaultAction: 'Allow' } } } },
      {
        properties: { properties: { networkAcls: { ipRules: [{ value: '203.0.113.7' }] } } },
        at: ['properties.networkAcls.defaultAction'],
      },
      { properties: { properties: { publicNetworkAccess: 'disabled' } } },
    ],
  },
});

export const keyVaultIpRules = defineRule({
  id: 'kv-ip-rule-not-any',
  title: 'No address rule of Key Vault lets the whole internet in',
  topic: 'kv-network-closed',
  class: 'network',
  severity: 'high',
  target: vault,
  property: 'properties.networkAcls.ipRules[].value',
  pass: notAnyAddress,
  whenAbsent: 'pass',
  printable: true,
  why: 'A rule for everyone cancels the firewall while the settings still look closed to whoever reviews them.',
  fix: {
    say: 'Replace the range in `properties.networkAcls.ipRules` by the public addresses of your own sites, or remove it and use a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no address rule exists', source: api },
  links: [network],
  examples: {
    good: [
      {
        properties: {
          properties: {
            networkAcls: {
              defaultAction: 'Deny',
              ipRules: [{ value: '203.0.113.7' }, { value: '198.51.100.0/24' }],
            },
          },
        },
      },
      { properties: { properties: { networkAcls: { defaultAction: 'Deny' } } } },
    ],
    bad: [
      {
        properties: {
          properties: { networkAcls: { ipRules: [{ value: '203.0.113.7' }, { value: '0.0.0.0/0' }] } },
        },
        at: ['properties.networkAcls.ipRules[1].value'],
      },
      {
        properties: {
          properties: { networkAcls: { ipRules: [{ value: '0.0.0.0/1' }, { value: '128.0.0.0/1' }] } },
        },
        at: ['properties.networkAcls.ipRules[0].value', 'properties.networkAcls.ipRules[1].value'],
      },
    ],
  },
});

const standardTier = 'the tier `standard` protects keys in software only';

export const keyVaultPremium = defineRule({
  id: 'kv-premium-sku',
  title: 'Key Vault has the tier that keeps keys in hardware',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'low',
  target: vault,
  property: 'properties.sku.name',
  options: {
    requireHsm: {
      description: 'Ask for the tier with hardware security modules. The rule does not apply otherwise.',
      type: 'boolean',
      default: false,
    },
  },
  strict: { requireHsm: true },
  check: (view, { requireHsm }) =>
    requireHsm === true
      ? [
          verdictOf(view.one('properties.sku.name'), {
            must: oneOf('premium'),
            whenAbsent: 'fail',
            serviceDefault: standardTier,
            printable: true,
          }),
        ]
      : [],
  printable: true,
  why: 'Where a contract or a regulator asks for keys in certified hardware, a vault of the standard tier cannot hold a single one of them.',
  fix: { say: 'Set `properties.sku.name` to `premium` (lower case).', replaces: false },
  serviceDefault: { is: standardTier, source: aboutKeys },
  links: [aboutKeys],
  examples: {
    good: [
      {
        properties: { properties: { sku: { family: 'A', name: 'premium' } } },
        options: { requireHsm: true },
      },
      { properties: { properties: { sku: { family: 'A', name: 'standard' } } } },
    ],
    bad: [
      {
        properties: { properties: { sku: { family: 'A', name: 'standard' } } },
        options: { requireHsm: true },
      },
      { properties: { properties: {} }, options: { requireHsm: true }, at: ['properties.sku.name'] },
    ],
  },
});

export const keyVaultPrivateEndpoint = privateEndpointRule({
  id: 'kv-private-endpoint',
  title: 'Key Vault has a private endpoint',
  topic: 'kv-network-closed',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_32'],
    azurePolicy: ['a6abeaec-4d90-4a02-805f-6b26c4d3fbe9'],
    kics: ['dda11a20'],
  },
  target: vault,
  groupIds: ['vault'],
  why: 'Without a private endpoint, gateways and back-end services fetch their secrets over the public address of the vault, and nobody can close it without stopping them.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the vault and the group id `vault`, with the DNS zone `privatelink.vaultcore.azure.net`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no private endpoint exists',
    source: 'https://learn.microsoft.com/azure/key-vault/general/private-link-service',
  },
  examples: {
    good: [
      {
        resources: [
          { type: vault, name: 'vault', properties: {} },
          {
            type: privateEndpoint,
            name: 'vault-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['vault'] }] },
            uses: { privateLinkServiceConnections: ['vault'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [{ type: vault, name: 'vault', properties: {} }] },
      {
        resources: [
          { type: vault, name: 'vault', properties: {} },
          {
            type: privateEndpoint,
            name: 'wrong-group',
            properties: { privateLinkServiceConnections: [{ groupIds: ['blob'] }] },
            uses: { privateLinkServiceConnections: ['vault'] },
          },
        ],
      },
    ],
  },
});

export const keyVaultDiagnostics = diagnosticsRule({
  id: 'kv-diagnostics',
  title: 'Key Vault sends its audit log to a place that keeps it',
  topic: 'kv-logging',
  severity: 'high',
  peers: {
    psrule: ['Azure.KeyVault.Logs'],
    azurePolicy: ['cf820ca0-f99e-4f3e-84fb-66e913812d21'],
    kics: ['38c71c00'],
  },
  target: vault,
  categories: ['AuditEvent'],
  groups: ['audit'],
  why: 'Only this log tells who read which secret and when; without it a leaked key cannot be traced, and after a break-in every secret counts as lost.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the vault with a workspace and the category `AuditEvent` (or the category group `audit` or `allLogs`).',
    replaces: false,
  },
  serviceDefault: {
    is: 'no log leaves the vault',
    source: 'https://learn.microsoft.com/azure/key-vault/general/logging',
  },
  examples: {
    good: [
      {
        resources: [
          { type: vault, name: 'vault', properties: {} },
          {
            type: diagnosticSetting,
            name: 'vault-logs',
            properties: { workspaceId, logs: [{ category: 'AuditEvent', enabled: true }] },
            uses: { resourceUri: ['vault'] },
          },
        ],
      },
      {
        resources: [
          { type: vault, name: 'vault', properties: {} },
          {
            type: diagnosticSetting,
            name: 'vault-logs',
            properties: { workspaceId, logs: [{ categoryGroup: 'audit', enabled: true }] },
            uses: { resourceUri: ['vault'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [{ type: vault, name: 'vault', properties: {} }] },
      {
        resources: [
          { type: vault, name: 'vault', properties: {} },
          {
            type: diagnosticSetting,
            name: 'vault-logs',
            properties: {
              workspaceId,
              logs: [
                { category: 'AuditEvent', enabled: false },
                { category: 'AzurePolicyEvaluationDetails', enabled: true },
              ],
            },
            uses: { resourceUri: ['vault'] },
          },
        ],
      },
    ],
  },
});
