/** Texts shorter than this are not secrets worth the name, and replacing them would garble everything. */
export const SHORTEST = 4;

/** Remembers every secret seen during a preview and takes them out of text that leaves it. */
export class Redactor {
  readonly #secrets = new Set<string>();

  readonly add = (secret: string): void => {
    if (secret.length < SHORTEST) return;
    this.#secrets.add(secret);
    // The forms in which Node and the SDK print a text: quoted, and one line at a time.
    const quoted = JSON.stringify(secret).slice(1, -1);
    if (quoted === secret) return;
    this.#secrets.add(quoted);
    this.#secrets.add(quoted.replaceAll('\\"', '"').replaceAll("'", "\\'"));
    for (const line of secret.split(/\r?\n/))
      if (line.trim().length >= 2 * SHORTEST) this.#secrets.add(line.trim());
  };

  /** The text with every known secret replaced by `[secret]`. */
  redact(text: string): string {
    // Longest first: a secret may hold another one.
    const secrets = [...this.#secrets].filter((secret) => text.includes(secret));
    secrets.sort((a, b) => b.length - a.length);
    return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[secret]'), text);
  }

  /** Whether the text shows a secret. */
  finds(text: string): boolean {
    return [...this.#secrets].some((secret) => text.includes(secret));
  }
}
