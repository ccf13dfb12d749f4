import { type Command, Option } from 'commander';
import { profiles } from '../rule/settings';
import { collect } from './repeatable';

/** Adds `iiot-guard init`. */
export function initOptions(program: Command): void {
  program
    .command('init')
    .description('Set iiot-guard up in a repository: configuration, workflow and baseline')
    .argument('[dir]', 'folder of the repository', '.')
    .addOption(
      new Option('--ci <service...>', 'write for these services (default: those that are found)')
        .choices(['github', 'azure', 'gitlab', 'none'])
        .default([], 'those that are found'),
    )
    .addOption(
      new Option('--profile <name>', 'rules and levels to apply').choices(profiles).default('standard'),
    )
    .option('--stack <name>', 'stack to check (repeatable; default: all)', collect, [])
    .option('--pre-commit', 'write .pre-commit-config.yaml too')
    .option('--no-baseline', 'accept no finding of today')
    .option('--dry-run', 'say what would be written, and write nothing')
    .addHelpText(
      'after',
      `
Looks for Pulumi programs, their language and stacks, ARM templates, the package manager and the CI service. Overwrites nothing.

Examples:
  iiot-guard init
  iiot-guard init --ci github --stack prod --profile strict
  iiot-guard init plant --dry-run`,
    )
    .action(async (folder: string, options) => {
      const { initCommand } = await import('./init-command.js');
      process.stdout.write(initCommand(folder, options));
    });
}
