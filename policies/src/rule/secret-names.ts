import type { Value } from '../resources/value';

/** Names that end in the word for a secret: `adminPassword`, `storage_key`, `SAS-TOKEN`. `secretName` is none. */
const ending =
  /(password|passwd|pwd|passphrase|secret|credentials?|connectionstring|token|(account|access|admin|api|auth|encryption|function|host|iothub|master|primary|private|sas|secondary|service|shared|sharedaccess|signing|storage)keys?)$/;

/** Whether a parameter or variable of this name holds a secret, as far as names tell. */
export function soundsSecret(name: string): boolean {
  return ending.test(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}

const signed =
  /(account|shared\s?access)\s?(key|signature)\s*=\s*\S|[?&]sig=[^&\s]|\bpassword\s*=\s*\S|PRIVATE KEY-----/i;

/** Whether a text carries a key, a signature or a password in a form that Azure writes. */
export function looksSigned(value: Value): boolean {
  return typeof value === 'string' && signed.test(value);
}
