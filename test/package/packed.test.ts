import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as source from '../../policies/src/index';

const root = resolve(__dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'iiot-guard-packed-'));
const run = (args: readonly string[], cwd = home) =>
  spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
const commandLine = join(home, 'bin/iiot-guard.js');
const library = join(home, 'dist/index.js');

// The package as npm would unpack it: the bundled code, the command and package.json, other packages beside it.
beforeAll(() => {
  const made = run([join(root, 'policies/bundle.js'), join(home, 'dist')], root);
  expect(made.stderr).toBe('');
  for (const name of ['bin', 'package.json', 'profiles', 'schemas'])
    cpSync(join(root, 'policies', name), join(home, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'), 'junction');
}, 60_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the packed package', () => {
  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'policies/package.json'), 'utf8'));
    expect(run([commandLine, '--version']).stdout.trim()).toBe(version);
  });

  it('asks for nothing but what it depends on and what Node.js has', () => {
    const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    // The last stands in a text: what the preview replaces in the SDK.
    const known = new Set([...Object.keys(dependencies), ...builtinModules, '@npmcli/arborist']);
    const asked = readdirSync(join(home, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [
        ...readFileSync(join(home, 'dist', name), 'utf8').matchAll(
          /\brequire\([`"']([^.`"'][^`"']*)[`"']\)/g,
        ),
      ])
      .map(([, id = '']) => id.replace(/^node:/, ''))
      .map((id) => /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id);
    expect(asked).toContain('commander');
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('writes the page of the threats', () => {
    const file = join(home, 'hub.json');
    const hub = { type: 'Microsoft.Devices/IotHubs', apiVersion: '2023-06-30', name: 'h', properties: {} };
    writeFileSync(file, JSON.stringify({ contentVersion: '1.0.0.0', resources: [hub] }));
    const page = join(home, 'threats.html');
    expect(run([commandLine, 'threats', file, '--quiet', '--format', `html=${page}`]).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!DOCTYPE html>/);
  });

  it('checks a template like the code it was made from', () => {
    const file = join(home, 'template.json');
    writeFileSync(
      file,
      JSON.stringify({
        contentVersion: '1.0.0.0',
        resources: [
          {
            type: 'Microsoft.Devices/IotHubs',
            apiVersion: '2023-06-30',
            name: 'plant',
            properties: { minTlsVersion: '1.0', publicNetworkAccess: 'Enabled' },
          },
        ],
      }),
    );
    const ours = run([join(root, 'policies/bin/iiot-guard.js'), 'check', file, '--format', 'json']);
    const packed = run([commandLine, 'check', file, '--format', 'json']);
    expect(packed.stderr).toBe('');
    expect(JSON.parse(packed.stdout)).toEqual(JSON.parse(ours.stdout));
    expect(packed.status).toBe(1);
  });

  it('previews a program, with lines of its source', () => {
    const { stdout, status } = run(
      [commandLine, 'preview', '.', '--format', 'json'],
      join(root, 'test/programs/preview-basic'),
    );
    const { findings } = JSON.parse(stdout) as { findings: { resource: { file?: string } }[] };
    expect(status).toBe(1);
    expect(findings.some(({ resource }) => resource.file?.endsWith('.ts'))).toBe(true);
  });

  it('gives out what the source gives out, and rules of others run in it', () => {
    const rules = join(home, 'rules.js');
    writeFileSync(
      rules,
      `const { defineRule, rules } = require(${JSON.stringify(library)}); exports.rules = [defineRule({ ...rules[0], id: 'team-own' })];`,
    );
    const names = run(['-p', `Object.keys(require(${JSON.stringify(library)})).sort().join()`]);
    expect(names.stdout.trim()).toBe(Object.keys(source).sort().join());
    expect(run([commandLine, 'rules', '--rules', rules]).stdout).toContain('team-own');
  });
});
