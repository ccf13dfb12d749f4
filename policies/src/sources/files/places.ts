import type { Place, Resource } from '../../resources/resource';
import { pathInTemplate } from '../../resources/template/locate';
import { type DocumentPath, linesOf } from './locate';
import { parseJson } from './parse-json';
import { readTextFile } from './read-file';
import type { ReadFile } from './read-source';

/** What can be placed: a property of a resource that was read from a document. */
interface Placeable {
  readonly resource: Resource;
  readonly property: string;
}

/**
 * The file and line of each property, or of the block that lacks it. The file is read once more, so that its text need not
 * be kept beside everything that was made from it.
 */
export function placesOf<P extends Placeable>(wanted: readonly P[], source: ReadFile): ReadonlyMap<P, Place> {
  const text = source.text ?? readTextFile(source.file);
  // What a loop makes is written elsewhere than where it stands in the resource; all else is found in the text alone.
  const document =
    source.kind === 'arm' && /"copy"\s*:/i.test(text) ? parseJson(text, source.file) : undefined;
  const paths = wanted.map(({ resource, property }): DocumentPath => {
    const own = resource.document?.path ?? [];
    return document === undefined ? [...own, ...steps(property)] : pathInTemplate(document, own, property);
  });
  const lines = linesOf(text, paths);
  const file = source.file === '-' ? 'standard input' : source.file;
  return new Map(wanted.map((one, index) => [one, { file, line: lines[index] ?? 1 }]));
}

/** `properties.rules[1].value` is `properties`, `rules`, 1, `value`. */
function steps(property: string): DocumentPath {
  return property
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
