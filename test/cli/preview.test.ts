import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { reportSchema } from '../../policies/src/report/json-schema';
import { program, runHere, ways } from './run-cli';

const plant = program('cli-plant');
const rule = 'storage-encryption-scope-double';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iiot-guard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const config = (json: object) => write('policy.json', JSON.stringify(json));

describe.each(ways)('%s', (_way, runCli) => {
  const report = async (...args: string[]) => {
    const { stdout, code } = await runCli(['preview', plant, '--stack', 'dev', '--format', 'json', ...args]);
    return { code, ...reportSchema.parse(JSON.parse(stdout)) };
  };

  describe('iiot-guard preview', () => {
    test('accepts a program that breaks no rule, with exit code 0', async () => {
      const { code, stdout, stderr } = await runCli(['preview', plant, '--stack', 'safe']);
      expect(code).toBe(0);
      expect(stdout).toContain('stack safe: 2 resources');
      expect(stdout).toContain('Accepted: nothing in cli-plant breaks a rule that blocks.');
      expect(stdout).toContain('Microsoft.Network/routeTables');
      expect(stderr).toContain('Running cli-plant, stack safe, offline');
    });

    test('rejects one that does, with exit code 1, and says where, what, why and what to write', async () => {
      const { code, stdout } = await runCli(['preview', plant, '--stack', 'dev']);
      expect(code).toBe(1);
      expect(stdout).toMatch(new RegExp(`FAIL {2}${rule} {2}\\w+, mandatory`));
      expect(stdout).toContain('scope  index.js:7  Microsoft.Storage/storageAccounts/encryptionScopes');
      expect(stdout).toContain('`requireInfrastructureEncryption` must be `true`, but is `false`.');
      expect(stdout).toMatch(/Why {2}\S/);
      expect(stdout).toMatch(/Fix {2}\S/);
      expect(stdout).toContain('1 failed');
      expect(stdout).toContain('Rejected: 1 finding must be fixed or exempted');
    });

    test('writes JSON of the published shape, with passed findings only when asked', async () => {
      const short = await report();
      const long = await report('--all');
      expect(short.findings.map((finding) => [finding.rule, finding.outcome, finding.blocking])).toEqual([
        [rule, 'fail', true],
      ]);
      expect(short.summary).toMatchObject({ resources: 2, fail: 1, blocking: 1, notEvaluated: 1 });
      expect(long.findings.filter((finding) => finding.outcome === 'pass')).toHaveLength(long.summary.pass);
      expect(short.findings[0]?.resource).toMatchObject({ name: 'scope', file: 'index.js', line: 7 });
    });

    test('writes a report to a file beside the text', async () => {
      const file = join(folder, 'report.json');
      const { stdout } = await runCli(['preview', plant, '--stack', 'dev', '--format', `json=${file}`]);
      expect(stdout).toContain('Rejected');
      expect(reportSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).summary.fail).toBe(1);
      expect(readdirSync(folder)).toEqual(['report.json']);
    });

    test('keeps to what blocks, the counts and the verdict with --quiet', async () => {
      const { stdout, stderr } = await runCli(['preview', plant, '--stack', 'safe', '--quiet']);
      expect(stdout.trim().split('\n').filter(Boolean)).toHaveLength(2);
      expect(stderr).toBe('');
    });

    test('colours nothing that is not a terminal', async () => {
      expect((await runCli(['preview', plant, '--stack', 'dev'])).stdout).not.toContain('\u001b[');
    });

    test.each([
      [['--skip', rule], 0],
      [['--skip', 'class:encryption-at-rest'], 0],
      [['--only', 'class:secure-transfer'], 0],
      [['--only', rule], 1],
      [['--fail-on', 'high'], 0],
      [['--fail-on', 'low'], 1],
      [['--fail-on', 'never'], 0],
      [['--profile', 'baseline'], 0],
      [['--profile', 'strict'], 1],
    ] as const)('with %j ends with exit code %i', async (args, expected) => {
      expect((await runCli(['preview', plant, '--stack', 'dev', ...args])).code).toBe(expected);
    });

    test('takes levels from a policy configuration', async () => {
      const { code, findings } = await report('--policy-config', config({ [rule]: 'advisory' }));
      expect([code, findings[0]?.level, findings[0]?.blocking]).toEqual([0, 'advisory', false]);
    });

    test('takes the policy configuration that lies beside the stack file', async () => {
      cpSync(plant, folder, { recursive: true });
      symlinkSync(resolve(__dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
      expect((await runCli(['preview', folder, '--stack', 'dev'])).code).toBe(1);
      write('dev.policy.json', JSON.stringify({ [rule]: 'advisory' }));
      const { code, stdout } = await runCli(['preview', folder, '--stack', 'dev']);
      expect([code, stdout]).toEqual([0, expect.stringMatching(new RegExp(`${rule} {2}\\w+, advisory`))]);
    });

    test('lists what passed in the text only when asked', async () => {
      const [short, long] = [
        await runCli(['preview', plant, '--stack', 'safe']),
        await runCli(['preview', plant, '--stack', 'safe', '--all']),
      ];
      expect(short.stdout).not.toContain('PASS');
      expect(long.stdout).toMatch(new RegExp(`PASS {2}${rule}`));
    });

    test('shows what is exempt, and names exemptions that nothing needed', async () => {
      const exemption = { reason: 'moves in May', owner: 'data@example.com', expires: '2999-12-31' };
      const file = config({
        [rule]: {
          exemptions: [
            { resource: 'scope', ...exemption },
            { resource: 'gone', ...exemption },
          ],
        },
      });
      const json = await report('--policy-config', file);
      expect(json.code).toBe(0);
      expect(json.findings.find((finding) => finding.outcome === 'exempt')).toMatchObject({ exemption });
      expect(json.findings.find((finding) => finding.rule === 'exemption-unused')).toMatchObject({
        level: 'advisory',
        resource: { name: 'gone', file, line: 1 },
      });
      expect(json.unusedExemptions).toMatchObject([{ rule, resource: 'gone' }]);
      const { stdout } = await runCli(['preview', plant, '--stack', 'dev', '--policy-config', file]);
      expect(stdout).toContain('moves in May');
      expect(stdout).toContain(`The exemption of \`gone\` from ${rule} (data@example.com) covers nothing`);
    });
  });

  describe('bad input: exit code 2, a message with place and remedy, and nothing written', () => {
    const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
      ['an unknown option', () => ['--stak', 'dev'], /unknown option '--stak'/],
      ['an unknown profile', () => ['--profile', 'lax'], /Allowed choices are baseline, standard, strict/],
      [
        'an unknown severity to fail on',
        () => ['--fail-on', 'huge'],
        /Allowed choices are low, medium, high, critical, never/,
      ],
      [
        'an unknown rule to run',
        () => ['--only', 'storage-http-only'],
        /there is no such rule; did you mean `storage-https-only`/,
      ],
      [
        'an unknown class',
        () => ['--skip', 'class:crypto'],
        /there is no class "crypto"[\s\S]*secure-transfer/,
      ],
      ['an unknown severity to select', () => ['--skip', 'severity:huge'], /there is no severity "huge"/],
      [
        'an unknown control',
        () => ['--only', 'control:mcsb:XX-1'],
        /no rule answers to the control "mcsb:XX-1"/,
      ],
      ['a selection that leaves nothing', () => ['--only', rule, '--skip', rule], /leave no rule to run/],
      ['an unknown format', () => ['--format', 'pdf'], /there is no format "pdf"[\s\S]*console, json/],
      [
        'two reports to standard output',
        () => ['--format', 'json', '--format', 'console'],
        /cannot both go to standard output/,
      ],
      ['a format without the file it promises', () => ['--format', 'json='], /no file is named/],
      [
        'a report in a folder that does not exist',
        () => ['--format', `json=${folder}/no/report.json`],
        /does not exist or is not writable/,
      ],
      ['a report over a folder', () => ['--format', `json=${folder}`], /is a folder/],
      [
        'a policy configuration that does not exist',
        () => ['--policy-config', join(folder, 'no.json')],
        /no\.json: there is no such file/,
      ],
      [
        'a policy configuration that is not JSON',
        () => ['--policy-config', write('p.json', '{\n  "all": \n')],
        /p\.json:\d+:\d+: is not valid JSON/,
      ],
      [
        'a policy configuration with a comment',
        () => ['--policy-config', write('p.json', '{\n  # no\n  "all": "advisory"\n}')],
        /p\.json: is not valid JSON/,
      ],
      [
        'a policy configuration with an unknown rule',
        () => ['--policy-config', write('p.json', '{\n  "no-such-rule": "advisory"\n}')],
        /p\.json:2: `no-such-rule` is not a rule/,
      ],
      [
        'a policy configuration that is a folder',
        () => {
          mkdirSync(join(folder, 'p.json'));
          return ['--policy-config', join(folder, 'p.json')];
        },
        /p\.json: it cannot be read/,
      ],
      [
        'a policy configuration that is a list',
        () => ['--policy-config', write('p.json', '\n[]\n')],
        /p\.json:2: expected object/,
      ],
      [
        'a policy configuration with a number for a level',
        () => ['--policy-config', write('p.json', `{\n\n  "${rule}": 7\n}`)],
        new RegExp(`p\\.json:3: ${rule} expected one of`),
      ],
      [
        'an exemption without owner',
        () => [
          '--policy-config',
          config({ [rule]: { exemptions: [{ resource: 'x', reason: 'y', expires: '2999-01-01' }] } }),
        ],
        /exemptions\.0\.owner is missing/,
      ],
      ['a stack that does not exist', () => ['--stack', 'nowhere'], /nowhere[\s\S]*dev[\s\S]*safe/],
      ['two stacks and no choice', () => [], /--stack|dev.*safe/s],
      ['two programs', () => ['--stack', 'dev', plant], /too many arguments/],
    ];

    test.each(cases)('%s', async (_what, args, expected) => {
      const given = args();
      const stack =
        given.includes('--stack') || _what === 'two stacks and no choice' ? [] : ['--stack', 'dev'];
      const before = readdirSync(folder);
      const { code, stdout, stderr } = await runCli(['preview', plant, ...stack, ...given]);
      expect(stderr).toMatch(expected);
      expect(stderr).not.toMatch(/^\s+at .*(policies|commander)/m);
      expect([code, stdout]).toEqual([2, '']);
      expect(readdirSync(folder)).toEqual(before);
    });

    test('a program directory that is none', async () => {
      const { code, stderr } = await runCli(['preview', folder]);
      expect([code, stderr.includes('Pulumi.yaml')]).toEqual([2, true]);
    });

    test('a report that turns out not to be writable, after the program ran', async () => {
      const { code, stderr } = await runCli([
        'preview',
        plant,
        '--stack',
        'dev',
        '--format',
        'json=/proc/report.json',
      ]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('/proc/report.json: cannot be written')]);
    });
  });
});

test.each([
  ['colours a report on a terminal', [], {}, true],
  ['unless told not to', ['--no-color'], {}, false],
  ['unless the environment says no', [], { NO_COLOR: '1' }, false],
] as const)('%s', async (_what, args, env, coloured) => {
  const terminal = process.stdout.isTTY;
  process.stdout.isTTY = true;
  vi.stubEnv('NO_COLOR', '');
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => {
    process.stdout.isTTY = terminal;
    vi.unstubAllEnvs();
  });
  const { stdout } = await runHere(['preview', plant, '--stack', 'safe', ...args]);
  expect(stdout).toContain('Accepted');
  expect(stdout.includes('\u001b[')).toBe(coloured);
});
