import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  check,
  evaluate,
  FileError,
  type PolicyConfig,
  PreviewError,
  preview,
  rules,
  UsageError,
} from '../../policies/src/index';
import { resource } from '../../policies/src/testing/index';
import { account, file, template } from '../cli/documents';
import { program, runHere } from '../cli/run-cli';
import '@iiot-guard/policies/vitest';

const root = resolve(__dirname, '../..');
const safe = { minimumTlsVersion: 'TLS1_2', supportsHttpsTrafficOnly: true };
const only = ['storage-https-only', 'storage-min-tls'];
const bad = file('library-bad.json', template([account({ supportsHttpsTrafficOnly: false })]));
const good = file('library-good.json', template([account(safe, { name: 'safe' })]));

describe('check', () => {
  test('gives the findings of the command line, with file and line', async () => {
    const { stdout } = await runHere(['check', bad, '--format', 'json']);
    const report = JSON.parse(stdout);
    const result = await check(bad);
    expect(result.summary).toEqual(report.summary);
    expect(result.blocking).toHaveLength(report.summary.blocking);
    expect(result.blocking[0]?.place?.file).toBe(bad);
  });

  test('joins several files and follows the options', async () => {
    const result = await check([bad, good], { only, passes: true, profile: 'strict' });
    expect([result.source.name, result.summary.pass, result.summary.fail]).toEqual(['2 files', 2, 2]);
    const config = { 'storage-https-only': 'disabled', 'storage-min-tls': 'advisory' } as const;
    expect(await check(bad, { only, policyConfig: config })).toHaveNoBlockingFindings();
    expect((await check(bad, { only, failOn: 'never' })).blocking).toEqual([]);
  });

  test('checks folders, and tells what in them it could not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-library-'));
    const write = (name: string, content: object | string) =>
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    write('main.json', template([account(safe)]));
    write('main.parameters.json', {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
      contentVersion: '1.0.0.0',
      parameters: {},
    });
    write('main.bicep', '');
    write('package.json', { name: 'plant' });
    const result = await check(folder, { only });
    expect(result.resources).toHaveLength(1);
    expect(result.notEvaluated.map(({ resource }) => relative(folder, resource))).toEqual([
      'main.bicep',
      'main.parameters.json',
    ]);
    await expect(check(folder, { include: ['package.json'] })).rejects.toThrow('nothing here can be checked');
  });

  test.each([
    ['a file that is not there', () => check('nowhere.json'), FileError, 'nowhere.json'],
    ['a broken file', () => check(file('broken.json', '{')), FileError, 'broken.json'],
    ['no file', () => check([]), UsageError, 'No file'],
    [
      'a profile that is none',
      () => check(bad, { profile: 'lax' as 'strict' }),
      UsageError,
      'baseline, standard',
    ],
    [
      'a rule that is none',
      () => check(bad, { only: ['storage-http-only'] }),
      UsageError,
      'storage-https-only',
    ],
    ['a level that is none', () => check(bad, { failOn: 'bad' as 'low' }), UsageError, '`failOn`'],
    [
      'a wrong configuration',
      () => check(bad, { policyConfig: { 'storage-https-only': 'of' as 'disabled' } }),
      UsageError,
      '`policyConfig`: storage-https-only',
    ],
    ['a rule twice', () => check(bad, { rules: rules.slice(0, 1) }), UsageError, 'already'],
  ])('refuses %s', async (_what, call, kind, words) => {
    const fault = await call().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(kind);
    expect((fault as Error).message).toContain(words);
  });
});

