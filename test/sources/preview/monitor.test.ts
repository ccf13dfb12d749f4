import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  GetRootResourceRequest,
  LogRequest,
  RequirePulumiVersionRequest,
  SetRootResourceRequest,
  StartDebuggingRequest,
} from '@pulumi/pulumi/proto/engine_pb';
import {
  Parameterization,
  ReadResourceRequest,
  RegisterPackageRequest,
  RegisterResourceHookRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from '@pulumi/pulumi/proto/resource_pb';
import { SourcePosition, StackFrame, StackTrace } from '@pulumi/pulumi/proto/source_pb';
import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../../policies/src/resources/value';
import { Callbacks } from '../../../policies/src/sources/preview/callbacks';
import { engineService } from '../../../policies/src/sources/preview/engine';
import { monitorService } from '../../../policies/src/sources/preview/monitor';
import { readProject } from '../../../policies/src/sources/preview/project';
import { Redactor } from '../../../policies/src/sources/preview/redact';
import { Session } from '../../../policies/src/sources/preview/session';
import { readStack } from '../../../policies/src/sources/preview/stack-config';
import { project } from './programs';

const SECRET = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
const STACK = 'urn:pulumi:dev::plant::pulumi:pulumi:Stack::plant-dev';

/** A monitor as a program finds it, with a function that calls it. */
function monitor(config = 'config: {}\n') {
  const directory = project({ 'Pulumi.yaml': 'name: plant\nruntime: nodejs\n', 'Pulumi.dev.yaml': config });
  const read = readProject(directory);
  const secrets = new Redactor();
  const session = new Session(read, readStack(read), secrets, new Callbacks(), { resource() {}, fault() {} });
  return { session, secrets, directory, call: caller(monitorService(session, () => {})) };
}

function caller(service: UntypedServiceImplementation) {
  return <Response>(method: string, request: unknown) =>
    new Promise<Response>((resolve, reject) => {
      const answer = service[method] as (
        call: unknown,
        callback: (error: unknown, value: Response) => void,
      ) => void;
      answer({ request }, (error, value) => (error ? reject(error) : resolve(value)));
    });
}

interface Registration {
  readonly type?: string;
  readonly name?: string;
  readonly parent?: string;
  readonly custom?: boolean;
  readonly remote?: boolean;
  readonly props?: Record<string, unknown>;
  readonly change?: (request: RegisterResourceRequest) => void;
}

function registration(given: Registration): RegisterResourceRequest {
  const request = new RegisterResourceRequest();
  request.setType(given.type ?? 'azure-native:storage:StorageAccount');
  request.setName(given.name ?? 'account');
  request.setParent(given.parent ?? '');
  request.setCustom(given.custom ?? true);
  request.setRemote(given.remote ?? false);
  request.setObject(Struct.fromJavaScript((given.props ?? {}) as Record<string, JavaScriptValue>));
  given.change?.(request);
  return request;
}

describe('a registration', () => {
  it('without the resource it names as its parent is refused', async () => {
    const { call } = monitor();
    await expect(call('registerResource', registration({ parent: STACK }))).rejects.toMatchObject({
      details: `could not find parent resource ${STACK}`,
    });
  });

  it('is answered with its inputs and no id', async () => {
    const { call } = monitor();
    const answer = await call<RegisterResourceResponse>(
      'registerResource',
      registration({ props: { a: UNKNOWN } }),
    );
    expect(answer.getId()).toBe('');
    expect(answer.getObject()?.toJavaScript()).toEqual({ a: UNKNOWN });
  });

  it.each([
    ['an import', { change: (request: RegisterResourceRequest) => request.setImportid('/sub/x') }, '/sub/x'],
    ['a provider', { type: 'pulumi:providers:azure-native' }, UNKNOWN],
    ['a component', { type: 'plant:index:Line', custom: false }, ''],
  ])('of %s is answered with the id the engine gives in a preview', async (_, given, id) => {
    const answer = await monitor().call<RegisterResourceResponse>('registerResource', registration(given));
    expect(answer.getId()).toBe(id);
  });

  it('marks outputs that are to be secret', async () => {
    const given = registration({
      props: { key: 'hush', other: { ...SECRET, value: 'quiet' }, open: 1 },
      change: (request) => request.setAdditionalsecretoutputsList(['key', 'other', 'absent']),
    });
    const answer = await monitor().call<RegisterResourceResponse>('registerResource', given);
    expect(answer.getObject()?.toJavaScript()).toEqual({
      key: { ...SECRET, value: 'hush' },
      other: { ...SECRET, value: 'quiet' },
      open: 1,
    });
  });

  it('of a client without dependencies per property means them for all', async () => {
    const { session, call } = monitor();
    const change = (request: RegisterResourceRequest) => request.setDependenciesList(['urn:x']);
    await call('registerResource', registration({ props: { a: 1, b: 2 }, change }));
    expect(session.resources.at(-1)?.propertyDependencies).toEqual({ a: ['urn:x'], b: ['urn:x'] });
  });

  it('takes protection and provider from its parent where the package is the same', async () => {
    const { session, call } = monitor();
    const reference = `urn:pulumi:dev::plant::pulumi:providers:azure-native::west::${UNKNOWN}`;
    const change = (request: RegisterResourceRequest) => request.setProtect(true).setProvider(reference);
    const parent = await call<RegisterResourceResponse>('registerResource', registration({ change }));
    await call('registerResource', registration({ name: 'child', parent: parent.getUrn() }));
    await call(
      'registerResource',
      registration({ name: 'other', type: 'random:index:Id', parent: parent.getUrn() }),
    );
    const [child, , other] = session.resources.slice(1);
    expect(child).toMatchObject({ name: 'child', protect: true, provider: reference });
    expect(other).toMatchObject({ name: 'other', protect: true });
    expect(other?.provider).toContain('pulumi:providers:random::default');
  });

  it('takes a provider from the components above it', async () => {
    const { session, call } = monitor();
    const reference = `urn:pulumi:dev::plant::pulumi:providers:azure-native::west::${UNKNOWN}`;
    const outer = await call<RegisterResourceResponse>(
      'registerResource',
      registration({
        type: 'plant:index:Line',
        custom: false,
        change: (request) => request.getProvidersMap().set('azure-native', reference),
      }),
    );
    const inner = await call<RegisterResourceResponse>(
      'registerResource',
      registration({ type: 'plant:index:Cell', custom: false, parent: outer.getUrn() }),
    );
    await call('registerResource', registration({ parent: inner.getUrn() }));
    expect(session.resources.at(-1)?.provider).toBe(reference);
  });

  it('of a remote component keeps inputs and names what is not seen', async () => {
    const { session, call } = monitor();
    const output = { '4dabf18193072939515e22adb298388d': 'd0e6a833031e9bbcd3f4e8bde6ca49a4', value: 3 };
    await call(
      'registerResource',
      registration({ type: 'factory:index:Line', custom: false, remote: true, props: { size: output } }),
    );
    expect(session.resources.at(-1)).toMatchObject({ custom: false, properties: { size: 3 } });
    expect(session.notEvaluated).toHaveLength(1);
  });

  it('is placed in the program, past the frames of packages', async () => {
    const { session, directory, call } = monitor();
    const position = (uri: string, line: number) => new SourcePosition().setUri(uri).setLine(line);
    const frame = (at: SourcePosition) => new StackFrame().setPc(at);
    const change = (request: RegisterResourceRequest) =>
      request
        .setSourceposition(position('file:///x/node_modules/a/index.js', 1))
        .setStacktrace(
          new StackTrace().setFramesList([
            new StackFrame(),
            frame(position('file:///x/node_modules/b.js', 2)),
            frame(position(`file://${directory}/lib/a.ts`, 3)),
          ]),
        );
    await call('registerResource', registration({ name: 'inside', change }));
    const outside = (request: RegisterResourceRequest) =>
      request.setSourceposition(position('file:///x/a.ts', 4));
    await call('registerResource', registration({ name: 'outside', change: outside }));
    const broken = (request: RegisterResourceRequest) =>
      request.setSourceposition(position('file://host:x/%zz', 4));
    await call('registerResource', registration({ name: 'broken', change: broken }));
    expect(session.resources.slice(1).map(({ declaredAt }) => declaredAt)).toEqual([
      { file: 'lib/a.ts', line: 3 },
      { file: '/x/a.ts', line: 4 },
      undefined,
    ]);
  });
});

describe('providers', () => {
  it('stand behind a package reference, parameterized or not', async () => {
    const { session, call } = monitor();
    const plain = new RegisterPackageRequest().setName('terraform-provider').setVersion('0.9.1');
    const parameterized = plain
      .clone()
      .setParameterization(new Parameterization().setName('other').setVersion('4.2.0-rc.1'));
    for (const [request, type] of [
      [plain, 'terraform-provider:index:Thing'],
      [parameterized, 'other:index:Thing'],
    ] as const) {
      const reference = await call<{ getRef(): string }>('registerPackage', request);
      const change = (given: RegisterResourceRequest) => given.setPackageref(reference.getRef());
      await call('registerResource', registration({ type, name: type, change }));
    }
    const explicit = (request: RegisterResourceRequest) => request.setVersion('3.1.0');
    await call(
      'registerResource',
      registration({ type: 'pulumi:providers:other', name: 'mine', change: explicit }),
    );
    expect(
      session.resources.map(({ urn, properties }) => [urn.split('::').slice(2).join('::'), properties]),
    ).toEqual([
      ['pulumi:providers:terraform-provider::default_0_9_1', { version: '0.9.1' }],
      ['terraform-provider:index:Thing::terraform-provider:index:Thing', {}],
      ['pulumi:providers:other::default_4_2_0_rc_1', { version: '4.2.0-rc.1' }],
      ['other:index:Thing::other:index:Thing', {}],
      ['pulumi:providers:other::mine', { version: '3.1.0' }],
    ]);
  });

  it('of an unknown package reference are refused', async () => {
    const change = (request: RegisterResourceRequest) => request.setPackageref('nowhere');
    await expect(monitor().call('registerResource', registration({ change }))).rejects.toMatchObject({
      details: "unknown provider package 'nowhere'",
    });
  });

  it('from another server carry its address in their name', async () => {
    const { session, call } = monitor();
    const change = (request: RegisterResourceRequest) =>
      request.setPlugindownloadurl('https://example.com/plugins/');
    await call('registerResource', registration({ type: 'own:index:Thing', change }));
    expect(session.resources[0]?.name).toBe('default_example.com/plugins');
  });

  it.each(['["azure-native"]', '["*"]'])('that may not be implied are refused (%s)', async (barred) => {
    const { call } = monitor(`config:\n  pulumi:disable-default-providers: ${barred}\n`);
    await expect(call('registerResource', registration({}))).rejects.toMatchObject({
      details: expect.stringContaining("Default provider for 'azure-native' is disabled"),
    });
  });

  it('that may be implied are not', async () => {
    const { call } = monitor('config:\n  pulumi:disable-default-providers: ["aws"]\n');
    await expect(call('registerResource', registration({}))).resolves.toBeInstanceOf(
      RegisterResourceResponse,
    );
  });

  it('of dynamic resources see the whole configuration', async () => {
    const { session, call } = monitor('config: { size: 3, "azure-native:location": x }\n');
    await call('registerResource', registration({ type: 'pulumi-nodejs:dynamic:Resource' }));
    expect(session.resources[0]?.properties).toEqual({ 'plant:size': '3', 'azure-native:location': 'x' });
  });
});

describe('lookups', () => {
  const lookup = (urn: string) =>
    new ResourceInvokeRequest().setTok('pulumi:pulumi:getResource').setArgs(Struct.fromJavaScript({ urn }));

  it('find a resource of the program by its URN', async () => {
    const { call } = monitor();
    const made = await call<RegisterResourceResponse>('registerResource', registration({ props: { a: 1 } }));
    const answer = await call<{ getReturn(): Struct }>('invoke', lookup(made.getUrn()));
    expect(answer.getReturn().toJavaScript()).toEqual({ urn: made.getUrn(), id: '', state: { a: 1 } });
  });

  it('refuse a URN that nothing has', async () => {
    await expect(monitor().call('invoke', lookup('urn:x'))).rejects.toMatchObject({
      details: 'unknown resource urn:x',
    });
  });

  it('use the provider they are given', async () => {
    const { session, call } = monitor();
    await call('invoke', new ResourceInvokeRequest().setTok('other:index:getThing').setProvider('urn:p::id'));
    await call(
      'readResource',
      new ReadResourceRequest().setType('other:index:Thing').setName('a').setProvider('urn:p::id'),
    );
    expect(session.resources).toEqual([]);
    expect(session.notEvaluated.map(({ resource }) => resource)).toEqual([
      'other:index:getThing',
      'urn:pulumi:dev::plant::other:index:Thing::a',
    ]);
  });

  it('keep secrets in their arguments out of all text', async () => {
    const { secrets, call } = monitor();
    const args = Struct.fromJavaScript({ key: { ...SECRET, value: 'hush-hush' } });
    await call('invoke', new ResourceInvokeRequest().setTok('other:index:getThing').setArgs(args));
    expect(secrets.redact('hush-hush')).toBe('[secret]');
  });
});

describe('the services', () => {
  it.each([
    ['secrets', true],
    ['transforms', true],
    ['errorHooks', true],
    ['time-travel', false],
  ])('answer for the feature %s', async (feature, supported) => {
    const answer = await monitor().call<{ getHassupport(): boolean }>(
      'supportsFeature',
      new SupportsFeatureRequest().setId(feature),
    );
    expect(answer.getHassupport()).toBe(supported);
  });

  it('accept hooks, which no preview runs', async () => {
    const { session, call } = monitor();
    await call('registerResourceHook', new RegisterResourceHookRequest());
    await call('registerErrorHook', new RegisterResourceHookRequest());
    expect(session.resources).toEqual([]);
  });

  it('sort what a program logs and remember its root', async () => {
    const heard: string[] = [];
    const call = caller(
      engineService({
        alive: () => {},
        error: (message) => heard.push(`error ${message}`),
        note: (message) => heard.push(message),
      }),
    );
    for (const severity of [0, 1, 2, 3] as const)
      await call('log', new LogRequest().setSeverity(severity).setMessage(`m${severity}`));
    expect(heard).toEqual(['m1', 'warning: m2', 'error m3']);
    await call('setRootResource', new SetRootResourceRequest().setUrn('urn:root'));
    const root = await call<{ getUrn(): string }>('getRootResource', new GetRootResourceRequest());
    expect(root.getUrn()).toBe('urn:root');
    await call('requirePulumiVersion', new RequirePulumiVersionRequest());
    await call('startDebugging', new StartDebuggingRequest());
  });
});
