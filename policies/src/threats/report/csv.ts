import { noFormula } from '../../report/text';
import { classNames, consequenceNames, phaseNames, stageNames, statusNames } from '../vocabulary';
import { oneLine } from './clean';
import type { ThreatDocument } from './document';

const columns = [
  'id',
  'title',
  'status',
  'why',
  'class',
  'stride',
  'stage',
  'consequences',
  'inherent likelihood',
  'inherent impact',
  'inherent risk',
  'residual likelihood',
  'residual impact',
  'residual risk',
  'residual level',
  'treatment',
  'owner',
  'next review',
  'accepted until',
  'phases',
  'elements',
  'controls',
  'change',
] as const;

/** A row for each threat, for a spreadsheet (RFC 4180). */
export function threatCsv(document: ThreatDocument): string {
  const changes = new Map(document.changes?.threats.map((change) => [change.threat, change.kind]));
  const rows = document.threats.map(
    (threat): { readonly [column in (typeof columns)[number]]: string | number } => {
      const { inherent, residual } = threat.risk;
      return {
        id: threat.id,
        title: threat.title,
        status: statusNames[threat.status],
        why: threat.why,
        class: classNames[threat.class],
        stride: threat.stride.join(' '),
        stage: stageNames[threat.stage],
        consequences: threat.consequences.map(({ kind }) => consequenceNames[kind]).join('; '),
        'inherent likelihood': inherent.likelihood,
        'inherent impact': inherent.impact,
        'inherent risk': inherent.score,
        'residual likelihood': residual.likelihood,
        'residual impact': residual.impact,
        'residual risk': residual.score,
        'residual level': residual.level,
        treatment: threat.treatment ?? '',
        owner: threat.owner ?? '',
        'next review': threat.review ?? '',
        'accepted until': threat.accepted?.valid ? threat.accepted.expires : '',
        phases: threat.phases.map((phase) => phaseNames[phase]).join('; '),
        elements: threat.struck.join(' '),
        controls: threat.controls.join(' '),
        change: changes.get(threat.id) ?? '',
      };
    },
  );
  return csvText([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
}

/** Rows as CSV. No cell is taken for a formula by the program that opens it. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = noFormula(oneLine(value));
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
