import { deserialize, serialize } from 'node:v8';
import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { KnownExemption } from '../evaluate/guard-rules';
import type { Report } from '../report/summary';
import type { NotEvaluated, Resource } from '../resources/resource';
import type { Rule } from '../rule/rule';
import type { Fault, FileResult } from './check-files';

/*
 * Takes reports from one thread to another. Rules and exemptions are the same on both sides, so they travel as numbers; what
 * is code in a resource has done its work by then and stays behind.
 */

/** Those that a program has beside its resources are no part of a configuration, and travel whole. */
type PackedExemption = number | Exemption;

interface PackedFinding extends Omit<Finding, 'rule' | 'resource' | 'exemption'> {
  readonly rule: number;
  /** Findings about exemptions have a resource that is none of the stack. */
  readonly resource: number | Resource;
  readonly exemption?: PackedExemption;
}

interface PackedReport
  extends Omit<Report, 'rules' | 'resources' | 'findings' | 'applied' | 'unusedExemptions' | 'exemptions'> {
  readonly rules: readonly number[];
  readonly resources: readonly Omit<Resource, 'originalPath'>[];
  readonly findings: readonly PackedFinding[];
  readonly applied: readonly number[];
  readonly unusedExemptions: readonly { readonly rule: number; readonly exemption: PackedExemption }[];
  readonly exemptions: readonly {
    readonly rule: number | KnownExemption['rule'];
    readonly exemption: PackedExemption;
    readonly state: KnownExemption['state'];
  }[];
}

/** What is the same in every thread, in the same order. */
export interface Tables {
  readonly rules: readonly Rule[];
  readonly exemptions: readonly Exemption[];
}

type Packed = readonly [index: number, result: PackedReport | NotEvaluated | Fault | undefined];

/** Results by the number of their file, as bytes. */
export function pack(results: ReadonlyMap<number, FileResult>, { rules, exemptions }: Tables): Uint8Array {
  const known = { rules: numbered<KnownExemption['rule']>(rules), exemptions: numbered(exemptions) };
  const packed = [...results].map(
    ([index, result]): Packed => [index, result && 'findings' in result ? packReport(result, known) : result],
  );
  // A buffer of its own: small ones share theirs, which could not be handed over.
  return new Uint8Array(serialize(packed));
}

/** The results again. */
export function unpack(
  bytes: Uint8Array,
  { rules, exemptions }: Tables,
): readonly (readonly [index: number, result: FileResult])[] {
  return (deserialize(bytes) as readonly Packed[]).map(([index, result]) => [
    index,
    result && 'findings' in result ? unpackReport(result, rules, exemptions) : result,
  ]);
}

interface Known {
  readonly rules: (rule: KnownExemption['rule']) => number | undefined;
  readonly exemptions: (exemption: Exemption) => number | undefined;
}

function packReport(report: Report, known: Known): PackedReport {
  const resources = numbered(report.resources);
  // A rule that ran is one of those there are.
  const ruleOf = (rule: Rule) => known.rules(rule) ?? -1;
  const exemptionOf = (exemption: Exemption): PackedExemption => known.exemptions(exemption) ?? exemption;
  return {
    ...report,
    rules: report.rules.map(ruleOf),
    resources: report.resources.map(({ originalPath, ...resource }) => resource),
    findings: report.findings.map(({ exemption, ...finding }) => ({
      ...finding,
      rule: ruleOf(finding.rule),
      resource: resources(finding.resource) ?? finding.resource,
      ...(exemption === undefined ? {} : { exemption: exemptionOf(exemption) }),
    })),
    applied: [...report.applied].map(ruleOf),
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption }) => ({
      rule: ruleOf(rule),
      exemption: exemptionOf(exemption),
    })),
    exemptions: (report.exemptions ?? []).map(({ rule, exemption, state }) => ({
      rule: known.rules(rule) ?? rule,
      exemption: exemptionOf(exemption),
      state,
    })),
  };
}

function unpackReport(
  report: PackedReport,
  rules: readonly Rule[],
  exemptions: readonly Exemption[],
): Report {
  const ruleAt = (index: number) => rules[index] as Rule;
  const exemptionAt = (packed: PackedExemption) =>
    typeof packed === 'number' ? (exemptions[packed] as Exemption) : packed;
  return {
    ...report,
    rules: report.rules.map(ruleAt),
    findings: report.findings.map(({ exemption, ...finding }) => ({
      ...finding,
      rule: ruleAt(finding.rule),
      resource:
        typeof finding.resource === 'number'
          ? (report.resources[finding.resource] as Resource)
          : finding.resource,
      ...(exemption === undefined ? {} : { exemption: exemptionAt(exemption) }),
    })),
    applied: new Set(report.applied.map(ruleAt)),
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption }) => ({
      rule: ruleAt(rule),
      exemption: exemptionAt(exemption),
    })),
    exemptions: report.exemptions.map(({ rule, exemption, state }) => ({
      rule: typeof rule === 'number' ? ruleAt(rule) : rule,
      exemption: exemptionAt(exemption),
      state,
    })),
  };
}

/** The number of each item in its list. */
function numbered<T>(items: readonly T[]): (item: T) => number | undefined {
  const numbers = new Map(items.map((item, index) => [item, index]));
  return (item) => numbers.get(item);
}
