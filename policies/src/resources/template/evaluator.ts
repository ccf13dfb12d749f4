import { forEachText, isList, isObject, isUnknown, type Properties, type Value } from '../value';
import { asText, LONGEST_LIST, LONGEST_TEXT, property } from './arguments';
import { Failed, type JsonPath, TemplateError } from './error';
import {
  type Call,
  type Expression,
  isExpression,
  type Member,
  parseExpression,
  SyntaxFault,
  unescaped,
} from './expression';
import { allArguments, described } from './form';
import { forms } from './forms';
import { pureFunctions } from './functions';
import { isLoops, loopedValues } from './loops';
import type { Cell, Frame } from './scope';
import { partValue } from './scope-values';
import { type Budget, gap, holdsOpen, isOpen, nameless, settled } from './unknown';

/** Something in a template that could not be evaluated, and why. */
export interface TemplateNote {
  readonly what: string;
  readonly why: string;
  readonly path: JsonPath;
}

/** What expressions can learn about resources of their own template. */
export interface Lookup {
  /** The outputs of a nested deployment; undefined where the reference means something else. */
  outputs(reference: string): Value | undefined;
  /** The id, name, type and API version of a resource. */
  info(reference: string): Value | undefined;
}

/** How deep evaluating may go: expressions in variables in expressions, and so on. */
const DEEPEST = 500;

/** How much deeper a variable goes than an expression, in calls of our own: the stack must not overflow first. */
const VARIABLE_DEPTH = 4;

/** How much work one template may make: a few seconds. 10000 resources with 20 expressions each make a fifth of it. */
const MOST_WORK = 5_000_000;

/**
 * Evaluates the values of a template. One for each unfolding: it counts the work, remembers what was told already and
 * collects what a value was computed from.
 */
export class Evaluator implements Budget {
  /** Where in the document the value stands that is being evaluated. */
  at: (string | number)[] = [];
  /** The resources that were referred to since somebody last looked. */
  references: Set<string> | undefined;
  /** Whether a secret was read since somebody last looked. */
  secret = false;
  /** Knows the resources of the template, once they are declared. */
  lookup: Lookup | undefined;

  readonly #parsed = new Map<string, Expression>();
  readonly #notes = new Map<string, TemplateNote>();
  readonly #secretTexts = new Set<string>();
  readonly #origins = new WeakMap<object, Pick<Cell, 'references' | 'secret'>>();
  readonly #chain: string[] = [];
  #depth = 0;
  #work = 0;
  #counter = 0;

