import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Baseline } from '../evaluate/baseline';
import { type BaselineFile, locatedFrom } from './baseline-compare';
import { UsageError } from './usage-error';

const entry = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  rule: z.string().min(1),
  resource: z.string().min(1).describe('URN, or for a template the file as seen from here and the resource'),
  property: z.string(),
  outcome: z.enum(['fail', 'unknown']),
  count: z.int().min(2).optional().describe('How many such findings; one where left out'),
  accepted: z.iso.date().describe('The day on which it was accepted'),
  by: z.string().describe('Who accepted it'),
});

/** The shape of a baseline file, published as `schemas/baseline.schema.json`. */
export const baselineSchema = z
  .strictObject({
    schema: z.literal(1),
    shrinkOnly: z.boolean().describe('No entry is ever added'),
    entries: z.array(entry),
  })
  .describe('Findings that were accepted when iiot-guard was adopted') satisfies z.ZodType<Baseline>;

/** Reads a baseline. Throws a UsageError that says what is wrong with it. */
export function readBaseline(file: string): BaselineFile {
  if (!existsSync(file))
    throw new UsageError(`${file}: there is no such file.\n  Make it with \`iiot-guard baseline create\`.`);
  const checked = baselineSchema.safeParse(parsed(file));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw new UsageError(
      `${file}: is no baseline (${path === '' ? '' : `${path}: `}${issue?.message}).\n  Take back the last change to it, or make it again with \`iiot-guard baseline create\`.`,
    );
  }
  return { file, baseline: checked.data, locate: locatedFrom(resolve(dirname(file))) };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    throw new UsageError(
      code === undefined
        ? `${file}: is not valid JSON.\n  Were two branches merged? Settle the conflict in it.`
        : `${file}: cannot be read (${code}).\n  Name another file.`,
    );
  }
}

/** The text of a baseline file: one line for each entry, so that branches merge and reviewers see each. */
export function baselineText({ schema, shrinkOnly, entries }: Baseline): string {
  const lines = entries.map((one) => `    ${JSON.stringify(one)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schema": ${schema},\n  "shrinkOnly": ${shrinkOnly},\n  "entries": ${list}\n}\n`;
}
