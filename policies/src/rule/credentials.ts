import type { Value } from '../resources/value';
import type { Condition } from './conditions';

/** What a reference, a blank or a masked value begins with where a secret would stand; none of these is one. */
const given = String.raw`(?!\$[({]|\{|<|%\w|\*|\[)`;

/**
 * Forms that only credentials have. Randomness alone accuses nobody: ids, hashes and certificates are random as well.
 *
 * Sources: connection strings of Storage, Service Bus, Event Hubs and IoT Hub, and shared access signatures, as their pages
 * on learn.microsoft.com describe them; RFC 7468 for keys in PEM; RFC 7519 for tokens.
 */
const forms: readonly (readonly [kind: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/],
  ['an account key', /AccountKey\s*=\s*[A-Za-z0-9+/%_-]{8,}/i],
  ['a shared access key', /Shared(?:Access|Secret)(?:Key|Value)\s*=\s*[A-Za-z0-9+/%_-]{8,}/i],
  ['a shared access signature', /(?:^|[?&;\s"'])sig=[A-Za-z0-9%+/_-]{12,}/i],
  [
    'a password in a connection string',
    new RegExp(String.raw`(?:^|[;,"'])\s*(?:password|pwd)\s*=\s*${given}[^;,\s"']`, 'i'),
  ],
  [
    'a password in an address',
    new RegExp(String.raw`[a-z0-9]:\/\/[^\s:/@]{0,200}:${given}[^\s:/@]{1,200}@[^\s/]`, 'i'),
  ],
  ['a signed token', /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,}\./],
  ['a client secret of Entra ID', /(?<![\w~.-])[\w~.-]{3}8Q~[\w~.-]{31,34}(?![\w~.-])/],
  ['an access token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36,}/],
];

/** What every form has a part of. Ids, names and places have none of it, so one look rules out most texts. */
const hint = /[=@~]|-----BEGIN|eyJ|gh[pousr]_/;

/** The kind of credential that a text holds, in words; undefined where it holds none that is known. */
export function credentialIn(text: string): string | undefined {
  if (text.length < 12 || !hint.test(text)) return undefined;
  return forms.find(([, form]) => form.test(text))?.[0];
}

/** Whether a value is a text that holds a credential. */
export function holdsCredential(value: Value): boolean {
  return typeof value === 'string' && credentialIn(value) !== undefined;
}

/**
 * What scripts, headers and files of settings write: a secret name, then its value. Too loose for texts meant for people
 * ("password: at least eight letters"), so only texts that machines read are held to it.
 */
const assigned =
  /(?:passw(?:or)?d|passphrase|secret|(?:api|access|account)[-_ ]?key|auth[-_]?token)["']?\s*[:=]\s*["']?(?!true\b|false\b|null\b|none\b)[^\s"'<${}]{4,}/i;

/** A text for machines, plain or in base64, in which nothing looks like a credential. Other kinds of value pass. */
export const carriesNoCredential: Condition = {
  expected: 'carry no password, key or signed link',
  holds: (value) => typeof value !== 'string' || ![value, ...decoded(value)].some(carriesCredential),
};

const carriesCredential = (text: string): boolean => credentialIn(text) !== undefined || assigned.test(text);

function decoded(text: string): readonly string[] {
  const compact = text.replace(/\s+/g, '');
  if (compact.length < 8 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return [];
  const bytes = Buffer.from(compact, 'base64');
  // A script that was packed before it was encoded cannot be read here.
  return [bytes.toString('utf8'), bytes.toString('utf16le')];
}
