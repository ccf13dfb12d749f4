import type { ThreatReport } from '../threat-report';
import { documentOf } from './document';

/** Who reads it: everybody in the organisation, or those who may see names and details. */
export const editions = ['organisation', 'restricted'] as const;
export type Edition = (typeof editions)[number];

/** The formats of the report about threats. */
export const threatFormats = [
  'console',
  'json',
  'html',
  'markdown',
  'csv',
  'otm',
  'svg',
  'pull-request',
] as const;
export type ThreatFormat = (typeof threatFormats)[number];

/** What a format may be told beside the report. */
export interface ThreatFormatOptions {
  readonly edition: Edition;
  readonly colour?: boolean;
  /** The parsed text of an earlier JSON report, to say what changed. A FileError tells where it is none. */
  readonly previous?: unknown;
}

/** Writes the report in a format. Each format is loaded when it is asked for. */
export async function threatText(
  report: ThreatReport,
  format: ThreatFormat,
  options: ThreatFormatOptions,
): Promise<string> {
  const document = documentOf(report, options.edition, options.previous);
  switch (format) {
    case 'console':
      return (await import('./console.js')).threatConsole(document, options.colour ?? false);
    case 'json':
      return (await import('./json.js')).threatJson(document);
    case 'html':
      return (await import('./html/page.js')).threatHtml(document);
    case 'markdown':
      return (await import('./markdown.js')).threatMarkdown(document);
    case 'csv':
      return (await import('./csv.js')).threatCsv(document);
    case 'otm':
      return (await import('./otm.js')).threatOtm(document);
    case 'pull-request':
      return (await import('./pull-request.js')).pullRequestPart(document);
    case 'svg':
      return (await import('./diagram/svg.js')).threatSvg(document);
  }
}
