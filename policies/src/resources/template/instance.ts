import { isNamedType, withNamedType } from '../arm-names';
import type { ArmType } from '../resource';
import { canonicalType } from '../tokens';
import type { Properties, Value } from '../value';
import type { JsonPath } from './error';
import { kindsWithNames, placeId } from './ids';
import type { Frame, Place } from './scope';
import { isComparable, isGap, isOpen, nameless } from './unknown';

/** A resource as a template has it, one for each run of its loop. Texts have gaps for what is unknown. */
export interface Instance extends Location {
  readonly apiVersion: string | undefined;
  readonly symbol: string | undefined;
  /** Others are named by the template, but not made by it. */
  readonly isDeployed: boolean;
  readonly envelope: Envelope;
  readonly frame: Frame;
  readonly place: Place;
  readonly path: JsonPath;
  readonly parent: Instance | undefined;
  /** The resources that its scope was computed from. */
  readonly scopeReferences: ReadonlySet<string> | undefined;
}

/** What a resource is, by its type and name and by what it stands in. */
export interface Location {
  readonly type: ArmType;
  /** One for each part of the type. */
  readonly names: readonly string[];
  /** Its types and names as one path, which its children continue. */
  readonly steps: string;
  /** The same without what it extends: `Microsoft.A/b/<name>`. */
  readonly own: string;
  /** What it extends, as an id; undefined for what stands directly in a resource group or the like. */
  readonly target: string | undefined;
  /** False where the name has another number of parts than the type. */
  readonly fits: boolean;
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
type EnvelopeName = (typeof outer)[number] | (typeof others)[number];
const envelopeNames: ReadonlyMap<string, EnvelopeName> = new Map(
  [...outer, ...others].map((name) => [name.toLowerCase(), name]),
);

/** What a template says around a resource, and the resource itself. */
export type Envelope = { readonly [Name in EnvelopeName]?: Value } & {
  /** The names of the body as they are written, with the name that azure-native has for them. */
  readonly body: readonly (readonly [name: string, written: string, value: Value])[];
};

/** Takes a resource of a template apart. ARM reads the names of its properties in any case. */
export function envelopeOf(source: Properties): Envelope {
  const rest: (readonly [string, string, Value])[] = [];
  const found: { -readonly [Name in keyof Envelope]: Envelope[Name] } = { body: rest };
  for (const written of Object.keys(source)) {
    const value = source[written] ?? null;
    const lower = written.toLowerCase();
    const name = envelopeNames.get(lower);
    if (name === undefined) rest.push([bodyNames.get(lower) ?? written, written, value]);
    else if (value !== null) found[name] = value;
  }
  return found;
}

/** The part of a body that an envelope has under a name. */
export function bodyField(envelope: Envelope, name: string): Value | undefined {
  return envelope.body.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[2];
}

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
  return (parent === undefined && ordinary(type, name)) || odd(type, name, parent, place);
}

interface OrdinaryType {
  readonly type: ArmType;
  readonly namespace: string;
  readonly kinds: readonly string[];
}

/** Types that are written in full and extend nothing; undefined for any other. A template has few, again and again. */
const ordinaryTypes = new Map<string, OrdinaryType | undefined>();

function ordinaryType(type: string): OrdinaryType | undefined {
  if (ordinaryTypes.has(type)) return ordinaryTypes.get(type);
  const [namespace = '', ...kinds] = type.split('/');
  const isOrdinary =
    namespace.includes('.') &&
    kinds.length > 0 &&
    !kinds.includes('') &&
    !isOpen(type) &&
    !`/${type}/`.toLowerCase().includes(PROVIDERS) &&
    !isNamedType(type);
  const found = isOrdinary ? { type: canonicalType(type), namespace, kinds } : undefined;
  ordinaryTypes.set(type, found);
  return found;
}

/** What nearly every resource is: of a type in full, with a name for each of its parts. */
function ordinary(type: string, name: string): Location | undefined {
  const known = ordinaryType(type);
  if (known === undefined) return undefined;
  const names = name.split('/');
  if (names.length !== known.kinds.length || (names.length > 1 && /providers/i.test(name))) return undefined;
  const own = kindsWithNames(known.namespace, known.kinds, names);
  return { type: known.type, names, steps: own, own, target: undefined, fits: true };
}

function odd(type: string, name: string, parent: Instance | undefined, place: Place): Location | undefined {
  const kinds = type.split('/').filter((part) => part !== '');
  const isFull = kinds[0]?.includes('.') === true;
  const start = isFull ? kinds.shift() : parent?.steps;
  if (start === undefined || kinds.length === 0) return undefined;
  const names = name.split('/');
  const missing = kinds.length - names.length;
  if (isFull && parent && missing > 0) names.unshift(...namesIn(parent.steps).slice(0, missing));
  const fits = names.length === kinds.length;
  const aligned = fits ? names : kinds.map((_, at) => (at === kinds.length - 1 ? lastOf(names) : nameless));
  const steps = `${start}/${kinds.map((kind, at) => `${kind}/${aligned[at]}`).join('/')}`;

  const at = steps.toLowerCase().lastIndexOf(PROVIDERS);
  const own = at < 0 ? steps : steps.slice(at + PROVIDERS.length);
  const [namespace = '', ...rest] = own.split('/');
  if (isOpen(namespace)) return undefined;
  const named = withNamedType(
    canonicalType(`${namespace}/${rest.filter((_, index) => index % 2 === 0).join('/')}`),
    rest.filter((_, index) => index % 2 === 1),
  );
  const target = at < 0 ? undefined : `${placeId(place)}${PROVIDERS}${steps.slice(0, at)}`;
  return {
    type: named.type,
    names: named.names,
    steps,
    own,
    target: target ?? (isFull ? undefined : parent?.target),
    fits: fits || isOpen(name),
  };
}

const PROVIDERS = '/providers/';

/** The names in a path of types and names. */
const namesIn = (path: string): readonly string[] =>
  path.split('/').filter((_, at) => at > 0 && at % 2 === 0);

function lastOf(names: readonly string[]): string {
  const last = names.at(-1) as string;
  return isGap(last) ? nameless : last;
}

/** The name of the resource alone: there is one at least. */
export const ownName = ({ names }: Location): string => names.at(-1) as string;

/** The id that a `scope` of a template means: it may be an id, or a type with its names. */
export function scopeId(scope: string, place: Place): string {
  if (scope.startsWith('/')) return scope === '/' ? '' : scope;
  // Management groups are in the tenant, wherever the template is deployed to.
  if (/^microsoft\.management\//i.test(scope)) return `/providers/${scope}`;
  return isGap(scope) ? scope : `${placeId(place)}/providers/${scope}`;
}

/**
 * What a resource is found by: its types and names in lower case. Subscription and resource group do not matter, as one
 * template rarely has two resources of one name. Undefined where it cannot be told from others.
 */
export function keyOf({ own }: Location): string | undefined {
  const key = own.toLowerCase();
  return isComparable(key) ? key : undefined;
}

/** The id of what a resource is deployed to or extends. */
export function scopeOf({ target, place }: Instance): string {
  return target ?? placeId(place);
}

/** The id of a resource of the template. */
export function idOf(instance: Instance): string {
  return `${scopeOf(instance)}/providers/${instance.own}`;
}
