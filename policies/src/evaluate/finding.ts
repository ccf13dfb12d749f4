import { createHash } from 'node:crypto';
import type { Place, Resource } from '../resources/resource';
import type { Rule } from '../rule/rule';
import type { Exemption } from './exemption';

export type Outcome = 'pass' | 'fail' | 'unknown' | 'exempt' | 'error';

/** What a violation does: `mandatory` stops a deployment, `advisory` is shown, `disabled` rules do not run. */
export type Level = 'mandatory' | 'advisory' | 'disabled';

/** The outcome of one rule on one property path of one resource. */
export interface Finding {
  readonly rule: Rule;
  readonly level: Exclude<Level, 'disabled'>;
  readonly outcome: Outcome;
  readonly resource: Resource;
  /** The path as the author of the resource writes it. */
  readonly property: string;
  readonly message: string;
  /** The exemption that covers it, or the expired one that no longer does. */
  readonly exemption?: Exemption;
  /** True where it is a fault only since a rule set later than the pinned one, whatever the level of its rule. */
  readonly adviceOnly?: boolean;
  /** Where the property stands, or the block that lacks it, for sources that can tell. */
  readonly place?: Place;
}

/** Where to look: at the property, else at the declaration of its resource. */
export function placeOf(finding: Finding): Place | undefined {
  return finding.place ?? finding.resource.declaredAt;
}

/** A name for the finding that stays the same as long as rule, resource and property do: 16 hexadecimal digits. */
export function fingerprint(finding: Finding): string {
  const identity = [finding.rule.id, finding.resource.urn, finding.property].join('\n');
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}
