import type { Finding } from '../evaluate/finding';
import { joinGuardFacts } from '../evaluate/guard-rules';
import type { Report } from '../report/summary';
import { placesOf } from '../sources/files/places';
import { type ReadFile, readSource } from '../sources/files/read-source';
import type { Configured } from './configure';
import {
  type JudgingOptions,
  judgePrepared,
  type Prepared,
  prepare,
  type ReadConfigs,
  writeReports,
} from './judging';
import { destinations } from './output';
import { UsageError } from './usage-error';

/** The options of `iiot-guard check`, as commander gives them. */
export interface CheckCommandOptions extends JudgingOptions, Configured {
  readonly parameters?: string;
}

/**
 * Checks state exports and ARM templates, each on its own, and writes one report. Gives the exit code: 0 or 1.
 * Every file is read before the first is judged. Throws UsageError or FileError.
 */
export async function checkCommand(files: readonly string[], options: CheckCommandOptions): Promise<number> {
  const targets = destinations(options.format);
  return writeReports((await checked(files, options)).report, targets, options);
}

/** Reads files and judges them. Gives one report, and for each file what was prepared to judge it. */
export async function checked(
  files: readonly string[],
  options: CheckCommandOptions,
): Promise<{ readonly report: Report; readonly parts: readonly Part[] }> {
  const read: ReadConfigs = new Map();
  const common = await prepare(options, options.policyConfig, read);
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('Standard input can be read once only.\n  Name - a single time.');
  const sources = files.map((file) => readSource(file, options.parameters));
  if (options.parameters !== undefined && sources.filter(({ kind }) => kind === 'arm').length !== 1)
    throw new UsageError(
      `--parameters ${options.parameters}: exactly one ARM template must be among the files.\n  Check templates with parameters one at a time.`,
    );
  const preparedFor = await forEachStack(sources, options, common, read);
  const parts = sources.map((source): Part => {
    const { kind, file, name, stack, registered, resources, notEvaluated } = source;
    const read = {
      source: { kind, name: name ?? file, ...(stack === undefined ? {} : { stack }) },
      registered,
      resources,
      notEvaluated,
    };
    const prepared = preparedFor(stack);
    const report = judgePrepared(read, prepared);
    return { prepared, report: { ...report, findings: withPlaces(report.findings, source) } };
  });
  const reports = parts.map(({ report }) => report);
  return { report: joined(reports, files), parts };
}

/** The report of one file, and what was prepared to judge it. */
export interface Part {
  readonly report: Report;
  readonly prepared: Prepared;
}

/** What to judge a stack by: the configuration file may have a part for it. */
async function forEachStack(
  sources: readonly ReadFile[],
  options: CheckCommandOptions,
  common: Prepared,
  read: ReadConfigs,
): Promise<(stack: string | undefined) => Prepared> {
  const { forStack } = options;
  const byStack = new Map<string, Prepared>();
  const stacks = new Set(sources.map(({ stack }) => stack));
  for (const stack of stacks)
    if (stack !== undefined && forStack) {
      const own = forStack(options, stack);
      byStack.set(stack, await prepare(own, own.policyConfig, read));
    }
  const preparedFor = (stack: string | undefined) =>
    stack === undefined ? common : (byStack.get(stack) ?? common);
  const gates = [...stacks].map((stack) => {
    const { failOn, unknown } = preparedFor(stack).options;
    return `failOn ${failOn ?? 'unset'}, unknown ${unknown}`;
  });
  if (new Set(gates).size > 1)
    throw new UsageError(
      `The configuration file gives the stacks of these files another \`failOn\` or \`unknown\` (${gates.join('; ')}).\n  Check them one at a time.`,
    );
  return preparedFor;
}

/** Says for each finding that did not pass on which line of the file it stands, where the source has no better place. */
function withPlaces(findings: readonly Finding[], source: ReadFile): readonly Finding[] {
  const open = findings.filter(({ outcome, resource }) => outcome !== 'pass' && resource.document);
  if (open.length === 0) return findings;
  const places = placesOf(open, source);
  return findings.map((finding) => {
    const place = places.get(finding);
    return place ? { ...finding, place } : finding;
  });
}

/** One report of several: an exemption is unused only where no file needed it. */
function joined(reports: readonly Report[], files: readonly string[]): Report {
  const [first] = reports;
  if (first === undefined) throw new UsageError('No file was named.');
  if (reports.length === 1) return first;
  const kinds = new Set(reports.map(({ source }) => source.kind));
  const { baseline, exemptions = [], findings } = joinGuardFacts(reports);
  return {
    ...first,
    source: { kind: kinds.size === 1 ? first.source.kind : 'mixed', name: `${files.length} files` },
    rules: [...new Set(reports.flatMap((report) => report.rules))],
    resources: reports.flatMap((report) => report.resources),
    findings,
    passed: reports.reduce((sum, report) => sum + report.passed, 0),
    applied: new Set(reports.flatMap((report) => [...report.applied])),
    notEvaluated: reports.flatMap((report) => report.notEvaluated),
    unusedExemptions: first.unusedExemptions.filter(({ exemption }) =>
      reports.every((report) => report.unusedExemptions.some((other) => other.exemption === exemption)),
    ),
    exemptions,
    ...(baseline ? { baseline } : {}),
  };
}
