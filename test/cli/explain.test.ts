import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingsText } from '../../policies/src/cli/explain-settings';
import type { Prepared } from '../../policies/src/cli/judging';
import { explain } from '../../policies/src/evaluate/explain';
import { stackView } from '../../policies/src/evaluate/view';
import type { RuleSet } from '../../policies/src/rule/rule-sets';
import { optionsIn } from '../../policies/src/rule/settings';
import { catalogue, ruleById } from '../../policies/src/rules/catalogue';
import { resourcesOf, runExample } from '../../policies/src/testing/index';
import { propertyRule } from '../rule/made-up';
import { account, file, state, template } from './documents';
import { program, runHere, ways } from './run-cli';

const old = file('explain-old.json', template([account({ minimumTlsVersion: 'TLS1_0' })], { outputs: {} }));
const config = file('explain.policy.json', { 'storage-min-tls': 'advisory' });

async function fingerprintOf(rule: string, source: string): Promise<string> {
  const { stdout } = await runHere(['check', source, '--format', 'json', '--all', '--only', rule]);
  return JSON.parse(stdout).findings[0].fingerprint;
}

describe.each(ways)('iiot-guard explain, %s', (_way, runCli) => {
  test('tells of a finding what was read, from where, why, and what would make it pass', async () => {
    const print = await fingerprintOf('storage-min-tls', old);
    const { code, stdout } = await runCli(['explain', print.slice(0, 8), old]);
    expect(code).toBe(0);
    for (const part of [
      '# FAIL: storage-min-tls on plant',
      `- \`minimumTlsVersion\`: \`TLS1_0\`, written as \`properties.minimumTlsVersion\`, at ${old}:1`,
      `Fingerprint ${print}`,
      '- level mandatory: the profile standard',
      'Set `minimumTlsVersion` to `TLS1_2`',
      '```json',
    ])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('## Every step');
  });

  test('traces every reading and condition of a rule', async () => {
    const { stdout } = await runCli([
      'explain',
      'storage-min-tls',
      old,
      '--trace',
      '--policy-config',
      config,
    ]);
    expect(stdout).toMatch(
      /1\. `minimumTlsVersion`: `TLS1_0`.*\n2\. condition: `minimumTlsVersion` must be TLS 1\.2 or later: does not hold/,
    );
    expect(stdout).toContain(`level advisory: set in ${config}`);
  });

  test('shows all about a rule where there is no program', async () => {
    const { code, stdout } = await runCli(['explain', 'kv-key-rsa-size', 'test/cli/nowhere.json']);
    expect([code, stdout]).toEqual([2, '']);
    expect((await runCli(['explain', 'kv-key-rsa-size', old])).stdout).toContain('nothing to look at');
  });

  test.each([
    ['storage-min-tl', 'did you mean `storage-min-tls`'],
    ['abc', 'fingerprint has 16'],
    ['0123456789abcdef', 'none of the'],
  ])('refuses %s', async (what, words) => {
    const { code, stdout, stderr } = await runCli(['explain', what, old]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)]);
  });
});

