import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageOf } from './urn';

/**
 * The names of the values that a provider function returns, read from the declarations of the package the program uses.
 *
 * A function's promise form reaches the program as a plain object: without the right names, reading a field of it would
 * give `undefined` where a real preview gives a value. Output forms need any one name only.
 */
export function resultNames(token: string, programDirectory: string): string[] {
  const file = declarationFile(token, programDirectory);
  const declared = file ? namesIn(readFileSync(file, 'utf8')) : [];
  return declared.length > 0 ? declared : ['result'];
}

/** `azure-native:storage:getX` is declared in `storage/getX.d.ts`, `azure:core/getX:getX` in `core/getX.d.ts`. */
function declarationFile(token: string, programDirectory: string): string | undefined {
  const [, module = '', name = ''] = token.split(':');
  const folder = module.endsWith(`/${name}`) ? module.slice(0, -name.length - 1) : module;
  try {
    const manifest = createRequire(join(programDirectory, 'x.js')).resolve(
      `@pulumi/${packageOf(token)}/package.json`,
    );
    const root = dirname(manifest);
    // A locally generated package keeps its compiled files in `bin`.
    return [root, join(root, 'bin')]
      .map((base) => join(base, folder === 'index' ? '' : folder, `${name}.d.ts`))
      .find((path) => existsSync(path));
  } catch {
    return undefined;
  }
}

function namesIn(declarations: string): string[] {
  const body = /^export interface \w+Result \{\n([\s\S]*?)^\}/m.exec(declarations)?.[1] ?? '';
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??:/gm)].map(([, name = '']) => name);
}
