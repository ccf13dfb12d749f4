import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UNKNOWN } from '../../resources/value';
import { SIGNATURE } from './decode';
import { packageOf } from './urn';
import type { WireObject, WireValue } from './wire';

/**
 * Adds to the blocks of a resource what only Azure fills in, as unknown: a hub's `properties.hostName`, a vault's
 * `properties.vaultUri`. Without it, a program that reads such a value would get `undefined` where a real preview gives a
 * value that is not known yet.
 *
 * What a block can hold is read from the declarations of the azure-native package that the program itself uses, whose
 * provider does the same from its schema. Blocks of other packages stay as they were written, and so does a block whose
 * declaration is not found.
 */
export class NestedOutputs {
  private readonly types = new Map<string, ReadonlyMap<string, string>>();
  private declarations?: string | undefined;

  constructor(private readonly programDirectory: string) {}

  /** Which properties of a resource are blocks that only Azure completes. */
  blocksOf(token: string): ReadonlyMap<string, string> {
    return token.startsWith('azure-native:') ? this.resourceType(token) : none;
  }

  /** A block or list of blocks with unknowns for what is not written, where `type` is as `blocksOf` names it. */
  complete(value: WireValue, type: string): WireValue {
    return this.fill(value, type);
  }

  private fill(value: WireValue, type: string | undefined): WireValue {
    if (type === undefined || typeof value !== 'object' || value === null) return value;
    const item = /^(.*)\[\]$/.exec(type)?.[1];
    if (Array.isArray(value)) return item === undefined ? value : value.map((one) => this.fill(one, item));
    const named = /^outputs\.(\w+)\.(\w+)$/.exec(type);
    if (!named || isMarked(value)) return value;
    const [, namespace = '', name = ''] = named;
    const fields = this.blockType(namespace, name);
    const written = Object.entries(value as WireObject).map(([key, inner]) => [
      key,
      this.fill(inner, fields.get(key)),
    ]);
    const added = [...fields.keys()].filter((key) => !(key in value)).map((key) => [key, UNKNOWN]);
    return Object.fromEntries([...written, ...added]);
  }

  /** The blocks that a resource class declares as outputs, by property. */
  private resourceType(token: string): ReadonlyMap<string, string> {
    return this.remember(token, () => {
      const [, module = '', name = ''] = token.split(':');
      const file = join(module, `${name.slice(0, 1).toLowerCase()}${name.slice(1)}.d.ts`);
      return fieldsIn(
        this.read(token, file),
        /^ {4}readonly (\w+): pulumi\.Output<(outputs\.[\w.[\]]+)[^>]*>;/gm,
      );
    });
  }

  private blockType(namespace: string, name: string): ReadonlyMap<string, string> {
    return this.remember(`${namespace}.${name}`, () => {
      this.declarations ??= this.read('azure-native:', 'types/output.d.ts');
      const within = this.declarations.indexOf(`export declare namespace ${namespace} {`);
      const start = this.declarations.indexOf(`    interface ${name} {`, Math.max(within, 0));
      if (within < 0 || start < 0) return new Map();
      const body = this.declarations.slice(start, this.declarations.indexOf('\n    }', start));
      return fieldsIn(body, /^ {8}(\w+)\??: ([^;{]+)/gm);
    });
  }

  private remember(key: string, find: () => ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const known = this.types.get(key) ?? find();
    this.types.set(key, known);
    return known;
  }

  /** A file of the package, empty where there is none. */
  private read(token: string, file: string): string {
    try {
      const manifest = `@pulumi/${packageOf(token)}/package.json`;
      const root = dirname(createRequire(join(this.programDirectory, 'x.js')).resolve(manifest));
      // Only comments hold other letters than ASCII, and as one-byte text nine megabytes stay nine.
      return readFileSync(join(root, file), 'latin1');
    } catch {
      return '';
    }
  }
}

const none: ReadonlyMap<string, string> = new Map();

/** Secrets, assets, references and output values are objects of the protocol, not blocks. */
const isMarked = (value: object): boolean => SIGNATURE in value;

function fieldsIn(text: string, pattern: RegExp): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(pattern)].map(([, name = '', type = '']) => [name, type.trim()]));
}
