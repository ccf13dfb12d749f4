import { dateText } from './evidence/record';
import type { SiteThreatRecord } from './site/threats-of-site';
import type { SelfAnswers } from './status/measures';
import type { Exception, MatrixRow, TransferLeg, Unmapped } from './threat-report';

/** What the report can look at in itself. */
export interface SelfFacts {
  readonly matrix: readonly MatrixRow[];
  readonly unmapped: readonly Unmapped[];
  readonly records: readonly SiteThreatRecord[];
  readonly exceptions: readonly Exception[];
  readonly transfer: readonly TransferLeg[];
  readonly now: Date;
}

/** What the report proves by itself: that it is complete, owned and current. */
export function selfAnswers(facts: SelfFacts): SelfAnswers {
  const { matrix, unmapped, records, exceptions, transfer, now } = facts;
  const holes = matrix.flatMap(({ cells }) => cells).filter(({ state }) => state === 'empty').length;
  const strange = unmapped.filter(({ supporting }) => !supporting).length;
  const today = dateText(now);
  const unowned = records.filter(
    ({ threat: { owner, review } }) => owner === undefined || review === undefined || review < today,
  ).length;
  const over = exceptions.filter(({ state }) => state === 'expired').length;
  const unstated = transfer.filter(({ encryption }) => encryption === 'not-stated').length;
  return new Map([
    [
      'threat-coverage',
      {
        passed: matrix.length > 0 && holes === 0 && strange === 0,
        text: `${count(holes, 'cell')} of the matrix without a threat or reason, ${count(strange, 'resource')} outside the picture.`,
      },
    ],
    [
      'owner-present',
      {
        passed: unowned === 0,
        text: `${count(unowned, 'threat')} without an owner or a coming day of review.`,
      },
    ],
    ['exception-expiry', { passed: over === 0, text: `${count(over, 'exception')} that is over.` }],
    [
      'transfer-doc-present',
      {
        passed: transfer.length > 0 && unstated === 0,
        text: `${count(transfer.length, 'part')} of the way described, ${unstated} of them without a word on encryption.`,
      },
    ],
    [
      'report-redaction',
      { passed: true, text: 'The report for everybody is written without names, addresses and values.' },
    ],
  ]);
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
