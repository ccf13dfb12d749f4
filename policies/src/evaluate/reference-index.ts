import type { Resource } from '../resources/resource';
import { read } from '../rule/reading';
import { originsOf } from '../rule/references';
import type { Referring } from '../rule/rule';
import {
  idParts,
  lastPart,
  mayHoldId,
  ownNames,
  type Reference,
  refersTo,
  type Sources,
  sourcesOf,
} from './references';

/**
 * Finds the resources that point at another one without comparing each with each.
 *
 * A resource is found by the URNs its property was computed from, by the names in what is written, or, where the value
 * tells neither, always. What is found is only a candidate: {@link refersTo} decides.
 */
export class ReferenceIndex {
  private readonly byOrigin = new Map<string, Resource[]>();
  private readonly byName = new Map<string, Resource[]>();
  private readonly named: Resource[] = [];
  /** Those with an unknown value, by what it was computed from: that tells which types it may point at. */
  private readonly open = new Map<string, { readonly sources: Sources; readonly resources: Resource[] }>();

  constructor(
    resources: readonly Resource[],
    private readonly paths: readonly string[],
    private readonly byUrn: ReadonlyMap<string, Resource>,
  ) {
    for (const resource of resources) this.add(resource);
  }

  /** The resources that point at `to`, or may. */
  to(to: Resource): readonly Referring[] {
    const name = ownNames(to).at(-1);
    const candidates = new Set<Resource>(this.byOrigin.get(to.urn));
    // What has no name of its own yet can be meant by any name.
    const named = name === undefined ? this.named : this.byName.get(lastPart(name));
    for (const resource of named ?? []) candidates.add(resource);
    for (const { sources, resources } of this.open.values())
      if (mayHoldId(sources, to.type.toLowerCase()))
        for (const resource of resources) candidates.add(resource);
    const found: Referring[] = [];
    for (const resource of candidates) {
      const answer = this.answer(resource, to);
      if (answer !== 'no') found.push({ resource, answer });
    }
    return found;
  }

  private answer(resource: Resource, to: Resource): Reference {
    let answer: Reference = 'no';
    for (const path of this.paths) {
      const one = refersTo(resource, path, to, this.byUrn);
      if (one === 'yes') return one;
      if (one === 'maybe') answer = one;
    }
    return answer;
  }

  private add(resource: Resource): void {
    let named = false;
    for (const path of this.paths) {
      const origins = originsOf(resource, path);
      for (const urn of withOwners(origins, this.byUrn)) push(this.byOrigin, urn, resource);
      for (const reading of read(resource.properties, path)) {
        if (reading.state === 'unknown') this.addOpen(resource, origins);
        if (reading.state !== 'known' || typeof reading.value !== 'string') continue;
        named = true;
        for (const name of namesIn(reading.value)) push(this.byName, name, resource);
      }
    }
    if (named) this.named.push(resource);
  }

  private addOpen(resource: Resource, origins: readonly string[]): void {
    const sources = sourcesOf(origins, this.byUrn);
    const key = `${sources.isClosed} ${[...sources.types].sort().join(' ')}`;
    const group = this.open.get(key);
    if (!group) this.open.set(key, { sources, resources: [resource] });
    else if (group.resources.at(-1) !== resource) group.resources.push(resource);
  }
}

/** The URNs themselves, and those of what the resources behind them were made from: an id of a child points at both. */
export function withOwners(urns: readonly string[], byUrn: ReadonlyMap<string, Resource>): Iterable<string> {
  if (urns.length === 0) return urns;
  const all = new Set(urns);
  for (const urn of urns) {
    const child = byUrn.get(urn);
    if (!child) continue;
    if (child.parent !== undefined) all.add(child.parent);
    for (const owners of Object.values(child.propertyDependencies))
      for (const owner of owners) all.add(owner);
  }
  return all;
}

/** The names, in lower case, of which one is the last name of whatever a text points at. */
export function namesIn(text: string): readonly string[] {
  const id = idParts(text);
  return id ? id.names.map((name) => name.toLowerCase()) : [lastPart(text)];
}

export function push(map: Map<string, Resource[]>, key: string, resource: Resource): void {
  const list = map.get(key);
  if (!list) map.set(key, [resource]);
  // The same resource is only ever added in a row.
  else if (list.at(-1) !== resource) list.push(resource);
}
