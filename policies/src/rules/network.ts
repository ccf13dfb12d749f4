import { networkSecurityGroup, securityRule } from '../resources/types';
import type { Properties } from '../resources/value';
import { type CheckRule, defineRule, type ResourceView, type RuleFacts, type Verdict } from '../rule/rule';
import {
  coversAllPorts,
  type InternetRule,
  rulesFromInternet,
  securityRuleFields,
} from '../rule/security-rules';

// Rules of a group and standalone rules have the same fields, so each rule below targets both. A rule that opens every
// port breaks all four: it opens SSH, RDP and the industrial ports as well, and closing one does not close the others.
const overview = 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview';

const closedByDefault = {
  is: 'the default rules of the group deny inbound traffic from the internet',
  source: `${overview}#default-security-rules`,
} as const;

/** An inbound allow rule over TCP for the examples. */
const inbound = (port: string, source: string): Properties => ({
  access: 'Allow',
  direction: 'Inbound',
  protocol: 'Tcp',
  priority: 200,
  sourceAddressPrefix: source,
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: port,
});

const group = (...rules: readonly Properties[]) => ({
  resources: [{ type: networkSecurityGroup, name: 'gateways', properties: { securityRules: rules } }],
});

const standalone = (properties: Properties) => ({
  resources: [{ type: securityRule, name: 'from-outside', properties }],
});

/** The verdicts on all rules that let the internet in; nothing to say about them all is a pass. */
function judged(
  view: ResourceView,
  property: string,
  judge: (rule: InternetRule) => readonly Verdict[],
): readonly Verdict[] {
  const verdicts = rulesFromInternet(view).flatMap((rule) => ('outcome' in rule ? [rule] : judge(rule)));
  return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property }];
}

const portless = ['icmp', 'icmpv6', 'esp', 'ah'];

export const nsgNoAnyInbound = defineRule({
  id: 'nsg-no-any-inbound',
  title: 'No security rule opens all ports to the internet',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'critical',
  target: [networkSecurityGroup, securityRule],
  property: securityRuleFields('sourceAddressPrefix'),
  check: (view) =>
    judged(view, 'sourceAddressPrefix', ({ source, protocol, ports, unknown, unknownPorts }) => {
      if (portless.includes(protocol ?? '')) return [];
      const all = coversAllPorts(ports);
      const undecided = unknown ?? (all ? undefined : unknownPorts);
      if (!all && unknownPorts === undefined) return [];
      if (undecided !== undefined) return [{ outcome: 'unknown', property: undecided }];
      const message = `\`${source}\` lets any address on the internet reach every port.`;
      return [{ outcome: 'fail', property: source, message }];
    }),
  why: 'Every service behind the group stands on the internet, also those nobody knows of: scanners find a forgotten gateway within minutes, and from there the plant network is one step away.',
  fix: {
    say: 'Name the sources in `sourceAddressPrefix` or `sourceAddressPrefixes` (an address range of yours, or a service tag narrower than `Internet`), and the ports in `destinationPortRange`.',
    replaces: false,
  },
  serviceDefault: closedByDefault,
  links: [overview],
  examples: {
    good: [
      group(inbound('8883', 'Internet'), inbound('*', 'VirtualNetwork')),
      standalone({ ...inbound('*', '*'), access: 'Deny' }),
      standalone({ ...inbound('*', '*'), direction: 'Outbound' }),
      group(),
    ],
    bad: [
      {
        ...group(inbound('443', '203.0.113.0/24'), inbound('*', '0.0.0.0/0')),
        at: ['securityRules[1].sourceAddressPrefix'],
      },
      { ...standalone(inbound('0-65535', 'internet')), at: ['sourceAddressPrefix'] },
      {
        ...standalone({
          access: 'allow',
          direction: 'inbound',
          protocol: '*',
          sourceAddressPrefixes: ['10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1'],
          destinationPortRanges: ['0-1023', '1024-65535'],
        }),
        at: ['sourceAddressPrefixes[1]'],
      },
    ],
  },
});

/** Ports that must not be open, what listens there, and over which transports. */
interface ClosedPorts {
  readonly ports: ReadonlyMap<number, string>;
  readonly transports: readonly ('tcp' | 'udp')[];
}

type PortFacts = Pick<RuleFacts, 'id' | 'title' | 'why' | 'fix' | 'examples'>;

function closedPortsRule({ ports, transports }: ClosedPorts, facts: PortFacts): CheckRule {
  const property = 'destinationPortRange';
  const reachable = (from: number, to: number) => [...ports].filter(([port]) => from <= port && port <= to);
  return {
    topic: 'net-mgmt-ports',
    class: 'network',
    severity: 'critical',
    target: [networkSecurityGroup, securityRule],
    property: securityRuleFields(property),
    serviceDefault: closedByDefault,
    links: [overview],
    check: (view) =>
      judged(view, property, (rule) => {
        const protocol = rule.protocol ?? '*';
        if (protocol !== '*' && !transports.some((transport) => transport === protocol)) return [];
        const hits = rule.ports.filter(({ from, to }) => reachable(from, to).length > 0);
        const open = rule.unknownPorts === undefined ? [] : [rule.unknownPorts];
        if (rule.unknown !== undefined)
          return hits.length + open.length > 0 ? [{ outcome: 'unknown', property: rule.unknown }] : [];
        return [
          ...hits.map(({ path, from, to }): Verdict => {
            const message = `\`${path}\` lets any address on the internet reach ${listed(reachable(from, to))}.`;
            return { outcome: 'fail', property: path, message };
          }),
          ...open.map((path): Verdict => ({ outcome: 'unknown', property: path })),
        ];
      }),
    ...facts,
  };
}

