import type { Command } from 'commander';

/** Adds `iiot-guard threats trend`. */
export function addTrend(threats: Command, ended: (code: number) => void): void {
  threats
    .command('trend')
    .description('Draw how the threats stood in a series of JSON reports')
    .argument('<report...>', 'JSON reports of `iiot-guard threats`, in any order')
    .addHelpText(
      'after',
      `
Options:
  --format <format[=file]>  console (default), csv, json or svg, to standard output or a file (repeatable)

Examples:
  iiot-guard threats trend reports/*.json
  iiot-guard threats trend reports/*.json --format svg=trend.svg --format csv=trend.csv`,
    )
    .action(async (files: readonly string[], _options, command: Command) => {
      const { trendCommand } = await import('./trend-command.js');
      // `--format` is an option of `threats`, which takes it wherever it stands.
      const { format } = command.optsWithGlobals<{ readonly format: readonly string[] }>();
      ended(trendCommand(files, format));
    });
}
