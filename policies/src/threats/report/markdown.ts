import {
  classNames,
  consequenceNames,
  phaseNames,
  stageNames,
  statuses,
  statusMeanings,
  statusNames,
  strideLetters,
} from '../vocabulary';
import type { ThreatDocument } from './document';
import { checked, headline } from './html/summary';
import { mdText } from './md-text';
import { pullRequestLines } from './pull-request';
import { encryptionMeanings } from './redact';
import { capital, controlStateNames, countsText, evidenceName, lightNames, longDate } from './words';

/** The report as Markdown, in the order of the page. */
export function threatMarkdown(document: ThreatDocument): string {
  const { site, source, summary, changes } = document;
  const isFull = document.edition === 'restricted';
  const lines = [
    `# Where the threats are: ${mdText(site.name ?? source.name)}`,
    ...(site.description ? ['', mdText(site.description)] : []),
    '',
    `As of ${longDate(document.created)}. ${isFull ? 'Restricted edition: names resources and people.' : 'Edition for the whole organisation.'}`,
    heading('At a glance'),
    headline(document),
    '',
    ...table(
      ['What may happen or follow', 'State', 'Threats'],
      [
        ...summary.classes.map(({ name, light, counts }) => [
          classNames[name],
          lightNames[light],
          countsText(counts),
        ]),
        ...summary.consequences.map(({ name, light, counts }) => [
          consequenceNames[name],
          lightNames[light],
          countsText(counts),
        ]),
      ],
    ),
    ...(changes
      ? ['', `Since ${longDate(changes.since)}:`, '', ...pullRequestLines(changes, document.threats)]
      : []),
    '',
    checked(document),
    heading('The parts'),
    ...table(
      ['Part', 'Where', 'Status', 'Threats'],
      document.elements.map(({ name, stage, status, threats }) => [
        name,
        stageNames[stage],
        statusNames[status],
        threats.join(', '),
      ]),
    ),
    '',
    ...table(
      ['Way of data', 'Status', 'Threats'],
      document.flows.map(({ name, status, threats }) => [name, statusNames[status], threats.join(', ')]),
    ),
    heading('Register of threats'),
    ...table(
      ['Id', 'Threat', 'Status', 'Why', 'Risk'],
      document.threats.map(({ id, title, status, why, risk }) => [
        id,
        title,
        statusNames[status],
        why,
        `${risk.inherent.score} → ${risk.residual.score}`,
      ]),
    ),
    heading('What it may lead to'),
    ...table(
      ['Consequence', 'Threat', 'At worst'],
      document.summary.consequences.flatMap(({ name }) =>
        document.threats
          .filter(({ status }) => status !== 'not-applicable')
          .flatMap(({ id, consequences }) =>
            consequences
              .filter(({ kind }) => kind === name)
              .map(({ worstCase }) => [consequenceNames[name], id, worstCase]),
          ),
      ),
    ),
    heading('Calendar of evaluations'),
    ...table(
      ['What', 'State', 'Last', 'Due', ...(isFull ? ['Owner'] : [])],
      document.calendar.map(({ title, state, last, due, owner }) => [
        title,
        state,
        last ?? '–',
        due ?? '–',
        ...(isFull ? [owner ?? '–'] : []),
      ]),
    ),
    heading('From design to operations'),
    ...table(
      ['Phase', 'State', 'Evaluations', 'Threats'],
      document.lifeCycle.map(({ phase, light, evidence, threats }) => [
        phaseNames[phase],
        lightNames[light],
        evidence.map(evidenceName).join(', '),
        threats.join(', '),
      ]),
    ),
    heading('Transfer, encryption and keys'),
    ...table(
      ['Leg', 'Encryption', 'What is known', ...(isFull ? ['Keys', 'Carrier'] : [])],
      document.transfer.map(({ plainName, encryption, says, keys, carrier }) => [
        plainName,
        encryption,
        isFull ? says : encryptionMeanings[encryption],
        ...(isFull ? [keys ?? '–', carrier ?? '–'] : []),
      ]),
    ),
    heading('Kinds of attack for each part'),
    'Numbers count threats; `e` is explained, `?` is a hole, nothing does not apply.',
    '',
    ...table(
      ['Part', ...strideLetters],
      document.matrix.map(({ plainName, cells }) => [
        plainName,
        ...strideLetters.map((letter) => {
          const cell = cells.find((other) => other.letter === letter);
          if (!cell) return '';
          return cell.state === 'covered' ? String(cell.threats.length) : cell.state === 'empty' ? '?' : 'e';
        }),
      ]),
    ),
    heading('Coverage of frameworks'),
    ...table(
      [
        'Framework',
        ...(['covered', 'claimed', 'waived', 'violated', 'not-covered'] as const).map((state) =>
          capital(controlStateNames[state]),
        ),
      ],
      document.frameworks.map(({ name, counts }) => [
        name,
        ...[counts.covered, counts.claimed, counts.waived, counts.violated, counts['not-covered']].map(
          String,
        ),
      ]),
    ),
    heading('Exceptions and accepted risks'),
    ...table(
      ['What', 'State', 'Ends', ...(isFull ? ['Owner', 'Reason'] : [])],
      document.exceptions.map(({ title, state, expires, owner, reason }) => [
        title,
        state,
        expires,
        ...(isFull ? [owner, reason] : []),
      ]),
    ),
    heading('Words of this report'),
    ...[...statuses]
      .reverse()
      .map((status) => `- **${capital(statusNames[status])}:** ${statusMeanings[status]}`),
    heading('How to raise a concern'),
    mdText(
      site.concerns ??
        'Tell the owner of the environment, or the people who answer for security. Nobody is blamed for telling.',
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const heading = (title: string): string => `\n## ${title}\n`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return ['None.'];
  return [
    `| ${heads.join(' | ')} |`,
    `| ${heads.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(mdText).join(' | ')} |`),
  ];
}
