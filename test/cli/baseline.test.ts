import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { baselineSchema } from '../../policies/src/cli/baseline-file';
import { account, template } from './documents';
import { runHere } from './run-cli';

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'iiot-guard-baseline-')));
  mkdirSync(join(folder, '.git'));
  process.chdir(folder);
});
afterAll(() => process.chdir(home));

const only = ['--only', 'storage-min-tls', '--only', 'storage-https-only'];
const safe = { minimumTlsVersion: 'TLS1_2' };
const old = { minimumTlsVersion: 'TLS1_0' };
const write = (name: string, ...resources: readonly object[]) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(template(resources)));
  return name;
};
const named = (name: string, properties: object = old) => account(properties, { name });
const create = (...args: string[]) => runHere(['baseline', 'create', ...only, '--by', 'ada', ...args]);
const run = (how: string, ...args: string[]) => runHere(['baseline', how, ...only, ...args]);
const baseline = () => JSON.parse(readFileSync(join(folder, 'iiot-guard.baseline.json'), 'utf8'));
const rules = () =>
  baseline().entries.map((one: { rule: string; resource: string }) => `${one.rule} ${one.resource}`);

/** The rules and resources of what is new under the baseline, and the exit code. */
const check = async (...args: string[]) => {
  const { code, stdout, stderr } = await runHere([
    'check',
    ...args,
    ...only,
    ...['--only', 'baseline-fixed', '--baseline', 'iiot-guard.baseline.json', '--format', 'json'],
  ]);
  if (stderr !== '') throw new Error(stderr);
  const { findings, summary } = JSON.parse(stdout);
  const fresh = findings.filter((one: { baseline?: object }) => one.baseline === undefined);
  return {
    code,
    accepted: summary.baseline,
    fresh: fresh.map(
      (one: { rule: string; resource: { name: string } }) => `${one.rule} ${one.resource.name}`,
    ),
  };
};

