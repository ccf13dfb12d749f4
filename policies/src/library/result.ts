import type { Finding } from '../evaluate/finding';
import type { Report, Summary } from '../report/summary';

/** What came of a check: everything a report is written from, the counts, and what blocks. */
export interface Result extends Report {
  readonly summary: Summary;
  /** The findings that stop a deployment. */
  readonly blocking: readonly Finding[];
}
