import { existsSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { latestRuleSet } from '../rule/rule-sets';
import { type Configured, forStack } from './configure';
import type { Read } from './judging';
import type { ThreatsOptions } from './threats-command';
import { UsageError } from './usage-error';

/** What is read, how it is judged, and where the files beside it are. */
export interface Place {
  readonly siteFile: string | undefined;
  readonly evidenceFolder: string;
  /** One for each stack, or one for all files. */
  readonly units: readonly Unit[];
  /** What the whole is called where it is more than one. */
  readonly name: string;
  /** What each unit holds, in their order. */
  readonly read: () => Promise<readonly (readonly Read[])[]>;
}

/** What is judged under the same options. */
export interface Unit {
  readonly options: ThreatsOptions;
  readonly policyConfig: string | undefined;
}

/** A folder is a program to preview; files are checked as they are. Throws a UsageError. */
export async function placeOf(
  sources: readonly string[],
  options: ThreatsOptions & Configured,
): Promise<Place> {
  const [first = '.'] = sources;
  const isFolder = statSync(first, { throwIfNoEntry: false })?.isDirectory() === true;
  if (options.allStacks && options.stack.length > 0)
    throw new UsageError('--stack and --all-stacks say two things.\n  Leave one of them out.');
  if (isFolder && sources.length > 1)
    throw new UsageError('One program can be previewed at a time.\n  Name a single folder, or files only.');
  if (isFolder) return programAt(first, options);
  if (options.stack.length > 0 || options.allStacks)
    throw new UsageError(
      '--stack and --all-stacks are about stacks of a program, and files have none.\n  Leave it out, or name a folder.',
    );
  const { readSource } = await import('../sources/files/read-source.js');
  const { readOf } = await import('./check-files.js');
  return {
    ...besides(existsSync('stacks') ? 'stacks' : '.'),
    units: [{ options, policyConfig: options.policyConfig }],
    name: `${sources.length} files`,
    read: async () => [sources.map((file) => readOf(readSource(file)))],
  };
}

async function programAt(directory: string, options: ThreatsOptions & Configured): Promise<Place> {
  const { readProject } = await import('../sources/preview/project.js');
  const { chosenStacks, readStack } = await import('../sources/preview/stack-config.js');
  const { previewStacks } = await import('./preview-stacks.js');
  const { besideStack } = await import('./preview-command.js');
  const project = readProject(directory);
  const stacks = chosenStacks(project, options.stack, options.allStacks ?? false);
  for (const stack of stacks) readStack(project, stack);
  return {
    ...besides(relative(process.cwd(), project.stackDirectory)),
    units: stacks.map((stack) => {
      const own = forStack(options, stack);
      return { options: own, policyConfig: own.policyConfig ?? besideStack(project.stackDirectory, stack) };
    }),
    name: `${project.name}, stacks ${stacks.join(', ')}`,
    read: async () => {
      const prepared = { config: {}, options: { profile: options.profile, ruleSet: latestRuleSet } };
      const previews = await previewStacks(
        stacks.map((name) => ({ name, prepared })),
        {
          directory,
          title: basename(resolve(directory)),
          engine: 'offline',
          quiet: options.quiet === true,
        },
      );
      return previews.map(({ stack, resources, notEvaluated }) => [
        {
          source: { kind: 'preview', name: project.name, stack: stack.name },
          registered: resources,
          notEvaluated,
        },
      ]);
    },
  };
}

function besides(folder: string): Pick<Place, 'siteFile' | 'evidenceFolder'> {
  const site = join(folder, 'threats.yaml');
  return { evidenceFolder: join(folder, 'evidence'), siteFile: existsSync(site) ? site : undefined };
}
