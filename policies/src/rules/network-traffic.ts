import { networkSecurityGroup, securityRule } from '../resources/types';
import { isObject, type Properties } from '../resources/value';
import { lateralDenies, managementPorts } from '../rule/lateral-rules';
import {
  closedByDefault,
  closedPortsRule,
  group,
  inbound,
  judged,
  overview,
  standalone,
} from '../rule/port-rules';
import { defineRule } from '../rule/rule';
import {
  outboundFields,
  rulesBetweenZones,
  rulesFromInternet,
  rulesToInternet,
  securityRuleFields,
} from '../rule/security-rules';
import { controlsBesideCis } from '../rule/topic-facts';

const defaultRules = `${overview}#default-security-rules`;

/** An outbound rule for the examples. */
const outbound = (access: 'Allow' | 'Deny', destination: string, ports: readonly string[]): Properties => ({
  access,
  direction: 'Outbound',
  protocol: '*',
  priority: 300,
  sourceAddressPrefix: 'VirtualNetwork',
  sourcePortRange: '*',
  destinationAddressPrefix: destination,
  destinationPortRanges: ports,
});

export const nsgNoUdp = defineRule({
  id: 'nsg-no-udp-from-internet',
  title: 'No security rule lets UDP in from the internet',
  topic: 'net-mgmt-ports',
  class: 'network',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_77'] },
  target: [networkSecurityGroup, securityRule],
  property: securityRuleFields('protocol').filter((field) => !field.includes('destinationPort')),
  check: (view) =>
    judged(rulesFromInternet(view), 'protocol', ({ prefix, protocol = '*', unknown }) => {
      if (unknown !== undefined) return [{ outcome: 'unknown', property: unknown }];
      if (protocol !== '*' && protocol !== 'udp') return [];
      const property = `${prefix}protocol`;
      const message = `\`${property}\` lets UDP in from any address on the internet.`;
      return [{ outcome: 'fail', property, message }];
    }),
  why: 'The sender of a UDP packet can be forged, so an open service answers to a victim that never asked and the gateway becomes part of an attack on others. Discovery and time services of plant equipment are the usual ones found that way.',
  fix: {
    say: 'Set `protocol` to `Tcp`, or name the sources in `sourceAddressPrefix`. A VPN that needs UDP gets a rule of its own with the addresses of its peers.',
    replaces: false,
  },
  serviceDefault: closedByDefault,
  links: [overview],
  examples: {
    good: [
      group(inbound('443', 'Internet'), { ...inbound('500', '203.0.113.7'), protocol: 'Udp' }),
      standalone({ ...inbound('123', 'Internet'), protocol: 'Udp', access: 'Deny' }),
    ],
    bad: [
      {
        ...group(inbound('443', '*'), { ...inbound('161', '*'), protocol: 'Udp' }),
        at: ['securityRules[1].protocol'],
      },
      { ...standalone({ ...inbound('443', 'Internet'), protocol: '*' }), at: ['protocol'] },
    ],
  },
});

