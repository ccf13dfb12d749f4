import { type Command, Option } from 'commander';
import { collect } from './repeatable';

/** Adds what chooses the stacks of a program and what runs it. */
export function stackOptions(command: Command): Command {
  return command
    .option(
      '--stack <name>',
      'stack whose configuration is used (repeatable; default: the only one there is)',
      collect,
      [],
    )
    .option('--all-stacks', 'all stacks that have a file')
    .addOption(
      new Option('--engine <name>', 'what runs the program: ours, or your own pulumi with your login')
        .choices(['offline', 'pulumi'])
        .default('offline'),
    );
}

/** Adds what `preview` and `check` take, for commands that judge a program or files, whichever they are given. */
export function targetOptions(command: Command): Command {
  return stackOptions(
    command.argument(
      '[target...]',
      'the directory of a program, or files and folders to check (default: this directory)',
    ),
  )
    .option('--include <glob>', 'of folders, only these files (repeatable)', collect, [])
    .option('--exclude <glob>', 'of folders, leave these files and folders out (repeatable)', collect, [])
    .option('--parameters <file>', 'parameters file of the one ARM template that is checked')
    .option('--policy-config <file>', 'levels, options and exemptions, as JSON')
    .option('--quiet', 'no progress');
}
