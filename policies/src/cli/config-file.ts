import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { isMap } from 'yaml';
import type { z } from 'zod';
import { closest } from '../evaluate/closest';
import { type Config, type ConfigValues, configSchema } from './config-schema';
import { packageKey } from './find-config';
import { destinations } from './output';
import type { Setting } from './settings-of-options';
import { UsageError, whyUnreadable } from './usage-error';
import { parseYaml, placeIn } from './yaml-input';

/** One mistake, and where it stands. */
interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Reads and checks a configuration file. Paths in it are seen from its folder, and are given as seen from the current one.
 * Throws a UsageError that names file and line of every mistake.
 */
export function readConfig(file: string, settings: readonly Setting[]): Config {
  const parsed = parse(file);
  const { document } = parsed;
  const prefix = basename(file) === 'package.json' ? [packageKey] : [];
  const json: unknown = prefix.length > 0 ? document.toJS()[packageKey] : document.toJS();
  // A file with nothing but comments sets nothing.
  const checked = configSchema(settings).safeParse(json ?? {});
  const mistakes = checked.success
    ? []
    : checked.error.issues.flatMap((issue) => explain(issue, json, settings));
  const { $schema: _, stacks = {}, ...common } = (checked.data ?? {}) as { readonly stacks?: Given } & Given;
  const config = {
    common: valuesOf(common, settings, file),
    stacks: Object.fromEntries(
      Object.entries(stacks).map(([name, values]) => [name, valuesOf(values as Given, settings, file)]),
    ),
  };
  mistakes.push(...wrongFormats(config.common, []));
  for (const [name, values] of Object.entries(config.stacks))
    mistakes.push(...wrongFormats(values, ['stacks', name]));
  if (mistakes.length === 0) return config;
  const told = mistakes.map(({ path, message }) => `${placeIn(parsed, [...prefix, ...path])}: ${message}`);
  throw new UsageError(
    `${told.join('\n')}\n  \`iiot-guard config check --help\` lists the settings; nothing was run.`,
  );
}

type Given = { readonly [name: string]: unknown };

function parse(file: string): ReturnType<typeof parseYaml> {
  const parsed = parseYaml(file, textOf(file));
  const { contents } = parsed.document;
  if (contents !== null && !isMap(contents))
    throw new UsageError(`${file}: must be a map of settings.\n  Write for example \`profile: strict\`.`);
  return parsed;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (fault) {
    throw new UsageError(
      `${file}: ${whyUnreadable(fault)}.\n  Name a configuration file behind --config, or leave that out.`,
    );
  }
}

/** Says what is wrong in words; an unknown name gets the one that is closest. */
function explain(issue: z.core.$ZodIssue, json: unknown, settings: readonly Setting[]): readonly Mistake[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const inStack = path[0] === 'stacks';
    const names = [
      ...settings.filter(({ perStack }) => perStack || !inStack).map(({ name }) => name),
      ...(inStack ? [] : ['stacks']),
    ];
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `\`${key}\` is no setting${inStack ? ' of a stack' : ''}${hint(key, names)}`,
    }));
  }
  const setting = settings.find(({ name }) => name === (path[0] === 'stacks' ? path[2] : path[0]));
  const subject = `\`${path.filter((step) => typeof step === 'string').join('.')}\``;
  if (setting === undefined)
    return [{ path, message: `${subject} must be a map of ${path.length < 2 ? 'stacks' : 'settings'}.` }];
  const given = path.reduce<unknown>((node, key) => (node as Given | undefined)?.[key as string], json);
  return [{ path, message: `${subject} must be ${expected(setting)}${guess(given, setting)}` }];
}

/** A name in kebab case is that of the option, whose setting is in camel case. */
function hint(key: string, names: readonly string[]): string {
  const camel = key.replace(/^-+/, '').replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return closest(names.includes(camel) ? camel : key, names);
}

function expected({ kind, choices }: Setting): string {
  if (kind === 'flag') return 'true or false';
  if (kind === 'list') return 'a list of texts';
  return choices ? `one of ${choices.join(', ')}` : 'a text';
}

const guess = (given: unknown, { choices = [] }: Setting): string =>
  typeof given === 'string' && choices.length > 0 ? closest(given, choices) : '.';

/** The values as the command line would give them. */
function valuesOf(given: Given, settings: readonly Setting[], file: string): ConfigValues {
  const entries = settings.flatMap((setting): [string, ConfigValues[string]][] => {
    const { name, kind } = setting;
    const value = given[name];
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [[name, value]];
    const seen = (text: unknown) => fromFolder(String(text), setting, file);
    return [[name, kind === 'list' ? [value].flat().map(seen) : seen(value)]];
  });
  return Object.fromEntries(entries);
}

/** Paths are written as seen from the file, so that it means the same whatever folder the command is called in. */
function fromFolder(text: string, { file: what }: Setting, file: string): string {
  const here = (path: string) => relative(process.cwd(), resolve(dirname(file), path)) || '.';
  if (what === 'whole') return here(text);
  if (what === 'module') return /^[./]/.test(text) ? resolve(dirname(file), text) : text;
  const end = text.indexOf('=') + 1;
  return what === 'after-equals' && end > 0 ? `${text.slice(0, end)}${here(text.slice(end))}` : text;
}

/** Formats are told by the place in the file, and not as if they had been typed. */
function wrongFormats({ format = [] }: ConfigValues, path: readonly string[]): readonly Mistake[] {
  try {
    destinations([format].flat().map(String));
    return [];
  } catch (fault) {
    if (!(fault instanceof UsageError)) throw fault;
    return [{ path: [...path, 'format'], message: fault.message.replace(/^--format /, '') }];
  }
}
