import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { NotEvaluated, Resource } from '../resources/resource';
import { type Rule, type Severity, severities } from '../rule/rule';

/** Everything that a report is written from. */
export interface Report {
  readonly source: {
    readonly kind: 'preview' | 'state' | 'events' | 'arm';
    readonly name: string;
    readonly stack?: string;
  };
  readonly profile: string;
  /** The rules that ran, whether or not they found something to look at. */
  readonly rules: readonly Rule[];
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly unusedExemptions: readonly { readonly rule: Rule; readonly exemption: Exemption }[];
  readonly gate: Gate;
}

/** What makes a finding block: a mandatory level, or a severity; and what an unknown does. */
export interface Gate {
  readonly failOn?: Severity | 'never';
  readonly unknown: 'ignore' | 'warn' | 'fail';
}

/** Whether the finding stops the deployment. A rule that failed itself blocks like a fault: nothing is known then. */
export function isBlocking(finding: Finding, gate: Gate): boolean {
  const counts =
    finding.outcome === 'fail' ||
    finding.outcome === 'error' ||
    (finding.outcome === 'unknown' && gate.unknown === 'fail');
  if (!counts || gate.failOn === 'never') return false;
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
}

/** Counts outcomes, and what blocks. */
export function summarise(report: Report): Summary {
  const count = (outcome: Finding['outcome']) =>
    report.findings.filter((finding) => finding.outcome === outcome).length;
  const urns = [...report.resources.map((r) => r.urn), ...report.notEvaluated.map((n) => n.resource)];
  return {
    resources: new Set(urns).size,
    rulesEvaluated: report.rules.length,
    pass: count('pass'),
    fail: count('fail'),
    unknown: count('unknown'),
    exempt: count('exempt'),
    error: count('error'),
    notEvaluated: report.notEvaluated.length,
    blocking: report.findings.filter((finding) => isBlocking(finding, report.gate)).length,
  };
}

/** The findings to show, gravest first: blocking before others, then by severity, rule and resource. */
export function shownFindings(report: Report, all: boolean): readonly Finding[] {
  const hidden = (finding: Finding) =>
    finding.outcome === 'pass' || (finding.outcome === 'unknown' && report.gate.unknown === 'ignore');
  const shown = all ? [...report.findings] : report.findings.filter((finding) => !hidden(finding));
  const rank = (finding: Finding) =>
    Number(!isBlocking(finding, report.gate)) * 100 - severities.indexOf(finding.rule.severity);
  const key = (finding: Finding) => `${finding.rule.id}\n${finding.resource.urn}`;
  return shown.sort((a, b) => rank(a) - rank(b) || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
