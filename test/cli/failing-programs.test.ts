import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { project } from '../sources/preview/programs';
import { runProcess } from './run-cli';

const yaml = 'name: plant\nruntime: nodejs\n';
const canary = 'canary-7Qx!secret';
const program = (index: string, more: Record<string, string> = {}) => ({
  'Pulumi.yaml': yaml,
  'Pulumi.dev.yaml': '',
  'index.js': `const pulumi = require('@pulumi/pulumi');\n${index}`,
  ...more,
});

const cases: readonly (readonly [string, Record<string, string>, readonly RegExp[]])[] = [
  [
    'throws',
    program(`function build() {\n  throw new Error('no such pump');\n}\nbuild();`),
    [/Error: no such pump/, /at build \(.*index\.js:3/],
  ],
  [
    'throws inside an output, with a secret in the text',
    program(`pulumi.secret('${canary}').apply((key) => {\n  throw new Error('cannot use ' + key);\n});`),
    [/cannot use/],
  ],
  [
    'leaves a promise that never ends',
    program(`pulumi.output(new Promise(() => {})).apply(() => 1);
new pulumi.CustomResource('a:b:C', 'c', { never: new Promise(() => {}) });`),
    [/promise/],
  ],
  ['calls process.exit(0) half-way', program(`process.exit(0);`), [/process\.exit/]],
  ['calls process.exit(3)', program(`process.exit(3);`), [/3/]],
  [
    'registers one resource twice',
    program(`for (const n of [1, 2]) new pulumi.ComponentResource('a:b:C', 'same', {});`),
    [/same URN/],
  ],
  ['has no entry point', { 'Pulumi.yaml': yaml, 'Pulumi.dev.yaml': '' }, [/index\.js|entry|main/i]],
  [
    'names an entry point that is not there',
    { ...program(''), 'Pulumi.yaml': `${yaml}main: dist\n` },
    [/Pulumi\.yaml:3.*main/],
  ],
  [
    'has a broken project file',
    { ...program(''), 'Pulumi.yaml': 'name: [\nruntime: nodejs\n' },
    [/Pulumi\.yaml:\d+/],
  ],
  ['has a project file without name', { ...program(''), 'Pulumi.yaml': 'runtime: nodejs\n' }, [/no 'name'/]],
  [
    'is written in another language',
    { ...program(''), 'Pulumi.yaml': 'name: p\nruntime: python\n' },
    [/'python'.*--policy-pack/],
  ],
  [
    'has a broken stack file',
    program('', { 'Pulumi.dev.yaml': 'config:\n  a: [\n' }),
    [/Pulumi\.dev\.yaml:\d+/],
  ],
  [
    'has a stack file with a list for configuration',
    program('', { 'Pulumi.dev.yaml': 'config:\n  - a\n' }),
    [/Pulumi\.dev\.yaml.*config/],
  ],
];

test.each(cases)(
  'a program that %s ends with exit code 2, its own error and nothing else',
  async (_what, files, expected) => {
    const directory = project(files);
    const before = readdirSync(directory);
    const { code, stdout, stderr } = await runProcess([
      'preview',
      directory,
      '--stack',
      'dev',
      '--format',
      `json=${directory}/r.json`,
    ]);
    for (const pattern of expected) expect(stderr).toMatch(pattern);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain(canary);
    expect(stderr).not.toMatch(/^\s+at .*policies\/dist/m);
    expect(readdirSync(directory)).toEqual(before);
  },
);

test('a program without its dependencies is told how to install them', async () => {
  const directory = project(program(''), { installed: false });
  const { code, stderr } = await runProcess(['preview', directory, '--stack', 'dev']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/npm (ci|install)/)]);
});

test('half a megabyte on standard output neither blocks the preview nor mixes into its report', async () => {
  const directory = project(program(`process.stdout.write('x'.repeat(512 * 1024) + '\\n');`));
  const { code, stdout, stderr } = await runProcess([
    'preview',
    directory,
    '--stack',
    'dev',
    '--format',
    'json',
  ]);
  expect([code, JSON.parse(stdout).schema]).toEqual([0, 1]);
  expect(stderr.match(/x{1000}/)).not.toBeNull();
});

test.each([
  [
    'passes on',
    `new pulumi.ComponentResource('a:b:C', 'c', { key: pulumi.secret('${canary}') });
new pulumi.CustomResource('a:b:D', 'd', { key: pulumi.secret('${canary}') });`,
  ],
  ['only marks', `pulumi.secret('${canary}');`],
  ['marks inside a promise of a block', `pulumi.secret(Promise.resolve({ deep: ['${canary}'] }));`],
  [
    'wants secret in the outputs of a resource',
    `new pulumi.CustomResource('a:b:D', 'd', { key: '${canary}' }, { additionalSecretOutputs: ['key'] });`,
  ],
])('a secret that a program %s, and prints, is not shown', async (_what, marking) => {
  const printing = `console.log('the key is ${canary}'); console.error('the key is ${canary}');`;
  const directory = project(program(`${marking}\n${printing}`));
  const { code, stdout, stderr } = await runProcess(['preview', directory, '--stack', 'dev', '--all']);
  expect(code).toBe(0);
  expect(stderr).toContain('the key is');
  expect(stdout + stderr).not.toContain(canary);
});

test('a value that a rule may print is not shown where the program marks it as secret', async () => {
  const account = `new pulumi.CustomResource('azure-native:storage:StorageAccount', 'a', {
  minimumTlsVersion: pulumi.secret('TLS1_0'), publicNetworkAccess: 'Enabled' });`;
  const { code, stdout } = await runProcess([
    'preview',
    project(program(account)),
    '--stack',
    'dev',
    '--all',
  ]);
  expect([code, stdout.includes('but is `Enabled`')]).toEqual([1, true]);
  expect(stdout).toContain('but is [secret]');
  expect(stdout).not.toContain('TLS1_0');
});
