import { isObject, type Value } from '../../resources/value';
import { type ConfigValue, fullKey } from './config-value';
import { PreviewError } from './error';
import type { Project } from './project';
import type { YamlFile } from './yaml-file';

/** One entry of the `config` block of `Pulumi.yaml`. */
export interface Declaration {
  readonly key: string;
  readonly type?: ConfigType;
  readonly secret: boolean;
  /** The value, or the default, that holds for every stack which does not set the key itself. */
  readonly value?: unknown;
  readonly place: string;
}

interface ConfigType {
  readonly name: string;
  readonly items?: ConfigType;
}

/** Reads the declarations of a project. Source: `project.go` and `pkg/workspace/config.go` of pulumi/pulumi. */
export function declarationsOf(project: Project): Declaration[] {
  return Object.entries(project.config).map(([given, entry]) => {
    const place = project.file.place(['config', given]);
    const key = fullKey(given, project.name);
    if (!key)
      throw new PreviewError(
        `${place}: '${given}' is not a configuration key. Write it as <namespace>:<name>.`,
      );
    // A bare value or list is short for one with `value` or `default`.
    if (!isObject(entry as Value)) return { key, secret: false, value: entry ?? undefined, place };
    const { type, items, secret, value, default: fallback } = entry as Record<string, unknown>;
    return {
      key,
      secret: secret === true,
      ...(typeof type === 'string' && { type: configType(type, items) }),
      ...((value ?? fallback) != null && { value: value ?? fallback }),
      place,
    };
  });
}

function configType(name: string, items: unknown): ConfigType {
  const inner = items as { type?: unknown; items?: unknown } | undefined;
  return typeof inner?.type === 'string' ? { name, items: configType(inner.type, inner.items) } : { name };
}

/** Checks a stack's value against its declaration, as the engine does before it runs a program. */
export function checkConfig(
  declaration: Declaration,
  given: ConfigValue,
  stack: string,
  file: YamlFile | undefined,
): void {
  if (declaration.secret && !given.secret) {
    throw new PreviewError(
      `${file?.path}: '${declaration.key}' is declared a secret, but stack '${stack}' holds it in plain text. ` +
        `Encrypt it: pulumi config set --secret ${declaration.key}.`,
    );
  }
  // The type of an encrypted value cannot be seen.
  if (!declaration.type || given.secret) return;
  if (!fits(declaration.type, given.structured ? JSON.parse(given.text) : given.text)) {
    throw new PreviewError(
      `${file?.path}: '${declaration.key}' must be of type ${spell(declaration.type)} (declared in ${declaration.place}).`,
    );
  }
}

function fits(type: ConfigType, value: unknown): boolean {
  switch (type.name) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) || (typeof value === 'string' && /^[+-]?\d+$/.test(value));
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'object':
      return isObject(value as Value);
    default: {
      const { items } = type;
      return Array.isArray(value) && items !== undefined && value.every((item) => fits(items, item));
    }
  }
}

function spell(type: ConfigType): string {
  return type.items ? `array<${spell(type.items)}>` : type.name;
}
