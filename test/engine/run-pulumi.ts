import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Cli } from './cli';
import { type EngineEvent, readEvents } from './events';

/** One program with one stack, as the CLI is to run it. */
export interface Project {
  readonly directory: string;
  readonly stack: string;
  /** Folders of policy packs. */
  readonly packs?: readonly string[];
  /** A policy configuration file, which applies to the pack at the same place in `packs`. */
  readonly packConfig?: string;
  /** Ports of stand-in providers, by the package they stand in for. */
  readonly providers: { readonly [pack: string]: number };
}

/** What a run of the CLI printed and decided. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly events: readonly EngineEvent[];
  readonly stdout: string;
  readonly stderr: string;
}

/** The passphrase with which the test programs' secrets are encrypted. There is nothing to protect in them. */
export const passphrase = 'test-only';

/** What the tests run. */
export type Command = 'preview' | 'up' | 'destroy';

/** A stack that is ready for runs. Everything that belongs to it goes away with `remove`. */
export interface OpenStack {
  readonly env: NodeJS.ProcessEnv;
  /** The arguments of a command on this stack. */
  args(command: Command): readonly string[];
  /** Runs a command; the state is that of the runs before. */
  run(command: Command): Promise<Outcome>;
  remove(): void;
}

/**
 * Creates the stack. Everything that the CLI keeps (home, state, the stack's configuration with a fresh encryption salt)
 * is in a temporary folder, so that neither the user's own Pulumi nor the repository is touched.
 */
export async function openStack(cli: Cli, project: Project): Promise<OpenStack> {
  const scratch = mkdtempSync(join(tmpdir(), 'iiot-guard-engine-'));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  try {
    const env = environment(cli, project, scratch);
    await createStack(cli, project, scratch, env);
    const config = configFile(project, scratch);
    const args = (command: Command) => commandLine(command, project, config);
    let runs = 0;
    const run = async (command: Command): Promise<Outcome> => {
      const log = join(scratch, `events-${++runs}.jsonl`);
      const outcome = await execute(cli.binary, [...args(command), '--event-log', log], env);
      return { ...outcome, events: existsSync(log) ? readEvents(readFileSync(log, 'utf8')) : [] };
    };
    return { env, args, run, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function commandLine(command: Command, project: Project, config: string): readonly string[] {
  // What is destroyed is what the state has; no program runs and no pack is asked.
  const packs = command === 'destroy' ? [] : (project.packs ?? []);
  return [
    command,
    ...(command === 'preview' ? [] : ['--yes', '--skip-preview']),
    ...['--cwd', project.directory, '--stack', project.stack, '--config-file', config],
    ...['--non-interactive', '--color', 'never'],
    ...packs.flatMap((pack) => ['--policy-pack', pack]),
    ...(packs.length > 0 && project.packConfig ? ['--policy-pack-config', project.packConfig] : []),
  ];
}

/** Runs `pulumi preview` or `pulumi up` on a stack of its own. */
export async function runPulumi(cli: Cli, command: 'preview' | 'up', project: Project): Promise<Outcome> {
  const stack = await openStack(cli, project);
  try {
    return await stack.run(command);
  } finally {
    stack.remove();
  }
}

/** Deploys a program to the stand-ins and gives the state that `pulumi stack export` writes. */
export async function deployedState(cli: Cli, project: Project): Promise<string> {
  const { args, env, remove } = await prepare(cli, 'up', project);
  try {
    const up = await execute(cli.binary, args, env);
    if (up.exitCode !== 0) throw new Error(`pulumi up failed: ${up.stdout}${up.stderr}`);
    const where = ['--cwd', project.directory, '--stack', project.stack];
    return (await execute(cli.binary, ['stack', 'export', ...where], env)).stdout;
  } finally {
    remove();
  }
}

/** Runs `pulumi policy analyze` on a state file, which needs neither a stack nor a login. */
export async function analyzeState(
  cli: Cli,
  file: string,
  pack: string,
  packConfig?: string,
): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), 'iiot-guard-analyze-'));
  try {
    const config = packConfig ? ['--policy-pack-config', packConfig] : [];
    const run = await execute(
      cli.binary,
      ['policy', 'analyze', '--file', file, '--policy-pack', pack, ...config, '--json', '--non-interactive'],
      { ...process.env, PATH: cli.path, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: 'true' },
    );
    return { ...run, events: readEvents(run.stdout) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Creates a stack beside a program, as its owner would, and gives the environment in which `pulumi` finds it. */
export async function initialised(cli: Cli, project: Project, scratch: string): Promise<NodeJS.ProcessEnv> {
  const env = environment(cli, project, scratch);
  const args = ['stack', 'init', project.stack, '--cwd', project.directory, '--non-interactive'];
  const { exitCode, stderr } = await execute(cli.binary, args, env);
  if (exitCode !== 0) throw new Error(`pulumi stack init failed: ${stderr}`);
  return env;
}

function environment(cli: Cli, project: Project, scratch: string): NodeJS.ProcessEnv {
  const state = join(scratch, 'state');
  mkdirSync(state);
  return {
    ...process.env,
    PATH: cli.path,
    PULUMI_HOME: join(scratch, 'home'),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    // `--event-log` writes the same events as `preview --json` streams, and does so for `up` as well.
    PULUMI_DEBUG_COMMANDS: 'true',
    PULUMI_DEBUG_PROVIDERS: Object.entries(project.providers)
      .map(([pack, port]) => `${pack}:${port}`)
      .join(','),
  };
}

interface ProjectFile {
  readonly name: string;
  readonly stackConfigDir?: string;
}

function projectFile(project: Project): ProjectFile {
  return parse(readFileSync(join(project.directory, 'Pulumi.yaml'), 'utf8')) as ProjectFile;
}

/** `stack init` writes an encryption salt beside the project file, so it runs beside a copy that has the name only. */
async function createStack(
  cli: Cli,
  project: Project,
  scratch: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const folder = join(scratch, 'project');
  mkdirSync(folder);
  writeFileSync(join(folder, 'Pulumi.yaml'), `name: ${projectFile(project).name}\nruntime: nodejs\n`);
  const args = ['stack', 'init', project.stack, '--cwd', folder, '--non-interactive', '--no-select'];
  const { exitCode, stderr } = await execute(cli.binary, args, env);
  if (exitCode !== 0) throw new Error(`pulumi stack init failed: ${stderr}`);
}

/** A copy of the stack's configuration, because the CLI adds a salt to one that has none. */
function configFile(project: Project, scratch: string): string {
  const name = `Pulumi.${project.stack}.yaml`;
  const original = resolve(project.directory, projectFile(project).stackConfigDir ?? '.', name);
  const copy = join(scratch, name);
  if (existsSync(original)) copyFileSync(original, copy);
  else writeFileSync(copy, '');
  return copy;
}

function execute(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Omit<Outcome, 'events'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
