import { describe, expect, test } from 'vitest';
import { rulePage } from '../../policies/src/report/rule-page';
import type { Rule } from '../../policies/src/rule/rule';
import { catalogue, ruleById } from '../../policies/src/rules/catalogue';
import { ways } from './run-cli';

describe.each(ways)('%s', (_way, runCli) => {
  describe('iiot-guard rules', () => {
    test('lists every rule with severity, level and title', async () => {
      const { code, stdout } = await runCli(['rules']);
      expect(code).toBe(0);
      for (const rule of catalogue)
        expect(stdout).toMatch(new RegExp(`^${rule.id} +${rule.severity} +`, 'm'));
      expect(stdout).toContain(`${catalogue.length} rules`);
    });

    test('shows the levels of another profile', async () => {
      const { stdout } = await runCli(['rules', '--profile', 'strict', '--format', 'json']);
      expect(new Set((JSON.parse(stdout) as { level: string }[]).map((rule) => rule.level))).toEqual(
        new Set(['mandatory']),
      );
    });

    test('lists them as a Markdown table', async () => {
      const { stdout } = await runCli(['rules', '--format', 'markdown']);
      expect(stdout.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(catalogue.length + 2);
    });

    test('shows one rule with why, fix, service default and controls', async () => {
      const { code, stdout } = await runCli(['rules', 'iothub-min-tls-1-2']);
      expect(code).toBe(0);
      for (const part of [
        '## Why',
        '## How to fix it',
        'Azure replaces an existing resource',
        '## When nothing is written',
        'Microsoft cloud security benchmark: DP-3',
      ]) {
        expect(stdout).toContain(part);
      }
    });

    test('shows one rule as JSON', async () => {
      const { stdout } = await runCli([
        'rules',
        'kv-key-rsa-size',
        '--format',
        'json',
        '--profile',
        'strict',
      ]);
      expect(JSON.parse(stdout)).toMatchObject({
        id: 'kv-key-rsa-size',
        level: 'mandatory',
        exemptible: true,
        options: { minimumRsaSize: { default: 3072 } },
        targets: ['Microsoft.KeyVault/vaults/keys'],
      });
    });

    test('lines up the columns of the table', async () => {
      const { stdout } = await runCli(['rules']);
      const [head = '', ...lines] = stdout.trimEnd().split('\n').slice(0, -1);
      for (const [column, cell] of [
        ['Severity', (one: Rule) => one.severity],
        ['What must hold', (one: Rule) => one.title],
      ] as const) {
        const cells = lines.map((line, index) =>
          line.slice(head.indexOf(column)).startsWith(cell(catalogue[index] as Rule)),
        );
        expect(cells).toEqual(catalogue.map(() => true));
      }
    });

    test('shows the options of a rule', async () => {
      expect((await runCli(['rules', 'kv-key-rsa-size'])).stdout).toContain(
        '`minimumRsaSize` (default `3072`)',
      );
    });

    test('refuses a rule that does not exist, naming the closest', async () => {
      const { code, stderr } = await runCli(['rules', 'storage-http-only']);
      expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean `storage-https-only`')]);
    });
  });

  describe('iiot-guard', () => {
    test('tells its version', async () => {
      expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    });

    test.each([[['--help']], [['preview', '--help']], [['rules', '--help']], [['check', '--help']]])(
      'helps with examples for %j',
      async (args) => {
        const { code, stdout } = await runCli(args);
        expect([code, stdout.includes('Examples:')]).toEqual([0, true]);
      },
    );

    test.each([[[]], [['prevew']]])('refuses %j', async (args) => {
      const { code, stdout, stderr } = await runCli(args);
      expect([code, stdout, stderr.length > 0]).toEqual([2, '', true]);
    });
  });
});

describe('the page of a rule', () => {
  const rule = ruleById('iothub-min-tls-1-2');
  if (!rule) throw new Error('the rule is gone');

  test.each([true, false])('warns of a replacement where there is one (%s)', (replaces) => {
    const text = rulePage({ ...rule, fix: { say: 'Set it.', replaces } });
    expect(text).toContain('## How to fix it\n\nSet it.');
    expect(text.includes('Azure replaces an existing resource')).toBe(replaces);
  });

  test.each([
    [{ is: 'off' }, 'The rule then reports it: off (not confirmed in a source).'],
    [{ is: 'off', source: 'https://example.com' }, 'The rule then reports it: off (<https://example.com>).'],
  ])('tells where a service default is written, or that it is not: %j', (serviceDefault, expected) => {
    expect(rulePage({ ...rule, serviceDefault })).toContain(expected);
  });
});
