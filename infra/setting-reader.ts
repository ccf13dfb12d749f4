import * as pulumi from '@pulumi/pulumi';

/** What a setting's text means, or undefined when it means nothing allowed. */
type Parse<T> = (text: string) => T | undefined;

/**
 * Reads settings of this project from the stack's configuration and collects everything that is wrong with them, so
 * that a user mends a configuration file once and not once per mistake.
 */
export class SettingReader {
  private readonly config = new pulumi.Config();
  private readonly known = new Set<string>();
  private readonly problems: string[] = [];

  /** Reads one setting; without a fallback it must be given. */
  read<T>(name: string, allowed: string, parse: Parse<T>, fallback?: T): T {
    this.known.add(name);
    const text = this.config.get(name);
    const value = text === undefined ? fallback : parse(text.trim());
    if (value === undefined) this.reject(name, allowed);
    // After a rejection the value is never used: finish() throws before anything is built from it.
    return value as T;
  }

  /** Reads a setting that may be left out altogether. */
  readOptional<T>(name: string, allowed: string, parse: Parse<T>): T | undefined {
    this.known.add(name);
    return this.config.get(name) === undefined ? undefined : this.read(name, allowed, parse);
  }

  /** Notes that a setting does not fit, alone or beside the others. */
  reject(name: string, allowed: string): void {
    this.problems.push(`  ${this.key(name)}: ${this.given(name)}; allowed: ${allowed}`);
  }

  /** Throws one error that names every wrong setting, what was given and what is allowed. */
  finish(): void {
    this.rejectUnknownNames();
    const count = this.problems.length;
    if (count === 0) return;
    const what = count === 1 ? '1 setting' : `${count} settings`;
    // A RunError is printed without a stack trace: the remedy is in the configuration, not in the program.
    throw new pulumi.RunError(
      [
        `${what} of stack ${pulumi.getStack()} cannot be used:`,
        ...this.problems,
        `Change them in Pulumi.${pulumi.getStack()}.yaml or with: pulumi config set SETTING VALUE`,
      ].join('\n'),
    );
  }

  /** A misspelt name would otherwise be ignored and its default deployed without a word. */
  private rejectUnknownNames(): void {
    const prefix = this.key('');
    for (const key of Object.keys(pulumi.runtime.allConfig())) {
      const name = key.slice(prefix.length);
      if (key.startsWith(prefix) && !this.known.has(name)) {
        this.reject(name, `only the settings ${[...this.known].sort().join(', ')}`);
      }
    }
  }

  private key(name: string): string {
    return `${this.config.name}:${name}`;
  }

  private given(name: string): string {
    const text = this.config.get(name);
    if (text === undefined) return 'not given';
    return isSecret(this.key(name)) ? 'given a secret' : `given ${JSON.stringify(text)}`;
  }
}

/** Whether the stack's file holds the value encrypted; the SDK exports this, but leaves it out of its typings. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  // Unable to tell means secret: a message must never show what the user chose to encrypt.
  return isConfigSecret?.(key) ?? true;
}

/** A whole number from `low` to `high`, both included. */
export const wholeNumber =
  (low: number, high: number): Parse<number> =>
  (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= low && value <= high ? value : undefined;
  };

/** `true` or `false`. */
export const yesOrNo: Parse<boolean> = (text) =>
  text === 'true' ? true : text === 'false' ? false : undefined;

/** One of a list of words. */
export const oneOf =
  <T extends string>(...words: readonly T[]): Parse<T> =>
  (text) =>
    words.find((word) => word === text);

/** Text of a given form. */
export const matching =
  (form: RegExp): Parse<string> =>
  (text) =>
    form.test(text) ? text : undefined;

/** A list whose every item is of a given form; Pulumi hands lists over as JSON. */
export const listOf =
  (fits: (item: string) => boolean): Parse<readonly string[]> =>
  (text) => {
    const items = parseJson(text);
    return Array.isArray(items) && items.every((item) => typeof item === 'string' && fits(item))
      ? items
      : undefined;
  };

/** A map from text to text. */
export const mapOfText: Parse<Readonly<Record<string, string>>> = (text) => {
  const map = parseJson(text);
  const fits =
    typeof map === 'object' &&
    map !== null &&
    !Array.isArray(map) &&
    Object.values(map).every((value) => typeof value === 'string');
  return fits ? (map as Record<string, string>) : undefined;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
