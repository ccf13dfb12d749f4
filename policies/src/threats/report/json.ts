import type { ThreatDocument } from './document';

/** The report as JSON text, in the shape of `schemas/threat-report.schema.json` (`schema` 1), ending in a line break. */
export function threatJson(document: ThreatDocument): string {
  const { schema, edition, ...rest } = document;
  return `${JSON.stringify({ schema, edition, ...rest }, undefined, 2)}\n`;
}