describe('evaluate', () => {
  test('takes resources in any spelling, and those of the test helper', async () => {
    const made = resource('Microsoft.Storage/storageAccounts', 'data', {});
    const registered = { ...made, token: 'azure-native:storage/v20230101:StorageAccount', type: undefined };
    const { type: _, ...inAnySpelling } = registered;
    const result = await evaluate([made, { ...inAnySpelling, urn: `${made.urn}-2` }], { only });
    expect(result.findings.map((finding) => finding.rule.id)).toEqual([only[1], only[1]]);
  });

  test.each<[string, string, PolicyConfig, string]>([
    [
      'a rule that does not exist',
      'storage-mintls',
      {},
      'there is no such rule; did you mean `storage-min-tls`?',
    ],
    ['a rule that resembles none', 'tls', {}, 'there is no such rule.'],
    [
      'any rule, where none is accepted',
      'storage-min-tls',
      { 'exemption-beside-resource': { accept: false } },
      'the configuration accepts none in programs.',
    ],
  ])('tells of an exemption beside a resource for %s', async (_what, rule, policyConfig, why) => {
    const { type: _, ...data } = resource('Microsoft.Storage/storageAccounts', 'data', safe);
    const exemption = {
      ...data,
      urn: 'urn:pulumi:dev::plant::iiot-guard:index:Exemption::exemption',
      token: 'iiot-guard:index:Exemption',
      properties: { rule, reason: 'r', owner: 'o', expires: '2999-12-31', resource: data.urn },
    };
    const { findings } = await evaluate([exemption, data], {
      only: ['exemption-beside-resource', 'storage-https-only'],
      policyConfig,
    });
    expect(findings.map(({ message }) => message)).toEqual([
      `The exemption from \`${rule}\` beside the resource (o) counts for nothing: ${why}`,
    ]);
  });

  test('stops between two slices of the work', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) =>
      resource('Microsoft.Devices/IotHubs', `hub-${n}`, {}),
    );
    const stop = new AbortController();
    const running = evaluate(many, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 0);
    await expect(running).rejects.toThrow('enough');
  });

  test.each([
    ['evaluate', (signal: AbortSignal) => evaluate([], { signal })],
    ['check', (signal: AbortSignal) => check(bad, { signal })],
    ['preview', (signal: AbortSignal) => preview({ directory: program('cli-plant'), stack: 'dev', signal })],
  ])('%s does not start when stopped before', async (_name, call) => {
    await expect(call(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});

describe('preview', () => {
  test('checks a program, with what it registered', async () => {
    const result = await preview({ directory: program('cli-plant'), stack: 'dev' });
    expect(result.source).toEqual({ kind: 'preview', name: expect.any(String), stack: 'dev' });
    expect(result.registered.length).toBeGreaterThan(0);
    expect(result.blocking.length).toBeGreaterThan(0);
    expect(result).not.toHaveNoBlockingFindings();
  });

  test('ends the program when it is stopped', async () => {
    const stop = new AbortController();
    const running = preview({
      directory: program('cli-plant'),
      stack: 'dev',
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
  });

  test('fails with a PreviewError where there is no program', async () => {
    await expect(preview({ directory: tmpdir() })).rejects.toBeInstanceOf(PreviewError);
  });
});

describe('the library as others use it', () => {
  const home = mkdtempSync(join(root, 'test/library/.use-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('writes nothing and ends nothing, and leaves no handle open', () => {
    const script = join(home, 'use.cjs');
    writeFileSync(
      script,
      `const { preview, check, evaluate, rules } = require('@iiot-guard/policies');
      (async () => {
        await preview({ directory: ${JSON.stringify(program('cli-plant'))}, stack: 'dev' });
        await check(${JSON.stringify(bad)});
        await evaluate([]);
        await check('nowhere.json').catch(() => {});
        process.stdout.write('rules ' + (rules.length > 100));
        process.exitCode = 7;
      })();`,
    );
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect([stdout, stderr, status]).toEqual(['rules true', '', 7]);
  });

  test('has types for all of it, also for the matcher', () => {
    writeFileSync(
      join(home, 'use.test.mts'),
      `import { check, evaluate, type Finding, preview, type Result, rules } from '@iiot-guard/policies';
      import { matchers } from '@iiot-guard/policies/testing';
      import '@iiot-guard/policies/vitest';
      import { expect } from 'vitest';
      const result: Result = await preview({ directory: '.', signal: AbortSignal.timeout(1) });
      const blocking: readonly Finding[] = (await check('x.json', { profile: 'strict' })).blocking;
      expect(await evaluate([])).toHaveNoBlockingFindings();
      expect.extend(matchers);
      export const ids: string[] = [...rules, ...blocking.map((one) => one.rule)].map((rule) => rule.id);
      // @ts-expect-error there is no such profile
      await evaluate([], { profile: 'lax' });
      export default result.summary.blocking;`,
    );
    writeFileSync(
      join(home, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2023',
          skipLibCheck: true,
          types: ['node'],
        },
        files: ['use.test.mts'],
      }),
    );
    const tsc = createRequire(__filename).resolve('typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', home], { encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
  });

  test('packs each declaration that the entries lead to, and no more', () => {
    const policies = join(root, 'policies');
    const reached = new Set<string>();
    const follow = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      const text = readFileSync(join(policies, name), 'utf8');
      for (const [, from = ''] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
        const target = join(dirname(name), from.replace(/\.js$/, ''));
        follow(existsSync(join(policies, `${target}.d.ts`)) ? `${target}.d.ts` : join(target, 'index.d.ts'));
      }
    };
    for (const entry of ['dist/index.d.ts', 'dist/testing/index.d.ts']) follow(entry);
    const { files } = JSON.parse(readFileSync(join(policies, 'package.json'), 'utf8')) as { files: string[] };
    const packed = files.filter((name) => name.startsWith('dist/') && name.endsWith('.d.ts'));
    expect(packed.toSorted()).toEqual([...reached].map((name) => relative('.', name)).toSorted());
  });
});
