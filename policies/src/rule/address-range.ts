import { isIPv4, isIPv6 } from 'node:net';
import type { Value } from '../resources/value';

/** How many addresses of its kind an address stands after the first one; undefined where the value is no address. */
export function addressNumber(value: Value): bigint | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (isIPv4(text)) return joined(text.split('.'), 8n, '');
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = withoutDots(text).split('::');
  const [first, last] = [groups(head), groups(tail ?? '')];
  const gap = new Array<string>(8 - first.length - last.length).fill('0');
  return joined([...first, ...gap, ...last], 16n, '0x');
}

const groups = (text: string) => text.split(':').filter((group) => group !== '');

const joined = (parts: readonly string[], bits: bigint, prefix: string) =>
  parts.reduce((sum, part) => (sum << bits) + BigInt(`${prefix}${part}`), 0n);

/** An IPv6 address may end like one of IPv4: `::ffff:192.0.2.1`. */
function withoutDots(text: string): string {
  return text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });
}
