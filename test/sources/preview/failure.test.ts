import { describe, expect, it } from 'vitest';
import { preview } from '../../../policies/src/sources/preview';
import { Callbacks } from '../../../policies/src/sources/preview/callbacks';
import { startProgram } from '../../../policies/src/sources/preview/child';
import { type Evidence, failureOf } from '../../../policies/src/sources/preview/failure';
import { readProject } from '../../../policies/src/sources/preview/project';
import { Redactor } from '../../../policies/src/sources/preview/redact';
import { Session } from '../../../policies/src/sources/preview/session';
import { readStack } from '../../../policies/src/sources/preview/stack-config';
import { failure, program, project } from './programs';

const FAILING = program('preview-failing');
const fault = (stack: string, idleTimeoutMs?: number) =>
  failure({ directory: FAILING, stack, ...(idleTimeoutMs && { idleTimeoutMs }) });

describe('a program that fails', () => {
  it('at its top level is shown with its own error, place and stack', async () => {
    const { error } = await fault('throw');
    expect(error.message).toBe('index.ts:11: the program failed: Error: the plant has no name');
    expect(error.details).toContain('Error: the plant has no name\n');
    expect(error.details).toContain(`at breakDown (${FAILING}/index.ts:11:9)`);
  });

  it('is shown without the frames of Node.js, the TypeScript loader and ours', async () => {
    const { error } = await fault('throw');
    expect(error.details).not.toMatch(/node:internal|ts-node|preload/);
  });

  it('by a promise that nobody handles is shown with the place of the rejection', async () => {
    const { error } = await fault('reject');
    expect(error.message).toBe('index.ts:17: the program failed: TypeError: the sensor list is empty');
  });

  it.each(['never', 'unsettled'])('to settle a promise is told so (%s)', async (stack) => {
    const { error } = await fault(stack);
    expect(error.message).toMatch(/waiting for a promise that never settles/);
  });

  it.each(['exit-zero', 'late-exit'])('by ending itself is not taken for a success (%s)', async (stack) => {
    const { error } = await fault(stack);
    expect(error.message).toMatch(/ended itself with process\.exit before it was complete/);
  });

  it('with an exit code is shown with the code and its last words', async () => {
    const { error, output } = await fault('exit-three');
    expect(error.message).toMatch(/exit code 3/);
    expect(error.details).toBe('license server not reachable');
    expect(output).toBe('license server not reachable\n');
  });

  it('by a signal is shown with the signal', async () => {
    const { error } = await fault('killed');
    expect(error.message).toMatch(/ended by SIGTERM/);
  });

  it('in a transform is shown with the error of the transform', async () => {
    const { error } = await fault('transform');
    expect(error.message).toMatch(/the program failed: .*no tags for you/);
  });

  it('to do anything is ended after a while', async () => {
    const { error } = await fault('timer', 4_000);
    expect(error.message).toMatch(/did nothing for 4 s/);
  });

  it('by declaring a resource twice is told where the first one is', async () => {
    const { error } = await fault('duplicate');
    expect(error.message).toContain(
      'urn:pulumi:duplicate::failing::azure-native:resources:ResourceGroup::group',
    );
    expect(error.message).toContain('index.ts:8');
  });

  it('over a secret shows neither the secret nor what the program printed of it', async () => {
    const { error, output } = await fault('secret');
    expect(error.message).toMatch(/^index\.ts:\d+: the program failed: Error: token \[secret\]/);
    expect(error.message).toMatch(/placeholders instead of secrets/);
    expect(output).toMatch(/^token is \[secret\]/);
    for (const text of [error.message, error.details, output]) expect(text).not.toMatch(/[\w-]{40}/);
  });
});

it('takes half a megabyte of output without losing any of it', async () => {
  let output = '';
  const result = await preview({
    directory: FAILING,
    stack: 'chatty',
    onProgramOutput: (text) => {
      output += text;
    },
  });
  expect(result.resources.map(({ name }) => name)).toContain('group');
  const lines = output.split('\n').filter((line) => line.startsWith('line '));
  expect(lines).toHaveLength(10_000);
  expect(lines.at(-1)).toBe(`line 9999 ${'x'.repeat(50)}`);
});

it('lets a program log an error and go on', async () => {
  let output = '';
  const onProgramOutput = (text: string) => {
    output += text;
  };
  await preview({ directory: FAILING, stack: 'logged', onProgramOutput });
  expect(output).toContain('error: a sensor is missing, the program goes on\n');
});

