import type { Finding } from '../evaluate/finding';
import type { Report, Summary } from '../report/summary';

/** A finding, and how it stands to what was compared with. */
export interface ResultFinding extends Finding {
  /** Whether what `against` names has it; only where something was named, and for what is neither passed nor exempt. */
  readonly change?: 'new' | 'unchanged';
}

/**
 * What came of a check: everything a report is written from, the counts, and what blocks. With a `baseline`, findings that it
 * accepts have `accepted`, and `summary.baseline` counts them. With `against`, `change` lists the findings that are fixed.
 */
export interface Result extends Report {
  readonly findings: readonly ResultFinding[];
  readonly summary: Summary;
  /** The findings that stop a deployment. */
  readonly blocking: readonly ResultFinding[];
}
