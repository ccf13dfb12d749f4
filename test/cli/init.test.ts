import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { detect } from '../../policies/src/cli/init/detect';
import { type Files, repository } from './repository';
import { runHere, ways } from './run-cli';

const plant: Files = {
  'plant/Pulumi.yaml': 'name: plant\nruntime: nodejs\n',
  'plant/Pulumi.dev.yaml': '',
  'plant/Pulumi.prod.yaml': '',
  'plant/index.ts': '',
  'plant/package.json': '{ "devDependencies": {} }',
  'plant/package-lock.json': '{}',
};
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const arm: Files = { 'bicep/main.json': JSON.stringify({ $schema: schema, resources: [] }) };

const all = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

describe.each(ways)('iiot-guard init, %s', (_way, runCli) => {
  test('writes configuration and workflow, and says what it did', async () => {
    const root = repository({ ...plant, '.github/CODEOWNERS': '' });
    const { code, stdout } = await runCli(['init', root, '--no-baseline']);
    expect(code).toBe(0);
    const written = ['.github/workflows/iiot-guard.yml', 'iiot-guard.config.yaml'];
    expect(all(root)).toEqual([...Object.keys(plant), '.github/CODEOWNERS', ...written].sort());
    expect(stdout).toContain('Found    a Pulumi program in TypeScript (plant), stacks dev, prod; GitHub.');
    for (const file of written) expect(stdout).toContain(file);
    expect(parse(readFileSync(join(root, 'iiot-guard.config.yaml'), 'utf8'))).toEqual({
      profile: 'standard',
    });
    const { steps } = parse(readFileSync(join(root, '.github/workflows/iiot-guard.yml'), 'utf8')).jobs[
      'iiot-guard'
    ];
    expect(steps.slice(2)).toEqual([
      { run: '(cd plant && npm ci)' },
      {
        uses: './plant/node_modules/@iiot-guard/policies/github',
        with: { directory: 'plant', stacks: 'dev\nprod\n' },
      },
    ]);
  });

  test.each([
    ['a configuration', 'iiot-guard.config.yaml'],
    ['one of the other ending', 'iiot-guard.config.yml'],
    ['a workflow', '.github/workflows/iiot-guard.yml'],
  ])('overwrites nothing where there is %s', async (_what, name) => {
    const root = repository({ ...plant, [name]: '# mine\n' });
    const before = all(root);
    const { code, stdout, stderr } = await runCli(['init', root, '--ci', 'github', '--no-baseline']);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(`${name}: is there already`)]);
    expect(all(root)).toEqual(before);
    expect(readFileSync(join(root, name), 'utf8')).toBe('# mine\n');
  });

  test('writes nothing with --dry-run', async () => {
    const root = repository(plant);
    const { code, stdout } = await runCli(['init', root, '--ci', 'azure', 'gitlab', '--dry-run']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('.gitlab/iiot-guard.yml')]);
    expect(all(root)).toEqual(Object.keys(plant).sort());
  });

  test.each([
    ['nothing', {}, [], 'neither a Pulumi program nor an ARM template'],
    ['Bicep alone', { 'main.bicep': '' }, [], '`bicep build`'],
    ['a stack that is not there', plant, ['--stack', 'test'], 'There are dev, prod'],
    ['a service that is not known', plant, ['--ci', 'jenkins'], 'github, azure, gitlab'],
    [
      'a folder that a shell would run',
      { '$(id)/Pulumi.yaml': 'runtime: nodejs' },
      [],
      'no CI file should hold',
    ],
  ])('refuses %s', async (_what, files, options, words) => {
    const root = repository(files as Files);
    const { code, stdout, stderr } = await runCli(['init', root, ...options]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)]);
    expect(all(root)).toEqual(Object.keys(files).sort());
  });
});

describe('init', () => {
  test('checks templates where there is no program', async () => {
    const root = repository(arm);
    const { stdout } = await runHere(['init', root, '--ci', 'gitlab', '--pre-commit', '--no-baseline']);
    expect(stdout).toContain('1 ARM template');
    const job = parse(readFileSync(join(root, '.gitlab/iiot-guard.yml'), 'utf8'))['iiot-guard'];
    expect(job.script[0]).toMatch(/^npm install --no-save --no-package-lock @iiot-guard\/policies@\d/);
    expect(job.script[1]).toMatch(
      /^node node_modules\/@iiot-guard\/policies\/bin\/iiot-guard\.js check \. --format/,
    );
    expect(parse(readFileSync(join(root, '.pre-commit-config.yaml'), 'utf8')).repos[0].hooks[0].files).toBe(
      '\\.json$',
    );
  });

  test('makes no workflow for a program that it cannot run offline', async () => {
    const root = repository({ 'Pulumi.yaml': 'name: p\nruntime: python\n' });
    const { code, stdout } = await runHere(['init', root, '--ci', 'github']);
    expect(code).toBe(0);
    expect(stdout).toContain('Python programs are not run offline');
    expect(all(root)).toEqual(['Pulumi.yaml', 'iiot-guard.config.yaml']);
  });

  test('sets up all the same where no baseline can be made, and says why', async () => {
    const root = repository(plant);
    const { code, stdout } = await runHere(['init', root, '--ci', 'none']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Baseline not made: ')]);
    expect(existsSync(join(root, 'iiot-guard.baseline.json'))).toBe(false);
    expect(existsSync(join(root, 'iiot-guard.config.yaml'))).toBe(true);
  });

  test.each<[string, Files, object]>([
    ['npm', { 'package.json': '{}', 'package-lock.json': '' }, { folder: '.', manager: 'npm', locked: true }],
    [
      'pnpm above the program',
      { 'package.json': '{}', 'pnpm-lock.yaml': '' },
      { folder: '.', manager: 'pnpm' },
    ],
    ['yarn', { 'package.json': '{}', 'yarn.lock': '' }, { manager: 'yarn' }],
    [
      'our package',
      { 'package.json': '{"devDependencies":{"@iiot-guard/policies":"1"}}' },
      { listed: true, locked: false },
    ],
  ])('finds %s', (_what, files, expected) => {
    const root = repository({ 'a/Pulumi.yaml': 'runtime: nodejs', ...files });
    expect(detect(root).installation).toMatchObject(expected);
  });

  test.each<[string, Files, readonly string[], string]>([
    ['GitHub', { '.git/config': 'url = git@github.com:a/b.git' }, ['github'], 'main'],
    [
      'Azure',
      { '.git/config': 'url = https://dev.azure.com/a', '.git/HEAD': 'ref: refs/heads/master\n' },
      ['azure'],
      'master',
    ],
    [
      'GitLab',
      { '.gitlab-ci.yml': '', '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/trunk\n' },
      ['gitlab'],
      'trunk',
    ],
    ['a hostile branch', { '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/$(id)' }, [], 'main'],
  ])('finds %s', (_what, files, services, branch) => {
    expect(detect(repository(files))).toMatchObject({ services, branch });
  });

  test('finds the stacks in their own folder, and passes by what is broken', () => {
    const root = repository({
      'Pulumi.yaml': 'runtime: { name: nodejs }\nstackConfigDir: stacks',
      'stacks/Pulumi.dev.yaml': '',
      'broken/Pulumi.yaml': ': : :',
      'node_modules/x/Pulumi.yaml': 'runtime: nodejs',
    });
    expect(detect(root).programs).toEqual([
      { folder: '.', runtime: 'nodejs', language: 'JavaScript', stacks: ['dev'] },
    ]);
  });
});
