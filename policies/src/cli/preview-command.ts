import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Earlier } from '../report/change';
import type { Report } from '../report/summary';
import { type Project, readProject } from '../sources/preview/project';
import { chosenStacks, readStack } from '../sources/preview/stack-config';
import { earlierOf } from './against';
import { type Configured, forStack } from './configure';
import { joined, type PreparedPart } from './joined';
import {
  type JudgingOptions,
  judgePrepared,
  type Prepared,
  prepare,
  type Read,
  type ReadConfigs,
  sameGates,
  withBaseline,
  writeReports,
} from './judging';
import { destinations } from './output';
import { type PreviewEngine, previewStacks } from './preview-stacks';
import { UsageError } from './usage-error';

/** The options of `iiot-guard preview`, as commander gives them. */
export interface PreviewCommandOptions extends JudgingOptions, Configured {
  readonly stack: readonly string[];
  readonly allStacks?: boolean;
  readonly engine: PreviewEngine;
}

/**
 * Previews a program, one stack or several, checks it and writes the reports. Gives the exit code: 0 or 1.
 * Everything the caller may have wrong is checked before the program runs. Throws UsageError or PreviewError.
 */
export async function previewCommand(directory: string, given: PreviewCommandOptions): Promise<number> {
  const { report, options, earlier } = await previewed(directory, given);
  return writeReports(report, destinations(options.format), options, earlier);
}

/** What was previewed: one report, that of each stack with what it was made with, and the options that counted. */
export interface Previewed {
  readonly report: Report;
  readonly parts: readonly PreparedPart[];
  readonly options: PreviewCommandOptions;
  readonly earlier: Earlier | undefined;
}

/** Previews the stacks of a program and judges them. */
export async function previewed(directory: string, given: PreviewCommandOptions): Promise<Previewed> {
  destinations(given.format);
  if (given.allStacks && given.stack.length > 0)
    throw new UsageError('--stack and --all-stacks say two things.\n  Leave one of them out.');
  const project = readProject(directory, given.engine === 'pulumi' ? 'pulumi' : 'us');
  const names = namesOf(project, given);
  // With one stack, what the configuration file says for it also counts for the report.
  const options = names.length === 1 ? forStack(given, names[0]) : given;
  destinations(options.format);
  const stacks = await preparedStacks(project.stackDirectory, names, given);
  sameGates(stacks.map(({ prepared }) => prepared));
  const [first] = stacks;
  const earlier = first && earlierOf(options, first.prepared.rules, first.prepared.config);
  // The real engine knows best what a stack needs.
  if (options.engine === 'offline') for (const name of names) readStack(project, name);
  const previews = await previewStacks(stacks, {
    directory,
    title: basename(resolve(directory)),
    engine: options.engine,
    quiet: options.quiet ?? false,
  });
  const parts = previews.map(
    ({ stack: { name, prepared }, resources, notEvaluated, refine }): PreparedPart => {
      const read: Read = {
        source: { kind: 'preview', name: project.name, stack: name },
        registered: resources,
        notEvaluated,
      };
      const { config } = prepared;
      return { prepared, config, report: withBaseline(refine(judgePrepared(prepared)(read)), prepared) };
    },
  );
  const folder = relative(process.cwd(), resolve(directory));
  return { report: { ...ofAll(parts, project.name), folder }, parts, options, earlier };
}

interface PreparedStack {
  readonly name: string;
  readonly prepared: Prepared;
}

/** What each stack is judged by: what the configuration file has for it, and the policy configuration beside its file. */
async function preparedStacks(
  stackDirectory: string,
  names: readonly string[],
  options: PreviewCommandOptions,
): Promise<readonly PreparedStack[]> {
  // One that is named is read once, so that an exemption which one of the stacks needs is not unused.
  const read: ReadConfigs = new Map();
  const stacks: PreparedStack[] = [];
  for (const name of names) {
    const own = forStack(options, name);
    const policyConfig = own.policyConfig ?? besideStack(stackDirectory, name);
    stacks.push({ name, prepared: await prepare(own, policyConfig, read) });
  }
  return stacks;
}

/** The stacks to preview. One that is named need not have a file where the real engine knows it. */
function namesOf(
  project: Project,
  { engine, stack, allStacks = false }: PreviewCommandOptions,
): readonly string[] {
  if (engine === 'pulumi' && stack.length > 0) return [...new Set(stack)];
  return chosenStacks(project, stack, allStacks);
}

function ofAll([first, ...others]: readonly PreparedPart[], project: string): Report {
  if (first === undefined) throw new UsageError('No stack was named.');
  const stacks = [first, ...others].map(({ report }) => report.source.stack);
  return joined([first, ...others], `${project}, stacks ${stacks.join(', ')}`);
}

/** The policy configuration beside the stack file, where there is one. */
export function besideStack(stackDirectory: string, stack: string): string | undefined {
  // The real engine takes `organisation/project/stack`.
  const file = join(stackDirectory, `${stack.split('/').at(-1)}.policy.json`);
  return existsSync(file) ? relative(process.cwd(), file) : undefined;
}
