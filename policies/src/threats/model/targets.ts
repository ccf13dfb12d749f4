import { idParts, lastPart } from '../../evaluate/references';
import type { Resource } from '../../resources/resource';
import { read, stepsOf } from '../../rule/reading';
import type { Drawn, Elements, Network } from './elements';

/**
 * What a property points at, as far as that is certain: by an id, host or name that is written, or, where the value is not
 * known yet, by the resources it was computed from.
 */
export function targetsOf(from: Resource, path: string, elements: Elements): readonly (Drawn | Network)[] {
  const found = new Set<Drawn | Network>();
  let unknown = false;
  for (const reading of read(from.properties, path)) {
    if (reading.state === 'unknown') unknown = true;
    if (reading.state !== 'known' || typeof reading.value !== 'string') continue;
    for (const name of namesOf(reading.value))
      for (const one of elements.ofName.get(name) ?? []) found.add(one);
  }
  if (unknown || found.size === 0)
    for (const urn of from.propertyDependencies[stepsOf(path)[0] ?? ''] ?? []) {
      const one = elements.ofUrn.get(urn);
      if (one && read(from.properties, path).some(({ state }) => state !== 'absent')) found.add(one);
    }
  return [...found];
}

/** The names that a text may mean: those in an id, the first label of a host, the account of a connection string. */
function namesOf(text: string): readonly string[] {
  const id = idParts(text);
  if (id) return id.names.map((name) => lastPart(name)).slice(0, 1);
  const host = /^(?:[a-z]+:\/\/)?([a-z0-9-]+)\.[a-z0-9.-]+(?:[:/]|$)/i.exec(text)?.[1];
  const account = /(?:AccountName=|Endpoint=sb:\/\/)([a-z0-9-]+)/i.exec(text)?.[1];
  return [host, account, text.includes('/') ? undefined : text].flatMap((name) =>
    name ? [name.toLowerCase()] : [],
  );
}
