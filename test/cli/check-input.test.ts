import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { account, blocks, entry, file, lists, schema, state, template } from './documents';
import { runProcess, ways } from './run-cli';

const json = (value: unknown) => JSON.stringify(value);
const good = file('good.json', template([account({ minimumTlsVersion: 'TLS1_0' })]));
const plain = file('state.json', state(entry({ minimumTlsVersion: 'TLS1_0' })));
const parameters = (values: object) => ({
  $schema: schema.replace('Template', 'Parameters'),
  contentVersion: '1.0.0.0',
  parameters: values,
});
const given = file('good.parameters.json', parameters({ tls: { value: 'TLS1_0' } }));
const asking = template([account({ minimumTlsVersion: "[parameters('tls')]" })], {
  parameters: { tls: { type: 'string' } },
});

/** A file of this size, all of it holes. */
function large(name: string, megabytes: number): string {
  const path = file(name, '');
  const descriptor = openSync(path, 'r+');
  ftruncateSync(descriptor, megabytes * 1024 * 1024);
  closeSync(descriptor);
  return path;
}

const deep = (make: (depth: number) => string) =>
  json(template([account({ x: '@' })])).replace('"@"', make(10_000));

/** Names of files, their contents, and what is told of them behind the name. */
const refused: readonly (readonly [name: string, content: unknown, told: string])[] = [
  ['colon.json', '{\n  "a": 1,\n  "b" 2\n}', ':3:7: is not valid JSON (a colon is expected).'],
  ['comma.json', '[1\n2]', ':2:1: is not valid JSON (a comma is expected).'],
  ['quote.json', "{ 'a': 1 }", ':1:3: is not valid JSON ('],
  ['open.json', '{ "a": [1', ':1:10: is not valid JSON ('],
  ['after.json', '{ "a": 1 } x', ':1:12: is not valid JSON ('],
  ['word.json', '// none\nnil', ':2:1: is not valid JSON ('],
  ['empty.json', '', ': is empty.'],
  ['blank.json', '\ufeff \n\t', ': is empty.'],
  ['zeros.json', Buffer.from([0, 1, 2, 3, 0, 255, 254]), ': is not a text file.'],
  [
    'bytes.json',
    Buffer.from(Array.from({ length: 997 }, (_, at) => (at * 7919) % 256)),
    ': is not a text file.',
  ],
  ['none.json', { a: 1 }, ': is neither a state export, an event log, a preview nor an ARM template.'],
  ['list.json', [1], ': is neither a state export, an event log, a preview nor an ARM template.'],
  ['text.json', '"plant"', ': is neither a state export, an event log, a preview nor an ARM template.'],
  ['null.json', 'null', ': is neither a state export, an event log, a preview nor an ARM template.'],
  [
    'schema.json',
    { $schema: 'https://json-schema.org/draft-07/schema#' },
    ': has a `$schema` that is not that of an ARM template.',
  ],
  ['as-template.json', parameters({}), ': is a parameters file.'],
  ['main.bicep', 'resource plant', ': is a Bicep file.'],
  ['main.bicepparam', 'using "main.bicep"', ': is a Bicep file.'],
  ['future.json', { version: 5, deployment: {} }, ': is a state of version 5; 3 to 4 are understood.'],
  ['past.json', { version: 2, deployment: {} }, ': is a state of version 2; 3 to 4 are understood.'],
  [
    'odd.json',
    { version: 'four', deployment: {} },
    ': is a state of version unknown; 3 to 4 are understood.',
  ],
  [
    'no-list.json',
    { version: 3, deployment: { resources: {} } },
    ': is a state without a list of resources.',
  ],
  ['no-deployment.json', { version: 3, deployment: null }, ': is a state without a list of resources.'],
  ['junk.json', template([7]), ':1 at resources[0]: a resource is no object.'],
  ['deep-lists.json', deep(lists), ':1 at resources: it is nested deeper than'],
  ['deep-blocks.json', deep(blocks), ':1 at resources: it is nested deeper than'],
  ['deep-comment.json', `// none\n${lists(10_000)}`, ': is nested too deeply.'],
  [
    'billion.json',
    template([account({}, { copy: { name: 'all', count: 1_000_000_000 } })]),
    ':1 at resources[0].copy: a loop runs more than',
  ],
  [
    'circle.json',
    template([account({ x: "[variables('a')]" })], {
      variables: { a: "[variables('b')]", b: "[variables('a')]" },
    }),
    ":1 at variables.a: these refer to each other in a circle: variable 'a' -> variable 'b' -> variable 'a'.",
  ],
];

