import { joinGuardFacts } from '../evaluate/guard-rules';
import type { PolicyConfig } from '../evaluate/settings';
import type { Report } from '../report/summary';
import type { Prepared } from './judging';

/** A report, and the configuration it was made under. */
export interface Part {
  readonly report: Report;
  readonly config: PolicyConfig;
}

/** The same with everything that it was made with. */
export interface PreparedPart extends Part {
  readonly prepared: Prepared;
}

/** One report of several. An exemption is unused only where no report under the same configuration needed it. */
export function joined(parts: readonly [Part, ...Part[]], name: string): Report {
  const [{ report: first }] = parts;
  if (parts.length === 1) return first;
  const reports = parts.map(({ report }) => report);
  const { baseline, exemptions = [], findings } = joinGuardFacts(reports);
  const kinds = new Set(reports.map(({ source }) => source.kind));
  return {
    ...first,
    source: { kind: kinds.size === 1 ? first.source.kind : 'mixed', name },
    rules: [...new Set(reports.flatMap(({ rules }) => rules))],
    resources: reports.flatMap((report) => report.resources),
    findings,
    exemptions,
    ...(baseline ? { baseline } : {}),
    passed: reports.reduce((sum, report) => sum + report.passed, 0),
    applied: new Set(reports.flatMap((report) => [...report.applied])),
    notEvaluated: reports.flatMap((report) => report.notEvaluated),
    unusedExemptions: unused(parts),
  };
}

function unused(parts: readonly Part[]): Report['unusedExemptions'] {
  const configs = new Map<PolicyConfig, Report[]>();
  for (const { config, report } of parts) configs.set(config, [...(configs.get(config) ?? []), report]);
  return [...configs.values()].flatMap(([first, ...others]) => {
    const elsewhere = others.map(
      (report) => new Set(report.unusedExemptions.map(({ exemption }) => exemption)),
    );
    return (first?.unusedExemptions ?? []).filter(({ exemption }) =>
      elsewhere.every((exemptions) => exemptions.has(exemption)),
    );
  });
}
