import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { account, entry, file, schema, state, template } from './documents';
import { type Run, runHere, runProcess, ways } from './run-cli';

const tls = ['--only', 'storage-min-tls', '--format', 'json'];
const secret = {
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ciphertext: '[secret]',
};

interface Told {
  readonly source: { readonly kind: string; readonly name: string; readonly stack?: string };
  readonly findings: readonly {
    readonly outcome: string;
    readonly resource: { readonly name: string; readonly file?: string; readonly line?: number };
  }[];
  readonly notEvaluated: readonly { readonly resource: string; readonly why: string }[];
}
const report = ({ stdout }: Run) => JSON.parse(stdout) as Told;
const told = (run: Run) => report(run).findings.map(({ outcome, resource }) => `${outcome} ${resource.name}`);
const whys = (run: Run) => report(run).notEvaluated.map(({ why }) => why);

const urnOf = (name: string) => `urn:pulumi:prod::plant::azure-native:storage:StorageAccount::${name}`;
const at = { sequence: 1, timestamp: 1795528601 };
const token = 'azure-native:storage:StorageAccount';

/** An event about an account, as the engine logs it. */
const event = (name: string, inputs: object, op = 'create', kind = 'resourcePreEvent') => ({
  ...at,
  [kind]: {
    metadata: {
      op,
      urn: urnOf(name),
      type: token,
      old: null,
      new: op.startsWith('delete')
        ? null
        : { type: token, urn: urnOf(name), custom: true, id: '', inputs, outputs: {} },
    },
    planning: true,
  },
});
const prelude = { ...at, preludeEvent: { config: {} } };
const summary = { ...at, summaryEvent: { resourceChanges: { create: 1 }, result: 'succeeded' } };
const problem = (message: string, severity = 'error') => ({ ...at, diagnosticEvent: { severity, message } });
const log = (...events: readonly object[]) => events.map((one) => `${JSON.stringify(one)}\n`).join('');

const weak = { minimumTlsVersion: 'TLS1_0' };
const safe = { minimumTlsVersion: 'TLS1_2' };
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

