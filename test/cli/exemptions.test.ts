import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { entry, file, state } from './documents';
import { program, runHere, ways } from './run-cli';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const exemption = (resource: string, days: number, more: object = {}) => ({
  resource,
  reason: 'old pumps',
  owner: 'ot@example.com',
  expires: day(days),
  ...more,
});
const rule = 'storage-min-tls';
const config = (...exemptions: readonly object[]) =>
  file('exemptions.policy.json', { [rule]: { exemptions } });
const plant = file('exemptions.json', state(entry({ minimumTlsVersion: 'TLS1_0' })));
const list = async (policy: string, ...args: string[]) => {
  const { code, stdout } = await runHere([
    'exemptions',
    plant,
    '--policy-config',
    policy,
    '--format',
    'json',
    ...args,
  ]);
  return { code, rows: JSON.parse(stdout) as readonly { readonly [name: string]: unknown }[] };
};

describe.each(ways)('iiot-guard exemptions, %s,', (_way, run) => {
  test('lists them with days left, and ends with 1 where one is over', async () => {
    const policy = config(exemption('data', 30), exemption('gone', 3), exemption('dat?', -2));
    const { code, stdout } = await run(['exemptions', plant, '--policy-config', policy]);
    expect(code).toBe(1);
    expect(
      stdout
        .split('\n')
        .slice(1, 4)
        .map((line) => line.split(/ {2,}/).slice(0, 5)),
    ).toEqual([
      ['-2', day(-2), 'expired', rule, 'dat?'],
      ['3', day(3), 'unused', rule, 'gone'],
      ['30', day(30), 'used', rule, 'data'],
    ]);
    expect(stdout).toContain('3 exemptions, 1 expired, 1 unused.');
  });

  test('says that there are none', async () => {
    expect(await run(['exemptions', plant])).toMatchObject({ code: 0, stdout: 'No exemptions.\n' });
  });
});

describe('iiot-guard exemptions', () => {
  test('says where each is written, by whom, and why', async () => {
    const policy = config(exemption('data', 0, { ticket: 'OT-1', property: 'minimumTlsVersion' }));
    expect(await list(policy)).toEqual({
      code: 0,
      rows: [
        {
          rule,
          resource: 'data',
          property: 'minimumTlsVersion',
          state: 'used',
          expires: day(0),
          daysLeft: 0,
          owner: 'ot@example.com',
          reason: 'old pumps',
          ticket: 'OT-1',
          place: `${policy}:1`,
          from: 'configuration',
        },
      ],
    });
  });

  test('finds those beside the stack of a program', async () => {
    const { code, stdout } = await runHere(['exemptions', program('cli-plant'), '--stack', 'safe']);
    expect([code, stdout]).toEqual([0, 'No exemptions.\n']);
  });

  test('lists what is written without running anything, and the exit code counts only what is listed', async () => {
    const policy = config(exemption('data', 5), exemption('b', -5, { owner: 'other' }));
    const args = ['exemptions', '--no-run', '--policy-config', policy, '--format', 'csv'];
    const all = await runHere(args);
    expect([all.code, all.stdout.match(/"(valid|expired)"/g)]).toEqual([1, ['"expired"', '"valid"']]);
    const own = await runHere([...args, '--owner', 'ot@example.com']);
    expect([own.code, own.stdout.split('\r\n').length]).toEqual([0, 3]);
    expect((await runHere(['exemptions', '--no-run'])).code).toBe(2);
  });

  test('writes a calendar that a calendar program reads, with a reminder for each last day', async () => {
    const long = `a;b,c\\d ${'Ä'.repeat(200)}`;
    const policy = config(exemption('data', 5, { reason: long }), exemption('b\r\nEND:VEVENT', 9));
    const out = join(mkdtempSync(join(tmpdir(), 'iiot-guard-ics-')), 'a.ics');
    const { stdout } = await runHere([
      'exemptions',
      plant,
      '--policy-config',
      policy,
      '--format',
      'ics',
      '--out',
      out,
    ]);
    expect(stdout).toBe('');
    const text = readFileSync(out, 'utf8');
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
    expect(events.map((one) => String(one.getFirstPropertyValue('dtstart')))).toEqual([day(5), day(9)]);
    expect(events[0]?.getFirstPropertyValue('description')).toContain(`Reason: ${long}`);
    const alarm = events[1]?.getFirstSubcomponent('valarm');
    expect(String(alarm?.getFirstPropertyValue('trigger'))).toBe('-P14D');
    const uids = async () =>
      (await runHere(['exemptions', plant, '--policy-config', policy, '--format', 'ics'])).stdout;
    expect((await uids()).match(/UID:.*/g)).toEqual(text.match(/UID:.*/g));
  });

  test.each([
    ['table', /^::error/m],
    ['markdown', /<script|^::error|\]\(/m],
    ['csv', /"=1|^::error/m],
    ['ics', /^::error/m],
  ])('%s cannot be broken by what is written in an exemption', async (format, broken) => {
    const hostile = '=1+1\u001b[2J\n::error::x <script>alert(1)</script> [a](javascript:1) | "';
    const policy = config(exemption(hostile, 5, { owner: hostile, reason: hostile, ticket: hostile }));
    const { stdout } = await runHere(['exemptions', plant, '--policy-config', policy, '--format', format]);
    expect(stdout).not.toMatch(broken);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('findings about exemptions', () => {
  const findings = async (policy: object, ...args: string[]) => {
    const path = file('levels.policy.json', policy);
    const only = ['--only', rule, '--only', 'exemption-expired', '--only', 'exemption-unused'];
    const all = ['check', plant, '--policy-config', path, '--format', 'json', ...only, ...args];
    const { code, stdout, stderr } = await runHere(all);
    if (stderr !== '') throw new Error(stderr);
    const told = JSON.parse(stdout).findings as readonly {
      rule: string;
      level: string;
      resource: { line: number };
    }[];
    return { code, told: told.map((one) => `${one.rule} ${one.level}`).sort() };
  };
  const exemptions = [
    exemption('data', 5),
    exemption('gone', 5),
    exemption('data', -5, { property: 'other' }),
  ];

  test.each([
    ['advice', {}, [], 0, 'advisory', 'advisory'],
    ['expired ones block under the profile strict', {}, ['--profile', 'strict'], 1, 'mandatory', 'advisory'],
    ['as the configuration says', { 'exemption-unused': 'mandatory' }, [], 1, 'advisory', 'mandatory'],
    ['not at all', { 'exemption-unused': 'disabled' }, [], 0, 'advisory', undefined],
    ['as the configuration says for all', { all: 'mandatory' }, [], 1, 'mandatory', 'mandatory'],
  ] as const)('are %s', async (_what, levels, args, code, expired, unused) => {
    const run = await findings({ ...levels, [rule]: { exemptions } }, ...args);
    expect(run).toEqual({
      code,
      told: [
        `exemption-expired ${expired}`,
        ...(unused ? [`exemption-unused ${unused}`] : []),
        `${rule} mandatory`,
      ],
    });
  });
});
