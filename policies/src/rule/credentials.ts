import { isList, isUnknown, type Properties, type Value } from '../resources/value';

/**
 * Forms that only credentials have. Randomness alone accuses nobody: ids, hashes and certificates are random as well.
 *
 * Sources: connection strings of Storage, Service Bus, Event Hubs and IoT Hub, and shared access signatures, as their pages
 * on learn.microsoft.com describe them; RFC 7468 for keys in PEM; RFC 7519 for tokens.
 */
const forms: readonly (readonly [kind: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['an account key', /AccountKey=[A-Za-z0-9+/]{20,}/i],
  ['a shared access key', /SharedAccessKey=[A-Za-z0-9+/]{20,}/i],
  ['a shared access signature', /(?:^|[?&;\s])sig=[A-Za-z0-9%+/]{20,}/i],
  ['a password in a connection string', /(?:^|;)\s*(?:password|pwd)\s*=\s*[^;{}\s][^;]*(?:;|$)/i],
  ['a password in an address', /\b[a-z][a-z0-9+.-]{2,}:\/\/[^\s:@/]+:[^\s:@/{}$]+@[^\s/]/i],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  [
    'a client secret of Entra ID',
    /(?:^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}(?:$|[^A-Za-z0-9_~.-])/,
  ],
  ['an access token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36,}/],
];

/** What every form has a part of: most texts are ruled out by this one look. */
const hint = /PRIVATE KEY|AccessKey=|AccountKey=|sig=|password|pwd|:\/\/[^\s/]*@|eyJ|8Q~|gh[pousr]_/i;

/** The kind of credential that a text holds, in words; undefined where it holds none that is known. */
export function credentialIn(text: string): string | undefined {
  if (text.length < 12 || !hint.test(text)) return undefined;
  return forms.find(([, form]) => form.test(text))?.[0];
}

/** Names of settings whose value is a credential whatever it looks like. */
const secretName =
  /(?:pass(?:word|wd|phrase)|pwd|secret|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|sas[-_]?token|connection[-_]?string)$/i;

/** What stands for a credential without being one: a reference to Key Vault, another setting, or nothing. */
const reference =
  /^\s*$|^@Microsoft\.(?:KeyVault|AppConfiguration)\(|^\$\{|^\{\{|^%\w+%$|^https:\/\/[\w-]+\.vault\.azure\.net\/secrets\//i;

/** Whether a setting of this name gives a credential as plain text. */
export function isPlainSecret(name: string, value: string): boolean {
  return secretName.test(name) && value.length >= 8 && !/\s/.test(value) && !reference.test(value);
}

/** One text in the properties of a resource. */
export interface Text {
  readonly path: string;
  /** The name it stands under: a property, or the `name` beside a `value`. */
  readonly name: string;
  readonly text: string;
  /** Whether the name is one that the author chose: of a tag, a setting or a variable. */
  readonly chosenName: boolean;
}

/** Blocks whose keys are the author's own. */
const ownKeys = /^(?:tags|metadata|appSettings|connectionStrings|environmentVariables|labels)$/;

/** How deep properties are followed; nothing that Azure takes nests as far. */
const deepest = 40;

/** Hands every known text in the properties to `visit`. */
export function forEachText(properties: Properties, visit: (text: Text) => void): void {
  walk(properties, '', '', false, 0, visit);
}

function walk(
  value: Value,
  path: string,
  name: string,
  chosenName: boolean,
  depth: number,
  visit: (text: Text) => void,
): void {
  if (typeof value === 'string') {
    if (!isUnknown(value)) visit({ path, name, text: value, chosenName });
  } else if (typeof value !== 'object' || value === null || depth > deepest) {
    return;
  } else if (isList(value)) {
    for (const [index, item] of value.entries())
      walk(item, `${path}[${index}]`, name, chosenName, depth + 1, visit);
  } else {
    const block = value as Properties;
    // Settings also come as `{ name, value }`.
    const label = typeof block.name === 'string' && 'value' in block ? block.name : undefined;
    for (const key of Object.keys(block)) {
      const below = path === '' ? key : `${path}.${key}`;
      const labelled = label !== undefined && (key === 'value' || key === 'secureValue');
      const chosen = labelled || ownKeys.test(name);
      walk(block[key] as Value, below, labelled ? label : key, chosen, depth + 1, visit);
    }
  }
}
