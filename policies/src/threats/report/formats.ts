import type { ThreatReport } from '../threat-report';

/** Who reads it: everybody in the organisation, or those who may see names and details. */
export const editions = ['organisation', 'restricted'] as const;
export type Edition = (typeof editions)[number];

/** The formats of the report about threats. */
export const threatFormats = ['console', 'json'] as const;
export type ThreatFormat = (typeof threatFormats)[number];

/** What a format may be told beside the report. */
export interface ThreatFormatOptions {
  readonly edition: Edition;
  readonly colour?: boolean;
  /** The parsed text of an earlier JSON report, to say what changed. Checked by the format. */
  readonly previous?: unknown;
}

/** Writes the report in a format. Each format is loaded when it is asked for. */
export async function threatText(
  report: ThreatReport,
  format: ThreatFormat,
  options: ThreatFormatOptions,
): Promise<string> {
  switch (format) {
    case 'console':
      return (await import('./console.js')).threatConsole(report, options);
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
  }
}
