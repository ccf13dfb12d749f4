import type { ArmType, NotEvaluated, Resource } from '../resources/resource';
import { type Reading, read } from '../rule/reading';
import type { ResourceView, StackView } from '../rule/rule';

/** Shows one resource to a rule. */
export function viewOf(resource: Resource): ResourceView {
  const all = (path: string) => read(resource.properties, path);
  return { resource, all, one: (path) => all(path)[0] ?? { state: 'absent', path, missing: path } };
}

/** Shows all resources to stack rules. `notEvaluated` names what could not be looked at and might hold more. */
export function stackView(
  resources: readonly Resource[],
  notEvaluated: readonly NotEvaluated[] = [],
): StackView {
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const type = resource.type.toLowerCase();
    const same = byType.get(type);
    if (same) same.push(resource);
    else byType.set(type, [resource]);
  }
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
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
  if (reading.state === 'known') return typeof reading.value === 'string' ? idNames(reading.value, to) : 'no';
  const sameType = origins.some((urn) => byUrn.get(urn)?.type.toLowerCase() === to.type.toLowerCase());
  return sameType ? 'no' : 'maybe';
}

/** Properties that hold the physical name of a resource in azure-native; outputs carry it as `name` as well. */
const nameProperties = [
  'resourceName',
  'accountName',
  'vaultName',
  'provisioningServiceName',
  'name',
] as const;

function idNames(id: string, to: Resource): Reference {
  const wanted = `/providers/${to.type}/`.toLowerCase();
  const at = id.toLowerCase().lastIndexOf(wanted);
  if (at < 0) return 'no';
  const name = id.slice(at + wanted.length).split('/')[0];
  const readings = nameProperties.map((property) => read(to.properties, property)[0]);
  const known = readings.flatMap((r) =>
    r?.state === 'known' && typeof r.value === 'string' ? [r.value] : [],
  );
  if (known.length === 0) return 'maybe';
  return known.some((own) => own.toLowerCase() === name?.toLowerCase()) ? 'yes' : 'no';
}
