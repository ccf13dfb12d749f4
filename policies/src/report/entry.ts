import { type Finding, fingerprint, type Outcome, placeOf } from '../evaluate/finding';
import type { Place } from '../resources/resource';
import type { Rule } from '../rule/rule';
import { isBlocking, type Report, shownFindings } from './summary';
import { bounded, printable } from './text';

/** One finding as every format shows it. No text is longer than a report can bear; each format makes them harmless itself. */
export interface Entry {
  readonly finding: Finding;
  readonly rule: Rule;
  readonly level: Finding['level'];
  readonly outcome: Outcome;
  readonly blocking: boolean;
  readonly name: string;
  readonly urn: string;
  readonly type: string;
  readonly token: string;
  readonly property: string;
  readonly message: string;
  /** Where to look, as the source knows it. */
  readonly place?: Place;
  /** Whether an earlier report has it, for what is neither passed nor exempt. */
  readonly change?: 'new' | 'unchanged';
  readonly exemption?: { readonly reason: string; readonly owner: string; readonly expires: string };
}

const made = new WeakMap<Report, { [shown in 'some' | 'all']?: readonly Entry[] }>();

/** What a report shows, gravest first; with `all` what passed as well. Made once for all formats. */
export function entriesOf(report: Report, all = false): readonly Entry[] {
  const known = made.get(report) ?? {};
  made.set(report, known);
  const which = all ? 'all' : 'some';
  known[which] ??= shownFindings(report, all).map((finding) => entryOf(finding, report));
  return known[which];
}

/** The same without what the baseline accepts: for readers who want to know what is new. */
export function freshEntriesOf(report: Report): readonly Entry[] {
  const entries = entriesOf(report);
  return report.baseline ? entries.filter(({ finding }) => finding.accepted === undefined) : entries;
}

/** Who accepted a finding into the baseline, and when, as a sentence without its end; undefined where nobody did. */
export function inBaseline({ finding: { accepted } }: Entry): string | undefined {
  return accepted && `In the baseline since ${printable(accepted.accepted)} (${printable(accepted.by)})`;
}

function entryOf(finding: Finding, report: Report): Entry {
  const { rule, level, outcome, resource, exemption } = finding;
  const place = placeOf(finding);
  const change = changeOf(finding, report);
  return {
    finding,
    rule,
    level,
    outcome,
    blocking: isBlocking(finding, report.gate),
    name: bounded(resource.name),
    urn: bounded(resource.urn),
    type: bounded(resource.type),
    token: bounded(resource.token),
    property: bounded(finding.property),
    message: bounded(finding.message),
    ...(place ? { place: { file: bounded(place.file), line: place.line } } : {}),
    ...(change ? { change } : {}),
    ...(exemption
      ? {
          exemption: {
            reason: bounded(exemption.reason),
            owner: bounded(exemption.owner),
            expires: exemption.expires,
          },
        }
      : {}),
  };
}

/** Whether the finding asks for something: it is neither passed nor exempt. */
export const isOpen = ({ outcome }: { readonly outcome: string }): boolean =>
  outcome === 'fail' || outcome === 'error' || outcome === 'unknown';

function changeOf(finding: Finding, { change }: Report): Entry['change'] {
  if (change === undefined || !isOpen(finding)) return undefined;
  return change.new.has(finding) ? 'new' : 'unchanged';
}

const prints = new WeakMap<Finding, string>();

/** The fingerprint of an entry, computed once. */
export function printOf({ finding }: Pick<Entry, 'finding'>): string {
  let print = prints.get(finding);
  if (print === undefined) {
    print = fingerprint(finding);
    prints.set(finding, print);
  }
  return print;
}

/** What groups entries by a key, in the order in which the keys first come. */
export function grouped(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
): readonly (readonly [Entry, ...Entry[]])[] {
  const groups = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()];
}
