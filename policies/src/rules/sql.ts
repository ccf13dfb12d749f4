import {
  sqlAdministrator,
  sqlEncryptionProtector,
  sqlEntraOnly,
  sqlServer,
  sqlTransparentEncryption,
} from '../resources/types';
import type { Properties } from '../resources/value';
import { adminPasswordRule } from '../rule/admin-password';
import { both, isSet, isTrue, noneOf, oneOf, tlsAtLeast } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import { isGiven } from '../rule/references';
import { defineRule, type ExampleResource } from '../rule/rule';
import { settingRule } from '../rule/setting-rules';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2023-08-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/azure-sql/database';
const connectivity = `${docs}/connectivity-settings`;
const entra = `${docs}/authentication-aad-overview`;
const entraOnly = `${docs}/authentication-azure-ad-only-authentication`;
const ownKeys = `${docs}/transparent-data-encryption-byok-overview`;
const typings = 'azure-native 3.28 typings';

const server = (properties: Properties = {}): ExampleResource => ({
  type: sqlServer,
  name: 'server',
  properties: { serverName: 'plant-sql', location: 'westeurope', version: '12.0', ...properties },
});

export const sqlMinTls = defineRule({
  id: 'sql-min-tls',
  title: 'Azure SQL refuses TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_52'],
    psrule: ['Azure.SQL.MinTLS'],
    azurePolicy: ['32e6bbec-16b6-44c2-be37-c5b672d103cf'],
    kics: ['22cb3507'],
    trivy: ['AZU-0026'],
  },
  target: sqlServer,
  property: 'minimalTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'pass',
  printable: true,
  why: 'Historians and MES gateways with old drivers still offer TLS 1.0. Where the server takes it, queries and logins of the plant can be read or altered on the way.',
  fix: { say: 'Set `minimalTlsVersion` to `1.2` or `1.3`, or leave it out.', replaces: false, value: '1.2' },
  serviceDefault: {
    is: 'the service accepts TLS 1.2 and later, and nothing older',
    source: 'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
  },
  links: [connectivity],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', minimalTlsVersion: '1.2', publicNetworkAccess: 'Disabled' } },
      { properties: { serverName: 'plant-sql', minimalTlsVersion: '1.3' } },
      { properties: { serverName: 'plant-sql', version: '12.0' } },
    ],
    bad: [
      { properties: { serverName: 'plant-sql', minimalTlsVersion: '1.1' }, at: ['minimalTlsVersion'] },
      { properties: { serverName: 'plant-sql', minimalTlsVersion: 'None' }, at: ['minimalTlsVersion'] },
    ],
  },
});

const login = { login: 'plant-dba', sid: '00000000-0000-0000-0000-000000000001', principalType: 'Group' };

export const sqlEntraAdmin = settingRule({
  id: 'sql-entra-admin',
  title: 'Azure SQL has an Entra ID administrator',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV2_AZURE_7', 'CKV2_AZURE_27'],
    psrule: ['Azure.SQL.AAD'],
    azurePolicy: ['1f314764-cb73-4fc9-b863-8eca98ac36e9'],
    kics: ['a3a055d2'],
  },
  owner: sqlServer,
  holders: [sqlAdministrator],
  by: 'serverName',
  ownerSays: (view) => holds({ property: 'administrators', is: isSet, whenAbsent: false }, view),
  property: 'administrators',
  lacks: '`administrators` is not set, and no `ServerAzureADAdministrator` of this stack names the server.',
  why: 'Without one, nobody can sign in to the plant database with a managed account: everyone shares the password of the first login, and it stays valid when people leave.',
  fix: {
    say: 'Write `administrators` with a group of Entra ID when the server is created, or add a `ServerAzureADAdministrator`.',
    replaces: false,
  },
  serviceDefault: { is: 'the server knows only its own logins', source: entra },
  links: [entra],
  examples: {
    good: [
      { resources: [server({ administrators: { administratorType: 'ActiveDirectory', ...login } })] },
      {
        resources: [
          server(),
          { type: sqlAdministrator, name: 'admin', properties: login, uses: { serverName: ['server'] } },
        ],
      },
      {
        resources: [
          server(),
          { type: sqlAdministrator, name: 'admin', properties: { ...login, serverName: 'plant-sql' } },
        ],
      },
    ],
    bad: [
      { resources: [server({ administratorLogin: 'historian' })], at: ['administrators'] },
      {
        resources: [
          server(),
          { type: sqlAdministrator, name: 'admin', properties: { ...login, serverName: 'other-sql' } },
        ],
        at: ['administrators'],
      },
    ],
  },
});

