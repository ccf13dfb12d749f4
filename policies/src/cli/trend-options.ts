import { type Command, Option } from 'commander';

/** Adds `iiot-guard threats trend`. */
export function addTrend(threats: Command, ended: (code: number) => void): void {
  threats
    .command('trend')
    .description('Draw how the threats stood in a series of JSON reports')
    .argument('<report...>', 'JSON reports of `iiot-guard threats`, in any order')
    .addOption(
      new Option('--as <format>', 'how to write it, to standard output')
        .choices(['console', 'csv', 'json', 'svg'])
        .default('console'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  iiot-guard threats trend reports/*.json\n  iiot-guard threats trend reports/*.json --as svg > trend.svg',
    )
    .action(async (files: readonly string[], options) => {
      const { trendCommand } = await import('./trend-command.js');
      ended(trendCommand(files, options.as));
    });
}