describe('a project that cannot be run', () => {
  const stack = { 'Pulumi.dev.yaml': 'config: {}\n' };

  it('without dependencies says how to install them', async () => {
    const directory = project(
      { 'Pulumi.yaml': 'name: a\nruntime: nodejs\n', ...stack, 'index.js': '' },
      { installed: false },
    );
    const { error } = await failure({ directory });
    expect(error.message).toContain(`run 'npm ci' (or 'npm install') in ${directory}`);
  });

  it('without an entry point names what is missing', async () => {
    const directory = project({ 'Pulumi.yaml': 'name: a\nmain: plant.ts\nruntime: nodejs\n', ...stack });
    const { error } = await failure({ directory });
    expect(error.message).toContain(
      `${directory}/Pulumi.yaml:2:1: 'main' names plant.ts, which does not exist`,
    );
  });

  it('with an empty directory as main shows what the SDK found', async () => {
    const directory = project({
      'Pulumi.yaml': 'name: a\nruntime: nodejs\n',
      ...stack,
      'package.json': '{}',
    });
    const { error } = await failure({ directory });
    expect(`${error.message} ${error.details}`).toMatch(/failed to locate the entry point/);
  });

  it('with a missing module names the module', async () => {
    const directory = project({
      'Pulumi.yaml': 'name: a\nruntime: nodejs\n',
      ...stack,
      'index.ts': "import './nothing';\n",
    });
    const { error } = await failure({ directory });
    expect(error.message).toContain("Cannot find module './nothing'");
  });

  it('in another language says what to do instead', async () => {
    const directory = project({ 'Pulumi.yaml': 'name: a\nruntime:\n  name: python\n', ...stack });
    const { error } = await failure({ directory });
    expect(error.message).toMatch(/Pulumi\.yaml:2:1: .*'python'.*pulumi preview --policy-pack/);
  });
});

describe('the reason why a program failed', () => {
  const sdk = { run: '', signalsShutdown: true };

  /** What is said of a program of which this was heard before it ended with code 1. */
  function reason(heard: Partial<Evidence>) {
    const directory = project({ 'Pulumi.yaml': 'name: a\nruntime: nodejs\n', 'Pulumi.dev.yaml': '' });
    const read = readProject(directory);
    const events = { resource() {}, fault() {} };
    const session = new Session(read, readStack(read), new Redactor(), new Callbacks(), events);
    const place = (text: string) => text.replaceAll('ROOT', directory);
    const errors = (heard.errors ?? []).map(place);
    const evidence = { ending: { code: 1, signal: null }, output: '', ...heard, errors };
    const error = failureOf(session, sdk, evidence);
    return error?.message.replaceAll(directory, 'ROOT');
  }

  it.each([
    ['said something', { output: 'license?\n' }, /^ROOT: the program ended with exit code 1\. /],
    ['said nothing', {}, /^ROOT: the program ended with exit code 1 and said nothing\. /],
    ['logged an error', { errors: ['Error: no\n'] }, /^ROOT: the program failed: Error: no$/],
    [
      'logged one behind the words of the SDK',
      { errors: ["Running program 'ROOT' failed with an unhandled exception:\n\nError: no\n"] },
      /^ROOT: the program failed: Error: no$/,
    ],
    ['logged one of its own', { errors: ['Error: no\n  at f (ROOT/lib/a.ts:3:1)'] }, /^lib\/a\.ts:3: /],
    [
      'logged one of a module with an address',
      { errors: ['Error: no\n  at file://ROOT/a.mjs:3:1'] },
      /^a\.mjs:3: /,
    ],
    [
      'logged one that comes out of a package',
      { errors: ['Error: no\n  at f (ROOT/node_modules/b/c.js:1:1)\n  at g (ROOT/a.ts:2:1)'] },
      /^a\.ts:2: /,
    ],
    [
      'logged one of a directory whose name only starts alike',
      { errors: ['Error: no\n  at f (ROOT-old/a.ts:3:1)'] },
      /^ROOT: the program failed: Error: no$/,
    ],
  ])('is told where it %s', (_what, heard, expected) => {
    expect(reason(heard)).toMatch(expected);
  });
});

it('a program that cannot be started at all says so, and there is nothing to end', async () => {
  const read = readProject(project({ 'Pulumi.yaml': 'name: a\nruntime: nodejs\n', 'Pulumi.dev.yaml': '' }));
  const gone = { ...read, root: `${read.root}/gone` };
  const program = startProgram(
    gone,
    readStack(read),
    { run: 'x.js', signalsShutdown: true },
    '127.0.0.1:1',
    () => {},
    () => {},
  );
  const ended = expect(program.ended).rejects.toThrow('ENOENT');
  expect(() => program.kill()).not.toThrow();
  await ended;
});
