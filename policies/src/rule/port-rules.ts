import { networkSecurityGroup, securityRule } from '../resources/types';
import type { Properties } from '../resources/value';
import type { CheckRule, ResourceView, RuleFacts, Verdict } from './rule';
import { type AllowedTraffic, rulesFromInternet, securityRuleFields } from './security-rules';

// Rules of a group and standalone rules have the same fields, so each rule on ports targets both. A rule that opens every
// port breaks them all: it opens SSH, RDP and the industrial ports as well, and closing one does not close the others.
export const overview = 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview';

export const closedByDefault = {
  is: 'the default rules of the group deny inbound traffic from the internet',
  source: `${overview}#default-security-rules`,
} as const;

/** An inbound allow rule over TCP for the examples. */
export const inbound = (port: string, source: string): Properties => ({
  access: 'Allow',
  direction: 'Inbound',
  protocol: 'Tcp',
  priority: 200,
  sourceAddressPrefix: source,
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: port,
});

export const group = (...rules: readonly Properties[]) => ({
  resources: [{ type: networkSecurityGroup, name: 'gateways', properties: { securityRules: rules } }],
});

export const standalone = (properties: Properties) => ({
  resources: [{ type: securityRule, name: 'from-outside', properties }],
});

/** The verdicts on the rules that allow some traffic; nothing to say about them all is a pass. */
export function judged(
  rules: readonly (AllowedTraffic | Verdict)[],
  property: string,
  judge: (rule: AllowedTraffic) => readonly Verdict[],
): readonly Verdict[] {
  const verdicts = rules.flatMap((rule) => ('outcome' in rule ? [rule] : judge(rule)));
  return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property }];
}

/** Ports that must not be open, what listens there, over which transports, and to whom. */
interface ClosedPorts {
  readonly ports: ReadonlyMap<number, string>;
  readonly transports: readonly ('tcp' | 'udp')[];
  /** The rules that are looked at; those that let the internet in when left out. */
  readonly among?: (view: ResourceView) => readonly (AllowedTraffic | Verdict)[];
  /** Who must not reach the ports, as the subject of a sentence. */
  readonly who?: string;
}

type PortFacts = Pick<RuleFacts, 'id' | 'title' | 'severity' | 'why' | 'fix' | 'examples'> &
  Partial<Pick<RuleFacts, 'class' | 'controls' | 'serviceDefault' | 'links' | 'peers'>>;

/** A rule that wants ports closed, whether they are opened one by one, in a range or all together. */
export function closedPortsRule(closed: ClosedPorts, facts: PortFacts): CheckRule {
  const { ports, transports, among = rulesFromInternet, who = 'any address on the internet' } = closed;
  const property = 'destinationPortRange';
  const reachable = (from: number, to: number) => [...ports].filter(([port]) => from <= port && port <= to);
  return {
    topic: 'net-mgmt-ports',
    class: 'network',
    target: [networkSecurityGroup, securityRule],
    property: securityRuleFields(property),
    serviceDefault: closedByDefault,
    links: [overview],
    check: (view) =>
      judged(among(view), property, (rule) => {
        const protocol = rule.protocol ?? '*';
        if (protocol !== '*' && !transports.some((transport) => transport === protocol)) return [];
        const hits = rule.ports.filter(({ from, to }) => reachable(from, to).length > 0);
        const open = rule.unknownPorts === undefined ? [] : [rule.unknownPorts];
        if (rule.unknown !== undefined)
          return hits.length + open.length > 0 ? [{ outcome: 'unknown', property: rule.unknown }] : [];
        return [
          ...hits.map(({ path, from, to }): Verdict => {
            const message = `\`${path}\` lets ${who} reach ${listed(reachable(from, to))}.`;
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
