import {
  advancedThreatProtection,
  cosmosAccount,
  cosmosSqlRoleAssignment,
  cosmosSqlRoleDefinition,
  defenderPricing,
} from '../resources/types';
import { type Properties, textOf } from '../resources/value';
import { both, doesNotMatch, isSet, isTrue, noneOf, notAllOfAzure, oneOf } from '../rule/conditions';
import { defenderRule } from '../rule/defender-rules';
import { notAnyOrigin } from '../rule/origins';
import { isGiven } from '../rule/references';
import {
  defineRule,
  type ExampleResource,
  type OptionValues,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';
import { undecidedAt } from '../rule/undecided';
import { verdictFor } from '../rule/verdict';

// Defaults of the service: API version 2025-10-15, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/cosmos-db';
const entra = `${docs}/how-to-connect-role-based-access-control`;
const firewall = `${docs}/how-to-configure-firewall`;
const ownKeys = `${docs}/how-to-setup-customer-managed-keys`;
const identity = `${docs}/how-to-setup-managed-identity`;

/** The recommendations of CIS on the topic speak of relational databases. */
const network = controlsBesideCis('db-network-closed');
const lower = (id: string) => id.toLowerCase();
const listOf = (option: OptionValues[string] | undefined) => (Array.isArray(option) ? option : []).map(lower);

export const cosmosKeyMetadata = defineRule({
  id: 'cosmos-disable-key-metadata-write',
  title: 'Keys of Cosmos DB cannot create or delete databases and containers',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_132'],
    psrule: ['Azure.Cosmos.DisableMetadataWrite'],
    azurePolicy: ['4750c32b-89c0-46af-bfcb-2e4541a818d5'],
  },
  target: cosmosAccount,
  property: 'disableKeyBasedMetadataWriteAccess',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'An application key from a gateway may drop the container with the history of a line, or set its throughput to nothing. With this switch such changes need a role in Azure, and stand in the activity log with a name.',
  fix: {
    say: 'Set `disableKeyBasedMetadataWriteAccess` to `true`, and let programs that create containers with a key do so through Azure Resource Manager.',
    replaces: false,
    value: true,
  },
  serviceDefault: {
    is: 'a key may create and delete databases and containers',
    source: 'https://learn.microsoft.com/azure/cosmos-db/how-to-restrict-user-data',
  },
  links: [`${docs}/role-based-access-control`],
  examples: {
    good: [
      { properties: { kind: 'GlobalDocumentDB', disableKeyBasedMetadataWriteAccess: true } },
      { properties: { disableKeyBasedMetadataWriteAccess: 'true', disableLocalAuth: true } },
    ],
    bad: [
      { properties: { kind: 'GlobalDocumentDB', disableLocalAuth: false } },
      { properties: { disableKeyBasedMetadataWriteAccess: false } },
    ],
  },
});

export const cosmosNoDatacenters = defineRule({
  id: 'cosmos-no-azure-datacenters',
  title: 'Cosmos DB is not open to all of Azure',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['12339a85-a25c-4f17-9f82-4766f13f5c4c'] },
  target: cosmosAccount,
  property: 'ipRules[].ipAddressOrRange',
  pass: notAllOfAzure,
  whenAbsent: 'pass',
  controls: network,
  why: 'The tick for "Azure datacenters" in the portal writes this address. It was meant for one function of yours, and lets in the virtual machine that anybody rents for an hour.',
  fix: {
    say: 'Delete the rule with `0.0.0.0`, and let services of yours in by a private endpoint, a subnet or their own outbound addresses.',
    replaces: false,
  },
  serviceDefault: { is: 'no IP rule exists', source: firewall },
  links: [firewall],
  examples: {
    good: [
      { properties: { ipRules: [{ ipAddressOrRange: '203.0.113.0/24' }] } },
      { properties: { publicNetworkAccess: 'Disabled' } },
    ],
    bad: [
      {
        properties: { ipRules: [{ ipAddressOrRange: '203.0.113.7' }, { ipAddressOrRange: '0.0.0.0' }] },
        at: ['ipRules[1].ipAddressOrRange'],
      },
      {
        properties: { ipRules: [{ ipAddressOrRange: '0.0.0.0/32' }] },
        at: ['ipRules[0].ipAddressOrRange'],
      },
    ],
  },
});

const bypassIds = 'networkAclBypassResourceIds';

