import { type Command, Option } from 'commander';
import { latestRuleSet, ruleSets } from '../rule/rule-sets';
import { profiles } from '../rule/settings';
import { collect } from './repeatable';
import { targetOptions } from './target-options';

/** Adds `iiot-guard explain`. */
export function explainOptions(program: Command): void {
  targetOptions(
    program
      .command('explain')
      .description(
        'Explain a finding or a rule: what was read, from where, why that verdict, what would make it pass',
      )
      .argument('<what>', 'the fingerprint of a finding (6 digits of it are enough), or a rule'),
  )
    .option('--trace', 'print every reading and condition')
    .addOption(
      new Option('--profile <name>', 'rules and levels to apply').choices(profiles).default('standard'),
    )
    .addOption(
      new Option('--rule-set <date>', 'the rules of that date').choices(ruleSets).default(latestRuleSet),
    )
    .option('--rules <module>', 'a module with rules of your own (repeatable)', collect, [])
    .addHelpText(
      'after',
      `
Fingerprints stand in every report for machines (--format json). No property value is printed.
Takes what \`preview\` and \`check\` take: programs with one stack or several, files, and folders of them.

Examples:
  iiot-guard explain storage-https-only --stack prod      the rule on each resource of the program here
  iiot-guard explain 3f1c09a2b4d5e6f7 main.json --trace
  iiot-guard explain 3f1c09a2 templates                   wherever in that folder the finding is
  iiot-guard explain iothub-min-tls-1-2                   outside a program: all about the rule`,
    )
    .action(async (what: string, targets: readonly string[], options) => {
      const { explainCommand } = await import('./explain-command.js');
      process.stdout.write(await explainCommand(what, targets, options));
    });
}
