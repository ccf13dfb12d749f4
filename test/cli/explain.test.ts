import { describe, expect, test } from 'vitest';
import { explain } from '../../policies/src/evaluate/explain';
import { stackView } from '../../policies/src/evaluate/view';
import { optionsIn } from '../../policies/src/rule/settings';
import { catalogue, ruleById } from '../../policies/src/rules/catalogue';
import { resourcesOf, runExample } from '../../policies/src/testing/index';
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

describe('an explanation', () => {
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