  get notes(): readonly TemplateNote[] {
    return [...this.#notes.values()];
  }

  get secretTexts(): readonly string[] {
    return [...this.#secretTexts];
  }

  /** A number that no other call gives. */
  next(): number {
    this.#counter += 1;
    return this.#counter;
  }

  spend(units: number): void {
    this.#work += units;
    if (this.#work > MOST_WORK)
      this.fail('the template makes too much work: its loops or texts are too long');
  }

  /** Ends the unfolding with an error at the present place. */
  fail(message: string): never {
    throw new TemplateError(message, [...this.at]);
  }

  /** Remembers something that is not evaluated. The same thing is told once. */
  note(what: string, why: string): void {
    const key = `${what}\n${why}`;
    if (!this.#notes.has(key)) this.#notes.set(key, { what, why, path: [...this.at] });
  }

  /** Remembers that the present value was computed from a resource. */
  refer(reference: string): void {
    this.references ??= new Set();
    this.references.add(reference);
  }

  /** Remembers what a block was computed from, which counts for those who read the block and not what is around it. */
  attach(block: Properties, references: ReadonlySet<string> | undefined, secret: boolean): void {
    this.#origins.set(block, { references, secret });
  }

  /** Keeps all texts of a value out of sight. */
  hide(value: Value): void {
    forEachText(value, (text) => {
      if (text !== '' && !isOpen(text)) this.#secretTexts.add(text);
    });
  }

  /** Evaluates something at another place in the document. */
  elsewhere<T>(path: JsonPath, evaluate: () => T): T {
    const before = this.at;
    this.at = [...path];
    try {
      return evaluate();
    } finally {
      this.at = before;
    }
  }

  /** What `evaluate` gives, and the resources it was computed from. */
  collecting<T>(evaluate: () => T): {
    readonly result: T;
    readonly references: ReadonlySet<string> | undefined;
  } {
    const before = this.references;
    this.references = undefined;
    try {
      const result = evaluate();
      return { result, references: this.references };
    } finally {
      this.references = before;
    }
  }

  /** The value of a cell, computed on the first call. `name` is told where the computation comes back to itself. */
  remember(cell: Cell, name: string, path: JsonPath, compute: () => Value): Value {
    if (cell.state === 'busy') {
      const circle = [...this.#chain.slice(this.#chain.indexOf(name)), name];
      throw new TemplateError(
        `these refer to each other in a circle: ${shortened(circle).join(' -> ')}`,
        path,
      );
    }
    if (cell.state === 'new') this.#compute(cell, name, path, compute);
    for (const reference of cell.references ?? []) this.refer(reference);
    this.secret ||= cell.secret;
    return cell.value;
  }

  #compute(cell: Cell, name: string, path: JsonPath, compute: () => Value): void {
    const secretBefore = this.secret;
    this.secret = false;
    const depth = this.#depth;
    cell.state = 'busy';
    this.#chain.push(name);
    try {
      this.#deeper(VARIABLE_DEPTH);
      const { result, references } = this.collecting(() => this.elsewhere(path, compute));
      Object.assign(cell, { value: result, references, secret: this.secret, state: 'done' });
    } finally {
      if (cell.state === 'busy') cell.state = 'new';
      this.#depth = depth;
      this.#chain.pop();
      this.secret = secretBefore;
    }
  }

  /** Evaluates all expressions in a value, with gaps for what is unknown. Objects without any stay the same objects. */
  evaluate(value: Value, frame: Frame): Value {
    return this.#walk(value, frame, false);
  }

  /** Evaluates a value of a resource: as {@link evaluate}, but unknowns are the usual ones. */
  finish(value: Value, frame: Frame): Value {
    return this.#walk(value, frame, true);
  }

  #walk(value: Value, frame: Frame, finish: boolean): Value {
    if (typeof value === 'string') {
      if (value.charCodeAt(0) !== 91) return value;
      return isExpression(value) ? this.#expressionText(value, frame, finish) : unescaped(value);
    }
    if (typeof value !== 'object' || value === null) return value;
    this.#deeper(1);
    const result = isList(value) ? this.#list(value, frame, finish) : this.#object(value, frame, finish);
    this.#depth -= 1;
    return result;
  }

  #list(value: readonly Value[], frame: Frame, finish: boolean): Value {
    this.spend(value.length);
    let changed: Value[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const item = value[index] ?? null;
      this.at.push(index);
      const result = this.#walk(item, frame, finish);
      this.at.pop();
      if (result !== item) changed ??= value.slice();
      if (changed) changed[index] = result;
    }
    return changed ?? value;
  }

  #object(value: Properties, frame: Frame, finish: boolean): Value {
    const keys = Object.keys(value);
    this.spend(keys.length);
    let changed: Map<string, Value> | undefined;
    for (const key of keys) {
      const item = value[key] ?? null;
      this.at.push(key);
      const isLoop = isLoops(key, item);
      const name = isExpression(key) ? this.#key(key, frame) : key;
      const result = isLoop ? item : this.#walk(item, frame, finish);
      if (changed === undefined && (isLoop || result !== item || name !== key)) changed = until(value, key);
      if (isLoop)
        for (const [made, list] of loopedValues(this, item, frame, finish)) changed?.set(made, list);
      else changed?.set(name, result);
      this.at.pop();
    }
    return changed ? Object.fromEntries(changed) : value;
  }

  /** The name that an expression gives a property. One that is unknown stays as it is written, to be told from others. */
  #key(key: string, frame: Frame): string {
    const name = this.#expressionText(key, frame, true);
    return typeof name === 'string' && !isUnknown(name) ? name : key;
  }

