import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { program, runHere } from './run-cli';

// The real engine is asked in test/engine; here a command of the same name stands in for it, to fail in every way.
const home = mkdtempSync(join(tmpdir(), 'iiot-guard-fake-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const urn = (name: string) => `urn:pulumi:dev::cli-plant::azure-native:storage:StorageAccount::${name}`;
const token = 'azure-native:storage:StorageAccount';
const step = (name: string, inputs: object) => ({
  op: 'create',
  urn: urn(name),
  newState: { urn: urn(name), custom: true, type: token, inputs },
});
const said = (name: string, why: string, more: object = {}) => ({
  policyEvent: {
    resourceUrn: urn(name),
    policyName: 'storage-min-tls',
    policyPackName: 'iiot-guard',
    enforcementLevel: 'mandatory',
    message: `Storage accounts refuse TLS below 1.2.\n\`minimumTlsVersion\` must be TLS 1.2 or later.${why}`,
    ...more,
  },
});
const passed = (name: string) => ({
  policyAnalyzeSummaryEvent: {
    resourceUrn: urn(name),
    policyPackName: 'iiot-guard',
    passed: ['storage-min-tls'],
  },
});
const error = (message: string) => ({ diagnosticEvent: { severity: 'error', message } });
const end = { summaryEvent: { result: 'succeeded' } };
const why = '\nWhy: Old loggers.\nFix: Set it.';

/** Puts a `pulumi` on PATH that logs these events, prints these steps and ends so. It writes down how it was called. */
function pulumi(
  events: readonly object[] | undefined,
  steps: readonly object[],
  { code = 0, stderr = '' } = {},
) {
  const log = events?.map((event) => JSON.stringify({ sequence: 1, timestamp: 1, ...event })).join('\n');
  const script = `#!${process.execPath}
const fs = require('fs');
const args = process.argv.slice(2);
fs.writeFileSync(${JSON.stringify(join(home, 'called.json'))}, JSON.stringify({ args, env: process.env,
  config: JSON.parse(fs.readFileSync(args[args.indexOf('--policy-pack-config') + 1], 'utf8')) }));
${log === undefined ? '' : `fs.writeFileSync(args[args.indexOf('--event-log') + 1], ${JSON.stringify(log)});`}
process.stdout.write(${JSON.stringify(JSON.stringify({ steps, duration: 1, changeSummary: { create: steps.length } }))});
process.stderr.write(${JSON.stringify(stderr)});
process.exitCode = ${code};
`;
  writeFileSync(join(home, 'pulumi'), script);
  chmodSync(join(home, 'pulumi'), 0o755);
  vi.stubEnv('PATH', [home, process.env.PATH].join(delimiter));
}

const run = (...args: readonly string[]) =>
  runHere([
    'preview',
    program('cli-plant'),
    ...['--engine', 'pulumi', '--stack', 'dev', '--only', 'storage-min-tls', '--format', 'json', '--quiet'],
    ...args,
  ]);
const told = (stdout: string) =>
  (
    JSON.parse(stdout).findings as {
      outcome: string;
      level: string;
      property: string;
      resource: { name: string };
    }[]
  ).map(({ outcome, level, property, resource }) => `${outcome} ${level} ${resource.name} ${property}`);

const masked = step('data', { minimumTlsVersion: '[secret]' });

describe('iiot-guard preview --engine pulumi', () => {
  test.each<[string, readonly object[], readonly object[], readonly string[]]>([
    [
      'judges what the engine declares',
      [end],
      [step('data', { minimumTlsVersion: 'TLS1_0' })],
      ['fail mandatory data minimumTlsVersion'],
    ],
    ['leaves a masked secret open', [end], [masked], ['unknown mandatory data minimumTlsVersion']],
    [
      'believes the pack that it is wrong',
      [said('data', why), end],
      [masked],
      ['fail mandatory data minimumTlsVersion'],
    ],
    ['believes the pack that it is right', [passed('data'), end], [masked], []],
    [
      'adds what only the pack saw',
      [said('data', why), end],
      [step('data', { minimumTlsVersion: 'TLS1_2' })],
      ['fail mandatory data minimumTlsVersion'],
    ],
    [
      'says once what both saw',
      [said('data', why), end],
      [step('data', { minimumTlsVersion: 'TLS1_0' })],
      ['fail mandatory data minimumTlsVersion'],
    ],
    [
      'takes a note for no verdict',
      [said('data', ''), end],
      [masked],
      ['unknown mandatory data minimumTlsVersion'],
    ],
    [
      'leaves other packs alone',
      [said('data', why, { policyPackName: 'acme' }), end],
      [masked],
      ['unknown mandatory data minimumTlsVersion'],
    ],
    [
      'leaves rules alone that were not chosen',
      [said('data', why, { policyName: 'storage-https-only' }), end],
      [],
      [],
    ],
  ])('%s', async (_what, events, steps, expected) => {
    pulumi(events, steps);
    const { code, stdout, stderr } = await run();
    expect([told(stdout), stderr]).toEqual([expected, '']);
    expect(code).toBe(expected.some((one) => one.startsWith('fail')) ? 1 : 0);
  });

  test('hands profile, pack and configuration on, but no rule that the pack does not have', async () => {
    pulumi([end], [masked]);
    const rules = join(__dirname, '../programs/own-rules/rules.js');
    const config = join(home, 'policy.json');
    writeFileSync(config, JSON.stringify({ 'storage-min-tls': 'advisory', 'acme-hub-region': 'disabled' }));
    await run('--profile', 'strict', '--rules', rules, '--policy-config', config);
    const called = JSON.parse(readFileSync(join(home, 'called.json'), 'utf8'));
    expect(called.config).toEqual({ 'storage-min-tls': 'advisory' });
    expect(called.env).toMatchObject({ IIOT_GUARD_PROFILE: 'strict', PULUMI_DEBUG_COMMANDS: 'true' });
    const behind = (name: string): string => called.args[called.args.indexOf(name) + 1];
    expect(existsSync(join(behind('--policy-pack'), 'PulumiPolicy.yaml'))).toBe(true);
    expect([behind('--stack'), behind('--cwd')]).toEqual(['dev', program('cli-plant')]);
    expect(existsSync(behind('--event-log'))).toBe(false);
  });

  test.each<[string, () => void, readonly string[]]>([
    ['no pulumi', () => vi.stubEnv('PATH', ''), ['there is no command `pulumi`', 'without --engine']],
    [
      'a pulumi that nobody may run',
      () => {
        pulumi([], []);
        chmodSync(join(home, 'pulumi'), 0o644);
        vi.stubEnv('PATH', home);
      },
      ['`pulumi` cannot be run (EACCES)', 'put it on PATH'],
    ],
    [
      'no login',
      () => pulumi(undefined, [], { code: 1, stderr: 'error: PULUMI_ACCESS_TOKEN must be set\n' }),
      ['PULUMI_ACCESS_TOKEN must be set', 'pulumi preview of stack dev failed: it ended with exit code 1'],
    ],
    [
      'a failing program',
      () => pulumi([error('no region\n  at index.js:3'), error('preview failed'), end], [], { code: 1 }),
      ['  at index.js:3', 'error: pulumi preview of stack dev failed: no region.'],
    ],
  ])('tells of %s', async (_what, prepare, expected) => {
    prepare();
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([2, '']);
    for (const text of expected) expect(stderr).toContain(text);
  });
});
