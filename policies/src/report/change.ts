import type { Finding } from '../evaluate/finding';
import { isOpen, printOf } from './entry';
import type { Report } from './summary';

/** A finding of an earlier report. */
export interface EarlierFinding {
  readonly rule: string;
  readonly outcome: string;
  readonly fingerprint: string;
  /** The name of the resource. */
  readonly resource: string;
  readonly property: string;
}

/** What is compared with: an earlier report, or what was deployed. */
export interface Earlier {
  /** What to call it: the file it was read from. */
  readonly name: string;
  readonly findings: readonly EarlierFinding[];
}

/** What has changed since an earlier report. Counts only what is neither passed nor exempt. */
export interface Change {
  readonly against: string;
  readonly new: ReadonlySet<Finding>;
  readonly fixed: readonly EarlierFinding[];
  readonly unchanged: number;
}

/** How much is known against the resource: a fault is new where before it only could not be decided. */
const weights: { readonly [outcome: string]: number } = { unknown: 1, error: 2, fail: 3 };
const weight = (outcome: string): number => weights[outcome] ?? 0;

/**
 * Compares a report with an earlier one, by fingerprint. Each earlier finding stands for one of today, so that of two equal
 * ones the second is new. What a rule found that no longer runs is not called fixed.
 */
export function changeSince(report: Report, earlier: Earlier): Change {
  const before = new Map<string, EarlierFinding[]>();
  for (const finding of earlier.findings.filter(isOpen)) {
    const same = before.get(finding.fingerprint);
    if (same) same.push(finding);
    else before.set(finding.fingerprint, [finding]);
  }
  const added = new Set<Finding>();
  let unchanged = 0;
  for (const finding of report.findings) {
    if (finding.outcome === 'pass') continue;
    const match = takeGravest(before.get(printOf({ finding })));
    if (!isOpen(finding)) continue;
    if (weight(finding.outcome) > weight(match?.outcome ?? 'none')) added.add(finding);
    else unchanged++;
  }
  const ran = new Set(report.rules.map(({ id }) => id));
  const fixed = [...before.values()].flat().filter(({ rule }) => ran.has(rule));
  return { against: earlier.name, new: added, fixed, unchanged };
}

/** The report with what has changed. With `onlyNew`, nothing else blocks. */
export function comparedWith(report: Report, earlier: Earlier | undefined, onlyNew: boolean): Report {
  if (earlier === undefined) return report;
  const change = changeSince(report, earlier);
  return onlyNew ? { ...report, change, gate: { ...report.gate, only: change.new } } : { ...report, change };
}

function takeGravest(findings: EarlierFinding[] | undefined): EarlierFinding | undefined {
  findings?.sort((a, b) => weight(a.outcome) - weight(b.outcome));
  return findings?.pop();
}

/** The findings of a report, as they are kept for a later comparison. */
export function earlierFrom(name: string, { findings }: Report): Earlier {
  return {
    name,
    findings: findings.filter(isOpen).map((finding) => ({
      rule: finding.rule.id,
      outcome: finding.outcome,
      fingerprint: printOf({ finding }),
      resource: finding.resource.name,
      property: finding.property,
    })),
  };
}
