import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { crossGuardPolicies } from '../../policies/src/crossguard/policies';
import { catalogue } from '../../policies/src/rules/catalogue';
import { entry, state } from '../cli/documents';
import { violations } from '../engine/events';
import { analyzeState } from '../engine/run-pulumi';
import { describeWithCli } from '../engine/with-cli';

const pack = resolve(__dirname, '../../policies');

/** What `pulumi policy publish` sends to Pulumi Cloud is what npm packs; nothing is sent here. */
describe('the pack that `pulumi policy publish` would send', () => {
  const { main, runtime } = parse(readFileSync(join(pack, 'PulumiPolicy.yaml'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8'));

  it('holds what Pulumi Cloud starts it by', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: pack,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: readonly { readonly path: string }[] }];
    expect(runtime).toBe('nodejs');
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['PulumiPolicy.yaml', 'package.json', main]),
    );
  });

  it('needs at run time only what its package.json asks for', () => {
    const needed = new Set<string>();
    for (const { groups } of readFileSync(join(pack, 'dist/pack.js'), 'utf8').matchAll(
      /require\("(?<name>@[\w-]+\/[\w-]+|[a-z][\w-]*)/g,
    ))
      if (groups?.name) needed.add(groups.name);
    expect([...needed].filter((name) => !(name in manifest.dependencies))).toEqual([]);
    expect(needed).toContain('@pulumi/policy');
  });

  it('has a version, and policies with names, words and configuration schemas that Pulumi Cloud takes', () => {
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    const ajv = new Ajv({ strict: false });
    for (const policy of crossGuardPolicies(catalogue, 'standard')) {
      expect(policy.name).toMatch(/^[a-zA-Z0-9._-]{1,100}$/);
      expect(policy.name).not.toBe('all');
      expect(policy.description.length).toBeGreaterThan(10);
      expect(ajv.validateSchema({ type: 'object', ...policy.configSchema })).toBe(true);
    }
  });
});

describeWithCli('The pack as it is published', (cli) => {
  const home = mkdtempSync(join(tmpdir(), 'iiot-guard-published-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('runs in the real engine under a configuration', async () => {
    const made = spawnSync(process.execPath, [join(pack, 'bundle.js'), join(home, 'dist')], {
      encoding: 'utf8',
    });
    expect(made.stderr).toBe('');
    for (const name of ['PulumiPolicy.yaml', 'package.json']) cpSync(join(pack, name), join(home, name));
    symlinkSync(join(pack, '../node_modules'), join(home, 'node_modules'), 'junction');
    const file = join(home, 'state.json');
    const config = join(home, 'config.json');
    writeFileSync(file, JSON.stringify(state(entry({ minimumTlsVersion: 'TLS1_0' }, { id: 'data' }))));
    writeFileSync(config, JSON.stringify({ all: 'disabled', 'storage-min-tls': 'mandatory' }));
    const { events, exitCode } = await analyzeState(cli, file, home, config);
    expect(violations(events).map(({ rule, level }) => `${rule} ${level}`)).toEqual([
      'storage-min-tls mandatory',
    ]);
    expect(exitCode).not.toBe(0);
  });
});
