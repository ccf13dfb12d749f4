import { armShapeOf } from '../resources/arm';
import { type ArmType, isFragment, type NotEvaluated, type Resource, speaksOf } from '../resources/resource';
import { type Reading, read } from '../rule/reading';
import type { ResourceView, StackView } from '../rule/rule';

/** Shows one resource to a rule. What another registration says of it is unknown. */
export function viewOf(resource: Resource): ResourceView {
  const all = (path: string): readonly Reading[] =>
    speaksOf(resource, path) ? read(resource.properties, path) : [{ state: 'unknown', path }];
  return { resource, all, one: (path) => all(path)[0] ?? { state: 'absent', path, missing: path } };
}

/**
 * Shows all resources to stack rules; a fragment is none of a type. `notEvaluated` names what could not be looked at and might
 * hold more.
 */
export function stackView(
  resources: readonly Resource[],
  notEvaluated: readonly NotEvaluated[] = [],
): StackView {
  const byType = new Map<string, Resource[]>();
  const whole = resources.filter((resource) => !isFragment(resource));
  for (const resource of whole) {
    const type = resource.type.toLowerCase();
    const same = byType.get(type);
    if (same) same.push(resource);
    else byType.set(type, [resource]);
  }
  const byUrn = new Map(whole.map((resource) => [resource.urn, resource]));
  return {
    resources,
    notEvaluated,
    ofType: (type: ArmType) => byType.get(type.toLowerCase()) ?? [],
    view: viewOf,
    refersTo: (from, path, to) => refersTo(from, path, to, byUrn),
  };
}

type Reference = 'yes' | 'no' | 'maybe';

/**
 * Whether the value at `path` points at `to`. What the engine recorded comes first: the resources the property was
 * computed from, and, for a child such as a blob service, the resources that child was computed from. A written id is
 * compared by type and name, because ids do not exist in a preview.
 */
function refersTo(
  from: Resource,
  path: string,
  to: Resource,
  byUrn: ReadonlyMap<string, Resource>,
): Reference {
  const property = path.replace(/[.[].*$/s, '');
  const origins = from.propertyDependencies[property] ?? [];
  if (origins.some((urn) => urn === to.urn || isChildOf(byUrn.get(urn), to))) return 'yes';
  const answers = read(from.properties, path).map((reading) => readingRefersTo(reading, origins, to, byUrn));
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

function isChildOf(child: Resource | undefined, parent: Resource): boolean {
  if (!child?.type.toLowerCase().startsWith(`${parent.type.toLowerCase()}/`)) return false;
  return (
    child.parent === parent.urn ||
    Object.values(child.propertyDependencies).some((urns) => urns.includes(parent.urn))
  );
}

function readingRefersTo(
  reading: Reading,
  origins: readonly string[],
  to: Resource,
  byUrn: ReadonlyMap<string, Resource>,
): Reference {
  if (reading.state === 'absent') return 'no';
  if (reading.state === 'known') return typeof reading.value === 'string' ? names(reading.value, to) : 'no';
  const sameType = origins.some((urn) => byUrn.get(urn)?.type.toLowerCase() === to.type.toLowerCase());
  return sameType ? 'no' : 'maybe';
}

/**
 * Whether a written text points at a resource: its id or that of something inside it, or its bare name, as templates and
 * states write the parent of a child. Scope and subscription are not compared: a preview rarely knows them.
 */
function names(text: string, to: Resource): Reference {
  const id = idParts(text);
  const own = ownNames(to);
  if (id === undefined) {
    const last = own.at(-1);
    if (text.includes('/')) return 'no';
    return last === undefined ? 'maybe' : sameName(last, text);
  }
  const type = to.type.toLowerCase();
  if (id.type !== type && !id.type.startsWith(`${type}/`)) return 'no';
  const answers = own.map((name, index) => sameName(name, id.names[index] ?? ''));
  if (answers.includes('no')) return 'no';
  return answers.length === 0 || answers.includes('maybe') ? 'maybe' : 'yes';
}

/** The type (in lower case) and the names in a resource id; undefined where the text is none. */
function idParts(id: string): { readonly type: string; readonly names: readonly string[] } | undefined {
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return undefined;
  const [namespace = '', ...rest] = id.slice(at + '/providers/'.length).split('/');
  const types = rest.filter((_, index) => index % 2 === 0);
  return {
    type: [namespace, ...types].join('/').toLowerCase(),
    names: rest.filter((_, index) => index % 2 === 1),
  };
}

/** Properties that hold the name of a resource whose type the table of shapes does not have. */
const nameProperties = [
  'resourceName',
  'accountName',
  'vaultName',
  'provisioningServiceName',
  'name',
] as const;

/** The names of a resource and of what it stands in, outermost first; undefined for one that is not written. */
function ownNames(resource: Resource): readonly (string | undefined)[] {
  const properties = armShapeOf(resource.type).names;
  const text = (property: string) => {
    const reading = property === '' ? undefined : read(resource.properties, property)[0];
    return reading?.state === 'known' && typeof reading.value === 'string' ? reading.value : undefined;
  };
  if (properties.length > 0) return properties.map(text);
  const known = nameProperties.map(text).find((name) => name !== undefined);
  return [known];
}

function sameName(own: string | undefined, name: string): Reference {
  if (own === undefined) return 'maybe';
  // A parent is written as `server/database` in places, so only the last part of a name counts.
  return own.toLowerCase().split('/').at(-1) === name.toLowerCase() ? 'yes' : 'no';
}