function checkBypass(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const allowed = listOf(options.allowedResourceIds);
  const ids = view.all(`${bypassIds}[]`).map((reading): Verdict => {
    const property = reading.path;
    if (reading.state !== 'known')
      return { outcome: reading.state === 'absent' ? 'pass' : 'unknown', property };
    if (allowed.includes(lower(textOf(reading.value)))) return { outcome: 'pass', property };
    const message = `\`${property}\` is none of the resources in the option \`allowedResourceIds\`.`;
    return { outcome: 'fail', property, message };
  });
  const bypass = view.one('networkAclBypass');
  const property = bypass.path;
  if (bypass.state === 'unknown') return [...ids, { outcome: 'unknown', property }];
  if (bypass.state === 'absent' || oneOf('None').holds(bypass.value))
    return [{ outcome: 'pass', property }, ...ids];
  // With resources named, only those pass; without any, the service decides who may.
  if (view.all(`${bypassIds}[]`).some((reading) => reading.state !== 'absent')) return ids;
  const message = `\`${property}\` must be \`None\`, or name the resources that pass in \`${bypassIds}\`.`;
  return [{ outcome: 'fail', property, message }];
}

const synapse =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Synapse/workspaces/reports';

export const cosmosBypass = defineRule({
  id: 'cosmos-network-acl-bypass',
  title: 'No foreign service passes the firewall of Cosmos DB by exception',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'low',
  target: cosmosAccount,
  property: ['networkAclBypass', bypassIds],
  check: checkBypass,
  controls: network,
  options: {
    allowedResourceIds: {
      type: 'array',
      items: 'string',
      default: [],
      description: 'Ids of your resources, such as Synapse workspaces, that may pass the firewall.',
    },
  },
  why: 'The exception is asked for once, for one analytics workspace, and outlives it. A reviewer who sees a closed firewall does not expect that services beside it walk through.',
  fix: {
    say: 'Set `networkAclBypass` to `None` and empty `networkAclBypassResourceIds`; name a workspace that really needs it there and in the option `allowedResourceIds`.',
    replaces: false,
  },
  serviceDefault: { is: 'no service passes the firewall' },
  links: [firewall],
  examples: {
    good: [
      { properties: { networkAclBypass: 'None', ipRules: [{ ipAddressOrRange: '203.0.113.0/24' }] } },
      {
        properties: { networkAclBypass: 'AzureServices', networkAclBypassResourceIds: [synapse] },
        options: { allowedResourceIds: [synapse.toLowerCase()] },
      },
      { properties: { publicNetworkAccess: 'Disabled' } },
    ],
    bad: [
      {
        properties: { networkAclBypass: 'AzureServices', publicNetworkAccess: 'Enabled' },
        at: ['networkAclBypass'],
      },
      {
        properties: { networkAclBypass: 'AzureServices', networkAclBypassResourceIds: [synapse] },
        at: ['networkAclBypassResourceIds[0]'],
      },
    ],
  },
});

/** An identity that is computed is none of Microsoft, which has a name of its own. */
function checkKeyIdentity(view: ResourceView): readonly Verdict[] {
  const withKey = isGiven(view, 'keyVaultKeyUri');
  if (withKey === 'no') return [];
  const own = view.one('defaultIdentity');
  const isShared = own.state === 'known' && oneOf('FirstPartyIdentity').holds(own.value);
  const lacks = '`defaultIdentity` must be set, and not be `FirstPartyIdentity`.';
  const answer = isShared ? 'no' : isGiven(view, 'defaultIdentity');
  const verdict = verdictFor(answer, 'defaultIdentity', lacks);
  return withKey === 'maybe' ? undecidedAt('keyVaultKeyUri', [verdict]) : [verdict];
}

