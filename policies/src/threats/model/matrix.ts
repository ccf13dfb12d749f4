import type { Site } from '../site/site';
import { worstOf } from '../status/threat-status';
import type { Threat } from '../threat';
import type { MatrixRow } from '../threat-report';
import { legalLetters, type Status, type StrideLetter } from '../vocabulary';
import { catalogueEntry, catalogueIds } from './catalogue';
import { cellKey, explainedCells } from './cells';

/** What a row is made from: the ids in the report that stand for an entry of the catalogue. */
export type Present = ReadonlyMap<string, readonly string[]>;

/**
 * A row for each entry of the catalogue that the report has. A threat that strikes everything fills no cell: else nothing would
 * ever be empty.
 */
export function matrixOf(
  present: Present,
  threats: readonly Threat[],
  site: Site,
  statusOf: (threat: string) => Status,
): readonly MatrixRow[] {
  const reasons = new Map(Object.entries(explainedCells));
  for (const { element, letter, reason } of site.cells) reasons.set(cellKey(element, letter), reason);
  return catalogueIds.flatMap((catalogue): MatrixRow[] => {
    const elements = present.get(catalogue);
    const entry = catalogueEntry(catalogue);
    if (!elements || elements.length === 0 || !entry || entry.kind === 'boundary') return [];
    const cells = legalLetters(entry.kind, catalogue).map((letter) => cellOf(catalogue, letter));
    return [{ catalogue, plainName: entry.plainName, kind: entry.kind, elements, cells }];
  });

  function cellOf(catalogue: string, letter: StrideLetter): MatrixRow['cells'][number] {
    const here = threats
      .filter(({ stride, elements }) => stride.includes(letter) && elements.includes(catalogue))
      .map(({ id }) => id);
    const status = worstOf(here.map(statusOf));
    if (here.length > 0) return { letter, state: 'covered', threats: here, status };
    const reason = reasons.get(cellKey(catalogue, letter));
    return reason === undefined
      ? { letter, state: 'empty', threats: [], status }
      : { letter, state: 'explained', threats: [], status, reason };
  }
}
