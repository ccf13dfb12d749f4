import pc from 'picocolors';
import { type Light, statuses, statusNames } from '../vocabulary';
import { oneLine } from './clean';
import type { ThreatDocument } from './document';
import { counted, countsText, lightOf } from './words';

/** A short text for a terminal: a line per threat, gravest first, what changed, then the counts. */
export function threatConsole(document: ThreatDocument, colour: boolean): string {
  const c = pc.createColors(colour);
  const paint: { readonly [light in Light]: (text: string) => string } = {
    green: c.green,
    amber: c.yellow,
    red: c.red,
    grey: c.dim,
  };
  const width = Math.max(0, ...document.threats.map(({ id }) => id.length));
  const threats = [...document.threats].sort(
    (a, b) =>
      statuses.indexOf(b.status) - statuses.indexOf(a.status) ||
      b.risk.residual.score - a.risk.residual.score,
  );
  const lines = threats.map(
    ({ id, status, title, risk }) =>
      `${oneLine(id).padEnd(width)}  ${paint[lightOf[status]](statusNames[status].padEnd(15))}  risk ${String(risk.inherent.score).padStart(2)} → ${String(risk.residual.score).padStart(2)}  ${oneLine(title, 140)}`,
  );
  const changes = document.changes?.threats.map(
    ({ kind, threat, because }) =>
      `${kind.padEnd(6)}  ${oneLine(threat)}  ${oneLine(because.join(' '), 400)}`,
  );
  const { changes: changed, summary, problems } = document;
  return `${[
    ...lines,
    '',
    ...(changed
      ? [
          c.bold(`Since ${changed.since.slice(0, 10)}`),
          ...(changes?.length ? changes : ['nothing changed']),
          '',
        ]
      : []),
    ...(problems.length > 0
      ? [
          c.bold('What does not fit together'),
          ...problems.map(
            ({ file, where, message }) => `  ${oneLine(`${file ? `${file}, ` : ''}${where}: ${message}`)}`,
          ),
          '',
        ]
      : []),
    `${counted(summary.resources, 'resource')}, ${summary.mapped} in the picture. ${counted(document.threats.length, 'threat')}: ${countsText(summary.threats)}.`,
  ].join('\n')}\n`;
}