export const cosmosKeyIdentity = defineRule({
  id: 'cosmos-cmk-identity',
  title: 'Cosmos DB reaches its encryption key with an identity of yours',
  topic: 'db-encryption',
  class: 'identity',
  severity: 'low',
  target: cosmosAccount,
  property: ['defaultIdentity', 'keyVaultKeyUri'],
  readsOrigins: true,
  check: checkKeyIdentity,
  advisory: true,
  controls: ['mcsb:IM-3', 'mcsb:DP-5', 'nist:SC-12', 'nist:IA-9', 'iec33:SR1.2'],
  why: 'By default all accounts of the world fetch their keys with one identity of Microsoft, which must then be let into the vault. With an identity of the account, the vault shows which account used a key, and one can be cut off alone.',
  fix: {
    say: 'Set `defaultIdentity` to `UserAssignedIdentity=<resource id>` of an identity that may wrap and unwrap with the key and is listed under `identity`, or to `SystemAssignedIdentity`.',
    replaces: false,
  },
  serviceDefault: { is: 'the identity that all accounts share is used', source: ownKeys },
  links: [ownKeys],
  examples: {
    good: [
      {
        properties: {
          keyVaultKeyUri: 'https://example.vault.azure.net/keys/plant',
          defaultIdentity:
            'UserAssignedIdentity=/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i',
        },
      },
      { properties: { kind: 'GlobalDocumentDB' } },
    ],
    bad: [
      { properties: { keyVaultKeyUri: 'https://example.vault.azure.net/keys/plant' } },
      {
        properties: {
          keyVaultKeyUri: 'https://example.vault.azure.net/keys/plant',
          defaultIdentity: 'FirstPartyIdentity',
          identity: { type: 'SystemAssigned' },
        },
      },
    ],
  },
});

export const cosmosIdentity = defineRule({
  id: 'cosmos-managed-identity',
  title: 'Cosmos DB has a managed identity',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'low',
  target: cosmosAccount,
  property: 'identity.type',
  pass: both(isSet, noneOf('None')),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: ['mcsb:IM-3', 'nist:IA-9', 'iec33:SR1.2'],
  why: 'What the account fetches for itself, such as its key from a vault, it can fetch under its own name only with an identity. Whoever adds that in an emergency learns that roles need time to take effect.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with the identities of yours.',
    replaces: false,
  },
  serviceDefault: { is: 'the account has no identity', source: identity },
  links: [identity],
  examples: {
    good: [
      { properties: { kind: 'GlobalDocumentDB', identity: { type: 'SystemAssigned' } } },
      { properties: { kind: 'MongoDB', identity: { type: 'SystemAssigned,UserAssigned' } } },
    ],
    bad: [
      { properties: { kind: 'GlobalDocumentDB', disableLocalAuth: true } },
      { properties: { kind: 'MongoDB', identity: { type: 'None' } } },
    ],
  },
});

export const cosmosCors = defineRule({
  id: 'cosmos-cors-not-any',
  title: 'Cosmos DB does not answer scripts of every web page',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'medium',
  target: cosmosAccount,
  property: 'cors[].allowedOrigins',
  pass: notAnyOrigin,
  whenAbsent: 'pass',
  printable: true,
  controls: network,
  why: 'A dashboard that talks to the database from the browser carries a token there. With `*`, a script on any other page in that browser can use the database as well and send away what it reads.',
  fix: {
    say: 'List in `allowedOrigins` the addresses of your web pages, with commas between them, or remove `cors` and put an API in front.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no web page of another origin may call the account',
    source: 'https://learn.microsoft.com/azure/cosmos-db/how-to-configure-cross-origin-resource-sharing',
  },
  links: [`${docs}/how-to-configure-cross-origin-resource-sharing`],
  examples: {
    good: [
      { properties: { cors: [{ allowedOrigins: 'https://dashboard.example.com', maxAgeInSeconds: 60 }] } },
      {
        properties: {
          cors: [{ allowedOrigins: 'https://dashboard.example.com,https://hmi.example.com' }],
        },
      },
    ],
    bad: [
      { properties: { cors: [{ allowedOrigins: '*' }] }, at: ['cors[0].allowedOrigins'] },
      {
        properties: { cors: [{ allowedOrigins: 'https://dashboard.example.com, *', allowedMethods: 'GET' }] },
        at: ['cors[0].allowedOrigins'],
      },
    ],
  },
});

const contributor = '00000000-0000-0000-0000-000000000002';

/** How far a scope reaches. An empty one and `/` are the account. */
function reach(scope: string): 'account' | 'database' | 'container' {
  return /\/colls\/[^/]+/i.test(scope) ? 'container' : /\/dbs\/[^/]+/i.test(scope) ? 'database' : 'account';
}

