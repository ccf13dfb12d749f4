import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { spareDiagnostics } from '../../../policies/src/sources/preview/spare-diagnostics';
import { spareWork } from '../../../policies/src/sources/preview/spare-work';
import { project } from './programs';

describe('diagnostics of the SDK', () => {
  it('take no stack for a promise, and leave the stacks of others alone', () => {
    const limit = Error.stackTraceLimit;
    const fault = () => {
      throw new TypeError('broken');
    };
    const exports = {
      debuggablePromise: (fails: boolean) => ({ stack: new Error('x').stack, value: fails ? fault() : 1 }),
    };
    spareDiagnostics('runtime/debuggable.js', exports);
    expect(exports.debuggablePromise(false)).toEqual({ stack: 'Error: x', value: 1 });
    expect(() => exports.debuggablePromise(true)).toThrow('broken');
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it('send no debug messages', async () => {
    const sent: string[] = [];
    const exports = {
      debug: async (text: string) => void sent.push(text),
      info: async (text: string) => void sent.push(text),
    };
    spareDiagnostics('log/index.js', exports);
    await exports.debug('a');
    await exports.info('b');
    expect(sent).toEqual(['b']);
  });

  /** The class chain of the SDK: the position of a resource is looked up in the constructor at its root. */
  function sdk() {
    class Resource {
      static stackTrace = (_skip: number): { uri: string; line: number }[] => [];
      readonly trace = Resource.stackTrace(4);
    }
    class CustomResource extends Resource {}
    class Account extends CustomResource {}
    spareDiagnostics('resource.js', { Resource });
    return { Resource, CustomResource, Account };
  }

  it('find the line that makes a resource', () => {
    const { Account } = sdk();
    const [account, here] = [new Account(), new Error('here')];
    const [, line] = /spare\.test\.ts:(\d+)/.exec(here.stack ?? '') ?? [];
    expect(account.trace).toEqual([
      {
        uri: expect.stringMatching(/^file:.*spare\.test\.ts$/),
        line: Number(line),
        column: expect.any(Number),
      },
    ]);
  });

  it('find it for a resource without a class of its own', () => {
    const { CustomResource } = sdk();
    const [resource, here] = [new CustomResource(), new Error('here')];
    const [, line] = /spare\.test\.ts:(\d+)/.exec(here.stack ?? '') ?? [];
    expect(resource.trace[0]?.line).toBe(Number(line));
  });

  it('look a line up once, however many resources it makes', () => {
    const { Account } = sdk();
    const traces = [1, 2, 3].map(() => new Account().trace);
    expect(traces[0]).toHaveLength(1);
    expect(traces[1]?.[0]).toBe(traces[0]?.[0]);
    expect(traces[2]?.[0]).toBe(traces[0]?.[0]);
  });

  it.each([
    [
      'no formatter',
      undefined,
      [expect.objectContaining({ uri: expect.stringMatching(/^file:.*spare\.test\.ts$/) })],
    ],
    [
      'one that knows source maps',
      () => 'Error\n    at Plant (/plant/line.ts:7:3)',
      [{ uri: 'file:///plant/line.ts', line: 7, column: 3 }],
    ],
    [
      'one that writes addresses',
      () => 'Error\n    at file:///plant/line.mts:7:3',
      [{ uri: 'file:///plant/line.mts', line: 7, column: 3 }],
    ],
    ['one that writes something else', () => 'broken', []],
  ])('find it with %s of stacks installed', (_what, format, expected) => {
    const { prepareStackTrace } = Error;
    onTestFinished(() => {
      Error.prepareStackTrace = prepareStackTrace;
    });
    const { Account } = sdk();
    Error.prepareStackTrace = format as typeof prepareStackTrace;
    const { trace } = new Account();
    Error.prepareStackTrace = prepareStackTrace;
    expect(trace).toEqual(expected);
  });

  it('find nothing where only packages are at work', () => {
    const { Resource } = sdk();
    expect(Resource.stackTrace(1_000)).toEqual([]);
  });
});

describe('idle work of the SDK', () => {
  it('is taken out where aliases are plain', () => {
    const source = 'this.__aliases.push(collapseAliasToUrn(alias, name, t, parent));';
    expect(spareWork('resource.js', source)).toBe(`if (!iiotGuardPlainAlias(alias)) ${source}`);
  });

  it.each([
    ['text', 'urn:x', true],
    ['names and types', { name: 'a', type: 'b' }, true],
    ['nothing', {}, true],
    ['a parent', { name: 'a', parent: 'urn:x' }, false],
    ['a promise inside', { name: Promise.resolve('a') }, false],
    ['a promise', Promise.resolve('urn:x'), false],
    ['null', null, false],
  ])('knows an alias of %s', (_, alias, plain) => {
    spareWork('resource.js', '');
    const check = (globalThis as unknown as { iiotGuardPlainAlias(alias: unknown): boolean })
      .iiotGuardPlainAlias;
    expect(check(alias)).toBe(plain);
  });
});

describe('the loader of a program', () => {
  const LOG = 'exports.debug = () => "sent";\n';
  const FILES = { 'node_modules/@pulumi/pulumi/log/index.js': LOG, 'node_modules/other/log/index.js': LOG };

  /** What two modules of the same content export under the hook that programs run with. */
  async function load() {
    const { _extensions: loaders } = Module as unknown as { _extensions: Record<string, unknown> };
    const original = loaders['.js'];
    onTestFinished(() => {
      loaders['.js'] = original;
      vi.resetModules();
    });
    await import('../../../policies/src/sources/preview/preload.js');
    const directory = project(FILES, { installed: false });
    const require = createRequire(join(directory, 'x.js'));
    return ['@pulumi/pulumi', 'other'].map((name) => require(`${name}/log/index.js`).debug());
  }

  it('changes the modules of the SDK and no others', async () => {
    expect(await load()).toEqual([Promise.resolve(), 'sent']);
  });

  it('changes nothing for someone who looks for leaked promises', async () => {
    vi.stubEnv('PULUMI_DEBUG_PROMISE_LEAKS', 'true');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await load()).toEqual(['sent', 'sent']);
  });
});

it('ends the program with its group when the pipe to the previewing process closes', async () => {
  const { _extensions: loaders } = Module as unknown as { _extensions: Record<string, unknown> };
  const original = loaders['.js'];
  const path = join(project({}), 'lifeline');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  const program = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const previewing = openSync(path, constants.O_WRONLY);
  vi.stubEnv('IIOT_GUARD_LIFELINE', String(program));
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  onTestFinished(() => {
    loaders['.js'] = original;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    vi.resetModules();
  });
  vi.resetModules();
  await import('../../../policies/src/sources/preview/preload.js');
  expect(process.env.IIOT_GUARD_LIFELINE).toBeUndefined();
  expect(kill).not.toHaveBeenCalled();
  closeSync(previewing);
  await vi.waitFor(() => expect(kill.mock.calls).toEqual([[-process.pid, 'SIGKILL']]));
});

describe('an SDK of another version', () => {
  it('keeps its source where it reads differently', () => {
    expect(spareWork('resource.js', 'const a = 1;')).toBe('const a = 1;');
    expect(spareWork('another.js', 'const a = 1;')).toBe('const a = 1;');
  });

  it('keeps its exports where they are named differently', () => {
    for (const file of ['runtime/debuggable.js', 'resource.js', 'log/index.js', 'another.js']) {
      const exports = { kept: 1 };
      spareDiagnostics(file, exports);
      expect(exports).toEqual({ kept: 1 });
    }
  });
});
