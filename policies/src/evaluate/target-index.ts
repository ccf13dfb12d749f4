import type { Resource } from '../resources/resource';
import { read } from '../rule/reading';
import { originsOf } from '../rule/references';
import type { Referring } from '../rule/rule';
import { namesIn, push, withOwners } from './reference-index';
import { lastPart, mayHoldId, ownNames, refersTo, sourcesOf } from './references';

/**
 * Finds what a property points at among the resources of one type without looking at each. What is found is only a
 * candidate: {@link refersTo} decides.
 */
export class TargetIndex {
  private readonly byName = new Map<string, Resource[]>();
  /** Those whose name is not written: any name may be theirs. */
  private readonly unnamed: Resource[] = [];
  private readonly urns: ReadonlySet<string>;

  constructor(
    private readonly resources: readonly Resource[],
    private readonly byUrn: ReadonlyMap<string, Resource>,
  ) {
    this.urns = new Set(resources.map(({ urn }) => urn));
    for (const resource of resources) {
      const name = ownNames(resource).at(-1);
      if (name === undefined) this.unnamed.push(resource);
      else push(this.byName, lastPart(name), resource);
    }
  }

  /** The resources that the path points at, or may. */
  from(from: Resource, path: string): readonly Referring[] {
    const [first] = this.resources;
    if (!first) return [];
    const origins = originsOf(from, path);
    const candidates = new Set<Resource>();
    for (const urn of withOwners(origins, this.byUrn)) {
      const resource = this.urns.has(urn) ? this.byUrn.get(urn) : undefined;
      if (resource) candidates.add(resource);
    }
    for (const reading of read(from.properties, path)) {
      for (const resource of this.meantBy(reading, origins, first.type)) candidates.add(resource);
    }
    return [...candidates].flatMap((resource): readonly Referring[] => {
      const answer = refersTo(from, path, resource, this.byUrn);
      return answer === 'no' ? [] : [{ resource, answer }];
    });
  }

  private meantBy(
    reading: ReturnType<typeof read>[number],
    origins: readonly string[],
    type: string,
  ): readonly Resource[] {
    if (reading.state === 'unknown')
      return mayHoldId(sourcesOf(origins, this.byUrn), type.toLowerCase()) ? this.resources : [];
    if (reading.state !== 'known' || typeof reading.value !== 'string') return [];
    return [...namesIn(reading.value).flatMap((name) => this.byName.get(name) ?? []), ...this.unnamed];
  }
}
