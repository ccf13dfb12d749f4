import { accessSync, constants, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
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

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder of a Node.js language host. A released CLI has the real one beside it, and that is the one to judge by.
 * Only a CLI built from source has none; then ours goes on PATH, in a folder of its own, so that nothing of this
 * repository ends up in the user's Pulumi installation.
 */
function languageHostFolder(binary: string): readonly string[] {
  if (existsSync(join(dirname(binary), 'pulumi-language-nodejs'))) return [dirname(binary)];
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-host-'));
  symlinkSync(join(root, 'test/engine/stand-ins/language-host.js'), join(folder, 'pulumi-language-nodejs'));
  return [folder];
}
