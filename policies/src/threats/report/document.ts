import type { ThreatReport } from '../threat-report';
import { type Changes, changesSince } from './changes';
import type { Edition } from './formats';
import { redacted } from './redact';

/** What every format is written from: the report as an edition may show it, and what changed since an earlier one. */
export interface ThreatDocument extends ThreatReport {
  readonly edition: Edition;
  readonly changes?: Changes;
}

/** The report for its readers. `previous` is the parsed text of an earlier JSON report. */
export function documentOf(report: ThreatReport, edition: Edition, previous?: unknown): ThreatDocument {
  const shown = edition === 'organisation' ? redacted(report) : report;
  return {
    ...shown,
    edition,
    ...(previous === undefined ? {} : { changes: changesSince(previous, report, edition) }),
  };
}
