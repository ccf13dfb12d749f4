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
  #added: Entry[] = [];

  /** Takes up a resource under its type with its names, and under what it is called inside its own template. */
  add(instance: Instance, home: Home, names: readonly (string | undefined)[]): void {
    this.#added.push({ instance, home, names });
  }

  /** Most templates have far more resources than references, so the index is made when it is first needed. */
  #index(): void {
    for (const { instance, home, names } of this.#added) {
      this.#homes.set(home.id, home);
      const key = keyOf(instance);
      if (key !== undefined) append(this.#byKey, key, instance);
      for (const name of new Set(names)) {
        if (name !== undefined && isComparable(name)) append(this.#byName, nameIn(home.id, name), instance);
      }
    }
    this.#added = [];
  }

  /**
   * The resources that a reference means: mostly one, several for a loop. Where a child is not in the template, that is the
   * resource it stands in.
   */
  find(reference: string): readonly Instance[] {
    this.#index();
    const [, home, name] = /^(\d+):(.*)$/s.exec(reference) ?? [];
    if (home === undefined || name === undefined) return this.#findKey(reference);
    for (let at = this.#homes.get(Number(home)); at !== undefined; at = at.outer) {
      const found = this.#byName.get(nameIn(at.id, name));
      if (found) return found;
    }
    return [];
  }

  #findKey(key: string): readonly Instance[] {
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
