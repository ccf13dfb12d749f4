import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { aligned } from '../report/text';
import { readConfig } from './config-file';
import type { Config, ConfigValues } from './config-schema';
import { configNames, findConfig } from './find-config';
import { policyConfigFrom } from './judging';
import { rulesWith } from './own-rules';
import { selectRules } from './select';
import { type Setting, settingsOf } from './settings-of-options';
import { UsageError } from './usage-error';

/** Checks a configuration file and what it names, and says so. Throws a UsageError for what is wrong. */
export async function checkConfig(program: Command, named: string | undefined): Promise<string> {
  const file = existing(named);
  const config = readConfig(file, settingsOf(program));
  const stacks = Object.keys(config.stacks);
  await inPart(file, undefined, config.common);
  for (const stack of stacks) await inPart(file, stack, { ...config.common, ...config.stacks[stack] });
  const count = Object.keys(config.common).length;
  const parts = stacks.length === 0 ? '' : `; stacks ${stacks.join(', ')}`;
  return `${file}: nothing is wrong. ${count} setting${count === 1 ? '' : 's'}${parts}.\n`;
}

function existing(named: string | undefined): string {
  const file = named ?? findConfig('.');
  if (file !== undefined) return file;
  throw new UsageError(
    `There is no configuration file here or in a folder above.\n  Write ${configNames[0]}, or name a file.`,
  );
}

/** Checks what one part of the file names, as the commands would. */
async function inPart(file: string, stack: string | undefined, values: ConfigValues): Promise<void> {
  const list = (name: string): readonly string[] => {
    const value = values[name];
    return Array.isArray(value) ? value : [];
  };
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  try {
    const rules = rulesWith(list('rules'));
    selectRules(rules, list('only'), list('skip'));
    await policyConfigFrom(text('policyConfig'), rules);
    const parameters = text('parameters');
    if (parameters !== undefined && !existsSync(parameters))
      throw new UsageError(`${parameters}: there is no such file.\n  Name the parameters file.`);
  } catch (fault) {
    if (!(fault instanceof UsageError)) throw fault;
    throw new UsageError(`${file}${stack === undefined ? '' : `, stack ${stack}`}: ${fault.message}`);
  }
}

/** The options of `iiot-guard config show`. */
export interface ShowOptions {
  readonly stack?: string;
  readonly format: 'table' | 'json';
}

/** Every setting with its value and where that comes from. */
export async function showConfig(
  program: Command,
  named: string | undefined,
  { stack, format }: ShowOptions,
): Promise<string> {
  const file = named ?? findConfig('.');
  const settings = settingsOf(program);
  const config =
    file === undefined ? { file: '', common: {}, stacks: {} } : { file, ...readConfig(file, settings) };
  const rows = settings.map((setting) => ({
    setting: setting.name,
    ...counting(program, setting, config, stack),
  }));
  if (format === 'json') return `${JSON.stringify(rows, undefined, 2)}\n`;
  const lines = aligned(rows.map(({ setting, value, from }) => [setting, written(value), from]));
  return lines.map((line) => `${line}\n`).join('');
}

function counting(
  program: Command,
  { name, perStack }: Setting,
  { file, common, stacks }: Config & { readonly file: string },
  stack: string | undefined,
): { readonly value: unknown; readonly from: string } {
  const own = stack === undefined || !perStack ? undefined : stacks[stack]?.[name];
  if (own !== undefined) return { value: own, from: `${file}, stack ${stack}` };
  if (common[name] !== undefined) return { value: common[name], from: file };
  const option = program.commands
    .flatMap((command) => command.options)
    .find((one) => one.attributeName() === name && !['rules'].includes(one.attributeName()));
  return { value: option?.defaultValue ?? (option?.negate ? true : undefined) ?? null, from: 'default' };
}

function written(value: unknown): string {
  if (value === null) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  return String(value);
}
