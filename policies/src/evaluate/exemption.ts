import { glob } from '../resources/glob';
import type { Place, Resource } from '../resources/resource';

/** A written, owned, expiring permission for one rule to fail on named resources. */
export interface Exemption {
  /** URN or name of the resource, or a glob for either. */
  readonly resource: string;
  /** The property path; `[]` stands for any index. All properties of the rule when left out. */
  readonly property?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, as YYYY-MM-DD (UTC). */
  readonly expires: string;
  readonly ticket?: string | undefined;
  /** Where it is written, where that is known. */
  readonly place?: Place | undefined;
  /** True where the program says it, beside the resource, and not the central configuration. */
  readonly beside?: true | undefined;
}

/** Whether the exemption names this resource and property. */
export function covers(exemption: Exemption, resource: Resource, property: string): boolean {
  const names = exemption.beside
    ? exemption.resource === resource.urn || exemption.resource === resource.within
    : namesResource(exemption.resource, resource);
  return names && namesProperty(exemption.property, property);
}

/** Whether the exemption's last day is over at `now`. A date that cannot be read counts as over. */
export function isExpired(exemption: Exemption, now: Date): boolean {
  const end = Date.parse(`${exemption.expires}T23:59:59.999Z`);
  return !(now.getTime() <= end);
}

const matchers = new Map<string, (text: string) => boolean>();

function namesResource(pattern: string, resource: Resource): boolean {
  if (pattern === resource.urn || pattern === resource.name) return true;
  let matcher = matchers.get(pattern);
  if (!matcher) {
    // `bash` lets a single star cross the slashes of a URN.
    matcher = glob()(pattern, { bash: true, nonegate: true });
    matchers.set(pattern, matcher);
  }
  return matcher(resource.urn) || matcher(resource.name);
}

function namesProperty(pattern: string | undefined, property: string): boolean {
  return pattern === undefined || pattern === property || pattern === property.replaceAll(/\[\d+\]/g, '[]');
}
