/** A path in a JSON document: property names and indexes of lists. */
export type DocumentPath = readonly (string | number)[];

interface Node {
  readonly below: Map<string | number, Node>;
  /** Where the property's name or the list's item starts in the text; undefined where it is not there. */
  at: number | undefined;
}

/**
 * The lines, counted from 1, on which paths of a JSON text stand; of what is not there, the line of the nearest block around
 * it. Names are compared without regard to case, as Azure does. Reads the text once, and only what the paths lead through.
 */
export function linesOf(text: string, paths: readonly DocumentPath[]): readonly number[] {
  const root: Node = { below: new Map(), at: 0 };
  const wanted = paths.map((path) => descend(root, path));
  new Finder(text).value(root, 0);
  const offsets = wanted.map((trail) => trail.findLast(({ at }) => at !== undefined)?.at ?? 0);
  return toLines(text, offsets);
}

/** Adds a path to the tree and gives the nodes on it, from the root. */
function descend(root: Node, path: DocumentPath): readonly Node[] {
  const trail = [root];
  let node = root;
  for (const step of path) {
    const key = typeof step === 'string' ? step.toLowerCase() : step;
    let next = node.below.get(key);
    if (!next) {
      next = { below: new Map(), at: undefined };
      node.below.set(key, next);
    }
    trail.push(next);
    node = next;
  }
  return trail;
}

const [quote, comma, slash, star, openList, closeList, openBlock, closeBlock] = [
  34, 44, 47, 42, 91, 93, 123, 125,
];

/** Walks through a JSON text, comments included. The text has been parsed before, so its form is not checked again. */
class Finder {
  constructor(private readonly text: string) {}

  /** Finds what is wanted in the value that starts at or after an offset, and gives the offset behind it. */
  value(node: Node, from: number): number {
    const start = this.space(from);
    if (node.below.size === 0) return this.skip(start);
    const first = this.text.charCodeAt(start);
    if (first === openBlock) return this.block(node, start + 1);
    if (first === openList) return this.list(node, start + 1);
    return this.skip(start);
  }

  private block(node: Node, from: number): number {
    let at = this.space(from);
    while (at < this.text.length && this.text.charCodeAt(at) !== closeBlock) {
      const name = at;
      const end = this.string(at);
      const next = node.below.get(this.name(name, end).toLowerCase());
      at = this.space(end) + 1; // behind the colon
      if (next) next.at = name;
      at = this.separator(next ? this.value(next, at) : this.skip(this.space(at)));
    }
    return at + 1;
  }

  private list(node: Node, from: number): number {
    let at = this.space(from);
    for (let index = 0; at < this.text.length && this.text.charCodeAt(at) !== closeList; index++) {
      const next = node.below.get(index);
      if (next) next.at = at;
      at = this.separator(next ? this.value(next, at) : this.skip(at));
    }
    return at + 1;
  }

  private name(from: number, end: number): string {
    const raw = this.text.slice(from + 1, end - 1);
    return raw.includes('\\') ? (JSON.parse(this.text.slice(from, end)) as string) : raw;
  }

  /** The offset of the next value or bracket behind a value and its comma. */
  private separator(from: number): number {
    const at = this.space(from);
    return this.text.charCodeAt(at) === comma ? this.space(at + 1) : at;
  }

  /** The offset behind the value that starts here, whatever is in it. */
  private skip(from: number): number {
    const { text } = this;
    const first = text.charCodeAt(from);
    if (first === quote) return this.string(from);
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      const char = text.charCodeAt(at);
      if (char === quote) at = this.string(at) - 1;
      else if (char === slash) at = this.space(at) - 1;
      else if (char === openBlock || char === openList) depth++;
      else if (char === closeBlock || char === closeList) {
        if (depth === 0) return at;
        if (--depth === 0) return at + 1;
      } else if (char === comma && depth === 0) return at;
    }
    return text.length;
  }

  /** The offset behind a text in quotes. */
  private string(from: number): number {
    let at = this.text.indexOf('"', from + 1);
    while (at > 0 && this.isEscaped(at)) at = this.text.indexOf('"', at + 1);
    return at < 0 ? this.text.length : at + 1;
  }

  private isEscaped(at: number): boolean {
    let slashes = 0;
    while (this.text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    return slashes % 2 === 1;
  }

  /** The offset of what comes after white space and comments. */
  private space(from: number): number {
    const { text } = this;
    let at = from;
    for (;;) {
      const char = text.charCodeAt(at);
      if (char === 32 || (char >= 9 && char <= 13) || char === 0xfeff) at++;
      else if (char === slash && text.charCodeAt(at + 1) === slash) at = endOf(text, '\n', at);
      else if (char === slash && text.charCodeAt(at + 1) === star) at = endOf(text, '*/', at + 2);
      else return at;
    }
  }
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function toLines(text: string, offsets: readonly number[]): readonly number[] {
  const lines = new Array<number>(offsets.length).fill(1);
  const order = offsets.map((offset, index) => ({ offset, index })).sort((a, b) => a.offset - b.offset);
  let line = 1;
  let next = text.indexOf('\n');
  for (const { offset, index } of order) {
    while (next >= 0 && next < offset) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    lines[index] = line;
  }
  return lines;
}
