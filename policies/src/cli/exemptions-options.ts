import { type Command, Option } from 'commander';
import type { ExemptionFormat } from '../report/exemption-list';
import { targetOptions } from './target-options';

const formats: readonly ExemptionFormat[] = ['table', 'json', 'markdown', 'csv', 'ics'];

/** Adds `iiot-guard exemptions`, and gives it. */
export function exemptionsCommand(
  program: Command,
  choosing: (command: Command) => Command,
  ended: (code: number) => void,
): Command {
  const command = choosing(
    program.command('exemptions').description('List all exemptions with the days they have left'),
  );
  return targetOptions(command)
    .option('--no-run', 'only what the policy configuration says: nothing is previewed or checked')
    .option('--owner <name>', 'only those of this owner')
    .addOption(new Option('--format <format>', 'how to write them').choices(formats).default('table'))
    .option('--out <file>', 'write them to a file')
    .addHelpText(
      'after',
      `
Exit code 1 where one is past its last day.

Examples:
  iiot-guard exemptions --stack prod
  iiot-guard exemptions state.json --policy-config stacks/prod.policy.json
  iiot-guard exemptions --no-run --policy-config stacks/prod.policy.json --format ics --out exemptions.ics`,
    )
    .action(async (targets: readonly string[], options) => {
      const { listExemptions } = await import('./exemptions-command.js');
      ended(await listExemptions(targets, options));
    });
}
