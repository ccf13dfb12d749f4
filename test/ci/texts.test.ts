import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runHere } from '../cli/run-cli';

const root = resolve(__dirname, '../..');
const policies = join(root, 'policies');
const text = (name: string) => readFileSync(join(policies, name), 'utf8');

type Parsers = typeof import('@actions/workflow-parser') &
  typeof import('@actions/workflow-parser/actions/action-parser');

let parsers: Parsers;

// GitHub's parser loads JSON in a way that Node.js no longer has, so it is put together first, as its other users do.
beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'iiot-guard-parser-'));
  const entry = join(home, 'entry.mjs');
  const from = (path: string) =>
    JSON.stringify(join(root, 'node_modules/@actions/workflow-parser/dist', path));
  writeFileSync(
    entry,
    `export * from ${from('index.js')}; export * from ${from('actions/action-parser.js')};`,
  );
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' });
  const made = join(home, 'parser.mjs');
  await bundle.write({ file: made, format: 'esm' });
  await bundle.close();
  parsers = (await import(/* @vite-ignore */ made)) as Parsers;
});

/** What `init` writes for a program with two stacks. */
async function initialised(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'iiot-guard-texts-'));
  const files = {
    'Pulumi.yaml': 'name: p\nruntime: nodejs\n',
    'Pulumi.dev.yaml': '',
    'Pulumi.prod.yaml': '',
    'package.json': '{}',
    'package-lock.json': '{}',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
  const services = ['--ci', 'github', 'azure', 'gitlab', '--pre-commit', '--no-baseline'];
  expect((await runHere(['init', home, ...services])).code).toBe(0);
  return home;
}

function schemaErrors(name: string, json: unknown): unknown {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  const read = (file: string) => JSON.parse(readFileSync(join(__dirname, 'schemas', file), 'utf8'));
  ajv.addSchema(read('pre-commit-hooks.json'), 'https://json.schemastore.org/pre-commit-hooks.json');
  const check = ajv.compile(read(name));
  return check(json) ? [] : check.errors;
}

