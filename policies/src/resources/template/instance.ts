import { withNamedType } from '../arm-names';
import type { ArmType } from '../resource';
import { canonicalType } from '../tokens';
import type { Properties, Value } from '../value';
import type { JsonPath } from './error';
import { placeId } from './ids';
import type { Cell, Frame, Place } from './scope';
import { isComparable, isGap, isOpen, nameless } from './unknown';

/** A resource as a template has it, one for each run of its loop. Texts have gaps for what is unknown. */
export interface Instance {
  readonly type: ArmType;
  /** One for each part of the type. */
  readonly names: readonly string[];
  readonly apiVersion?: string;
  readonly symbol?: string;
  /** What it extends, as an id; undefined for what stands directly in a resource group or the like. */
  readonly target?: string;
  /** The path of types and names that its children continue. */
  readonly steps: readonly string[];
  /** Others are named by the template, but not made by it. */
  readonly isDeployed: boolean;
  readonly envelope: Envelope;
  readonly frame: Frame;
  readonly place: Place;
  readonly path: JsonPath;
  readonly parent?: Instance;
  /** The resources that its scope was computed from. */
  readonly scopeReferences?: ReadonlySet<string>;
  /** What a nested deployment gives back. */
  readonly outputs: Cell;
}

const outer = [
  'type',
  'name',
  'apiVersion',
  'condition',
  'copy',
  'dependsOn',
  'resources',
  'scope',
  'existing',
] as const;
const others = ['comments', 'import', 'extension'] as const;
const body = ['properties', 'location', 'tags', 'sku', 'kind', 'identity', 'plan', 'zones'] as const;
const bodyNames: ReadonlyMap<string, string> = new Map(body.map((name) => [name.toLowerCase(), name]));
const envelopeNames: ReadonlyMap<string, string> = new Map(
  [...outer, ...others].map((name) => [name.toLowerCase(), name]),
);

/** What a template says around a resource, and the resource itself. */
export type Envelope = { readonly [Name in (typeof outer)[number] | (typeof others)[number]]?: Value } & {
  /** The names of the body as they are written, with the name that azure-native has for them. */
  readonly body: readonly (readonly [name: string, written: string, value: Value])[];
};

/** Takes a resource of a template apart. ARM reads the names of its properties in any case. */
export function envelopeOf(source: Properties): Envelope {
  const found = new Map<string, Value>();
  const rest: (readonly [string, string, Value])[] = [];
  for (const written of Object.keys(source)) {
    const value = source[written] ?? null;
    const lower = written.toLowerCase();
    const name = envelopeNames.get(lower);
    if (name === undefined) rest.push([bodyNames.get(lower) ?? written, written, value]);
    else if (value !== null) found.set(name, value);
  }
  return { ...Object.fromEntries(found), body: rest };
}

/** The part of a body that an envelope has under a name. */
export function bodyField(envelope: Envelope, name: string): Value | undefined {
  return envelope.body.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[2];
}

/** What a resource is, by its type and name and by what it stands in. */
export type Location = Pick<Instance, 'type' | 'names' | 'steps' | 'target'> & {
  /** False where the name has another number of parts than the type. */
  readonly fits: boolean;
};

/**
 * Finds out what a resource is. Undefined where the type is known only after deployment.
 *
 * A child names its type and itself in full, or by the last part where it is written inside its parent. An extension can
 * be written as `A/b/providers/c` with a name that tells the namespace: `b1/Microsoft.Insights/c1`.
 */
export function locate(
  type: string,
  name: string,
  parent: Instance | undefined,
  place: Place,
): Location | undefined {
  const kinds = type.split('/').filter((part) => part !== '');
  const isFull = kinds[0]?.includes('.') === true;
  const start = isFull ? [kinds.shift() ?? ''] : [...(parent?.steps ?? [])];
  if (start.length === 0 || kinds.length === 0) return undefined;
  const missing = kinds.length - name.split('/').length;
  const above = isFull && parent && missing > 0 ? parent.steps.filter((_, at) => at > 0 && at % 2 === 0) : [];
  const names = [...above.slice(0, missing), ...name.split('/')];
  const fits = names.length === kinds.length;
  const aligned = fits
    ? names
    : kinds.map((_, at) => lastOr(at === kinds.length - 1 ? names.at(-1) : undefined));
  const steps = [...start, ...kinds.flatMap((kind, at) => [kind, aligned[at] ?? nameless])];

  const at = steps.findLastIndex((step, index) => index % 2 === 1 && step.toLowerCase() === 'providers');
  const own = steps.slice(at + 1);
  const [namespace = '', ...rest] = own;
  if (isOpen(namespace)) return undefined;
  const named = withNamedType(
    canonicalType([namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/')),
    rest.filter((_, index) => index % 2 === 1),
  );
  const target = at < 0 ? undefined : `${placeId(place)}/providers/${steps.slice(0, at).join('/')}`;
  return {
    type: named.type,
    names: named.names.map((one) => one ?? nameless),
    steps,
    fits: fits || isOpen(name),
    ...(target === undefined
      ? parent?.target !== undefined && !isFull
        ? { target: parent.target }
        : {}
      : { target }),
  };
}

const lastOr = (name: string | undefined): string => (name === undefined || isGap(name) ? nameless : name);

/** The id that a `scope` of a template means: it may be an id, or a type with its names. */
export function scopeId(scope: string, place: Place): string {
  if (scope.startsWith('/')) return scope === '/' ? '' : scope;
  return isGap(scope) ? scope : `${placeId(place)}/providers/${scope}`;
}

/** The path of a resource's types and names, without that of what it extends. */
function ownPath({ steps }: Instance): string {
  const at = steps.findLastIndex((step, index) => index % 2 === 1 && step.toLowerCase() === 'providers');
  return steps.slice(at + 1).join('/');
}

/**
 * What a resource is found by: its types and names in lower case. Subscription and resource group do not matter, as one
 * template rarely has two resources of one name. Undefined where it cannot be told from others.
 */
export function keyOf(instance: Instance): string | undefined {
  const key = ownPath(instance).toLowerCase();
  return isComparable(key) ? key : undefined;
}

/** The id of what a resource is deployed to or extends. */
export function scopeOf({ target, place }: Instance): string {
  return target ?? placeId(place);
}

/** The id of a resource of the template. */
export function idOf(instance: Instance): string {
  return `${scopeOf(instance)}/providers/${ownPath(instance)}`;
}
