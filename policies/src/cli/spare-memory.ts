import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { FileToCheck } from './check-files';

/** From this size on, in bytes, memory counts more than the last tenth of time. */
const large = 16 * 1024 * 1024;

/**
 * Has garbage collected sooner where a file is large. Left alone, V8 lets the heap grow to several times of what is in use
 * before it looks, which on a build agent ends the process. Standard input tells no size, so nothing is done for it.
 */
export function spareMemory(files: readonly FileToCheck[]): void {
  if (files.some(({ file }) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > large))
    setFlagsFromString('--heap-growing-percent=20');
}
