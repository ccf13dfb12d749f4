import { nameIn } from './forms-id';
import { outerKey } from './ids';
import { type Instance, keyOf } from './instance';
import type { Home } from './scope';
import { isComparable } from './unknown';

interface Entry {
  readonly instance: Instance;
  readonly home: Home;
  readonly names: readonly (string | undefined)[];
}

/** Finds resources of a template by what expressions call them. */
export class Directory {
  readonly #homes = new Map<number, Home>();
  readonly #byKey = new Map<string, Instance[]>();
  readonly #byName = new Map<string, Instance[]>();
  readonly #added: Entry[] = [];
  /** How many of those that were added each index has. */
  #keyed = 0;
  #named = 0;

  /** Takes up a resource under its type with its names, and under what it is called inside its own template. */
  add(instance: Instance, home: Home, names: readonly (string | undefined)[]): void {
    this.#added.push({ instance, home, names });
  }

  /** Most templates have far more resources than references, so each index is made when it is first needed. */
  #indexKeys(): void {
    for (; this.#keyed < this.#added.length; this.#keyed += 1) {
      const { instance } = this.#added[this.#keyed] as Entry;
      const key = keyOf(instance);
      if (key !== undefined) append(this.#byKey, key, instance);
    }
  }

  #indexNames(): void {
    for (; this.#named < this.#added.length; this.#named += 1) {
      const { instance, home, names } = this.#added[this.#named] as Entry;
      this.#homes.set(home.id, home);
      for (const name of new Set(names)) {
        if (name !== undefined && isComparable(name)) append(this.#byName, nameIn(home.id, name), instance);
      }
    }
  }

  /**
   * The resources that a reference means: mostly one, several for a loop. Where a child is not in the template, that is the
   * resource it stands in.
   */
  find(reference: string): readonly Instance[] {
    const [, home, name] = /^(\d+):(.*)$/s.exec(reference) ?? [];
    if (home === undefined || name === undefined) return this.#findKey(reference);
    this.#indexNames();
    for (let at = this.#homes.get(Number(home)); at !== undefined; at = at.outer) {
      const found = this.#byName.get(nameIn(at.id, name));
      if (found) return found;
    }
    return [];
  }

  #findKey(key: string): readonly Instance[] {
    this.#indexKeys();
    for (let at: string | undefined = key; at !== undefined; at = outerKey(at)) {
      const found = this.#byKey.get(at);
      if (found) return found;
    }
    return [];
  }
}

function append(map: Map<string, Instance[]>, key: string, instance: Instance): void {
  const known = map.get(key);
  if (known) known.push(instance);
  else map.set(key, [instance]);
}
