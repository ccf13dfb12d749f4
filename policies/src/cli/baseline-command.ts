import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type Acceptance,
  type Baseline,
  type BaselineEntry,
  entriesFor,
  refusal,
  update,
} from '../evaluate/baseline';
import { isGuardRule } from '../evaluate/guard-rules';
import { printable } from '../report/text';
import { locatedFrom, scopeTest } from './baseline-compare';
import { baselineText, readBaseline } from './baseline-file';
import { type JudgedTargets, judgeTargets, type TargetOptions } from './judge-targets';
import { checkWritable, deliver } from './output';
import { UsageError } from './usage-error';
import { whoAmI } from './who-am-i';

/** The options of `iiot-guard baseline create`, `update` and `prune`. */
export interface BaselineOptions extends TargetOptions {
  readonly by?: string;
  readonly shrinkOnly?: boolean;
  readonly dryRun?: boolean;
}

const usualFile = 'iiot-guard.baseline.json';

/** Makes or changes a baseline by what is found today, says what it did, and gives the exit code. */
export async function changeBaseline(
  how: 'create' | 'update' | 'prune',
  targets: readonly string[],
  options: BaselineOptions,
): Promise<number> {
  const { baseline: file = usualFile, ...others } = options;
  const old = how === 'create' ? noBaseline(file, options) : readBaseline(file).baseline;
  checkWritable(file);
  const judged = await judgeTargets(targets, withoutBaseline(others));
  const locate = locatedFrom(resolve(dirname(file)));
  // What is unknown and does not block needs nobody to accept it.
  const findings = judged.report.findings.filter(
    ({ outcome }) => outcome !== 'unknown' || options.unknown === 'fail',
  );
  const found = entriesFor(findings, locate, acceptance(options));
  const inScope = scopeOfAll(judged, locate);
  const mayGrow = how === 'create' || (how === 'update' && options.shrinkOnly !== true);
  // One that only shrinks has to begin with something.
  const from = how === 'create' ? { ...old, shrinkOnly: false } : old;
  const change = update(from, found, inScope, mayGrow);
  const baseline: Baseline = { ...change.baseline, shrinkOnly: old.shrinkOnly };
  const keeps = options.dryRun === true;
  if (!keeps) deliver(baselineText(baseline), { file });
  process.stdout.write(told(how, file, baseline, change, judged, keeps));
  if (how === 'update' && change.refused.length > 0) return 1;
  return keeps && change.removed.length > 0 ? 1 : 0;
}

/** Findings are looked at as they are, whatever a baseline says; the part for the stack must not bring it back. */
function withoutBaseline(options: Omit<BaselineOptions, 'baseline'>): TargetOptions {
  const { perStack = {} } = options;
  const stacks = Object.entries(perStack).map(([stack, { baseline: _, ...others }]) => [stack, others]);
  return { ...options, perStack: Object.fromEntries(stacks) };
}

function noBaseline(file: string, { shrinkOnly = false }: BaselineOptions): Baseline {
  if (existsSync(file))
    throw new UsageError(
      `${file}: is there already.\n  Change it with \`iiot-guard baseline update\`, or remove it first.`,
    );
  return { schema: 1, shrinkOnly, entries: [] };
}

function acceptance({ by }: BaselineOptions): Acceptance {
  return { accepted: new Date().toISOString().slice(0, 10), by: by ?? whoAmI() };
}

function scopeOfAll({ parts }: JudgedTargets, locate: (urn: string) => string) {
  const tests = parts.map(({ report, prepared }) => scopeTest(report, prepared.rules, locate));
  return (entry: BaselineEntry) => tests.some((test) => test(entry));
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? 'y' : 'ies'}`;

function told(
  how: string,
  file: string,
  { entries, shrinkOnly }: Baseline,
  { added, removed, refused }: ReturnType<typeof update>,
  { report }: JudgedTargets,
  keeps: boolean,
): string {
  const left = report.findings.filter(
    (finding) =>
      (finding.outcome === 'fail' || finding.outcome === 'error') &&
      !isGuardRule(finding.rule) &&
      refusal(finding) !== undefined,
  );
  const lines = [
    `${file}: ${counted(entries.length, 'entr')}${shrinkOnly ? ', only ever fewer' : ''}${keeps ? ' would be left' : ''}.`,
    ...listed(keeps ? 'Would take out' : 'Taken out, put right', removed),
    ...(how === 'create' ? [] : listed('Put in', added)),
    ...(how === 'update' ? listed('New, and not put in', refused) : []),
    ...(left.length > 0
      ? [
          `Not accepted (${left.length}): ${[...new Set(left.map((one) => `${one.rule.id}, ${refusal(one)}`))].join('; ')}.`,
        ]
      : []),
    ...(how === 'create'
      ? [`Use it with --baseline ${file}, or \`baseline: ${file}\` in iiot-guard.config.yaml.`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const many = 20;

function listed(what: string, entries: readonly BaselineEntry[]): readonly string[] {
  if (entries.length === 0) return [];
  const rest = entries.length > many ? [`  and ${entries.length - many} more`] : [];
  return [
    `${what} (${entries.length}):`,
    ...entries.slice(0, many).map((entry) => `  ${line(entry)}`),
    ...rest,
  ];
}

const line = ({ rule, resource, property, count }: BaselineEntry): string =>
  printable(
    `${rule}  ${resource}${property === '' ? '' : `  ${property}`}${count ? `  (${count} times)` : ''}`,
  );

/** The text of `iiot-guard baseline show`. */
export function showBaseline(file: string, json: boolean): string {
  const { baseline } = readBaseline(file);
  if (json) return `${JSON.stringify(baseline, undefined, 2)}\n`;
  const { entries, shrinkOnly } = baseline;
  const days = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const key = `${entry.accepted}  ${entry.by}`;
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  const groups = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `${file}: ${counted(entries.length, 'entr')}${shrinkOnly ? ', only ever fewer' : ''}.`,
    ...groups.flatMap(([key, same]) => ['', printable(key), ...same.map((entry) => `  ${line(entry)}`)]),
    '',
  ].join('\n');
}
