import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { file } from './documents';
import { program, type Run, ways } from './run-cli';

const home = mkdtempSync(join(tmpdir(), 'iiot-guard-stacks-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
symlinkSync(resolve(__dirname, '../../node_modules'), join(home, 'node_modules'), 'junction');

/** A copy of the small program with these files beside it. */
function plant(name: string, files: { readonly [path: string]: string } = {}): string {
  const directory = join(home, name);
  cpSync(program('cli-plant'), directory, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
  return directory;
}

const report = ({ stdout }: Run) =>
  JSON.parse(stdout) as {
    readonly source: object;
    readonly findings: readonly {
      readonly rule: string;
      readonly outcome: string;
      readonly resource: { readonly urn: string };
    }[];
    readonly unusedExemptions: readonly { readonly resource: string }[];
  };
const tls = ['--only', 'storage-encryption-scope-double', '--format', 'json', '--all', '--quiet'];
const told = (run: Run) =>
  report(run).findings.map(({ outcome, resource }) => `${resource.urn.split(':')[2]} ${outcome}`);

const exemption = (resource: string, more: object = {}) => ({
  resource,
  reason: 'old pumps',
  owner: 'ot@example.com',
  expires: '2999-12-31',
  ...more,
});
const config = (...exemptions: readonly object[]) =>
  JSON.stringify({ 'storage-encryption-scope-double': { exemptions } });

describe.each(ways)('iiot-guard preview of several stacks, %s,', (_way, runCli) => {
  test.each([
    [['--stack', 'dev', '--stack', 'safe']],
    [['--stack', 'organization/cli-plant/dev', '--stack', 'safe', '--stack', 'dev']],
    [['--all-stacks']],
  ])('under %j writes one report', async (args) => {
    const run = await runCli(['preview', program('cli-plant'), ...args, ...tls]);
    expect(run.code).toBe(1);
    expect(report(run).source).toEqual({ kind: 'preview', name: 'cli-plant, stacks dev, safe' });
    expect([...new Set(told(run))].sort()).toEqual(['dev fail', 'safe pass']);
  });

  test('takes for each the policy configuration beside its file', async () => {
    const directory = plant('beside', {
      'dev.policy.json': config(exemption('*', { resource: 'scope' })),
      'safe.policy.json': config(exemption('nobody')),
    });
    const run = await runCli(['preview', directory, '--all-stacks', ...tls]);
    expect(told(run).sort()).toEqual(['dev exempt', 'safe pass']);
    expect(report(run).unusedExemptions.map(({ resource }) => resource)).toContain('nobody');
  });

  test('with one configuration for all calls unused only what none of them needs', async () => {
    const shared = file('stacks.policy.json', config(exemption('*'), exemption('nobody')));
    const run = await runCli([
      'preview',
      program('cli-plant'),
      '--all-stacks',
      '--policy-config',
      shared,
      ...tls,
    ]);
    expect([run.code, [...new Set(told(run))].sort()]).toEqual([0, ['dev exempt', 'safe pass']]);
    expect(report(run).unusedExemptions).toMatchObject([{ resource: 'nobody' }]);
  });

  test.each<[string, readonly string[], string]>([
    ['a stack that there is not', ['--stack', 'dev', '--stack', 'test'], "There is no stack 'test'"],
    [
      'both ways of naming stacks',
      ['--stack', 'dev', '--all-stacks'],
      '--stack and --all-stacks say two things.',
    ],
    ['an engine that there is not', ['--engine', 'terraform'], "'terraform' is invalid"],
  ])('refuses %s before anything runs', async (_what, args, message) => {
    const { code, stdout, stderr } = await runCli(['preview', program('cli-plant'), ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('Running');
  });

  test('names the stack whose program failed, and writes nothing', async () => {
    const directory = plant('failing', {
      'index.js': `const p = require('@pulumi/pulumi'); if (p.getStack() === 'safe') throw new Error('no region');`,
    });
    const target = join(directory, 'report.json');
    const { code, stdout, stderr } = await runCli([
      'preview',
      directory,
      '--all-stacks',
      '--format',
      `json=${target}`,
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: Stack safe: /m);
    expect(stderr).toContain('no region');
  });

  test('says of a program in another language what runs it', async () => {
    const directory = plant('yaml', { 'Pulumi.yaml': 'name: plant\nruntime: yaml\n' });
    const { code, stderr } = await runCli(['preview', directory, '--stack', 'dev']);
    expect(code).toBe(2);
    expect(stderr).toContain("this one is 'yaml'");
    expect(stderr).toContain('iiot-guard preview --engine pulumi');
  });
});
