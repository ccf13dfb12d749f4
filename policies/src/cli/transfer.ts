import { deserialize, serialize } from 'node:v8';
import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { PolicyConfig } from '../evaluate/settings';
import type { Report } from '../report/summary';
import type { NotEvaluated, Resource } from '../resources/resource';
import type { Rule } from '../rule/rule';
import type { Fault, FileResult } from './check-files';

/*
 * Takes reports from one thread to another. Rules and exemptions are the same on both sides, so they travel as numbers; what
 * is code in a resource has done its work by then and stays behind.
 */

interface PackedFinding extends Omit<Finding, 'rule' | 'resource' | 'exemption'> {
  readonly rule: number;
  readonly resource: number;
  readonly exemption?: number;
}

interface PackedReport
  extends Omit<Report, 'rules' | 'resources' | 'findings' | 'applied' | 'unusedExemptions'> {
  readonly rules: readonly number[];
  readonly resources: readonly Omit<Resource, 'originalPath'>[];
  readonly findings: readonly PackedFinding[];
  readonly applied: readonly number[];
  readonly unusedExemptions: readonly { readonly rule: number; readonly exemption: number }[];
}

type Packed = readonly [index: number, result: PackedReport | NotEvaluated | Fault | undefined];

/** Results by the number of their file, as bytes. */
export function pack(
  results: ReadonlyMap<number, FileResult>,
  rules: readonly Rule[],
  config: PolicyConfig,
): Uint8Array {
  const known = { rules: numbered(rules), exemptions: numbered(exemptionsIn(config)) };
  const packed = [...results].map(
    ([index, result]): Packed => [index, result && 'findings' in result ? packReport(result, known) : result],
  );
  // A buffer of its own: small ones share theirs, which could not be handed over.
  return new Uint8Array(serialize(packed));
}

/** The results again. */
export function unpack(
  bytes: Uint8Array,
  rules: readonly Rule[],
  config: PolicyConfig,
): readonly (readonly [index: number, result: FileResult])[] {
  const exemptions = exemptionsIn(config);
  return (deserialize(bytes) as readonly Packed[]).map(([index, result]) => [
    index,
    result && 'findings' in result ? unpackReport(result, rules, exemptions) : result,
  ]);
}

interface Known {
  readonly rules: (rule: Rule) => number;
  readonly exemptions: (exemption: Exemption) => number;
}

function packReport(report: Report, known: Known): PackedReport {
  const resources = numbered(report.resources);
  return {
    ...report,
    rules: report.rules.map(known.rules),
    resources: report.resources.map(({ originalPath, ...resource }) => resource),
    findings: report.findings.map(({ exemption, ...finding }) => ({
      ...finding,
      rule: known.rules(finding.rule),
      resource: resources(finding.resource),
      ...(exemption === undefined ? {} : { exemption: known.exemptions(exemption) }),
    })),
    applied: [...report.applied].map(known.rules),
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption }) => ({
      rule: known.rules(rule),
      exemption: known.exemptions(exemption),
    })),
  };
}

function unpackReport(
  report: PackedReport,
  rules: readonly Rule[],
  exemptions: readonly Exemption[],
): Report {
  const ruleAt = (index: number) => rules[index] as Rule;
  const exemptionAt = (index: number) => exemptions[index] as Exemption;
  return {
    ...report,
    rules: report.rules.map(ruleAt),
    findings: report.findings.map(({ exemption, ...finding }) => ({
      ...finding,
      rule: ruleAt(finding.rule),
      resource: report.resources[finding.resource] as Resource,
      ...(exemption === undefined ? {} : { exemption: exemptionAt(exemption) }),
    })),
    applied: new Set(report.applied.map(ruleAt)),
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption }) => ({
      rule: ruleAt(rule),
      exemption: exemptionAt(exemption),
    })),
  };
}

/** The number of each item in its list. */
function numbered<T>(items: readonly T[]): (item: T) => number {
  const numbers = new Map(items.map((item, index) => [item, index]));
  return (item) => numbers.get(item) ?? -1;
}

/** All exemptions of a configuration, in its order, which is the same in every thread. */
const exemptionsIn = (config: PolicyConfig): readonly Exemption[] =>
  Object.values(config).flatMap((one) => (typeof one === 'object' ? (one.exemptions ?? []) : []));
