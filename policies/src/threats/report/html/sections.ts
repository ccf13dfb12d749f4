import { evidenceKinds } from '../../evidence/kinds';
import type { CalendarEntry, ControlState, LegEncryption } from '../../threat-report';
import {
  consequenceNames,
  type Light,
  phaseNames,
  statuses,
  statusMeanings,
  statusNames,
  strideLetters,
  strideNames,
} from '../../vocabulary';
import type { ThreatDocument } from '../document';
import { type Markup, markup } from '../markup';
import { encryptionMeanings } from '../redact';
import {
  capital,
  controlStateMeanings,
  controlStateNames,
  countsText,
  evidenceName,
  lightNames,
  lightOf,
  listed,
  longDate,
} from '../words';
import { anchor, type Page, statusTag, table, threatLinks } from './parts';

const tag = (light: Light, text: string): Markup => markup`<span class="tag ${light}">${text}</span>`;
const lightTag = (light: Light): Markup => tag(light, lightNames[light]);

/** What each consequence may look like, and which threats lead there. */
export function consequencesPage(document: ThreatDocument): Page {
  return {
    id: 'consequences',
    title: 'What it may lead to',
    body: markup`${document.summary.consequences.map(({ name, light, counts, threats }) => {
      const concerned = document.threats.filter(
        ({ id, status }) => threats.includes(id) && status !== 'not-applicable',
      );
      return markup`<h3 id="leads-to-${name}">${consequenceNames[name]}</h3><p>${lightTag(light)} ${countsText(counts)}</p>${
        concerned.length === 0
          ? markup`<p>No threat of this environment leads there.</p>`
          : table(
              `Threats that may lead to: ${consequenceNames[name].toLowerCase()}`,
              ['Threat', 'What may happen at worst', 'Status', 'Risk today'],
              [...concerned]
                .sort((a, b) => b.risk.residual.score - a.risk.residual.score)
                .flatMap(({ id, title, consequences, status, risk }) =>
                  consequences
                    .filter(({ kind }) => kind === name)
                    .map(({ worstCase }) => [
                      markup`<a href="#${anchor(id)}">${title}</a>`,
                      worstCase,
                      statusTag(status),
                      `${risk.residual.score} (${risk.residual.level})`,
                    ]),
                ),
            )
      }`;
    })}`,
  };
}

const calendarStates: { readonly [state in CalendarEntry['state']]: readonly [Light, string] } = {
  overdue: ['red', 'Overdue'],
  missing: ['amber', 'Never done'],
  'due-soon': ['amber', 'Due soon'],
  done: ['green', 'In time'],
};

/** When what is looked at, and what is late. */
export function calendarPage(document: ThreatDocument): Page {
  const entries = document.calendar;
  const isFull = document.edition === 'restricted';
  return {
    id: 'calendar',
    title: 'Calendar of evaluations',
    body: markup`<p>What people have to look at again, because no automatic check can: tests, drills, reviews, and the ends of permissions.</p>${
      entries.length === 0
        ? markup`<p>Nothing is due.</p>`
        : table(
            'Latest first what is late',
            ['What', 'State', 'Last done', 'Due', ...(isFull ? ['Owner'] : []), 'Threats'],
            entries.map((entry) => {
              const [light, text] = calendarStates[entry.state];
              return [
                entry.title,
                tag(light, text),
                entry.last ? longDate(entry.last) : '–',
                entry.due ? longDate(entry.due) : '–',
                ...(isFull ? [entry.owner ?? '–'] : []),
                threatLinks(entry.threats),
              ];
            }),
          )
    }${
      document.evidence.length > 0 &&
      markup`<h3>Records</h3>${table(
        'Dated records of what was done',
        ['Record', 'Date', 'Valid until', 'Result', ...(isFull ? ['Scope', 'By', 'File'] : [])],
        document.evidence.map((record) => [
          isFull ? `${evidenceName(record.kind)} (${record.id})` : evidenceName(record.kind),
          longDate(record.date),
          markup`${longDate(record.validUntil)} ${record.state === 'valid' ? tag('green', 'Valid') : tag('red', record.state === 'stale' ? 'Too old' : 'Failed')}`,
          record.result.replaceAll('-', ' '),
          ...(isFull
            ? [
                record.scope,
                record.by,
                `${record.artefact.name}, SHA-256 ${record.artefact.sha256.slice(0, 12)}…`,
              ]
            : []),
        ]),
      )}`
    }`,
  };
}

/** From the first drawing to the last day. */
export function lifeCyclePage(document: ThreatDocument): Page {
  return {
    id: 'life-cycle',
    title: 'From design to operations',
    body: table(
      'When in the life of the environment each threat is dealt with',
      ['Phase', 'State', 'Evaluations of this phase', 'Threats'],
      document.lifeCycle.map(({ phase, light, threats, evidence }) => [
        phaseNames[phase],
        lightTag(light),
        listed(evidence.map(evidenceName)),
        threatLinks(threats),
      ]),
    ),
  };
}

