import {
  mysqlAdministrator,
  mysqlConfiguration,
  mysqlFirewallRule,
  mysqlServer,
  privateEndpoint,
} from '../resources/types';
import type { Properties } from '../resources/value';
import { type Condition, onlyItems } from '../rule/conditions';
import {
  closedServerRule,
  geoBackupRule,
  serverEndpointRule,
  serverKeyRule,
  serverPlanRule,
} from '../rule/flexible-server';
import type { Example, ExampleResource } from '../rule/rule';
import { firewallRangeRule } from '../rule/server-firewall';
import { neededSettingsRule, safeSettingRule, switchedOn } from '../rule/server-settings';
import { settingRule } from '../rule/setting-rules';

// Defaults of the service: API version 2024-02-01-preview, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/mysql/flexible-server';
const networking = `${docs}/concepts-networking-public`;
const tls = `${docs}/how-to-connect-tls-ssl`;
const entra = `${docs}/concepts-azure-ad-authentication`;
const ownKeys = `${docs}/concepts-customer-managed-key`;
const backups = `${docs}/concepts-backup-restore`;
const audit = `${docs}/concepts-audit-logs`;

const named = { serverName: 'plant-mysql', version: '8.0.21' } as const;
const subnet =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/mysql';

const server = (properties: Properties = {}): ExampleResource => ({
  type: mysqlServer,
  name: 'server',
  properties: { ...named, ...properties },
});

export const mysqlPublicNetwork = closedServerRule({
  id: 'mysql-public-network-access-disabled',
  title: 'MySQL cannot be reached from the public internet',
  peers: {
    checkov: ['CKV_AZURE_53'],
    azurePolicy: ['c9299215-ae47-4f50-9c54-8a392f68a052'],
    kics: ['f118890b'],
    trivy: ['AZU-0022'],
  },
  target: mysqlServer,
  why: 'MySQL under a web shop or a plant portal is what ransomware gangs look for first. On a public address they need one password, or one flaw of the engine, and no way in.',
  fix: {
    say: 'Set `network.publicNetworkAccess` to `Disabled` and add a private endpoint, or place the server in a subnet with `network.delegatedSubnetResourceId` when it is created.',
    replaces: false,
  },
  serviceDefault: { is: 'the server has a public address', source: networking },
  links: [networking],
  examples: {
    good: [
      { properties: { ...named, network: { publicNetworkAccess: 'Disabled' } } },
      { properties: { ...named, network: { delegatedSubnetResourceId: subnet } } },
    ],
    bad: [
      {
        properties: { ...named, network: { publicNetworkAccess: 'Enabled' } },
        at: ['network.publicNetworkAccess'],
      },
      { properties: { ...named, storage: { storageSizeGB: 64 } }, at: ['network.publicNetworkAccess'] },
    ],
  },
});

const setting = (configurationName: string, value: string): Properties => ({
  serverName: 'plant-mysql',
  configurationName,
  value,
  source: 'user-override',
});

/** Examples of a setting that is right from the start. Another setting with the same value says nothing. */
const values = (name: string, right: readonly string[], wrong: readonly string[]) => ({
  good: [
    ...right.map((value): Example => ({ properties: setting(name, value) })),
    { properties: setting('event_scheduler', wrong[0] ?? 'OFF') },
    { properties: { serverName: 'plant-mysql', configurationName: name } },
  ],
  bad: wrong.map((value): Example => ({ properties: setting(name, value), at: ['value'] })),
});

const on = (configurationName: string, value: string): ExampleResource => ({
  type: mysqlConfiguration,
  name: configurationName,
  properties: { configurationName, value, source: 'user-override' },
  uses: { serverName: ['server'] },
});

export const mysqlSecureTransport = safeSettingRule({
  id: 'mysql-require-secure-transport',
  title: 'MySQL refuses connections without TLS',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'critical',
  peers: {
    checkov: ['CKV_AZURE_28'],
    psrule: ['Azure.MySQL.UseSSL'],
    azurePolicy: ['e802a67a-daf5-4436-9ea6-f6d821dd0c5d'],
    kics: ['90120147', '73e42469'],
    trivy: ['AZU-0020'],
  },
  configuration: mysqlConfiguration,
  setting: { name: 'require_secure_transport', must: switchedOn, whenAbsent: 'pass' },
  printable: true,
  why: 'Once switched off for an old panel or label printer, all others fall back without a word as well. Logins and production figures then cross networks that many people can listen to.',
  fix: {
    say: 'Set `value` of `require_secure_transport` to `ON`, or remove the `Configuration`; put a gateway before clients without TLS.',
    replaces: false,
  },
  serviceDefault: { is: 'TLS is required', source: tls },
  links: [tls],
  examples: values('require_secure_transport', ['ON', 'on'], ['OFF', 'off']),
});

