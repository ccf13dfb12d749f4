import type { AssessedThreat } from '../threat-report';
import { statusNames } from '../vocabulary';
import type { Change, Changes } from './changes';
import { oneLine } from './clean';
import type { ThreatDocument } from './document';
import { mdText } from './md-text';

/** How many threats a line names before it only counts. */
const named = 5;

/** The part about threats, to put behind the Markdown report of a preview; without an earlier report only what is stale. */
export function pullRequestPart({ changes, threats }: ThreatDocument): string {
  const lines = pullRequestLines(changes ?? { since: '', threats: [] }, threats);
  return `\n### Threats\n\n${(changes ? lines : lines.slice(-1)).join('\n')}\n`;
}

/**
 * The three lines about threats for the comment on a pull request: what got worse, what got better, which records are too
 * old. Markdown, one list item each. Pass the changes since the report of the target branch.
 */
export function pullRequestLines(
  changes: Changes,
  threats: readonly Pick<AssessedThreat, 'id' | 'title' | 'status'>[],
): readonly string[] {
  const worse = changes.threats.filter(
    ({ kind, to }) => kind === 'worse' || (kind === 'new' && to === 'violated'),
  );
  const better = changes.threats.filter(({ kind }) => kind === 'better');
  const stale = threats.filter(({ status }) => status === 'stale');
  return [
    line('Threats that got worse', worse.map(changed)),
    line('Threats that got better', better.map(changed)),
    line(
      'Threats whose records are too old',
      stale.map(({ id, title }) => `${mdText(id)} ${mdText(oneLine(title, 120))}`),
    ),
  ];
}

function line(title: string, entries: readonly string[]): string {
  if (entries.length === 0) return `- **${title}:** none`;
  const rest = entries.length - named;
  const more = rest > 0 ? `; and ${rest} more` : '';
  return `- **${title}: ${entries.length}** – ${entries.slice(0, named).join('; ')}${more}`;
}

function changed({ threat, title, from, to, because }: Change): string {
  const states = [from, to].flatMap((status) => (status ? [statusNames[status]] : []));
  const change = states[0] === states[1] ? `${states[0]}, other risk` : states.join(' → ');
  return `${mdText(threat)} ${mdText(oneLine(title, 120))} (${change}): ${mdText(oneLine(because[0], 160))}`;
}
