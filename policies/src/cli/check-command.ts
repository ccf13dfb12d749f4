import type { Finding } from '../evaluate/finding';
import type { Report } from '../report/summary';
import { placesOf } from '../sources/files/places';
import { type ReadFile, readSource } from '../sources/files/read-source';
import { type JudgingOptions, judge, policyConfigFrom, writeReports } from './judging';
import { destinations } from './output';
import { rulesWith } from './own-rules';
import { selectRules } from './select';
import { UsageError } from './usage-error';

/** The options of `iiot-guard check`, as commander gives them. */
export interface CheckCommandOptions extends JudgingOptions {
  readonly policyConfig?: string;
  readonly parameters?: string;
}

/**
 * Checks state exports and ARM templates, each on its own, and writes one report. Gives the exit code: 0 or 1.
 * Every file is read before the first is judged. Throws UsageError or FileError.
 */
export async function checkCommand(files: readonly string[], options: CheckCommandOptions): Promise<number> {
  const targets = destinations(options.format);
  const all = rulesWith(options.rules);
  const rules = selectRules(all, options.only, options.skip);
  const config = await policyConfigFrom(options.policyConfig, all);
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('Standard input can be read once only.\n  Name - a single time.');
  const sources = files.map((file) => readSource(file, options.parameters));
  if (options.parameters !== undefined && sources.filter(({ kind }) => kind === 'arm').length !== 1)
    throw new UsageError(
      `--parameters ${options.parameters}: exactly one ARM template must be among the files.\n  Check templates with parameters one at a time.`,
    );
  const reports = sources.map((source) => {
    const { kind, file, name, stack, registered, resources, notEvaluated } = source;
    const read = {
      source: { kind, name: name ?? file, ...(stack === undefined ? {} : { stack }) },
      registered,
      resources,
      notEvaluated,
    };
    const report = judge(read, rules, config, options);
    return { ...report, findings: withPlaces(report.findings, source) };
  });
  return writeReports(joined(reports, files), targets, options);
}

/** Says for each finding that did not pass on which line of the file it stands, where the source has no better place. */
export function withPlaces(findings: readonly Finding[], source: ReadFile): readonly Finding[] {
  const open = findings.filter(({ outcome, resource }) => outcome !== 'pass' && resource.document);
  if (open.length === 0) return findings;
  const places = placesOf(open, source);
  return findings.map((finding) => {
    const place = places.get(finding);
    return place ? { ...finding, place } : finding;
  });
}

/** One report of several: an exemption is unused only where no file needed it. */
export function joined(reports: readonly Report[], files: readonly string[]): Report {
  const [first] = reports;
  if (first === undefined) throw new UsageError('No file was named.');
  if (reports.length === 1) return first;
  const kinds = new Set(reports.map(({ source }) => source.kind));
  return {
    ...first,
    source: { kind: kinds.size === 1 ? first.source.kind : 'mixed', name: `${files.length} files` },
    resources: reports.flatMap((report) => report.resources),
    findings: reports.flatMap((report) => report.findings),
    passed: reports.reduce((sum, report) => sum + report.passed, 0),
    applied: new Set(reports.flatMap((report) => [...report.applied])),
    notEvaluated: reports.flatMap((report) => report.notEvaluated),
    unusedExemptions: first.unusedExemptions.filter(({ exemption }) =>
      reports.every((report) => report.unusedExemptions.some((other) => other.exemption === exemption)),
    ),
  };
}
