import { subnet as subnetType } from '../resources/types';
import { isObject } from '../resources/value';
import { isSet, oneOf } from './conditions';
import { type Reading, read } from './reading';
import type { ResourceView, Verdict } from './rule';

/** A subnet, whether it is a resource of its own or stands inside its network. */
export interface SubnetView {
  /** The reading at a path of the subnet; its own path leads from the resource. */
  readonly one: (path: string) => Reading;
  readonly name: Reading;
}

/** The verdicts on a subnet, or on all subnets inside a network. */
export function judgeSubnets(
  view: ResourceView,
  judge: (subnet: SubnetView) => readonly Verdict[],
): readonly Verdict[] {
  if (view.resource.type.toLowerCase() === subnetType.toLowerCase())
    return judge({ one: view.one, name: view.one('subnetName') });
  return view.all('subnets[]').flatMap((item): readonly Verdict[] => {
    if (item.state === 'absent') return [];
    if (item.state === 'unknown') return [{ outcome: 'unknown', property: item.path }];
    const inner = isObject(item.value) ? item.value : {};
    const one = (path: string): Reading => {
      const reading = read(inner, path)[0] ?? { state: 'absent', path, missing: path };
      return { ...reading, path: `${item.path}.${reading.path}` };
    };
    return judge({ one, name: one('name') });
  });
}

/** The same paths for a subnet of its own and for one inside its network. `subnetName` is `name` there. */
export function subnetPaths(...paths: readonly string[]): readonly string[] {
  return [...paths, ...paths.map((path) => `subnets[].${path === 'subnetName' ? 'name' : path}`)];
}

/** Names that Azure reserves for subnets of its own gateways, firewalls and the like. */
export const reservedNames = {
  gateway: ['GatewaySubnet'],
  others: ['AzureBastionSubnet', 'AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'RouteServerSubnet'],
} as const;

const isReserved = oneOf(...reservedNames.gateway, ...reservedNames.others);

/** What is decided where a subnet of Azure's own is none of the rule's business: a fault is open while that is. */
export function besideReserved(subnet: SubnetView, verdict: Verdict): readonly Verdict[] {
  if (subnet.name.state === 'known' && isReserved.holds(subnet.name.value)) return [];
  return [undecidedWhile(subnet.name, verdict)];
}

/** As {@link besideReserved}, and neither a subnet that was handed over to a service. */
export function besideDelegated(subnet: SubnetView, verdict: Verdict): readonly Verdict[] {
  const delegations = subnet.one('delegations');
  if (delegations.state === 'known' && isSet.holds(delegations.value)) return [];
  return besideReserved(subnet, undecidedWhile(delegations, verdict));
}

function undecidedWhile(reading: Reading, verdict: Verdict): Verdict {
  return reading.state === 'unknown' && verdict.outcome === 'fail'
    ? { outcome: 'unknown', property: reading.path }
    : verdict;
}
