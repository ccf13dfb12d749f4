import {
  diagnosticSetting,
  postgresFirewallRule,
  postgresServer,
  postgresSingleServer,
  privateEndpoint,
} from '../resources/types';
import type { Properties } from '../resources/value';
import { adminPasswordRule } from '../rule/admin-password';
import { atLeast, oneOf } from '../rule/conditions';
import {
  closedServerRule,
  geoBackupRule,
  isNoReplica,
  serverEndpointRule,
  serverKeyRule,
  serverPlanRule,
} from '../rule/flexible-server';
import { defineRule, type ExampleResource, type StackRule } from '../rule/rule';
import { firewallAzureRule, firewallRangeRule } from '../rule/server-firewall';
import { diagnosticsRule } from '../rule/stack-rules';
import { verdictFor } from '../rule/verdict';

// Defaults of the service: API version 2025-08-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/postgresql/flexible-server';
const networking = `${docs}/concepts-networking-public`;
const privateNetworking = `${docs}/concepts-networking-private`;
const entra = `${docs}/concepts-azure-ad-authentication`;
const ownKeys = `${docs}/concepts-data-encryption`;
const backups = `${docs}/concepts-backup-restore`;
const standby = 'https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server';
const typings = 'azure-native 3.28 typings';

const named = { serverName: 'plant-pg', version: '16' } as const;
const subnet = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/pg';

const server = (properties: Properties = {}): ExampleResource => ({
  type: postgresServer,
  name: 'server',
  properties: { ...named, ...properties },
});

export const postgresPublicNetwork = closedServerRule({
  id: 'pg-public-network-access-disabled',
  title: 'PostgreSQL cannot be reached from the public internet',
  peers: {
    checkov: ['CKV_AZURE_68'],
    azurePolicy: ['5e1de0e3-42cb-4ebc-a86d-61d0c619ca48'],
    trivy: ['AZU-0022'],
  },
  target: postgresServer,
  why: 'Port 5432 on the internet is scanned without end, and time series of a whole fleet lie behind it. A password that leaked once is then enough from anywhere.',
  fix: {
    say: 'Set `network.publicNetworkAccess` to `Disabled` and add a private endpoint, or place the server in a subnet with `network.delegatedSubnetResourceId` when it is created.',
    replaces: false,
  },
  serviceDefault: { is: 'the server has a public address', source: networking },
  links: [networking, privateNetworking],
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
      { properties: { ...named, storage: { storageSizeGB: 128 } }, at: ['network.publicNetworkAccess'] },
    ],
  },
});

