import { privateEndpoint, sqlFirewallRule, sqlIpv6FirewallRule, sqlServer } from '../resources/types';
import type { Properties } from '../resources/value';
import { oneOf } from '../rule/conditions';
import { defineRule, type ExampleResource, type StackRule } from '../rule/rule';
import { firewallAzureRule, firewallRangeRule } from '../rule/server-firewall';
import { privateEndpointRule } from '../rule/stack-rules';

const docs = 'https://learn.microsoft.com/azure/azure-sql/database';
const connectivity = `${docs}/connectivity-settings`;
const firewall = `${docs}/firewall-configure`;
const outbound = `${docs}/outbound-firewall-rule-overview`;

const server = (properties: Properties = {}): ExampleResource => ({
  type: sqlServer,
  name: 'server',
  properties: { serverName: 'plant-sql', location: 'westeurope', ...properties },
});

export const sqlPublicNetwork = defineRule({
  id: 'sql-public-network-access-disabled',
  title: 'Azure SQL cannot be reached from the public internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_113'],
    azurePolicy: ['1b8ca024-1d5c-4dec-8995-b1a932b41780', '5cc7aeef-357e-433d-9627-05354b40f8e2'],
    kics: ['ade36cf4'],
    trivy: ['AZU-0022'],
  },
  target: sqlServer,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A database on the internet is found by scanners within hours, and each leaked connection string works from anywhere. Production data belongs behind the plant network.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint. `SecuredByPerimeter` protects only with a network security perimeter that is enforced.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'the server has a public address' },
  links: [connectivity],
  examples: {
    good: [
      { properties: { serverName: 'plant-sql', minimalTlsVersion: '1.2', publicNetworkAccess: 'Disabled' } },
      { properties: { serverName: 'plant-sql', publicNetworkAccess: 'SecuredByPerimeter' } },
    ],
    bad: [
      {
        properties: { serverName: 'plant-sql', publicNetworkAccess: 'Enabled' },
        at: ['publicNetworkAccess'],
      },
      { properties: { serverName: 'plant-sql', minimalTlsVersion: '1.2' }, at: ['publicNetworkAccess'] },
    ],
  },
});

export const sqlRestrictOutbound = defineRule({
  id: 'sql-restrict-outbound',
  title: 'Azure SQL sends data only to places on a list',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['eae5dab1-5078-4686-a091-fce0e1e13d3b'] },
  target: sqlServer,
  property: 'restrictOutboundNetworkAccess',
  pass: oneOf('Enabled'),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  why: 'An audit target, an export or an external call can carry years of production data to an account of somebody else. With a list, only the places you named are left.',
  fix: {
    say: 'Add an `OutboundFirewallRule` for each storage account or server that the databases need, then set `restrictOutboundNetworkAccess` to `Enabled`.',
    replaces: false,
  },
  serviceDefault: { is: 'databases may send data anywhere', source: outbound },
  links: [outbound],
  examples: {
    good: [
      {
        properties: {
          serverName: 'plant-sql',
          publicNetworkAccess: 'Disabled',
          restrictOutboundNetworkAccess: 'Enabled',
        },
      },
    ],
    bad: [
      {
        properties: { serverName: 'plant-sql', publicNetworkAccess: 'Disabled' },
        at: ['restrictOutboundNetworkAccess'],
      },
      {
        properties: { serverName: 'plant-sql', restrictOutboundNetworkAccess: 'Disabled' },
        at: ['restrictOutboundNetworkAccess'],
      },
    ],
  },
});

export const sqlFirewallNotAny = firewallRangeRule({
  id: 'sql-firewall-not-any',
  title: 'No firewall rule of Azure SQL lets in a wide part of the internet',
  topic: 'db-network-closed',
  severity: 'critical',
  peers: {
    checkov: ['CKV_AZURE_11', 'CKV2_AZURE_34'],
    psrule: ['Azure.SQL.FirewallIPRange'],
    kics: ['6a3201a5', '25c0ea09', 'd7ba74da'],
    trivy: ['AZU-0029'],
  },
  target: [sqlFirewallRule, sqlIpv6FirewallRule],
  ipv6: true,
  why: 'A rule from the first to the last address is how a quick test from home becomes an open database for years. Passwords are then all that stands before the plant data.',
  fix: {
    say: 'Set `startIpAddress` and `endIpAddress` to the few public addresses of one site, or delete the rule and use a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no firewall rule exists', source: firewall },
  links: [firewall],
  examples: {
    good: [
      {
        properties: {
          serverName: 'plant-sql',
          firewallRuleName: 'site-north',
          startIpAddress: '203.0.113.8',
          endIpAddress: '203.0.113.15',
        },
      },
      {
        properties: {
          serverName: 'plant-sql',
          startIPv6Address: '2001:db8::1',
          endIPv6Address: '2001:db8::f',
        },
      },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-sql',
          firewallRuleName: 'all',
          startIpAddress: '0.0.0.0',
          endIpAddress: '255.255.255.255',
          startIPv6Address: '::',
          endIPv6Address: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
        },
        at: ['startIpAddress', 'startIPv6Address'],
      },
      {
        properties: { serverName: 'plant-sql', startIpAddress: '1.0.0.0', endIpAddress: '126.255.255.255' },
        at: ['startIpAddress'],
      },
    ],
  },
});

