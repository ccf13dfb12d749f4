import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from './usage-error';

/** The names of the configuration file, and the key of the same in `package.json`. */
export const configNames = ['iiot-guard.config.yaml', 'iiot-guard.config.yml'] as const;
export const packageKey = 'iiot-guard';

/**
 * The configuration file that counts for a folder: there, or in the nearest folder above it, up to that of the repository
 * (`.git`). Undefined where there is none. Throws a UsageError where one folder has several.
 */
export function findConfig(start: string): string | undefined {
  for (let folder = folderOf(start); ; folder = dirname(folder)) {
    const found = [
      ...configNames.map((name) => join(folder, name)).filter((file) => existsSync(file)),
      ...packageFile(folder),
    ];
    const [first, second] = found.map((file) => relative(process.cwd(), file));
    if (first !== undefined && second !== undefined)
      throw new UsageError(`${first} and ${second}: both configure iiot-guard.\n  Keep one of them.`);
    if (first !== undefined) return first;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

function folderOf(start: string): string {
  const path = resolve(start);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? dirname(path) : path;
}

/** A `package.json` only where it has our key: every other one, a broken one included, is none of our business. */
function packageFile(folder: string): readonly string[] {
  const file = join(folder, 'package.json');
  try {
    const text = readFileSync(file, 'utf8');
    if (!text.includes(`"${packageKey}"`)) return [];
    const json = JSON.parse(text) as { readonly [key: string]: unknown } | null;
    return typeof json === 'object' &&
      json !== null &&
      packageKey in json &&
      typeof json[packageKey] === 'object'
      ? [file]
      : [];
  } catch {
    return [];
  }
}
