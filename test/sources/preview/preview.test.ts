import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../../policies/src/resources/value';
import { preview } from '../../../policies/src/sources/preview';
import { named, program, project } from './programs';

const WEST = 'urn:pulumi:prod::options::pulumi:providers:azure-native::west';

describe('a program with a component', () => {
  const result = preview({ directory: program('preview-basic') });

  it('is read with its only stack', async () => {
    const { project, stack, program: directory, notEvaluated } = await result;
    expect({ project, stack, directory }).toEqual({
      project: 'basic',
      stack: 'dev',
      directory: program('preview-basic'),
    });
    expect(notEvaluated).toEqual([]);
  });

  it('gives URNs with the chain of parent types, below the stack', async () => {
    const { resources } = await result;
    expect(resources.map((resource) => resource.urn)).toEqual([
      'urn:pulumi:dev::basic::pulumi:pulumi:Stack::basic-dev',
      'urn:pulumi:dev::basic::basic:index:Plant::plant',
      'urn:pulumi:dev::basic::pulumi:providers:azure-native::default_3_28_0',
      'urn:pulumi:dev::basic::basic:index:Plant$azure-native:resources:ResourceGroup::group',
      'urn:pulumi:dev::basic::basic:index:Plant$azure-native:storage:StorageAccount::account',
    ]);
    expect(resources.map((resource) => resource.custom)).toEqual([false, false, true, true, true]);
  });

  it('gives inputs, unknown where a provider would compute them, with what they depend on', async () => {
    const account = named(await result, 'account');
    const group = named(await result, 'group').urn;
    expect(account.properties).toEqual({
      kind: 'StorageV2',
      resourceGroupName: UNKNOWN,
      sku: { name: 'Standard_LRS' },
      tags: { owner: expect.stringMatching(/^[\w-]{40}$/) },
    });
    expect(account.propertyDependencies).toEqual({ resourceGroupName: [group] });
    expect(account.dependencies).toEqual([group]);
    expect(account.protect).toBe(true);
  });

  it('says where the program declares each resource', async () => {
    const places = (await result).resources.map(({ name, declaredAt }) => [name, declaredAt]);
    expect(Object.fromEntries(places)).toEqual({
      'basic-dev': undefined,
      default_3_28_0: undefined,
      plant: { file: 'index.ts', line: 27 },
      group: { file: 'index.ts', line: 12 },
      account: { file: 'index.ts', line: 13 },
    });
  });

  it('gives the configuration without its secrets', async () => {
    expect((await result).stackConfig).toEqual({
      'azure-native:location': 'westeurope',
      'basic:sku': 'Standard_LRS',
    });
  });

  it('counts resources while they come', async () => {
    const counts: number[] = [];
    await preview({ directory: program('preview-basic'), onProgress: (count) => counts.push(count) });
    expect(counts).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('resource options', () => {
  const result = preview({ directory: program('preview-options') });
  const reference = (name: string) =>
    `urn:pulumi:prod::options::pulumi:providers:azure-native::${name}::${UNKNOWN}`;

  it.each([
    ['plain-account', reference('default_3_28_0')],
    ['guarded-account', `${WEST}::${UNKNOWN}`],
    ['guarded-container', `${WEST}::${UNKNOWN}`],
    ['explicit', `${WEST}::${UNKNOWN}`],
    ['untyped', reference('default')],
  ])('%s uses the provider that its options or parents name', async (name, provider) => {
    expect(named(await result, name).provider).toBe(provider);
  });

  it('registers providers as resources, with the configuration of their package', async () => {
    expect(named(await result, 'west').properties).toMatchObject({ location: 'westus', version: '3.28.0' });
    expect(named(await result, 'default_3_28_0').properties).toEqual({
      clientSecret: expect.stringMatching(/^[\w-]{40}$/),
      location: 'northeurope',
      version: '3.28.0',
    });
    expect(named(await result, 'default_3_28_0')).not.toHaveProperty('provider');
  });

  it.each([
    ['guarded-group', true],
    ['guarded-container', true],
    ['plain-group', false],
    ['open', false],
  ])('%s has the protection of its parents', async (name, protect) => {
    expect(named(await result, name).protect).toBe(protect);
  });

  it('keeps lists, nulls, assets and references to resources', async () => {
    const { properties } = named(await result, 'untyped');
    expect(properties.list).toEqual([1, 'two', null, { three: true }]);
    expect(properties.group).toBe(UNKNOWN);
    expect(properties.file).toMatchObject({ text: 'text' });
  });

  it('places a resource that has no class of its own', async () => {
    expect(named(await result, 'untyped').declaredAt?.file).toBe('index.ts');
  });

  it('encodes configuration as the engine does', async () => {
    expect((await result).stackConfig).toEqual({
      'azure-native:location': 'northeurope',
      'options:enabled': 'true',
      'options:ratio': '1.5',
      'options:region': 'westeurope',
      'options:replicas': '3',
      'options:sites': '["aachen","bremen"]',
    });
    expect(named(await result, 'explicit').properties.tags).toEqual({
      accounts: 123456789012,
      name: 'Aachen',
      open: true,
      password: expect.stringMatching(/^[\w-]{40}$/),
      released: '2026-11-24 00:00:00 +0000 UTC',
      shifts: 3,
    });
  });

  it('gives the same placeholder for a secret on every run', async () => {
    const again = await preview({ directory: program('preview-options') });
    expect(named(again, 'explicit').properties).toEqual(named(await result, 'explicit').properties);
  });
});

describe('transforms', () => {
  const result = preview({ directory: program('preview-transforms') });

  it.each([
    ['account', 'own;parent;stack;'],
    ['group', 'parent;stack;'],
    ['hooked', 'stack;'],
  ])('run on %s from the inside out', async (name, seen) => {
    expect(named(await result, name).properties.tags).toEqual({ seen });
  });

  it('may change options', async () => {
    expect(named(await result, 'locked').protect).toBe(true);
    expect(named(await result, 'group').protect).toBe(false);
  });

  it('leave unknowns and secrets what they are', async () => {
    expect(named(await result, 'account').properties).toMatchObject({
      customDomain: { name: 'hush.example' },
      resourceGroupName: UNKNOWN,
    });
  });

  it('keep the dependencies that the program gave', async () => {
    expect(named(await result, 'account').dependencies).toEqual([named(await result, 'group').urn]);
  });
});

describe('what only the cloud knows', () => {
  const result = preview({ directory: program('preview-lookups') });

  it('is unknown in the properties it flows into', async () => {
    const { properties } = named(await result, 'group');
    expect(properties).toEqual({
      location: UNKNOWN,
      managedBy: UNKNOWN,
      tags: {
        subnet: UNKNOWN,
        key: UNKNOWN,
        endpoint: UNKNOWN,
        kubeconfig: UNKNOWN,
        label: UNKNOWN,
        existing: '/subscriptions/0/resourceGroups/existing',
      },
    });
  });

  it('is named, once', async () => {
    const { notEvaluated } = await result;
    expect(notEvaluated.map(({ resource }) => resource).sort()).toEqual([
      'azure-native:authorization:getClientConfig',
      'azure-native:storage:listStorageAccountKeys',
      'factory:index:Cluster/kubeconfig',
      'urn:pulumi:dev::lookups::azure-native:resources:ResourceGroup::existing',
      'urn:pulumi:dev::lookups::factory:index:Cluster::cluster',
      'urn:pulumi:dev::lookups::pulumi-nodejs:dynamic:Resource::label',
      'urn:pulumi:dev::lookups::pulumi:pulumi:StackReference::organization/network/prod',
    ]);
  });

  it('is not checked as if the program had declared it', async () => {
    const { resources } = await result;
    expect(resources.map(({ name }) => name)).not.toContain('existing');
    expect(named(await result, 'label').properties).toEqual({ text: 'line 1' });
  });
});

describe('a program in plain JavaScript', () => {
  it('runs with the options of its runtime', async () => {
    const directory = project({
      'Pulumi.yaml':
        'name: js\nmain: app.js\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    tsconfig: jsconfig.json\n    nodeargs: --title="two words"\n',
      'Pulumi.dev.yaml': '',
      'package.json': '{}',
      'jsconfig.json': '{}',
      'app.js': `
        const pulumi = require('@pulumi/pulumi');
        class Site extends pulumi.ComponentResource {}
        new Site('js:index:Site', process.title);
        module.exports = { stack: pulumi.getStack(), organization: pulumi.getOrganization(), dry: pulumi.runtime.isDryRun() };
        new Site('js:index:Site', JSON.stringify(module.exports));`,
    });
    const { resources } = await preview({ directory });
    expect(resources.slice(1).map(({ name, declaredAt }) => [name, declaredAt])).toEqual([
      ['two words', { file: 'app.js', line: 4 }],
      ['{"stack":"dev","organization":"organization","dry":true}', { file: 'app.js', line: 6 }],
    ]);
  });
});

describe('an ES module with a file as main', () => {
  it('runs, with stack files where the old spelling of the setting says', async () => {
    const result = await preview({ directory: program('preview-esm/src') });
    expect(result).toMatchObject({ project: 'esm', stack: 'test', program: program('preview-esm/src') });
    expect(named(result, 'north').declaredAt?.file).toBe('src/main.ts');
    expect(named(result, 'south').urn).toBe(
      'urn:pulumi:test::esm::azure-native:resources:ResourceGroup::south',
    );
  });
});
