import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { account, template } from './documents';
import { type Files, repository } from './repository';
import { runHere } from './run-cli';

const arm = JSON.stringify(template([account({ minimumTlsVersion: 'TLS1_0' })]));
const plant: Files = {
  'plant/Pulumi.yaml': 'name: plant\nruntime: nodejs\n',
  'plant/package.json': '{ "main": "index.js" }',
  'plant/index.js': '',
};
const stacks: Files = { 'plant/Pulumi.dev.yaml': '', 'plant/Pulumi.prod.yaml': '' };

const read = (root: string, name: string): string => readFileSync(join(root, name), 'utf8');

describe('iiot-guard init', () => {
  test('accepts the findings of today in templates, and says so in the configuration', async () => {
    const root = repository({ 'a.json': arm, 'b.json': arm });
    const { code, stdout } = await runHere(['init', root, '--ci', 'none']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 ARM templates; no CI service')]);
    expect(stdout).toContain('Written  iiot-guard.config.yaml, iiot-guard.baseline.json\nNext');
    expect(parse(read(root, 'iiot-guard.config.yaml'))).toEqual({
      profile: 'standard',
      baseline: 'iiot-guard.baseline.json',
    });
    const { entries } = JSON.parse(read(root, 'iiot-guard.baseline.json'));
    const found = entries.map((one: { resource: string }) => one.resource.split('#')[0]);
    expect([...new Set(found)].sort()).toEqual(['a.json', 'b.json']);
  });

  test('accepts those of each stack in one baseline', async () => {
    const root = repository({ ...plant, ...stacks });
    symlinkSync(resolve(__dirname, '../../node_modules'), join(root, 'plant/node_modules'));
    const { code, stdout } = await runHere(['init', root, '--ci', 'none']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('iiot-guard.baseline.json\nNext')]);
  });

  test.each<[string, Files, readonly string[], readonly string[]]>([
    [
      'the one stack that is asked for',
      { ...plant, ...stacks },
      ['--stack', 'dev', '--no-baseline'],
      ['preview plant --stack dev\n'],
    ],
    [
      'how to make the baseline later, without stacks',
      plant,
      ['--ci', 'none'],
      ['no stack file', 'Baseline not made: ', '  iiot-guard baseline create plant\n'],
    ],
    [
      'further programs',
      { ...plant, 'port/Pulumi.yaml': 'name: port\nruntime: nodejs\n' },
      ['--no-baseline'],
      ['Further programs, for which you copy what was written: port.'],
    ],
    [
      'a language that it has no name for',
      { 'Pulumi.yaml': 'name: p\nruntime: bun\n' },
      ['--no-baseline'],
      ['a Pulumi program in bun'],
    ],
    [
      'a package that is to be added where its package.json cannot be read',
      { 'plant/Pulumi.yaml': 'name: p\nruntime: nodejs\n', 'plant/package.json/x': '' },
      ['--no-baseline', '--dry-run'],
      ['npm install --save-dev --save-exact @iiot-guard/policies@', '(in plant)'],
    ],
  ])('tells of %s', async (_title, files, options, words) => {
    const { code, stdout } = await runHere(['init', repository(files), ...options]);
    expect(code).toBe(0);
    for (const word of words) expect(stdout).toContain(word);
  });

  test.each<[string, Files, readonly string[], string]>([
    [
      'two files that are there',
      { ...plant, 'iiot-guard.config.yaml': '', '.pre-commit-config.yaml': '' },
      ['--pre-commit', '--ci', 'none', '--no-baseline'],
      'iiot-guard.config.yaml, .pre-commit-config.yaml: are there already',
    ],
    ['a stack of a program that has none', plant, ['--stack', 'dev'], 'It has none.'],
    ['a program without a runtime', { 'Pulumi.yaml': 'name: p' }, [], 'neither a Pulumi program'],
  ])('refuses %s', async (_title, files, options, words) => {
    const { code, stderr } = await runHere(['init', repository(files), ...options]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  test('refuses a folder that is not there', async () => {
    const { code, stderr } = await runHere(['init', join(repository({}), 'none')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('none: there is no such folder')]);
  });
});

describe('what iiot-guard init writes', () => {
  const stepsOf = (root: string) =>
    parse(read(root, '.github/workflows/iiot-guard.yml')).jobs['iiot-guard'].steps.slice(-2);

  test.each<[string, Files, string, object]>([
    [
      'templates',
      { 'a.json': arm },
      'npm install --no-save --no-package-lock @iiot-guard/policies@',
      { files: '.' },
    ],
    ['a program without stacks or lockfile', plant, '(cd plant && npm install)', { directory: 'plant' }],
    [
      'a program whose folder has a space',
      { 'my plant/Pulumi.yaml': 'name: p\nruntime: nodejs\n', 'my plant/package.json': '{}' },
      "(cd 'my plant' && npm install)",
      { directory: 'my plant' },
    ],
  ])('for GitHub checks %s', async (_title, files, install, subject) => {
    const root = repository(files);
    await runHere(['init', root, '--ci', 'github', '--no-baseline']);
    const [installs, checks] = stepsOf(root);
    expect(installs.run).toContain(install);
    expect(checks.with).toEqual(subject);
  });

  test('for pre-commit looks at the files of the program alone', async () => {
    const root = repository({ ...plant, ...stacks });
    await runHere(['init', root, '--ci', 'none', '--pre-commit', '--no-baseline']);
    const { files } = parse(read(root, '.pre-commit-config.yaml')).repos[0].hooks[0];
    const looksAt = ['plant/index.ts', 'plant/lib/hub.js', 'other/index.ts', 'plants/index.ts'].map((file) =>
      new RegExp(files).test(file),
    );
    expect(looksAt).toEqual([true, true, false, false]);
  });
});
