import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { configJsonSchema } from '../../policies/src/cli/config-schema';
import { commands } from '../../policies/src/cli/main';
import { settingsOf } from '../../policies/src/cli/settings-of-options';
import { entry, state } from './documents';
import { runHere } from './run-cli';

const home = process.cwd();
let folder: string;
/** A folder of its own for each test, in which the command runs. */
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'iiot-guard-config-')));
  mkdirSync(join(folder, '.git'));
  process.chdir(folder);
});
afterAll(() => process.chdir(home));

const write = (name: string, content: unknown) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
};
const yaml = (text: string) => write('iiot-guard.config.yaml', text);

/** A state of the stack `prod` with an account that breaks two rules, one of them grave. */
const unsafe = () => write('prod.json', state(entry({ minimumTlsVersion: 'TLS1_0' })));
const check = async (...args: string[]) => {
  const run = await runHere(['check', unsafe(), '--format', 'json', ...args]);
  const json = run.stdout.startsWith('{') ? JSON.parse(run.stdout) : { findings: [] };
  return {
    ...run,
    profile: json.profile,
    rules: new Set(json.findings.map((one: { rule: string }) => one.rule)),
  };
};

describe('a configuration file', () => {
  test('says what the options can say, and standard error says so', async () => {
    yaml('profile: strict\nonly: [storage-min-tls]\nfailOn: never\n');
    const { code, profile, rules, stderr } = await check();
    expect([code, profile, [...rules]]).toEqual([0, 'strict', ['storage-min-tls']]);
    expect(stderr).toBe('Settings from iiot-guard.config.yaml\n');
  });

  test.each([
    ['the command line', ['--profile', 'baseline'], 'baseline'],
    ['then the part for the stack', [], 'strict'],
    ['then the rest of the file', ['--stack-is-other'], 'baseline'],
  ])('gives way in this order: %s', async (_what, args, profile) => {
    const other = args[0] === '--stack-is-other';
    yaml(`profile: baseline\nstacks:\n  ${other ? 'dev' : 'prod'}:\n    profile: strict\n`);
    expect((await check(...(other ? [] : args))).profile).toBe(profile);
  });

  test('has lists that the command line replaces and does not lengthen', async () => {
    yaml('only: [storage-min-tls, storage-https-only]\n');
    expect([...(await check('--only', 'storage-min-tls')).rules]).toEqual(['storage-min-tls']);
  });

  test('takes one text for a list', async () => {
    yaml('only: storage-min-tls\n');
    expect([...(await check()).rules]).toEqual(['storage-min-tls']);
  });

  test('is left alone with --no-config', async () => {
    yaml('profile: nonsense\n');
    expect((await check('--no-config')).profile).toBe('standard');
  });

  test('is found in a folder above, whose paths it means, up to the repository', async () => {
    yaml('policyConfig: policy/prod.json\nonly: [storage-min-tls]\n');
    write('policy/prod.json', { 'storage-min-tls': 'disabled' });
    unsafe();
    mkdirSync(join(folder, 'deep/down'), { recursive: true });
    process.chdir(join(folder, 'deep/down'));
    const { code, stderr, stdout } = await runHere(['check', '../../prod.json']);
    expect([code, stderr]).toEqual([0, 'Settings from ../../iiot-guard.config.yaml\n']);
    expect(stdout).not.toContain('FAIL');
    mkdirSync(join(folder, 'deep/.git'));
    expect((await runHere(['check', '../../prod.json', '--only', 'storage-min-tls'])).code).toBe(1);
  });

  test('may be a part of package.json; any other package.json is none of our business', async () => {
    write('package.json', { name: 'plant', 'iiot-guard': { profile: 'strict' } });
    expect((await check()).profile).toBe('strict');
    write('package.json', '{ "iiot-guard" broken');
    expect((await check()).profile).toBe('standard');
  });

  test('counts for a preview from the folder of the program, and for the only stack it has', async () => {
    write('plant/Pulumi.yaml', 'name: plant\nruntime: nodejs\n');
    write('plant/Pulumi.prod.yaml', '');
    write('plant/iiot-guard.config.yaml', 'stacks:\n  prod:\n    only: [no-such-rule]\n');
    const { code, stderr } = await runHere(['preview', 'plant']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--only no-such-rule')]);
  });

  test.each([
    ['the stack that is named', ['--stack', 'prod'], 'for-prod'],
    ['a stack that is named in full', ['--engine', 'pulumi', '--stack', 'org/plant/prod'], 'for-prod'],
    ['a stack that has no part of its own', ['--stack', 'dev'], 'for-all'],
    ['several stacks, for each', ['--stack', 'prod', '--stack', 'dev'], 'for-prod'],
  ])('counts for %s', async (_what, args, rule) => {
    write('Pulumi.yaml', 'name: plant\nruntime: nodejs\n');
    for (const stack of ['dev', 'prod']) write(`Pulumi.${stack}.yaml`, '');
    yaml('only: [for-all]\nstacks:\n  prod:\n    only: [for-prod]\n');
    const { code, stderr } = await runHere(['preview', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--only ${rule}`)]);
  });

  test('means flags, files of formats and modules by their path or name', async () => {
    write('part/rules.js', 'exports.rules = [];');
    write(
      'part/iiot-guard.config.yaml',
      "all: true\nrules: [./rules.js, '@iiot-guard/policies/testing']\nformat: [console, json=out.json]\npolicyConfig: .\n",
    );
    const { stdout } = await runHere([
      ...['config', 'show', 'part/iiot-guard.config.yaml', '--format', 'json'],
    ]);
    const values = Object.fromEntries(
      (JSON.parse(stdout) as { setting: string; value: unknown }[]).map(({ setting, value }) => [
        setting,
        value,
      ]),
    );
    expect(values).toMatchObject({
      all: true,
      rules: [join(folder, 'part/rules.js'), '@iiot-guard/policies/testing'],
      format: ['console', 'json=part/out.json'],
      policyConfig: 'part',
      baseline: null,
    });
  });

  test('gives stacks of one check no gates that differ', async () => {
    yaml('stacks:\n  prod:\n    failOn: low\n');
    const dev = write('dev.json', JSON.stringify(state(entry())).replaceAll('pulumi:prod::', 'pulumi:dev::'));
    const { code, stderr } = await check(dev);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Check them one at a time')]);
  });
});

describe('a mistake in the configuration file is told with its line and a remedy, exit code 2', () => {
  test.each([
    ['profil: strict', 1, '`profil` is no setting; did you mean `profile`?'],
    ['\nfail-on: high', 2, '`fail-on` is no setting; did you mean `failOn`?'],
    ['profile: strickt', 1, '`profile` must be one of baseline, standard, strict; did you mean `strict`?'],
    ['only: { a: 1 }', 1, '`only` must be a list of texts.'],
    ['all: sometimes', 1, '`all` must be true or false.'],
    ['stacks: [prod]', 1, '`stacks` must be a map of stacks.'],
    ['stacks:\n  prod: strict', 2, '`stacks.prod` must be a map of settings.'],
    ['stacks:\n  prod:\n    stack: dev', 3, '`stack` is no setting of a stack.'],
    ['stacks:\n  prod:\n    profil: x', 3, '`profil` is no setting of a stack; did you mean `profile`?'],
    ['format: [jsn]', 1, 'there is no format "jsn"'],
    ['profile: [', 1, 'is not valid YAML'],
    ['- profile', undefined, 'must be a map of settings'],
    ['profile: strict\nprofile: baseline', 2, 'is not valid YAML (DUPLICATE_KEY)'],
  ])('%j', async (text, line, message) => {
    const name = yaml(text);
    for (const args of [
      ['config', 'check'],
      ['check', unsafe()],
    ]) {
      const { code, stderr, stdout } = await runHere(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
      expect(stderr).toContain(`error: ${name}:${line ?? ''}`);
    }
  });

  test('two files in one folder', async () => {
    yaml('');
    write('package.json', { 'iiot-guard': {} });
    expect((await runHere(['config', 'check'])).stderr).toContain('Keep one of them');
  });

  test('a file that is named and not there', async () => {
    expect((await check('--config', 'no.yaml')).stderr).toContain('no.yaml: there is no such file');
    expect((await runHere(['config', 'check'])).stderr).toContain('There is no configuration file');
  });
});

describe('iiot-guard config', () => {
  test('check looks at what the file names, for every stack', async () => {
    const name = yaml('stacks:\n  prod:\n    policyConfig: gone.json\n  dev:\n    only: [storage-min-tls]\n');
    expect((await runHere(['config', 'check'])).stderr).toContain(
      `${name}, stack prod: gone.json: there is no such file`,
    );
    write('gone.json', { 'storage-min-tls': 'mandatory' });
    expect(await runHere(['config', 'check'])).toMatchObject({
      code: 0,
      stdout: 'iiot-guard.config.yaml: nothing is wrong. 0 settings; stacks prod, dev.\n',
    });
  });

  test.each([
    ['# nothing is set', '0 settings.'],
    ['only: [storage-min-tls]', '1 setting.'],
    ['format: json\nfailOn: high', '2 settings.'],
  ])('check counts the settings of %j', async (text, count) => {
    yaml(`${text}\n`);
    expect((await runHere(['config', 'check'])).stdout).toContain(`nothing is wrong. ${count}\n`);
  });

  test.each([
    ['only: [no-such-rule]', 'iiot-guard.config.yaml: --only no-such-rule'],
    ['parameters: gone.json', 'iiot-guard.config.yaml: gone.json: there is no such file'],
  ])('check refuses %s', async (text, message) => {
    yaml(`${text}\n`);
    expect(await runHere(['config', 'check'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });

  test('show tells the defaults where there is no file, and joins lists', async () => {
    expect((await runHere(['config', 'show'])).stdout).toMatch(/^profile +standard +default$/m);
    yaml('only: [storage-min-tls, storage-https-only]\n');
    expect((await runHere(['config', 'show'])).stdout).toMatch(
      /^only +storage-min-tls, storage-https-only +iiot/m,
    );
  });

  test('show says where each setting comes from', async () => {
    const name = yaml('profile: strict\nunknown: fail\nstacks:\n  prod:\n    profile: baseline\n');
    const { stdout } = await runHere(['config', 'show', '--stack', 'prod', '--format', 'json']);
    const rows = new Map(JSON.parse(stdout).map((row: { setting: string }) => [row.setting, row]));
    expect([rows.get('profile'), rows.get('unknown'), rows.get('color')]).toEqual([
      { setting: 'profile', value: 'baseline', from: `${name}, stack prod` },
      { setting: 'unknown', value: 'fail', from: name },
      { setting: 'color', value: true, from: 'default' },
    ]);
    expect((await runHere(['config', 'show'])).stdout).toMatch(/^profile +strict +iiot-guard.config.yaml$/m);
  });
});

describe('the JSON Schema for editors', () => {
  const settings = settingsOf(commands(() => {}));
  const valid = new Ajv().compile(configJsonSchema(settings));

  test.each([
    [{ profile: 'strict', only: 'a', format: ['json=a.json'], stacks: { prod: { failOn: 'low' } } }, true],
    [{ profil: 'strict' }, false],
    [{ stacks: { prod: { stack: 'dev' } } }, false],
    [{ quiet: 'yes' }, false],
  ])('%j', (value, expected) => {
    expect(valid(value)).toBe(expected);
  });

  test('has a setting for every option of preview and check', () => {
    const program = commands(() => {});
    const names = program.commands
      .filter((command) => ['preview', 'check'].includes(command.name()))
      .flatMap((command) => command.options.map((option) => option.attributeName()));
    expect(new Set(settings.map(({ name }) => name))).toEqual(
      new Set(names.filter((name) => name !== 'config')),
    );
  });
});
