import { armShapeOf } from '../resources/arm';
import type { Resource } from '../resources/resource';
import { isUnknown } from '../resources/value';
import { type Reading, read } from '../rule/reading';
import { originsOf } from '../rule/references';

export type Reference = 'yes' | 'no' | 'maybe';

/**
 * Whether the value at `path` points at `to`. What the engine recorded comes first: the resources the property was
 * computed from, and, for a child such as a blob service, the resources that child was computed from. A written id is
 * compared by type and name, because ids do not exist in a preview.
 */
export function refersTo(
  from: Resource,
  path: string,
  to: Resource,
  byUrn: ReadonlyMap<string, Resource>,
): Reference {
  const origins = originsOf(from, path);
  if (origins.some((urn) => urn === to.urn || isChildOf(byUrn.get(urn), to))) return 'yes';
  let answer: Reference = 'no';
  for (const reading of read(from.properties, path)) {
    const one = readingRefersTo(reading, origins, to, byUrn);
    if (one === 'yes') return one;
    if (one === 'maybe') answer = one;
  }
  return answer;
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
  return mayHoldId(sourcesOf(origins, byUrn), to.type.toLowerCase()) ? 'maybe' : 'no';
}

/** What an unknown value was computed from. */
export interface Sources {
  /** The types of the resources, in lower case. */
  readonly types: ReadonlySet<string>;
  /** Whether those are all there is, and none of them can give out the id of whatever lies in it. */
  readonly isClosed: boolean;
}

/** Out of these an id of anything can be put together, or read: groups, subscriptions and the outputs of deployments. */
const givesAnyId = /^microsoft\.(resources|subscription|management)\//;

/** The resources that an unknown value was computed from. One that is none of Azure may have made up a name. */
export function sourcesOf(origins: readonly string[], byUrn: ReadonlyMap<string, Resource>): Sources {
  const types = origins.flatMap((urn) => byUrn.get(urn)?.type.toLowerCase() ?? []);
  const isClosed =
    origins.length > 0 && types.length === origins.length && !types.some((type) => givesAnyId.test(type));
  return { types: new Set(types), isClosed };
}

/**
 * Whether an unknown value may hold the id of a resource of a type (in lower case) that it was not computed from: never
 * of the types it was computed from, and, where those are all there is, only of what stands in or around one of them.
 */
export function mayHoldId({ types, isClosed }: Sources, type: string): boolean {
  if (types.has(type)) return false;
  return !isClosed || [...types].some((own) => own.startsWith(`${type}/`) || type.startsWith(`${own}/`));
}

/**
 * Whether a written text points at a resource: its id or that of something inside it, or its bare name, as templates and
 * states write the parent of a child. Scope and subscription are not compared: a preview rarely knows them.
 */
function names(text: string, to: Resource): Reference {
  const id = idParts(text);
  const own = ownNames(to);
  if (id === undefined) {
    if (text.includes('/')) return 'no';
    return sameName(own.at(-1), text);
  }
  const type = to.type.toLowerCase();
  if (id.type !== type && !id.type.startsWith(`${type}/`)) return 'no';
  const answers = own.map((name, index) => sameName(name, id.names[index] ?? ''));
  if (answers.includes('no')) return 'no';
  return answers.includes('maybe') ? 'maybe' : 'yes';
}

/** The type (in lower case) and the names in a resource id; undefined where the text is none. */
export function idParts(
  id: string,
): { readonly type: string; readonly names: readonly string[] } | undefined {
  if (!id.includes('/')) return undefined;
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return undefined;
  const parts = id.slice(at + '/providers/'.length).split('/');
  const names: string[] = [];
  let type = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2) {
    type += `/${parts[index]}`;
    const name = parts[index + 1];
    if (name !== undefined) names.push(name);
  }
  return { type: type.toLowerCase(), names };
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
export function ownNames(resource: Resource): readonly (string | undefined)[] {
  const properties = armShapeOf(resource.type).names;
  if (properties.length > 0) return properties.map((property) => textAt(resource, property));
  return [nameProperties.map((property) => textAt(resource, property)).find((name) => name !== undefined)];
}

function textAt(resource: Resource, property: string): string | undefined {
  const value = property === '' ? undefined : resource.properties[property];
  return typeof value === 'string' && !isUnknown(value) ? value : undefined;
}

function sameName(own: string | undefined, name: string): Reference {
  if (own === undefined) return 'maybe';
  // A parent is written as `server/database` in places, so only the last part of a name counts.
  return lastPart(own) === name.toLowerCase() ? 'yes' : 'no';
}

/** The last part of a name or id, in lower case. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
