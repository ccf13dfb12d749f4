import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn, peakMemory, seconds } from './measure';
import { inSeconds, type Row, ratio } from './measures';
import { commandLine } from './packed';
import { writeTemplate } from './plants';

const parse = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))";

const check = (file: string) => ({
  file: process.execPath,
  args: [commandLine, 'check', file],
  accepts: [0, 1],
});
const parsed = (file: string) => ({ file: process.execPath, args: ['-e', parse, file] });

/** `check` of ARM templates against a Node.js process that only reads and parses the same file; growth and memory. */
export async function checkedFiles(runs: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-bench-'));
  const file = (name: string, resources: number, wrong: boolean) => {
    const path = join(folder, name);
    writeTemplate(path, resources, wrong);
    return path;
  };
  try {
    const good = file('good.json', 10_000, false);
    const bad = file('bad.json', 10_000, true);
    const large = file('large.json', 100_000, false);
    const times = await inTurn(runs, {
      goodCheck: () => seconds(check(good)),
      goodParse: () => seconds(parsed(good)),
      badCheck: () => seconds(check(bad)),
      badParse: () => seconds(parsed(bad)),
      largeCheck: () => seconds(check(large)),
    });
    const memory = await inTurn(1, {
      check: () => peakMemory(check(large)),
      node: () => peakMemory({ file: process.execPath, args: ['-e', 'setTimeout(() => {}, 1000)'] }),
    });
    const size = statSync(large).size / 1024 / 1024;
    return [
      ratio(
        'check of 10,000 resources, hardly any wrong, against parsing',
        [times.goodCheck, times.goodParse],
        3,
        inSeconds,
      ),
      ratio(
        'check of 10,000 resources, half of them wrong, against parsing',
        [times.badCheck, times.badParse],
        8,
        inSeconds,
      ),
      ratio('check of 100,000 resources against 10,000', [times.largeCheck, times.goodCheck], 12, inSeconds),
      {
        measure: "peak memory at 100,000 resources beyond Node.js's own, against the size of the file",
        figures: `${memory.check.toFixed(0)} MiB, file ${size.toFixed(0)} MiB`,
        value: (memory.check - memory.node) / size,
        target: 6,
        unit: '×',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
