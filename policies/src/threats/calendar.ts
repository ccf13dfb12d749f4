import { evidenceKindNames, factsOfKind } from './evidence/kinds';
import { dateText, daysAfter, type EvidenceRecord, stateOf, validUntil } from './evidence/record';
import { newestOfEachKind } from './status/measures';
import type { AssessedThreat, CalendarEntry, Exception } from './threat-report';

const soonDays = 30;

/** Every date to keep, the most pressing first. */
export function calendarOf(
  threats: readonly AssessedThreat[],
  evidence: readonly EvidenceRecord[],
  exceptions: readonly Exception[],
  now: Date,
): readonly CalendarEntry[] {
  const today = dateText(now);
  const soon = daysAfter(today, soonDays);
  const stateAt = (due: string): CalendarEntry['state'] =>
    due < today ? 'overdue' : due <= soon ? 'due-soon' : 'done';
  const newest = newestOfEachKind(evidence);
  const records = evidenceKindNames.flatMap((kind): CalendarEntry[] => {
    const wanting = threats.filter(
      ({ status, measures }) =>
        status !== 'not-applicable' && measures.some(({ evidence: kinds }) => kinds.includes(kind)),
    );
    const last = newest.find((record) => record.kind === kind);
    if (wanting.length === 0 && !last) return [];
    const about = {
      what: 'evidence' as const,
      title: factsOfKind(kind).name,
      evidence: kind,
      threats: wanting.map(({ id }) => id),
    };
    if (!last) return [{ ...about, state: 'missing' }];
    const due = validUntil(last);
    const failed = stateOf(last, now) === 'failed';
    return [{ ...about, state: failed ? 'overdue' : stateAt(due), last: last.date, due, owner: last.by }];
  });
  const reviews = threats.flatMap(({ id, title, review, owner }): CalendarEntry[] =>
    review === undefined
      ? []
      : [
          {
            what: 'review',
            title,
            state: stateAt(review),
            due: review,
            threats: [id],
            ...(owner ? { owner } : {}),
          },
        ],
  );
  const ends = exceptions
    .filter(({ state }) => state !== 'unused')
    .map(
      ({ kind, title, expires, owner, threats: ids }): CalendarEntry => ({
        what: kind,
        title,
        state: stateAt(expires),
        due: expires,
        threats: ids,
        owner,
      }),
    );
  const order = ['overdue', 'missing', 'due-soon', 'done'];
  return [...records, ...reviews, ...ends].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.due ?? '').localeCompare(b.due ?? ''),
  );
}
