import { z } from 'zod';
import type { Setting } from './settings-of-options';

/** The values of a configuration file or of one of its stacks, by the names of the options. */
export type ConfigValues = { readonly [setting: string]: string | boolean | readonly string[] };

/** A checked configuration. */
export interface Config {
  readonly common: ConfigValues;
  readonly stacks: { readonly [stack: string]: ConfigValues };
}

/** The shape of a configuration file. */
export function configSchema(settings: readonly Setting[]) {
  const perStack = z.strictObject(shapeOf(settings.filter((setting) => setting.perStack)));
  return z
    .strictObject({
      $schema: z.string().optional().describe('Where an editor finds this schema'),
      ...shapeOf(settings),
      stacks: z
        .record(z.string().min(1), perStack)
        .optional()
        .describe('What counts for one stack, by its name; it wins over what stands outside'),
    })
    .describe(
      'Settings of iiot-guard: what the options of its command line can say. Options given there win.',
    );
}

/** The published JSON Schema, for editors. */
export function configJsonSchema(settings: readonly Setting[]): object {
  return z.toJSONSchema(configSchema(settings), { io: 'input' });
}

function shapeOf(settings: readonly Setting[]): { readonly [name: string]: z.ZodType } {
  return Object.fromEntries(
    settings.map((setting) => [setting.name, schemaOf(setting).optional().describe(setting.description)]),
  );
}

function schemaOf({ kind, choices }: Setting): z.ZodType {
  const [first, ...others] = choices ?? [];
  if (kind === 'flag') return z.boolean();
  const text = first === undefined ? z.string().trim().min(1) : z.enum([first, ...others]);
  // One value needs no list; numbers are written without quotes.
  if (kind === 'list') return z.union([z.array(text), text]);
  return first === undefined ? z.union([text, z.number()]) : text;
}
