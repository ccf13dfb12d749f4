import { networkSecurityGroup } from '../resources/types';
import { isList, isObject, type Properties, textOf } from '../resources/value';
import { isAnyAddress } from './conditions';
import { type Reading, read } from './reading';
import type { ResourceView, Verdict } from './rule';

/** Ports from `from` to `to`, and the path at which they are written. */
export interface PortRange {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** A security rule that lets the internet in, or may do so once its unknown fields are known. */
export interface InternetRule {
  /** Where its source is written. */
  readonly source: string;
  /** In lower case; undefined when nothing is written. */
  readonly protocol: string | undefined;
  /** The known ports it opens. */
  readonly ports: readonly PortRange[];
  /** The field that decides whether the internet is let in at all, where that one is unknown. */
  readonly unknown?: string;
  /** The port field that is unknown. */
  readonly unknownPorts?: string;
}

const narrowing = [
  'sourceAddressPrefix',
  'sourceAddressPrefixes',
  'sourceApplicationSecurityGroups',
  'destinationPortRange',
  'destinationPortRanges',
  'protocol',
  'access',
  'direction',
] as const;

/** All fields that are read, for a standalone rule and for one inside its group, `first` in front. */
export function securityRuleFields(first: (typeof narrowing)[number]): readonly string[] {
  const fields = [first, ...narrowing.filter((field) => field !== first)];
  return [...fields, ...fields.map((field) => `securityRules[].${field}`)];
}

/**
 * The rules of a network security group, or the one standalone rule, that allow inbound traffic from the internet.
 *
 * What is not written narrows nothing: Azure refuses such a rule, so nothing safe is lost by reading it as open. Whether
 * a deny rule of higher priority takes something back is not weighed: it can change without the allow rule being looked
 * at again. A list that is known only after deployment comes back as a verdict.
 */
export function rulesFromInternet(view: ResourceView): readonly (InternetRule | Verdict)[] {
  if (view.resource.type.toLowerCase() !== networkSecurityGroup.toLowerCase())
    return fromInternet(view.resource.properties, '');
  return view.all('securityRules[]').flatMap((item): readonly (InternetRule | Verdict)[] => {
    if (item.state === 'absent') return [];
    if (item.state === 'unknown') return [{ outcome: 'unknown', property: item.path }];
    return fromInternet(isObject(item.value) ? item.value : {}, `${item.path}.`);
  });
}

function fromInternet(rule: Properties, prefix: string): readonly InternetRule[] {
  const access = fieldIs(rule, 'access', 'allow');
  const direction = fieldIs(rule, 'direction', 'inbound');
  const source = internetSource(rule);
  if (access === 'no' || direction === 'no' || source.answer === 'no') return [];
  const protocol = read(rule, 'protocol')[0];
  const ports = texts(rule, 'destinationPortRange', 'destinationPortRanges');
  const unknown =
    access === 'maybe'
      ? 'access'
      : direction === 'maybe'
        ? 'direction'
        : source.answer === 'maybe'
          ? source.path
          : protocol?.state === 'unknown'
            ? 'protocol'
            : undefined;
  return [
    {
      source: `${prefix}${source.path}`,
      protocol: protocol?.state === 'known' ? textOf(protocol.value).toLowerCase() : undefined,
      ports: ports.written
        ? ports.known.flatMap(({ path, text }) => portRanges(`${prefix}${path}`, text))
        : [{ path: `${prefix}destinationPortRange`, from: 0, to: lastPort }],
      ...(unknown === undefined ? {} : { unknown: `${prefix}${unknown}` }),
      ...(ports.unknown === undefined ? {} : { unknownPorts: `${prefix}${ports.unknown}` }),
    },
  ];
}

type Answer = 'yes' | 'no' | 'maybe';

function fieldIs(rule: Properties, field: string, literal: string): Answer {
  const reading = read(rule, field)[0];
  if (reading?.state === 'unknown') return 'maybe';
  return reading?.state === 'known' && textOf(reading.value).toLowerCase() !== literal ? 'no' : 'yes';
}

function internetSource(rule: Properties): { readonly answer: Answer; readonly path: string } {
  const sources = texts(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes');
  const open = sources.known.find(({ text }) => isInternet(text));
  if (open) return { answer: 'yes', path: open.path };
  if (sources.unknown !== undefined) return { answer: 'maybe', path: sources.unknown };
  if (sources.written) return { answer: 'no', path: 'sourceAddressPrefix' };
  // An application security group is a source as well, and never the internet.
  const groups = read(rule, 'sourceApplicationSecurityGroups')[0];
  if (groups?.state === 'unknown') return { answer: 'maybe', path: groups.path };
  const named = groups?.state === 'known' && isList(groups.value) && groups.value.length > 0;
  return { answer: named ? 'no' : 'yes', path: 'sourceAddressPrefix' };
}

// Unique local and link-local addresses of IPv6 come in prefixes as wide as /7 and are still not the internet.
const privateIpv6 = /^(f[cd]|fe[89ab])[0-9a-f]*:/i;

function isInternet(prefix: string): boolean {
  return !privateIpv6.test(prefix) && (prefix.endsWith('/0') || isAnyAddress(prefix));
}

interface Texts {
  readonly known: readonly { readonly path: string; readonly text: string }[];
  readonly unknown?: string;
  readonly written: boolean;
}

/** What a field in the singular and its twin in the plural hold together; empty texts and lists count as not written. */
function texts(rule: Properties, singular: string, plural: string): Texts {
  const readings: readonly Reading[] = [...read(rule, singular), ...read(rule, `${plural}[]`)];
  const known = readings.flatMap((reading) => {
    if (reading.state !== 'known') return [];
    const parts = textOf(reading.value)
      .split(',')
      .map((part) => part.trim());
    return parts.filter(Boolean).map((text) => ({ path: reading.path, text }));
  });
  const unknown = readings.find((reading) => reading.state === 'unknown')?.path;
  return {
    known,
    written: known.length > 0 || unknown !== undefined,
    ...(unknown === undefined ? {} : { unknown }),
  };
}

const lastPort = 65535;

function portRanges(path: string, text: string): readonly PortRange[] {
  if (text === '*' || text.toLowerCase() === 'any') return [{ path, from: 0, to: lastPort }];
  const range = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text);
  if (!range) return [];
  const from = Number(range[1]);
  return [{ path, from, to: Number(range[2] ?? from) }];
}

/** Whether the ranges together leave no port out. Port 0 carries no traffic, so `1-65535` is all as well. */
export function coversAllPorts(ranges: readonly PortRange[]): boolean {
  let next = 1;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from > next) return false;
    next = Math.max(next, to + 1);
  }
  return next > lastPort;
}