export const sqlFirewallNoAzure = firewallAzureRule({
  id: 'sql-firewall-no-azure-services',
  title: 'No firewall rule of Azure SQL lets in all of Azure',
  topic: 'db-network-closed',
  severity: 'high',
  peers: { checkov: ['CKV2_AZURE_6'], psrule: ['Azure.SQL.AllowAzureAccess'] },
  target: [sqlFirewallRule, sqlIpv6FirewallRule],
  ipv6: true,
  why: 'The rule from 0.0.0.0 to 0.0.0.0 sounds like your own services, but lets in every customer of Azure: a trial subscription is enough to try passwords against the plant.',
  fix: {
    say: 'Delete the rule whose `startIpAddress` and `endIpAddress` are both `0.0.0.0`, and give your services a private endpoint or a virtual network rule.',
    replaces: false,
  },
  serviceDefault: { is: 'no such rule exists', source: firewall },
  links: [firewall],
  examples: {
    good: [
      {
        properties: { serverName: 'plant-sql', startIpAddress: '203.0.113.8', endIpAddress: '203.0.113.15' },
      },
    ],
    bad: [
      {
        properties: {
          serverName: 'plant-sql',
          firewallRuleName: 'AllowAllWindowsAzureIps',
          startIpAddress: '0.0.0.0',
          endIpAddress: '0.0.0.0',
          startIPv6Address: '::',
          endIPv6Address: '::',
        },
        at: ['startIpAddress', 'startIPv6Address'],
      },
    ],
  },
});

const mostRules = 10;
const siteRule = (index: number): ExampleResource => ({
  type: sqlFirewallRule,
  name: `site-${index}`,
  properties: { startIpAddress: `203.0.113.${index}`, endIpAddress: `203.0.113.${index}` },
  uses: { serverName: ['server'] },
});
const siteRules = (count: number) => Array.from({ length: count }, (_, index) => siteRule(index + 1));

export const sqlFirewallRuleCount: StackRule = defineRule({
  id: 'sql-firewall-rule-count',
  title: 'Azure SQL has few enough firewall rules for somebody to know them all',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'low',
  peers: { psrule: ['Azure.SQL.FirewallRuleCount'] },
  target: sqlServer,
  relates: [sqlFirewallRule],
  property: 'firewallRules',
  options: {
    maximumRules: {
      description: 'The most firewall rules that one server may have.',
      type: 'integer',
      default: mostRules,
      minimum: 0,
    },
  },
  checkStack: (subject, stack, { maximumRules }) => {
    const property = 'firewallRules';
    const answers = stack.referring(sqlFirewallRule, ['serverName'], subject).map(({ answer }) => answer);
    const most = Number(maximumRules);
    if (answers.length <= most) return [{ outcome: 'pass', property }];
    const sure = answers.filter((answer) => answer === 'yes').length;
    if (sure <= most) return [{ outcome: 'unknown', property }];
    const message = `${sure} firewall rules of this stack open the server; at most ${most} may.`;
    return [{ outcome: 'fail', property, message }];
  },
  why: 'Rules pile up with every contractor and every home office, and nobody dares to delete them. A long list hides the one address that should have gone years ago.',
  fix: {
    say: 'Delete the `FirewallRule` resources of sites and suppliers that are gone, and connect the others through a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no firewall rule exists', source: firewall },
  links: [firewall],
  examples: {
    good: [{ resources: [server(), ...siteRules(mostRules)] }, { resources: [server()] }],
    bad: [
      { resources: [server(), ...siteRules(mostRules + 1)], at: ['firewallRules'] },
      {
        resources: [
          server(),
          ...siteRules(2),
          { ...siteRule(3), uses: {}, properties: { serverName: 'plant-sql', firewallRuleName: 'site-3' } },
        ],
        options: { maximumRules: 2 },
        at: ['firewallRules'],
      },
    ],
  },
});

const endpoint = (properties: Properties, uses: readonly string[] = []): ExampleResource => ({
  type: privateEndpoint,
  name: 'sql-endpoint',
  properties: { location: 'westeurope', privateLinkServiceConnections: [{ name: 'sql', ...properties }] },
  uses: { privateLinkServiceConnections: uses },
});

export const sqlPrivateEndpoint = privateEndpointRule({
  id: 'sql-private-endpoint',
  title: 'Azure SQL has a private endpoint',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_45'],
    azurePolicy: ['7698e800-9299-47a6-b3b6-5a0fee576eed'],
    kics: ['dda11a20'],
  },
  target: sqlServer,
  groupIds: ['sqlServer'],
  why: 'Without a private endpoint MES and reports reach the database over its public address, so that address can never be closed without stopping them.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the server and the group id `sqlServer`, with the DNS zone `privatelink.database.windows.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: `${docs}/private-endpoint-overview` },
  examples: {
    good: [
      { resources: [server(), endpoint({ groupIds: ['sqlServer'] }, ['server'])] },
      {
        resources: [
          server(),
          endpoint({
            groupIds: ['sqlServer'],
            privateLinkServiceId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/plant-sql',
          }),
        ],
      },
    ],
    bad: [
      { resources: [server()] },
      {
        resources: [
          server(),
          endpoint({
            groupIds: ['sqlServer'],
            privateLinkServiceId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/other-sql',
          }),
        ],
      },
    ],
  },
});
