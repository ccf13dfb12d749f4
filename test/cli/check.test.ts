import { describe, expect, test } from 'vitest';
import { account, entry, file, state, template } from './documents';
import { type Run, ways } from './run-cli';

const secretKey = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';
const encrypted = { [secretKey]: secretMark, ciphertext: 'AAABAOcanary==' };
const opened = (value: unknown) => ({ [secretKey]: secretMark, plaintext: JSON.stringify(value) });

interface Told {
  readonly rule: string;
  readonly outcome: string;
  readonly message: string;
  readonly resource: { readonly name: string; readonly file?: string; readonly line?: number };
}

const report = ({ stdout }: Run) =>
  JSON.parse(stdout) as {
    readonly source: object;
    readonly summary: { readonly [count: string]: number };
    readonly findings: readonly Told[];
    readonly notEvaluated: readonly { readonly resource: string; readonly why: string }[];
  };
const told = (run: Run) =>
  report(run).findings.map(({ rule, outcome, resource }) => `${rule} ${outcome} ${resource.name}`);

const tls = ['--only', 'storage-min-tls', '--format', 'json'];
const unsafe = entry({ minimumTlsVersion: 'TLS1_0' });
const urnOf = (name: string) => `urn:pulumi:prod::plant::azure-native:storage:StorageAccount::${name}`;

