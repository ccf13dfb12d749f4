import type { PolicyConfig } from '../evaluate/settings';
import { type Earlier, type EarlierFinding, earlierFrom } from '../report/change';
import { isObject, type Properties, type Value } from '../resources/value';
import type { Rule } from '../rule/rule';
import { parseJson } from '../sources/files/parse-json';
import { readTextFile } from '../sources/files/read-file';
import { readSource } from '../sources/files/read-source';
import { type JudgingOptions, type JudgingTerms, judge } from './judging';
import { UsageError } from './usage-error';

/**
 * What `--against` names: a JSON report of before, or a state or template that is judged now by the same rules.
 * Throws a UsageError.
 */
export function earlierOf(
  options: JudgingTerms & Pick<JudgingOptions, 'against' | 'failOnNew'>,
  rules: readonly Rule[],
  config: PolicyConfig,
): Earlier | undefined {
  const { against, failOnNew } = options;
  if (against === undefined) {
    if (failOnNew)
      throw new UsageError(
        '--fail-on-new needs something to compare with.\n  Name a report or a state of before: --against report.json',
      );
    return undefined;
  }
  if (against === '-')
    throw new UsageError(
      '--against takes a file, not standard input.\n  Write what is compared with to a file.',
    );
  return readable(against, () => {
    const json = parseJson(readTextFile(against), against);
    if (isObject(json) && 'schema' in json && 'findings' in json) return ofReport(json, against);
    const { kind, registered, resources, notEvaluated } = readSource(against);
    const read = { source: { kind, name: against }, registered, resources, notEvaluated };
    return earlierFrom(against, judge(read, rules, config, options));
  });
}

function readable(file: string, read: () => Earlier): Earlier {
  try {
    return read();
  } catch (fault) {
    if (!(fault instanceof Error) || fault.name !== 'FileError') throw fault;
    const [what = ''] = fault.message.split('\n');
    throw new UsageError(
      `--against ${what}\n  Name a report (written with --format json=${file}) or a state export of before.`,
    );
  }
}

function ofReport(json: Properties, file: string): Earlier {
  const { schema, findings } = json;
  if (schema !== 1)
    throw new UsageError(
      `--against ${file}: is a report of schema ${typeof schema === 'number' ? schema : 'unknown'}; 1 is understood.\n  Write it again with this version, or update iiot-guard.`,
    );
  const read = Array.isArray(findings) ? (findings as readonly Value[]).map(findingOf) : [undefined];
  const broken = read.indexOf(undefined);
  if (broken >= 0)
    throw new UsageError(
      `--against ${file}: is no whole report: finding ${broken + 1} lacks its rule, outcome, resource or fingerprint.\n  Write it again with --format json=${file}.`,
    );
  return { name: file, findings: read.filter((finding) => finding !== undefined) };
}

function findingOf(value: Value): EarlierFinding | undefined {
  if (!isObject(value) || !isObject(value.resource)) return undefined;
  const { rule, outcome, fingerprint, property } = value;
  const { name } = value.resource;
  if (typeof rule !== 'string' || typeof outcome !== 'string') return undefined;
  if (typeof fingerprint !== 'string' || typeof name !== 'string') return undefined;
  return {
    rule,
    outcome,
    fingerprint,
    resource: name,
    property: typeof property === 'string' ? property : '',
  };
}
