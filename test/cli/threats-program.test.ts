import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { program, type Run, runHere } from './run-cli';

const home = mkdtempSync(join(tmpdir(), 'iiot-guard-threats-program-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
symlinkSync(resolve(__dirname, '../../node_modules'), join(home, 'node_modules'), 'junction');

/** A copy of a program with these files beside it. */
function copy(of: string, name: string, files: { readonly [path: string]: string } = {}): string {
  const directory = join(home, name);
  cpSync(program(of), directory, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
  return directory;
}

interface Told {
  readonly source: object;
  readonly profile: string;
  readonly threats: readonly { readonly id: string; readonly owner?: string }[];
  readonly exceptions: readonly { readonly of: string; readonly state: string }[];
}
const report = ({ stdout }: Run) => JSON.parse(stdout) as Told;
const json = ['--format', 'json', '--edition', 'restricted', '--quiet'];
const exemption = (resource: string) => ({ resource, reason: 'old', owner: 'ot', expires: '2999-12-31' });
const policy = (resource: string) =>
  JSON.stringify({ 'storage-encryption-scope-double': { exemptions: [exemption(resource)] } });

describe('iiot-guard threats of a program', () => {
  test('previews a stack with the files beside it', async () => {
    const directory = copy('cli-plant', 'beside', {
      'threats.yaml': 'threats:\n  - { id: T-C06, owner: Ada }\n',
      'dev.policy.json': policy('scope'),
    });
    const told = report(await runHere(['threats', directory, '--stack', 'dev', ...json]));
    expect(told.source).toEqual({ kind: 'preview', name: 'cli-plant', stack: 'dev' });
    expect(told.threats.find(({ id }) => id === 'T-C06')?.owner).toBe('Ada');
    expect(told.exceptions).toMatchObject([{ of: 'storage-encryption-scope-double', state: 'in-force' }]);
  });

  test('previews all stacks into one report; an exemption that one of them needs is not unused', async () => {
    const directory = copy('cli-plant', 'all');
    const config = join(directory, 'policy.json');
    writeFileSync(config, policy('scope'));
    const told = report(
      await runHere(['threats', directory, '--all-stacks', '--policy-config', config, ...json]),
    );
    expect(told.source).toEqual({ kind: 'preview', name: 'cli-plant, stacks dev, safe' });
    expect(told.exceptions.map(({ state }) => state)).toEqual(['in-force']);
  });

  test('takes from the configuration file what it shares with preview, for each stack', async () => {
    const directory = copy('cli-plant', 'configured', {
      'iiot-guard.config.yaml':
        'profile: strict\nformat: sarif\nfailOn: low\nagainst: nowhere.json\nstacks:\n  dev: { policyConfig: own.json }\n',
      'own.json': policy('scope'),
    });
    const run = await runHere(['threats', directory, '--stack', 'dev', ...json]);
    expect([run.code, report(run).profile, report(run).exceptions.length]).toEqual([0, 'strict', 1]);
    const without = report(await runHere(['threats', directory, '--stack', 'dev', '--no-config', ...json]));
    expect([without.profile, without.exceptions]).toEqual(['standard', []]);
  });

  test.each<[string, readonly string[], string]>([
    [
      'two folders',
      [program('cli-plant'), program('legacy-plant')],
      'One program can be previewed at a time',
    ],
    ['stacks said twice', [program('cli-plant'), '--stack', 'dev', '--all-stacks'], 'say two things'],
    ['all stacks of a file', [__filename, '--all-stacks'], 'files have none'],
    ['a stack that is not there', [program('cli-plant'), '--stack', 'prod'], 'prod'],
  ])('refuses %s', async (_what, args, message) => {
    const run = await runHere(['threats', ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
  });

  test('no switch of the policy configuration hides what a rule would say', async () => {
    const directory = copy('cli-plant', 'switched', {
      'dev.policy.json': JSON.stringify({
        'storage-encryption-scope-double': 'disabled',
        'storage-min-tls': { enforcementLevel: 'disabled', note: undefined },
        'storage-https-only': 'mandatory',
      }),
    });
    const statuses = async (path: string) =>
      report(await runHere(['threats', path, '--stack', 'dev', ...json])).threats;
    expect(await statuses(directory)).toEqual(await statuses(program('cli-plant')));
  });

  test('says what is written where nothing is printed, and keeps colour to terminals', async () => {
    const to = join(home, 'report.md');
    const args = ['threats', program('cli-plant'), '--stack', 'dev', '--format'];
    const run = await runHere([...args, `markdown=${to}`]);
    expect([run.stdout, run.stderr]).toEqual(['', expect.stringMatching(/40 threats: \d+ verified, /)]);
    expect(readFileSync(to, 'utf8')).toMatch(/^# Where the threats are/);
    expect((await runHere([...args, 'console'])).stdout).not.toContain('\u001b');
  });
});
