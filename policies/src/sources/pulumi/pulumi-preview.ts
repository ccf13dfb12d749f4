import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NotEvaluated, RegisteredResource } from '../../resources/resource';
import type { Value } from '../../resources/value';
import { type EventLog, readEvents } from '../files/events';
import { isPreviewJson, readPreviewJson } from '../files/preview-json';
import { PreviewError } from '../preview/error';
import { STACK_TYPE } from '../preview/urn';
import { Counter } from './counter';
import { type Ended, runPulumi } from './run-pulumi';

export interface PulumiPreviewOptions {
  /** The directory of the program. */
  readonly directory: string;
  readonly stack: string;
  /** The directory of the policy pack, the environment it reads, and the configuration of its policies. */
  readonly pack: string;
  readonly packEnvironment: NodeJS.ProcessEnv;
  readonly packConfig: object;
  readonly onProgress?: (resources: number) => void;
  /** Called with what `pulumi` writes on standard error. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** What the real engine said about a stack. */
export interface PulumiPreview {
  readonly stack: string;
  readonly resources: readonly RegisteredResource[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly log: EventLog;
}

/**
 * Runs the user's own `pulumi preview` with a policy pack: login, state, providers and language are theirs, and nothing is
 * deployed. Resources come from its report, which knows what depends on what; verdicts of the pack come from its events.
 * What went wrong there is a PreviewError.
 */
export async function pulumiPreview(options: PulumiPreviewOptions): Promise<PulumiPreview> {
  const scratch = mkdtempSync(join(tmpdir(), 'iiot-guard-pulumi-'));
  const counter = new Counter(join(scratch, 'events.jsonl'), '"resourcePreEvent"', options.onProgress);
  try {
    const packConfig = join(scratch, 'policy.json');
    writeFileSync(packConfig, JSON.stringify(options.packConfig));
    const ended = await runPulumi({
      args: argumentsFor(options, counter.file, packConfig),
      // Without this the command line hides the option for the event log.
      env: { ...process.env, ...options.packEnvironment, PULUMI_DEBUG_COMMANDS: 'true' },
      ...(options.signal && { signal: options.signal }),
      ...(options.onOutput && { onError: options.onOutput }),
    });
    return resultOf(options.stack, ended, counter.file);
  } finally {
    counter.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function argumentsFor({ directory, stack, pack }: PulumiPreviewOptions, log: string, packConfig: string) {
  return [
    ...['preview', '--json', '--show-sames', '--non-interactive'],
    ...['--cwd', directory, '--stack', stack, '--event-log', log],
    ...['--policy-pack', pack, '--policy-pack-config', packConfig],
  ];
}

function resultOf(stack: string, { stdout, stderr, code }: Ended, file: string): PulumiPreview {
  const log = existsSync(file) ? readEvents(readFileSync(file, 'utf8'), file) : undefined;
  const [first] = log?.errors ?? [];
  if (first !== undefined) throw failed(stack, first.replace(/\n.*/s, ''), log?.errors.join('\n'));
  const json = parsed(stdout);
  if (log === undefined || !isPreviewJson(json))
    throw failed(stack, `it ended with exit code ${code} before it previewed anything`, stderr);
  const { registered, notEvaluated } = readPreviewJson(json, stack);
  // What the stack gives out is known at the end, and only the events have it then.
  const root = log.registered.find(({ token }) => token === STACK_TYPE);
  return {
    stack,
    resources: registered.map((one) =>
      root && one.urn === root.urn ? { ...one, properties: root.properties } : one,
    ),
    notEvaluated,
    log,
  };
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

const failed = (stack: string, why: string, details?: string) =>
  new PreviewError(
    `pulumi preview of stack ${stack} failed: ${why.replace(/\.$/, '')}.\n  Run \`pulumi preview --stack ${stack}\` by itself and put that right first.`,
    details,
  );
