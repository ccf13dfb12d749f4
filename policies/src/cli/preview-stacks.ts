import { availableParallelism } from 'node:os';
import { exemptionBeside } from '../evaluate/guard-rules';
import type { PolicyConfig } from '../evaluate/settings';
import { packageRoot } from '../package-root';
import type { Report } from '../report/summary';
import type { NotEvaluated, RegisteredResource } from '../resources/resource';
import { catalogue } from '../rules/catalogue';
import { PreviewError } from '../sources/preview/error';
import type { Prepared } from './judging';
import { type Progress, progress } from './progress';
import { Stopped } from './usage-error';

/** What runs the program: the offline preview, or the user's own Pulumi. */
export const previewEngines = ['offline', 'pulumi'] as const;
export type PreviewEngine = (typeof previewEngines)[number];

/** A stack, and what the real engine is told of how it is judged. */
export interface StackToPreview {
  readonly name: string;
  readonly prepared: Pick<Prepared, 'config'> & {
    readonly options: Pick<Prepared['options'], 'profile' | 'ruleSet'>;
  };
}

/** How stacks are previewed. */
export interface PreviewSettings {
  readonly directory: string;
  readonly title: string;
  readonly engine: PreviewEngine;
  readonly quiet: boolean;
}

/** What one stack would deploy. */
export interface StackPreview<S extends StackToPreview> {
  readonly stack: S;
  readonly resources: readonly RegisteredResource[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** Puts what the engine has decided itself into the report. */
  readonly refine: (report: Report) => Report;
}

/** Previews stacks, as many at a time as there are cores; all or none. Ends with the first fault, or when the user says so. */
export async function previewStacks<S extends StackToPreview>(
  stacks: readonly S[],
  settings: PreviewSettings,
): Promise<readonly StackPreview<S>[]> {
  const stop = new AbortController();
  const interrupted = (signal: NodeJS.Signals) => stop.abort(new Stopped(signal));
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const names = stacks.map(({ name }) => name).join(', ');
  const how = settings.engine === 'offline' ? 'offline' : 'with pulumi';
  const several = stacks.length > 1;
  const what = `Running ${settings.title}, stack${several ? 's' : ''} ${names}, ${how}`;
  const told = progress(settings.quiet, what);
  try {
    const counts = new Map<string, number>();
    const counted = (stack: string) => (count: number) => {
      counts.set(stack, count);
      told.resources([...counts.values()].reduce((sum, one) => sum + one, 0));
    };
    return await inTurn(stacks, stop, (stack) =>
      previewOne(stack, settings, { ...told, resources: counted(stack.name) }, stop.signal).catch((fault) => {
        throw several ? named(stack.name, fault) : fault;
      }),
    );
  } finally {
    told.stop();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

/** Works on as many at a time as there are cores. When one fails the others are stopped, and waited for. */
async function inTurn<T, R>(
  items: readonly T[],
  stop: AbortController,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const faults: unknown[] = [];
  const open = [...items.entries()];
  const worker = async () => {
    for (let next = open.shift(); next && faults.length === 0; next = open.shift()) {
      try {
        results[next[0]] = await work(next[1]);
      } catch (fault) {
        faults.push(fault);
        stop.abort(fault);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(items.length, availableParallelism()) }, worker));
  if (faults.length > 0) throw faults[0];
  return results;
}

async function previewOne<S extends StackToPreview>(
  stack: S,
  settings: PreviewSettings,
  told: Progress,
  signal: AbortSignal,
): Promise<StackPreview<S>> {
  const { profile, ruleSet } = stack.prepared.options;
  const common = { directory: settings.directory, stack: stack.name, signal, onProgress: told.resources };
  // Each is loaded when it is needed: the engine behind it takes most of the start.
  if (settings.engine === 'offline') {
    const { preview } = await import('../sources/preview/preview.js');
    const { resources, notEvaluated } = await preview({ ...common, onProgramOutput: told.output });
    return { stack, resources, notEvaluated, refine: (report) => report };
  }
  const { pulumiPreview } = await import('../sources/pulumi/pulumi-preview.js');
  const { withEngineVerdicts } = await import('./engine-verdicts.js');
  const { resources, notEvaluated, log } = await pulumiPreview({
    ...common,
    pack: packageRoot,
    packEnvironment: { IIOT_GUARD_PROFILE: profile, IIOT_GUARD_RULE_SET: ruleSet },
    packConfig: knownToPack(stack.prepared.config),
    onOutput: told.output,
  });
  return { stack, resources, notEvaluated, refine: (report) => withEngineVerdicts(report, log) };
}

/** The engine refuses a configuration of policies that the pack does not have: rules of the user's own. */
function knownToPack(config: PolicyConfig): PolicyConfig {
  const ids = new Set(['all', exemptionBeside.id, ...catalogue.map(({ id }) => id)]);
  return Object.fromEntries(Object.entries(config).filter(([id]) => ids.has(id)));
}

function named(stack: string, fault: unknown): unknown {
  if (!(fault instanceof PreviewError)) return fault;
  return new PreviewError(`Stack ${stack}: ${fault.message}`, fault.details);
}
