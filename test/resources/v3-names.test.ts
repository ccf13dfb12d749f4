import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { armShapes, type Block } from '../../policies/src/resources/arm-shapes';
import { classicShapes } from '../../policies/src/resources/classic';
import type { ArmType } from '../../policies/src/resources/resource';
import type { Field } from '../../policies/src/resources/shapes';
import { classicTokens } from '../../policies/src/resources/tokens-classic';
import { nativeTokens } from '../../policies/src/resources/tokens-table';

const sdk = dirname(require.resolve('@pulumi/azure-native/package.json'));
const inputs = readFileSync(join(sdk, 'types/input.d.ts'), 'utf8');

/** The names of all properties that the blocks of a module have. */
function blockNames(module: string): ReadonlySet<string> {
  const start = inputs.indexOf(`\nexport declare namespace ${module} {`);
  const end = inputs.indexOf('\nexport declare namespace ', start + 1);
  const text = start < 0 ? '' : inputs.slice(start, end < 0 ? undefined : end);
  return new Set([...text.matchAll(/^ {8}"?([\w$]+)"?\??:/gm)].map((match) => match[1] ?? ''));
}

/** The arguments of the classes of a type, in its newest module. */
function argumentNames(type: ArmType): ReadonlySet<string> {
  const names = nativeTokens.find(([listed]) => listed === type)?.[1] ?? [];
  const [module = ''] = names[0]?.split(':') ?? [];
  const wanted = names.map((name) => `'azure-native:${name}'`);
  const texts = readdirSync(join(sdk, module))
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(sdk, module, file), 'utf8'))
    .filter((text) => wanted.some((token) => text.includes(`__pulumiType = ${token}`)));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/resourceInputs\["(\w+)"\] = /g)].map((m) => m[1] ?? '')),
  );
}

const moduleOf = (type: ArmType): string =>
  nativeTokens.find(([listed]) => listed === type)?.[1][0]?.split(':')[0] ?? '';

/** The names that a translation writes: those at the top, and those inside blocks. */
function written(fields: readonly Field[]): { top: string[]; inside: string[] } {
  const steps = fields.map((field) => field.to.split('.'));
  const nested = fields.flatMap(({ each = [], block = [] }) => [...each, ...block]);
  const below = nested.length === 0 ? { top: [], inside: [] } : written(nested);
  return {
    top: steps.flatMap(([first]) => first ?? []),
    inside: [...steps.flatMap(([, ...rest]) => rest), ...below.top, ...below.inside],
  };
}

/** Keys of maps, which no type can name. */
const mapKeys = ['$default', 'events', 'azurepolicy', 'httpApplicationRouting', 'omsagent'];

describe('the classic shapes write names that azure-native has', () => {
  const shapes = [...classicShapes].flatMap(([type, list]) =>
    list.flatMap(({ fields, parts = [] }) => [{ type, fields }, ...parts]),
  );

  it.each(shapes)('$type', ({ type, fields }) => {
    const { top, inside } = written(fields);
    const args = argumentNames(type);
    const blocks = blockNames(moduleOf(type));
    expect(top.filter((name) => !args.has(name))).toEqual([]);
    expect(inside.filter((name) => !mapKeys.includes(name) && !blocks.has(name))).toEqual([]);
  });

  it('has a shape for every type with a classic token', () => {
    expect(classicTokens.filter(([type]) => !classicShapes.has(type))).toEqual([]);
  });
});

function blockRenames(block: Block): { renamed: string[]; blocks: string[] } {
  const within = Object.entries(block.within ?? {});
  const inner = within.map(([, nested]) => blockRenames(nested));
  return {
    renamed: [...Object.values(block.renamed ?? {}), ...inner.flatMap(({ renamed }) => renamed)],
    blocks: [...within.map(([name]) => name), ...inner.flatMap(({ blocks }) => blocks)],
  };
}

describe('the ARM shapes write names that azure-native has', () => {
  it.each([...armShapes])('%s', (type, shape) => {
    const args = argumentNames(type);
    const blocks = blockNames(moduleOf(type));
    const names = blockRenames(shape.body);
    expect(shape.names.filter((name) => name !== '' && !args.has(name))).toEqual([]);
    expect(
      [...names.renamed, ...names.blocks].filter((name) => !args.has(name) && !blocks.has(name)),
    ).toEqual([]);
    expect(args.has('properties')).toBe(shape.keepsProperties === true);
  });

  it('gives one name for each segment of the type', () => {
    const wrong = [...armShapes].filter(([type, { names }]) => type.split('/').length - 1 !== names.length);
    expect(wrong.map(([type]) => type)).toEqual([]);
  });
});
