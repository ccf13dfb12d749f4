import { type Command, Option } from 'commander';
import { settingsOf } from './settings-of-options';

/** Adds `iiot-guard config` and what is below it. */
export function configCommands(program: Command, ended: (code: number) => void): void {
  const config = program.command('config').description('Look at the configuration file');
  config
    .command('check')
    .description('Check the configuration file, and what it names: rules, policy configurations, baselines')
    .argument(
      '[file]',
      'the file (default: the nearest iiot-guard.config.yaml, or "iiot-guard" in package.json)',
    )
    .addHelpText(
      'after',
      () =>
        `${settingsHelp(program)}\nExamples:\n  iiot-guard config check\n  iiot-guard config check ci/iiot-guard.config.yaml`,
    )
    .action(async (file: string | undefined) => {
      const { checkConfig } = await import('./config-command.js');
      process.stdout.write(await checkConfig(program, file));
      ended(0);
    });
  config
    .command('show')
    .description('Show each setting, and where it comes from')
    .argument('[file]', 'the file (default: as for check)')
    .option('--stack <name>', 'the settings that count for this stack')
    .addOption(new Option('--format <format>', 'how to write it').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      '\nExamples:\n  iiot-guard config show --stack prod\n  iiot-guard config show --format json',
    )
    .action(async (file: string | undefined, options) => {
      const { showConfig } = await import('./config-command.js');
      process.stdout.write(await showConfig(program, file, options));
      ended(0);
    });
}

function settingsHelp(program: Command): string {
  const settings = settingsOf(program);
  const width = Math.max(...settings.map(({ name }) => name.length));
  const lines = settings.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`);
  return `
Settings (each says what the option of that name says; \`stacks\` has them again for a stack by its name):
${lines.join('\n')}

What wins: options of the command line, then the part for the stack, then the rest of the file.
Paths are seen from the folder of the file.
`;
}
