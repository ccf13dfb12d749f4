import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { evaluate } from '../evaluate/evaluate';
import { type PolicyConfig, settingsUnder } from '../evaluate/policy-config';
import { consoleReport } from '../report/console';
import { jsonReport } from '../report/json';
import { isBlocking, type Report } from '../report/summary';
import { normalise, withoutRules } from '../resources/normalise';
import { type Rule, type Severity, targets } from '../rule/rule';
import type { Profile } from '../rule/settings';
import { catalogue } from '../rules/catalogue';
import { type PreviewResult, preview } from '../sources/preview/preview';
import { readProject } from '../sources/preview/project';
import { readStack } from '../sources/preview/stack-config';
import { deliver, destinations } from './output';
import { readPolicyConfig } from './policy-config-file';
import { progress } from './progress';
import { selectRules } from './select';
import { Stopped } from './usage-error';

/** The options of `iiot-guard preview`, as commander gives them. */
export interface PreviewCommandOptions {
  readonly stack?: string;
  readonly profile: Profile;
  readonly policyConfig?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn?: Severity | 'never';
  readonly unknown: 'ignore' | 'warn' | 'fail';
  readonly format: readonly string[];
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/**
 * Previews a program offline, checks it and writes the reports. Gives the exit code: 0 or 1.
 * Everything the caller may have wrong is checked before the program runs. Throws UsageError or PreviewError.
 */
export async function previewCommand(directory: string, options: PreviewCommandOptions): Promise<number> {
  const targetsOfReports = destinations(options.format);
  const rules = selectRules(catalogue, options.only, options.skip);
  const project = readProject(directory);
  const stack = readStack(project, options.stack).name;
  const configFile = options.policyConfig ?? besideStack(project.stackDirectory, stack);
  const config = configFile === undefined ? {} : readPolicyConfig(configFile, catalogue);

  const result = await run(directory, stack, options.quiet ?? false);
  const report = judge(result, rules, config, options);
  for (const destination of targetsOfReports) {
    const text =
      destination.format === 'json'
        ? jsonReport(report, options.all)
        : consoleReport(report, {
            colour: wantsColour(options.color, destination.file),
            ...(options.all ? { all: true } : {}),
            ...(options.quiet ? { quiet: true } : {}),
          });
    deliver(text, destination);
  }
  return report.findings.some((finding) => isBlocking(finding, report.gate)) ? 1 : 0;
}

function besideStack(stackDirectory: string, stack: string): string | undefined {
  const file = join(stackDirectory, `${stack}.policy.json`);
  return existsSync(file) ? relative(process.cwd(), file) : undefined;
}

async function run(directory: string, stack: string, quiet: boolean): Promise<PreviewResult> {
  const stop = new AbortController();
  const interrupted = (signal: NodeJS.Signals) => stop.abort(new Stopped(signal));
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const told = progress(quiet, `Running ${basename(resolve(directory))}, stack ${stack}, offline`);
  try {
    return await preview({
      directory,
      stack,
      signal: stop.signal,
      onProgress: told.resources,
      onProgramOutput: told.output,
    });
  } finally {
    told.stop();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

function judge(
  result: PreviewResult,
  rules: readonly Rule[],
  config: PolicyConfig,
  options: PreviewCommandOptions,
): Report {
  const normalised = result.resources.map(normalise);
  const resources = normalised.flatMap((one) => one.resources);
  const looked = rules.flatMap((rule) => [...targets(rule), ...('relates' in rule ? rule.relates : [])]);
  const evaluated = new Set(looked.map((type) => type.toLowerCase()));
  const notEvaluated = [
    ...result.notEvaluated,
    ...normalised.flatMap((one) => one.notEvaluated),
    ...resources.filter((resource) => !evaluated.has(resource.type.toLowerCase())).map(withoutRules),
  ];
  const settings = settingsUnder(options.profile, config);
  const { findings, unusedExemptions } = evaluate(rules, resources, settings, new Date(), notEvaluated);
  return {
    source: { kind: 'preview', name: result.project, stack: result.stack },
    profile: options.profile,
    rules: rules.filter((rule) => settings(rule).level !== 'disabled'),
    resources,
    findings,
    notEvaluated,
    unusedExemptions,
    gate: { unknown: options.unknown, ...(options.failOn ? { failOn: options.failOn } : {}) },
  };
}

function wantsColour(asked: boolean, file: string | undefined): boolean {
  return asked && file === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR;
}
