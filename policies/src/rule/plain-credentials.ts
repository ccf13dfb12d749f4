import type { Value } from '../resources/value';

const patterns: readonly RegExp[] = [
  // Keys in connection strings of storage, hubs, namespaces and databases.
  /(?:^|[;?&\s"'])(?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecretValue)\s*=\s*[^;\s"']/i,
  /(?:^|[;,\s"'])(?:Password|Pwd)\s*=\s*[^;\s"']/i,
  // The signature of a shared access address.
  /[?&;\s]sig=[^&\s]/i,
  // User and password in an address: `amqps://user:password@host`.
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // A bare key: 64 random bytes for storage and Cosmos DB, 32 for hubs and namespaces.
  /^(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)$/,
];

/**
 * Whether a text holds a key, a password or a signature that opens something by itself. References to Key Vault do not,
 * nor do connection strings that sign in with an identity.
 */
export function holdsCredential(value: Value): boolean {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return !/^@Microsoft\.KeyVault\(/i.test(text) && patterns.some((pattern) => pattern.test(text));
}
