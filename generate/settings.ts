import { z } from 'zod';
import { allowedBy, bare } from '../infra/setting-kinds';
import { settingsSchema } from '../infra/settings';

const settings: readonly (readonly [string, z.ZodType])[] = Object.entries(settingsSchema.shape);

const project = 'iiot-guard';

/** A table of all settings for the README. */
export function settingsTable(): string {
  const rows = settings.map(([name, type]) =>
    [`\`${name}\``, `${type.description}.`, capital(cell(allowedBy(type))), defaultOf(type)].join(' | '),
  );
  return [
    '| Setting | What it is | Allowed | Default |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function defaultOf(type: z.ZodType): string {
  if (type instanceof z.ZodOptional) return 'none';
  if (!(type instanceof z.ZodDefault)) return 'required';
  const value: unknown = type.def.defaultValue;
  const nothing = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return nothing ? 'none' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** A JSON Schema of `Pulumi.<stack>.yaml`, for editors. */
export function stackSchema(): object {
  const names = settings.map(([name]) => `${project}:${name}`);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of a stack',
    type: 'object',
    properties: {
      config: {
        type: 'object',
        properties: Object.fromEntries(
          settings.map(([name, type]) => [`${project}:${name}`, settingSchema(type)]),
        ),
        required: [`${project}:region`],
        // Providers and other projects have settings of their own.
        propertyNames: { anyOf: [{ enum: names }, { not: { pattern: `^${project}:` } }] },
      },
    },
  };
}

/** Beside the value itself, the file may hold it as text, which is how `pulumi config set` writes it, or encrypted. */
function settingSchema(type: z.ZodType): object {
  const { $schema: _, description, default: fallback, ...value } = z.toJSONSchema(type, { io: 'input' });
  const secure = {
    type: 'object',
    properties: { secure: { type: 'string' } },
    required: ['secure'],
    additionalProperties: false,
  };
  const forms = [value, ...textForm(type), secure];
  return {
    description: `${description}. Allowed: ${allowedBy(type)}.`,
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: forms,
  };
}

function textForm(type: z.ZodType): readonly object[] {
  const kind = bare(type)._zod.def.type;
  if (kind === 'number' || kind === 'literal') return [{ type: 'string', pattern: '^\\d+$' }];
  if (kind === 'boolean') return [{ enum: ['true', 'false'] }];
  if (kind === 'array') return [{ type: 'string', pattern: '^\\s*\\[' }];
  if (kind === 'object' || kind === 'record') return [{ type: 'string', pattern: '^\\s*\\{' }];
  return [];
}
