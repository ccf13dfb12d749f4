import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../policies/src/rule/rule';
import { rowsOf } from '../../policies/src/testing';
import { Analyzer } from '../crossguard/analyzer';
import { ways } from './run-cli';

const folder = resolve(__dirname, '../programs/own-rules');
const own = join(folder, 'rules.js');
const rules: readonly Rule[] = require(own).rules;
const work = mkdtempSync(join(tmpdir(), 'own-rules-'));

function file(name: string, text: string): string {
  const path = join(work, name);
  writeFileSync(path, text);
  return path;
}

const hub = { urn: 'urn:pulumi:p::p::azure-native:iothub:IotHubResource::hub', custom: true };
const state = file(
  'state.json',
  JSON.stringify({
    version: 3,
    deployment: {
      resources: [{ ...hub, type: 'azure-native:iothub:IotHubResource', inputs: { location: 'eastus' } }],
    },
  }),
);

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test.each(rowsOf(rule).map((row) => [row.title, row] as const))('%s', (_title, row) => {
    expect(row.problem()).toBeUndefined();
  });
});

describe.each(ways)('rules of a team of its own, %s', (_way, runCli) => {
  test('judge resources beside ours, with levels and options from the same configuration', async () => {
    const config = file('policy.json', '{ "acme-hub-region": { "regions": ["eastus"] } }');
    const only = ['check', state, '--rules', own, '--only', 'acme-hub-region'];
    expect((await runCli(only)).code).toBe(1);
    expect((await runCli([...only, '--policy-config', config])).code).toBe(0);
  });

  test('are listed and have a page', async () => {
    expect((await runCli(['rules', '--rules', own])).stdout).toMatch(/^acme-hub-region +high/m);
    expect((await runCli(['rules', 'acme-hub-region', '--rules', own])).stdout).toContain(
      '## Why it matters',
    );
  });

  test.each([
    ['missing.js', undefined, 'cannot be loaded'],
    ['empty.js', '', 'exports no list `rules`'],
    ['no-object.js', 'exports.rules = [1]', 'rule 1 is no object'],
    ['no-id.js', 'exports.rules = [{ id: "Bad Id" }]', 'has no `id` in kebab case'],
    ['bare.js', 'exports.rules = [{ id: "own-rule" }]', '(own-rule) has no `title`'],
    [
      'ours.js',
      `const { rules } = require(${JSON.stringify(own)}); exports.rules = [{ ...rules[0], id: 'iothub-min-tls-1-2' }]`,
      'there is a rule "iothub-min-tls-1-2" already',
    ],
  ])('%s is refused: %s', async (name, text, message) => {
    const path = text === undefined ? join(work, name) : file(name, text);
    const { code, stdout, stderr } = await runCli(['rules', '--rules', path]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test.each([
    'title',
    'why',
    'severity',
    'class',
    'topic',
    'pass',
    'target',
    'property',
    'fix',
    'serviceDefault',
    'links',
    'examples',
  ])('a rule without `%s` is refused by that name', async (name) => {
    const text = `const { rules } = require(${JSON.stringify(own)}); const { ${name}: _, ...rest } = rules[1]; exports.rules = [${name === 'target' ? '{ ...rest, target: [] }' : name === 'property' ? '{ ...rest, property: [1] }' : 'rest'}]`;
    const { code, stderr } = await runCli(['rules', '--rules', file(`without-${name}.js`, text)]);
    expect(code).toBe(2);
    expect(stderr).toContain(`\`${name}`);
  });
});

test('the pack of the team offers its rules as policies and judges by them', async () => {
  const pack = await Analyzer.start({}, folder);
  try {
    const names = (await pack.policies()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['iothub-min-tls-1-2', 'acme-hub-region']));
    const found = await pack.analyze({
      type: 'azure-native:iothub:IotHubResource',
      name: 'hub',
      properties: { location: 'eastus' },
    });
    expect(found.map(({ policyname }) => policyname)).toContain('acme-hub-region');
  } finally {
    pack.stop();
  }
});
