import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  PreviewError,
  type PreviewOptions,
  type PreviewResult,
  preview,
} from '../../../policies/src/sources/preview';

/** The directory of one of the programs in `test/programs`. */
export function program(name: string): string {
  return resolve(__dirname, '../../programs', name);
}

/** A project of the given files that lasts as long as the test, with the dependencies of this repository. */
export function project(files: Record<string, string>, { installed = true } = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'preview-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    const path = join(directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (installed)
    symlinkSync(resolve(__dirname, '../../../node_modules'), join(directory, 'node_modules'), 'junction');
  return directory;
}

/** Previews a program that must fail, and gives its `PreviewError` together with what the program printed. */
export async function failure(options: PreviewOptions): Promise<{ error: PreviewError; output: string }> {
  let output = '';
  const attempt = preview({
    ...options,
    onProgramOutput: (text) => {
      output += text;
    },
  });
  const error = await attempt.then(
    (result) => {
      throw new Error(`the preview succeeded with ${result.resources.length} resources`);
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof PreviewError)) throw error;
  return { error, output };
}

/** The resource with the given name. */
export function named(result: PreviewResult, name: string) {
  const found = result.resources.filter((resource) => resource.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources are named ${name}`);
  return found[0] as PreviewResult['resources'][number];
}