const sensitivePorts = new Map([
  [1433, 'SQL Server'],
  [1434, 'SQL Server Browser'],
  [1521, 'Oracle'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
  [6380, 'Redis'],
  [7000, 'Cassandra'],
  [9042, 'Cassandra'],
  [8086, 'InfluxDB'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [10255, 'MongoDB of Cosmos DB'],
  [11211, 'Memcached'],
  [27017, 'MongoDB'],
  [20, 'FTP data'],
  [21, 'FTP'],
  [23, 'Telnet'],
  [111, 'RPC'],
  [135, 'RPC'],
  [137, 'NetBIOS'],
  [138, 'NetBIOS'],
  [139, 'NetBIOS'],
  [161, 'SNMP'],
  [389, 'LDAP'],
  [445, 'SMB'],
  [636, 'LDAP'],
  [2049, 'NFS'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [10250, 'Kubelet'],
]);

export const nsgNoSensitivePort = closedPortsRule(
  { ports: sensitivePorts, transports: ['tcp', 'udp'] },
  {
    id: 'nsg-no-sensitive-port',
    title: 'No security rule opens a database or administration port to the internet',
    severity: 'high',
    peers: { kics: ['594c198b', 'e9dee01f', 'c6c7b33d'], trivy: ['AZU-0074'] },
    why: 'A historian or recipe database on the internet is copied or encrypted for ransom as soon as one password or one unpatched version is found. Administration ports give away the machine itself.',
    fix: {
      say: 'Remove the port from the rule or narrow its source. Reach databases through a private endpoint and machines through Azure Bastion or a VPN.',
      replaces: false,
    },
    examples: {
      good: [
        group(inbound('443', 'Internet'), inbound('5432', '10.20.0.0/24')),
        standalone({ ...inbound('445', 'Internet'), access: 'Deny' }),
      ],
      bad: [
        { ...group(inbound('5432', '0.0.0.0/0')), at: ['securityRules[0].destinationPortRange'] },
        { ...standalone(inbound('1400-1500', 'Internet')), at: ['destinationPortRange'] },
        {
          ...standalone({ ...inbound('*', '*'), protocol: 'Udp', destinationPortRange: '161' }),
          at: ['destinationPortRange'],
        },
      ],
    },
  },
);

const clearPorts = new Map([
  [21, 'FTP'],
  [23, 'Telnet'],
  [80, 'HTTP'],
  [1883, 'MQTT without TLS'],
  [5672, 'AMQP without TLS'],
]);

export const nsgNoCleartextProtocol = closedPortsRule(
  { ports: clearPorts, transports: ['tcp'], among: rulesBetweenZones, who: 'another zone' },
  {
    id: 'nsg-no-cleartext-protocol',
    title: 'No security rule lets unencrypted protocols in from another zone',
    class: 'secure-transfer',
    severity: 'high',
    controls: [...controlsBesideCis('net-mgmt-ports'), 'mcsb:DP-3', 'iec33:SR3.1', 'iec33:SR4.1'],
    why: 'What crosses from one zone to the next passes equipment of others: on these ports anybody on the way reads passwords and measurements, and can change a command before it reaches the plant.',
    fix: {
      say: 'Open the encrypted twin instead: 443 for HTTP, 8883 for MQTT, 5671 for AMQP, SSH or FTPS for the rest. A rule whose source and destination are the same range is inside one zone and may stay.',
      replaces: false,
    },
    serviceDefault: {
      is: 'the default rules of the group let the whole virtual network in, and nothing from the internet',
      source: defaultRules,
    },
    links: [overview],
    examples: {
      good: [
        group(inbound('8883', '10.40.0.0/16'), inbound('443', 'VirtualNetwork')),
        group({ ...inbound('1883', '10.40.1.0/24'), destinationAddressPrefix: '10.40.1.0/24' }),
        standalone({ ...inbound('80', 'AzureLoadBalancer') }),
      ],
      bad: [
        { ...group(inbound('1883', '10.40.0.0/16')), at: ['securityRules[0].destinationPortRange'] },
        { ...standalone(inbound('80', 'VirtualNetwork')), at: ['destinationPortRange'] },
        {
          ...standalone({
            access: 'Allow',
            direction: 'Inbound',
            protocol: 'Tcp',
            priority: 210,
            sourceAddressPrefixes: ['10.40.0.0/16', '10.41.0.0/16'],
            destinationAddressPrefix: '10.50.1.0/24',
            destinationPortRanges: ['443', '20-25'],
          }),
          at: ['destinationPortRanges[1]'],
        },
      ],
    },
  },
);

export const nsgNoAnyEgress = defineRule({
  id: 'nsg-no-any-egress',
  title: 'No security rule lets traffic out to the whole internet',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  peers: { trivy: ['AZU-0051'] },
  target: [networkSecurityGroup, securityRule],
  property: securityRuleFields('destinationAddressPrefix', outboundFields),
  check: (view) =>
    judged(rulesToInternet(view), 'destinationAddressPrefix', ({ address, unknown }) => {
      // The transport is of no matter here, so an unknown one leaves nothing open.
      if (unknown !== undefined && !unknown.endsWith('protocol'))
        return [{ outcome: 'unknown', property: unknown }];
      const message = `\`${address}\` lets traffic out to any address on the internet.`;
      return [{ outcome: 'fail', property: address, message }];
    }),
  why: 'A gateway that was broken into must call home and carry the stolen telemetry out; while every address may be reached, nothing on the way stops it or even stands out.',
  fix: {
    say: 'Name the targets in `destinationAddressPrefix`: ranges of yours, or service tags such as `AzureIoTHub` and `AzureMonitor`. Close the rest with a deny rule to `Internet`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the default rules of the group let everything out to the internet',
    source: defaultRules,
  },
  links: [overview, 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview'],
  examples: {
    good: [
      group(outbound('Allow', 'AzureIoTHub', ['8883', '443']), outbound('Deny', 'Internet', ['0-65535'])),
      standalone(outbound('Allow', '10.60.0.0/16', ['443'])),
      standalone(inbound('443', '*')),
    ],
    bad: [
      {
        ...group(outbound('Allow', 'AzureMonitor', ['443']), outbound('Allow', 'Internet', ['443'])),
        at: ['securityRules[1].destinationAddressPrefix'],
      },
      { ...standalone(outbound('Allow', '*', ['0-65535'])), at: ['destinationAddressPrefix'] },
    ],
  },
});

const hop = (...rules: readonly Properties[]) => group(...rules);

export const nsgDenyLateral = defineRule({
  id: 'nsg-deny-lateral',
  title: 'Network security groups deny remote administration from machine to machine',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'low',
  peers: { psrule: ['Azure.NSG.LateralTraversal'] },
  target: networkSecurityGroup,
  relates: [securityRule],
  property: 'securityRules',
  checkStack: (subject, stack) => {
    const written = stack.view(subject).one('securityRules');
    const inline = stack.view(subject).all('securityRules[]');
    const others = stack
      .referring(securityRule, ['networkSecurityGroupName'], subject)
      .map(({ resource, answer }) => ({ answer, properties: resource.properties }));
    const sure = [
      ...inline.flatMap((item) => (item.state === 'known' && isObject(item.value) ? [item.value] : [])),
      ...others.flatMap(({ answer, properties }) => (answer === 'yes' ? [properties] : [])),
    ];
    const open = lateralDenies(sure);
    if (open.length === 0) return [{ outcome: 'pass', property: 'securityRules' }];
    const perhaps = others.flatMap(({ answer, properties }) => (answer === 'maybe' ? [properties] : []));
    const isOpen =
      written.state === 'unknown' ||
      inline.some((item) => item.state === 'unknown') ||
      lateralDenies([...sure, ...perhaps], true).length === 0;
    if (isOpen) return [{ outcome: 'unknown', property: 'securityRules' }];
    const message = `No outbound rule denies ${open.map((port) => `${port} (${managementPorts.get(port)})`).join(', ')} to the virtual network.`;
    return [{ outcome: 'fail', property: 'securityRules', message }];
  },
  why: 'Ransomware comes in through one machine and spreads over SSH, RDP and WinRM to all that it can reach. In a plant these are the engineering stations and the gateways, which hardly ever need to administer each other.',
  fix: {
    say: 'Add an outbound rule with `access` `Deny`, `destinationAddressPrefix` `VirtualNetwork` and `destinationPortRanges` `22`, `3389`, `5985` before any rule that allows them. Exempt the group of the jump host or of Azure Bastion.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the default rules of the group let everything out to the virtual network',
    source: defaultRules,
  },
  links: [overview],
  examples: {
    good: [
      hop(outbound('Deny', 'VirtualNetwork', ['22', '3389', '5985-5986'])),
      hop(outbound('Allow', '10.60.1.4', ['443']), outbound('Deny', '*', ['0-65535'])),
      {
        resources: [
          {
            type: networkSecurityGroup,
            name: 'gateways',
            properties: { networkSecurityGroupName: 'nsg-gateways', securityRules: [] },
          },
          {
            type: securityRule,
            name: 'no-hops',
            properties: {
              ...outbound('Deny', 'VirtualNetwork', ['22', '3389', '5985']),
              networkSecurityGroupName: 'nsg-gateways',
            },
          },
        ],
      },
    ],
    bad: [
      hop(),
      hop(inbound('443', '10.20.0.0/24'), outbound('Deny', 'VirtualNetwork', ['22', '3389'])),
      hop(
        { ...outbound('Allow', '*', ['0-65535']), priority: 100 },
        { ...outbound('Deny', 'VirtualNetwork', ['22', '3389', '5985']), priority: 200 },
      ),
    ],
  },
});