describe.each(ways)('iiot-guard check, %s,', (_way, runCli) => {
  test('takes a value that is still encrypted for unknown', async () => {
    const path = file('encrypted.json', state(entry({ minimumTlsVersion: encrypted })));
    const run = await runCli(['check', path, ...tls]);
    expect([run.code, told(run)]).toEqual([0, ['storage-min-tls unknown data']]);
    expect((await runCli(['check', path, ...tls, '--unknown', 'fail'])).code).toBe(1);
    expect(run.stdout).not.toContain('canary');
  });

  test('judges a secret in plain text and never shows it', async () => {
    const path = file(
      'opened.json',
      state(entry({ minimumTlsVersion: opened('TLS1_0'), tags: opened({ adminPassword: 'canary-Zq81' }) })),
    );
    for (const format of ['json', 'console']) {
      const { code, stdout } = await runCli(['check', path, '--format', format, '--all']);
      expect([code, stdout.includes('storage-min-tls')]).toEqual([1, true]);
      expect(stdout).not.toMatch(/canary|TLS1_0/);
      expect(stdout).toContain('[secret]');
    }
  });

  test('says where the program declares a resource, as the state has it', async () => {
    const path = file(
      'positions.json',
      state(entry({}, { sourcePosition: 'project:///infra/data.ts#12,7' })),
    );
    expect(report(await runCli(['check', path, ...tls])).findings[0]?.resource).toMatchObject({
      file: 'infra/data.ts',
      line: 12,
    });
    expect((await runCli(['check', path])).stdout).toContain('infra/data.ts:12');
  });

  test('says on which line of a template a property stands, or the block that lacks it', async () => {
    const written = template([account({ minimumTlsVersion: 'TLS1_0' }), account({}, { name: 'second' })]);
    const text = JSON.stringify(written, undefined, 2);
    const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    const path = file('lines.json', text);
    const { findings } = report(await runCli(['check', path, ...tls]));
    expect(findings.map(({ resource }) => [resource.file, resource.line])).toEqual([
      [path, lineOf('"minimumTlsVersion"')],
      [path, lineOf('"properties": {}')],
    ]);
  });

  test('judges neither what the program only reads nor what is being deleted, and counts the former', async () => {
    const other = (name: string, more: object) => entry({}, { urn: urnOf(name), ...more });
    const path = file(
      'mixed.json',
      state(unsafe, other('read', { external: true }), other('old', { delete: true }), 7, { type: 'no urn' }),
    );
    const run = await runCli(['check', path, ...tls]);
    expect(told(run)).toEqual(['storage-min-tls fail data']);
    expect(report(run).notEvaluated).toEqual([
      { resource: urnOf('read'), why: 'read by the program, not managed by it' },
      { resource: path, why: 'an entry of the state without URN or type' },
      { resource: path, why: 'an entry of the state without URN or type' },
    ]);
  });

  test('names the stack of a state', async () => {
    const run = await runCli(['check', file('named.json', state(unsafe)), ...tls]);
    expect(report(run).source).toMatchObject({ kind: 'state', stack: 'prod' });
  });

  test('knows resource options that the state keeps', async () => {
    const options = [
      '--only',
      'pulumi-protect-stateful',
      '--only',
      'pulumi-import-finished',
      '--format',
      'json',
    ];
    const more = (name: string, given: object) => entry({}, { urn: urnOf(name), ...given });
    const path = file(
      'options.json',
      state(
        more('bare', {}),
        more('kept', { protect: true }),
        more('found', { retainOnDelete: true, importID: '/subscriptions/s' }),
      ),
    );
    expect(told(await runCli(['check', path, ...options])).sort()).toEqual([
      'pulumi-import-finished fail found',
      'pulumi-protect-stateful fail bare',
    ]);
  });

  test('follows references between the resources of a state', async () => {
    const hub = 'azure-native:iothub:IotHubResource';
    const setting = {
      urn: 'urn:pulumi:prod::plant::azure-native:monitor:DiagnosticSetting::logs',
      type: 'azure-native:monitor:DiagnosticSetting',
      custom: true,
      inputs: {
        resourceUri: encrypted,
        workspaceId: '/w',
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      },
      propertyDependencies: { resourceUri: [`urn:pulumi:prod::plant::${hub}::logged`] },
    };
    const hubs = ['logged', 'alone'].map((name) => ({
      urn: `urn:pulumi:prod::plant::${hub}::${name}`,
      type: hub,
      custom: true,
      inputs: {},
    }));
    const path = file('references.json', state(...hubs, setting));
    expect(told(await runCli(['check', path, '--only', 'iothub-diagnostics', '--format', 'json']))).toEqual([
      'iothub-diagnostics fail alone',
    ]);
  });

  test('looks at what the stack gives out', async () => {
    const key = 'ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGUtZXhhbXBsZS1leGFtcGxlMTIzNA==';
    const outputs = (value: unknown) =>
      state({
        urn: 'urn:pulumi:prod::plant::pulumi:pulumi:Stack::plant-prod',
        type: 'pulumi:pulumi:Stack',
        outputs: { archive: value },
      });
    const args = ['--only', 'pulumi-no-plain-secret-outputs', '--format', 'json'];
    const run = await runCli(['check', file('plain-output.json', outputs(`AccountKey=${key}`)), ...args]);
    expect([run.code, told(run)]).toEqual([1, ['pulumi-no-plain-secret-outputs fail plant-prod']]);
    expect(run.stdout).not.toContain(key);
    const marked = outputs(opened(`AccountKey=${key}`));
    expect((await runCli(['check', file('marked-output.json', marked), ...args])).code).toBe(0);
  });

  describe('several files', () => {
    const safe = file('safe.json', state(entry({ minimumTlsVersion: 'TLS1_2' })));
    const first = file('first.json', state(unsafe));
    const second = file('second.json', template([account({ minimumTlsVersion: 'TLS1_0' })]));

    test('are judged apart and told together', async () => {
      const run = await runCli(['check', safe, first, second, ...tls]);
      expect(run.code).toBe(1);
      expect(report(run)).toMatchObject({
        source: { kind: 'mixed', name: '3 files' },
        summary: { fail: 2, pass: 1, rulesEvaluated: 1, blocking: 2 },
      });
      expect(report(await runCli(['check', safe, first, ...tls])).source).toMatchObject({
        kind: 'state',
        name: '2 files',
      });
    });

    test('that all pass end with 0', async () => {
      expect((await runCli(['check', safe, safe, ...tls])).code).toBe(0);
    });

    test('share one configuration: an exemption that one of them needs is not unused', async () => {
      const exemption = (resource: string) => ({
        resource,
        reason: 'old pumps',
        owner: 'ot@example.com',
        expires: '2999-12-31',
      });
      const config = file('policy.json', {
        'storage-min-tls': { exemptions: [exemption('data'), exemption('nobody')] },
      });
      const { code, stdout } = await runCli([
        'check',
        safe,
        first,
        '--only',
        'storage-min-tls',
        '--policy-config',
        config,
      ]);
      expect([code, stdout.includes('old pumps')]).toEqual([0, true]);
      expect(stdout).toContain('nobody');
      expect(stdout).not.toMatch(/unused.*data/i);
    });
  });

  test.each([
    [[], 1],
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'critical'], 0],
    [['--fail-on', 'high'], 1],
    [['--profile', 'baseline'], 1],
  ])('ends under %j with %i', async (args, expected) => {
    expect((await runCli(['check', file('gate.json', state(unsafe)), ...tls, ...args])).code).toBe(expected);
  });

  test('lists passes where asked, and says nothing but the verdict where asked to be quiet', async () => {
    const path = file('lists.json', state(entry({ minimumTlsVersion: 'TLS1_2' })));
    expect(told(await runCli(['check', path, ...tls]))).toEqual([]);
    expect(told(await runCli(['check', path, ...tls, '--all']))).toEqual(['storage-min-tls pass data']);
    const loud = await runCli(['check', path]);
    const quiet = await runCli(['check', path, '--quiet']);
    expect(quiet.stdout.length).toBeLessThan(loud.stdout.length);
    expect(quiet.stdout).toContain('Outcome');
  });
});
