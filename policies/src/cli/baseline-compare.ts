import { relative, resolve } from 'node:path';
import { accept, type Baseline, type BaselineEntry, type Locate, scopeOf } from '../evaluate/baseline';
import type { Finding } from '../evaluate/finding';
import { idsOf } from '../evaluate/former-ids';
import type { Report } from '../report/summary';
import type { Rule } from '../rule/rule';

/** A baseline that was read, and how it names what is in files. */
export interface BaselineFile {
  readonly file: string;
  readonly baseline: Baseline;
  readonly locate: Locate;
}

/** The findings with those marked that the baseline accepts, and how many of its entries were put right. */
export function compareWithBaseline(
  { baseline, locate }: BaselineFile,
  report: Report,
  rules: readonly Rule[],
): { readonly findings: readonly Finding[]; readonly fixed: number } {
  const { findings, met } = accept(report.findings, baseline, locate);
  const inScope = scopeTest(report, rules, locate);
  const fixed = baseline.entries.filter((entry) => inScope(entry) && !met.has(entry)).length;
  return { findings, fixed };
}

/** Tells whether an entry is about what was looked at: a stack or file that was read, by a rule that ran. */
export function scopeTest(
  { source, resources, notEvaluated }: Report,
  rules: readonly Rule[],
  locate: Locate,
): (entry: BaselineEntry) => boolean {
  const scopes = new Set<string>([
    ...resources.map(({ urn }) => scopeOf(locate(urn))),
    ...notEvaluated.map(({ resource }) => scopeOf(locate(resource))),
    // What is empty by now was looked at as well.
    source.kind === 'preview'
      ? `urn:pulumi:${source.stack}::${source.name}`
      : scopeOf(locate(`${source.name}#`)),
  ]);
  const ids = idsOf(rules);
  return ({ rule, resource }) => ids.has(rule) && scopes.has(scopeOf(resource));
}

/** Names files as seen from the folder of the baseline, so that it holds wherever the command is called. */
export function locatedFrom(folder: string): Locate {
  return (urn) => {
    const end = urn.indexOf('#');
    if (urn.startsWith('urn:') || end < 0) return urn;
    return `${relative(folder, resolve(urn.slice(0, end))).replaceAll('\\', '/')}${urn.slice(end)}`;
  };
}
