import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PreviewError } from '../../../policies/src/sources/preview';
import { splitArguments } from '../../../policies/src/sources/preview/child';
import { readProject } from '../../../policies/src/sources/preview/project';
import { readStack } from '../../../policies/src/sources/preview/stack-config';
import { project } from './programs';

const NODE = 'name: plant\nruntime: nodejs\n';

/** The message of the `PreviewError` that reading a project and its stack ends with, without the directory. */
function fault(files: Record<string, string>, stack?: string): string {
  const directory = project(files);
  try {
    readStack(readProject(directory), stack);
  } catch (error) {
    if (error instanceof PreviewError)
      return error.message.replaceAll(`${directory}/`, '').replaceAll(directory, '.');
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

/** The configuration that a program would see. */
function config(pulumi: string, stack: string): Record<string, string> {
  const read = readStack(readProject(project({ 'Pulumi.yaml': pulumi, 'Pulumi.dev.yaml': stack })));
  return Object.fromEntries([...read.config].map(([key, value]) => [key, value.text]));
}

describe('a project file', () => {
  it.each([
    ['is missing', {}, /^\.: no Pulumi\.yaml here or in any directory above/],
    [
      'is broken',
      { 'Pulumi.yaml': 'name: plant\nruntime: [nodejs\n' },
      /^Pulumi\.yaml:\d:\d: this is not valid YAML/,
    ],
    ['is empty', { 'Pulumi.yaml': '' }, /^Pulumi\.yaml: a project file is a map/],
    ['has no name', { 'Pulumi.yaml': 'runtime: nodejs\n' }, /^Pulumi\.yaml: the project has no 'name'/],
    ['has no runtime', { 'Pulumi.yaml': 'name: a\n' }, /the project has no 'runtime'/],
    [
      'has a number for a name',
      { 'Pulumi.yaml': 'name: 7\nruntime: nodejs\n' },
      /^Pulumi\.yaml:1:1: 'name' must be a text/,
    ],
    [
      'has two places for stacks',
      { 'Pulumi.yaml': `${NODE}config: a\nstackConfigDir: b\n` },
      /^Pulumi\.yaml:3:1: .*Keep only 'stackConfigDir'/,
    ],
    [
      'has a list for config',
      { 'Pulumi.yaml': `${NODE}config: [a]\n` },
      /^Pulumi\.yaml:3:1: 'config' must be a map/,
    ],
    [
      'has a text for typescript',
      { 'Pulumi.yaml': 'name: a\nruntime:\n  name: nodejs\n  options:\n    typescript: yes please\n' },
      /^Pulumi\.yaml:5:5: 'typescript' must be true or false/,
    ],
    [
      'has a number for nodeargs',
      { 'Pulumi.yaml': 'name: a\nruntime:\n  name: nodejs\n  options: { nodeargs: 7 }\n' },
      /^Pulumi\.yaml:4:14: 'nodeargs' must be a text/,
    ],
  ])('that %s is refused with place and remedy', (_, files, message) => {
    expect(fault(files)).toMatch(message);
  });

  it('is found above the directory, as YAML or JSON', () => {
    const directory = project({ 'Pulumi.json': '{ "name": "plant", "runtime": "nodejs" }', 'a/b/x': '' });
    expect(readProject(`${directory}/a/b`)).toMatchObject({
      name: 'plant',
      root: directory,
      directory,
      entryPoint: '.',
    });
  });

  it.each([
    ['.', undefined],
    ['src', 'main: src\n'],
    ['src/plant.ts', 'main: src/plant.ts\n'],
  ])('runs %s', (path, main = '') => {
    const directory = project({ 'Pulumi.yaml': `${NODE}${main}`, 'src/plant.ts': '' });
    const read = readProject(directory);
    expect(join(relative(directory, read.directory), read.entryPoint)).toBe(path);
  });

  it('gives the options of its runtime', () => {
    const text =
      'name: a\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: --no-warnings\n    tsconfig: t.json\n';
    expect(readProject(project({ 'Pulumi.yaml': text })).options).toEqual({
      typescript: false,
      nodeargs: '--no-warnings',
      tsconfig: 't.json',
    });
  });

  it('in a directory that does not exist is refused', () => {
    expect(() => readProject('/nowhere/at/all')).toThrow('/nowhere/at/all: there is no such directory');
  });
});

describe('a stack', () => {
  const two = { 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml': '', 'Pulumi.prod.yaml': '' };

  it.each([
    ['is not there', two, 'test', /^There is no stack 'test': .*The stacks are: dev, prod\./],
    ['is not chosen', two, undefined, /2 stacks: dev, prod\. Choose one with --stack, as in --stack dev/],
    ['has no file and no name', { 'Pulumi.yaml': NODE }, undefined, /has no stack file .*--stack dev/],
    [
      'is broken',
      { 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml': 'config:\n  a: "b\n' },
      undefined,
      /^Pulumi\.dev\.yaml:\d:\d: this is not valid YAML/,
    ],
    [
      'is a list',
      { 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml': 'config: [a]\n' },
      undefined,
      /^Pulumi\.dev\.yaml:1:1: 'config' must be a map/,
    ],
    [
      'is a text',
      { 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml': 'nonsense\n' },
      undefined,
      /^Pulumi\.dev\.yaml:1:1: 'config' must be a map/,
    ],
    [
      'lies in a directory that does not exist',
      { 'Pulumi.yaml': `${NODE}stackConfigDir: stacks\n` },
      undefined,
      /has no stack file \(Pulumi\.<stack>\.yaml\) in stacks/,
    ],
    [
      'has no file for what the project requires',
      { 'Pulumi.yaml': `${NODE}config:\n  site: { type: string }\n` },
      'dev',
      /requires the configuration 'plant:site'.*Add it to Pulumi\.dev\.yaml\./,
    ],
    [
      'does not set what the project names and gives no value',
      { 'Pulumi.yaml': `${NODE}config:\n  site:\n`, 'Pulumi.dev.yaml': '' },
      undefined,
      /requires the configuration 'plant:site'/,
    ],
    [
      'is a folder',
      { 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml/a': '' },
      undefined,
      /^Pulumi\.dev\.yaml: this file cannot be read \(EISDIR\)/,
    ],
    [
      'has a bad key',
      { 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml': 'config:\n  ok: 1\n  a:b:c: 1\n' },
      undefined,
      /^Pulumi\.dev\.yaml:3:3: 'a:b:c' is not a configuration key/,
    ],
  ])('that %s is refused with place and remedy', (_, files, stack, message) => {
    expect(fault(files, stack)).toMatch(message);
  });

  it('is found in stackConfigDir, by its own name or with its organization', () => {
    const directory = project({
      'Pulumi.yaml': `${NODE}stackConfigDir: stacks\n`,
      'stacks/Pulumi.dev.yml': 'config: { a: b }\n',
    });
    for (const name of ['dev', 'acme/dev', 'acme/plant/dev', undefined]) {
      const stack = readStack(readProject(directory), name);
      expect([stack.name, stack.config.get('plant:a')?.text]).toEqual(['dev', 'b']);
    }
  });

  it('needs no file when the project has none', () => {
    expect(readStack(readProject(project({ 'Pulumi.yaml': NODE })), 'dev').config.size).toBe(0);
  });

  it('that imports an environment says what is missing', () => {
    const directory = project({ 'Pulumi.yaml': NODE, 'Pulumi.dev.yaml': 'environment: [shared]\n' });
    expect(readStack(readProject(directory)).notEvaluated).toEqual([
      { resource: 'Pulumi.dev.yaml', why: expect.stringContaining("imports 'environment'") },
    ]);
  });
});

describe('configuration', () => {
  it.each([
    ['text', 'westeurope', 'westeurope'],
    ['number', '1.50', '1.5'],
    ['large number', '12345678901234567890', '12345678901234567890'],
    ['truth', 'true', 'true'],
    ['quoted number', '"0123"', '0123'],
    ['nothing', '~', 'null'],
    ['date', '2026-11-24', '2026-11-24 00:00:00 +0000 UTC'],
    ['time', '2026-11-24T08:30:05.250Z', '2026-11-24 08:30:05.25 +0000 UTC'],
    ['map', '{ b: 1, a: [true, ~, x] }', '{"a":[true,null,"x"],"b":1}'],
    ['list', '[2, 1]', '[2,1]'],
  ])('turns a %s into the text the engine gives', (_, yaml, text) => {
    expect(config(NODE, `config:\n  value: ${yaml}\n`)).toEqual({ 'plant:value': text });
  });

  it('knows the namespaces of keys', () => {
    expect(config(NODE, 'config: { a: 1, "aws:region": x, "aws:config:profile": y }')).toEqual({
      'plant:a': '1',
      'aws:region': 'x',
      'aws:profile': 'y',
    });
  });

  it('asks for nothing that the project only declares for the package of a provider', () => {
    expect(config(`${NODE}config:\n  azure-native:location: { type: string }\n`, '')).toEqual({});
  });

  it('hides secrets at any depth, each behind a placeholder of its own', () => {
    const directory = project({
      'Pulumi.yaml': NODE,
      'Pulumi.dev.yaml':
        'config:\n  a: { secure: ciphertext }\n  b: { open: 1, list: [{ secure: ciphertext }] }\n  c: { secure: x, other: y }\n',
    });
    const { config } = readStack(readProject(directory));
    expect([...config.values()].map(({ secret }) => secret)).toEqual([true, true, false]);
    const a = config.get('plant:a')?.text;
    const [b] = JSON.parse(config.get('plant:b')?.text ?? '').list;
    expect(a).toMatch(/^[\w-]{40}$/);
    expect(b).toMatch(/^[\w-]{40}$/);
    expect(b).not.toBe(a);
    expect(config.get('plant:b')?.placeholders).toEqual([b]);
  });

  it('takes values and defaults from the project, the stack first', () => {
    const declared = `${NODE}config:\n  size: 3\n  site: { type: string, default: aachen }\n  azure-native:location: { value: x }\n  plant:tier: gold\n`;
    expect(config(declared, 'config: { size: 5 }')).toEqual({
      'plant:size': '5',
      'plant:site': 'aachen',
      'azure-native:location': 'x',
      'plant:tier': 'gold',
    });
  });

  it.each([
    [
      'a value is missing',
      'site: { type: string }',
      '{}',
      /^Pulumi\.yaml:4:3: the project requires the configuration 'plant:site'.*Pulumi\.dev\.yaml/,
    ],
    [
      'a number is no integer',
      'size: { type: integer }',
      '{ size: 1.5 }',
      /'plant:size' must be of type integer/,
    ],
    ['a text is no truth', 'open: { type: boolean }', '{ open: maybe }', /must be of type boolean/],
    ['a text is no map', 'tags: { type: object }', '{ tags: a }', /must be of type object/],
    [
      'an item has the wrong type',
      'ids: { type: array, items: { type: integer } }',
      '{ ids: [1, x] }',
      /must be of type array<integer>/,
    ],
    ['a map is no text', 'site: { type: string }', '{ site: { a: b } }', /must be of type string/],
    [
      'a secret is plain',
      'key: { type: string, secret: true }',
      '{ key: abc }',
      /'plant:key' is declared a secret.*pulumi config set --secret plant:key/,
    ],
    ['a key is malformed', 'a:b:c: 1', '{}', /^Pulumi\.yaml:4:3: 'a:b:c' is not a configuration key/],
  ])('is refused when %s', (_, declaration, stack, message) => {
    expect(
      fault({ 'Pulumi.yaml': `${NODE}config:\n  ${declaration}\n`, 'Pulumi.dev.yaml': `config: ${stack}\n` }),
    ).toMatch(message);
  });

  it.each([
    ['integer', 'type: integer', '7'],
    ['integer in quotes', 'type: integer', '"7"'],
    ['truth', 'type: boolean', 'false'],
    ['text', 'type: string', '7'],
    ['map', 'type: object', '{ a: 1 }'],
    ['list of lists', 'type: array, items: { type: array, items: { type: string } }', '[[a], []]'],
    ['encrypted value of any type', 'type: integer, secret: true', '{ secure: ciphertext }'],
  ])('accepts an %s where one is declared', (_, type, value) => {
    expect(() => config(`${NODE}config:\n  key: { ${type} }\n`, `config: { key: ${value} }\n`)).not.toThrow();
  });
});

it.each([
  ['', []],
  ['--a  --b=1', ['--a', '--b=1']],
  [`--title "two words" --x='a b'`, ['--title', 'two words', '--x=a b']],
])('splits the arguments %j for Node.js', (text, words) => {
  expect(splitArguments(text)).toEqual(words);
});
