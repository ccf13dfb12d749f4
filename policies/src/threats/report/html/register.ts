import type { AssessedThreat, Reason } from '../../threat-report';
import {
  classNames,
  consequenceNames,
  impactNames,
  likelihoodNames,
  phaseNames,
  stageNames,
  statuses,
  statusNames,
  strideNames,
} from '../../vocabulary';
import type { ThreatDocument } from '../document';
import { type Markup, markup } from '../markup';
import { capital, counted, evidenceName, lightOf, listed, longDate } from '../words';
import { anchor, type Page, statusTag } from './parts';

/** As many resources as a reason names; the JSON report has them all. */
const mostResources = 12;

/** Every threat with what is known about it, and filters. */
export function registerPage(document: ThreatDocument): Page {
  const names = new Map(document.elements.map(({ id, name }) => [id, name]));
  return {
    id: 'register',
    title: 'Register of threats',
    body: markup`<p>Each status comes from checks of this environment and from dated records. A person can lower it, never raise it.</p>
${filters()}${document.threats.map((threat) => card(threat, document, names))}`,
  };
}

function filters(): Markup {
  const choice = (name: string, label: string, names: { readonly [value: string]: string }) =>
    markup`<label>${label}<select name="${name}"><option value="">All</option>${Object.entries(names).map(
      ([value, text]) => markup`<option value="${value}">${capital(text)}</option>`,
    )}</select></label>`;
  const byStatus = Object.fromEntries([...statuses].reverse().map((status) => [status, statusNames[status]]));
  return markup`<form class="filters" hidden aria-label="Filter the threats">${choice('status', 'Status', byStatus)}${choice('class', 'What may happen', classNames)}${choice('stage', 'Where', stageNames)}${choice('consequence', 'Leads to', consequenceNames)}${choice('phase', 'Phase', phaseNames)}<label>Words<input type="search" name="text" autocomplete="off"></label><output></output></form>`;
}

function card(threat: AssessedThreat, document: ThreatDocument, names: ReadonlyMap<string, string>): Markup {
  const { risk } = threat;
  const struck = [...new Set(threat.struck.map((id) => names.get(id) ?? id))];
  return markup`<article class="threat ${lightOf[threat.status]}" id="${anchor(threat.id)}" data-status="${threat.status}" data-class="${threat.class}" data-stage="${threat.stage}" data-consequence="${threat.consequences.map(({ kind }) => kind).join(' ')}" data-phase="${threat.phases.join(' ')}">
<h3><span class="id">${threat.id}</span>${threat.title}</h3>
<p>${statusTag(threat.status)} ${threat.why}</p>
<p class="facts"><span>${classNames[threat.class]}</span><span>${stageNames[threat.stage]}</span><span>Risk ${risk.inherent.score} → ${risk.residual.score} of 25 (${risk.residual.level})</span>${threat.treatment && markup`<span>Decision: ${threat.treatment}</span>`}${threat.owner && markup`<span>Owner: ${threat.owner}</span>`}${threat.review && markup`<span>Next review: ${longDate(threat.review)}</span>`}</p>
<h4 hidden>What is done</h4><ul class="measures" aria-label="What is done about ${threat.id}">${threat.measures.map(
    ({ text, status }) => markup`<li>${statusTag(status)}<span>${text}</span></li>`,
  )}</ul>
${threat.accepted && markup`<p>${threat.accepted.valid ? 'What remains is accepted' : 'What remained was accepted'} until ${longDate(threat.accepted.expires)}${document.edition === 'restricted' && ` by ${listed(threat.accepted.approvedBy)}: ${threat.accepted.reason}`}.</p>`}
${threat.lowered && markup`<p>A person lowered it from ${statusNames[threat.lowered.from]}${document.edition === 'restricted' && `: ${threat.lowered.reason}`}.</p>`}
<details><summary>Who, what, and why this status<span class="id"> (${threat.id})</span></summary><dl>
<dt>Who or what</dt><dd>${threat.actor}</dd><dt>At stake</dt><dd>${threat.asset}</dd>
<dt>What it may lead to</dt><dd>${threat.consequences.map(({ kind, worstCase }) => markup`<strong>${consequenceNames[kind]}:</strong> ${worstCase}<br>`)}</dd>
<dt>Kind of attack</dt><dd>${threat.stride.map((letter) => markup`${strideNames[letter]}<br>`)}</dd>
<dt>Likelihood</dt><dd>${threat.risk.inherent.likelihood} of 5, ${likelihoodNames[threat.risk.inherent.likelihood - 1]}: ${threat.likelihood.reason}</dd>
<dt>Impact</dt><dd>${threat.risk.inherent.impact} of 5, ${impactNames[threat.risk.inherent.impact - 1]}: ${threat.impact.reason}</dd>
<dt>The sum</dt><dd>${risk.steps.map((step) => markup`${step}<br>`)}</dd>
<dt>Why this status</dt><dd>${threat.reasons.length === 0 ? 'No check and no record speaks about it.' : markup`<ul>${threat.reasons.map((reason) => reasonText(reason, document))}</ul>`}</dd>
${threat.missing.length > 0 && markup`<dt>Would show more</dt><dd>${listed(threat.missing.map(evidenceName))}</dd>`}
<dt>Strikes</dt><dd>${struck.length === 0 ? 'Nothing of this environment' : struck.length > 12 ? `${struck.slice(0, 12).join(', ')} and ${struck.length - 12} more` : listed(struck)}</dd>
<dt>Phases</dt><dd>${listed(threat.phases.map((phase) => phaseNames[phase]))}</dd>
<dt>Frameworks</dt><dd>${threat.controls.join(', ')}</dd>
</dl></details></article>`;
}

