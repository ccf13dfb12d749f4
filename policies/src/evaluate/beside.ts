import type { RegisteredResource } from '../resources/resource';
import type { Properties } from '../resources/value';
import type { Exemption } from './exemption';

/** The type of the component that stands for an exemption beside a resource. */
export const exemptionToken = 'iiot-guard:index:Exemption';

/** What a program writes about an exemption; which resource it is for is said by where it stands. */
export interface BesideArgs {
  /** The rule that may be broken. */
  readonly rule: string;
  /** The property path; `[]` stands for any index. All properties of the rule when left out. */
  readonly property?: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it holds, as YYYY-MM-DD (UTC). */
  readonly expires: string;
  /** Where it was decided. */
  readonly ticket?: string;
}

/** An exemption from beside a resource. */
export interface Beside {
  readonly rule: string;
  readonly exemption: Exemption;
}

/** What is wrong with what a program writes, in words; undefined where nothing is. */
export function wrongIn(args: { readonly [name: string]: unknown } | BesideArgs): string | undefined {
  const given = args as { readonly [name: string]: unknown };
  for (const name of ['rule', 'reason', 'owner', 'expires']) {
    const value = given[name];
    if (typeof value !== 'string' || value.trim() === '') return `\`${name}\` is missing or empty`;
  }
  for (const name of ['property', 'ticket'])
    if (given[name] !== undefined && typeof given[name] !== 'string') return `\`${name}\` is no text`;
  return isDay(String(given.expires)) ? undefined : '`expires` must be a real day, as YYYY-MM-DD';
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The exemption that a component stands for; as text, what is wrong with it. */
export function besideFrom(properties: Properties): Beside | string {
  const wrong = wrongIn(properties);
  if (wrong !== undefined) return wrong;
  const { rule, resource, property, reason, owner, expires, ticket } = properties;
  if (typeof resource !== 'string' || !resource.startsWith('urn:')) return '`resource` is no URN';
  return {
    rule: String(rule),
    exemption: {
      resource,
      reason: String(reason),
      owner: String(owner),
      expires: String(expires),
      ...(typeof property === 'string' ? { property } : {}),
      ...(typeof ticket === 'string' ? { ticket } : {}),
      beside: true,
    },
  };
}

/** All exemptions that a program has beside its resources, each with the place of its resource, and what is wrong with others. */
export function besideResources(registered: readonly RegisteredResource[]): {
  readonly exemptions: readonly Beside[];
  readonly wrong: readonly { readonly resource: string; readonly why: string }[];
} {
  const markers = registered.filter(({ token }) => token === exemptionToken);
  if (markers.length === 0) return { exemptions: [], wrong: [] };
  const places = new Map(registered.map(({ urn, declaredAt }) => [urn, declaredAt]));
  const exemptions: Beside[] = [];
  const wrong: { resource: string; why: string }[] = [];
  for (const { urn, properties } of markers) {
    const beside = besideFrom(properties);
    if (typeof beside === 'string')
      wrong.push({ resource: urn, why: `an exemption beside a resource that counts for nothing: ${beside}` });
    else {
      const place = places.get(beside.exemption.resource);
      exemptions.push({ ...beside, exemption: { ...beside.exemption, ...(place ? { place } : {}) } });
    }
  }
  return { exemptions, wrong };
}