export const postgresEntraAuth = defineRule({
  id: 'pg-entra-auth',
  title: 'PostgreSQL accepts Entra ID logins',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: { psrule: ['Azure.PostgreSQL.AAD'], azurePolicy: ['ce39a96d-bf09-4b60-8c32-e85d52abea0f'] },
  target: postgresServer,
  property: 'authConfig.activeDirectoryAuth',
  pass: oneOf('Enabled'),
  whenAbsent: 'fail',
  when: [isNoReplica],
  printable: true,
  why: 'Without Entra ID every service and every person needs a password in the database. Nobody takes those back when a supplier leaves or a laptop is lost.',
  fix: {
    say: 'Set `authConfig.activeDirectoryAuth` to `Enabled` and `authConfig.tenantId` to your tenant, and add an `Administrator`.',
    replaces: false,
  },
  serviceDefault: { is: 'only passwords of the database are accepted', source: entra },
  links: [entra],
  examples: {
    good: [
      { properties: { ...named, authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' } } },
      { properties: { ...named, createMode: 'Replica' } },
    ],
    bad: [
      {
        properties: { ...named, authConfig: { activeDirectoryAuth: 'Disabled' } },
        at: ['authConfig.activeDirectoryAuth'],
      },
      { properties: { ...named, administratorLogin: 'historian' }, at: ['authConfig.activeDirectoryAuth'] },
    ],
  },
});

export const postgresEntraOnly = defineRule({
  id: 'pg-entra-only-auth',
  title: 'PostgreSQL accepts no passwords',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: { psrule: ['Azure.PostgreSQL.AADOnly'], azurePolicy: ['fa498b91-8a7e-4710-9578-da944c68d1fe'] },
  target: postgresServer,
  property: 'authConfig.passwordAuth',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  when: [isNoReplica],
  printable: true,
  why: 'As long as a password opens the database, it ends up in scripts of gateways and dashboards. It has no second factor, and whoever finds it is the application.',
  fix: {
    say: 'Set `authConfig.passwordAuth` to `Disabled` beside `activeDirectoryAuth: Enabled`, and move applications to managed identities first.',
    replaces: false,
  },
  serviceDefault: { is: 'passwords are accepted', source: typings },
  links: [entra],
  examples: {
    good: [
      { properties: { ...named, authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' } } },
    ],
    bad: [
      {
        properties: { ...named, authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Enabled' } },
        at: ['authConfig.passwordAuth'],
      },
      {
        properties: { ...named, authConfig: { activeDirectoryAuth: 'Enabled' } },
        at: ['authConfig.passwordAuth'],
      },
      { properties: { ...named, administratorLogin: 'historian' }, at: ['authConfig.passwordAuth'] },
    ],
  },
});

export const postgresAdminPassword = adminPasswordRule({
  id: 'pg-admin-password-not-inline',
  title: 'The administrator password of PostgreSQL is none that everybody knows',
  target: postgresServer,
  why: 'The administrator role reads and drops every table of the fleet. Its password is the first thing a scanner tries, and passwords of examples and defaults stand at the top of its list.',
  fix: {
    say: 'Leave `administratorLoginPassword` out and set `authConfig.passwordAuth` to `Disabled`; where passwords must stay, take it from a Pulumi secret.',
    replaces: false,
  },
  serviceDefault: { is: 'without password logins no password is needed', source: typings },
  links: [entra, 'https://www.pulumi.com/docs/iac/concepts/secrets/'],
});

const key = {
  type: 'AzureKeyVault',
  primaryKeyURI: 'https://example.vault.azure.net/keys/plant-pg',
  primaryUserAssignedIdentityId:
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pg',
} as const;

export const postgresCmk = serverKeyRule({
  id: 'pg-cmk',
  title: 'PostgreSQL encrypts with a key of yours',
  peers: { checkov: ['CKV2_AZURE_17'], azurePolicy: ['12c74c95-0efd-48da-b8d9-2a7d68470c92'] },
  target: postgresServer,
  why: 'With a key of the service alone you can neither lock the measurements of a customer away at once, nor show when the contract ends that nobody can read them any more.',
  fix: {
    say: 'Set `dataEncryption.type` to `AzureKeyVault` with `primaryKeyURI` and `primaryUserAssignedIdentityId` when the server is created; it cannot be changed later.',
    replaces: true,
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
      { properties: { ...named, storage: { storageSizeGB: 128 } }, at: ['dataEncryption.type'] },
      { properties: { ...named, dataEncryption: { type: 'SystemManaged' } }, at: ['dataEncryption.type'] },
    ],
  },
});

export const postgresGeoBackup = geoBackupRule({
  id: 'pg-geo-backup',
  title: 'Backups of PostgreSQL are copied to a second region',
  peers: {
    checkov: ['CKV_AZURE_136'],
    psrule: ['Azure.PostgreSQL.GeoRedundantBackup'],
    azurePolicy: ['cee2f9fd-3968-44be-a863-bd62c9884423'],
    kics: ['8b042c30'],
  },
  target: postgresServer,
  printable: true,
  why: 'If the region is lost, the history of every machine in it is lost as well. A copy elsewhere lets the fleet start again within hours.',
  fix: {
    say: 'Set `backup.geoRedundantBackup` to `Enabled` when the server is created. Where data must stay in its region, set the option `keepInRegion`.',
    replaces: true,
  },
  serviceDefault: { is: 'backups stay in the region of the server', source: typings },
  links: [backups],
  examples: {
    good: [
      { properties: { ...named, backup: { geoRedundantBackup: 'Enabled', backupRetentionDays: 35 } } },
      { properties: { ...named, createMode: 'Replica' } },
      { properties: { ...named }, options: { keepInRegion: true } },
    ],
    bad: [
      { properties: { ...named, backup: { backupRetentionDays: 35 } }, at: ['backup.geoRedundantBackup'] },
      {
        properties: { ...named, backup: { geoRedundantBackup: 'Disabled' } },
        at: ['backup.geoRedundantBackup'],
      },
      {
        properties: { ...named, backup: { geoRedundantBackup: 'Enabled' } },
        options: { keepInRegion: true },
        at: ['backup.geoRedundantBackup'],
      },
    ],
  },
});

export const postgresBackupRetention = defineRule({
  id: 'pg-backup-retention',
  title: 'Backups of PostgreSQL are kept for two weeks at least',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  target: postgresServer,
  property: 'backup.backupRetentionDays',
  options: {
    minimumDays: {
      description: 'The least number of days for which backups must be kept.',
      type: 'integer',
      default: 14,
      minimum: 7,
      maximum: 35,
    },
  },
  pass: ({ minimumDays }) => atLeast(Number(minimumDays), ' days'),
  whenAbsent: 'fail',
  when: [isNoReplica],
  printable: true,
  why: 'A gateway that writes wrong units, or a job that deletes too much, runs for a while before a report looks odd. After a week the last good state is gone.',
  fix: {
    say: 'Set `backup.backupRetentionDays` to at least `14`; up to `35` are possible.',
    replaces: false,
  },
  serviceDefault: { is: 'backups are kept for 7 days', source: typings },
  links: [backups],
  examples: {
    good: [
      { properties: { ...named, backup: { backupRetentionDays: 14, geoRedundantBackup: 'Enabled' } } },
      { properties: { ...named, backup: { backupRetentionDays: 7 } }, options: { minimumDays: 7 } },
    ],
    bad: [
      { properties: { ...named, backup: { backupRetentionDays: 7 } }, at: ['backup.backupRetentionDays'] },
      { properties: { ...named, storage: { storageSizeGB: 128 } }, at: ['backup.backupRetentionDays'] },
    ],
  },
});

export const postgresHighAvailability = defineRule({
  id: 'pg-high-availability',
  title: 'PostgreSQL has a standby in another zone',
  topic: 'backup-geo',
  class: 'data-protection',
  severity: 'low',
  peers: { psrule: ['Azure.PostgreSQL.ZoneRedundantHA'] },
  advisory: true,
  target: postgresServer,
  property: 'highAvailability.mode',
  pass: oneOf('ZoneRedundant'),
  whenAbsent: 'fail',
  when: [isNoReplica],
  printable: true,
  why: 'Telemetry that finds no database is buffered for minutes, not for the hours that a broken zone takes. A standby elsewhere goes on within two minutes.',
  fix: {
    say: 'Set `highAvailability.mode` to `ZoneRedundant`, in a region with zones and a tier above `Burstable`; the standby costs as much as the server.',
    replaces: false,
  },
  serviceDefault: { is: 'there is no standby', source: typings },
  links: [standby],
  examples: {
    good: [
      {
        properties: {
          ...named,
          sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
          highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '2' },
        },
      },
    ],
    bad: [
      { properties: { ...named, highAvailability: { mode: 'SameZone' } }, at: ['highAvailability.mode'] },
      { properties: { ...named, storage: { storageSizeGB: 128 } }, at: ['highAvailability.mode'] },
    ],
  },
});

const endpoint = (properties: Properties, uses: readonly string[] = []): ExampleResource => ({
  type: privateEndpoint,
  name: 'pg-endpoint',
  properties: { location: 'westeurope', privateLinkServiceConnections: [{ name: 'pg', ...properties }] },
  uses: { privateLinkServiceConnections: uses },
});

export const postgresPrivateEndpoint = serverEndpointRule({
  id: 'pg-private-endpoint',
  title: 'PostgreSQL has a private endpoint, or stands in a subnet of its own',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_57'],
    azurePolicy: ['5375a5bb-22c6-46d7-8a43-83417cfb4460'],
    kics: ['dda11a20'],
  },
  target: postgresServer,
  groupIds: ['postgresqlServer'],
  why: 'A server that is neither in a subnet nor behind an endpoint is reached through the internet or not at all; under pressure the address is then opened for everybody.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the server and the group id `postgresqlServer`, with the DNS zone `privatelink.postgres.database.azure.com`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: networking },
  examples: {
    good: [
      { resources: [server(), endpoint({ groupIds: ['postgresqlServer'] }, ['server'])] },
      { resources: [server({ network: { delegatedSubnetResourceId: subnet } })] },
      {
        resources: [
          server(),
          endpoint({
            groupIds: ['postgresqlServer'],
            privateLinkServiceId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/plant-pg',
          }),
        ],
      },
    ],
    bad: [
      { resources: [server({ network: { publicNetworkAccess: 'Disabled' } })] },
      { resources: [server(), endpoint({ groupIds: ['mysqlServer'] }, ['server'])] },
    ],
  },
});

export const postgresFirewallNotAny = firewallRangeRule({
  id: 'pg-firewall-not-any',
  title: 'No firewall rule of PostgreSQL lets in a wide part of the internet',
  topic: 'db-network-closed',
  severity: 'critical',
  peers: {
    checkov: ['CKV_AZURE_11', 'CKV2_AZURE_26'],
    psrule: ['Azure.PostgreSQL.FirewallIPRange'],
    trivy: ['AZU-0029'],
  },
  target: postgresFirewallRule,
  why: 'An open range was made for one supplier on the road and stays for years. Botnets try passwords on port 5432 all day, and need to be right only once.',
  fix: {
    say: 'Set `startIpAddress` and `endIpAddress` to the few public addresses of one site, or delete the rule and use a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no firewall rule exists', source: networking },
  links: [`${docs}/concepts-firewall-rules`],
  examples: {
    good: [
      {
        properties: {
          serverName: 'plant-pg',
          firewallRuleName: 'site-north',
          startIpAddress: '203.0.113.8',
          endIpAddress: '203.0.113.15',
        },
      },
      { properties: { serverName: 'plant-pg', startIpAddress: '203.0.0.0', endIpAddress: '203.0.255.255' } },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-pg',
          firewallRuleName: 'all',
          startIpAddress: '0.0.0.0',
          endIpAddress: '255.255.255.255',
        },
        at: ['startIpAddress'],
      },
      {
        properties: { serverName: 'plant-pg', startIpAddress: '0.0.0.0', endIpAddress: '127.255.255.255' },
        at: ['startIpAddress'],
      },
    ],
  },
});

