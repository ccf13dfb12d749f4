import type { Resource } from '../../resources/resource';
import { isList, isObject, type Value } from '../../resources/value';
import { read } from '../../rule/reading';

/** Places where services list addresses that may reach them. */
const openings = [
  'properties.ipFilterRules',
  'properties.networkRuleSets.ipRules',
  'networkRuleSet.ipRules',
  'properties.networkAcls.ipRules',
  'ipRules',
  'inboundIpRules',
  'publicIPAddressConfiguration',
];

/** Whether a service, or a part of it, names addresses that may reach it. */
export function letsAddressesIn(resource: Resource): boolean {
  if (/\/(firewallrules|ipv6firewallrules)$/i.test(resource.type)) return true;
  return openings.some((path) =>
    read(resource.properties, path).some(
      (reading) => reading.state === 'known' && isList(reading.value) && reading.value.some(allows),
    ),
  );
}

/** A rule without an action lets in, as those of a vault do. */
const allows = (rule: Value): boolean =>
  isObject(rule) && (typeof rule.action !== 'string' || /^(accept|allow)$/i.test(rule.action));