describe('explain takes what preview and check take:', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-explain-'));
  const put = (name: string, content: object) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const named = (name: string) => template([account({ minimumTlsVersion: 'TLS1_0' }, { name })]);
  put('templates/north.json', named('north'));
  const south = put('templates/deep/south.json', named('south'));
  put('templates/package.json', { name: 'nothing to check' });
  const run = (...args: readonly string[]) => runHere(['explain', 'storage-min-tls', ...args]);
  const heads = (stdout: string) => stdout.match(/^# .*$/gm);

  test('folders, in which only some files may be meant', async () => {
    const templates = join(folder, 'templates');
    const { stdout } = await run(templates);
    expect(heads(stdout)).toEqual(['south', 'north'].map((name) => `# FAIL: storage-min-tls on ${name}`));
    const one = await run(templates, '--exclude', 'deep');
    expect(heads(one.stdout)).toEqual(['# FAIL: storage-min-tls on north']);
    const print = await fingerprintOf('storage-min-tls', south);
    expect(heads((await runHere(['explain', print, templates])).stdout)).toHaveLength(1);
  });

  test('several stacks of a program', async () => {
    const { stdout, code } = await runHere([
      ...['explain', 'storage-encryption-scope-double', program('cli-plant'), '--all-stacks', '--quiet'],
    ]);
    expect([code, heads(stdout)]).toEqual([
      0,
      ['FAIL', 'PASS'].map((outcome) => `# ${outcome}: storage-encryption-scope-double on scope`),
    ]);
  });

  test('a folder with nothing to check is told', async () => {
    const { code, stderr } = await run(join(folder, 'templates'), '--include', 'package.json');
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing here can be checked')]);
  });

  test('a start that several fingerprints have is told, with what to give instead', async () => {
    const many = put(
      'many.json',
      template(Array.from({ length: 1500 }, (_, n) => account({}, { name: `a${n}` }))),
    );
    const { stdout } = await runHere(['check', many, '--format', 'json', '--all']);
    const prints = JSON.parse(stdout).findings.map(
      (one: { fingerprint: string }) => one.fingerprint,
    ) as string[];
    const starts = prints.map((print) => print.slice(0, 6)).sort();
    const twice = starts.find((start, index) => start === starts[index + 1]) ?? '';
    const { code, stderr } = await runHere(['explain', twice, many]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/2 fingerprints start so\.\n {2}Give more of it: /),
    ]);
  });
});

