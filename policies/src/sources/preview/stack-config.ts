import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { NotEvaluated } from '../../resources/resource';
import { isObject, type Value } from '../../resources/value';
import { type ConfigValue, encodeConfig, fullKey } from './config-value';
import { PreviewError } from './error';
import type { Project } from './project';
import { checkConfig, type Declaration, declarationsOf } from './project-config';
import { readYamlFile, type YamlFile } from './yaml-file';

/** A stack and its configuration, complete with the values and defaults of the project. */
export interface Stack {
  readonly name: string;
  /** By full key: `azure-native:location`. */
  readonly config: ReadonlyMap<string, ConfigValue>;
  readonly notEvaluated: readonly NotEvaluated[];
}

/** Reads the named stack, or the only one there is. */
export function readStack(project: Project, wanted?: string): Stack {
  const stacks = findStacks(project);
  const name = selectStack(project, stacks, wanted?.split('/').at(-1));
  const path = stacks.get(fileNameOf(name));
  const declarations = declarationsOf(project);
  if (!path) return { name, config: complete(project, name, new Map(), declarations), notEvaluated: [] };
  const file = readYamlFile(path);
  const given = configOf(file, project);
  return {
    name,
    config: complete(project, name, given, declarations, file),
    notEvaluated: environments(file, path, project),
  };
}

/** The stacks that have a file, and of these the wanted ones, else the only one. */
export function chosenStacks(
  project: Project,
  wanted: readonly string[],
  every: boolean,
): readonly [string, ...string[]] {
  const stacks = findStacks(project);
  if (!every) {
    const choose = (name: string | undefined) => selectStack(project, stacks, name?.split('/').at(-1));
    const [first, ...others] = new Set(wanted.map(choose));
    return first === undefined ? [choose(undefined)] : [first, ...others];
  }
  const [first, ...others] = stacks.keys();
  if (first !== undefined) return [first, ...others];
  const here = relative(project.root, project.stackDirectory) || '.';
  throw new PreviewError(
    `The project has no stack file (Pulumi.<stack>.yaml) in ${here}. Name the stacks to preview.`,
  );
}

/** Stack files by the stack name in their file name. */
function findStacks(project: Project): Map<string, string> {
  const stacks = new Map<string, string>();
  const entries = existsSync(project.stackDirectory) ? readdirSync(project.stackDirectory) : [];
  for (const entry of entries.sort()) {
    const name = /^Pulumi\.(.+)\.(?:yaml|yml|json)$/.exec(entry)?.[1];
    if (name && !stacks.has(name)) stacks.set(name, join(project.stackDirectory, entry));
  }
  return stacks;
}

function selectStack(
  project: Project,
  stacks: ReadonlyMap<string, string>,
  wanted: string | undefined,
): string {
  const names = [...stacks.keys()];
  const here = relative(project.root, project.stackDirectory) || '.';
  if (wanted) {
    if (stacks.has(fileNameOf(wanted)) || names.length === 0) return wanted;
    throw new PreviewError(
      `There is no stack '${wanted}': ${join(here, `Pulumi.${wanted}.yaml`)} does not exist. The stacks are: ${names.join(', ')}.`,
    );
  }
  const [only, ...more] = names;
  if (only && more.length === 0) return only;
  throw new PreviewError(
    only
      ? `The project has ${names.length} stacks: ${names.join(', ')}. Choose one with --stack, as in --stack ${only}.`
      : `The project has no stack file (Pulumi.<stack>.yaml) in ${here}. Name the stack to preview, as in --stack dev.`,
  );
}

/** The engine writes the stack `org/dev` to `Pulumi.org-dev.yaml`. */
function fileNameOf(stack: string): string {
  return stack.replaceAll('/', '-');
}

/** The `config` block of a stack file, by full key. Source: `LoadProjectStackBytes` in `loaders.go` of pulumi/pulumi. */
function configOf(file: YamlFile, project: Project): Map<string, ConfigValue> {
  const settings = file.value as Record<string, unknown> | null | undefined;
  const config = new Map<string, ConfigValue>();
  if (settings === null || settings === undefined) return config;
  const block = isObject(settings as Value) ? settings.config : settings;
  if (block === null || block === undefined) return config;
  if (!isObject(block as Value)) {
    throw new PreviewError(`${file.place(['config'])}: 'config' must be a map of keys and values.`);
  }
  for (const [given, value] of Object.entries(block as Record<string, unknown>)) {
    const key = fullKey(given, project.name);
    if (!key) {
      throw new PreviewError(
        `${file.place(['config', given])}: '${given}' is not a configuration key. Write it as <namespace>:<name>.`,
      );
    }
    config.set(key, encodeConfig(key, value));
  }
  return config;
}

/** Adds what the project declares for every stack, and checks what the stack gives against it. */
function complete(
  project: Project,
  stack: string,
  config: Map<string, ConfigValue>,
  declarations: readonly Declaration[],
  file?: YamlFile,
): Map<string, ConfigValue> {
  for (const declaration of declarations) {
    const given = config.get(declaration.key);
    if (given) checkConfig(declaration, given, stack, file);
    else if (declaration.value !== undefined)
      config.set(declaration.key, encodeConfig(declaration.key, declaration.value));
    else if (declaration.key.startsWith(`${project.name}:`)) {
      throw new PreviewError(
        `${declaration.place}: the project requires the configuration '${declaration.key}', and the stack '${stack}' does not set it. ` +
          `Add it to ${file?.path ?? join(project.stackDirectory, `Pulumi.${stack}.yaml`)}.`,
      );
    }
  }
  return config;
}

/** Imported environments live in Pulumi Cloud, out of reach here: what they would set is missing, and that is said. */
function environments(file: YamlFile, path: string, project: Project): NotEvaluated[] {
  const settings = file.value as { environment?: unknown } | null | undefined;
  if (!settings?.environment) return [];
  return [
    {
      resource: relative(project.root, path),
      why: "the stack imports 'environment' from Pulumi Cloud, which the offline preview does not contact; its values are not set",
    },
  ];
}
