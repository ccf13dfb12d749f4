import { type Entry, freshEntriesOf } from './entry';
import { fixOf } from './explanation';
import { repositoryPlace } from './repository-path';
import type { Report } from './summary';
import { counted, printable } from './text';

/** How many annotations of one kind GitHub shows of a step. */
const most = 10;

type Kind = 'error' | 'warning' | 'notice';
const kinds: readonly Kind[] = ['error', 'warning', 'notice'];

/**
 * The gravest findings as annotations of a GitHub workflow: what blocks is an error, what else fails a warning, what is
 * unknown a notice. The job summary has the rest.
 */
export function githubReport(report: Report): string {
  const entries = freshEntriesOf(report).filter(({ outcome }) => outcome !== 'exempt' && outcome !== 'pass');
  return kinds
    .flatMap((kind) => {
      const ofKind = entries.filter((entry) => kindOf(entry) === kind);
      const others = ofKind.length - most;
      return [
        ...ofKind.slice(0, most).map((entry) => annotation(kind, entry, report)),
        ...(others > 0 ? [`and ${counted(others, `more ${kind}`)}, see the job summary`] : []),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function kindOf({ blocking, outcome }: Entry): Kind {
  if (blocking) return 'error';
  return outcome === 'unknown' ? 'notice' : 'warning';
}

function annotation(kind: Kind, entry: Entry, report: Report): string {
  const { path, line } = repositoryPlace(entry, report);
  const title = `${entry.rule.id} (${entry.rule.severity})${entry.change === 'new' ? ', new' : ''}`;
  const fix = entry.outcome === 'fail' ? `\nFix: ${fixOf(entry.finding)}` : '';
  const place = `file=${attribute(printable(path))}${line === undefined ? '' : `,line=${line}`}`;
  return `::${kind} ${place},title=${attribute(title)}::${data(`${printable(entry.name)}: ${printable(entry.message, 1000)}${fix}`)}`;
}

/** The text of a command, which ends with its line. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** The value of an attribute of a command. */
const attribute = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
