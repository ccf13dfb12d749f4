import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formats } from '../../policies/src/cli/output';
import { account, entry, file, state, template } from './documents';
import { program, runHere, runProcess, ways } from './run-cli';

const root = resolve(__dirname, '../..');
const binary = join(root, 'policies/bin/iiot-guard.js');
const folder = () => mkdtempSync(join(tmpdir(), 'iiot-guard-formats-'));

const urn = (name: string) => `urn:pulumi:prod::plant::azure-native:storage:StorageAccount::${name}`;
const plant = (...names: readonly string[]) =>
  state(...names.map((name) => entry({ minimumTlsVersion: 'TLS1_0' }, { urn: urn(name) })));
const tls = ['--only', 'storage-min-tls'];
const one = file('one.json', plant('a'));
const two = file('two.json', plant('a', 'b'));

afterEach(() => vi.unstubAllEnvs());

describe.each(ways)('iiot-guard check --format, %s,', (_way, runCli) => {
  test('writes every format to its file in one run, and tells the person as well', async () => {
    const out = folder();
    const args = formats.flatMap((format) => ['--format', `${format}=${join(out, format)}`]);
    const run = await runCli(['check', two, ...tls, ...args]);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toContain('Rejected: 2 findings');
    expect(readdirSync(out).sort()).toEqual([...formats].sort());
    for (const format of formats)
      expect(readFileSync(join(out, format), 'utf8')).toContain('storage-min-tls');
  });

  test.each(formats)('prints %s', async (format) => {
    const run = await runCli(['check', two, ...tls, '--format', format]);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toContain('storage-min-tls');
    expect(run.stdout.startsWith('iiot-guard 0')).toBe(format === 'console' || format === 'github');
  });

  test.each([
    [['--format', 'sarf'], 'there is no format "sarf"; did you mean `sarif`?'],
    [['--format', 'json', '--format', 'csv'], 'Two reports cannot both go to standard output.'],
    [['--format', 'json', '--format', 'github'], 'Two reports cannot both go to standard output.'],
    [['--format', 'json=x.json', '--format', 'sarif=./x.json'], 'two reports cannot go to one file'],
    [['--format', 'html='], 'no file is named after the equals sign'],
    [['--format', 'html=/nowhere/x.html'], 'does not exist or is not writable'],
    [['--fail-on-new'], '--fail-on-new needs something to compare with'],
    [['--against', '-'], '--against takes a file, not standard input'],
    [['--against', 'missing.json'], '--against missing.json: there is no such file.'],
    [['--against', file('broken.json', '{ "schema": 1,')], 'is not valid JSON'],
    [['--against', file('other.json', { a: 1 })], 'is neither'],
    [
      ['--against', file('later.json', { schema: 2, findings: [] })],
      'is a report of schema 2; 1 is understood',
    ],
    [['--against', file('half.json', { schema: 1, findings: [{}] })], 'is no whole report: finding 1 lacks'],
    [['--against', file('odd.json', { schema: 1, findings: 7 })], 'is no whole report'],
  ])('refuses %j', async (args, message) => {
    const run = await runCli(['check', one, ...tls, ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trim().split('\n').length).toBeGreaterThan(1);
  });

  describe('--against', () => {
    const report = async (checked: string) => {
      const path = join(folder(), 'before.json');
      await runCli(['check', checked, ...tls, '--format', `json=${path}`]);
      return path;
    };
    const changeOf = (stdout: string) => {
      const { change, summary, findings } = JSON.parse(stdout);
      const told = findings.map((f: { resource: { name: string }; change: string }) => [
        f.resource.name,
        f.change,
      ]);
      return { fixed: change.fixed.length, blocking: summary.blocking, told };
    };

    test.each([
      ['a report', report],
      ['a state', async (path: string) => path],
    ])('%s tells what is new, and --fail-on-new blocks by that alone', async (_what, before) => {
      const run = async (now: string, then: string, ...args: readonly string[]) =>
        runCli(['check', now, ...tls, '--against', await before(then), '--format', 'json', ...args]);
      const added = await run(two, one, '--fail-on-new');
      expect([added.code, changeOf(added.stdout)]).toEqual([
        1,
        {
          fixed: 0,
          blocking: 1,
          told: [
            ['b', 'new'],
            ['a', 'unchanged'],
          ],
        },
      ]);
      const same = await run(two, two, '--fail-on-new');
      expect([same.code, changeOf(same.stdout).blocking]).toEqual([0, 0]);
      const removed = await run(one, two);
      expect([removed.code, changeOf(removed.stdout)]).toEqual([
        1,
        { fixed: 1, blocking: 1, told: [['a', 'unchanged']] },
      ]);
    });

    test('does not take the finding of one file for that of another', async () => {
      const unsafe = template([account({ minimumTlsVersion: 'TLS1_0' })]);
      const first = file('first-file.json', unsafe);
      const second = file('second-file.json', unsafe);
      const run = await runCli(['check', second, ...tls, '--against', await report(first), '--fail-on-new']);
      expect(run.code).toBe(1);
    });
  });
});

describe('in a job of GitHub', () => {
  test('annotations follow the text, and the summary of the job gets the rest', async () => {
    const summary = file('summary.md', 'of another step\n');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    const run = await runHere(['check', two, ...tls, '--format', 'github']);
    expect(run.stdout).toMatch(/^iiot-guard[\s\S]*Rejected[\s\S]*\n::error file=/);
    expect(readFileSync(summary, 'utf8')).toMatch(/^of another step\n<!-- iiot-guard report/);
    await runHere(['check', two, ...tls, '--format', 'console']);
    expect(readFileSync(summary, 'utf8').match(/<!-- iiot-guard report/g)).toHaveLength(1);
  });

  test('places start from the folder that the job runs in', async () => {
    const { stdout } = await runProcess([
      'preview',
      program('legacy-plant'),
      '--stack',
      'dev',
      '--format',
      'github',
    ]);
    const [first] = stdout.match(/^::error .*$/m) ?? [];
    expect(first).toMatch(/file=test\/programs\/legacy-plant\/\w+\.ts,line=\d+,/);
  });
});

const shell = (command: string, cwd = root) =>
  spawnSync('bash', ['-c', command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GUARD: `node ${binary}` },
  });