describe.each(ways)('iiot-guard check refuses, %s,', (_way, runCli) => {
  test.each(refused)('%s', async (name, content, told) => {
    const path = file(name, content);
    const start = performance.now();
    const { code, stdout, stderr } = await runCli(['check', path]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${path}${told}`);
    expect(stderr).toMatch(/\n {2}[A-Z].*[.?]\n$/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('a file that is not there, a folder, one that may not be read and one that is too large', async () => {
    const missing = join(file('x', ''), '..', 'missing.json');
    const folder = join(missing, '..', 'folder');
    mkdirSync(folder, { recursive: true });
    const locked = file('locked.json', '{}');
    chmodSync(locked, 0);
    // Whoever runs this as root may read everything.
    const isRoot = process.getuid?.() === 0;
    for (const [path, told] of [
      [missing, 'there is no such file.'],
      [folder, 'nothing here can be checked'],
      [large('large.json', 200), 'is larger than 128 MiB.'],
      ...(isRoot ? [] : [[locked, 'it cannot be read.'] as const]),
    ] as const) {
      const { code, stdout, stderr } = await runCli(['check', path]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`error: ${path}: ${told}`);
    }
  });

  test('all files where one is broken: nothing is judged', async () => {
    const broken = file('broken.json', '{');
    for (const files of [
      [good, broken],
      [broken, good],
      [plain, good, broken],
    ])
      expect(await runCli(['check', ...files])).toMatchObject({ code: 2, stdout: '' });
  });

  test.each<[string, readonly string[], string]>([
    ['no file', [], "missing required argument 'file'"],
    ['standard input twice', ['-', '-'], 'Standard input can be read once only.'],
    [
      'parameters without a template',
      [plain, '--parameters', given],
      'exactly one ARM template must be among the files',
    ],
    [
      'parameters for two templates',
      [good, good, '--parameters', given],
      'exactly one ARM template must be among the files',
    ],
    [
      'a parameters file that is not there',
      [good, '--parameters', '/no/such.json'],
      '/no/such.json: there is no such file',
    ],
    [
      'a parameters file that is no JSON',
      [good, '--parameters', file('p.json', '{ "a" }')],
      'p.json:1:7: is not valid JSON',
    ],
    ['a format that there is not', [good, '--format', 'pdf'], 'there is no format "pdf"'],
    ['a rule set that there is not', [good, '--rule-set', '1999-01'], "argument '1999-01' is invalid"],
  ])('%s', async (_what, args, told) => {
    const { code, stdout, stderr } = await runCli(['check', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(told);
  });

  test('a parameter without value, where a parameters file was given', async () => {
    const path = file('asking.json', asking);
    const { code, stderr } = await runCli([
      'check',
      path,
      '--parameters',
      file('none.parameters.json', parameters({})),
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/asking\.json:1 .*at parameters\.tls: /);
  });
});

describe.each(ways)('iiot-guard check reads, %s,', (_way, runCli) => {
  const tls = async (...args: readonly string[]) => {
    const { code, stdout } = await runCli([
      'check',
      '--only',
      'storage-min-tls',
      '--format',
      'json',
      ...args,
    ]);
    const { findings } = JSON.parse(stdout);
    return [code, findings.map((one: { outcome: string }) => one.outcome)];
  };

  test.each<[string, unknown]>([
    ['a template', template([account({ minimumTlsVersion: 'TLS1_0' })])],
    [
      'one with comments and commas at the end',
      `// plant\n${json(template([account({ minimumTlsVersion: 'TLS1_0' })])).replace('}]', '},/* all */]')}`,
    ],
    ['one without schema', { resources: [account({ minimumTlsVersion: 'TLS1_0' })] }],
    ['a state', state(entry({ minimumTlsVersion: 'TLS1_0' }))],
    ['a state of the next version', { ...state(entry({ minimumTlsVersion: 'TLS1_0' })), version: 4 }],
    [
      'a checkpoint of a file backend',
      {
        version: 3,
        checkpoint: { stack: 'prod', latest: state(entry({ minimumTlsVersion: 'TLS1_0' })).deployment },
      },
    ],
    ['UTF-8 with a mark', `\ufeff${json(state(entry({ minimumTlsVersion: 'TLS1_0' })))}`],
    [
      'UTF-16 with a mark',
      Buffer.from(`\ufeff${json(state(entry({ minimumTlsVersion: 'TLS1_0' })))}`, 'utf16le'),
    ],
    [
      'a state that nests 10,000 deep',
      json(state(entry({ minimumTlsVersion: 'TLS1_0', x: '@' }))).replace('"@"', lists(10_000)),
    ],
    [
      'a property of the name __proto__',
      json(template([account({ minimumTlsVersion: 'TLS1_0', x: { minimumTlsVersion: 'TLS1_2' } })])).replace(
        '"x"',
        '"__proto__"',
      ),
    ],
  ])('%s', async (name, content) => {
    expect(await tls(file(`${name.replaceAll(/\W+/g, '-')}.json`, content))).toEqual([1, ['fail']]);
  });

  test('a parameters file, with which a value is known', async () => {
    const path = file('with-parameters.json', asking);
    expect(await tls(path)).toEqual([0, ['unknown']]);
    expect(await tls(path, '--parameters', given)).toEqual([1, ['fail']]);
    expect(
      await tls(path, '--parameters', file('safe.parameters.json', parameters({ tls: { value: 'TLS1_2' } }))),
    ).toEqual([0, []]);
  });

  test('a state without resources, of which nothing is wrong', async () => {
    expect(await tls(file('new.json', { version: 3, deployment: {} }))).toEqual([0, []]);
  });
});

describe('iiot-guard check on standard input', () => {
  const args = ['check', '-', '--only', 'storage-min-tls', '--format', 'json'];

  test.each([
    ['a state', plain, 'state'],
    ['a template', good, 'arm'],
  ])('reads %s', async (_what, input, kind) => {
    const { code, stdout } = await runProcess(args, input);
    const { source, findings } = JSON.parse(stdout);
    expect([code, source, findings.length]).toEqual([1, expect.objectContaining({ kind }), 1]);
  });

  test('says on which line of it a fault stands', async () => {
    const input = file(
      'lines.json',
      JSON.stringify(template([account({ minimumTlsVersion: 'TLS1_0' })]), undefined, 1),
    );
    const { stdout } = await runProcess(args, input);
    expect(JSON.parse(stdout).findings[0].resource).toMatchObject({ file: 'standard input', line: 10 });
  });

  test.each([
    ['nothing', file('nothing', ''), 'standard input: is empty.'],
    ['no JSON', file('no-json', '{\n x'), 'standard input:2:2: is not valid JSON'],
    ['more than is allowed', large('stream', 200), 'standard input: is larger than 128 MiB.'],
  ])('refuses %s', async (_what, input, told) => {
    const { code, stdout, stderr } = await runProcess(args, input);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${told}`);
  });
});
