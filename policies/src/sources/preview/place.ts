import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourcePosition, StackTrace } from '@pulumi/pulumi/proto/source_pb';
import type { Place } from '../../resources/resource';

/**
 * Where the user's own program declares a resource: the innermost position outside of installed packages. Paths inside
 * the project are relative to it.
 */
export function placeOf(
  root: string,
  position: SourcePosition | undefined,
  trace: StackTrace | undefined,
): Place | undefined {
  const frames = trace?.getFramesList() ?? [];
  const own = isOwn(position) ? position : frames.map((frame) => frame.getPc()).find(isOwn);
  const file = own && fileOf(own.getUri());
  if (!own || !file) return undefined;
  const inside = relative(root, file);
  return { file: inside.startsWith('..') ? file : inside, line: own.getLine() };
}

function isOwn(position: SourcePosition | undefined): position is SourcePosition {
  const uri = position?.getUri() ?? '';
  return uri.startsWith('file:') && !uri.includes('/node_modules/');
}

function fileOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri).split(sep).join('/');
  } catch {
    return undefined;
  }
}
