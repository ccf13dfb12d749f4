import { join } from 'node:path';
import { type PreviewResult, preview } from '../../policies/src/sources/preview';
import { stacks } from './stacks';

const root = join(__dirname, '..', '..');

/** The stacks of the platform, and one with every option on. */
export const previewedStacks = [...stacks, 'every-option'] as const;

export type PreviewedStack = (typeof previewedStacks)[number];

const done = new Map<PreviewedStack, Promise<PreviewResult>>();

/** The offline preview of our platform; once for each stack, because it takes seconds. */
export function previewed(stack: PreviewedStack): Promise<PreviewResult> {
  const directory = stack === 'every-option' ? join(root, 'test/programs/every-option') : root;
  const result = done.get(stack) ?? preview({ directory, stack });
  done.set(stack, result);
  return result;
}
