/** Names that end in the word for a secret: `adminPassword`, `storage_key`, `SAS-TOKEN`. `secretName` is none. */
const ending =
  /(?:password|passwd|pwd|passphrase|secret|credentials?|connectionstring|token|(?:account|access|admin|api|auth|encryption|function|host|iothub|master|primary|private|sas|secondary|service|shared|sharedaccess|signing|storage|subscription)keys?)$/;

/** Whether a parameter, variable or setting of this name holds a secret, as far as names tell. */
export function soundsSecret(name: string): boolean {
  return ending.test(lettersOf(name));
}

const lettersOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** What stands for a secret without being one: a reference, an address, a path, a blank to be filled in, or nothing. */
const reference =
  /^\s*$|^@Microsoft\.(?:KeyVault|AppConfiguration)\(|^\$[({]|^\{\{|^<|^\[|^%\w+%$|^https?:\/\/|^(?:\.{0,2}\/|[a-z]:\\)[\w./\\-]*\.\w{1,5}$/i;

/** A key as Azure makes them: 32 bytes or more in base64. Certificates, hashes and public keys look the same. */
const base64Key = /^(?:[A-Za-z0-9+/]{4}){10,}[A-Za-z0-9+/]{2,3}={1,2}$/;

/** Keys that open nothing. */
const openKey = /(?:public|partition|row|routing|instrumentation)key$/;

/**
 * Names that tell a secret whatever stands under them. An `encryptionKey` may be the name of a key, a `credential` may be
 * `managedidentity`, and what is in a connection string tells whether it holds a key: many name an identity.
 */
const certain =
  /(?:password|passwd|pwd|passphrase|secret|token|(?:access|account|api|private|subscription)keys?)$/;

/** Whether a setting of this name gives a password or key as plain text. */
export function isPlainSecret(name: string, value: string): boolean {
  if (value.length < 8 || /\s/.test(value) || reference.test(value)) return false;
  const letters = lettersOf(name);
  if (certain.test(letters)) return true;
  return letters.endsWith('key') && !openKey.test(letters) && base64Key.test(value);
}
