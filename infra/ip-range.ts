/** An IPv4 range in CIDR notation, as numbers. */
export interface IpRange {
  /** First address of the range. */
  readonly first: number;
  /** Last address of the range. */
  readonly last: number;
  /** Length of the prefix in bits. */
  readonly prefix: number;
}

/** Reads `10.1.0.0/16`; answers undefined when the text is no IPv4 range or has bits set behind its prefix. */
export function parseRange(text: string): IpRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  // Multiplied, not shifted: bit operations in JavaScript are signed and 32 bits wide.
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** Writes a range back as text. */
export function formatRange({ first, prefix }: IpRange): string {
  const octets = [16777216, 65536, 256, 1].map((unit) => Math.floor(first / unit) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Cuts a range into four equal ones, in order. */
export function quarters(range: IpRange): readonly [string, string, string, string] {
  const quarter = (index: number) => part(range, 2, index);
  return [quarter(0), quarter(1), quarter(2), quarter(3)];
}

/** Cuts a range into two equal ones, in order. */
export const halves = (range: IpRange): readonly [string, string] => [part(range, 1, 0), part(range, 1, 1)];

/** One of the equal parts of a range whose prefixes are longer by so many bits. */
function part(range: IpRange, bits: number, index: number): string {
  const size = (range.last - range.first + 1) / 2 ** bits;
  const first = range.first + index * size;
  return formatRange({ first, last: first + size - 1, prefix: range.prefix + bits });
}

/** Whether two ranges share an address. */
export const overlaps = (one: IpRange, other: IpRange): boolean =>
  one.first <= other.last && other.first <= one.last;

// RFC 1918 private use, RFC 6598 carrier NAT, loopback, link-local, "this network", multicast and reserved.
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const notPublic = [
  ...privateRanges,
  '0.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
];

const within = (inner: IpRange, outer: string): boolean => {
  const range = parseRange(outer);
  return range !== undefined && range.first <= inner.first && inner.last <= range.last;
};

/** Whether a range lies inside the private address space of RFC 1918. */
export const isPrivate = (range: IpRange): boolean => privateRanges.some((outer) => within(range, outer));

/** Whether every address of a range can be routed on the internet. */
export const isPublic = (range: IpRange): boolean =>
  !notPublic.some((text) => {
    const other = parseRange(text);
    return other !== undefined && overlaps(range, other);
  });