const onlyEntra = 'administrators.azureADOnlyAuthentication';

export const sqlEntraOnlyAuth = settingRule({
  id: 'sql-entra-only-auth',
  title: 'Azure SQL accepts Entra ID logins only',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: {
    psrule: ['Azure.SQL.AADOnly'],
    azurePolicy: ['abda6d70-9778-44e7-84a8-06713e6db027', 'b3a22bc9-66de-45fb-98fa-00f5df42f41a'],
  },
  owner: sqlServer,
  holders: [sqlEntraOnly],
  by: 'serverName',
  ownerSays: (view) => holds({ property: onlyEntra, is: isTrue, whenAbsent: false }, view),
  judge: (view) => [
    verdictOf(view.one('azureADOnlyAuthentication'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'SQL logins are accepted',
      printable: true,
    }),
  ],
  property: onlyEntra,
  lacks: `\`${onlyEntra}\` is not \`true\`, and no \`ServerAzureADOnlyAuthentication\` of this stack names the server: SQL logins are accepted.`,
  printable: true,
  why: 'A SQL login is a password in some connection string: it knows no second factor, is guessed day and night, and opens every batch record and recipe behind it.',
  fix: {
    say: 'Set `administrators.azureADOnlyAuthentication` to `true` when the server is created; for an existing one add a `ServerAzureADOnlyAuthentication` with `true`. Move applications to managed identities first.',
    replaces: false,
  },
  serviceDefault: { is: 'SQL logins are accepted', source: entraOnly },
  links: [entraOnly],
  examples: {
    good: [
      { resources: [server({ administrators: { ...login, azureADOnlyAuthentication: true } })] },
      {
        resources: [
          server({ administrators: { ...login, azureADOnlyAuthentication: false } }),
          {
            type: sqlEntraOnly,
            name: 'only',
            properties: { authenticationName: 'Default', azureADOnlyAuthentication: true },
            uses: { serverName: ['server'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [server({ administrators: login })], at: [onlyEntra] },
      { resources: [server({ administratorLogin: 'historian' })], at: [onlyEntra] },
      {
        resources: [
          server(),
          {
            type: sqlEntraOnly,
            name: 'only',
            properties: { serverName: 'plant-sql', azureADOnlyAuthentication: false },
          },
        ],
        at: ['azureADOnlyAuthentication'],
      },
    ],
  },
});

export const sqlAdminPassword = adminPasswordRule({
  id: 'sql-admin-password-not-inline',
  title: 'The administrator password of Azure SQL is none that everybody knows',
  target: sqlServer,
  why: 'The first login may read and drop every database of the plant. A password from an example or a default list is tried within minutes, and one in the repository is read by everyone who ever had it.',
  fix: {
    say: 'Leave `administratorLoginPassword` out and set `administrators.azureADOnlyAuthentication` to `true`; where SQL logins must stay, take the password from a Pulumi secret.',
    replaces: false,
  },
  serviceDefault: { is: 'without SQL logins no password is needed', source: entraOnly },
  links: [entraOnly, 'https://www.pulumi.com/docs/iac/concepts/secrets/'],
});

/** The names at the top of every list, some of which the service refuses as well. */
const triedFirst = [
  'sa',
  'admin',
  'administrator',
  'root',
  'sqladmin',
  'dbadmin',
  'adminuser',
  'azureadmin',
  'azure_admin',
  'azure_superuser',
  'azureuser',
  'dbo',
  'guest',
  'public',
  'user',
  'test',
  'demo',
] as const;

export const sqlAdminLogin = defineRule({
  id: 'sql-admin-login-not-predictable',
  title: 'The administrator login of Azure SQL has no name that everybody tries first',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'low',
  peers: { psrule: ['Azure.Deployment.AdminUsername'], kics: ['2ab6de9a'] },
  target: sqlServer,
  property: 'administratorLogin',
  pass: { ...noneOf(...triedFirst), expected: 'not be a name that everybody tries first' },
  whenAbsent: 'pass',
  why: 'Who guesses passwords needs the name of a login first. With a name from every list, half of the work is done, and a lockout of the real administrator comes for free.',
  fix: {
    say: 'Give `administratorLogin` a name of its own, or leave it out and use Entra ID logins only. The name of an existing server cannot change.',
    replaces: true,
  },
  serviceDefault: { is: 'a server with Entra ID logins only needs no such name' },
  links: [`${docs}/logins-create-manage`],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', administratorLogin: 'historian-owner' } },
      { properties: { serverName: 'plant-sql', administrators: login } },
    ],
    bad: [
      { properties: { serverName: 'plant-sql', administratorLogin: 'sa' }, at: ['administratorLogin'] },
      { properties: { serverName: 'plant-sql', administratorLogin: 'Admin' }, at: ['administratorLogin'] },
    ],
  },
});

export const sqlManagedIdentity = defineRule({
  id: 'sql-managed-identity',
  title: 'Azure SQL has a managed identity',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'low',
  target: sqlServer,
  property: 'identity.type',
  pass: both(isSet, noneOf('None')),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  why: 'Audit logs, scan results and your own encryption keys live in other services. Without an identity the server reaches them with keys that somebody has to store and rotate, or not at all.',
  fix: { say: 'Set `identity.type` to `SystemAssigned`.', replaces: false },
  serviceDefault: {
    is: 'the server has no identity',
    source:
      'https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-user-assigned-managed-identity',
  },
  links: [`${docs}/authentication-azure-ad-user-assigned-managed-identity`],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', identity: { type: 'SystemAssigned' } } },
      { properties: { serverName: 'plant-sql', identity: { type: 'SystemAssigned,UserAssigned' } } },
    ],
    bad: [
      { properties: { serverName: 'plant-sql', version: '12.0' }, at: ['identity.type'] },
      { properties: { serverName: 'plant-sql', identity: { type: 'None' } }, at: ['identity.type'] },
    ],
  },
});