export const mysqlMinTls = safeSettingRule({
  id: 'mysql-min-tls',
  title: 'MySQL refuses TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_54'], psrule: ['Azure.MySQL.MinTLS'], trivy: ['AZU-0026'] },
  configuration: mysqlConfiguration,
  setting: { name: 'tls_version', must: onlyItems(',', 'TLSv1.2', 'TLSv1.3'), whenAbsent: 'pass' },
  printable: true,
  why: 'A list that still holds TLS 1.0 lets an attacker in the plant network choose it for both sides. What was encrypted with it is read without much effort.',
  fix: {
    say: 'Set `value` of `tls_version` to `TLSv1.2,TLSv1.3` or one of the two, or remove the `Configuration`.',
    replaces: false,
  },
  serviceDefault: { is: 'TLS 1.2 is the floor', source: tls },
  links: [tls],
  examples: values(
    'tls_version',
    ['TLSv1.2', 'TLSv1.2,TLSv1.3', 'TLSv1.3'],
    ['TLSv1,TLSv1.1,TLSv1.2', 'TLSv1.1', ''],
  ),
});

export const mysqlEntraAdmin = settingRule({
  id: 'mysql-entra-admin',
  title: 'MySQL has an Entra ID administrator',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.MySQL.AAD'], azurePolicy: ['146412e9-005c-472b-9e48-c87b72ac229e'] },
  owner: mysqlServer,
  holders: [mysqlAdministrator],
  by: 'serverName',
  property: 'administrators',
  lacks: 'No `AzureADAdministrator` of this stack names the server, so nobody can sign in with Entra ID.',
  why: 'Only such an administrator can let in people and services by their own identity. Without one, the password of the root login goes round in a chat, and stays with whoever left.',
  fix: {
    say: 'Add an `AzureADAdministrator` for the server with a group of Entra ID and a user-assigned identity.',
    replaces: false,
  },
  serviceDefault: { is: 'the server knows only its own logins', source: entra },
  links: [entra],
  examples: {
    good: [
      {
        resources: [
          server(),
          {
            type: mysqlAdministrator,
            name: 'admin',
            properties: { administratorName: 'ActiveDirectory', login: 'plant-dba' },
            uses: { serverName: ['server'] },
          },
        ],
      },
      {
        resources: [
          server(),
          {
            type: mysqlAdministrator,
            name: 'admin',
            properties: { serverName: 'plant-mysql', login: 'plant-dba' },
          },
        ],
      },
    ],
    bad: [
      { resources: [server()], at: ['administrators'] },
      {
        resources: [
          server(),
          {
            type: mysqlAdministrator,
            name: 'admin',
            properties: { serverName: 'other-mysql', login: 'plant-dba' },
          },
        ],
        at: ['administrators'],
      },
    ],
  },
});

export const mysqlEntraOnly = neededSettingsRule({
  id: 'mysql-entra-only',
  title: 'MySQL accepts Entra ID logins only',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.MySQL.AADOnly'], azurePolicy: ['40e85574-ef33-47e8-a854-7a65c7500560'] },
  server: mysqlServer,
  configuration: mysqlConfiguration,
  settings: [{ name: 'aad_auth_only', must: switchedOn, whenAbsent: 'fail' }],
  printable: true,
  why: 'Native logins of MySQL know no second factor and no expiry, and are written into configuration files of a dozen machines. Each of those files is a key to the database.',
  fix: {
    say: 'Add an `AzureADAdministrator` and a `Configuration` named `aad_auth_only` with `value: ON`. Move applications to managed identities first.',
    replaces: false,
  },
  serviceDefault: { is: 'native logins are accepted', source: entra },
  links: [entra],
  examples: {
    good: [
      { resources: [server(), on('aad_auth_only', 'ON')] },
      {
        resources: [
          server(),
          { type: mysqlConfiguration, name: 'entra', properties: setting('aad_auth_only', 'on') },
        ],
      },
    ],
    bad: [
      { resources: [server()], at: ['configurations'] },
      { resources: [server(), on('aad_auth_only', 'OFF')], at: ['value'] },
    ],
  },
});

