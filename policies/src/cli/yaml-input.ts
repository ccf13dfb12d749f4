import { readFileSync, statSync } from 'node:fs';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { closest } from '../evaluate/closest';
import { startNear } from '../sources/preview/yaml-file';
import { plainLine } from './plain-line';
import { UsageError, whyUnreadable } from './usage-error';

/** A YAML or JSON file that knows on which line each value stands. */
export interface YamlInput {
  readonly file: string;
  readonly value: unknown;
  /** `file:line` of a value, or of what is nearest around it. */
  readonly place: (path: readonly PropertyKey[]) => string;
}

/** Nobody writes more than this by hand. */
const largest = 4 * 1024 * 1024;

/** Reads a YAML file. `what` says what it should be, for the message. Throws a UsageError. */
export function readYamlInput(file: string, what: string): YamlInput {
  const parsed = parseYaml(file, textOf(file, what));
  const { document } = parsed;
  if (!isMap(document.contents))
    throw new UsageError(
      `${file}: is ${isNode(document.contents) ? 'no block of names and values' : 'empty'}.\n  Write ${what}, or take the file away.`,
    );
  return { file, value: contentOf(), place: (path) => placeIn(parsed, path) };

  function contentOf(): unknown {
    try {
      return document.toJS({ maxAliasCount: 100 });
    } catch {
      throw new UsageError(`${file}: repeats its anchors too often.\n  Write the parts out.`);
    }
  }
}

/** A YAML file that was parsed, and where its lines are. */
interface ParsedYaml {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Parses YAML, in which no name may stand twice. Throws a UsageError with line and column. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [broken] = document.errors;
  if (!broken) return { file, document, lines };
  const { line, col } = lines.linePos(broken.pos[0]);
  throw new UsageError(
    `${file}:${line}:${col}: is not valid YAML (${broken.code}).\n  Put the text right at that place.`,
  );
}

/** `file:line` of what stands at a path, or of what is nearest around it. */
export function placeIn({ file, document, lines }: ParsedYaml, path: readonly PropertyKey[]): string {
  const offset = startNear(document, path, 1);
  return offset === undefined ? file : `${file}:${lines.linePos(offset).line}`;
}

function textOf(file: string, what: string): string {
  try {
    if (statSync(file).size > largest)
      throw new UsageError(`${file}: is larger than 4 MB, so it is hardly ${what}.\n  Name another file.`);
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (fault) {
    if (fault instanceof UsageError) throw fault;
    throw new UsageError(`${file}: ${whyUnreadable(fault)}.\n  Name ${what}.`);
  }
}

/** Checks what a file says against its schema. Throws a UsageError that names every mistake with its line. */
export function checkedBy<Schema extends z.ZodType>(schema: Schema, input: YamlInput): z.output<Schema> {
  const result = schema.safeParse(input.value);
  if (result.success) return result.data;
  const told = result.error.issues.flatMap((issue) => explain(issue, input));
  throw new UsageError(`${told.map(plainLine).join('\n')}\n  Nothing was decided.`);
}

function explain(issue: z.core.$ZodIssue, { value, place }: YamlInput): readonly string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${place([...issue.path, key])}: \`${named([...issue.path, key])}\` is not known here.`,
    );
  const given = issue.path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const name = named(issue.path);
  if (given === undefined) return [`${place(issue.path)}: \`${name}\` is missing.`];
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const hint = typeof given === 'string' ? closest(given, allowed) : '.';
    return [`${place(issue.path)}: \`${name}\` must be one of ${allowed.join(', ')}${hint}`];
  }
  const message = issue.message.replace(/^Invalid (input|string|option): /, '').replaceAll('"', '`');
  return [`${place(issue.path)}: \`${name}\` ${message}.`.replace(/\.\.$/, '.')];
}

/** The path as people write it. */
function named(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
