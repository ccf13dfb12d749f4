import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { account, file, template } from './documents';
import { type Run, runHere, runProcess, ways } from './run-cli';

const safe = file('threats-safe.json', template([account({ minimumTlsVersion: 'TLS1_2' })]));
const weak = file('threats-weak.json', template([account({ minimumTlsVersion: 'TLS1_0' })]));

interface Told {
  readonly threats: readonly { readonly id: string; readonly status: string }[];
  readonly summary: { readonly resources: number };
}

const report = ({ stdout }: Run) => JSON.parse(stdout) as Told;
const statusIn = (run: Run, id: string) => report(run).threats.find((threat) => threat.id === id)?.status;

/** A folder with these files. */
function folderWith(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-threats-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const record = (more: { readonly [field: string]: unknown } = {}) =>
  JSON.stringify({
    kind: 'restore-drill',
    date: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    scope: 'archive',
    by: 'operations',
    result: 'passed',
    threats: ['T-O10'],
    artefact: { name: 'drill.txt', sha256: createHash('sha256').update('all came back').digest('hex') },
    ...more,
  });

describe.each(ways)('iiot-guard threats, %s,', (_way, runCli) => {
  test('says where the threats are, from checks alone', async () => {
    const run = await runCli(['threats', weak, '--format', 'json']);
    expect([run.code, report(run).threats.length, statusIn(run, 'T-C04')]).toEqual([0, 40, 'violated']);
  });

  test('ends with 1 where a status occurs that must not', async () => {
    const codes = [];
    for (const more of [
      ['--fail-on', 'violated'],
      ['--fail-on', 'stale'],
      ['--fail-on', 'stale', '--fail-on', 'open'],
    ])
      codes.push((await runCli(['threats', weak, '--quiet', ...more])).code);
    expect(codes).toEqual([1, 0, 1]);
  });

  test('takes records and a site file', async () => {
    const folder = folderWith({
      'threats.yaml':
        'threats:\n  - id: T-C06\n    owner: Ada\n    status: { is: open, reason: "To be looked at" }\n',
      'evidence/drill.yaml': record(),
      'evidence/.draft.yaml': 'broken: [',
      'evidence/drill.txt': 'all came back',
    });
    const run = await runCli([
      'threats',
      safe,
      '--site',
      join(folder, 'threats.yaml'),
      '--evidence',
      join(folder, 'evidence'),
      '--format',
      'json',
    ]);
    expect([run.stderr, statusIn(run, 'T-O10'), statusIn(run, 'T-C06')]).toEqual(['', 'partial', 'open']);
  });

  test('reports about nothing as well', async () => {
    const run = await runCli(['threats', file('threats-none.json', template([])), '--format', 'json']);
    expect([run.code, report(run).summary.resources, statusIn(run, 'T-C05')]).toEqual([
      0,
      0,
      'not-applicable',
    ]);
  });

  test.each<[string, readonly string[], string]>([
    ['no format', ['--format', 'jsno'], 'there is no format "jsno"; did you mean `json`?'],
    ['no file', ['--format', 'json='], 'no file is named after the equals sign'],
    [
      'two reports on one output',
      ['--format', 'json', '--format', 'console'],
      'cannot both go to standard output',
    ],
    ['no status', ['--fail-on', 'brokne'], '--fail-on brokne: must be one of stale, violated, open'],
    ['what is no report', ['--against', __filename], 'is not a report in JSON'],
    ['no edition', ['--edition', 'secret'], "argument 'secret' is invalid"],
    ['no earlier report', ['--against', 'nowhere.json'], 'nowhere.json: there is no such file'],
    ['no site file', ['--site', 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
    ['no folder of records', ['--evidence', 'nowhere'], 'nowhere: there is no such folder'],
    ['a stack of a file', ['--stack', 'prod'], 'files have none'],
  ])('refuses %s', async (_what, more, message) => {
    const run = await runCli(['threats', safe, ...more]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
  });
});

describe('a site file that is wrong', () => {
  test.each<[string, string, RegExp]>([
    ['not YAML', 'threats: [', /threats.yaml:1:\d+: is not valid YAML/],
    ['a list', '- a', /threats.yaml: is no block of names and values/],
    ['empty', '', /threats.yaml: is empty/],
    ['an unknown field', 'site:\n  name: x\nthreatz: []', /threats.yaml:3: `threatz` is not known here/],
    [
      'a score out of range',
      'threats:\n  - id: T-D01\n    likelihood:\n      score: 6\n      reason: x',
      /threats.yaml:4: `threats\[0\].likelihood.score` .*<=5/,
    ],
    [
      'no reason',
      'threats:\n  - id: T-D01\n    likelihood: { score: 5 }',
      /threats.yaml:3: `threats\[0\].likelihood.reason` is missing/,
    ],
    [
      'a day that is none',
      'threats:\n  - id: T-D01\n    review: 2026-02-30',
      /threats.yaml:3: `threats\[0\].review` must be a real day/,
    ],
    [
      'an unknown status',
      'threats:\n  - id: T-D01\n    status: { is: opne, reason: x }',
      /must be one of .*; did you mean `open`\?/,
    ],
    [
      'a bomb of anchors',
      `a: &a [${'x,'.repeat(99)}]\n${[...'bcdefg'].map((one, i) => `${one}: &${one} [${`*${'abcdef'[i]},`.repeat(99)}]`).join('\n')}`,
      /repeats its anchors too often/,
    ],
  ])('%s', async (_what, text, message) => {
    const folder = folderWith({ 'threats.yaml': text });
    const run = await runHere(['threats', 'lint', '--site', join(folder, 'threats.yaml')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
  });

  test('extends itself round a corner', async () => {
    const folder = folderWith({ 'a.yaml': 'extends: [b.yaml]', 'b.yaml': 'extends: [a.yaml]' });
    const run = await runHere(['threats', 'lint', '--site', join(folder, 'a.yaml')]);
    expect([run.code, run.stderr.includes('extends itself (a.yaml → b.yaml → a.yaml)')]).toEqual([2, true]);
  });

  test('is inconsistent: lint names each place and ends with 1', async () => {
    const folder = folderWith({
      'threats.yaml':
        'acceptances:\n  - { threat: T-D08, reason: x, owner: Ada, approvedBy: [Ada], expires: 2999-01-01 }',
    });
    const run = await runHere(['threats', 'lint', '--site', join(folder, 'threats.yaml')]);
    expect([run.code, run.stdout]).toEqual([
      1,
      expect.stringContaining('acceptances.T-D08: needs two different people'),
    ]);
  });

  test('has control characters: they reach no terminal', async () => {
    const folder = folderWith({
      'threats.yaml':
        'acceptances:\n  - { threat: "T-\\e[31mX", reason: x, owner: a, approvedBy: [a], expires: 2999-01-01 }',
    });
    for (const command of [
      ['threats', 'lint'],
      ['threats', safe],
    ]) {
      const run = await runHere([...command, '--site', join(folder, 'threats.yaml')]);
      expect(run.stdout + run.stderr).toContain('is not a threat');
      expect(run.stdout + run.stderr).not.toContain('\u001b');
    }
  });

  test('claims what the evidence contradicts: the report says that it does not count', async () => {
    const folder = folderWith({
      'threats.yaml': 'threats:\n  - { id: T-C04, status: { is: verified, reason: x } }',
    });
    const run = await runHere(['threats', weak, '--site', join(folder, 'threats.yaml'), '--format', 'json']);
    expect([run.code, statusIn(run, 'T-C04')]).toEqual([0, 'violated']);
    expect(run.stderr).toContain('warning: threats.T-C04: cannot raise T-C04 from violated to verified');
  });

  test('is left out of what is checked where nobody has one, with the records that are named', async () => {
    const folder = folderWith({ 'evidence/drill.yaml': record({ threats: ['T-O99'] }) });
    const back = process.cwd();
    process.chdir(folder);
    try {
      const lint = (...more: readonly string[]) => runHere(['threats', 'lint', ...more]);
      expect(await lint()).toMatchObject({ code: 0, stdout: '40 threats, 0 records: consistent.\n' });
      const run = await lint(
        '--evidence',
        'evidence',
        '--rules',
        join(back, 'test/programs/own-rules/rules.js'),
      );
      expect([run.code, run.stdout]).toEqual([
        1,
        expect.stringMatching(
          /evidence\/drill.yaml: threats: `T-O99` is not a threat.*1 records: \d+ inconsistent/s,
        ),
      ]);
    } finally {
      process.chdir(back);
    }
  });

  test('tells twenty of many mistakes, and where the rest is', async () => {
    const lost = Array.from(
      { length: 23 },
      (_, at) => `  - { id: f${at}, name: f, from: nobody, to: sensor }`,
    );
    const folder = folderWith({
      'threats.yaml': `devices:\n  - { id: sensor, name: Sensor }\nflows:\n${lost.join('\n')}\n`,
    });
    const run = await runHere(['threats', safe, '--site', join(folder, 'threats.yaml')]);
    expect(run.stderr.split('\n').filter((line) => line.startsWith('warning: flows.'))).toHaveLength(20);
    expect(run.stderr).toContain('warning: and 3 more; see `iiot-guard threats lint`.');
  });

  test('of ours is consistent', async () => {
    expect(await runProcess(['threats', 'lint'])).toMatchObject({
      code: 0,
      stdout: '40 threats, 0 records: consistent.\n',
    });
  });
});

describe('iiot-guard evidence', () => {
  const add = (folder: string, ...more: readonly string[]) => [
    'evidence',
    'add',
    '--kind',
    'restore-drill',
    '--scope',
    'archive',
    '--by',
    'operations',
    '--artefact',
    join(folder, 'drill.txt'),
    '--threat',
    'T-C08',
    '--threat',
    'T-O10',
    '--evidence',
    join(folder, 'evidence'),
    ...more,
  ];

  test('writes a record that list and check understand', async () => {
    const folder = folderWith({ 'drill.txt': 'all came back' });
    const run = await runProcess(add(folder));
    expect([run.code, run.stderr]).toEqual([0, '']);
    const [name = ''] = readdirSync(join(folder, 'evidence'));
    expect(name).toMatch(/^\d{4}-\d\d-\d\d-restore-drill\.yaml$/);
    expect(readFileSync(join(folder, 'evidence', name), 'utf8')).toContain('name: ../drill.txt');
    const checked = await runProcess(['evidence', 'check', '--evidence', join(folder, 'evidence')]);
    expect([checked.code, checked.stdout]).toEqual([
      0,
      expect.stringMatching(/valid, holds until .*\n1 records, 0 wrong/),
    ]);
    const list = await runHere([
      'evidence',
      'list',
      '--evidence',
      join(folder, 'evidence'),
      '--format',
      'json',
    ]);
    expect(JSON.parse(list.stdout)).toEqual([
      expect.objectContaining({ kind: 'restore-drill', state: 'valid', threats: ['T-C08', 'T-O10'] }),
    ]);
  });

  test('never writes over a record', async () => {
    const folder = folderWith({ 'drill.txt': 'all came back' });
    for (let time = 0; time < 3; time++) await runHere(add(folder, '--date', '2026-01-02'));
    expect(readdirSync(join(folder, 'evidence')).sort()).toEqual([
      '2026-01-02-restore-drill-2.yaml',
      '2026-01-02-restore-drill-3.yaml',
      '2026-01-02-restore-drill.yaml',
    ]);
  });

  test('notices that the proof is another file now', async () => {
    const folder = folderWith({ 'drill.txt': 'all came back' });
    await runHere(add(folder));
    writeFileSync(join(folder, 'drill.txt'), 'nothing came back');
    const run = await runHere(['evidence', 'check', '--evidence', join(folder, 'evidence')]);
    expect([run.code, run.stdout]).toEqual([1, expect.stringContaining('the digests differ')]);
  });

  test('a stale record fails only where that was asked for', async () => {
    const folder = folderWith({ 'evidence/old.yaml': record({ date: '2020-01-01' }) });
    const check = ['evidence', 'check', '--evidence', join(folder, 'evidence')];
    expect((await runHere(check)).code).toBe(0);
    expect((await runHere([...check, '--fail-on', 'stale'])).code).toBe(1);
  });

  test('says what is not right with records by hand, and which proofs are elsewhere', async () => {
    const folder = folderWith({
      'evidence/a.yaml': record({ threats: ['T-C99'], validDays: 400 }),
      'evidence/b.yaml': record(),
      'evidence/c.yaml': record({ date: '2020-01-01' }),
    });
    const check = ['evidence', 'check', '--evidence', join(folder, 'evidence')];
    const run = await runHere(check);
    expect(run.code).toBe(1);
    expect(run.stdout.split('\n')).toEqual([
      expect.stringMatching(/a.yaml: `T-C99` is not a threat; did you mean/),
      expect.stringMatching(/a.yaml: validDays may be 183 at most for restore-drill\./),
      expect.stringMatching(/b.yaml: valid, holds until .*; what proves it is not here\./),
      expect.stringMatching(/c.yaml: stale, held until .*; what proves it is not here\./),
      '3 records, 2 wrong.',
      '',
    ]);
    const refused = await runHere([...check, '--fail-on', 'open']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('can only be stale here')]);
  });

  test('knows the threats of the site, and a period that is shorter', async () => {
    const folder = folderWith({
      'drill.txt': 'x',
      'threats.yaml': 'threats:\n  - { id: SITE-1, basedOn: T-D10, title: A flood }\n',
    });
    const more = ['--threat', 'SITE-1', '--site', join(folder, 'threats.yaml'), '--valid-days', '30'];
    const run = await runHere(add(folder, '--date', '2026-01-02', ...more));
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('holds until 2026-02-01.')]);
  });

  test('lists the records in columns, or says that there are none', async () => {
    const folder = folderWith({ 'evidence/drill.yaml': record(), 'none/.keep': '' });
    const list = async (name: string) =>
      (await runHere(['evidence', 'list', '--evidence', join(folder, name)])).stdout;
    expect(await list('evidence')).toMatch(/^id +kind .*\ndrill +restore-drill .*valid +T-O10\n$/);
    expect(await list('none')).toMatch(/^No records in .*none\. Add one:/);
    expect(await list('nowhere')).toMatch(/^No records in .*nowhere\. Add one:/);
  });

  test('refuses to write to a folder that cannot be made', async () => {
    const folder = folderWith({ 'drill.txt': 'x' });
    const run = await runHere([...add(folder), '--evidence', join(folder, 'drill.txt/evidence')]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('cannot be made (ENOTDIR)')]);
  });

  test.each<[string, { readonly [name: string]: string }, RegExp]>([
    ['is a file', { evidence: 'x' }, /evidence: is no folder/],
    ['has a name twice', { 'evidence/a.yaml': record(), 'evidence/A.yml': record() }, /has the same name as/],
  ])('refuses a folder of records that %s', async (_what, files, message) => {
    const folder = folderWith(files);
    const run = await runHere(['evidence', 'check', '--evidence', join(folder, 'evidence')]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('lists the kinds', async () => {
    expect((await runHere(['evidence', 'list', '--kinds'])).stdout).toMatch(
      /penetration-test +Penetration test +183/,
    );
  });

  test.each<[string, readonly string[], RegExp]>([
    ['an unknown kind', ['--kind', 'restore-dril'], /there is no such kind; did you mean `restore-drill`\?/],
    ['an unknown threat', ['--threat', 'T-C88'], /--threat T-C88: there is no such threat; did you mean/],
    [
      'a proof that is not there',
      ['--artefact', 'nowhere.pdf'],
      /--artefact nowhere.pdf: there is no such file/,
    ],
    ['a day that is none', ['--date', '2026-02-30'], /--date: must be a real day/],
    ['a day in the future', ['--date', '2999-01-01'], /--date 2999-01-01: is in the future/],
    [
      'a period longer than usual',
      ['--valid-days', '400'],
      /--valid-days 400: must be a whole number from 1 to 183/,
    ],
    ['an empty scope', ['--scope', '  '], /--scope: must not be empty/],
  ])('refuses %s and writes nothing', async (_what, more, message) => {
    const folder = folderWith({ 'drill.txt': 'x', 'evidence/.keep': '' });
    const run = await runHere(add(folder, ...more));
    expect([run.code, readdirSync(join(folder, 'evidence'))]).toEqual([2, ['.keep']]);
    expect(run.stderr).toMatch(message);
  });

  test.each<[string, string, RegExp]>([
    ['in the future', record({ date: '2999-01-01' }), /drill.yaml:1: 2999-01-01 is in the future/],
    ['with a malformed date', record({ date: '01.02.2026' }), /`date` must be a real day/],
    ['of an unknown kind', record({ kind: 'pentest' }), /`kind` must be one of/],
    [
      'with a malformed digest',
      record({ artefact: { name: 'x', sha256: 'ABC' } }),
      /`artefact.sha256` must be 64 hexadecimal digits/,
    ],
    ['without threats', record({ threats: [] }), /`threats`/],
  ])('a record %s stops the report', async (_what, text, message) => {
    const folder = folderWith({ 'drill.yaml': text });
    const run = await runHere(['threats', safe, '--evidence', folder]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(message);
  });
});
