import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { Callback } from '@pulumi/pulumi/proto/callback_pb';
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
  TransformInvokeRequest,
  TransformRequest,
  TransformResponse,
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
function monitor(config = 'config: {}\n', callbacks = new Callbacks()) {
  const directory = project({ 'Pulumi.yaml': 'name: plant\nruntime: nodejs\n', 'Pulumi.dev.yaml': config });
  const read = readProject(directory);
  const secrets = new Redactor();
  const session = new Session(read, readStack(read), secrets, callbacks, { resource() {}, fault() {} });
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

  it('may come without properties', async () => {
    const { session, call } = monitor();
    const change = (request: RegisterResourceRequest) => {
      request.clearObject();
      request.setDependenciesList(['urn:x']);
    };
    const answer = await call<RegisterResourceResponse>('registerResource', registration({ change }));
    expect(answer.getObject()?.toJavaScript()).toEqual({});
    expect(session.resources.at(-1)).toMatchObject({
      properties: {},
      propertyDependencies: {},
      dependencies: ['urn:x'],
    });
  });

  it('of what exists already is refused, although nothing says where the first one stands', async () => {
    const { session, call } = monitor();
    await call('registerResource', registration({}));
    const urn = session.resources.at(-1)?.urn;
    await expect(call('registerResource', registration({}))).rejects.toMatchObject({
      details: `Two resources have the same URN: ${urn}. Give one of them another name, or another parent.`,
    });
  });

  it('below a resource that is only read is one of its children', async () => {
    const { session, call } = monitor();
    const existing = new ReadResourceRequest().setType('azure-native:storage:StorageAccount').setName('old');
    const parent = (await call<{ getUrn(): string }>('readResource', existing)).getUrn();
    const child = registration({ type: 'azure-native:storage:BlobContainer', name: 'raw', parent });
    await call('registerResource', child);
    expect(session.resources.at(-1)).toMatchObject({
      parent,
      urn: expect.stringContaining('StorageAccount$azure-native:storage:BlobContainer::raw'),
    });
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

  it('find one that was registered without properties', async () => {
    const { call } = monitor();
    const bare = registration({ change: (request) => request.clearObject() });
    const urn = (await call<RegisterResourceResponse>('registerResource', bare)).getUrn();
    const answer = await call<{ getReturn(): Struct }>('invoke', lookup(urn));
    expect(answer.getReturn().toJavaScript()).toEqual({ urn, id: '', state: {} });
  });

  it('find one that is only read and of which nothing was said', async () => {
    const { call } = monitor();
    const existing = new ReadResourceRequest().setType('other:index:Thing').setName('a');
    const urn = (await call<{ getUrn(): string }>('readResource', existing)).getUrn();
    const answer = await call<{ getReturn(): Struct }>('invoke', lookup(urn));
    expect(answer.getReturn().toJavaScript()).toEqual({ urn, id: '', state: {} });
  });

  it('name a function once, however often it is called', async () => {
    const { session, call } = monitor();
    for (let n = 0; n < 3; n++)
      await call('invoke', new ResourceInvokeRequest().setTok('other:index:getThing'));
    expect(session.notEvaluated.map(({ resource }) => resource)).toEqual(['other:index:getThing']);
  });

  it('refuse to look for nothing', async () => {
    const request = new ResourceInvokeRequest().setTok('pulumi:pulumi:getResource');
    await expect(monitor().call('invoke', request)).rejects.toMatchObject({ details: 'unknown resource ' });
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

describe('transforms', () => {
  const OUTPUT = { '4dabf18193072939515e22adb298388d': 'd0e6a833031e9bbcd3f4e8bde6ca49a4' };
  const transform = (token: string) => new Callback().setTarget('program').setToken(token);

  /** The transforms of a program, by token: what they answer, and what they were asked. */
  class Transforms extends Callbacks {
    readonly asked: Record<string, unknown>[] = [];

    constructor(private readonly answers: Record<string, (request: TransformRequest) => TransformResponse>) {
      super();
    }

    override async invoke(callback: Callback, bytes: Uint8Array): Promise<Uint8Array> {
      const request = TransformRequest.deserializeBinary(bytes);
      this.asked.push(request.getProperties()?.toJavaScript() ?? {});
      return this.answers[callback.getToken()]?.(request).serializeBinary() ?? new Uint8Array();
    }
  }

  const withProperties = (properties: Record<string, unknown>) => () =>
    new TransformResponse().setProperties(
      Struct.fromJavaScript(properties as Record<string, JavaScriptValue>),
    );

  it('that answer nothing change nothing, and the next one goes on from there', async () => {
    const callbacks = new Transforms({ second: withProperties({ size: 2 }) });
    const { session, call } = monitor(undefined, callbacks);
    const change = (request: RegisterResourceRequest) =>
      request.setProtect(true).setTransformsList([transform('first'), transform('second')]);
    await call('registerResource', registration({ props: { size: 1 }, change }));
    expect(callbacks.asked).toEqual([{ size: 1 }, { size: 1 }]);
    expect(session.resources.at(-1)).toMatchObject({ properties: { size: 2 }, protect: true });
  });

  it('see what a property was computed from, and what they add counts too', async () => {
    const callbacks = new Transforms({
      own: withProperties({ a: { ...OUTPUT, value: 1, dependencies: ['urn:y'] }, b: 2 }),
    });
    const { session, call } = monitor(undefined, callbacks);
    const change = (request: RegisterResourceRequest) => {
      const origins = new RegisterResourceRequest.PropertyDependencies().setUrnsList(['urn:x']);
      request.setDependenciesList(['urn:z']).setTransformsList([transform('own')]);
      request.getPropertydependenciesMap().set('a', origins);
    };
    await call('registerResource', registration({ props: { a: UNKNOWN }, change }));
    expect(callbacks.asked).toEqual([{ a: { ...OUTPUT, dependencies: ['urn:x'] } }]);
    const { properties, propertyDependencies, dependencies } = session.resources.at(-1) ?? {};
    expect({ properties, propertyDependencies, dependencies }).toEqual({
      properties: { a: 1, b: 2 },
      propertyDependencies: { a: ['urn:y'] },
      dependencies: ['urn:z', 'urn:y'],
    });
  });

  it('of a remote component leave its outputs in the form of the protocol', async () => {
    const callbacks = new Transforms({
      own: withProperties({ size: { ...OUTPUT, value: 3, dependencies: ['urn:x'] } }),
    });
    const { session, call } = monitor(undefined, callbacks);
    const change = (request: RegisterResourceRequest) => request.setTransformsList([transform('own')]);
    await call(
      'registerResource',
      registration({ type: 'factory:index:Line', custom: false, remote: true, change }),
    );
    expect(session.resources.at(-1)).toMatchObject({
      properties: { size: 3 },
      propertyDependencies: { size: ['urn:x'] },
    });
  });

  it('of the stack reach the child of a resource that is only read', async () => {
    const callbacks = new Transforms({ stack: withProperties({ size: 2 }) });
    const { session, call } = monitor(undefined, callbacks);
    await call('registerStackTransform', transform('stack'));
    const existing = new ReadResourceRequest().setType('azure-native:storage:StorageAccount').setName('old');
    const parent = (await call<{ getUrn(): string }>('readResource', existing)).getUrn();
    await call('registerResource', registration({ parent }));
    expect(session.resources.at(-1)?.properties).toEqual({ size: 2 });
  });

  it('of functions that answer nothing leave arguments and provider as they were', async () => {
    const asked: unknown[] = [];
    class Silent extends Callbacks {
      override async invoke(_callback: Callback, bytes: Uint8Array): Promise<Uint8Array> {
        const request = TransformInvokeRequest.deserializeBinary(bytes);
        asked.push([request.getArgs()?.toJavaScript(), request.getOptions()?.getProvider()]);
        return new Uint8Array();
      }
    }
    const { session, call } = monitor(undefined, new Silent());
    for (const token of ['first', 'second']) await call('registerStackInvokeTransform', transform(token));
    const request = new ResourceInvokeRequest().setTok('other:index:getThing').setProvider('urn:p::id');
    await call('invoke', request.setArgs(Struct.fromJavaScript({ size: 1 })));
    expect(asked).toEqual([
      [{ size: 1 }, 'urn:p::id'],
      [{ size: 1 }, 'urn:p::id'],
    ]);
    expect(session.resources).toEqual([]);
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