const legLights: { readonly [state in LegEncryption]: readonly [Light, string] } = {
  verified: ['green', 'Encrypted, checked'],
  platform: ['green', 'Encrypted by Azure'],
  violated: ['red', 'Not as it must be'],
  none: ['red', 'Not encrypted'],
  waived: ['amber', 'Permitted exception'],
  unknown: ['amber', 'Known after deployment'],
  declared: ['amber', 'Declared, not checked'],
  'not-stated': ['amber', 'Not stated'],
};

/** How data is protected on each leg of its way. */
export function transferPage(document: ThreatDocument): Page {
  const isFull = document.edition === 'restricted';
  const shown = document.transfer.slice(0, 200);
  return {
    id: 'transfer',
    title: 'Transfer, encryption and keys',
    body: markup`<p>Each leg that data takes: where encryption is checked, where somebody only says so, and where nobody has said anything yet.</p>${
      shown.length === 0
        ? markup`<p>No way of data is known: the site file declares none, and the program has no routes.</p>`
        : table(
            'Legs of the transfer',
            ['Leg', 'Encryption', 'What is known', ...(isFull ? ['Protocol', 'Keys', 'Carrier'] : [])],
            shown.map((leg) => {
              const [light, text] = legLights[leg.encryption];
              return [
                leg.plainName,
                tag(light, text),
                isFull ? leg.says : encryptionMeanings[leg.encryption],
                ...(isFull ? [leg.protocol ?? '–', leg.keys ?? '–', leg.carrier ?? '–'] : []),
              ];
            }),
          )
    }${document.transfer.length > shown.length && markup`<p>And ${document.transfer.length - shown.length} more, in the JSON report.</p>`}`,
  };
}

/** Which kind of attack is covered where; holes are marked. */
export function matrixPage(document: ThreatDocument): Page {
  const holes = document.matrix.flatMap(({ plainName, cells }) =>
    cells
      .filter(({ state }) => state === 'empty')
      .map(({ letter }) => `${plainName}: ${strideNames[letter].split(':')[0]}`),
  );
  const explained = document.matrix.flatMap(({ plainName, cells }) =>
    cells.flatMap(({ letter, reason }) => (reason ? [{ plainName, letter, reason }] : [])),
  );
  return {
    id: 'matrix',
    title: 'Kinds of attack for each part',
    body: markup`<p>The six kinds of attack of STRIDE against each kind of part. A number says how many threats of the register cover it, with the worst status. “e” stands for “explained below”, a dashed frame with “?” is a hole that somebody has to look at, and a grey cell does not apply.</p><ul>${strideLetters.map((letter) => markup`<li><strong>${letter}</strong> ${strideNames[letter]}</li>`)}</ul>
<div class="scroll" role="group" aria-label="Kinds of attack for each part" tabindex="0"><table class="matrix"><caption>${holes.length === 0 ? 'No holes' : `${holes.length} ${holes.length === 1 ? 'hole' : 'holes'}`}</caption><thead><tr><th scope="col">Part</th>${strideLetters.map((letter) => markup`<th scope="col"><abbr title="${strideNames[letter]}">${letter}</abbr></th>`)}</tr></thead><tbody>${document.matrix.map(
      (row) =>
        markup`<tr><th scope="row">${row.plainName}</th>${strideLetters.map((letter) => {
          const cell = row.cells.find((other) => other.letter === letter);
          if (!cell) return markup`<td class="none"></td>`;
          if (cell.state === 'empty') return markup`<td class="hole">?</td>`;
          if (cell.state === 'explained') return markup`<td>e</td>`;
          return markup`<td><span class="tag ${lightOf[cell.status]}" title="${cell.threats.join(', ')}: ${statusNames[cell.status]}">${cell.threats.length}</span></td>`;
        })}</tr>`,
    )}</tbody></table></div>
${holes.length > 0 && markup`<h3>Holes</h3><ul>${holes.slice(0, 100).map((hole) => markup`<li>${hole}: no threat covers it, and nobody has said why none is needed.</li>`)}</ul>`}
${explained.length > 0 && markup`<h3>Explained</h3><ul>${explained.map(({ plainName, letter, reason }) => markup`<li>${plainName}, ${strideNames[letter].split(':')[0]}: ${reason}</li>`)}</ul>`}`,
  };
}

const controlStates: readonly ControlState[] = ['covered', 'claimed', 'waived', 'violated', 'not-covered'];
const controlLights: { readonly [state in ControlState]: Light } = {
  covered: 'green',
  claimed: 'amber',
  waived: 'amber',
  violated: 'red',
  'not-covered': 'grey',
};

