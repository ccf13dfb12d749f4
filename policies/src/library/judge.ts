import { baselineFrom, judgingWith, type Read, type UnderBaseline, withBaseline } from '../cli/judging';
import { selectRules } from '../cli/select';
import type { Finding } from '../evaluate/finding';
import { idsOf } from '../evaluate/former-ids';
import { guardRules } from '../evaluate/guard-rules';
import { comparedWith, type Earlier } from '../report/change';
import { isOpen } from '../report/entry';
import { isBlocking, type Report, summarise } from '../report/summary';
import { allRules, configOf, type GuardOptions, termsOf } from './options';
import type { Result, ResultFinding } from './result';

/** What resources are judged by, read from the options once. */
export interface Measure extends UnderBaseline {
  readonly options: ReturnType<typeof termsOf>;
  readonly judging: ReturnType<typeof judgingWith>;
  /** What is compared with. */
  readonly earlier: Earlier | undefined;
}

/** Reads the options. Throws a UsageError for what is wrong in them. */
export async function measureOf(
  given: GuardOptions,
  policyConfig: GuardOptions['policyConfig'] = given.policyConfig,
): Promise<Measure> {
  given.signal?.throwIfAborted();
  const resourceRules = allRules(given);
  const all = [...resourceRules, ...guardRules];
  const rules = selectRules(all, given.only ?? [], given.skip ?? []);
  const options = termsOf(given);
  const config = await configOf(policyConfig, resourceRules);
  const baseline = await baselineFrom(given.baseline);
  const judging = judgingWith(rules, config, options, idsOf(all));
  const measure = { rules, config, options, baseline, judging };
  return { ...measure, earlier: await earlierOf(measure) };
}

async function earlierOf({ options, rules, config }: Omit<Measure, 'earlier'>): Promise<Earlier | undefined> {
  if (options.against === undefined && !options.failOnNew) return undefined;
  // What reads files is not needed to judge what is at hand.
  const against = await import('../cli/against.js');
  return against.earlierOf(options, rules, config);
}

/** Judges what was read; between slices of the work the signal is heard. */
export async function judgeRead(read: Read, measure: Measure, signal?: AbortSignal): Promise<Report> {
  const work = measure.judging(read);
  for (;;) {
    const step = work.next();
    if (step.done) return withBaseline(step.value, measure);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}

/** A report with what tests and gates ask of it first. */
export function resultOf(judged: Report, { earlier, options }: Measure): Result {
  const report = marked(comparedWith(judged, earlier, options.failOnNew));
  return {
    ...report,
    summary: summarise(report),
    blocking: report.findings.filter((finding) => isBlocking(finding, report.gate)),
  };
}

/** The report with each finding saying itself whether it is new, as in the JSON report. */
function marked(report: Report): Report & Pick<Result, 'findings'> {
  const { change, gate } = report;
  if (change === undefined) return report;
  const added = new Set<Finding>();
  const findings = report.findings.map((finding): ResultFinding => {
    if (!isOpen(finding)) return finding;
    if (!change.new.has(finding)) return { ...finding, change: 'unchanged' };
    const fresh = { ...finding, change: 'new' } as const;
    added.add(fresh);
    return fresh;
  });
  return {
    ...report,
    findings,
    change: { ...change, new: added },
    gate: gate.only ? { ...gate, only: added } : gate,
  };
}
