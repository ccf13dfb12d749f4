import { isObject, isUnknown, type Properties, type Value } from '../value';
import { property } from './arguments';
import type { JsonPath } from './error';

/** What a source knows of the place that a template is deployed to. All of it may be missing. */
export interface TemplateContext {
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly tenantId?: string;
  readonly deploymentName?: string;
}

/** What a deployment is made in. */
export type ScopeKind = 'resourceGroup' | 'subscription' | 'managementGroup' | 'tenant';

/** The place that a template is deployed to, with gaps for what is not known. */
export interface Place {
  readonly kind: ScopeKind;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly tenantId: string;
  readonly managementGroup: string;
  readonly deploymentName: string;
}

/** One run of a loop. Loops stand inside each other. */
export interface Loop {
  /** In lower case. */
  readonly name: string;
  /** Undefined where it is not known how often the loop runs. */
  readonly index: number | undefined;
  readonly of: 'resources' | 'values';
  readonly outer: Loop | undefined;
}

/** A variable of a lambda. */
export interface Local {
  readonly name: string;
  readonly value: Value;
  readonly outer: Local | undefined;
}

/** Everything that an expression can refer to by where it stands. */
export interface Frame {
  readonly scope: Scope;
  /** The template whose resources it can name: another one than `scope` in a nested template of outer scope. */
  readonly home: Home;
  readonly loop?: Loop | undefined;
  readonly locals?: Local | undefined;
  /** The arguments of the user function it stands in, which sees nothing else. */
  readonly args?: ReadonlyMap<string, Value> | undefined;
}

/** One template, as the place where resources can be named without their type. */
export interface Home {
  readonly id: number;
  readonly outer: Home | undefined;
}

/** A value that is computed when it is first asked for, with what was used on the way. */
export interface Cell {
  state: 'new' | 'busy' | 'done';
  value: Value;
  /** The resources that it was computed from. */
  references: ReadonlySet<string> | undefined;
  /** Whether it was computed from a secret. */
  secret: boolean;
}

export const newCell = (): Cell => ({ state: 'new', value: null, references: undefined, secret: false });

/** A parameter as the template declares it. */
export interface Parameter {
  readonly name: string;
  readonly declaration: Properties;
  readonly secure: boolean;
  readonly argument: Argument | undefined;
  readonly cell: Cell;
  readonly parts: Map<string, Cell>;
}

/** What a parameter is given. */
export type Argument =
  | { readonly kind: 'value'; readonly value: Value; readonly path: JsonPath }
  /** A secret of a vault, or something else that only Azure reads. */
  | { readonly kind: 'reference' };

export interface Variable {
  readonly name: string;
  readonly value: Value;
  /** Set for one that a loop of the `variables` block makes. */
  readonly loop?: Properties;
  readonly path: JsonPath;
  readonly cell: Cell;
  /** Parts of the value that were asked for on their own, by the path to them. */
  readonly parts: Map<string, Cell>;
}

/** A function that the template defines itself. */
export interface UserFunction {
  readonly parameters: readonly string[];
  readonly output: Value;
  readonly path: JsonPath;
}

/** One template with its parameters: what its expressions mean. Names are in lower case. */
export interface Scope {
  readonly id: number;
  readonly place: Place;
  readonly path: JsonPath;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<string, UserFunction>;
  /** Whether what the parameters are given is unknown as a whole, so that no default can be trusted. */
  readonly allUnknown: boolean;
  /** Where the arguments of the parameters are evaluated; nowhere where they are plain values. */
  readonly caller: Frame | undefined;
  readonly template: Properties;
}

/** The value under a name of a JSON object, without regard to case. */
export function field(of: Value | undefined, name: string): Value | undefined {
  return isObject(of) ? property(of, name) : undefined;
}

/** The text under a name, where there is one that is known. */
export function textField(of: Value | undefined, name: string): string | undefined {
  const value = field(of, name);
  return typeof value === 'string' && !isUnknown(value) ? value : undefined;
}