function listed(ports: readonly (readonly [number, string])[]): string {
  const [first, ...others] = ports.map(([port, service]) => `${port} (${service})`);
  if (ports.length <= 3) return `port ${[first, ...others].join(', ')}`;
  return `port ${first} and ${others.length} more of these ports`;
}

export const nsgNoSsh = closedPortsRule(
  { ports: new Map([[22, 'SSH']]), transports: ['tcp'] },
  {
    id: 'nsg-no-ssh-from-internet',
    title: 'No security rule opens SSH to the internet',
    why: 'An open SSH port is tried with stolen and default passwords all day long; one gateway that kept its factory login gives away the network behind it.',
    fix: {
      say: 'Remove port 22 from the rule or narrow its source, and reach machines through Azure Bastion or a VPN.',
      replaces: false,
    },
    examples: {
      good: [
        group(inbound('22', '10.20.0.0/24'), inbound('443', '*')),
        standalone({ ...inbound('22', '*'), access: 'Deny' }),
        standalone({ ...inbound('22', '*'), protocol: 'Udp' }),
      ],
      bad: [
        { ...group(inbound('22', '*')), at: ['securityRules[0].destinationPortRange'] },
        { ...standalone(inbound('20-30', 'Internet')), at: ['destinationPortRange'] },
        { ...standalone(inbound('*', '0.0.0.0/0')), at: ['destinationPortRange'] },
        {
          ...standalone({
            access: 'Allow',
            direction: 'Inbound',
            protocol: '*',
            sourceAddressPrefixes: ['::/0'],
            destinationPortRanges: ['443', '22'],
          }),
          at: ['destinationPortRanges[1]'],
        },
      ],
    },
  },
);

export const nsgNoRdp = closedPortsRule(
  { ports: new Map([[3389, 'RDP']]), transports: ['tcp', 'udp'] },
  {
    id: 'nsg-no-rdp-from-internet',
    title: 'No security rule opens RDP to the internet',
    why: 'Remote desktops on the internet are the usual way in for extortion: an engineering station taken over this way can stop the plant and rewrite its controllers.',
    fix: {
      say: 'Remove port 3389 from the rule or narrow its source, and reach machines through Azure Bastion or a VPN.',
      replaces: false,
    },
    examples: {
      good: [
        group(inbound('3389', '10.20.0.0/24'), inbound('443', '*')),
        standalone({ ...inbound('3389', '*'), direction: 'Outbound' }),
      ],
      bad: [
        { ...group(inbound('3389', 'Internet')), at: ['securityRules[0].destinationPortRange'] },
        { ...standalone(inbound('3000-4000', '0.0.0.0/0')), at: ['destinationPortRange'] },
        { ...standalone({ ...inbound('3389', 'Any'), protocol: 'udp' }), at: ['destinationPortRange'] },
      ],
    },
  },
);

const industrialPorts = new Map([
  [1883, 'MQTT without TLS'],
  [5672, 'AMQP without TLS'],
  [502, 'Modbus'],
  [102, 'S7'],
  [4840, 'OPC UA'],
  [44818, 'EtherNet/IP'],
  [2222, 'EtherNet/IP'],
  [20000, 'DNP3'],
  [47808, 'BACnet'],
  [2404, 'IEC 60870-5-104'],
  [1911, 'Niagara Fox'],
]);

export const nsgNoOtPort = closedPortsRule(
  { ports: industrialPorts, transports: ['tcp', 'udp'] },
  {
    id: 'nsg-no-ot-port-from-internet',
    title: 'No security rule opens an industrial protocol to the internet',
    why: 'Most of these protocols ask nobody who they are: whoever reaches the port reads the process and writes set points, and search engines list such ports by name.',
    fix: {
      say: 'Remove the port from the rule or narrow its source to the plant. Devices that come over the internet use MQTT on 8883, AMQP on 5671 or HTTPS on 443, all with TLS.',
      replaces: false,
    },
    examples: {
      good: [
        group(inbound('8883', 'Internet'), inbound('5671', 'Internet'), inbound('502', '10.40.0.0/16')),
        standalone({
          access: 'Allow',
          direction: 'Inbound',
          protocol: 'Tcp',
          sourceApplicationSecurityGroups: [{ id: '/subscriptions/s/resourceGroups/g/providers/x' }],
          destinationPortRange: '4840',
        }),
      ],
      bad: [
        { ...group(inbound('1883', 'Internet')), at: ['securityRules[0].destinationPortRange'] },
        { ...standalone(inbound('100-110', '0.0.0.0/0')), at: ['destinationPortRange'] },
        {
          ...standalone({
            access: 'Allow',
            direction: 'Inbound',
            protocol: 'Udp',
            sourceAddressPrefix: '*',
            destinationPortRanges: ['443', '47808', '20000'],
          }),
          at: ['destinationPortRanges[1]', 'destinationPortRanges[2]'],
        },
      ],
    },
  },
);
