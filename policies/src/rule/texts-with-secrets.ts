import type { Condition } from './conditions';

/**
 * What a credential looks like in a text: a private key, a connection string or signed link of Azure, and an assignment to
 * a name such as `password`. A reference that is resolved later (`${VAR}`, `$(command)`, `<placeholder>`) is none.
 */
const credentials: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/,
  /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)\s*=\s*[^\s;<$]/i,
  /[?&]sig=[\w%+/-]{20,}/i,
  /(?:passw(?:or)?d|passphrase|secret|api_?key|access_?key|auth_?token)["']?\s*[:=]\s*["']?(?!true\b|false\b|null\b|none\b)[^\s"'<${}]{4,}/i,
  /:\/\/[^\s:/@<$]+:[^\s:/@<$]+@/,
];

/** A text, plain or in base64, in which nothing looks like a credential. Other kinds of value pass. */
export const carriesNoCredential: Condition = {
  expected: 'carry no password, key or signed link',
  holds: (value) =>
    typeof value !== 'string' ||
    [value, ...decoded(value)].every((text) => credentials.every((pattern) => !pattern.test(text))),
};

function decoded(text: string): readonly string[] {
  const compact = text.replace(/\s+/g, '');
  if (compact.length < 8 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return [];
  const bytes = Buffer.from(compact, 'base64');
  // A script that was packed before it was encoded cannot be read here.
  return [bytes.toString('utf8'), bytes.toString('utf16le')];
}
