import type { ThreatReport } from '../threat-report';
import { statuses, statusNames } from '../vocabulary';
import type { ThreatFormatOptions } from './formats';

/** A short text for a terminal: a line per threat, then the counts. */
export function threatConsole(report: ThreatReport, _options: ThreatFormatOptions): string {
  const width = Math.max(0, ...report.threats.map(({ id }) => id.length));
  const lines = report.threats.map(
    ({ id, status, title, risk }) =>
      `${id.padEnd(width)}  ${statusNames[status].padEnd(15)}  risk ${String(risk.inherent.score).padStart(2)} → ${String(risk.residual.score).padStart(2)}  ${title}`,
  );
  const counts = statuses
    .filter((status) => report.summary.threats[status] > 0)
    .map((status) => `${report.summary.threats[status]} ${statusNames[status]}`);
  return `${[...lines, '', `${report.threats.length} threats: ${counts.join(', ')}.`].join('\n')}\n`;
}
