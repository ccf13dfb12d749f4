import { type Command, Option } from 'commander';
import { collect } from './repeatable';

const folder = 'folder of the records';

/** Adds `iiot-guard evidence` with its commands. */
export function addEvidence(program: Command, ended: (code: number) => void): void {
  const evidence = program
    .command('evidence')
    .description('Dated records about threats: tests, reviews, drills, approvals');
  evidence
    .command('add')
    .description('Write a record, with the digest of the file that proves it')
    .requiredOption('--kind <kind>', 'what was done; `evidence list --kinds` names them all')
    .requiredOption('--scope <text>', 'what was looked at')
    .requiredOption('--by <who>', 'the team or firm that did it')
    .requiredOption('--artefact <file>', 'the report, protocol or log that proves it')
    .requiredOption('--threat <id>', 'a threat that it speaks about (repeatable)', collect, [])
    .option('--date <YYYY-MM-DD>', 'the day on which it was done (default: today)')
    .addOption(
      new Option('--result <result>', 'how it ended')
        .choices(['passed', 'passed-with-findings', 'failed'])
        .default('passed'),
    )
    .option('--valid-days <days>', 'days for which it holds, fewer than usual for its kind')
    .option('--evidence <folder>', folder, 'stacks/evidence')
    .option('--site <file>', 'the site file, for its own threats (default: stacks/threats.yaml)')
    .addHelpText(
      'after',
      `
Examples:
  iiot-guard evidence add --kind restore-drill --date 2026-03-14 --scope "telemetry archive" \\
    --by "plant operations" --artefact drills/march.pdf --threat T-C08 --threat T-C09`,
    )
    .action(async (options) => {
      const { evidenceAddCommand } = await import('./evidence-command.js');
      ended(await evidenceAddCommand(options));
    });
  evidence
    .command('list')
    .description('List the records and until when they hold')
    .option('--evidence <folder>', folder, 'stacks/evidence')
    .option('--kinds', 'list the kinds of records instead')
    .addOption(new Option('--format <format>', 'how to write it').choices(['table', 'json']).default('table'))
    .addHelpText('after', '\nExamples:\n  iiot-guard evidence list\n  iiot-guard evidence list --kinds')
    .action(async (options) => {
      const { evidenceListCommand } = await import('./evidence-command.js');
      ended(evidenceListCommand(options));
    });
  evidence
    .command('check')
    .description('Check the records: dates, threats, and the digests of the files that prove them')
    .option('--evidence <folder>', folder, 'stacks/evidence')
    .option('--site <file>', 'the site file, for its own threats (default: stacks/threats.yaml)')
    .option('--fail-on <status>', 'end with 1 also for `stale` records', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n  iiot-guard evidence check\n  iiot-guard evidence check --fail-on stale',
    )
    .action(async (options) => {
      const { evidenceCheckCommand } = await import('./evidence-command.js');
      ended(await evidenceCheckCommand(options));
    });
  for (const command of evidence.commands) command.exitOverride();
}
