import { cpus } from 'node:os';
import { findCli, howToInstall } from '../engine/cli';
import { checkedFiles } from './files';
import {
  manyAccounts,
  ourPlatform,
  ourProgram,
  packageSizes,
  type Row,
  startUp,
  thousandResources,
  typeCheck,
} from './measures';
import { makePackage } from './packed';
import { reports } from './reports';

/** Measures, prints a table and says which targets are met. Fails only where something cannot be measured. */
export async function main(args: readonly string[]): Promise<void> {
  const only = args.includes('--no-cli');
  const runs = args.includes('--quick') ? 1 : 3;
  console.log(`Node.js ${process.version}, ${cpus().length} cores, medians of ${runs} runs\n`);
  makePackage();
  const rows = [
    ...packageSizes(),
    ...(await startUp(runs)),
    ...(await checkedFiles(runs)),
    ...(await reports(runs)),
    ...(await thousandResources(runs)),
    ...(await ourProgram(runs)),
    ...(await typeCheck(runs)),
  ];
  const cli = only ? undefined : findCli();
  if (cli) rows.push(...(await ourPlatform(cli, runs)), ...(await manyAccounts(cli, runs)));
  console.log(table(rows));
  if (!cli) console.log(`\nSkipped: the comparison with pulumi preview ${howToInstall}`);
}

function table(rows: readonly Row[]): string {
  const cells = [
    ['measure', 'figures', 'result', 'target', ''],
    ...rows.map(({ measure, figures, value, target, unit }) => [
      measure,
      figures,
      Number.isNaN(value) ? 'not measured' : `${value.toFixed(2)}${unit}`,
      `at most ${target}${unit}`,
      Number.isNaN(value) ? '' : value <= target ? 'met' : 'NOT MET',
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
