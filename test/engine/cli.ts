import { accessSync, constants, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/** The repository's root folder. */
export const root = resolve(__dirname, '../..');

/** The Pulumi CLI to run, and the PATH under which it finds a Node.js language host. */
export interface Cli {
  readonly binary: string;
  readonly path: string;
}

/** What to do where there is no CLI, in one line. */
export const howToInstall =
  'needs the Pulumi CLI: run `.ci/install-pulumi` once (it downloads or builds it into $PULUMI_HOME/versions)';

/** Finds the CLI where the npm package `pulumi` keeps it. Never downloads: a test must not start an installation. */
export function findCli(): Cli | undefined {
  const { version } = createRequire(__filename)('pulumi/package.json') as { version: string };
  const home = process.env.PULUMI_HOME || join(homedir(), '.pulumi');
  const binary = join(
    home,
    'versions',
    version,
    'bin',
    process.platform === 'win32' ? 'pulumi.exe' : 'pulumi',
  );
  if (!isExecutable(binary)) return undefined;
  return { binary, path: [...languageHostFolder(binary), process.env.PATH].join(delimiter) };
}

/** Whether a file is a program that may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Languages of programs beside Node.js. */
export type Language = 'yaml' | 'python';

/** Why programs in a language cannot run here, in one line; undefined where they can. */
export function missingFor(cli: Cli, language: Language): string | undefined {
  const place =
    language === 'yaml'
      ? join(dirname(cli.binary), 'pulumi-language-yaml')
      : join(root, '.ci/cache/python/requirements.txt');
  return existsSync(place)
    ? undefined
    : `needs what runs ${language === 'yaml' ? 'YAML' : 'Python'} programs: run \`.ci/install-languages\` once`;
}

/**
 * The folder of language hosts. A released CLI has the real ones beside it, and those are the ones to judge by.
 * Only a CLI built from source has none; then ours goes on PATH, from a folder of this clone, so that nothing of the
 * repository ends up in the user's Pulumi installation.
 */
function languageHostFolder(binary: string): readonly string[] {
  if (existsSync(join(dirname(binary), 'pulumi-language-nodejs'))) return [dirname(binary)];
  const folder = join(root, 'node_modules/.cache/iiot-guard');
  mkdirSync(folder, { recursive: true });
  for (const name of ['pulumi-language-nodejs', 'pulumi-language-python']) {
    try {
      symlinkSync(join(root, 'test/engine/stand-ins/language-host.js'), join(folder, name));
    } catch (error) {
      // It is there already, or another test file was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return [folder];
}