/** How the controls of each framework stand. */
export function frameworksPage(document: ThreatDocument): Page {
  return {
    id: 'frameworks',
    title: 'Coverage of frameworks',
    body: markup`<p>Controls of published frameworks that a threat, a check or a record of this report works for. It is no audit: a control may ask for more than can be checked here.</p>
${table(
  'Controls by framework',
  ['Framework', ...controlStates.map((state) => capital(controlStateNames[state])), 'Share'],
  document.frameworks.map((framework) => [
    markup`<a href="#framework-${anchor(framework.id)}">${framework.name}</a>`,
    ...controlStates.map((state) => String(framework.counts[state])),
    bar(framework.counts),
  ]),
)}<ul>${controlStates.map((state) => markup`<li><strong>${capital(controlStateNames[state])}:</strong> ${controlStateMeanings[state]}</li>`)}</ul>
${document.frameworks.map(
  (framework) =>
    markup`<details id="framework-${anchor(framework.id)}"><summary>${framework.name}: its ${framework.controls.length} controls</summary>${table(
      framework.name,
      ['Control', 'Title', 'State', ...(document.edition === 'restricted' ? ['Why'] : []), 'Threats'],
      framework.controls.map((control) => [
        control.id.replace(/^[^:]*:/, ''),
        control.title,
        tag(controlLights[control.state], capital(controlStateNames[control.state])),
        ...(document.edition === 'restricted' ? [control.why] : []),
        threatLinks(control.threats),
      ]),
    )}</details>`,
)}`,
  };
}

function bar(counts: { readonly [state in ControlState]: number }): Markup {
  const sum = controlStates.reduce((total, state) => total + counts[state], 0) || 1;
  let at = 0;
  const parts = controlStates.map((state) => {
    const width = (counts[state] / sum) * 100;
    const part = markup`<rect class="${state}" x="${at.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="10"/>`;
    at += width;
    return part;
  });
  return markup`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** What may stay as it is for a while. */
export function exceptionsPage(document: ThreatDocument): Page {
  const isFull = document.edition === 'restricted';
  const states = {
    'in-force': ['amber', 'In force'],
    expired: ['red', 'Expired'],
    unused: ['grey', 'Not needed'],
  } as const;
  return {
    id: 'exceptions',
    title: 'Exceptions and accepted risks',
    body: markup`<p>What may stay as it is for a while. Each has an owner, a reason and an end; where people may be hurt, two people have to agree.</p>${
      document.exceptions.length === 0
        ? markup`<p>There are none.</p>`
        : table(
            'Exceptions and accepted risks',
            ['What', 'State', 'Ends', ...(isFull ? ['Reason', 'Owner', 'Where'] : []), 'Threats'],
            document.exceptions.map((exception) => {
              const [light, text] = states[exception.state];
              return [
                `${exception.kind === 'exemption' ? 'Exemption' : 'Accepted risk'}: ${exception.title}${isFull ? ` (${exception.of})` : ''}`,
                tag(light, text),
                longDate(exception.expires),
                ...(isFull
                  ? [
                      exception.ticket ? `${exception.reason} (${exception.ticket})` : exception.reason,
                      exception.approvedBy
                        ? `${exception.owner}; agreed: ${listed(exception.approvedBy)}`
                        : exception.owner,
                      exception.resources
                        .slice(0, 12)
                        .map(({ name }) => name)
                        .join(', ') || '–',
                    ]
                  : []),
                threatLinks(exception.threats),
              ];
            }),
          )
    }${
      document.problems.length > 0 &&
      markup`<h3>What does not fit together</h3><ul>${document.problems.map(({ file, where, message }) => markup`<li>${file && `${file}, `}${where}: ${message}</li>`)}</ul>`
    }`,
  };
}

/** The words of this report, for readers who know none of them. */
export function glossaryPage(_document: ThreatDocument): Page {
  const words: readonly (readonly [string, string])[] = [
    ['Threat', 'Something that may happen to the environment and do harm, by people or by nature.'],
    ['Check', 'A rule that a program applies to every part of the environment, each time that it changes.'],
    [
      'Record',
      'A dated paper that says what people looked at, who did it and what came out. It is valid for a while only.',
    ],
    ['Boundary', 'A line between parts that trust each other less than what is on one side of it.'],
    [
      'Risk',
      'Likelihood from 1 (rare) to 5 (certain) times impact from 1 (negligible) to 5 (severe): 1 to 25. Low up to 4, medium up to 9, high up to 14, critical from 15.',
    ],
    [
      'STRIDE',
      'Six kinds of attack: spoofing, tampering, repudiation, information disclosure, denial of service, elevation of privilege.',
    ],
    ['TLS', 'The usual way to encrypt data while it travels.'],
    ...[...statuses]
      .reverse()
      .map((status) => [`Status “${statusNames[status]}”`, statusMeanings[status]] as const),
    ...Object.values(evidenceKinds).map(({ name, about }) => [name, about] as const),
  ];
  return {
    id: 'glossary',
    title: 'Words of this report',
    body: table('What the words mean', ['Word', 'Meaning'], words),
  };
}

/** Whom to tell. */
export function concernsPage({ site }: ThreatDocument): Page {
  return {
    id: 'concerns',
    title: 'How to raise a concern',
    body: markup`<p class="says">${site.concerns ?? 'Whoever sees something that does not fit this report should say so: to the owner of the environment, or to the people who answer for security. The site file (threats.yaml) can say here whom to call.'}</p><p>This report is about what may happen and what is done about it. It blames nobody: what is red here is work to do, and telling early is welcome.</p>`,
  };
}