function checkRoleScope(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const principal = view.one('principalId');
  const allowed = listOf(options.allowedPrincipals);
  const isAllowed = principal.state === 'known' && allowed.includes(lower(textOf(principal.value)));
  if (isAllowed) return [{ outcome: 'pass', property: principal.path }];
  const open: Verdict[] =
    principal.state === 'unknown' && allowed.length > 0
      ? [{ outcome: 'unknown', property: principal.path }]
      : [];
  const verdicts = [...scopeVerdicts(view), ...roleVerdicts(view)];
  return open.length > 0 && verdicts.some(({ outcome }) => outcome !== 'pass') ? open : verdicts;
}

function scopeVerdicts(view: ResourceView): readonly Verdict[] {
  const scope = view.one('scope');
  const property = scope.path;
  if (scope.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (scope.state === 'known' && reach(textOf(scope.value)) !== 'account')
    return [{ outcome: 'pass', property }];
  const message = `\`${property}\` must name a database (\`/dbs/…\`) or a container, not the whole account.`;
  return [{ outcome: 'fail', property, message }];
}

function roleVerdicts(view: ResourceView): readonly Verdict[] {
  const role = view.one('roleDefinitionId');
  const property = role.path;
  if (role.state === 'unknown') return [{ outcome: 'unknown', property }];
  const isContributor = role.state === 'known' && lower(textOf(role.value)).endsWith(contributor);
  const scope = view.one('scope');
  if (!isContributor || scope.state === 'unknown') return [{ outcome: 'pass', property }];
  if (scope.state === 'known' && reach(textOf(scope.value)) === 'container')
    return [{ outcome: 'pass', property }];
  const message = `\`${property}\` must not be the built-in Data Contributor on more than one container.`;
  return [{ outcome: 'fail', property, message }];
}

const accountId =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.DocumentDB/databaseAccounts/plantdata';
const builtIn = (role: string) =>
  `${accountId}/sqlRoleDefinitions/00000000-0000-0000-0000-00000000000${role}`;
const principalId = '55555555-5555-5555-5555-555555555555';

export const cosmosRoleScope = defineRule({
  id: 'cosmos-sql-role-scope',
  title: 'Data roles of Cosmos DB reach no further than the caller needs',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  target: cosmosSqlRoleAssignment,
  property: ['scope', 'roleDefinitionId', 'principalId'],
  check: checkRoleScope,
  controls: controlsBesideCis('rbac-narrow'),
  options: {
    allowedPrincipals: {
      type: 'array',
      items: 'string',
      default: [],
      description: 'Object ids of principals that may have a data role on a whole account.',
    },
  },
  why: 'A function that stores vibration data needs one container. With a role on the account, a fault in its parser reads the device list and rewrites the set points in the databases beside it.',
  fix: {
    say: 'Set `scope` to the database or container (`<account id>/dbs/<database>/colls/<container>`). Give the built-in Data Contributor on single containers only.',
    replaces: true,
  },
  serviceDefault: { is: 'the scope must be written' },
  links: [entra],
  examples: {
    good: [
      {
        properties: {
          accountName: 'plantdata',
          principalId,
          roleDefinitionId: builtIn('1'),
          scope: `${accountId}/dbs/telemetry`,
        },
      },
      {
        properties: {
          accountName: 'plantdata',
          principalId,
          roleDefinitionId: builtIn('2'),
          scope: `${accountId}/dbs/telemetry/colls/vibration`,
        },
      },
      {
        properties: { principalId, roleDefinitionId: builtIn('2'), scope: accountId },
        options: { allowedPrincipals: [principalId] },
      },
    ],
    bad: [
      {
        properties: {
          accountName: 'plantdata',
          principalId,
          roleDefinitionId: builtIn('1'),
          scope: accountId,
        },
        options: { allowedPrincipals: ['66666666-6666-6666-6666-666666666666'] },
        at: ['scope'],
      },
      {
        properties: {
          accountName: 'plantdata',
          principalId,
          roleDefinitionId: builtIn('2'),
          scope: `${accountId}/dbs/telemetry`,
        },
        at: ['roleDefinitionId'],
      },
      {
        properties: { principalId, roleDefinitionId: builtIn('2'), scope: '/' },
        at: ['scope', 'roleDefinitionId'],
      },
    ],
  },
});

export const cosmosRoleActions = defineRule({
  id: 'cosmos-sql-role-no-wildcard',
  title: 'Data roles of Cosmos DB name what they allow',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  target: cosmosSqlRoleDefinition,
  property: 'permissions[].dataActions[]',
  pass: doesNotMatch(
    /^\s*(\*|Microsoft\.DocumentDB\/(databaseAccounts\/(sqlDatabases\/)?)?\*)\s*$/i,
    'name actions of containers or items, and never all there are',
  ),
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('rbac-narrow'),
  why: 'A role that allows everything also allows what Azure adds next year. The identity of a reporting tool that only reads should not be able to delete the rows it reports on.',
  fix: {
    say: 'List in `dataActions` what is needed, such as `Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read`.',
    replaces: false,
  },
  serviceDefault: { is: 'a role without actions allows nothing' },
  links: [`${docs}/reference-data-plane-security`],
  examples: {
    good: [
      {
        properties: {
          roleName: 'telemetry reader',
          type: 'CustomRole',
          permissions: [
            {
              dataActions: [
                'Microsoft.DocumentDB/databaseAccounts/readMetadata',
                'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read',
              ],
            },
          ],
        },
      },
      {
        properties: {
          roleName: 'telemetry writer',
          permissions: [
            { dataActions: ['Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/*'] },
          ],
        },
      },
    ],
    bad: [
      {
        properties: { roleName: 'all', type: 'CustomRole', permissions: [{ dataActions: ['*'] }] },
        at: ['permissions[0].dataActions[0]'],
      },
      {
        properties: {
          roleName: 'reports',
          permissions: [
            {
              dataActions: [
                'Microsoft.DocumentDB/databaseAccounts/readMetadata',
                'Microsoft.DocumentDB/databaseAccounts/*',
              ],
            },
          ],
        },
        at: ['permissions[0].dataActions[1]'],
      },
    ],
  },
});

const account: ExampleResource = {
  type: cosmosAccount,
  name: 'data',
  properties: { accountName: 'plantdata', kind: 'GlobalDocumentDB', databaseAccountOfferType: 'Standard' },
};

const protection = (properties: Properties, uses: ExampleResource['uses'] = {}): ExampleResource => ({
  type: advancedThreatProtection,
  name: 'data-defender',
  properties: { settingName: 'current', ...properties },
  uses,
});

const pricing = (pricingName: string, pricingTier: string): ExampleResource => ({
  type: defenderPricing,
  name: pricingName,
  properties: { pricingName, pricingTier, scopeId: 'subscriptions/11111111-1111-1111-1111-111111111111' },
});

export const cosmosDefender = defineRule(
  defenderRule({
    id: 'cosmos-defender',
    title: 'Microsoft Defender watches Cosmos DB',
    topic: 'db-defender',
    severity: 'medium',
    peers: {
      psrule: ['Azure.Cosmos.DefenderCloud', 'Azure.Defender.CosmosDb'],
      azurePolicy: ['adbe85b5-83e6-4350-ab58-bf3a4f736e5e', 'b5f04e03-92a3-4b09-9410-2cc5e5047656'],
    },
    target: cosmosAccount,
    plan: 'CosmosDbs',
    setting: { type: advancedThreatProtection, isEnabled: 'isEnabled' },
    property: 'advancedThreatProtection',
    why: 'Stolen keys show in how they are used: from an anonymising network, in queries that walk through whole containers, in a listing of keys at night. Without Defender this stays one line among millions.',
    fix: {
      say: 'Add an `AdvancedThreatProtection` with `isEnabled` `true` and the id of the account, or the plan `CosmosDbs` with `pricingTier` `Standard` for the subscription. Both cost money.',
      replaces: false,
    },
    serviceDefault: {
      is: 'access is not watched',
      source: 'https://learn.microsoft.com/azure/defender-for-cloud/concept-defender-for-cosmos',
    },
    links: ['https://learn.microsoft.com/azure/defender-for-cloud/concept-defender-for-cosmos'],
    examples: {
      good: [
        { resources: [account, protection({ isEnabled: true }, { resourceId: ['data'] })] },
        { resources: [account, protection({ isEnabled: true, resourceId: accountId })] },
        { resources: [account, pricing('CosmosDbs', 'Standard')] },
      ],
      bad: [
        { resources: [account] },
        { resources: [account, protection({ isEnabled: false }, { resourceId: ['data'] })] },
        { resources: [account, pricing('StorageAccounts', 'Standard'), pricing('CosmosDbs', 'Free')] },
      ],
    },
  }),
);
