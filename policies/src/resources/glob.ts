import { createRequire } from 'node:module';

/** What understands globs; loaded with the first that is one, because most runs have none. */
export const glob = (): typeof import('picomatch') => createRequire(__filename)('picomatch');