describe('where there is no program, explain', () => {
  const home = process.cwd();
  beforeEach(() => process.chdir(mkdtempSync(join(tmpdir(), 'iiot-guard-explain-'))));
  afterEach(() => process.chdir(home));

  test('shows all about a rule', async () => {
    const { code, stdout } = await runHere(['explain', 'storage-min-tls']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Name a program, state or template to see')]);
  });

  test('has nowhere to look for a finding', async () => {
    const { code, stderr } = await runHere(['explain', '0123456789abcdef']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no Pulumi program here')]);
  });

  test('finds the program where there is one', async () => {
    process.chdir(program('cli-plant'));
    expect((await runHere(['explain', 'storage-min-tls', '--stack', 'dev', '--quiet'])).code).toBe(0);
  });
});

describe('how a rule was set', () => {
  const exemptionOf = (resource: string) => ({ resource, reason: 'r', owner: 'o', expires: '2999-12-31' });
  const set = async (rule: string, policy: object | undefined, ...args: string[]) => {
    const named = policy ? ['--policy-config', file('explain-set.policy.json', policy)] : [];
    const { stdout } = await runHere(['explain', rule, old, ...named, ...args]);
    return stdout.match(/## How it was set\n\n([\s\S]*?)\n\n/)?.[1]?.replaceAll(named[1] ?? '\n\n', 'FILE');
  };

  test.each<[string, object | undefined, readonly string[], string]>([
    ['the profile', undefined, [], '- level mandatory: the profile standard'],
    ['the configuration', { 'storage-min-tls': 'advisory' }, [], '- level advisory: set in FILE'],
    ['all', { all: 'advisory' }, [], '- level advisory: `all` in FILE'],
    ['nothing that runs', { 'storage-min-tls': 'disabled' }, [], '- level disabled: set in FILE'],
    [
      'an exemption',
      { 'storage-min-tls': { exemptions: [exemptionOf('plant')] } },
      [],
      '- level mandatory: the profile standard\n- 1 exemption of this rule in FILE',
    ],
    [
      'exemptions',
      { 'storage-min-tls': { exemptions: [exemptionOf('plant'), exemptionOf('b')] } },
      [],
      '- level mandatory: the profile standard\n- 2 exemptions of this rule in FILE',
    ],
  ])('is told: by %s', async (_what, policy, args, text) => {
    expect(await set('storage-min-tls', policy, ...args)).toBe(text);
  });

  const loose = catalogue.find(
    ({ strict, options, target }) =>
      strict && options && [target].flat().includes('Microsoft.Storage/storageAccounts'),
  );
  test.each([
    ['the default', [], {}, 'the default'],
    ['the profile strict', ['--profile', 'strict'], {}, 'the profile strict'],
    ['the configuration', [], undefined, 'FILE'],
  ])('is told for options: by %s', async (_what, args, policy, text) => {
    if (!loose?.strict || !loose.options) throw new Error('no such rule any more');
    const [option] = Object.entries(loose.strict)[0] ?? [''];
    const given = policy ?? { [loose.id]: loose.strict };
    expect(await set(loose.id, given, ...args)).toMatch(new RegExp(`\`${option}\` is .*: ${text}$`, 'm'));
  });

  test('is told for a rule that is later than the rule set, and for one without strict options', () => {
    const prepared = {
      options: { profile: 'strict', ruleSet: '2026-11' },
      config: {},
    } as unknown as Prepared;
    const rule = propertyRule({ since: '2999-01' as RuleSet });
    expect(
      settingsText(rule, prepared, { level: 'advisory', options: { minutes: 5 }, exemptions: [] }),
    ).toEqual([
      'level advisory: the rule is later than the rule set 2026-11',
      'option `minutes` is `5`: the default',
    ]);
  });
});

describe('an explanation', () => {
  test('tells of an exemption beside the resource', async () => {
    const { stdout } = await runHere([
      ...['explain', 'storage-min-tls', program('exemptions'), '--stack', 'test', '--quiet'],
    ]);
    expect(stdout).toContain('# EXEMPT: storage-min-tls on ');
    expect(stdout).toContain('more\n\n- ');
  });

  test('of a program names the line of the declaration', async () => {
    const { code, stdout } = await runHere([
      'explain',
      'storage-min-tls',
      program('cli-plant'),
      '--stack',
      'dev',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/declared at .*index\.ts:\d+|nothing to look at/);
  });

  test('prints no value, whatever the name of the resource does', async () => {
    const secret = 'SuperSecretValue42';
    const urn = 'urn:pulumi:dev::p::azure-native:storage:StorageAccount::n\u001b[31m\n::error::`<script>';
    const hostile = file(
      'explain-hostile.json',
      state({
        urn,
        type: 'azure-native:storage:StorageAccount',
        custom: true,
        inputs: {
          kind: secret,
          enableHttpsTrafficOnly: secret,
          networkRuleSet: { defaultAction: secret },
          publicNetworkAccess: secret,
        },
      }),
    );
    for (const { id } of catalogue.filter(({ target }) => target === 'Microsoft.Storage/storageAccounts')) {
      const rule = ruleById(id);
      const { code, stdout } = await runHere(['explain', id, hostile, '--trace']);
      expect(code).toBe(0);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toMatch(/^::error/m);
      expect(stdout).not.toMatch(/(?<!\\)<script>/);
      if (!rule?.printable) expect(stdout.replaceAll(/## What would make[\s\S]*/g, '')).not.toContain(secret);
    }
  });

  test.each(catalogue.map((rule) => [rule.id, rule] as const))(
    'of %s comes to the verdicts of the engine, step by step',
    (_id, rule) => {
      for (const example of [...rule.examples.good, ...rule.examples.bad]) {
        const resources = resourcesOf(rule, example);
        const options = optionsIn('standard', rule, example.options);
        const stack = stackView(resources);
        const told = resources.flatMap((one) =>
          runExample(rule, example).some(({ resource }) => resource.urn === one.urn)
            ? explain(rule, one, stack, options).judgements
            : [],
        );
        const judged = runExample(rule, example);
        expect(told.map(({ outcome, property }) => `${outcome} ${property}`)).toEqual(
          judged.map(({ outcome, property }) => `${outcome} ${property}`),
        );
      }
    },
  );

  test('of a property rule names each path with its condition', () => {
    for (const rule of catalogue) {
      const [example] = rule.examples.bad;
      const [resource] = example ? resourcesOf(rule, example) : [];
      if (!('pass' in rule) || !example || !resource) continue;
      const { steps, judgements } = explain(
        rule,
        resource,
        stackView([resource]),
        optionsIn('standard', rule, example.options),
      );
      const conditions = steps.filter((step) => step.kind === 'condition');
      expect([rule.id, conditions.length >= judgements.length]).toEqual([rule.id, true]);
    }
  });
});
