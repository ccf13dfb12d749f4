import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { type PreviewResult, preview } from '../../policies/src/sources/preview';

const root = join(__dirname, '..', '..');

/** Settings of a variant, by their names without the project's. */
export type VariantSettings = Readonly<Record<string, unknown>>;

/** Writes a project that is a stack of ours with some settings changed; undefined takes a setting away. */
export function writeVariant(folder: string, stack: string, settings: VariantSettings): void {
  const file = `Pulumi.${stack}.yaml`;
  const { config } = parse(readFileSync(join(root, 'stacks', file), 'utf8')) as {
    config: Record<string, unknown>;
  };
  const changed = Object.entries(settings).map(([name, value]) => [`iiot-guard:${name}`, value]);
  const project = {
    name: 'iiot-guard',
    main: relative(folder, join(root, 'infra')),
    runtime: { name: 'nodejs', options: { typescript: true } },
  };
  writeFileSync(join(folder, 'Pulumi.yaml'), stringify(project));
  writeFileSync(join(folder, file), stringify({ config: { ...config, ...Object.fromEntries(changed) } }));
}

/** The offline preview of a stack of ours with some settings changed. */
export async function previewedVariant(stack: string, settings: VariantSettings): Promise<PreviewResult> {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-variant-'));
  try {
    writeVariant(folder, stack, settings);
    return await preview({ directory: folder, stack });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
