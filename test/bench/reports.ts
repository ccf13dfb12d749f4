import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formats } from '../../policies/src/cli/output';
import { findBrowser, howToInstall, startBrowser } from '../report/browser';
import { inTurn, median, seconds } from './measure';
import { inSeconds, type Row, ratio } from './measures';
import { commandLine } from './packed';
import { writeTemplate } from './plants';

/** Resources about half wrong, which give some 10,000 findings. */
const resources = 2500;

/** What all formats together cost beyond the check, for some 10,000 findings and for four times as many. */
export async function reports(runs: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-bench-'));
  const file = (name: string, count: number) => {
    const path = join(folder, name);
    writeTemplate(path, count, true);
    return path;
  };
  const files = formats.flatMap((format) => ['--format', `${format}=${join(folder, `report.${format}`)}`]);
  const check = (path: string, args: readonly string[]) => () =>
    seconds({
      file: process.execPath,
      args: [commandLine, 'check', path, ...args],
      accepts: [0, 1],
    });
  try {
    const few = file('few.json', resources);
    const many = file('many.json', resources * 4);
    const thousand = file('thousand.json', 1000);
    const times = await inTurn(runs, {
      plain: check(few, []),
      manyPlain: check(many, []),
      all: check(few, files),
      manyAll: check(many, files),
      threats: () =>
        seconds({
          file: process.execPath,
          args: [
            commandLine,
            'threats',
            thousand,
            '--quiet',
            '--format',
            `html=${join(folder, 'threats.html')}`,
          ],
        }),
    });
    const [beyond, manyBeyond] = [times.all - times.plain, times.manyAll - times.manyPlain];
    return [
      {
        measure: 'all report formats beyond the check',
        figures: `${inSeconds(times.all)}, ${inSeconds(times.plain)}`,
        value: beyond * 1000,
        target: 2000,
        unit: ' ms',
      },
      ratio('the same for four times as many findings', [manyBeyond, beyond], 5, inSeconds),
      {
        measure: 'the page about threats for 1,000 resources, layout included',
        figures: `${runs} runs`,
        value: times.threats,
        target: 3,
        unit: ' s',
      },
      ...(await page(folder, check(few, ['--format', `html=${join(folder, 'report.html')}`]), runs)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How soon a reader sees the page, and how long it takes to filter it, in a browser. */
async function page(folder: string, write: () => Promise<number>, runs: number): Promise<readonly Row[]> {
  const executable = findBrowser();
  if (executable === undefined) {
    console.log(`Skipped: the HTML report ${howToInstall}`);
    return [];
  }
  await write();
  const browser = await startBrowser(executable);
  const paints: number[] = [];
  const filters: number[] = [];
  for (let run = 0; run < runs; run++) {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(join(folder, 'report.html')).href);
    await tab.waitForTimeout(500);
    paints.push(await tab.evaluate<number>("performance.getEntriesByName('first-paint')[0].startTime"));
    for (const words of ['nothing of the kind', '', 'storage', ''])
      filters.push(await tab.evaluate<number>(filterTime(words)));
    await tab.close();
  }
  await browser.close();
  const row = (measure: string, value: number, target: number, figures: string): Row => {
    return { measure, figures, value, target, unit: ' ms' };
  };
  const slowest = `slowest ${Math.max(...filters).toFixed(0)} ms`;
  return [
    row('the HTML report of the same findings: first paint', median(paints), 1000, `${runs} runs`),
    row('the same: from a key to the filtered page', median(filters), 100, slowest),
  ];
}

/** From the input to the frame after it, in milliseconds. */
const filterTime = (words: string): string => `new Promise((done) => {
  const field = document.querySelector('#f-text');
  const start = performance.now();
  field.value = ${JSON.stringify(words)};
  field.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})`;
