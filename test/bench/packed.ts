import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../engine/cli';

/** The package as npm ships it: that is what users run, so that is what is measured. Made anew by {@link makePackage}. */
export const packed = join(root, 'policies/.bundle');
export const commandLine = join(packed, 'bin/iiot-guard.js');

/** Bundles the package into a folder of its own. */
export function makePackage(): void {
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed);
  execFileSync(process.execPath, [join(root, 'policies/bundle.js'), join(packed, 'dist')]);
  for (const name of ['bin', 'package.json', 'PulumiPolicy.yaml'])
    cpSync(join(root, 'policies', name), join(packed, name), { recursive: true });
}

/** What `npm pack` says of the package: bytes of the archive and unpacked. */
export function packageSize(): { readonly archive: number; readonly unpacked: number } {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: join(root, 'policies'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const [{ size, unpackedSize }] = JSON.parse(output);
  return { archive: size, unpacked: unpackedSize };
}
