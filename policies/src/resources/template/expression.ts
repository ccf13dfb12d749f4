/** What is inside the brackets of `"[concat(parameters('site'), '-hub')]"`. */
export type Expression = { readonly kind: 'literal'; readonly value: string | number } | Call | Member;

/** One step into a value: `.name` or `[index]`. */
export interface Member {
  readonly kind: 'member';
  readonly of: Expression;
  readonly key: Expression;
}

export interface Call {
  readonly kind: 'call';
  /** In lower case: ARM reads function names in any case. With the namespace of a user function: `plant.hubname`. */
  readonly name: string;
  readonly arguments: readonly Expression[];
}

/** Text in brackets that is no expression. The message tells a position and quotes nothing. */
export class SyntaxFault extends Error {}

/** Whether ARM evaluates the text. `[[…]` is a plain text that starts with a bracket. */
export function isExpression(text: string): boolean {
  return text.charCodeAt(0) === 91 && text.charCodeAt(1) !== 91 && text.charCodeAt(text.length - 1) === 93;
}

/** The text itself, without the bracket that keeps ARM from evaluating it. */
export function unescaped(text: string): string {
  return text.startsWith('[[') && text.endsWith(']') ? text.slice(1) : text;
}

const token = /\s*(?:([A-Za-z_$][\w$]*)|(-?\d+(?:\.\d+)?)|'([^']*(?:''[^']*)*)'|([()[\],.]))/y;

interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'mark' | 'end';
  readonly text: string;
  readonly at: number;
}

function tokens(source: string): readonly Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  for (;;) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (match === null) {
      if (source.slice(at).trim() !== '') throw new SyntaxFault(misplaced(at));
      found.push({ kind: 'end', text: '', at: source.length });
      return found;
    }
    const [whole, name, number, text] = match;
    if (name !== undefined) found.push({ kind: 'name', text: name, at });
    else if (number !== undefined) found.push({ kind: 'number', text: number, at });
    else if (text !== undefined) found.push({ kind: 'text', text: text.replaceAll("''", "'"), at });
    else found.push({ kind: 'mark', text: whole.trim(), at });
  }
}

// One is for the bracket in front, another because people count from 1.
const misplaced = (at: number): string => `the expression cannot be read from character ${at + 2} on`;

/** How deep calls may stand inside each other. Azure's own limit on the length of an expression allows hardly more. */
const DEEPEST = 128;

/** Takes the expression between the brackets apart. Throws a SyntaxFault where that is not possible. */
export function parseExpression(source: string): Expression {
  const list = tokens(source);
  let next = 0;
  let depth = 0;

  // Whoever takes the end gives up, so nothing is looked at behind it.
  const peek = (): Token => list[next] as Token;
  const take = (): Token => {
    const taken = peek();
    next += 1;
    return taken;
  };
  const takes = (mark: string): boolean => {
    const { kind, text } = peek();
    if (kind !== 'mark' || text !== mark) return false;
    next += 1;
    return true;
  };
  const must = (mark: string): void => {
    if (!takes(mark)) throw new SyntaxFault(misplaced(peek().at));
  };

  const called = (name: string): Call => {
    const args: Expression[] = [];
    while (!takes(')')) {
      if (args.length > 0) must(',');
      args.push(expression());
    }
    return { kind: 'call', name: name.toLowerCase(), arguments: args };
  };

  const start = (): Expression => {
    const first = take();
    if (first.kind === 'text') return { kind: 'literal', value: first.text };
    if (first.kind === 'number') return { kind: 'literal', value: Number(first.text) };
    if (first.kind !== 'name') throw new SyntaxFault(misplaced(first.at));
    if (takes('(')) return called(first.text);
    must('.');
    const second = take();
    if (second.kind !== 'name') throw new SyntaxFault(misplaced(second.at));
    must('(');
    return called(`${first.text}.${second.text}`);
  };

  const expression = (): Expression => {
    depth += 1;
    if (depth > DEEPEST) throw new SyntaxFault('the expression is nested too deep');
    let result = start();
    for (;;) {
      if (takes('.')) {
        const { kind, text, at } = take();
        if (kind !== 'name') throw new SyntaxFault(misplaced(at));
        result = { kind: 'member', of: result, key: { kind: 'literal', value: text } };
      } else if (takes('[')) {
        result = { kind: 'member', of: result, key: expression() };
        must(']');
      } else {
        depth -= 1;
        return result;
      }
    }
  };

  const whole = expression();
  if (peek().kind !== 'end') throw new SyntaxFault(misplaced(peek().at));
  return whole;
}