describe('the GitHub workflow', () => {
  const faultsOf = async (content: string): Promise<readonly string[]> => {
    const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = parsers;
    const parsed = parseWorkflow({ name: 'iiot-guard.yml', content }, new NoOperationTraceWriter());
    if (parsed.value) await convertWorkflowTemplate(parsed.context, parsed.value);
    return parsed.context.errors.getErrors().map(({ message }) => message);
  };

  test("is accepted by GitHub's own parser, which refuses a broken one", async () => {
    const written = readFileSync(join(await initialised(), '.github/workflows/iiot-guard.yml'), 'utf8');
    expect(await faultsOf(written)).toEqual([]);
    expect(await faultsOf(written.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(written).not.toMatch(/\$[a-z]+\b/);
  });

  test('asks for no more than it needs, and for no secret', () => {
    const workflow = parse(text('ci/github.yml'));
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs['iiot-guard'].permissions).toEqual({
      contents: 'read',
      'pull-requests': 'write',
      'security-events': 'write',
    });
    expect(workflow.on).not.toHaveProperty('pull_request_target');
    expect(text('ci/github.yml') + text('github/action.yml')).not.toContain('secrets.');
  });
});

describe('the GitHub action', () => {
  const action = parse(text('github/action.yml'));

  test("is accepted by GitHub's own parser, which refuses a broken one", () => {
    const { NoOperationTraceWriter, parseAction } = parsers;
    const faultsOf = (content: string) =>
      parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter())
        .context.errors.getErrors()
        .map(({ message }) => message);
    expect(faultsOf(text('github/action.yml'))).toEqual([]);
    expect(faultsOf(text('github/action.yml').replace('shell: bash', 'shel: bash'))).not.toEqual([]);
  });

  test('puts no input into a script: inputs are variables only', () => {
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
  });

  test.each([
    [
      'previews each stack',
      { GUARD_STACKS: 'dev\nprod\n', GUARD_DIRECTORY: '-plant' },
      ['preview', '--stack', 'dev', '--stack', 'prod'],
      ['-plant'],
    ],
    [
      'checks files',
      { GUARD_FILES: 'a b.json\n$(id)\r\n', GUARD_OPTIONS: '--profile\nstrict' },
      ['check', '--profile', 'strict'],
      ['a b.json', '$(id)'],
    ],
    ['previews here', {}, ['preview'], ['.']],
  ])('%s, and hands each line on as one word', (_what, variables, first, names) => {
    const { words, outputs, code } = runCheck(variables);
    expect(words.slice(0, first.length)).toEqual(first);
    expect(words.slice(words.indexOf('--') + 1)).toEqual(names);
    expect(
      words.filter((word) => /^(json|sarif|markdown)=.*report\.(json|sarif|md)$/.test(word)),
    ).toHaveLength(3);
    expect([code, outputs]).toEqual([0, expect.stringContaining('exit-code=1\n')]);
    expect(outputs).toContain('sarif=true\nmarkdown=false\n');
  });

  /** Runs `check.sh` beside a stand-in for the command, which notes its words, writes one report and finds something. */
  function runCheck(variables: Readonly<Record<string, string>>) {
    const home = mkdtempSync(join(tmpdir(), 'iiot-guard-action-'));
    cpSync(join(policies, 'github'), join(home, 'github'), { recursive: true });
    mkdirSync(join(home, 'bin'));
    const words = join(home, 'words.json');
    writeFileSync(
      join(home, 'bin/iiot-guard.js'),
      `const fs = require('node:fs'); const words = process.argv.slice(2);
      fs.writeFileSync(${JSON.stringify(words)}, JSON.stringify(words));
      fs.writeFileSync(words.find((word) => word.startsWith('sarif=')).slice(6), '{}');
      process.exitCode = 1;`,
    );
    const output = join(home, 'output');
    const { status, stderr } = spawnSync('bash', [join(home, 'github/check.sh')], {
      env: { PATH: process.env.PATH, RUNNER_TEMP: home, GITHUB_OUTPUT: output, ...variables },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return {
      words: JSON.parse(readFileSync(words, 'utf8')) as string[],
      outputs: readFileSync(output, 'utf8'),
      code: status,
    };
  }
});

describe('the comment on a pull request', () => {
  type Comment = { id: number; body: string; user: { type: string } };
  const marker = '<!-- iiot-guard: ci/guard -->';

  /** Runs `comment.mjs` against a stand-in for GitHub that has these comments. */
  async function comment(comments: readonly Comment[], report = 'All well', status = 200) {
    const calls: { method: string; path: string; body: string; token: string | undefined }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        calls.push({ method, path: url, body: body && JSON.parse(body).body, token: headers.authorization });
        response.statusCode = status;
        const page = Number(/page=(\d+)$/.exec(url)?.[1] ?? 1);
        response.end(JSON.stringify(method === 'GET' ? comments.slice((page - 1) * 100, page * 100) : {}));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const home = mkdtempSync(join(tmpdir(), 'iiot-guard-comment-'));
    writeFileSync(join(home, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
    writeFileSync(join(home, 'report.md'), report);
    const child = spawn(process.execPath, [join(policies, 'github/comment.mjs')], {
      env: {
        GITHUB_API_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
        GITHUB_REPOSITORY: 'a/b',
        GITHUB_EVENT_PATH: join(home, 'event.json'),
        GUARD_REPORT: join(home, 'report.md'),
        GUARD_TOKEN: 'token',
        GUARD_KEY: 'ci/guard',
      },
    });
    let stdout = '';
    child.stdout.on('data', (piece) => {
      stdout += piece;
    });
    const code = await new Promise((done) => child.on('close', done));
    server.close();
    return { calls, code, stdout, written: calls.filter(({ method }) => method !== 'GET') };
  }

  const others = Array.from({ length: 100 }, (_, id) => ({ id, body: 'hello', user: { type: 'User' } }));

  test('is made where there is none', async () => {
    const { written, code } = await comment([{ id: 1, body: `${marker}\nforged`, user: { type: 'User' } }]);
    expect(code).toBe(0);
    expect(written).toEqual([
      {
        method: 'POST',
        path: '/repos/a/b/issues/7/comments',
        body: `${marker}\nAll well`,
        token: 'Bearer token',
      },
    ]);
  });

  test('is changed where there is one, on whatever page', async () => {
    const own = { id: 500, body: `${marker}\nold`, user: { type: 'Bot' } };
    const { written } = await comment([...others, own]);
    expect(written.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PATCH /repos/a/b/issues/comments/500',
    ]);
  });

  test('is left alone where it says the same', async () => {
    const own = { id: 500, body: `${marker}\nAll well`, user: { type: 'Bot' } };
    expect((await comment([own])).written).toEqual([]);
  });

  test('never is longer than GitHub takes', async () => {
    const { written } = await comment([], 'x'.repeat(100_000));
    expect(written[0]?.body.length).toBe(65_536);
  });

  test('never fails the job', async () => {
    const { code, stdout } = await comment([], 'All well', 403);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^::warning .*answered with 403.*\n$/)]);
  });
});

