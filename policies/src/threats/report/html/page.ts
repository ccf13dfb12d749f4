import { createHash } from 'node:crypto';
import { oneLine } from '../clean';
import { diagramOf } from '../diagram/svg';
import type { ThreatDocument } from '../document';
import { Markup, markup } from '../markup';
import { longDate } from '../words';
import type { Page } from './parts';
import { picturePage } from './picture';
import { registerPage } from './register';
import { pageScript } from './script';
import {
  calendarPage,
  concernsPage,
  consequencesPage,
  exceptionsPage,
  frameworksPage,
  glossaryPage,
  lifeCyclePage,
  matrixPage,
  transferPage,
} from './sections';
import { pageStyle } from './style';
import { summaryPage } from './summary';

/** The whole report as one HTML file that loads nothing from anywhere. */
export async function threatHtml(document: ThreatDocument): Promise<string> {
  const [wide, narrow] = [await diagramOf(document, 'wide'), await diagramOf(document, 'narrow')];
  const pages: readonly Page[] = [
    summaryPage(document),
    picturePage(document, wide, narrow),
    registerPage(document),
    consequencesPage(document),
    calendarPage(document),
    lifeCyclePage(document),
    transferPage(document),
    matrixPage(document),
    frameworksPage(document),
    exceptionsPage(document),
    glossaryPage(document),
    concernsPage(document),
  ];
  const title = oneLine(`Where the threats are: ${document.site.name ?? document.source.name}`, 120);
  return htmlPage(title, heading(document, title), pages, footer(document));
}

/** A page around sections, with a list of them. Scripts and styles of others cannot run: their digests are named. */
export function htmlPage(title: string, head: Markup, pages: readonly Page[], foot: Markup): string {
  const policy = `default-src 'none'; style-src '${digest(pageStyle)}'; script-src '${digest(pageScript)}'; base-uri 'none'; form-action 'none'`;
  return `${
    markup`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${new Markup(pageStyle)}</style></head>
<body><a class="skip" href="#main">Skip to the report</a>${head}
<nav class="pages" aria-label="Pages of the report"><ul tabindex="0">${pages.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main">${pages.map(({ id, title, body }) => markup`<section class="page" id="${id}" aria-labelledby="${id}-head"><h2 id="${id}-head">${title}</h2>${body}</section>\n`)}</main>
${foot}<script>${new Markup(pageScript)}</script></body></html>`.text
  }\n`;
}

function heading(document: ThreatDocument, title: string): Markup {
  const { edition, site, source, profile } = document;
  return markup`<header class="top"><h1>${title}</h1>${site.description && markup`<p class="lead">${site.description}</p>`}<p class="lead">As of ${longDate(document.created)}${edition === 'restricted' && `, ${source.kind} of ${source.name}${source.stack ? `, stack ${source.stack}` : ''}, profile ${profile}`}</p><p><span class="edition">${edition === 'organisation' ? 'Edition for the whole organisation: no names, no technical detail' : 'Restricted edition: names resources and people, do not pass on'}</span></p></header>`;
}

function footer({ tool, created }: ThreatDocument): Markup {
  return markup`<footer><p>Written by ${tool.name} ${tool.version} on ${created.slice(0, 16).replace('T', ' ')} UTC from the program itself, its checks and dated records.</p></footer>`;
}

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