const key = {
  type: 'AzureKeyVault',
  primaryKeyURI: 'https://example.vault.azure.net/keys/plant-mysql/0123456789abcdef0123456789abcdef',
  primaryUserAssignedIdentityId:
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mysql',
} as const;

export const mysqlCmk = serverKeyRule({
  id: 'mysql-cmk',
  title: 'MySQL encrypts with a key of yours',
  peers: { checkov: ['CKV2_AZURE_16'], azurePolicy: ['83cef61d-dbd1-4b20-a4fc-5fbc7da10833'] },
  target: mysqlServer,
  why: 'Production figures of a customer may have to become unreadable on one day. With a key of your own that is one switch in the vault, with the key of the service it is a request.',
  fix: {
    say: 'Set `dataEncryption.type` to `AzureKeyVault` with `primaryKeyURI` and `primaryUserAssignedIdentityId`, and protect the vault from purging first.',
    replaces: false,
  },
  serviceDefault: { is: 'the service keeps the key', source: ownKeys },
  links: [ownKeys],
  examples: {
    good: [{ properties: { ...named, dataEncryption: key, identity: { type: 'UserAssigned' } } }],
    bad: [
      {
        properties: { ...named, dataEncryption: { type: 'AzureKeyVault' } },
        at: ['dataEncryption.primaryKeyURI', 'dataEncryption.primaryUserAssignedIdentityId'],
      },
      { properties: { ...named, storage: { storageSizeGB: 64 } }, at: ['dataEncryption.type'] },
      { properties: { ...named, dataEncryption: { type: 'SystemManaged' } }, at: ['dataEncryption.type'] },
    ],
  },
});

export const mysqlGeoBackup = geoBackupRule({
  id: 'mysql-geo-backup',
  title: 'Backups of MySQL are copied to a second region',
  peers: {
    checkov: ['CKV_AZURE_94'],
    psrule: ['Azure.MySQL.GeoRedundantBackup'],
    azurePolicy: ['82339799-d096-41ae-8538-b108becf0970'],
  },
  target: mysqlServer,
  printable: true,
  why: 'Orders and traceability of a plant must come back even if a whole region does not. A copy elsewhere is the only one that a storm or a long outage leaves.',
  fix: {
    say: 'Set `backup.geoRedundantBackup` to `Enabled`. Where data must stay in its region, set the option `keepInRegion`.',
    replaces: false,
  },
  serviceDefault: { is: 'backups stay in the region of the server', source: 'azure-native 3.28 typings' },
  links: [backups],
  examples: {
    good: [
      { properties: { ...named, backup: { geoRedundantBackup: 'Enabled', backupRetentionDays: 14 } } },
      { properties: { ...named, createMode: 'Replica' } },
      { properties: { ...named }, options: { keepInRegion: true } },
    ],
    bad: [
      { properties: { ...named, backup: { backupRetentionDays: 14 } }, at: ['backup.geoRedundantBackup'] },
      {
        properties: { ...named, backup: { geoRedundantBackup: 'Disabled' } },
        at: ['backup.geoRedundantBackup'],
      },
    ],
  },
});

const endpoint = (properties: Properties, uses: readonly string[] = []): ExampleResource => ({
  type: privateEndpoint,
  name: 'mysql-endpoint',
  properties: { location: 'westeurope', privateLinkServiceConnections: [{ name: 'mysql', ...properties }] },
  uses: { privateLinkServiceConnections: uses },
});

export const mysqlPrivateEndpoint = serverEndpointRule({
  id: 'mysql-private-endpoint',
  title: 'MySQL has a private endpoint, or stands in a subnet of its own',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_56'],
    azurePolicy: ['7595c971-233d-4bcf-bd18-596129188c49'],
    kics: ['dda11a20'],
  },
  target: mysqlServer,
  groupIds: ['mysqlServer'],
  why: 'Portals and gateways need some way to their database. If it is not a private one, it is the public one, and closing it means stopping them.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the server and the group id `mysqlServer`, with the DNS zone `privatelink.mysql.database.azure.com`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: `${docs}/concepts-networking-private-link` },
  examples: {
    good: [
      { resources: [server(), endpoint({ groupIds: ['mysqlServer'] }, ['server'])] },
      { resources: [server({ network: { delegatedSubnetResourceId: subnet } })] },
      {
        resources: [
          server(),
          endpoint({
            groupIds: ['mysqlServer'],
            privateLinkServiceId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforMySQL/flexibleServers/plant-mysql',
          }),
        ],
      },
    ],
    bad: [
      { resources: [server({ network: { publicNetworkAccess: 'Disabled' } })] },
      { resources: [server(), endpoint({ groupIds: ['postgresqlServer'] }, ['server'])] },
    ],
  },
});

