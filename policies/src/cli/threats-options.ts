import { type Command, Option } from 'commander';
import { profiles } from '../rule/settings';
import { collect } from './repeatable';
import { addTrend } from './trend-options';

/** Adds `iiot-guard threats` and what belongs to it. Returns the command itself. */
export function addThreats(program: Command, ended: (code: number) => void): Command {
  const threats = program
    .command('threats')
    .description('Say where the threats are, what is done about each and what proves it')
    .argument('[source...]', 'the program to preview, or files to check as `check` takes them', ['.'])
    .option(
      '--stack <name>',
      'stack whose configuration is used (repeatable; default: the only one there is)',
      collect,
      [],
    )
    .option('--all-stacks', 'all stacks of the program, in one report')
    .addOption(
      new Option('--profile <name>', 'rules and levels to apply; at least `standard`')
        .choices(profiles)
        .default('standard'),
    )
    .option('--rules <module>', 'a module with rules of your own: exports.rules (repeatable)', collect, [])
    .option(
      '--policy-config <file>',
      'options and exemptions, as JSON (default: <stack>.policy.json beside the stack file)',
    )
    .option(
      '--site <file>',
      'devices, people, flows and decisions (default: threats.yaml beside the stack file)',
    )
    .option('--evidence <folder>', 'dated records (default: the folder evidence beside the stack file)')
    .addOption(
      new Option(
        '--edition <name>',
        'for everybody, without names and details; or for those who may see them',
      )
        .choices(['organisation', 'restricted'])
        .default('organisation'),
    )
    .option(
      '--format <format[=file]>',
      'how to write it, to standard output or a file (repeatable)',
      collect,
      [],
    )
    .option('--against <report.json>', 'an earlier report in JSON, to say what changed')
    .option(
      '--fail-on <status>',
      'end with 1 where a threat is stale, violated or open (repeatable)',
      collect,
      [],
    )
    .option('--no-color', 'no colour (also: NO_COLOR)')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  iiot-guard threats --stack prod
  iiot-guard threats --stack prod --edition restricted --format html=threats.html
  iiot-guard threats main.json --site threats.yaml --fail-on violated --fail-on stale
  iiot-guard threats --stack prod --against main.json --format pull-request >> comment.md
  iiot-guard threats lint`,
    )
    .action(async (sources: readonly string[], options) => {
      const { threatsCommand } = await import('./threats-command.js');
      ended(await threatsCommand(sources, options));
    });
  threats
    .command('lint')
    .description('Check site file and records for what is inconsistent')
    .option('--site <file>', 'the site file (default: stacks/threats.yaml)')
    .option('--evidence <folder>', 'the records (default: stacks/evidence)')
    .option('--rules <module>', 'a module with rules of your own: exports.rules (repeatable)', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n  iiot-guard threats lint\n  iiot-guard threats lint --site plant/threats.yaml',
    )
    .action(async (_options, command: Command) => {
      const { threatsLintCommand } = await import('./threats-lint-command.js');
      ended(threatsLintCommand(command.optsWithGlobals()));
    });
  addTrend(threats, ended);
  for (const command of threats.commands) command.exitOverride();
  return threats;
}
