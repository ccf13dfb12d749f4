import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isObject, type Value } from '../../resources/value';
import { PreviewError } from './error';
import { readYamlFile, type YamlFile } from './yaml-file';

/** What `Pulumi.yaml` says, checked. */
export interface Project {
  readonly name: string;
  /** The directory of `Pulumi.yaml`. */
  readonly root: string;
  /** The directory the program runs in, and what to run there: a file name or `.`. */
  readonly directory: string;
  readonly entryPoint: string;
  readonly stackDirectory: string;
  /** The `runtime.options` of Node.js programs. */
  readonly options: NodeOptions;
  /** The `config` block: values and defaults for every stack. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly file: YamlFile;
}

/** The options of the `nodejs` runtime that change how a program runs. */
export interface NodeOptions {
  readonly typescript: boolean;
  readonly tsconfig?: string;
  readonly nodeargs?: string;
}

const FILE_NAMES = ['Pulumi.yaml', 'Pulumi.yml', 'Pulumi.json'];

/**
 * Finds and reads the project file in the directory or the nearest one above it, as `pulumi` does. Programs that are not for
 * Node.js are refused, unless somebody else runs them.
 */
export function readProject(directory: string, runBy: 'us' | 'pulumi' = 'us'): Project {
  const file = readYamlFile(findProjectFile(resolve(directory)));
  const settings = file.value as Record<string, unknown> | null;
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new PreviewError(`${file.path}: a project file is a map with at least 'name' and 'runtime'.`);
  }
  const root = dirname(file.path);
  const name = text(file, settings, 'name');
  if (!name)
    throw new PreviewError(`${file.path}: the project has no 'name'. Add one, as in 'name: my-plant'.`);
  return {
    name,
    root,
    ...entryPoint(file, root, text(file, settings, 'main')),
    stackDirectory: resolve(root, stackDirectory(file, settings)),
    options: runBy === 'us' ? nodeOptions(file, settings.runtime) : { typescript: true },
    config: configBlock(file, settings.config),
    file,
  };
}

function findProjectFile(start: string): string {
  if (!existsSync(start)) throw new PreviewError(`${start}: there is no such directory.`);
  for (let directory = start; ; directory = dirname(directory)) {
    const found = FILE_NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (found) return found;
    if (directory === dirname(directory)) break;
  }
  throw new PreviewError(
    `${start}: no Pulumi.yaml here or in any directory above. Give the directory of a Pulumi program.`,
  );
}

function text(file: YamlFile, settings: Record<string, unknown>, key: string): string | undefined {
  const value = settings[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new PreviewError(`${file.place([key])}: '${key}' must be a text.`);
  return value;
}

/** Source: `getPwdMain` in `pkg/engine/project.go` of pulumi/pulumi. */
function entryPoint(file: YamlFile, root: string, main: string | undefined) {
  if (!main) return { directory: root, entryPoint: '.' };
  const path = resolve(root, main);
  if (!existsSync(path)) {
    throw new PreviewError(
      `${file.place(['main'])}: 'main' names ${main}, which does not exist. Correct the path, or build the program first.`,
    );
  }
  return statSync(path).isDirectory()
    ? { directory: path, entryPoint: '.' }
    : { directory: dirname(path), entryPoint: basename(path) };
}

/** `config` used to be the directory of the stack files; as a text it still is. */
function stackDirectory(file: YamlFile, settings: Record<string, unknown>): string {
  const current = text(file, settings, 'stackConfigDir');
  if (typeof settings.config !== 'string') return current ?? '.';
  if (current !== undefined) {
    throw new PreviewError(
      `${file.place(['config'])}: 'config' and 'stackConfigDir' both name the directory of the stack files. Keep only 'stackConfigDir'.`,
    );
  }
  return settings.config;
}

function configBlock(file: YamlFile, config: unknown): Readonly<Record<string, unknown>> {
  if (config === undefined || config === null || typeof config === 'string') return {};
  if (!isObject(config as Value))
    throw new PreviewError(`${file.place(['config'])}: 'config' must be a map.`);
  return config as Record<string, unknown>;
}

function nodeOptions(file: YamlFile, runtime: unknown): NodeOptions {
  const { name, options } = isObject(runtime as Value)
    ? (runtime as { name?: unknown; options?: unknown })
    : { name: runtime, options: undefined };
  if (typeof name !== 'string' || name === '') {
    throw new PreviewError(
      `${file.place(['runtime'])}: the project has no 'runtime'. Add 'runtime: nodejs'.`,
    );
  }
  if (name !== 'nodejs') {
    throw new PreviewError(
      `${file.place(['runtime'])}: the offline preview runs Node.js programs (TypeScript, JavaScript), and this one is '${name}'. ` +
        `Let the Pulumi CLI run it: iiot-guard preview --engine pulumi, or pulumi preview --policy-pack <directory of @iiot-guard/policies>.`,
    );
  }
  const given = (isObject(options as Value) ? options : {}) as Record<string, unknown>;
  const typescript = given.typescript ?? true;
  if (typeof typescript !== 'boolean') {
    throw new PreviewError(
      `${file.place(['runtime', 'options', 'typescript'])}: 'typescript' must be true or false.`,
    );
  }
  const tsconfig = option(file, given, 'tsconfig');
  const nodeargs = option(file, given, 'nodeargs');
  return { typescript, ...(tsconfig && { tsconfig }), ...(nodeargs && { nodeargs }) };
}

function option(file: YamlFile, given: Record<string, unknown>, key: string): string | undefined {
  const value = given[key];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new PreviewError(`${file.place(['runtime', 'options', key])}: '${key}' must be a text.`);
}