export const mysqlFirewallNotAny = firewallRangeRule({
  id: 'mysql-firewall-not-any',
  title: 'No firewall rule of MySQL lets in a wide part of the internet or all of Azure',
  topic: 'db-network-closed',
  severity: 'critical',
  peers: {
    checkov: ['CKV_AZURE_11'],
    psrule: ['Azure.MySQL.FirewallIPRange', 'Azure.MySQL.AllowAzureAccess'],
    trivy: ['AZU-0029'],
  },
  target: mysqlFirewallRule,
  orAzure: true,
  why: 'A wide range, or the tick for Azure services, makes every rented machine in the world a neighbour of the database. What is left between it and the plant is one password.',
  fix: {
    say: 'Set `startIpAddress` and `endIpAddress` to the few public addresses of one site, never both to `0.0.0.0`, or delete the rule and use a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no firewall rule exists', source: networking },
  links: [networking],
  examples: {
    good: [
      {
        properties: {
          serverName: 'plant-mysql',
          firewallRuleName: 'site-north',
          startIpAddress: '203.0.113.8',
          endIpAddress: '203.0.113.15',
        },
      },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-mysql',
          firewallRuleName: 'all',
          startIpAddress: '0.0.0.0',
          endIpAddress: '255.255.255.255',
        },
        at: ['startIpAddress'],
      },
      {
        properties: {
          serverName: 'plant-mysql',
          firewallRuleName: 'AllowAllAzureServicesAndResourcesWithinAzureIps',
          startIpAddress: '0.0.0.0',
          endIpAddress: '0.0.0.0',
        },
        at: ['startIpAddress'],
      },
    ],
  },
});

const logsConnections: Condition = {
  expected: 'list `CONNECTION`',
  holds: (value) =>
    typeof value === 'string' &&
    value
      .split(',')
      .map((event) => event.trim().toUpperCase())
      .includes('CONNECTION'),
};

export const mysqlAuditLog = neededSettingsRule({
  id: 'mysql-audit-log',
  title: 'MySQL audits who connects',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'low',
  server: mysqlServer,
  configuration: mysqlConfiguration,
  settings: [
    { name: 'audit_log_enabled', must: switchedOn, whenAbsent: 'fail' },
    { name: 'audit_log_events', must: logsConnections, whenAbsent: 'pass' },
  ],
  why: 'Without the audit log MySQL writes down no login at all, good or bad. After a break-in nobody can say which account was used, so all of them have to be changed.',
  fix: {
    say: 'Add a `Configuration` named `audit_log_enabled` with `value: ON`, and keep `CONNECTION` in `audit_log_events`.',
    replaces: false,
  },
  serviceDefault: { is: 'no login is written down', source: audit },
  links: [audit],
  examples: {
    good: [
      {
        resources: [server(), on('audit_log_enabled', 'ON'), on('audit_log_events', 'CONNECTION,DCL,DDL')],
      },
      {
        resources: [
          server(),
          { type: mysqlConfiguration, name: 'audit', properties: setting('audit_log_enabled', 'ON') },
        ],
      },
    ],
    bad: [
      { resources: [server()], at: ['configurations'] },
      { resources: [server(), on('audit_log_enabled', 'OFF')], at: ['value'] },
      {
        resources: [server(), on('audit_log_enabled', 'ON'), on('audit_log_events', 'DDL')],
        at: ['value'],
      },
    ],
  },
});

export const mysqlDefender = serverPlanRule({
  id: 'mysql-defender',
  title: 'Defender for Cloud watches MySQL servers',
  peers: {
    checkov: ['CKV_AZURE_127'],
    psrule: ['Azure.MySQL.DefenderCloud'],
    azurePolicy: ['3bc8a0d5-38e0-4a3d-a657-2cb64468fc34'],
  },
  target: mysqlServer,
  server: named,
  why: 'A server that answers slowly because somebody guesses passwords looks like any slow server. Defender tells the two apart, and names the address it comes from.',
});