export const postgresFirewallNoAzure = firewallAzureRule({
  id: 'pg-firewall-no-azure-services',
  title: 'No firewall rule of PostgreSQL lets in all of Azure',
  topic: 'db-network-closed',
  severity: 'high',
  peers: { psrule: ['Azure.PostgreSQL.AllowAzureAccess'] },
  target: postgresFirewallRule,
  why: 'The portal makes this rule with one tick. It lets in virtual machines of every other customer of Azure, which cost an attacker a few cents an hour.',
  fix: {
    say: 'Delete the rule whose `startIpAddress` and `endIpAddress` are both `0.0.0.0`, and give your services a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no such rule exists', source: networking },
  links: [`${docs}/concepts-firewall-rules`],
  examples: {
    good: [
      { properties: { serverName: 'plant-pg', startIpAddress: '203.0.113.8', endIpAddress: '203.0.113.8' } },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-pg',
          firewallRuleName: 'AllowAllAzureServicesAndResourcesWithinAzureIps',
          startIpAddress: '0.0.0.0',
          endIpAddress: '0.0.0.0',
        },
        at: ['startIpAddress'],
      },
    ],
  },
});

const logging = (
  category: string,
  properties: Properties = {},
  uses: readonly string[] = [],
): ExampleResource => ({
  type: diagnosticSetting,
  name: 'pg-logs',
  properties: {
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    logs: [{ category, enabled: true }],
    ...properties,
  },
  uses: { resourceUri: uses },
});