describe.each(ways)('iiot-guard check of an event log, %s,', (_way, runCli) => {
  test.each<[string, string, readonly string[], string | undefined]>([
    ['a creation', log(prelude, event('data', weak), summary), ['fail data'], undefined],
    ['an update', log(prelude, event('data', weak, 'update'), summary), ['fail data'], undefined],
    ['what stays the same', log(prelude, event('data', weak, 'same'), summary), ['fail data'], undefined],
    [
      'a replacement once',
      log(
        prelude,
        event('data', weak, 'create-replacement'),
        event('data', weak, 'replace'),
        event('data', weak, 'delete-replaced'),
        summary,
      ),
      ['fail data'],
      undefined,
    ],
    ['no deletion', log(prelude, event('data', weak, 'delete'), summary), [], undefined],
    [
      'nothing that is only read',
      log(prelude, event('data', weak, 'read'), summary),
      [],
      'read by the program',
    ],
    [
      'a resource that failed',
      log(event('data', weak, 'create', 'resOpFailedEvent'), summary),
      ['fail data'],
      undefined,
    ],
    [
      'a masked secret as unknown',
      log(event('data', { minimumTlsVersion: secret }), summary),
      ['unknown data'],
      undefined,
    ],
    [
      'a mask that is a text as unknown',
      log(event('data', { minimumTlsVersion: '[secret]' }), summary),
      ['unknown data'],
      undefined,
    ],
    [
      'what is computed as unknown',
      log(event('data', { minimumTlsVersion: unknown }), summary),
      ['unknown data'],
      undefined,
    ],
    [
      'the last run of several',
      log(prelude, event('data', weak), event('old', weak), summary, prelude, event('data', safe), summary),
      [],
      undefined,
    ],
    [
      'a log that was cut',
      log(prelude, event('data', weak)),
      ['fail data'],
      'the log ends before the run did',
    ],
    [
      'a log that was cut in a line',
      `${log(prelude, event('data', weak), summary)}{"sequence":3,"res`,
      ['fail data'],
      'the log ends before the run did',
    ],
    [
      'a run that failed',
      log(prelude, event('data', weak), problem('error: no such region'), problem('preview failed'), summary),
      ['fail data'],
      'the run failed',
    ],
    [
      'a run that a policy stopped, which is complete',
      log(
        prelude,
        event('data', weak),
        problem('preview failed\n'),
        problem('only advice', 'warning'),
        summary,
      ),
      ['fail data'],
      undefined,
    ],
    ['one event alone', log(event('data', weak)).trim(), ['fail data'], 'the log ends'],
    [
      'Windows line ends',
      log(event('data', weak), summary).replaceAll('\n', '\r\n'),
      ['fail data'],
      undefined,
    ],
  ])('reads %s', async (name, text, expected, why) => {
    const run = await runCli(['check', file(`${name.replaceAll(' ', '-')}.log`, text), ...tls]);
    expect([run.code, told(run)]).toEqual([expected.some((one) => one.startsWith('fail')) ? 1 : 0, expected]);
    expect(report(run).source.kind).toBe('events');
    expect(whys(run)).toEqual(why === undefined ? [] : [expect.stringContaining(why)]);
  });

  test('takes a relation that the log does not show for undecided', async () => {
    const hub = {
      type: 'azure-native:iothub:IotHubResource',
      urn: 'urn:pulumi:prod::p::azure-native:iothub:IotHubResource::hub',
    };
    const logs = {
      type: 'azure-native:monitor:DiagnosticSetting',
      urn: 'urn:pulumi:prod::p::azure-native:monitor:DiagnosticSetting::logs',
    };
    const step = (of: { type: string; urn: string }, inputs: object) => ({
      ...at,
      resourcePreEvent: { metadata: { ...of, op: 'create', new: { ...of, custom: true, inputs } } },
    });
    const text = log(
      step(hub, {}),
      step(logs, {
        resourceUri: unknown,
        workspaceId: '/w',
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      }),
      summary,
    );
    const run = await runCli([
      'check',
      file('relation.log', text),
      '--only',
      'iothub-diagnostics',
      '--format',
      'json',
    ]);
    expect(told(run)).toEqual(['unknown hub']);
  });

  test('names the line that is no event', async () => {
    const path = file('broken.log', `${log(event('data', weak))}warning: mixed in\n${log(summary)}`);
    const { code, stdout, stderr } = await runCli(['check', path, ...tls]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${path}:2: is not an event in JSON.`);
  });
});

describe.each(ways)('iiot-guard check of a plain preview, %s,', (_way, runCli) => {
  const step = (inputs: object, op = 'create', more: object = {}) => ({
    op,
    urn: urnOf('data'),
    newState: op === 'delete' ? null : { urn: urnOf('data'), custom: true, type: token, inputs, ...more },
  });
  const preview = (steps: readonly object[], more: object = {}) => ({
    steps,
    duration: 1,
    changeSummary: { create: steps.length },
    ...more,
  });

  test.each<[string, object, readonly string[], string | undefined]>([
    ['a creation', preview([step(weak)]), ['fail data'], undefined],
    ['a deletion', preview([step(weak, 'delete')]), [], undefined],
    ['a read', preview([step(weak, 'read')]), [], 'read by the program'],
    ['a masked secret', preview([step({ minimumTlsVersion: '[secret]' })]), ['unknown data'], undefined],
    [
      'hidden resources',
      preview([step(weak)], { changeSummary: { create: 1, same: 7 } }),
      ['fail data'],
      '7 unchanged resources are not',
    ],
    [
      'sames that are shown',
      preview([step(weak, 'same')], { changeSummary: { same: 1 } }),
      ['fail data'],
      undefined,
    ],
    [
      'a failure',
      preview([], { diagnostics: [{ severity: 'error', message: 'error: no' }] }),
      [],
      'the run failed',
    ],
    [
      'a failure by a policy',
      preview([step(weak)], { diagnostics: [{ severity: 'error', message: 'error: preview failed\n' }] }),
      ['fail data'],
      undefined,
    ],
    ['nothing at all', { duration: 1, changeSummary: {} }, [], undefined],
  ])('reads %s', async (name, json, expected, why) => {
    const run = await runCli(['check', file(`${name.replaceAll(' ', '-')}.preview.json`, json), ...tls]);
    expect(told(run)).toEqual(expected);
    expect(report(run).source).toMatchObject({ kind: 'events' });
    expect(whys(run)).toEqual(why === undefined ? [] : [expect.stringContaining(why)]);
  });

  test('says where the program declares a resource', async () => {
    const json = preview([step(weak, 'create', { sourcePosition: 'project:///infra/data.py#12,7' })]);
    const run = await runCli(['check', file('place.preview.json', json), ...tls]);
    expect(report(run)).toMatchObject({
      source: { stack: 'prod' },
      findings: [{ resource: { file: 'infra/data.py', line: 12 } }],
    });
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files. What is no text is written as JSON. */
function folder(files: { readonly [path: string]: unknown }): string {
  const made = mkdtempSync(join(tmpdir(), 'iiot-guard-folder-'));
  folders.push(made);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    const plain = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(join(made, path), plain ? content : JSON.stringify(content, undefined, 2));
  }
  return made;
}

const unsafe = (name: string) => template([account(weak, { name })]);
const mixed = {
  'main.json': unsafe('main'),
  'deep/er/odd.name': unsafe('deep'),
  'deep/state': state(entry(weak, { urn: urnOf('state') })),
  'events.txt': log(event('event', weak), summary),
  'wide.json': Buffer.from(`\ufeff${JSON.stringify(unsafe('wide'))}`, 'utf16le'),
  'comment.jsonc': `// of the plant\n${JSON.stringify(unsafe('comment'))}`,
  'no-schema.json': { resources: [account(weak, { name: 'no-schema' })] },
  'node_modules/x/main.json': unsafe('installed'),
  '.git/main.json': unsafe('git'),
  'package.json': { name: 'plant', resources: {} },
  'kubernetes.json': { resources: ['deployment.yaml'] },
  'terraform.tfstate': { version: 4, resources: [{ type: 'azurerm_storage_account', name: 'x' }] },
  'broken.json': '{ "a": ',
  'empty.json': '',
  'image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]),
  'README.md': '# plant',
};

describe.each(ways)('iiot-guard check of a folder, %s,', (_way, runCli) => {
  const found = async (path: string, ...args: readonly string[]) =>
    told(await runCli(['check', path, ...tls, ...args])).sort();

  test('finds by content whatever can be checked, and nothing else', async () => {
    const all = ['comment', 'deep', 'event', 'main', 'no-schema', 'state', 'wide'].map(
      (name) => `fail ${name}`,
    );
    expect(await found(folder(mixed))).toEqual(all);
  });

  test.each<[readonly string[], readonly string[]]>([
    [
      ['--include', '*.json'],
      ['main', 'no-schema', 'wide'],
    ],
    [
      ['--include', 'deep/**'],
      ['deep', 'state'],
    ],
    [
      ['--include', './deep/**/*.name', '--include', 'events.txt'],
      ['deep', 'event'],
    ],
    [
      ['--exclude', 'deep', '--exclude', '*.json'],
      ['comment', 'event'],
    ],
    [
      ['--exclude', 'deep/er/'],
      ['comment', 'event', 'main', 'no-schema', 'state', 'wide'],
    ],
    [
      ['--include', '*.json', '--exclude', 'wide.*'],
      ['main', 'no-schema'],
    ],
  ])('under %j finds %j', async (args, names) => {
    expect(await found(folder(mixed), ...args)).toEqual(names.map((name) => `fail ${name}`));
  });

  test('names what it leaves alone: parameters, Bicep, what the user may have meant', async () => {
    const path = folder({
      'main.json': unsafe('main'),
      'main.bicep': 'param x string',
      'main.parameters.json': { $schema: schema.replace('Template', 'Parameters'), parameters: {} },
    });
    const run = await runCli(['check', path, ...tls]);
    expect(report(run).notEvaluated).toEqual(
      expect.arrayContaining([
        { resource: join(path, 'main.bicep'), why: expect.stringContaining('a Bicep file') },
        { resource: join(path, 'main.parameters.json'), why: expect.stringContaining('a parameters file') },
      ]),
    );
  });

  test('tells every template in it that is broken, and judges nothing', async () => {
    const broken = JSON.stringify(unsafe('x')).slice(0, -3);
    const files = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`t${at}.json`, broken]));
    const { code, stdout, stderr } = await runCli([
      'check',
      folder({ ...files, 'good.json': unsafe('good') }),
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.match(/^error: /gm)).toHaveLength(20);
    expect(stderr).toContain('5 more files cannot be checked');
  });

  test.each([
    ['nothing', {}],
    ['nothing of ours', { 'package.json': { name: 'x' }, 'README.md': '#' }],
  ])('refuses one that holds %s', async (_what, files) => {
    const path = folder(files);
    const { code, stdout, stderr } = await runCli(['check', path]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${path}: nothing here can be checked`);
  });

  test('follows links to files and not to folders, which may lead round in circles', async () => {
    const path = folder({ 'deep/main.json': unsafe('main') });
    symlinkSync(join(path, 'deep/main.json'), join(path, 'linked.json'));
    symlinkSync(path, join(path, 'deep/circle'));
    symlinkSync(join(path, 'gone'), join(path, 'dangling.json'));
    expect(await found(path)).toEqual(['fail main', 'fail main']);
  });

  test('checks a file once that is also named, beside other files', async () => {
    const path = folder({ 'main.json': unsafe('main'), 'other.json': unsafe('other') });
    const beside = file('beside.json', unsafe('beside'));
    const run = await runCli(['check', path, join(path, 'main.json'), beside, ...tls]);
    expect(told(run).sort()).toEqual(['fail beside', 'fail main', 'fail other']);
    expect(report(run).source).toEqual({ kind: 'arm', name: '3 files' });
  });
});

describe('iiot-guard check of many files', () => {
  const many = folder(
    Object.fromEntries(Array.from({ length: 450 }, (_, at) => [`t${at}.json`, unsafe(`account${at}`)])),
  );
  const exemption = (resource: string) => ({
    resource,
    reason: 'old pumps',
    owner: 'ot@example.com',
    expires: '2999-12-31',
  });
  const config = file('many.policy.json', {
    'storage-min-tls': { exemptions: [exemption('account7'), exemption('account8'), exemption('nobody')] },
  });

  test('on all cores says what it says of one after the other, in the same order', async () => {
    const args = [...tls, '--policy-config', config, '--all'];
    const all = JSON.parse((await runProcess(['check', many, ...args])).stdout);
    const parts = [];
    for (const glob of ['t[0-3]*.json', 't[4-9]*.json'])
      parts.push(JSON.parse((await runHere(['check', many, '--include', glob, ...args])).stdout));
    const findings = parts.flatMap((part) => part.findings);
    const order = (list: readonly { readonly fingerprint: string }[]) =>
      list.map((one) => JSON.stringify(one)).sort();
    expect(order(all.findings)).toEqual(order(findings));
    expect(all.summary).toMatchObject({ resources: 450, fail: 448, exempt: 2 });
    expect(all.unusedExemptions).toMatchObject([{ resource: 'nobody' }]);
    const again = JSON.parse((await runProcess(['check', many, ...args])).stdout);
    expect(again).toEqual(all);
  });

  test('fails as a whole where one of them is broken', async () => {
    writeFileSync(join(many, 'zz.json'), `{ "$schema": "${schema}", "resources": [`);
    const { code, stdout, stderr } = await runProcess(['check', many]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('zz.json:');
    rmSync(join(many, 'zz.json'));
  });

  test('loads rules of the user in every thread', async () => {
    const module = join(__dirname, '../programs/own-rules/rules.js');
    const own = ['--rules', module, '--only', 'acme-storage-plant-tag', '--format', 'json'];
    const { stdout, stderr } = await runProcess(['check', many, ...own]);
    expect([stderr, JSON.parse(stdout).summary.fail]).toEqual(['', 450]);
  });
});