/** Devices that are always full are a thing of Linux. */
const onLinux = test.skipIf(!existsSync('/dev/full'));

describe('what cannot be written', () => {
  test.each(['console', 'json', 'html', 'csv'])(
    'a reader of %s that stops early changes no verdict',
    (format) => {
      const command = `$GUARD check ${two} --all --format ${format} | head -c 10; exit \${PIPESTATUS[0]}`;
      const { status, stderr } = shell(command);
      expect([status, stderr]).toEqual([1, '']);
    },
  );

  onLinux('standard output on a full disk ends with 2', () => {
    const { status, stderr } = shell(`$GUARD check ${one} > /dev/full`);
    expect([status, stderr]).toEqual([2, 'error: standard output: cannot be written (ENOSPC).\n']);
  });

  onLinux('a report on a full disk ends with 2', () => {
    const { status, stderr } = shell(`$GUARD check ${one} --format json=/dev/full`);
    expect([status, stderr.split('\n')[0]]).toEqual([
      2,
      'error: /dev/full: cannot be written: the disk is full.',
    ]);
  });

  test('one report that cannot be written leaves all of them as they were, without drafts', () => {
    const out = folder();
    writeFileSync(join(out, 'a.json'), 'before');
    // A file system that takes no more than a little: a limit on the size of files.
    const { status, stderr } = shell(
      `trap '' XFSZ; ulimit -f 8; $GUARD check ${two} --format json=${out}/a.json --format html=${out}/b.html --format sarif=${out}/c.sarif`,
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be written')]);
    expect(readdirSync(out)).toEqual(['a.json']);
    expect(readFileSync(join(out, 'a.json'), 'utf8')).toBe('before');
  });

  test('a link to a report stays one', async () => {
    const out = folder();
    mkdirSync(join(out, 'real'));
    writeFileSync(join(out, 'real/r.json'), 'before');
    symlinkSync(join(out, 'real/r.json'), join(out, 'r.json'));
    await runHere(['check', one, ...tls, '--format', `json=${join(out, 'r.json')}`]);
    expect(readdirSync(join(out, 'real'))).toEqual(['r.json']);
    expect(JSON.parse(readFileSync(join(out, 'real/r.json'), 'utf8')).schema).toBe(1);
  });

  test('two runs that write one file leave the whole report of one of them', async () => {
    const out = join(folder(), 'report.json');
    const run = (checked: string) =>
      new Promise((ended) => {
        const args = [binary, 'check', checked, '--all', '--format', `json=${out}`];
        spawn(process.execPath, args, { cwd: root, stdio: 'ignore' }).on('close', ended);
      });
    expect(await Promise.all([one, two, one, two].map(run))).toEqual([1, 1, 1, 1]);
    expect([1, 2]).toContain(JSON.parse(readFileSync(out, 'utf8')).summary.resources);
    expect(readdirSync(join(out, '..'))).toEqual(['report.json']);
  });
});
