import { networkSecurityGroup, securityRule } from '../resources/types';
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
import { coversAllPorts, rulesFromInternet, securityRuleFields } from '../rule/security-rules';

const portless = ['icmp', 'icmpv6', 'esp', 'ah'];

export const nsgNoAnyInbound = defineRule({
  id: 'nsg-no-any-inbound',
  title: 'No security rule opens all ports to the internet',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'critical',
  peers: { checkov: ['CKV_AZURE_160'], psrule: ['Azure.NSG.AnyInboundSource'], trivy: ['AZU-0047'] },
  target: [networkSecurityGroup, securityRule],
  property: securityRuleFields('sourceAddressPrefix'),
  check: (view) =>
    judged(
      rulesFromInternet(view),
      'sourceAddressPrefix',
      ({ address, protocol, ports, unknown, unknownPorts }) => {
        if (portless.includes(protocol ?? '')) return [];
        const all = coversAllPorts(ports);
        const undecided = unknown ?? (all ? undefined : unknownPorts);
        if (!all && unknownPorts === undefined) return [];
        if (undecided !== undefined) return [{ outcome: 'unknown', property: undecided }];
        const message = `\`${address}\` lets any address on the internet reach every port.`;
        return [{ outcome: 'fail', property: address, message }];
      },
    ),
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

export const nsgNoSsh = closedPortsRule(
  { ports: new Map([[22, 'SSH']]), transports: ['tcp'] },
  {
    id: 'nsg-no-ssh-from-internet',
    title: 'No security rule opens SSH to the internet',
    severity: 'critical',
    peers: { checkov: ['CKV_AZURE_10'], kics: ['2ade1579', '3e3c175e'], trivy: ['AZU-0050'] },
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
    severity: 'critical',
    peers: { checkov: ['CKV_AZURE_9'], kics: ['59cb3da7', 'efbf6449'], trivy: ['AZU-0048'] },
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
    severity: 'critical',
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
