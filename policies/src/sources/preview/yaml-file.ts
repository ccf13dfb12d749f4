import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { PreviewError } from './error';

/** One place in a YAML file, for a message: `stacks/Pulumi.dev.yaml:4:7`. */
export type YamlPath = readonly (string | number)[];

/** A parsed YAML (or JSON) file that still knows where each value stands. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** `path:line:column` of the value, or of its nearest ancestor that exists. */
  place(at: YamlPath): string;
}

/** Reads a YAML or JSON file; a missing or malformed one becomes a `PreviewError` with line and column. */
export function readYamlFile(path: string): YamlFile {
  const lines = new LineCounter();
  // Numbers stay exact as `bigint`: a subscription number of 20 digits must reach the program unchanged.
  const document = parseDocument(readText(path), {
    lineCounter: lines,
    intAsBigInt: true,
    customTags: ['timestamp'],
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new PreviewError(
      `${path}:${line}:${col}: this is not valid YAML: ${error.message}. Correct that line.`,
    );
  }
  return {
    path,
    value: document.toJS({ maxAliasCount: 1000 }),
    place: (at) => place(path, document, lines, at),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new PreviewError(`${path}: this file cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function place(path: string, document: Document, lines: LineCounter, at: YamlPath): string {
  const start = startNear(document, at);
  if (start === undefined) return path;
  const { line, col } = lines.linePos(start);
  return `${path}:${line}:${col}`;
}

/**
 * Where a value stands in the text, or what is nearest around it. `least` is the number of steps that what is around must
 * have: with 1 the file as a whole is no place.
 */
export function startNear(document: Document, at: readonly PropertyKey[], least = 0): number | undefined {
  for (let length = at.length; length >= least; length--) {
    const start = startOf(document, at.slice(0, length));
    if (start !== undefined) return start;
  }
  return undefined;
}

/** The offset in the text. Where the key stands, if the value belongs to a map: that is where the reader looks first. */
function startOf(document: Document, at: readonly PropertyKey[]): number | undefined {
  const parent = at.length > 0 ? document.getIn(at.slice(0, -1), true) : undefined;
  const pair = isMap(parent)
    ? parent.items.find((item) => isNode(item.key) && String(item.key) === String(at.at(-1)))
    : undefined;
  const node = isNode(pair?.key) ? pair.key : document.getIn(at, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
