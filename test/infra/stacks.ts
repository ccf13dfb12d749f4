import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The stacks of the platform. */
export const stacks = ['dev', 'prod', 'prod-sovereign'] as const;

/** The configuration of a stack as the language host hands it over: lists and maps as JSON. */
export function stackConfig(stack: string): Record<string, string> {
  const file = join(__dirname, '..', '..', 'stacks', `Pulumi.${stack}.yaml`);
  const { config } = parse(readFileSync(file, 'utf8')) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}
