import type { Command, Option } from 'commander';

/** What a configuration file can set: an option of the command line, by the name that its long form has in camel case. */
export interface Setting {
  readonly name: string;
  readonly description: string;
  readonly kind: 'flag' | 'list' | 'text';
  readonly choices?: readonly string[];
  /** What stands before the value where it names a file: `''`, or `format=` for a report; undefined for no file. */
  readonly file?: 'whole' | 'after-equals' | 'module';
  /** Whether a stack may have a value of its own. */
  readonly perStack: boolean;
}

/** Options about the run itself, which no file can set. */
const notSettings: ReadonlySet<string> = new Set(['config', 'help', 'version', 'by', 'shrinkOnly', 'dryRun']);

/** Which stack is meant cannot depend on the stack. */
const notPerStack: ReadonlySet<string> = new Set(['stack', 'allStacks']);

/** The commands whose options a configuration file can set. */
const configurable: readonly string[] = ['preview', 'check'];

/** Everything that the options of `preview` and `check` can say, so that the file can never say less. */
export function settingsOf(program: Command): readonly Setting[] {
  const settings = new Map<string, Setting>();
  for (const command of program.commands.filter((one) => configurable.includes(one.name()))) {
    for (const option of command.options) {
      const setting = settingOf(option);
      if (!notSettings.has(setting.name) && !settings.has(setting.name)) settings.set(setting.name, setting);
    }
  }
  return [...settings.values()];
}

function settingOf(option: Option): Setting {
  const name = option.attributeName();
  const file = fileIn(option.flags);
  return {
    name,
    description: option.negate ? option.description.replace(/^no /, '') : option.description,
    kind: kindOf(option),
    ...(option.argChoices ? { choices: option.argChoices } : {}),
    ...(file ? { file } : {}),
    perStack: !notPerStack.has(name),
  };
}

function kindOf(option: Option): Setting['kind'] {
  if (Array.isArray(option.defaultValue) || option.variadic) return 'list';
  return option.required || option.optional ? 'text' : 'flag';
}

function fileIn(flags: string): Setting['file'] | undefined {
  if (/<(file|report)[^=>]*>/.test(flags)) return 'whole';
  if (/<format\[=file\]>/.test(flags)) return 'after-equals';
  return /<module>/.test(flags) ? 'module' : undefined;
}