const keyId = 'https://example.vault.azure.net/keys/plant-sql/0123456789abcdef0123456789abcdef';

export const sqlCmk = settingRule({
  id: 'sql-cmk',
  title: 'Azure SQL encrypts with a key of yours',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { azurePolicy: ['0a370ff3-6cab-4e85-8995-295fd854c5b8'], kics: ['745e82b3'] },
  advisory: true,
  owner: sqlServer,
  holders: [sqlEncryptionProtector],
  by: 'serverName',
  ownerSays: (view) => isGiven(view, 'keyId'),
  judge: (view) => [
    verdictOf(view.one('serverKeyType'), {
      must: oneOf('AzureKeyVault'),
      whenAbsent: 'fail',
      serviceDefault: 'the service keeps the key',
      printable: true,
    }),
  ],
  property: 'keyId',
  lacks:
    '`keyId` is not set, and no `EncryptionProtector` of this stack names the server: the service keeps the key.',
  why: 'With a key of the service alone you cannot cut off access to recipes and batch records yourself, when a supplier leaves or the subscription falls into other hands.',
  fix: {
    say: 'Set `keyId` to a key in your vault, with an identity that may use it, or add an `EncryptionProtector` with `serverKeyType: AzureKeyVault`. Protect the vault from purging first: without the key the data is lost.',
    replaces: false,
  },
  serviceDefault: { is: 'the service keeps the key', source: ownKeys },
  links: [ownKeys],
  examples: {
    good: [
      { resources: [server({ keyId, identity: { type: 'UserAssigned' } })] },
      {
        resources: [
          server(),
          {
            type: sqlEncryptionProtector,
            name: 'protector',
            properties: { encryptionProtectorName: 'current', serverKeyType: 'AzureKeyVault' },
            uses: { serverName: ['server'], serverKeyName: ['key'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [server()], at: ['keyId'] },
      {
        resources: [
          server(),
          {
            type: sqlEncryptionProtector,
            name: 'protector',
            properties: { serverName: 'plant-sql', serverKeyType: 'ServiceManaged' },
          },
        ],
        at: ['serverKeyType'],
      },
    ],
  },
});

export const sqlCmkRotation = defineRule({
  id: 'sql-cmk-auto-rotation',
  title: 'Azure SQL follows new versions of your encryption key by itself',
  topic: 'kv-expiry-rotation',
  class: 'encryption-at-rest',
  severity: 'low',
  target: sqlEncryptionProtector,
  property: 'autoRotationEnabled',
  pass: isTrue,
  whenAbsent: 'fail',
  when: [{ property: 'serverKeyType', is: noneOf('ServiceManaged'), whenAbsent: true }],
  printable: true,
  why: 'A key version that is renewed by hand is renewed late or never. If the old one expires or is switched off in the vault meanwhile, every database of the server stops, and the line with it.',
  fix: {
    say: 'Set `autoRotationEnabled` to `true`, and give the key a rotation policy in its vault.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the server stays with the version it was given',
    source: `${typings}: "Key auto rotation opt-in flag"`,
  },
  links: [`${docs}/transparent-data-encryption-byok-key-rotation`],
  examples: {
    good: [
      {
        properties: {
          serverName: 'plant-sql',
          serverKeyType: 'AzureKeyVault',
          serverKeyName: 'example_plant-sql_0123456789abcdef0123456789abcdef',
          autoRotationEnabled: true,
        },
      },
      { properties: { serverName: 'plant-sql', serverKeyType: 'ServiceManaged' } },
    ],
    bad: [
      {
        properties: { serverName: 'plant-sql', serverKeyType: 'AzureKeyVault' },
        at: ['autoRotationEnabled'],
      },
      {
        properties: { serverName: 'plant-sql', serverKeyType: 'AzureKeyVault', autoRotationEnabled: false },
        at: ['autoRotationEnabled'],
      },
    ],
  },
});

export const sqlTde = defineRule({
  id: 'sql-tde',
  title: 'Azure SQL databases are encrypted at rest',
  topic: 'db-encryption',
  class: 'encryption-at-rest',
  severity: 'critical',
  peers: {
    checkov: ['CKV2_AZURE_25'],
    psrule: ['Azure.SQL.TDE'],
    azurePolicy: ['17k78e20-9358-41c9-923c-fb736d382a12'],
    kics: ['0745bb3f'],
  },
  target: sqlTransparentEncryption,
  property: 'state',
  pass: oneOf('Enabled'),
  whenAbsent: 'pass',
  printable: true,
  why: 'Encryption is on from the start, so this can only be somebody switching it off. Files and backups of the plant data then lie readable on the disks of the data centre and in every copy.',
  fix: { say: 'Set `state` to `Enabled`, or remove the resource.', replaces: false, value: 'Enabled' },
  serviceDefault: {
    is: 'new databases are encrypted',
    source: `${docs}/transparent-data-encryption-tde-overview`,
  },
  links: [`${docs}/transparent-data-encryption-tde-overview`],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', databaseName: 'batches', state: 'Enabled' } },
      { properties: { serverName: 'plant-sql', databaseName: 'batches', tdeName: 'current' } },
    ],
    bad: [
      { properties: { serverName: 'plant-sql', databaseName: 'batches', state: 'Disabled' }, at: ['state'] },
    ],
  },
});
