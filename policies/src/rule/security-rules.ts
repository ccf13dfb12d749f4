import { networkSecurityGroup } from '../resources/types';
import {
  holdsUnknown,
  isList,
  isObject,
  isUnknown,
  type Properties,
  textOf,
  UNKNOWN,
  type Value,
} from '../resources/value';
import type { Answer } from './answers';

import { isAnyAddress } from './conditions';
import { type Reading, read } from './reading';
import type { ResourceView, Verdict } from './rule';

/** Ports from `from` to `to`, and the path at which they are written. */
export interface PortRange {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** The end of the traffic that a caller asks about, which is written in fields of its own. */
type Side = 'source' | 'destination';

/** A security rule that allows the traffic asked for, or may do so once its unknown fields are known. */
export interface AllowedTraffic {
  /** What stands before its fields: empty for a standalone rule, `securityRules[1].` for one inside its group. */
  readonly prefix: string;
  /** Where the address asked about is written. */
  readonly address: string;
  /** In lower case; undefined when nothing is written. */
  readonly protocol: string | undefined;
  /** The known ports it opens. */
  readonly ports: readonly PortRange[];
  /** The field that decides whether the rule allows it at all, where that one is unknown. */
  readonly unknown?: string;
  /** The port field that is unknown. */
  readonly unknownPorts?: string;
}

const addresses = (side: Side) => [
  `${side}AddressPrefix`,
  `${side}AddressPrefixes`,
  `${side}ApplicationSecurityGroups`,
];

const narrowing = [
  ...addresses('source'),
  'destinationPortRange',
  'destinationPortRanges',
  'protocol',
  'access',
  'direction',
];

/** All fields that are read, for a standalone rule and for one inside its group, `first` in front. */
export function securityRuleFields(first: string, read: readonly string[] = narrowing): readonly string[] {
  const fields = [first, ...read.filter((field) => field !== first)];
  return [...fields, ...fields.map((field) => `securityRules[].${field}`)];
}

/** The fields that decide whether a rule lets traffic out, and where to. */
export const outboundFields: readonly string[] = [...addresses('destination'), 'access', 'direction'];

/**
 * The rules of a network security group, or the one standalone rule, that allow inbound traffic from the internet.
 *
 * What is not written narrows nothing: Azure refuses such a rule, so nothing safe is lost by reading it as open. Whether
 * a deny rule of higher priority takes something back is not weighed: it can change without the allow rule being looked
 * at again. A list that is known only after deployment comes back as a verdict.
 */
export function rulesFromInternet(view: ResourceView): readonly (AllowedTraffic | Verdict)[] {
  return once(view, 'inbound', fromInternet);
}

/** The rules that allow outbound traffic to the internet, read like those of {@link rulesFromInternet}. */
export function rulesToInternet(view: ResourceView): readonly (AllowedTraffic | Verdict)[] {
  return once(view, 'outbound', toInternet);
}

/**
 * The rules that allow inbound traffic from another zone: from anywhere but the very addresses that they protect, and the
 * probes of the load balancer.
 */
export function rulesBetweenZones(view: ResourceView): readonly (AllowedTraffic | Verdict)[] {
  return once(view, 'inbound', otherZone);
}

type Far = (rule: Properties) => { readonly answer: Answer; readonly path: string };

const fromInternet: Far = (rule) => internet(rule, 'source');
const toInternet: Far = (rule) => internet(rule, 'destination');

let last:
  | { readonly view: ResourceView; readonly answers: Map<Far, readonly (AllowedTraffic | Verdict)[]> }
  | undefined;

/** A dozen rules ask the same of the same group, one after the other. */
function once(view: ResourceView, direction: 'inbound' | 'outbound', far: Far) {
  if (last?.view !== view) last = { view, answers: new Map() };
  const rules = last.answers.get(far) ?? allowed(view, direction, far);
  last.answers.set(far, rules);
  return rules;
}

function allowed(
  view: ResourceView,
  direction: 'inbound' | 'outbound',
  far: Far,
): readonly (AllowedTraffic | Verdict)[] {
  if (view.resource.type.toLowerCase() !== networkSecurityGroup.toLowerCase())
    return allowedBy(view.resource.properties, '', direction, far);
  return view.all('securityRules[]').flatMap((item): readonly (AllowedTraffic | Verdict)[] => {
    if (item.state === 'absent') return [];
    if (item.state === 'unknown') return [{ outcome: 'unknown', property: item.path }];
    return allowedBy(isObject(item.value) ? item.value : {}, `${item.path}.`, direction, far);
  });
}

function allowedBy(
  rule: Properties,
  prefix: string,
  way: 'inbound' | 'outbound',
  far: Far,
): readonly AllowedTraffic[] {
  const access = fieldIs(rule, 'access', 'allow');
  const direction = fieldIs(rule, 'direction', way);
  if (access === 'no' || direction === 'no') return [];
  const end = far(rule);
  if (end.answer === 'no') return [];
  const protocol = read(rule, 'protocol')[0];
  const ports = texts(rule, 'destinationPortRange');
  const unknown =
    access === 'maybe'
      ? 'access'
      : direction === 'maybe'
        ? 'direction'
        : end.answer === 'maybe'
          ? end.path
          : protocol?.state === 'unknown'
            ? 'protocol'
            : undefined;
  return [
    {
      prefix,
      address: `${prefix}${end.path}`,
      protocol: protocol?.state === 'known' ? textOf(protocol.value).toLowerCase() : undefined,
      ports: ports.written
        ? ports.known.flatMap(({ path, text }) => portRanges(`${prefix}${path}`, text))
        : [{ path: `${prefix}destinationPortRange`, from: 0, to: lastPort }],
      ...(unknown === undefined ? {} : { unknown: `${prefix}${unknown}` }),
      ...(ports.unknown === undefined ? {} : { unknownPorts: `${prefix}${ports.unknown}` }),
    },
  ];
}

function fieldIs(rule: Properties, field: string, literal: string): Answer {
  const reading = read(rule, field)[0];
  if (reading?.state === 'unknown') return 'maybe';
  return reading?.state === 'known' && textOf(reading.value).toLowerCase() !== literal ? 'no' : 'yes';
}

function internet(rule: Properties, side: Side): { readonly answer: Answer; readonly path: string } {
  const prefix = `${side}AddressPrefix` as const;
  const ends = texts(rule, prefix);
  const open = ends.known.find(({ text }) => isInternet(text));
  if (open) return { answer: 'yes', path: open.path };
  if (ends.unknown !== undefined) return { answer: 'maybe', path: ends.unknown };
  if (ends.written) return { answer: 'no', path: prefix };
  // An application security group is an end as well, and never the internet.
  const groups = applicationGroups(rule, side);
  if (isUnknown(groups)) return { answer: 'maybe', path: `${side}ApplicationSecurityGroups` };
  return { answer: groups === undefined ? 'yes' : 'no', path: prefix };
}

/** The application security groups at one end; undefined where there are none. */
function applicationGroups(rule: Properties, side: Side): Value | undefined {
  const groups = read(rule, `${side}ApplicationSecurityGroups`)[0];
  if (groups?.state === 'unknown') return UNKNOWN;
  return groups?.state === 'known' && isList(groups.value) && groups.value.length > 0
    ? groups.value
    : undefined;
}

const wholeNetworks = ['virtualnetwork', '*', 'any', 'internet'];

function otherZone(rule: Properties): { readonly answer: Answer; readonly path: string } {
  const path = 'sourceAddressPrefix';
  const from = texts(rule, path);
  const to = texts(rule, 'destinationAddressPrefix');
  const own = new Set(to.known.map(({ text }) => text.toLowerCase()));
  const foreign = from.known.find(({ text }) => {
    const source = text.toLowerCase();
    return source !== 'azureloadbalancer' && (wholeNetworks.includes(source) || !own.has(source));
  });
  if (foreign)
    return to.unknown === undefined || wholeNetworks.includes(foreign.text.toLowerCase())
      ? { answer: 'yes', path: foreign.path }
      : { answer: 'maybe', path: to.unknown };
  if (from.unknown !== undefined) return { answer: 'maybe', path: from.unknown };
  if (from.written) return { answer: 'no', path };
  const groups = applicationGroups(rule, 'source');
  const groupsPath = 'sourceApplicationSecurityGroups';
  if (isUnknown(groups)) return { answer: 'maybe', path: groupsPath };
  if (groups === undefined) return { answer: 'yes', path };
  const target = applicationGroups(rule, 'destination');
  if (target === undefined) return { answer: 'yes', path: groupsPath };
  // Groups that the same program makes have no ids yet, so whether both ends name the same ones is open.
  if (holdsUnknown(groups) || holdsUnknown(target)) return { answer: 'maybe', path: groupsPath };
  return { answer: JSON.stringify(groups) === JSON.stringify(target) ? 'no' : 'yes', path: groupsPath };
}

// Unique local and link-local addresses of IPv6 come in prefixes as wide as /7 and are still not the internet.
const privateIpv6 = /^(f[cd]|fe[89ab])[0-9a-f]*:/i;

function isInternet(prefix: string): boolean {
  return !privateIpv6.test(prefix) && (prefix.endsWith('/0') || isAnyAddress(prefix));
}

/** The texts of a field and its twin. */
interface Texts {
  readonly known: readonly { readonly path: string; readonly text: string }[];
  readonly unknown?: string;
  readonly written: boolean;
}

const twins = {
  sourceAddressPrefix: 'sourceAddressPrefixes[]',
  destinationAddressPrefix: 'destinationAddressPrefixes[]',
  destinationPortRange: 'destinationPortRanges[]',
} as const;

/** A field that comes in the singular and in the plural. */
export type TwinField = keyof typeof twins;

/** A dozen rules ask for the same fields. */
const known: { readonly [field in TwinField]: WeakMap<Properties, Texts> } = {
  sourceAddressPrefix: new WeakMap(),
  destinationAddressPrefix: new WeakMap(),
  destinationPortRange: new WeakMap(),
};

/** What a field in the singular and its twin in the plural hold together; empty texts and lists count as not written. */
export function texts(rule: Properties, field: TwinField): Texts {
  const found = known[field].get(rule) ?? textsIn(rule, field);
  known[field].set(rule, found);
  return found;
}

function textsIn(rule: Properties, field: TwinField): Texts {
  const readings: readonly Reading[] = [...read(rule, field), ...read(rule, twins[field])];
  const written = readings.flatMap((reading) => {
    if (reading.state !== 'known') return [];
    const parts = textOf(reading.value)
      .split(',')
      .map((part) => part.trim());
    return parts.filter(Boolean).map((text) => ({ path: reading.path, text }));
  });
  const unknown = readings.find((reading) => reading.state === 'unknown')?.path;
  return {
    known: written,
    written: written.length > 0 || unknown !== undefined,
    ...(unknown === undefined ? {} : { unknown }),
  };
}

const lastPort = 65535;

/** The ports that one text names: a number, a range or all. */
export function portRanges(path: string, text: string): readonly PortRange[] {
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