export const postgresDiagnostics = diagnosticsRule({
  id: 'pg-diagnostics',
  title: 'PostgreSQL sends its server log to a place that keeps it',
  topic: 'db-auditing',
  severity: 'medium',
  peers: { azurePolicy: ['78ed47da-513e-41e9-a088-e829b373281d'] },
  target: postgresServer,
  categories: ['PostgreSQLLogs'],
  why: 'The server itself keeps its log for days and shows it to nobody. Failed logins in the night and statements of an intruder are found only where logs of the whole plant come together.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the server with a workspace and the category `PostgreSQLLogs` (or the category group `allLogs`).',
    replaces: false,
  },
  serviceDefault: { is: 'no log leaves the server', source: `${docs}/concepts-logging` },
  examples: {
    good: [
      { resources: [server(), logging('PostgreSQLLogs', {}, ['server'])] },
      {
        resources: [
          server(),
          logging('PostgreSQLLogs', {
            resourceUri:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/plant-pg',
          }),
        ],
      },
    ],
    bad: [
      { resources: [server()] },
      { resources: [server(), logging('PostgreSQLFlexSessions', {}, ['server'])] },
    ],
  },
});

export const postgresDefender = serverPlanRule({
  id: 'pg-defender',
  title: 'Defender for Cloud watches PostgreSQL servers',
  peers: {
    checkov: ['CKV_AZURE_128'],
    psrule: ['Azure.PostgreSQL.DefenderCloud', 'Azure.Defender.OssRdb'],
    azurePolicy: ['d38668f5-d155-42c7-ab3d-9b57b50f8fbf', '0a9fbe0d-c5c4-4da8-87d8-f4fd77338835'],
    kics: ['c407c3cf'],
  },
  target: postgresServer,
  server: named,
  why: 'A login from an unusual country, or a hundred wrong passwords and then a right one, is the start of a break-in. Defender knows the patterns, and tells before tables are gone.',
});

