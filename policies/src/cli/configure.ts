import { statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Config, ConfigValues } from './config-schema';
import { findConfig } from './find-config';
import { settingsOf } from './settings-of-options';

/** What a command that judges finds among its options beside those of the command line. */
export interface Configured {
  /** What the configuration file has for single stacks, by their name, where the command line says nothing else. */
  readonly perStack?: { readonly [stack: string]: { readonly [option: string]: unknown } };
}

/** The options as they count for one stack. */
export function forStack<O extends Configured>(options: O, stack: string | undefined): O {
  if (stack === undefined || options.perStack === undefined) return options;
  return { ...options, ...options.perStack[shortName(stack)] };
}

/**
 * Lets a configuration file speak for options that were not given. What wins: the command line, then the file's part for
 * the stack, then the rest of the file, then the defaults. A list replaces the one it wins over.
 */
export function configure(program: Command, commands: readonly Command[]): void {
  for (const command of commands)
    command
      .addOption(new Option('--config <file>', 'settings (default: the nearest iiot-guard.config.yaml)'))
      .addOption(new Option('--no-config', 'leave every configuration file alone'));
  program.hook('preAction', async (_program, action) => {
    if (!commands.includes(action)) return;
    const chosen: unknown = action.getOptionValue('config');
    const file =
      chosen === false ? undefined : typeof chosen === 'string' ? chosen : findConfig(startOf(action));
    if (file === undefined) return;
    // What reads and checks it takes as long to load as everything else.
    const { readConfig } = await import('./config-file.js');
    apply(readConfig(file, settingsOf(program)), action);
    if (action.getOptionValue('quiet') !== true) process.stderr.write(`Settings from ${file}\n`);
  });
}

/** The folder that a command is about: that of the one program it is given, else the current one. */
function startOf(action: Command): string {
  // What `explain` takes first is no folder.
  const [first, ...more] = action.name() === 'explain' ? action.args.slice(1) : action.args;
  const isFolder = first !== undefined && statSync(first, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && more.length === 0 ? first : '.';
}

/** Puts the file's values in where the command line gave none. */
export function apply({ common, stacks }: Config, action: Command): void {
  const names = new Set(
    action.options
      .filter((option) => !hasOwnMeaning(action, option.attributeName()))
      .map((option) => option.attributeName()),
  );
  const isGiven = (name: string) => action.getOptionValueSource(name) === 'cli';
  const open = (values: ConfigValues): { readonly [name: string]: unknown } =>
    Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name) && !isGiven(name)));
  for (const [name, value] of Object.entries(open(common)))
    action.setOptionValueWithSource(name, value, 'config');
  const named = action.getOptionValue('stack') as readonly string[] | undefined;
  const [only, ...more] = named ?? [];
  const perStack = Object.fromEntries(
    Object.entries(stacks).map(([stack, values]): [string, { readonly [option: string]: unknown }] => [
      stack,
      open(values),
    ]),
  );
  // With one stack, also what is said about the report as a whole counts for it.
  if (only !== undefined && more.length === 0)
    for (const [name, value] of Object.entries(perStack[shortName(only)] ?? {}))
      action.setOptionValueWithSource(name, value, 'config');
  action.setOptionValueWithSource('perStack', perStack, 'config');
}

/** Whether an option means something else than the one of the same name of `preview` and `check`. */
function hasOwnMeaning(action: Command, option: string): boolean {
  if (['preview', 'check'].includes(action.name())) return false;
  return option === 'format' || (action.name() === 'threats' && ['failOn', 'against'].includes(option));
}

/** `org/project/prod` is the stack `prod`. */
export const shortName = (stack: string): string => stack.slice(stack.lastIndexOf('/') + 1);
