import type { Command } from 'commander';
import { targetOptions } from './target-options';

/** Adds `iiot-guard baseline` and what is below it, and gives those commands that judge. */
export function baselineCommands(
  program: Command,
  choosing: (command: Command) => Command,
  ended: (code: number) => void,
): readonly Command[] {
  const baseline = program
    .command('baseline')
    .description('Accept the findings of today, so that only new ones block')
    .addHelpText(
      'after',
      `
Examples:
  iiot-guard baseline create --stack prod         what the program of this folder breaks today
  iiot-guard baseline create templates/*.json     the same for files
  iiot-guard preview --stack prod --baseline iiot-guard.baseline.json
  iiot-guard baseline update --stack prod         take out what was put right, put in what is new
  iiot-guard baseline prune --stack prod          only take out`,
    );
  const command = (name: 'create' | 'update' | 'prune', description: string) => {
    const one = targetOptions(choosing(baseline.command(name).description(description))).action(
      async (targets: readonly string[], options) => {
        const { changeBaseline } = await import('./baseline-command.js');
        ended(await changeBaseline(name, targets, options));
      },
    );
    if (name !== 'prune')
      one.option('--by <name>', 'who accepts (default: the user of Git, else of the machine)');
    return one;
  };
  const create = command('create', 'Write the baseline').option(
    '--shrink-only',
    'no entry is ever added later: `update` only takes out what was put right',
  );
  const update = command('update', 'Take out what was put right, and put in what is new').option(
    '--shrink-only',
    'put nothing in; exit code 1 where something is new',
  );
  const prune = command('prune', 'Take out what was put right').option(
    '--dry-run',
    'write nothing; exit code 1 where something would be taken out',
  );
  baseline
    .command('show')
    .description('List what the baseline accepts')
    .argument('[file]', 'the baseline', 'iiot-guard.baseline.json')
    .option('--json', 'as JSON')
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const { showBaseline } = await import('./baseline-command.js');
      process.stdout.write(showBaseline(file, options.json ?? false));
      ended(0);
    });
  return [create, update, prune];
}
