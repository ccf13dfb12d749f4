import { createHash } from 'node:crypto';

/** A configuration value the way the engine hands it to a program: text, and whether it is a secret. */
export interface ConfigValue {
  readonly text: string;
  readonly secret: boolean;
  /** Whether the text is the JSON of a map or a list. */
  readonly structured: boolean;
  /** The placeholders inside `text` that stand for values we cannot decrypt. */
  readonly placeholders: readonly string[];
}

/**
 * Encodes a value of a stack file as the engine does: text as it is, everything else as JSON with sorted keys.
 *
 * `{ secure: <ciphertext> }`, at any depth, becomes a placeholder. Source: `object.go` and `plaintext.go` in
 * `sdk/go/common/resource/config` of pulumi/pulumi.
 */
export function encodeConfig(key: string, value: unknown): ConfigValue {
  const placeholders: string[] = [];
  const opened = open(value, key, placeholders);
  const text = typeof opened === 'string' ? opened : encodeJson(opened);
  const structured = typeof opened === 'object';
  return { text, secret: placeholders.length > 0, structured, placeholders };
}

/** `region` means `<project>:region`; `aws:config:region` is the old spelling of `aws:region`. */
export function fullKey(given: string, project: string): string | undefined {
  const parts = given.split(':');
  if (parts.length === 1) return `${project}:${given}`;
  if (parts.length === 3 && parts[1] === 'config') return `${parts[0]}:${parts[2]}`;
  return parts.length === 2 ? given : undefined;
}

/** JSON text of a value read from YAML. `JSON.stringify` cannot do it: it refuses `bigint`. */
export function encodeJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(',')}]`;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${encodeJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

function open(value: unknown, path: string, placeholders: string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => open(item, `${path}[${index}]`, placeholders));
  if (value instanceof Date) return goTime(value);
  if (typeof value !== 'object' || value === null) return value;
  const ciphertext = ciphertextOf(value);
  if (ciphertext !== undefined) {
    const text = placeholder(path, ciphertext);
    placeholders.push(text);
    return text;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, open(item, `${path}.${key}`, placeholders)]),
  );
}

/** The ciphertext of `{ secure: <ciphertext> }`, the engine's notation for a secret. */
function ciphertextOf(value: object): string | undefined {
  const [entry, ...more] = Object.entries(value);
  return entry?.[0] === 'secure' && more.length === 0 && typeof entry[1] === 'string' ? entry[1] : undefined;
}

/**
 * What a program sees in place of a secret: opaque, and the same on every run so that names derived from it do not
 * change. It is made from the ciphertext, which says nothing about the secret.
 */
function placeholder(path: string, ciphertext: string): string {
  return createHash('sha256').update(`${path}\0${ciphertext}`).digest('base64url').slice(0, 40);
}

/** An unquoted date reaches a program as Go prints it, because the engine reads YAML with Go. */
function goTime(date: Date): string {
  const [day, time] = date.toISOString().split('T') as [string, string];
  return `${day} ${time.replace(/\.?0*Z$/, '').padEnd(8, '0')} +0000 UTC`;
}