describe('Azure Pipelines', () => {
  test.each([['.azure-pipelines/iiot-guard.yml'], ['.azure-pipelines/iiot-guard-steps.yml']])(
    '%s keeps to the published schema, which refuses a broken one',
    async (name) => {
      const content = readFileSync(join(await initialised(), name), 'utf8');
      expect(schemaErrors('azure-pipelines.json', parse(content))).toEqual([]);
      expect(
        schemaErrors('azure-pipelines.json', parse(content.replaceAll('displayName', 'title'))),
      ).not.toEqual([]);
      expect(content).not.toMatch(/(?<!\$)\$[a-z]+\b/);
    },
  );

  test('the pipeline gives its template parameters that it has', async () => {
    const home = join(await initialised(), '.azure-pipelines');
    const { steps } = parse(readFileSync(join(home, 'iiot-guard.yml'), 'utf8'));
    const { template, parameters } = steps.at(-1);
    const known = parse(readFileSync(join(home, template), 'utf8')).parameters as { name: string }[];
    expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(parameters)));
    expect(parameters.arguments).toBe('preview --stack dev --stack prod');
  });
});

describe('the GitLab job', () => {
  test('keeps to the published schema, which refuses a broken one', async () => {
    const content = readFileSync(join(await initialised(), '.gitlab/iiot-guard.yml'), 'utf8');
    expect(schemaErrors('gitlab-ci.json', parse(content))).toEqual([]);
    for (const [good, bad] of [
      ['script:', 'scripts:'],
      ['codequality:', 'code-quality:'],
    ] as const)
      expect(schemaErrors('gitlab-ci.json', parse(content.replace(good, bad)))).not.toEqual([]);
    expect(parse(content)['iiot-guard'].script.join(' ')).toContain(
      'preview --stack dev --stack prod --format gitlab=',
    );
  });
});

describe('the hook for pre-commit', () => {
  test('keeps to the published schema, which refuses a broken one', async () => {
    const content = readFileSync(join(await initialised(), '.pre-commit-config.yaml'), 'utf8');
    expect(schemaErrors('pre-commit-config.json', parse(content))).toEqual([]);
    expect(schemaErrors('pre-commit-config.json', parse(content.replace('entry:', 'enter:')))).not.toEqual(
      [],
    );
    const [{ hooks }] = parse(content).repos;
    expect(hooks[0].entry).toBe(
      'node node_modules/@iiot-guard/policies/bin/iiot-guard.js preview --stack dev --stack prod --quiet',
    );
    expect('index.ts').toMatch(new RegExp(hooks[0].files));
  });
});

describe('the Dockerfile', () => {
  const content = readFileSync(join(root, 'Dockerfile'), 'utf8');

  test('has no fault that a linter finds, which finds one in a broken one', () => {
    expect(validate(content)).toEqual([]);
    expect(validate(content.replace('WORKDIR /source', 'WORKDIR source'))).not.toEqual([]);
  });

  test('copies only what is there and what is not ignored', () => {
    const copied = [...content.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(copied.length).toBeGreaterThan(0);
    const names = readdirSync(root);
    const kept = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    for (const name of copied)
      expect([names, kept]).toEqual([expect.arrayContaining([name]), expect.arrayContaining([`!${name}`])]);
  });

  const builder = ['docker', 'podman'].find(
    (name) => spawnSync(name, ['info'], { timeout: 10_000 }).status === 0,
  );
  // Only where a builder is; elsewhere the linter above has to do.
  if (builder !== undefined)
    test('builds an image that runs (needs docker or podman with its service)', { timeout: 600_000 }, () => {
      const tag = 'iiot-guard-test';
      execFileSync(builder ?? '', ['build', '--tag', tag, root], { stdio: 'pipe' });
      const run = spawnSync(builder ?? '', ['run', '--rm', '--network', 'none', tag, '--version'], {
        encoding: 'utf8',
      });
      expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    });
});

test('every ready text is packed', () => {
  const { files } = JSON.parse(text('package.json')) as { files: string[] };
  expect(files).toEqual(expect.arrayContaining(['ci', 'github']));
});

test('actions of others are pinned to a commit, with the version that it is beside it', () => {
  const workflows = ['ci.yml', 'mutation.yml'].map((name) => join(root, '.github/workflows', name));
  const texts = [...workflows, join(policies, 'ci/github.yml'), join(policies, 'github/action.yml')];
  const used = texts.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=uses: )[^.\s].*/g) ?? []);
  expect(used.length).toBeGreaterThan(texts.length);
  for (const action of used) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
