import type { Severity } from '../rule/rule';
import { type Entry, freshEntriesOf, printOf } from './entry';
import { fixOf } from './explanation';
import { repositoryPlace } from './repository-path';
import type { Report } from './summary';
import { jsonText, printable } from './text';

const severities: { readonly [severity in Severity]: string } = {
  critical: 'critical',
  high: 'major',
  medium: 'minor',
  low: 'info',
};

/** The report for the code quality widget of GitLab: what fails, and what is unknown where that blocks. `blocker` is what blocks. */
export function gitlabReport(report: Report): string {
  const seen = new Map<string, number>();
  return jsonText(
    freshEntriesOf(report)
      .filter(({ outcome, blocking }) => outcome === 'fail' || outcome === 'error' || blocking)
      .map((entry) => issue(entry, report, seen)),
  );
}

function issue(entry: Entry, report: Report, seen: Map<string, number>) {
  const { path, line = 1 } = repositoryPlace(entry, report);
  const print = printOf(entry);
  const same = (seen.get(print) ?? 0) + 1;
  seen.set(print, same);
  const fix = entry.outcome === 'fail' ? ` Fix: ${fixOf(entry.finding)}` : '';
  return {
    type: 'issue',
    categories: ['Security'],
    check_name: entry.rule.id,
    description: `${printable(entry.name)}: ${printable(entry.message, 1000)}${fix}`,
    // GitLab takes each fingerprint once.
    fingerprint: same > 1 ? `${print}-${same}` : print,
    severity: entry.blocking ? 'blocker' : severities[entry.rule.severity],
    location: { path, lines: { begin: Math.max(1, line) } },
  };
}
