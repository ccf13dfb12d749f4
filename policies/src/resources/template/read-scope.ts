import { isList, isObject, isUnknown, type Properties, type Value } from '../value';
import { type JsonPath, TemplateError } from './error';
import {
  type Argument,
  type Frame,
  field,
  newCell,
  type Parameter,
  type Place,
  type Scope,
  type ScopeKind,
  textField,
  type UserFunction,
  type Variable,
} from './scope';
import { gap, isGap } from './unknown';

/** What is given to the parameters of a template. */
export interface Arguments {
  /** Undefined where nothing is given at all: then what must be given is unknown. */
  readonly values: Value | undefined;
  readonly path: JsonPath;
  /** Where the values are evaluated; nowhere where they come from outside. */
  readonly caller: Frame | undefined;
}

/** Reads the declarations of a template. What they say is evaluated when it is asked for. */
export function readScope(
  id: number,
  template: Properties,
  given: Arguments,
  place: Place,
  path: JsonPath,
): Scope {
  const values = given.values === undefined ? undefined : unwrapped(given.values);
  return {
    id,
    place,
    path,
    template,
    parameters: parameters(template, values, given, path),
    allUnknown: values !== undefined && isGap(values),
    variables: variables(field(template, 'variables'), [...path, 'variables']),
    functions: functions(field(template, 'functions'), [...path, 'functions']),
    caller: given.caller,
  };
}

/** A file of parameters wraps them; a deployment has them as they are. */
function unwrapped(values: Value): Value {
  const inner = field(values, 'parameters');
  const wrapped = field(values, '$schema') !== undefined || field(values, 'contentVersion') !== undefined;
  return wrapped ? (inner ?? {}) : values;
}

function parameters(
  template: Properties,
  values: Value | undefined,
  given: Arguments,
  path: JsonPath,
): ReadonlyMap<string, Parameter> {
  const declared = field(template, 'parameters');
  if (!isObject(declared)) return new Map();
  const result = new Map<string, Parameter>();
  for (const [name, declaration] of Object.entries(declared)) {
    const place = [...path, 'parameters', name];
    if (!isObject(declaration))
      throw new TemplateError(`the parameter '${name}' is not declared as an object`, place);
    const argument = argumentOf(name, values, given.path);
    const optional = field(declaration, 'defaultValue') !== undefined || isNullable(declaration, template);
    if (argument === undefined && isObject(values) && !optional)
      throw new TemplateError(`the parameter '${name}' has no default and is given no value`, place);
    result.set(name.toLowerCase(), {
      name,
      declaration,
      secure: isSecure(declaration, template),
      argument,
      cell: newCell(),
      parts: new Map(),
    });
  }
  return result;
}

/** `{ "value": … }` and `{ "reference": … }`; everywhere else the value stands by itself. */
function argumentOf(name: string, values: Value | undefined, path: JsonPath): Argument | undefined {
  const given = field(values, name);
  if (given === undefined) return undefined;
  const place = [...path, name];
  if (!isObject(given)) return { kind: 'value', value: given, path: place };
  const value = field(given, 'value');
  if (value !== undefined) return { kind: 'value', value, path: [...place, 'value'] };
  const elsewhere = field(given, 'reference') ?? field(given, 'expression');
  return elsewhere === undefined ? { kind: 'value', value: given, path: place } : { kind: 'reference' };
}

/** The declaration behind `{ "$ref": "#/definitions/…" }`, followed a few times at most. */
function definition(declaration: Properties, template: Properties): readonly Properties[] {
  const found = [declaration];
  for (let last: Properties | undefined = declaration; last !== undefined && found.length < 16; ) {
    const name: string | undefined = /^#\/definitions\/([^/]+)$/.exec(textField(last, '$ref') ?? '')?.[1];
    const next: Value | undefined =
      name === undefined ? undefined : field(field(template, 'definitions'), name);
    last = isObject(next) ? next : undefined;
    if (last !== undefined) found.push(last);
  }
  return found;
}

/** Whether Azure keeps the values of a declared type out of sight. */
export function isSecure(declaration: Properties, template: Properties): boolean {
  return definition(declaration, template).some((one) =>
    /^secure(string|object)$/i.test(textField(one, 'type') ?? ''),
  );
}

const isNullable = (declaration: Properties, template: Properties): boolean =>
  definition(declaration, template).some((one) => field(one, 'nullable') === true);

function variables(declared: Value | undefined, path: JsonPath): ReadonlyMap<string, Variable> {
  const result = new Map<string, Variable>();
  if (!isObject(declared)) return result;
  for (const [name, value] of Object.entries(declared)) {
    if (name.toLowerCase() === 'copy' && isList(value)) {
      for (const [index, loop] of value.entries()) {
        const made = textField(loop, 'name');
        if (made === undefined || !isObject(loop)) continue;
        const place = [...path, name, index];
        result.set(made.toLowerCase(), {
          name: made,
          value: null,
          loop,
          path: place,
          cell: newCell(),
          parts: new Map(),
        });
      }
    } else {
      result.set(name.toLowerCase(), {
        name,
        value,
        path: [...path, name],
        cell: newCell(),
        parts: new Map(),
      });
    }
  }
  return result;
}

/** User functions, by namespace and name. */
function functions(declared: Value | undefined, path: JsonPath): ReadonlyMap<string, UserFunction> {
  const result = new Map<string, UserFunction>();
  for (const [index, group] of (isList(declared) ? declared : []).entries()) {
    const members = field(group, 'members');
    const namespace = textField(group, 'namespace');
    if (!isObject(members) || namespace === undefined) continue;
    for (const [name, member] of Object.entries(members)) {
      const listed = field(member, 'parameters');
      result.set(`${namespace}.${name}`.toLowerCase(), {
        parameters: (isList(listed) ? listed : []).map((one) => (textField(one, 'name') ?? '').toLowerCase()),
        output: field(field(member, 'output'), 'value') ?? null,
        path: [...path, index, 'members', name, 'output', 'value'],
      });
    }
  }
  return result;
}

/** What the schema of a template says it is deployed to; a resource group where it says nothing else. */
export function kindOf(template: Properties, otherwise: ScopeKind): ScopeKind {
  const schema = (textField(template, '$schema') ?? '').toLowerCase();
  if (schema.includes('subscriptiondeploymenttemplate')) return 'subscription';
  if (schema.includes('managementgroupdeploymenttemplate')) return 'managementGroup';
  if (schema.includes('tenantdeploymenttemplate')) return 'tenant';
  return schema.includes('deploymenttemplate') ? 'resourceGroup' : otherwise;
}

/** A text that may be unknown, as evaluating sees it. */
export function orGap(value: Value | undefined, what: string): string {
  return typeof value === 'string' && value !== '' && !isUnknown(value) ? value : gap(what);
}
