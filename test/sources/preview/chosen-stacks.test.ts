import { describe, expect, it } from 'vitest';
import { readProject } from '../../../policies/src/sources/preview/project';
import { chosenStacks } from '../../../policies/src/sources/preview/stack-config';
import { project } from './programs';

const NODE = 'name: plant\nruntime: nodejs\n';

describe('all stacks of a project', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['one', { 'Pulumi.dev.yaml': '' }, ['dev']],
    ['several, by name', { 'Pulumi.prod.yaml': '', 'Pulumi.dev.json': '{}' }, ['dev', 'prod']],
  ])('are those that have a file: %s', (_title, files, expected) => {
    const read = readProject(project({ 'Pulumi.yaml': NODE, ...files }));
    expect(chosenStacks(read, [], true)).toEqual(expected);
  });

  it.each([
    ['beside the project', NODE, 'in ..'],
    ['in the folder that the project names', `${NODE}stackConfigDir: stacks\n`, 'in stacks.'],
  ])('are missed %s', (_title, text, words) => {
    const read = readProject(project({ 'Pulumi.yaml': text }));
    expect(() => chosenStacks(read, [], true)).toThrow(words);
  });
});
