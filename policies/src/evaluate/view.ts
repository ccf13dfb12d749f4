import { type ArmType, isFragment, type NotEvaluated, type Resource, speaksOf } from '../resources/resource';
import { type Reading, read } from '../rule/reading';
import type { Referring, ResourceView, StackView } from '../rule/rule';
import { push, ReferenceIndex } from './reference-index';
import { refersTo } from './references';
import { TargetIndex } from './target-index';

/** Shows one resource to a rule. What another registration says of it is unknown. */
export function viewOf(resource: Resource): ResourceView {
  if (last?.resource !== resource) last = newView(resource);
  return last;
}

/** Rules are applied resource by resource, so the same view is asked for dozens of times in a row. */
let last: ResourceView | undefined;

function newView(resource: Resource): ResourceView {
  const isWhole = resource.only === undefined && resource.elsewhere === undefined;
  const all = (path: string): readonly Reading[] =>
    isWhole || speaksOf(resource, path) ? read(resource.properties, path) : [{ state: 'unknown', path }];
  return { resource, all, one: (path) => all(path)[0] ?? { state: 'absent', path, missing: path } };
}

const none: readonly never[] = [];

/**
 * Shows all resources to stack rules; a fragment is none of a type. `notEvaluated` names what could not be looked at and might
 * hold more.
 */
export function stackView(
  resources: readonly Resource[],
  notEvaluated: readonly NotEvaluated[] = [],
): StackView {
  const whole = resources.filter((resource) => !isFragment(resource));
  const byType = groupByType(whole);
  const byUrn = new Map(whole.map((resource) => [resource.urn, resource]));
  const ofType = (type: ArmType) => byType.get(lower(type)) ?? none;
  const indexes = new Map<ArmType, Map<string, ReferenceIndex>>();
  const referring = (type: ArmType, paths: readonly string[], to: Resource): readonly Referring[] => {
    const candidates = ofType(type);
    if (candidates.length === 0) return none;
    const key = paths.length === 1 ? (paths[0] ?? '') : paths.join(' ');
    const ofThisType = indexes.get(type) ?? new Map<string, ReferenceIndex>();
    indexes.set(type, ofThisType);
    let index = ofThisType.get(key);
    if (!index) {
      index = new ReferenceIndex(candidates, paths, byUrn);
      ofThisType.set(key, index);
    }
    return index.to(to);
  };
  const targets = new Map<ArmType, TargetIndex>();
  const referred = (from: Resource, path: string, type: ArmType): readonly Referring[] => {
    const index = targets.get(type) ?? new TargetIndex(ofType(type), byUrn);
    targets.set(type, index);
    return index.from(from, path);
  };
  let children: ReadonlyMap<string, readonly Resource[]> | undefined;
  const childrenOf = (parent: Resource, type: ArmType): readonly Resource[] => {
    children ??= groupByParent(whole, byUrn);
    const wanted = type.toLowerCase();
    return (children.get(parent.urn) ?? none).filter((child) => child.type.toLowerCase() === wanted);
  };
  return {
    resources,
    notEvaluated,
    ofType,
    view: viewOf,
    refersTo: (from, path, to) => refersTo(from, path, to, byUrn),
    referring,
    referred,
    childrenOf,
    find: (urn) => byUrn.get(urn),
  };
}

function groupByType(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const type = lower(resource.type);
    const same = byType.get(type);
    if (same) same.push(resource);
    else byType.set(type, [resource]);
  }
  return byType;
}

const lowered = new Map<ArmType, ArmType>();

/** A type in lower case. There are a few dozen, and they are asked for again and again. */
function lower(type: ArmType): ArmType {
  const known = lowered.get(type);
  if (known !== undefined) return known;
  const answer = type.toLowerCase() as ArmType;
  lowered.set(type, answer);
  return answer;
}

/** By the URN they name as their parent, or share with what they are a block of. */
function groupByParent(
  resources: readonly Resource[],
  byUrn: ReadonlyMap<string, Resource>,
): ReadonlyMap<string, readonly Resource[]> {
  const byParent = new Map<string, Resource[]>();
  const shared = new Set<string>();
  for (const { urn } of resources.filter((resource) => byUrn.get(resource.urn) !== resource)) shared.add(urn);
  for (const resource of resources) {
    const { urn, parent } = resource;
    if (shared.has(urn)) push(byParent, urn, resource);
    if (parent !== undefined && (parent !== urn || !shared.has(urn))) push(byParent, parent, resource);
  }
  return byParent;
}
