import { beforeAll, describe, expect, test } from 'vitest';
import {
  check,
  evaluate,
  type GuardOptions,
  jsonReport,
  preview,
  type Result,
  UsageError,
} from '../../policies/src/index';
import { resource } from '../../policies/src/testing/index';
import { account, entry, file, state, template } from '../cli/documents';
import { program, runHere } from '../cli/run-cli';
import '@iiot-guard/policies/vitest';

const only = ['storage-https-only', 'storage-min-tls', 'baseline-fixed'];
const chosen = only.flatMap((id) => ['--only', id]);
const http = { supportsHttpsTrafficOnly: false };
const old = { minimumTlsVersion: 'TLS1_0' };
const safe = { minimumTlsVersion: 'TLS1_2', supportsHttpsTrafficOnly: true };

/** Storage accounts of programs spell it like this. */
const inProgram = { minimumTlsVersion: 'TLS1_2', enableHttpsTrafficOnly: true };
const insecure = { enableHttpsTrafficOnly: false };

const before = [
  file('compare-main.json', template([account({ ...safe, ...http })])),
  file('compare-right.json', template([account({ ...safe, ...old }, { name: 'right' })])),
] as const;
const [main] = before;
const report = file('compare-report.json', '');
const accepted = `${main}.baseline`;
const deployed = file('compare-state.json', state(entry({ ...inProgram, ...old })));
const now = file('compare-now.json', state(entry({ ...inProgram, ...insecure })));

beforeAll(async () => {
  await runHere(['baseline', 'create', ...before, ...chosen, '--baseline', accepted, '--by', 'ada']);
  await runHere(['check', ...before, ...chosen, '--format', `json=${report}`, '--quiet']);
  // Since then one file got another fault, and what was in the other one was put right.
  file('compare-main.json', template([account({ ...safe, ...http, ...old })]));
  file('compare-right.json', template([account(safe, { name: 'right' })]));
});

const told = ({ findings }: Result) =>
  findings.map(({ rule, change, accepted }) => [rule.id, change ?? '', accepted?.by ?? ''].join(' ').trim());

describe('baseline, against and failOnNew', () => {
  test.each<[string, string[], GuardOptions, string[]]>([
    [
      'a baseline',
      ['--baseline', accepted],
      { baseline: accepted },
      ['baseline-fixed', 'storage-https-only  ada', 'storage-min-tls'],
    ],
    [
      'a report of before',
      ['--against', report],
      { against: report },
      ['storage-https-only unchanged', 'storage-min-tls new'],
    ],
    [
      'only what is new',
      ['--against', report, '--fail-on-new'],
      { against: report, failOnNew: true },
      ['storage-https-only unchanged', 'storage-min-tls new'],
    ],
    [
      'both, and what passed',
      ['--against', report, '--fail-on-new', '--baseline', accepted, '--all'],
      { against: report, failOnNew: true, baseline: accepted, passes: true },
      [
        'baseline-fixed new',
        'storage-https-only',
        'storage-https-only unchanged ada',
        'storage-min-tls',
        'storage-min-tls new',
      ],
    ],
  ])('check says the same as the command line under %s', async (_what, args, options, expected) => {
    const { stdout } = await runHere(['check', ...before, ...chosen, ...args, '--format', 'json']);
    const result = await check(before, { only, ...options });
    expect(JSON.parse(jsonReport(result, options.passes))).toEqual(JSON.parse(stdout));
    expect(told(result).sort()).toEqual(expected);
    expect(result.blocking).toHaveLength(JSON.parse(stdout).summary.blocking);
  });

  test('a state of before is judged by the same options', async () => {
    const result = await check(now, { only, against: deployed });
    expect(told(result)).toEqual(['storage-https-only new']);
    expect(result.change?.fixed).toMatchObject([
      { rule: 'storage-min-tls', resource: 'data', property: 'minimumTlsVersion' },
    ]);
    const other = await check(now, {
      only,
      against: deployed,
      policyConfig: { 'storage-min-tls': 'disabled' },
    });
    expect(other.change?.fixed).toEqual([]);
  });

  test.each<[string, string, GuardOptions, boolean]>([
    ['what is new', now, { against: deployed, failOnNew: true }, false],
    ['what is known, where all counts', now, { against: now }, false],
    ['what is known, where only new findings count', now, { against: now, failOnNew: true }, true],
    ['what is new beside what is accepted', main, { baseline: accepted }, false],
    ['what is accepted', main, { baseline: accepted, skip: ['storage-min-tls'] }, true],
  ])('%s decides over toHaveNoBlockingFindings', async (_what, path, options, holds) => {
    const result = await check(path, { only, ...options });
    if (holds) expect(result).toHaveNoBlockingFindings();
    else expect(result).not.toHaveNoBlockingFindings();
  });

  test('evaluate compares what is at hand', async () => {
    const data = resource('Microsoft.Storage/storageAccounts', 'data', insecure);
    const earlier = await evaluate([data], { only: ['storage-https-only'] });
    const against = file('compare-evaluated.json', jsonReport(earlier));
    const result = await evaluate([{ ...data, properties: { ...insecure, ...old } }], { only, against });
    expect(told(result).sort()).toEqual(['storage-https-only unchanged', 'storage-min-tls new']);
  });

  test('preview says the same as the command line under a baseline', async () => {
    const plant = { directory: program('cli-plant'), stack: 'dev' };
    const command = [plant.directory, '--stack', 'dev', '--quiet'];
    const made = `${main}.plant`;
    await runHere(['baseline', 'create', ...command, '--baseline', made]);
    const { stdout } = await runHere(['preview', ...command, '--baseline', made, '--format', 'json']);
    const result = await preview({ ...plant, baseline: made });
    expect(JSON.parse(jsonReport(result))).toEqual(JSON.parse(stdout));
    expect(result.summary.baseline).toBeGreaterThan(0);
  });

  const broken = file('compare-broken.json', '{');
  test.each<[string, string[], GuardOptions]>([
    ['a baseline that is not there', ['--baseline', 'no.json'], { baseline: 'no.json' }],
    ['a broken baseline', ['--baseline', broken], { baseline: broken }],
    ['a folder as baseline', ['--baseline', '.'], { baseline: '.' }],
    ['a baseline that is none', ['--baseline', report], { baseline: report }],
    ['a report that is not there', ['--against', 'no.json'], { against: 'no.json' }],
    ['a broken report', ['--against', broken], { against: broken }],
    ['standard input as report', ['--against', '-'], { against: '-' }],
    ['failOnNew with nothing to compare with', ['--fail-on-new'], { failOnNew: true }],
  ])('%s is refused in the words of the command line', async (_what, args, options) => {
    const { code, stderr } = await runHere(['check', main, ...args]);
    for (const call of [() => check(main, options), () => evaluate([], options)]) {
      const fault = await call().catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(UsageError);
      expect([2, `error: ${(fault as Error).message}\n`]).toEqual([code, stderr]);
    }
  });

  test('a preview with a wrong baseline runs no program', async () => {
    const onProgress = () => {
      throw new Error('it ran');
    };
    const call = preview({ directory: program('cli-plant'), stack: 'dev', baseline: 'no.json', onProgress });
    await expect(call).rejects.toBeInstanceOf(UsageError);
  });
});
