import type * as inputs from '@pulumi/azure-native/types/input';

/** One rule of a network security group, as azure-native takes it. */
export type SecurityRule = inputs.network.SecurityRuleArgs;

/** A way through a network security group that is to stay open. */
export interface Opening {
  /** What it is for, in the letters Azure allows in a rule's name. */
  readonly name: string;
  /** Ranges or one service tag at the far end. */
  readonly peers: readonly string[];
  /** Destination ports; each speaks TLS. */
  readonly ports: readonly string[];
}

/** Ports a device may use: HTTPS, MQTT over TLS, AMQP over TLS. Their clear twins 80, 1883 and 5672 stay shut. */
export const devicePorts = ['443', '8883', '5671'] as const;

/** Ports a back-end may use: HTTPS, and AMQP over TLS for the hub's built-in endpoint. */
export const workloadPorts = ['443', '5671'] as const;

// Azure's numbers begin at 100. What is below is left free, so that an address can be shut out by hand in an emergency.
const firstPriority = 200;

// The last number Azure leaves to users: everything not opened ends here, before Azure's own permissive defaults.
const lastPriority = 4096;

/** Rules that open the given ways between a subnet and its peers and shut everything else in that direction. */
export function onlyThese(
  direction: 'Inbound' | 'Outbound',
  subnet: string,
  openings: readonly Opening[],
): SecurityRule[] {
  const inbound = direction === 'Inbound';
  const allowed = openings
    .filter(({ peers }) => peers.length > 0)
    .map(
      ({ name, peers, ports }, index): SecurityRule => ({
        name,
        direction,
        access: 'Allow',
        priority: firstPriority + index * 10,
        protocol: 'Tcp',
        sourcePortRange: '*',
        destinationPortRanges: [...ports],
        ...(inbound ? source(peers) : source([subnet])),
        ...(inbound ? destination([subnet]) : destination(peers)),
      }),
    );
  return [...allowed, denyRest(direction)];
}

function denyRest(direction: 'Inbound' | 'Outbound'): SecurityRule {
  return {
    name: `DenyOther${direction}`,
    description: 'Whatever is not allowed above, including other subnets of the same network.',
    direction,
    access: 'Deny',
    priority: lastPriority,
    protocol: '*',
    sourcePortRange: '*',
    sourceAddressPrefix: '*',
    destinationPortRange: '*',
    destinationAddressPrefix: '*',
  };
}

// Azure takes a service tag in the singular field only.
const source = (peers: readonly string[]) =>
  peers.length === 1 && peers[0] !== undefined
    ? { sourceAddressPrefix: peers[0] }
    : { sourceAddressPrefixes: [...peers] };

const destination = (peers: readonly string[]) =>
  peers.length === 1 && peers[0] !== undefined
    ? { destinationAddressPrefix: peers[0] }
    : { destinationAddressPrefixes: [...peers] };
