import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entry, file, state } from './documents';
import { program, runHere } from './run-cli';

const rule = 'storage-min-tls';
const guard = ['exemption-expired', 'exemption-unused', 'exemption-beside-resource'];
const only = [rule, ...guard].flatMap((id) => ['--only', id]);
const told = (stdout: string) =>
  (JSON.parse(stdout).findings as { rule: string; outcome: string; resource: { name: string } }[])
    .map((one) => `${one.outcome} ${one.rule} ${one.resource.name}`)
    .sort();

describe('exempt(resource, …) in a program', () => {
  test('is read by the offline preview, for that resource and property alone', async () => {
    const { code, stdout } = await runHere([
      ...['preview', program('exemptions'), '--stack', 'test', '--format', 'json', '--quiet'],
      ...only,
    ]);
    expect([code, told(stdout)]).toEqual([
      1,
      [
        ...['exempt', 'late', 'property', 'twin'].map((name) => `exempt ${rule} ${name}`),
        'fail exemption-beside-resource typo',
        'fail exemption-expired expired',
        'fail exemption-unused elsewhere',
        ...['elsewhere', 'expired', 'fault', 'first', 'twin', 'typo'].map((name) => `fail ${rule} ${name}`),
      ],
    ]);
  });

  test('is listed with the line of its resource', async () => {
    const { stdout } = await runHere([
      ...['exemptions', program('exemptions'), '--stack', 'test', '--format', 'json', '--only', rule],
    ]);
    const rows = JSON.parse(stdout) as readonly { state: string; place: string; from: string }[];
    expect(rows.map((row) => row.state).sort()).toEqual([
      'expired',
      'refused',
      'unused',
      ...Array(4).fill('used'),
    ]);
    expect(new Set(rows.map(({ from }) => from))).toEqual(new Set(['program']));
    expect(rows.every(({ place }) => /^index\.js:\d+$/.test(place))).toBe(true);
  });

  /** A program with this text in a folder of its own. */
  const made = (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-exempt-'));
    for (const name of ['Pulumi.yaml', 'Pulumi.test.yaml', 'package.json'])
      cpSync(join(program('exemptions'), name), join(folder, name));
    symlinkSync(resolve(__dirname, '../../node_modules'), join(folder, 'node_modules'));
    const head = `
      const pulumi = require('@pulumi/pulumi');
      const { exempt } = require('@iiot-guard/policies/exempt');
      const e = { rule: '${rule}', reason: 'r', owner: 'o', expires: '2999-12-31' };
      class Account extends pulumi.CustomResource {}
      const account = (name) => new Account('azure-native:storage:StorageAccount', name, { minimumTlsVersion: 'TLS1_0' });
    `;
    writeFileSync(join(folder, 'index.js'), head + text);
    return folder;
  };
  const preview = (text: string) =>
    runHere(['preview', made(text), '--stack', 'test', '--format', 'json', ...only]);

  test.each([
    ['without a reason', "exempt(account('a'), { ...e, reason: ' ' });", '`reason` is missing or empty'],
    ['without an owner', "exempt(account('a'), { ...e, owner: undefined });", '`owner` is missing or empty'],
    [
      'that ends on no day',
      "exempt(account('a'), { ...e, expires: '2026-02-30' });",
      '`expires` must be a real day',
    ],
    ['of a component', "exempt(new pulumi.ComponentResource('t:t:T', 'a'), e);", 'is a component'],
    [
      'that comes too late',
      "exports.a = (async () => { const a = account('a'); exempt(account('b'), e); await new Promise((r) => a.urn.apply(r)); exempt(a, e); })();",
      'exempt(a): the resource was registered already',
    ],
  ])('%s ends the program with an error that says so', async (_what, text, message) => {
    const { code, stderr, stdout } = await preview(text);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('holds for a resource that is made long after the program began', async () => {
    const { stdout } = await preview(
      "exports.a = new Promise((r) => setTimeout(r, 200)).then(() => { exempt(account('a'), e); exempt(account('b'), [e, { ...e, property: 'x' }]); });",
    );
    expect(told(stdout)).toEqual([`exempt ${rule} a`, `exempt ${rule} b`, 'fail exemption-unused b']);
  });

  test('does nothing in unit tests with mocks', async () => {
    const text = `
      pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
      const a = account('a');
      exempt(a, e);
      a.urn.apply((urn) => console.log('made', urn));
    `;
    const { execFileSync } = await import('node:child_process');
    const env = { ...process.env };
    delete env.PULUMI_NODEJS_MONITOR;
    expect(execFileSync(process.execPath, ['index.js'], { cwd: made(text), encoding: 'utf8', env })).toMatch(
      /^made /,
    );
  });
});

describe('a state export', () => {
  const account = entry({ minimumTlsVersion: 'TLS1_0' });
  const marker = (inputs: object) => ({
    urn: 'urn:pulumi:prod::plant::iiot-guard:index:Exemption::data',
    type: 'iiot-guard:index:Exemption',
    custom: false,
    inputs: { rule, resource: account.urn, reason: 'r', owner: 'o', expires: '2999-12-31', ...inputs },
  });
  const check = async (inputs: object, config: object = {}) => {
    const policy = file('beside.policy.json', config);
    const path = file('beside.json', state(marker(inputs), account));
    const { stdout, stderr } = await runHere([
      ...['check', path, '--policy-config', policy, '--format', 'json'],
      ...only,
    ]);
    if (stderr !== '') throw new Error(stderr);
    return [...told(stdout), ...JSON.parse(stdout).notEvaluated.map((one: { why: string }) => one.why)];
  };
  const central = (expires: string) => ({
    [rule]: { exemptions: [{ resource: 'data', reason: 'r', owner: 'central', expires }] },
  });

  test.each([
    ['has the exemption', {}, {}, [`exempt ${rule} data`]],
    [
      'whose resource is named exactly',
      { resource: 'urn:*' },
      {},
      ['fail exemption-unused urn:*', `fail ${rule} data`],
    ],
    [
      'which a central one replaces',
      {},
      central('2999-01-01'),
      [`exempt ${rule} data`, 'fail exemption-unused data'],
    ],
    [
      'which a central one that is over replaces as well',
      {},
      central('2020-01-01'),
      ['fail exemption-expired data', 'fail exemption-unused data', `fail ${rule} data`],
    ],
    [
      'which the configuration may not accept',
      {},
      { 'exemption-beside-resource': { accept: false } },
      ['fail exemption-beside-resource data', `fail ${rule} data`],
    ],
    [
      'which is told where something is wrong with it',
      { owner: 7 },
      {},
      [
        `fail ${rule} data`,
        'an exemption beside a resource that counts for nothing: `owner` is missing or empty',
      ],
    ],
  ])('%s', async (_what, inputs, config, expected) => {
    expect(await check(inputs, config)).toEqual(expected);
  });
});
