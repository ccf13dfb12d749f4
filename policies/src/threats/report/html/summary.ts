import type { Lighted } from '../../threat-report';
import { classNames, consequenceNames, statusNames } from '../../vocabulary';
import type { Change } from '../changes';
import type { ThreatDocument } from '../document';
import { type Markup, markup } from '../markup';
import { counted, countsText, lightNames, longDate } from '../words';
import { anchor, type Page, statusTag } from './parts';

/** One page that everybody reads: the lights, the gravest, and what changed. */
export function summaryPage(document: ThreatDocument): Page {
  const { summary } = document;
  return {
    id: 'summary',
    title: 'At a glance',
    body: markup`<p class="says">${headline(document)}</p>
<h3>By what may happen</h3>${lights(summary.classes, classNames)}
<h3>By what it may lead to</h3>${lights(summary.consequences, consequenceNames)}
<h3>The gravest that are not dealt with</h3>${worst(document)}
<h3>What changed</h3>${changed(document)}
<p class="lead">${checked(document)}</p>`,
  };
}

/** The whole report in two sentences. */
export function headline({ summary, threats }: ThreatDocument): string {
  if (summary.resources === 0 && threats.every(({ status }) => status === 'not-applicable'))
    return 'This environment has no resources, so there is nothing that a threat could strike.';
  const concerned = threats.length - summary.threats['not-applicable'];
  const red = summary.threats.violated + summary.threats.stale;
  const proved = summary.threats.verified;
  return `${counted(concerned, 'threat concerns', 'threats concern')} this environment. ${proved} ${proved === 1 ? 'is' : 'are'} proved to be dealt with; ${red} ${red === 1 ? 'needs' : 'need'} action; for the other ${concerned - red - proved} the proof is not complete.`;
}

/** What the numbers rest on. */
export function checked({ summary }: ThreatDocument): string {
  const { rules } = summary;
  return `${counted(summary.resources, 'resource')} read, ${summary.mapped} of them in the picture. Of the checks, ${rules.passed} hold, ${rules.failed} do not, ${rules.unknown} can be decided only after deployment, ${rules.waived} have written permission and ${rules.notUsed} have nothing to look at.`;
}

function lights<Name extends string>(
  groups: readonly Lighted<Name>[],
  names: { readonly [name in Name]: string },
): Markup {
  return markup`<ul class="lights">${groups.map(
    ({ name, light, counts }) =>
      markup`<li class="light ${light}"><strong>${names[name]}</strong><span class="tone">${lightNames[light]}</span><small>${countsText(counts)}</small></li>`,
  )}</ul>`;
}

function worst({ summary, threats }: ThreatDocument): Markup {
  const found = summary.worst.flatMap((id) => threats.filter((threat) => threat.id === id));
  if (found.length === 0)
    return markup`<p>None: everything that concerns this environment is dealt with.</p>`;
  return markup`<ol class="worst">${found.map(
    ({ id, title, status, why, risk }) =>
      markup`<li><a href="#${anchor(id)}">${title}</a> ${statusTag(status)}<br>${why} Remaining risk ${risk.residual.score} of 25 (${risk.residual.level}).</li>`,
  )}</ol>`;
}

const kindNames: { readonly [kind in Change['kind']]: string } = {
  worse: 'Worse',
  new: 'New',
  better: 'Better',
  gone: 'No longer in the register',
};

function changed({ changes }: ThreatDocument): Markup {
  if (!changes) return markup`<p>This is the first report, or no earlier one was given to compare with.</p>`;
  if (changes.threats.length === 0) return markup`<p>Nothing since ${longDate(changes.since)}.</p>`;
  const count = (kind: Change['kind']) => changes.threats.filter((change) => change.kind === kind).length;
  return markup`<p>Since ${longDate(changes.since)}: ${count('worse')} worse, ${count('new')} new, ${count('better')} better.</p><ul>${changes.threats.map(
    ({ kind, threat, title, from, to, because }) =>
      markup`<li><strong>${kindNames[kind]}:</strong> ${kind === 'gone' ? title : markup`<a href="#${anchor(threat)}">${title}</a>`}${from && to && from !== to && ` (${statusNames[from]} → ${statusNames[to]})`}. ${because.join(' ')}</li>`,
  )}</ul>`;
}
