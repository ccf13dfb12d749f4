import { Command, CommanderError, Option } from 'commander';
import { severities } from '../rule/rule';
import { latestRuleSet, ruleSets } from '../rule/rule-sets';
import { profiles } from '../rule/settings';
import { version } from '../version';
import { baselineCommands } from './baseline-options';
import { configCommands } from './config-options';
import { configure } from './configure';
import { addEvidence } from './evidence-options';
import { exemptionsCommand } from './exemptions-options';
import { explainOptions } from './explain-options';
import { fail } from './fail';
import { initOptions } from './init-options';
import { formats } from './output';
import { collect } from './repeatable';
import { stackOptions } from './target-options';
import { addThreats } from './threats-options';

/** Runs the command line on the arguments behind `node iiot-guard.js` and gives the exit code. Never throws. */
export async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  const program = commands((result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has written its message by then; help and version end here as well.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return fail(error);
  }
}

/** All commands with their options. `ended` is called with the exit code of the one that ran. */
export function commands(ended: (code: number) => void): Command {
  const program = new Command('iiot-guard')
    .description(
      'Checks industrial-IoT stacks on Azure for secure transfer, encryption at rest, identity, network and monitoring.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('Run with --help for the options and examples.')
    .addHelpText(
      'after',
      `
Exit codes:
  0  nothing that blocks
  1  findings that block
  2  wrong usage, unreadable or malformed input, failing program
  3  a fault of iiot-guard

Examples:
  iiot-guard preview --stack prod
  iiot-guard rules storage-https-only`,
    );

  judging(
    stackOptions(
      program
        .command('preview')
        .description(
          'Run the Pulumi program offline, without cloud login or state, and check what it would deploy',
        )
        .argument('[dir]', 'directory of the program', '.'),
    ).option(
      '--policy-config <file>',
      'levels, options and exemptions, as JSON (default: <stack>.policy.json beside the stack file)',
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  iiot-guard preview                                     the program in this directory
  iiot-guard preview plant --stack prod --profile strict
  iiot-guard preview --stack dev --stack prod            two stacks, one report
  iiot-guard preview --engine pulumi --stack prod        also programs in YAML, Python, Go or C#
  iiot-guard preview --format json=report.json           a report for machines beside the text
  iiot-guard preview --format html=report.html --format sarif=report.sarif
  iiot-guard preview --against main.json --fail-on-new   only what this change adds blocks
  iiot-guard preview --format github --format markdown=comment.md
  iiot-guard preview --only class:secure-transfer --fail-on high`,
    )
    .action(async (directory: string, options) => {
      // Loaded here, because the engine behind it takes most of the start.
      const { previewCommand } = await import('./preview-command.js');
      ended(await previewCommand(directory, options));
    });

  judging(
    program
      .command('check')
      .description(
        'Check state exports (`pulumi stack export`), event logs, `pulumi preview --json` and ARM templates',
      )
      .argument('<file...>', 'files to check, or folders of them; - reads standard input')
      .option('--include <glob>', 'of folders, only these files (repeatable)', collect, [])
      .option('--exclude <glob>', 'of folders, leave these files and folders out (repeatable)', collect, [])
      .option('--parameters <file>', 'parameters file of the one ARM template that is checked')
      .option('--policy-config <file>', 'levels, options and exemptions, as JSON'),
  )
    .addHelpText(
      'after',
      `
What a file is, is told by its content. Folders are searched for whatever can be checked, but for node_modules and .git.
A glob without slash matches names, any other the path below the folder.
Bicep files: run \`bicep build\` first and check the JSON that it writes.

Examples:
  pulumi stack export --stack prod | iiot-guard check -
  iiot-guard check main.json --parameters main.parameters.json
  iiot-guard check templates --exclude '*.parameters.json' --fail-on high --format json=report.json
  pulumi preview --json --show-sames > preview.json; iiot-guard check preview.json
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json | iiot-guard check -`,
    )
    .action(async (files: readonly string[], options) => {
      const { checkCommand } = await import('./check-command.js');
      ended(await checkCommand(files, options));
    });

  program
    .command('rules')
    .description('List the rules, or show one')
    .argument('[id]', 'a rule')
    .addOption(
      new Option('--format <format>', 'how to write it')
        .choices(['table', 'json', 'markdown'])
        .default('table'),
    )
    .addOption(
      new Option('--profile <name>', 'profile whose levels are shown').choices(profiles).default('standard'),
    )
    .option('--rules <module>', 'a module with rules of your own: exports.rules (repeatable)', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n  iiot-guard rules\n  iiot-guard rules iothub-min-tls-1-2\n  iiot-guard rules --format json',
    )
    .action(async (id: string | undefined, options) => {
      const { rulesText } = await import('./rules-command.js');
      const { rulesWith } = await import('./own-rules.js');
      process.stdout.write(await rulesText(rulesWith(options.rules), id, options.format, options.profile));
    });

  explainOptions(program);
  initOptions(program);
  const threats = addThreats(program, ended);
  addEvidence(program, ended);
  const judged = program.commands.filter((command) =>
    ['preview', 'check', 'explain'].includes(command.name()),
  );
  configCommands(program, ended);
  configure(program, [
    ...judged,
    threats,
    ...baselineCommands(program, choosing, ended),
    exemptionsCommand(program, choosing, ended),
  ]);

  for (const command of program.commands) command.exitOverride();

  return program;
}

/** Adds the options that say what is judged, and by what. */
function choosing(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <name>', 'rules and levels to apply').choices(profiles).default('standard'),
    )
    .addOption(
      new Option('--rule-set <date>', 'the rules of that date; later ones are advice only')
        .choices(ruleSets)
        .default(latestRuleSet),
    )
    .option('--rules <module>', 'a module with rules of your own: exports.rules (repeatable)', collect, [])
    .option(
      '--only <selector>',
      'run only these rules: ID, class:…, severity:…, control:… (repeatable)',
      collect,
      [],
    )
    .option('--skip <selector>', 'leave these rules out, selected likewise (repeatable)', collect, [])
    .addOption(
      new Option('--unknown <what>', 'what values known only after deployment do')
        .choices(['ignore', 'warn', 'fail'])
        .default('warn'),
    )
    .option('--baseline <file>', 'findings that are accepted: only others block (see `iiot-guard baseline`)');
}

/** Adds the options that all commands have which judge resources and report. */
function judging(command: Command): Command {
  return choosing(command)
    .addOption(
      new Option(
        '--fail-on <severity>',
        'block from this severity on (default: any mandatory finding)',
      ).choices([...severities, 'never']),
    )
    .option(
      '--format <format[=file]>',
      `${formats.join(', ')}; to standard output or a file (repeatable)`,
      collect,
      [],
    )
    .option('--against <file>', 'a JSON report or state of before: tells new, fixed and unchanged findings')
    .option('--fail-on-new', 'only findings that --against does not know block')
    .option('--all', 'list passed findings as well')
    .option('--no-color', 'no colour (also: NO_COLOR)')
    .option('--quiet', 'only what blocks, the counts and the verdict');
}