const retired =
  'https://learn.microsoft.com/azure/postgresql/migrate/whats-happening-to-postgresql-single-server';

export const postgresNoSingleServer: StackRule = defineRule({
  id: 'pg-no-single-server',
  title: 'No stack uses the retired PostgreSQL single server',
  topic: 'pinned-providers',
  class: 'supply-chain',
  severity: 'high',
  target: postgresSingleServer,
  relates: [],
  property: 'serverName',
  // The type itself is the fault, so nothing that is written or unknown on it matters.
  checkStack: () => [
    verdictFor(
      'no',
      'serverName',
      'The single server is retired: it gets no fixes, and new ones cannot be made.',
    ),
  ],
  threats: ['T-O06', 'T-C05'],
  why: 'The service ended in March 2025. A machine park that still counts on it loses its database without notice, and until then runs on an engine nobody repairs.',
  fix: {
    say: 'Replace the `SingleServer` with a `Server` (flexible server) and move the data with the migration service.',
    replaces: true,
  },
  serviceDefault: { is: 'the type is retired', source: retired },
  links: [retired],
  examples: {
    good: [
      { resources: [server()] },
      { resources: [server({ sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' } })] },
    ],
    bad: [
      {
        resources: [
          {
            type: postgresSingleServer,
            name: 'old',
            properties: {
              serverName: 'plant-pg-old',
              properties: { createMode: 'Default', version: '11', sslEnforcement: 'Enabled' },
            },
          },
        ],
        at: ['serverName'],
      },
      {
        resources: [
          server(),
          {
            type: postgresSingleServer,
            name: 'replica',
            properties: { properties: { createMode: 'Replica' }, sku: { name: 'GP_Gen5_2' } },
          },
        ],
        at: ['serverName'],
      },
    ],
  },
});
