import { type JudgingTerms, judgingWith, type Read } from '../cli/judging';
import { selectRules } from '../cli/select';
import { guardRules } from '../evaluate/guard-rules';
import type { PolicyConfig } from '../evaluate/settings';
import { isBlocking, type Report, summarise } from '../report/summary';
import type { Rule } from '../rule/rule';
import { allRules, configOf, type GuardOptions, termsOf } from './options';
import type { Result } from './result';

/** What resources are judged by, read from the options once. */
export interface Measure {
  readonly rules: readonly Rule[];
  readonly config: PolicyConfig;
  readonly terms: JudgingTerms;
}

/** Reads the options. Throws a UsageError for what is wrong in them. */
export async function measureOf(
  options: GuardOptions,
  policyConfig: GuardOptions['policyConfig'] = options.policyConfig,
): Promise<Measure> {
  options.signal?.throwIfAborted();
  const all = allRules(options);
  const rules = selectRules([...all, ...guardRules], options.only ?? [], options.skip ?? []);
  return { rules, terms: termsOf(options), config: await configOf(policyConfig, all) };
}

/** Judges what was read; between slices of the work the signal is heard. */
export async function judgeRead(read: Read, measure: Measure, signal?: AbortSignal): Promise<Report> {
  const work = judgingWith(measure.rules, measure.config, measure.terms)(read);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}

/** A report with what tests and gates ask of it first. */
export function resultOf(report: Report): Result {
  return {
    ...report,
    summary: summarise(report),
    blocking: report.findings.filter((finding) => isBlocking(finding, report.gate)),
  };
}
