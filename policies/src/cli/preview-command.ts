import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { PolicyConfig } from '../evaluate/settings';
import type { Report } from '../report/summary';
import type { Rule } from '../rule/rule';
import { type Project, readProject } from '../sources/preview/project';
import { chosenStacks, readStack } from '../sources/preview/stack-config';
import { earlierOf } from './against';
import { joined, type Part } from './joined';
import { type JudgingOptions, judge, policyConfigFrom, type Read, writeReports } from './judging';
import { destinations } from './output';
import { rulesWith } from './own-rules';
import { type PreviewEngine, previewStacks } from './preview-stacks';
import { selectRules } from './select';
import { UsageError } from './usage-error';

/** The options of `iiot-guard preview`, as commander gives them. */
export interface PreviewCommandOptions extends JudgingOptions {
  readonly stack: readonly string[];
  readonly allStacks?: boolean;
  readonly engine: PreviewEngine;
  readonly policyConfig?: string;
}

/**
 * Previews a program, one stack or several, checks it and writes the reports. Gives the exit code: 0 or 1.
 * Everything the caller may have wrong is checked before the program runs. Throws UsageError or PreviewError.
 */
export async function previewCommand(directory: string, options: PreviewCommandOptions): Promise<number> {
  const targetsOfReports = destinations(options.format);
  if (options.allStacks && options.stack.length > 0)
    throw new UsageError('--stack and --all-stacks say two things.\n  Leave one of them out.');
  const all = rulesWith(options.rules);
  const rules = selectRules(all, options.only, options.skip);
  const project = readProject(directory, options.engine === 'pulumi' ? 'pulumi' : 'us');
  const names = namesOf(project, options);
  const configs = await configsFor(project.stackDirectory, names, options.policyConfig, all);
  const earlier = earlierOf(options, rules, configs[0] ?? {});
  // The real engine knows best what a stack needs.
  if (options.engine === 'offline') for (const name of names) readStack(project, name);
  const stacks = names.map((name, index) => ({ name, config: configs[index] ?? {} }));
  const previews = await previewStacks(stacks, {
    directory,
    title: basename(resolve(directory)),
    engine: options.engine,
    quiet: options.quiet ?? false,
    profile: options.profile,
    ruleSet: options.ruleSet,
  });
  const parts = previews.map(({ stack, resources, notEvaluated, refine }): Part => {
    const read: Read = {
      source: { kind: 'preview', name: project.name, stack: stack.name },
      registered: resources,
      notEvaluated,
    };
    return { config: stack.config, report: refine(judge(read, rules, stack.config, options)) };
  });
  const folder = relative(process.cwd(), resolve(directory));
  return writeReports({ ...ofAll(parts, project.name), folder }, targetsOfReports, options, earlier);
}

/** The stacks to preview. One that is named need not have a file where the real engine knows it. */
function namesOf(
  project: Project,
  { engine, stack, allStacks = false }: PreviewCommandOptions,
): readonly string[] {
  if (engine === 'pulumi' && stack.length > 0) return [...new Set(stack)];
  return chosenStacks(project, stack, allStacks);
}

function ofAll([first, ...others]: readonly Part[], project: string): Report {
  if (first === undefined) throw new UsageError('No stack was named.');
  const stacks = [first, ...others].map(({ report }) => report.source.stack);
  return joined([first, ...others], `${project}, stacks ${stacks.join(', ')}`);
}

/** The policy configuration of each stack: the one that is named, else the one beside the stack file. */
async function configsFor(
  stackDirectory: string,
  stacks: readonly string[],
  named: string | undefined,
  rules: readonly Rule[],
): Promise<readonly PolicyConfig[]> {
  if (named === undefined)
    return Promise.all(stacks.map((stack) => policyConfigFrom(besideStack(stackDirectory, stack), rules)));
  // One configuration, so that an exemption which one of the stacks needs is not unused.
  const config = await policyConfigFrom(named, rules);
  return stacks.map(() => config);
}

function besideStack(stackDirectory: string, stack: string): string | undefined {
  // The real engine takes `organisation/project/stack`.
  const file = join(stackDirectory, `${stack.split('/').at(-1)}.policy.json`);
  return existsSync(file) ? relative(process.cwd(), file) : undefined;
}
