import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Texts by the path of their file. */
export type Files = { readonly [name: string]: string };

/** A repository of somebody's with these files. */
export function repository(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'iiot-guard-init-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
