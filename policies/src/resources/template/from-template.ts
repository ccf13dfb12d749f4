import { armPath, fromArm } from '../arm';
import { nameProperties, targetProperty } from '../arm-names';
import type { ArmType, NotEvaluated, RegisteredResource, Resource } from '../resource';
import { asCurrentVersion } from '../shapes-versions';
import { isUnknown, type Properties, type Value } from '../value';
import { pathText } from './error';
import { typeWithNames } from './ids';
import type { TemplateResource, Unfolded } from './unfold';

/** What the resources of a template take over from where the template was found. */
export interface TemplateOrigin {
  /** What stands for the template where something in it is not evaluated: a file, or the URN of a deployment. */
  readonly name: string;
  /** The beginning of all URNs. */
  readonly prefix: string;
  /** Whether the paths of the template are paths of a document that a user can open. */
  readonly isDocument: boolean;
  /** More that holds for each resource, such as where the deployment is declared. */
  readonly more?: Partial<RegisteredResource>;
}

/** The resources of a template in the azure-native v3 shape. */
export function fromTemplate(
  { resources, notEvaluated }: Unfolded,
  origin: TemplateOrigin,
): { readonly resources: readonly Resource[]; readonly notEvaluated: readonly NotEvaluated[] } {
  const urns = urnsOf(resources, origin.prefix);
  const found: Resource[] = [];
  const missing = notEvaluated.map(({ what, why, path }) => ({
    resource: origin.name,
    why: `${what} at ${pathText(path)}: ${why}`,
  }));
  for (const [index, resource] of resources.entries()) {
    const urn = urns[index] as string;
    const shaped = fromArm(resource.type, resource.body);
    if (shaped === undefined)
      missing.push({ resource: urn, why: 'its properties are known only after deployment' });
    else found.push(one(resource, shaped, resources, urns, urn, origin));
  }
  return { resources: found, notEvaluated: missing };
}

/** One URN for each resource. Names that are not known, or that several resources share, are told by a number. */
function urnsOf(resources: readonly TemplateResource[], prefix: string): readonly string[] {
  const used = new Set<string>();
  return resources.map((resource, index) => {
    const names = resource.names.map((name) => textOr(name, resource.symbol ?? `#${index}`));
    const urn = `${prefix}${typeWithNames(resource.type, names)}`;
    const own = used.has(urn) ? `${urn}#${index}` : urn;
    used.add(own);
    return own;
  });
}

const textOr = (name: Value | undefined, otherwise: string): string =>
  typeof name === 'string' && !isUnknown(name) ? name : otherwise;

function one(
  resource: TemplateResource,
  shaped: Properties,
  all: readonly TemplateResource[],
  urns: readonly string[],
  urn: string,
  { isDocument, more }: TemplateOrigin,
): Resource {
  const { type, apiVersion, names, path, symbol } = resource;
  const urnsAt = (positions: readonly number[]): readonly string[] =>
    positions.length === 0 ? none : positions.map((at) => urns[at] as string);
  const { target, envelope, kinds, originalPath } = typeFacts(type, names.length);
  // Made for this resource by `fromArm`, so nobody else has it.
  const properties = shaped as { [name: string]: Value };
  const keys = resource.references.size === 0 ? none : Object.keys(shaped);
  let dependencies: { [property: string]: readonly string[] } | undefined;
  for (const { property, value, at } of nameProperties(type, names)) {
    properties[property] = value;
    // A type that its own name tells has fewer names than parts: all of them are names of what it stands in.
    const ancestor = at < kinds - 1 ? ancestorOf(resource, at + 1, all) : undefined;
    if (ancestor !== undefined) dependencies = { ...dependencies, [property]: urnsAt([ancestor]) };
  }
  for (const key of keys) {
    const positions = envelope.has(key) ? [] : positionsAt(resource.references, armPath(type, key));
    if (positions.length > 0) dependencies = { ...dependencies, [key]: urnsAt(positions) };
  }
  if (target !== undefined) {
    properties[target] = resource.scope;
    const scope = resource.references.get('scope');
    if (scope !== undefined) dependencies = { ...dependencies, [target]: urnsAt(scope) };
  }

  const known = more?.secretTexts ?? none;
  const secretTexts = known.length === 0 ? resource.secretTexts : [...known, ...resource.secretTexts];
  return asCurrentVersion(type, apiVersion, {
    ...more,
    urn,
    name: textOr(names.at(-1), symbol ?? urn.slice(urn.lastIndexOf('/') + 1)),
    token: `arm:${type}`,
    type,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    custom: true,
    properties,
    propertyDependencies: dependencies ?? noDependencies,
    dependencies: urnsAt(resource.dependsOn),
    ...(resource.parent === undefined ? {} : { parent: urns[resource.parent] as string }),
    ...(secretTexts.length === 0 ? {} : { secretTexts }),
    ...(isDocument ? { document: { path } } : {}),
    originalPath,
  });
}

const none: readonly never[] = [];
const noDependencies: Resource['propertyDependencies'] = {};

/** What all resources of a type with so many names have in common. */
interface TypeFacts {
  readonly target: string | undefined;
  /** The properties that ARM has around the body, with what it calls them. */
  readonly envelope: ReadonlyMap<string, string>;
  readonly kinds: number;
  readonly originalPath: (path: string) => string;
}

const facts = new Map<string, TypeFacts>();

function typeFacts(type: ArmType, names: number): TypeFacts {
  const key = `${type} ${names}`;
  let found = facts.get(key);
  if (found === undefined) {
    const target = targetProperty(type);
    const named = nameProperties(type, new Array<string>(names).fill(''));
    const envelope = new Map(named.map(({ property }) => [property, 'name']));
    if (target !== undefined) envelope.set(target, 'scope');
    const originalPath = (name: string) => envelope.get(name) ?? armPath(type, name);
    found = { target, envelope, kinds: type.split('/').length - 1, originalPath };
    facts.set(key, found);
  }
  return found;
}

/** The resource around another one that has so many names. */
function ancestorOf(
  { parent }: TemplateResource,
  names: number,
  all: readonly TemplateResource[],
): number | undefined {
  for (let at = parent, steps = 0; at !== undefined && steps < 16; steps += 1) {
    const found = all[at];
    if (found?.names.length === names) return at;
    at = found?.parent;
  }
  return undefined;
}

/** What a property was computed from: found under its own path, or under that of all properties or any of them. */
function positionsAt(references: TemplateResource['references'], path: string): readonly number[] {
  const wanted = path.toLowerCase();
  const positions = new Set<number>();
  for (const [written, found] of references) {
    const name = written.toLowerCase();
    const isInside = name.startsWith(`${wanted}.`) || wanted.startsWith(`${name}.`);
    if (name === wanted || isInside) for (const at of found) positions.add(at);
  }
  return [...positions];
}