  #expressionText(text: string, frame: Frame, finish: boolean): Value {
    const secretBefore = this.secret;
    this.secret = false;
    const value = this.expression(this.parse(text), frame);
    const done = finish || this.secret ? settled(value, this) : value;
    if (this.secret) this.hide(done);
    this.secret ||= secretBefore;
    return finish ? done : value;
  }

  /** The expression in a text with brackets. */
  parse(text: string): Expression {
    const known = this.#parsed.get(text);
    if (known) return known;
    try {
      const parsed = parseExpression(text.slice(1, -1));
      this.#parsed.set(text, parsed);
      return parsed;
    } catch (fault) {
      if (fault instanceof SyntaxFault) this.fail(fault.message);
      throw fault;
    }
  }

  /** The value of an expression. */
  expression(node: Expression, frame: Frame): Value {
    this.spend(1);
    if (node.kind === 'literal') return node.value;
    this.#deeper(1);
    const result = node.kind === 'call' ? this.#call(node, frame) : this.#member(node, frame);
    this.#depth -= 1;
    return result;
  }

  #member(node: Member, frame: Frame): Value {
    const { base, steps } = chainOf(node);
    const named = base.kind === 'call' ? this.#part(base, steps, frame) : undefined;
    if (named === undefined)
      return this.#step(this.expression(node.of, frame), this.expression(node.key, frame));
    return steps.slice(named.taken).reduce<Value>((value, step) => this.#step(value, step), named.value);
  }

  #part({ name, arguments: [first] }: Call, steps: readonly (string | number)[], frame: Frame) {
    if ((name !== 'parameters' && name !== 'variables') || first?.kind !== 'literal') return undefined;
    return partValue(this, frame, name, String(first.value), steps);
  }

  #step(value: Value, step: Value): Value {
    if (isOpen(value)) {
      // Blocks name nothing, and one without end would overflow the stack as a text.
      const isName = typeof step !== 'object' && !isOpen(step);
      return isName && !isUnknown(value) ? gap(`${value}.${asText(step)}`) : nameless;
    }
    if (isOpen(step)) return nameless;
    const found = memberOf(value, step);
    if (found === undefined) {
      this.note('an expression', 'what it reads from another value is not there');
      return nameless;
    }
    const origin = typeof found === 'object' && found !== null ? this.#origins.get(found) : undefined;
    for (const reference of origin?.references ?? []) this.refer(reference);
    this.secret ||= origin?.secret === true;
    return found;
  }

  #deeper(levels: number): void {
    this.#depth += levels;
    if (this.#depth > DEEPEST) this.fail('the expressions of the template refer to each other too deep');
  }

  #call(call: Call, frame: Frame): Value {
    const [length, depth, secret] = [this.at.length, this.#depth, this.secret];
    try {
      return this.#limited(this.#answer(call, frame));
    } catch (fault) {
      // A value that is nested without end overflows the stack of whatever walks it.
      const failed = fault instanceof Failed || fault instanceof RangeError;
      if (!failed) throw fault;
      this.at.length = length;
      this.#depth = depth;
      this.secret = secret;
      this.note(
        `function ${call.name}`,
        fault instanceof Failed ? fault.message : 'its value is nested too deep',
      );
      return nameless;
    }
  }

  #answer(call: Call, frame: Frame): Value {
    const form = forms(call.name);
    if (form) return form(this, call, frame);
    const own = frame.scope.functions.get(call.name);
    if (own) {
      const args = allArguments(this, call, frame);
      const named = new Map(own.parameters.map((name, index) => [name, args[index] ?? nameless]));
      return this.elsewhere(own.path, () =>
        this.evaluate(own.output, { ...frame, locals: undefined, args: named }),
      );
    }
    const pure = pureFunctions.get(call.name);
    if (!pure) {
      this.note(`function ${call.name}`, 'this function is not supported');
      return nameless;
    }
    const args = allArguments(this, call, frame);
    if (args.length < pure.least || args.length > pure.most)
      throw new Failed('it takes another number of arguments');
    if (pure.bears === 'inside') {
      for (const arg of args) if (isList(arg)) this.spend(arg.length);
      return args.some(isOpen) ? described(call.name, args) : pure.run(args);
    }
    const holds = args.filter((arg) => holdsOpen(arg, this)).length > 0;
    return holds && pure.bears === 'nothing' ? described(call.name, args) : pure.run(args);
  }

  #limited(value: Value): Value {
    if (typeof value === 'string') {
      if (value.length > LONGEST_TEXT) this.fail('a text of the template is too long');
      this.spend(value.length >> 6);
    } else if (isList(value)) {
      if (value.length > LONGEST_LIST) this.fail('an array of the template is too long');
      this.spend(value.length >> 2);
    }
    return value;
  }
}

/** `f().a.b[0]` is `f()` with the steps that follow it, as far as these are written out. */
function chainOf(node: Member): { readonly base: Expression; readonly steps: readonly (string | number)[] } {
  const steps: (string | number)[] = [];
  let base: Expression = node;
  while (base.kind === 'member') {
    if (base.key.kind !== 'literal') return { base, steps };
    steps.push(base.key.value);
    base = base.of;
  }
  return { base, steps: steps.reverse() };
}

/** The entries of an object before one of its keys. */
function until(value: Properties, key: string): Map<string, Value> {
  const before = new Map<string, Value>();
  for (const [name, item] of Object.entries(value)) {
    if (name === key) return before;
    before.set(name, item);
  }
  return before;
}

function memberOf(value: Value, step: Value): Value | undefined {
  if (isList(value)) return typeof step === 'number' ? value[step] : undefined;
  return isObject(value) && typeof step === 'string' ? property(value, step) : undefined;
}

const shortened = (names: readonly string[]): readonly string[] =>
  names.length > 12 ? [...names.slice(0, 6), '…', ...names.slice(-5)] : names;
