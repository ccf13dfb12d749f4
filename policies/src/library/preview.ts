import type { RegisteredResource } from '../resources/resource';
import { judgeRead, measureOf, resultOf } from './judge';
import type { GuardOptions } from './options';
import type { Result } from './result';

/** Which program is previewed and how it is judged. */
export interface PreviewOptions extends GuardOptions {
  /** The directory of the program: that of `Pulumi.yaml`, or one below it. The current one where left out. */
  readonly directory?: string;
  /** Which stack; may be left out where there is only one. */
  readonly stack?: string;
  /** Called with the number of resources registered so far. */
  readonly onProgress?: (resources: number) => void;
  /** Called once, after the program has ended, with what it printed and logged. Secrets are taken out. */
  readonly onProgramOutput?: (text: string) => void;
  /** How long a program may be silent (no output, no call) before it counts as stuck, in milliseconds. */
  readonly idleTimeoutMs?: number;
}

/** The result of a preview, with what the program registered. */
export interface PreviewResult extends Result {
  /** The resources as the program registered them, for checks of your own. Their values are not redacted. */
  readonly registered: readonly RegisteredResource[];
  /** The stack's configuration by full key (`ns:key`), without secrets. */
  readonly stackConfig: Readonly<Record<string, string>>;
}

/**
 * Runs a Pulumi program for Node.js offline, without cloud, login or state, and checks what it would deploy.
 *
 * Without `policyConfig`, `<stack>.policy.json` beside the stack file counts where there is one, as for the command line.
 * Throws a `PreviewError` where project, stack or program fail, and a `UsageError` for a wrong option.
 *
 * @example
 * expect(await preview({ directory: 'infra', stack: 'prod' })).toHaveNoBlockingFindings();
 */
export async function preview(options: PreviewOptions = {}): Promise<PreviewResult> {
  const { directory = '.', stack: named, signal, onProgress, onProgramOutput, idleTimeoutMs } = options;
  options.signal?.throwIfAborted();
  // Loaded here: the engine behind it takes longer to load than all the rest.
  const [sources, { readProject }, { readStack }, { besideStack }] = await Promise.all([
    import('../sources/preview/preview.js'),
    import('../sources/preview/project.js'),
    import('../sources/preview/stack-config.js'),
    import('../cli/preview-command.js'),
  ]);
  const project = readProject(directory);
  const stack = readStack(project, named).name;
  const measure = await measureOf(
    options,
    options.policyConfig ?? besideStack(project.stackDirectory, stack),
  );
  const previewed = await sources.preview({
    directory,
    stack,
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(onProgramOutput ? { onProgramOutput } : {}),
    ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
  });
  const { resources: registered, notEvaluated, stackConfig } = previewed;
  const source = { kind: 'preview', name: previewed.project, stack: previewed.stack } as const;
  const report = await judgeRead({ source, registered, notEvaluated }, measure, signal);
  return { ...resultOf(report, measure), registered, stackConfig };
}
