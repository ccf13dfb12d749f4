import type { Condition } from './conditions';

/** What connection strings, signatures and headers write in front of a secret. */
const named =
  /(shared\s?access\s?(key|signature)|account\s?key|access\s?key|api[-_ ]?key|password|passwd|pwd|client[-_ ]?secret|(^|[?&;])sig)\s*[=:]\s*\S/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const token = /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/;
/** A 256- or 512-bit key in base64, as Azure makes them for services and storage accounts. */
const base64Key = /(^|[^A-Za-z0-9+/])([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)($|[^A-Za-z0-9+/=])/;

/** Whether a text carries a key, a connection string with one, a signature, a token or a private key. */
export function carriesSecret(text: string): boolean {
  return [named, privateKey, token, base64Key].some((pattern) => pattern.test(text));
}

/** A text without a secret in it. Values of other kinds pass. */
export const carriesNoSecret: Condition = {
  expected: 'carry no key, password, signature or token',
  holds: (value) => typeof value !== 'string' || !carriesSecret(value),
};
