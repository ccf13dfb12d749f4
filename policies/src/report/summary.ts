import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { KnownExemption } from '../evaluate/guard-rules';
import { isInAzure } from '../resources/normalise';
import type { NotEvaluated, Resource } from '../resources/resource';
import { type Rule, type Severity, severities } from '../rule/rule';
import type { Change } from './change';

/** Everything that a report is written from. */
export interface Report {
  readonly source: {
    /** What was read; `mixed` where several files were not of one kind. */
    readonly kind: 'preview' | 'state' | 'events' | 'arm' | 'mixed';
    readonly name: string;
    readonly stack?: string;
  };
  readonly profile: string;
  /** The rules that ran, whether or not they found something to look at. */
  readonly rules: readonly Rule[];
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
  /** How many rules passed on how many resources, whether or not the passes are among the findings. */
  readonly passed: number;
  /** The rules that found something to look at. */
  readonly applied: ReadonlySet<Rule>;
  readonly notEvaluated: readonly NotEvaluated[];
  readonly unusedExemptions: readonly { readonly rule: Rule; readonly exemption: Exemption }[];
  readonly gate: Gate;
  /** Every exemption of the rules that were chosen, and how it stands; left out where none was looked for. */
  readonly exemptions?: readonly KnownExemption[];
  /** The baseline that findings were compared with, and how many of its entries were put right. */
  readonly baseline?: { readonly file: string; readonly fixed: number };
  /** What has changed since an earlier report, where one was compared with. */
  readonly change?: Change;
  /** The folder that relative places start from, as it is called from the working directory; that itself where left out. */
  readonly folder?: string;
}

/** What makes a finding block: a mandatory level, or a severity; and what an unknown does. */
export interface Gate {
  readonly failOn?: Severity | 'never';
  readonly unknown: 'ignore' | 'warn' | 'fail';
  /** The findings that may block, where not all of them may: the new ones. */
  readonly only?: ReadonlySet<Finding>;
}

/** Whether the finding stops the deployment. A rule that failed itself blocks like a fault: nothing is known then. */
export function isBlocking(finding: Finding, gate: Gate): boolean {
  const counts =
    finding.outcome === 'fail' ||
    finding.outcome === 'error' ||
    (finding.outcome === 'unknown' && gate.unknown === 'fail');
  if (!counts || finding.accepted || gate.failOn === 'never') return false;
  if (gate.only?.has(finding) === false) return false;
  if (gate.failOn === undefined) return finding.level === 'mandatory';
  return severities.indexOf(finding.rule.severity) >= severities.indexOf(gate.failOn);
}

/** The counts of a report. `resources` counts everything read, evaluated or not. */
export interface Summary {
  readonly resources: number;
  readonly rulesEvaluated: number;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly exempt: number;
  readonly error: number;
  readonly notEvaluated: number;
  readonly blocking: number;
  /** How many of them the baseline accepts; left out where there is none. */
  readonly baseline?: number;
}

/** Counts outcomes, and what blocks. */
export function summarise(report: Report): Summary {
  const counts = { pass: 0, fail: 0, unknown: 0, exempt: 0, error: 0 };
  let blocking = 0;
  let accepted = 0;
  for (const finding of report.findings) {
    counts[finding.outcome]++;
    if (isBlocking(finding, report.gate)) blocking++;
    if (finding.accepted) accepted++;
  }
  const urns = new Set<string>();
  for (const resource of report.resources) if (isInAzure(resource)) urns.add(resource.urn);
  for (const { resource } of report.notEvaluated) urns.add(resource);
  return {
    resources: urns.size,
    rulesEvaluated: report.rules.length,
    ...counts,
    pass: report.passed,
    notEvaluated: report.notEvaluated.length,
    blocking,
    ...(report.baseline ? { baseline: accepted } : {}),
  };
}

/** The findings to show, gravest first: blocking before others, then by severity, rule and resource. */
export function shownFindings(report: Report, all: boolean): readonly Finding[] {
  const hidden = (finding: Finding) =>
    finding.outcome === 'pass' || (finding.outcome === 'unknown' && report.gate.unknown === 'ignore');
  const shown = all ? [...report.findings] : report.findings.filter((finding) => !hidden(finding));
  const ranks = new Map<Finding, number>();
  for (const finding of shown) {
    const grave = severities.indexOf(finding.rule.severity);
    ranks.set(finding, Number(!isBlocking(finding, report.gate)) * 100 - grave);
  }
  const rank = (finding: Finding) => ranks.get(finding) ?? 0;
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return shown.sort(
    (a, b) => rank(a) - rank(b) || order(a.rule.id, b.rule.id) || order(a.resource.urn, b.resource.urn),
  );
}
