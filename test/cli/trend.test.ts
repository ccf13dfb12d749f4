import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { account, file, template } from './documents';
import { runHere, ways } from './run-cli';

const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-trend-'));
const reports = ['2026-11-17', '2026-11-24'].map((day) => join(folder, `${day}.json`)) as [string, string];

/** Two reports of the command, a week apart: in the second one there is something that can be wrong. */
beforeAll(async () => {
  for (const [at, resources] of [[], [account({ minimumTlsVersion: 'TLS1_0' })]].entries()) {
    const source = file(`trend-${at}.json`, template(resources));
    const { stdout } = await runHere(['threats', source, '--format', 'json']);
    const day = reports[at]?.slice(-15, -5);
    writeFileSync(reports[at] ?? '', JSON.stringify({ ...JSON.parse(stdout), created: `${day}T08:00:00Z` }));
  }
});

describe.each(ways)('iiot-guard threats trend, %s,', (_way, runCli) => {
  test('draws how the threats stood, whatever the order of the reports', async () => {
    const run = await runCli(['threats', 'trend', ...[...reports].reverse()]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^2 reports, 2026-11-17 to 2026-11-24\n/);
    const [, before, now] = /^violated +\S+ {2}(\d+) → (\d+)$/m.exec(run.stdout) ?? [];
    expect([before, Number(now) > 0]).toEqual(['0', true]);
  });

  test('writes several formats to files, each in one step', async () => {
    const [svg, csv] = [join(folder, 'trend.svg'), join(folder, 'trend.csv')];
    const run = await runCli([
      'threats',
      'trend',
      ...reports,
      '--format',
      `svg=${svg}`,
      '--format',
      `csv=${csv}`,
    ]);
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg /);
    expect(readFileSync(csv, 'utf8').trim().split('\r\n')).toHaveLength(3);
  });

  test.each<[string, readonly string[], string]>([
    ['an unknown format', ['--format', 'svgg'], 'there is no format "svgg"; did you mean `svg`?'],
    ['a file without a name', ['--format', 'svg='], 'no file is named after the equals sign'],
    ['two on one output', ['--format', 'svg', '--format', 'csv'], 'cannot both go to standard output'],
    ['a file that is not there', ['nowhere.json'], 'nowhere.json: there is no such file'],
    ['a folder', [tmpdir()], 'it cannot be read'],
    ['what is not JSON', [__filename], 'is not a report in JSON'],
    [
      'JSON that is no report',
      [file('trend-none.json', { schema: 1 })],
      'is no JSON report of `iiot-guard threats` at created',
    ],
  ])('refuses %s', async (_what, more, message) => {
    const run = await runCli(['threats', 'trend', ...reports, ...more]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
  });
});
