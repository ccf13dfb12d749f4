import { addressNumber } from './address-range';
import type { Reading } from './reading';
import type { CheckRule, Option, ResourceView, RuleFacts, Verdict } from './rule';

type Facts = Omit<RuleFacts, 'class' | 'options'>;

/** The first and the last address, as the firewall rules of database servers spell them. */
const bounds = ['startIpAddress', 'endIpAddress'] as const;
const bounds6 = ['startIPv6Address', 'endIPv6Address'] as const;

const maximumAddresses = {
  description: 'The most IPv4 addresses that one rule may let in. IPv6 ranges may be a /48 at most.',
  type: 'integer',
  default: 65536,
  minimum: 1,
} as const satisfies Option;
const maximumIpv6 = 1n << 80n;

/** A rule on the width of firewall rules. With `orAzure`, the rule that lets in all of Azure is a fault as well. */
export function firewallRangeRule(
  given: Facts & { readonly orAzure?: true; readonly ipv6?: true },
): CheckRule {
  const { orAzure = false, ipv6 = false, ...facts } = given;
  return {
    ...facts,
    class: 'network',
    property: ipv6 ? [...bounds, ...bounds6] : bounds,
    options: { maximumAddresses },
    strict: { maximumAddresses: 256 },
    check: (view, options) =>
      pairs(view, ipv6).map(({ start, end, limit }) => {
        const most =
          limit ?? BigInt(Math.trunc(Number(options.maximumAddresses)) || maximumAddresses.default);
        return judgeRange(start, end, most, orAzure);
      }),
  };
}

/** A rule against the one firewall rule that lets in all of Azure: both of its addresses are zero. */
export function firewallAzureRule(given: Facts & { readonly ipv6?: true }): CheckRule {
  const { ipv6 = false, ...facts } = given;
  return {
    ...facts,
    class: 'network',
    property: ipv6 ? [...bounds, ...bounds6] : bounds,
    check: (view) => pairs(view, ipv6).map(({ start, end }) => judgeZero(start, end)),
  };
}

interface Pair {
  readonly start: Reading;
  readonly end: Reading;
  readonly limit?: bigint;
}

/** The ranges of a rule: of its own kind only, so that nothing is said about properties that it cannot have. */
function pairs(view: ResourceView, ipv6: boolean): readonly Pair[] {
  const pair = ([start, end]: readonly [string, string]) => ({ start: view.one(start), end: view.one(end) });
  if (!ipv6 || !view.resource.type.toLowerCase().includes('ipv6')) return [pair(bounds)];
  return [{ ...pair(bounds6), limit: maximumIpv6 }];
}

function judgeRange(start: Reading, end: Reading, most: bigint, orAzure: boolean): Verdict {
  const property = start.path;
  if (orAzure) {
    const azure = judgeZero(start, end);
    if (azure.outcome === 'fail') return azure;
  }
  const unread = [start, end].find((one) => one.state === 'known' && addressNumber(one.value) === undefined);
  if (unread) {
    const message = `\`${unread.path}\` is not an address, so nobody can tell whom the rule lets in.`;
    return { outcome: 'fail', property: unread.path, message };
  }
  const unknown = [start, end].find((one) => one.state === 'unknown');
  if (unknown) return { outcome: 'unknown', property: unknown.path };
  const [first, last] = [start, end].map(numberAt);
  // Azure refuses a rule without one of the two, or one that ends before it starts.
  if (first === undefined || last === undefined || last - first < most) return { outcome: 'pass', property };
  const message = `The range from \`${start.path}\` to \`${end.path}\` lets in more addresses than the ${widthOf(most)} that one rule may.`;
  return { outcome: 'fail', property, message };
}

const widthOf = (most: bigint) => (most === maximumIpv6 ? 'size of a /48' : `${most}`);

function judgeZero(start: Reading, end: Reading): Verdict {
  const property = start.path;
  const numbers = [start, end].map(numberAt);
  const unknown = [start, end].find((one) => one.state === 'unknown');
  // One address that is not zero decides it, whatever the other one is.
  const isOther = [start, end].some((one, at) => one.state !== 'unknown' && numbers[at] !== 0n);
  if (isOther) return { outcome: 'pass', property };
  if (unknown) return { outcome: 'unknown', property: unknown.path };
  const message = `\`${start.path}\` and \`${end.path}\` must not both be zero: that lets in every customer of Azure.`;
  return { outcome: 'fail', property, message };
}

const numberAt = (reading: Reading) => (reading.state === 'known' ? addressNumber(reading.value) : undefined);
