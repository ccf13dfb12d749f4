import { tmpdir } from 'node:os';
import {
  ComponentResource,
  CustomResource,
  type Resource,
  type ResourceTransform,
  RunError,
  runtime,
} from '@pulumi/pulumi';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { exemptionToken } from '../policies/src/evaluate/beside';
import { type ExemptionArgs, exempt } from '../policies/src/exempt';

const token = 'azure-native:storage:StorageAccount';
const home = process.cwd();
const args: ExemptionArgs = {
  rule: 'storage-min-tls',
  reason: 'an old sensor',
  owner: 'plant@example.com',
  expires: '2999-12-31',
};

/** Parents of resources, by name and in the order in which those are made: the stand-in for the engine is not told them. */
let parents: Map<string, Resource[]>;

class Account extends CustomResource {
  constructor(name: string, parent?: Resource) {
    super(token, name, {}, parent ? { parent } : {});
    if (parent) parents.set(name, [...(parents.get(name) ?? []), parent]);
  }
}
class Line extends ComponentResource {
  constructor(name: string) {
    super('plant:index:Line', name);
  }
}

/** What reached the engine, in that order: the names of resources, and of exemptions what they say. */
let reached: unknown[];

/** Stands in for an engine: it calls the transforms of the program before it registers a resource, as the real one does. */
const transforms: ResourceTransform[] = [];
beforeAll(() =>
  runtime.setMocks({
    newResource: async ({ type, name, inputs, custom = false }) => {
      const parent = parents.get(name)?.shift();
      const opts = parent ? { parent } : {};
      for (const transform of transforms) await transform({ type, name, props: inputs, custom, opts });
      reached.push(type === exemptionToken ? inputs : name);
      return { id: name, state: inputs };
    },
    call: () => ({}),
  }),
);
beforeEach(() => {
  reached = [];
  parents = new Map();
  vi.spyOn(runtime, 'registerResourceTransform').mockImplementation((transform) => {
    transforms.push(transform);
  });
});
afterEach(() => {
  process.chdir(home);
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const settled = (...resources: readonly Resource[]) =>
  Promise.all(resources.map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
const urnOf = (path: string) => `urn:pulumi:stack::project::${path}`;

describe('exempt', () => {
  test('registers the exemptions of a resource before it, and none for another', async () => {
    const [old, other] = [new Account('old'), new Account('other')];
    exempt(old, [args, { ...args, property: 'minimumTlsVersion' }]);
    await settled(old, other);
    const resource = urnOf(`${token}::old`);
    expect(reached.filter((one) => one !== 'other')).toEqual([
      { ...args, resource },
      { ...args, resource, property: 'minimumTlsVersion' },
      'old',
    ]);
  });

  test('tells apart resources of the same name in unlike parents', async () => {
    const north = new Line('north');
    await settled(north);
    const twins = [new Account('twin'), new Account('twin', north)] as const;
    exempt(twins[1], args);
    await settled(...twins);
    expect(reached.filter((one) => typeof one === 'object')).toEqual([
      { ...args, resource: urnOf(`plant:index:Line$${token}::twin`) },
    ]);
  });

  test('finds the SDK where the program has none of its own', async () => {
    process.chdir(tmpdir());
    const old = new Account('old');
    exempt(old, args);
    await settled(old);
    expect(reached).toHaveLength(2);
  });

  test('does nothing where no engine is, and passes on why one takes no transform', () => {
    vi.spyOn(runtime, 'getStackResource').mockReturnValue({} as Resource as never);
    vi.spyOn(runtime, 'registerResourceTransform').mockImplementation(() => {
      throw new Error('no transforms here');
    });
    vi.stubEnv('PULUMI_NODEJS_MONITOR', undefined);
    expect(exempt(new Account('old'), args)).toBeUndefined();
    vi.stubEnv('PULUMI_NODEJS_MONITOR', '127.0.0.1:1');
    expect(() => exempt(new Account('old'), args)).toThrow('no transforms here');
  });

  test.each<[string, object, string]>([
    ['no reason', { reason: ' ' }, '`reason` is missing or empty'],
    ['an owner that is no text', { owner: 7 }, '`owner` is missing or empty'],
    ['a property that is no text', { property: 7 }, '`property` is no text'],
    ['a ticket that is no text', { ticket: 7 }, '`ticket` is no text'],
    ['a day that is none', { expires: '2026-02-30' }, '`expires` must be a real day'],
    ['another time than a day', { expires: 'next year' }, '`expires` must be a real day'],
  ])('refuses %s', (_what, wrong, message) => {
    expect(() => exempt(new Account('old'), { ...args, ...wrong })).toThrow(`exempt(old): ${message}`);
  });

  test('refuses a component', () => {
    const line = new Line('north') as unknown as CustomResource;
    expect(() => exempt(line, args)).toThrow('plant:index:Line is a component');
  });

  test('refuses a resource that is registered already', async () => {
    const old = new Account('old');
    await settled(old);
    const waits = vi.spyOn(old.urn, 'apply');
    waits.mockImplementation((() => old.urn) as never);
    exempt(old, args);
    const known = waits.mock.calls[0]?.[0] as (urn: string) => void;
    expect(() => known('urn')).toThrow(RunError);
    expect(() => known('urn')).toThrow('exempt(old): the resource was registered already');
  });
});
