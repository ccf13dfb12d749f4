import { describe, expect, it } from 'vitest';
import { preview } from '../../../policies/src/sources/preview';
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
