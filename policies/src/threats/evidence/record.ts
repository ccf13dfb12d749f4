import { z } from 'zod';
import { type EvidenceKind, evidenceKindNames, factsOfKind } from './kinds';

const text = z.string().trim().min(1, { error: 'must not be empty' }).max(2000);
const day = z.iso.date({ error: 'must be a real day, as YYYY-MM-DD' });

export const evidenceResults = ['passed', 'passed-with-findings', 'failed'] as const;

/** A dated record, as a file holds it. */
export const evidenceSchema = z
  .strictObject({
    $schema: z.string().optional(),
    kind: z.enum(evidenceKindNames).describe('What was done'),
    date: day.describe('The day on which it was done or finished'),
    scope: text.describe('What was looked at'),
    by: text.describe('Who did it: a team or a firm'),
    result: z.enum(evidenceResults),
    threats: z.array(text).min(1).describe('The threats of the register or the site that it speaks about'),
    artefact: z
      .strictObject({
        name: text.describe('The file that proves it; a path beside this file is checked'),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits in lower case' }),
      })
      .describe('The report, protocol or log, with its digest'),
    validDays: z
      .int()
      .min(1)
      .max(1100)
      .optional()
      .describe('Days for which it holds; the usual period of the kind where left out'),
    notes: z.string().max(4000).optional(),
  })
  .describe('A dated record about a threat: what was done, when, by whom, with what result');

/** A record with the name of its file. */
export interface EvidenceRecord extends z.output<typeof evidenceSchema> {
  /** The name of the file without ending. */
  readonly id: string;
  readonly file: string;
}

const dayLength = 86_400_000;

/** A date as YYYY-MM-DD (UTC). */
export const dateText = (date: Date): string => date.toISOString().slice(0, 10);

/** The day so many days after a date. */
export const daysAfter = (date: string, days: number): string =>
  dateText(new Date(Date.parse(`${date}T00:00:00Z`) + days * dayLength));

/** The last day on which a record holds. A person may shorten the usual period of the kind, never stretch it. */
export function validUntil({
  kind,
  date,
  validDays,
}: {
  readonly kind: EvidenceKind;
  readonly date: string;
  readonly validDays?: number | undefined;
}): string {
  const usual = factsOfKind(kind).validDays;
  return daysAfter(date, Math.min(validDays ?? usual, usual));
}

/** How a record stands on a day. A failed one stays failed until a newer one passes. */
export function stateOf(record: EvidenceRecord, now: Date): 'valid' | 'stale' | 'failed' {
  if (record.result === 'failed') return 'failed';
  return dateText(now) <= validUntil(record) ? 'valid' : 'stale';
}