const ruleStates = {
  passed: 'holds',
  failed: 'does not hold',
  unknown: 'can be decided only after deployment',
  waived: 'does not hold, with written permission',
  error: 'could not run',
  'not-used': 'has nothing to look at',
} as const;

const recordStates = {
  valid: 'valid',
  failed: 'says that it failed',
  stale: 'too old',
  missing: 'missing',
} as const;

function reasonText(reason: Reason, { edition }: ThreatDocument): Markup {
  switch (reason.kind) {
    case 'rule':
      return edition === 'organisation' ? markup`<li>${reason.title}.</li>` : ruleText(reason);
    case 'check':
      return markup`<li>${reason.text}</li>`;
    case 'evidence':
      return markup`<li>${evidenceName(reason.evidence)}: ${recordStates[reason.state]}${reason.date && `, of ${longDate(reason.date)}`}${reason.validUntil && `, valid until ${longDate(reason.validUntil)}`}${reason.record && ` (${reason.record})`}.</li>`;
    case 'person':
      return markup`<li>${reason.text}</li>`;
  }
}

function ruleText(reason: Extract<Reason, { kind: 'rule' }>): Markup {
  const { counts, resources } = reason;
  const rest = resources.length - mostResources;
  const isRight = reason.state === 'passed' || reason.state === 'not-used';
  return markup`<li>${reason.title} (<code>${reason.rule}</code>${reason.required ? '' : ', not required'}): ${ruleStates[reason.state]}; ${counted(counts.passed, 'resource')} right, ${counts.failed} wrong, ${counts.unknown} undecided, ${counts.waived} exempt.${
    resources.length > 0 &&
    markup` <span>${resources
      .slice(0, mostResources)
      .map(({ name }) => name)
      .join(', ')}${rest > 0 && ` and ${rest} more`}.</span>`
  }${!isRight && markup` To do: ${reason.fix}`}${!isRight && reason.docs && markup` <a href="${/^https:\/\//.test(reason.docs) ? reason.docs : '#register'}" rel="noreferrer">Documentation</a>`}</li>`;
}
