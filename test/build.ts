import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles the package where its sources are newer: tests of processes run what is in `dist`. */
export default function build(): void {
  const policies = join(__dirname, '..', 'policies');
  const newest = (folder: string) =>
    Math.max(
      0,
      ...readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    );
  const built = statSync(join(policies, 'dist', 'index.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newest(join(policies, 'src')) > built) {
    const tsc = require.resolve('typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', join(policies, 'tsconfig.json')], { stdio: 'inherit' });
  }
}
