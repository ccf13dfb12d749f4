import { idParts, lastPart } from '../../evaluate/references';
import type { Resource } from '../../resources/resource';
import { type Reading, read } from '../../rule/reading';
import { originsOf } from '../../rule/references';
import type { Elements, End } from './elements';

/** What a property points at, as far as that is certain. */
export const targetsOf = (from: Resource, path: string, elements: Elements): readonly End[] =>
  targetsIn(read(from.properties, path), originsOf(from, path), elements);

/**
 * What readings point at: by an id, host or name that is written, or, where the value is not known yet, by the resources
 * (`origins`) it was computed from.
 */
export function targetsIn(
  readings: readonly Reading[],
  origins: readonly string[],
  elements: Elements,
): readonly End[] {
  const found = new Set<End>();
  let unknown = false;
  for (const reading of readings) {
    if (reading.state === 'unknown') unknown = true;
    if (reading.state !== 'known' || typeof reading.value !== 'string') continue;
    for (const name of namesOf(reading.value))
      for (const one of elements.ofName.get(name) ?? []) found.add(one);
  }
  if ((unknown || found.size === 0) && readings.some(({ state }) => state !== 'absent'))
    for (const one of elements.among(origins)) found.add(one);
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