describe('a baseline', () => {
  test('accepts what is there, with day and name, and nothing that comes later', async () => {
    const main = write('main.json', named('a'));
    expect(await create(main)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 entry.') });
    expect(baseline()).toMatchObject({
      schema: 1,
      shrinkOnly: false,
      entries: [
        {
          rule: 'storage-min-tls',
          by: 'ada',
          accepted: new Date().toISOString().slice(0, 10),
          resource: 'main.json#Microsoft.Storage/storageAccounts/a',
        },
      ],
    });
    expect(await check(main)).toEqual({ code: 0, accepted: 1, fresh: [] });
    write('main.json', named('a', { ...old, supportsHttpsTrafficOnly: false }), named('b'));
    expect(await check(main)).toEqual({
      code: 1,
      accepted: 1,
      fresh: ['storage-https-only a', 'storage-min-tls b'],
    });
  });

  test('still holds when other resources are renamed, added before it, or put in another order', async () => {
    const main = write('main.json', named('first', safe), named('a'), named('last', safe));
    await create(main);
    write('main.json', named('renamed', safe), named('new', safe), named('last', safe), named('a'));
    expect(await check(main)).toMatchObject({ code: 0, accepted: 1, fresh: [] });
  });

  test('follows list items that have a name to another place in the list', async () => {
    const group = (...names: readonly string[]) => ({
      type: 'Microsoft.Network/networkSecurityGroups',
      apiVersion: '2024-05-01',
      name: 'nsg',
      properties: {
        securityRules: names.map((name) => ({
          name,
          properties: {
            direction: 'Inbound',
            access: name.startsWith('open') ? 'Allow' : 'Deny',
            protocol: 'Tcp',
            sourceAddressPrefix: '*',
            sourcePortRange: '*',
            destinationAddressPrefix: '*',
            destinationPortRange: '3389',
            priority: 100,
          },
        })),
      },
    });
    const count = async () => {
      const args = ['check', main, '--baseline', 'iiot-guard.baseline.json', '--format', 'json'];
      const { findings } = JSON.parse(
        (await runHere([...args, '--only', 'nsg-no-rdp-from-internet', '--fail-on', 'low'])).stdout,
      );
      return findings.map((one: { baseline?: object }) => one.baseline !== undefined);
    };
    const main = write('main.json', group('open-a', 'shut'));
    const { code, stderr } = await runHere([
      'baseline',
      'create',
      main,
      '--only',
      'nsg-no-rdp-from-internet',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync('iiot-guard.baseline.json', 'utf8')).not.toContain('open-a');
    write('main.json', group('shut', 'open-a'));
    expect(await count()).toEqual([true]);
    write('main.json', group('open-b', 'open-a'));
    expect((await count()).sort()).toEqual([false, true]);
  });

  test('never accepts the same finding in another file, in another folder, or a second one at its place', async () => {
    const main = write('north/main.json', named('a'));
    await create(main);
    write('south/main.json', named('a'));
    expect(await check(main, 'south/main.json')).toMatchObject({ code: 1, fresh: ['storage-min-tls a'] });
    process.chdir(join(folder, 'south'));
    const args = ['--baseline', '../iiot-guard.baseline.json', ...only];
    expect((await runHere(['check', 'main.json', ...args])).code).toBe(1);
    expect((await runHere(['check', '../north/main.json', ...args])).code).toBe(0);
  });

  test('accepts no rule without exemptions, no expired exemption and no template without a name', async () => {
    const main = write('main.json', named('a'));
    const exemption = { resource: 'a', reason: 'r', owner: 'o', expires: '2020-01-01' };
    writeFileSync('policy.json', JSON.stringify({ 'storage-min-tls': { exemptions: [exemption] } }));
    const { stdout } = await create(main, '--policy-config', 'policy.json');
    expect(stdout).toContain('Not accepted (1): storage-min-tls, its exemption is over or refused.');
    expect(baseline().entries).toEqual([]);
  });

  test('shows what it accepts only with --all, and counts it otherwise', async () => {
    const main = write('main.json', named('a'));
    await create(main);
    const text = (...args: string[]) =>
      runHere(['check', main, ...only, '--baseline', 'iiot-guard.baseline.json', ...args]);
    expect((await text()).stdout).toContain(
      'Accepted by the baseline (1) iiot-guard.baseline.json: storage-min-tls',
    );
    expect((await text()).stdout).not.toContain('FAIL');
    expect((await text('--all')).stdout).toMatch(/FAIL[\s\S]*In the baseline since \d{4}-\d\d-\d\d \(ada\)/);
  });

  test('tells of entries that were put right, among what was looked at', async () => {
    const main = write('main.json', named('a'));
    const other = write('other.json', named('b'));
    await create(main, other);
    write('main.json', named('a', safe));
    expect((await check(main)).fresh).toEqual(['baseline-fixed iiot-guard.baseline.json']);
    expect((await check(other)).fresh).toEqual([]);
  });
});

describe('iiot-guard baseline', () => {
  test('create refuses to overwrite', async () => {
    const main = write('main.json', named('a'));
    await create(main);
    expect(await create(main)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already'),
    });
  });

  test('update takes out, puts in, and keeps the day and name of what stays', async () => {
    const main = write('main.json', named('a'), named('b'));
    await create(main);
    write('main.json', named('b'), named('c'));
    expect((await run('update', main, '--by', 'bob')).code).toBe(0);
    expect(
      baseline().entries.map((one: { by: string; resource: string }) => [one.by, one.resource.slice(-1)]),
    ).toEqual([
      ['ada', 'b'],
      ['bob', 'c'],
    ]);
  });

  test.each([
    ['of the file', ['--shrink-only'], []],
    ['of one run', [], ['--shrink-only']],
  ])(
    'update puts nothing in under the option %s, and says so with exit code 1',
    async (_of, first, later) => {
      const main = write('main.json', named('a'), named('b'));
      await create(main, ...first);
      write('main.json', named('b'), named('c'));
      const { code, stdout } = await run('update', main, ...later);
      expect([code, rules()]).toEqual([1, ['storage-min-tls main.json#Microsoft.Storage/storageAccounts/b']]);
      expect(stdout).toMatch(/New, and not put in \(1\):\n {2}storage-min-tls {2}main.json#.*\/c/);
    },
  );

  test('prune only takes out, and leaves what was not looked at; --dry-run writes nothing', async () => {
    const main = write('main.json', named('a'));
    const other = write('other.json', named('b'));
    await create(main, other);
    write('main.json', named('c'));
    const before = readFileSync('iiot-guard.baseline.json', 'utf8');
    expect((await run('prune', main, '--dry-run')).code).toBe(1);
    expect(readFileSync('iiot-guard.baseline.json', 'utf8')).toBe(before);
    expect((await run('prune', main)).code).toBe(0);
    expect(rules()).toEqual(['storage-min-tls other.json#Microsoft.Storage/storageAccounts/b']);
    expect((await run('prune', main, '--dry-run')).code).toBe(0);
    expect(readdirSync('.').filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('show lists entries by day and name, on one line each whatever they are called', async () => {
    await create(write('main.json', named('a\u001b[2J\n::error::x')));
    const { stdout } = await runHere(['baseline', 'show']);
    expect(stdout).toMatch(/1 entry\.\n\n\d{4}-\d\d-\d\d {2}ada\n {2}storage-min-tls {2}main.json#/);
    expect([stdout.includes('\u001b'), stdout.trim().split('\n').length]).toEqual([false, 4]);
    expect(JSON.parse((await runHere(['baseline', 'show', '--json'])).stdout)).toEqual(baseline());
  });

  test('show groups entries by day, with how often each is found', () => {
    const entry = { fingerprint: '0123456789abcdef', rule: 'r', resource: 'main.json#a', property: '' };
    const entries = [
      { ...entry, outcome: 'fail', count: 3, accepted: '2026-02-01', by: 'bob' },
      { ...entry, outcome: 'fail', property: 'p', accepted: '2026-01-01', by: 'ada' },
      { ...entry, outcome: 'unknown', property: 'q', accepted: '2026-03-01', by: 'eve' },
    ];
    writeFileSync('iiot-guard.baseline.json', JSON.stringify({ schema: 1, shrinkOnly: true, entries }));
    return expect(runHere(['baseline', 'show'])).resolves.toMatchObject({
      stdout: [
        'iiot-guard.baseline.json: 3 entries, only ever fewer.',
        '',
        '2026-01-01  ada',
        '  r  main.json#a  p',
        '',
        '2026-02-01  bob',
        '  r  main.json#a  (3 times)',
        '',
        '2026-03-01  eve',
        '  r  main.json#a  q',
        '',
      ].join('\n'),
    });
  });

  test('lists twenty of what it takes out, and counts the others', async () => {
    const many = Array.from({ length: 22 }, (_, index) => named(`a${index}`));
    await create(write('main.json', ...many));
    const { stdout } = await run('prune', write('main.json', named('other', safe)));
    expect(stdout).toContain('Taken out, put right (22):');
    expect([stdout.match(/ {2}storage-min-tls/g)?.length, stdout.includes('  and 2 more\n')]).toEqual([
      20,
      true,
    ]);
  });

  test.each([
    ['leaves out what is unknown', [], 0],
    ['accepts it where that blocks', ['--unknown', 'fail'], 1],
  ])('%s', async (_title, args, count) => {
    const resources = [named('a', { minimumTlsVersion: "[parameters('later')]" })];
    const later = { parameters: { later: { type: 'string' } } };
    writeFileSync('main.json', JSON.stringify(template(resources, later)));
    await create('main.json', ...args);
    expect(baseline().entries).toHaveLength(count);
  });

  test('takes its file from the configuration, which counts for checks as well', async () => {
    writeFileSync('iiot-guard.config.yaml', 'baseline: accepted.json\n');
    const main = write('main.json', named('a'));
    expect((await create(main)).code).toBe(0);
    expect((await runHere(['check', main, ...only])).code).toBe(0);
  });
});

describe('a baseline that cannot be read: exit code 2 and a remedy', () => {
  test.each([
    ['nothing', undefined, 'there is no such file'],
    ['no JSON', '<<<<<<< main', 'Were two branches merged?'],
    ['another shape', '{"schema":2}', 'is no baseline (schema: '],
    ['a made-up entry', '{"schema":1,"shrinkOnly":false,"entries":[{"rule":"a"}]}', 'entries.0.fingerprint'],
  ])('%s', async (_what, text, message) => {
    if (text !== undefined) writeFileSync('b.json', text);
    const main = write('main.json', named('a'));
    for (const args of [
      ['check', main, '--baseline', 'b.json'],
      ['baseline', 'update', main, '--baseline', 'b.json'],
    ])
      expect(await runHere(args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(message),
      });
  });
});

test('the published schema accepts what is written', async () => {
  await create(write('main.json', named('a')));
  const ajv = new Ajv();
  addFormats(ajv);
  const valid = ajv.compile(z.toJSONSchema(baselineSchema));
  expect([valid(baseline()), valid({ ...baseline(), more: 1 })]).toEqual([true, false]);
});
