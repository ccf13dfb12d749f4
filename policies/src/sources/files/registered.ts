import type { NotEvaluated, Place, RegisteredResource } from '../../resources/resource';
import { isList, isObject, MASK, type Properties, UNKNOWN, type Value } from '../../resources/value';

/** The token of a stack's own resource. */
const stackToken = 'pulumi:pulumi:Stack';

/** What a state, an event log or a preview holds that can be judged. */
export interface Registered {
  readonly stack?: string;
  readonly registered: readonly RegisteredResource[];
  readonly notEvaluated: readonly NotEvaluated[];
}

/** The stack that resources belong to. */
export function stackOf([first]: readonly RegisteredResource[]): { readonly stack?: string } {
  const stack = first && /^urn:pulumi:([^:]+)::/.exec(first.urn)?.[1];
  return stack === undefined ? {} : { stack };
}

/** A resource as the engine writes it down, in a state as well as in events: as the program declared it. */
export function resourceOf(entry: Properties, urn: string, token: string): RegisteredResource {
  const secretTexts: string[] = [];
  // What a stack gives out are its outputs; it has no inputs.
  const { inputs = {} } = token === stackToken ? { inputs: entry.outputs } : entry;
  const declaredAt = placeOf(entry.sourcePosition);
  const options = optionsOf(entry);
  return {
    urn,
    name: urn.slice(urn.lastIndexOf('::') + 2),
    token,
    custom: entry.custom === true,
    properties: isObject(inputs) ? (opened(inputs, secretTexts) as Properties) : {},
    propertyDependencies: isObject(entry.propertyDependencies) ? listsOf(entry.propertyDependencies) : {},
    dependencies: textsOf(entry.dependencies),
    ...options,
    ...(typeof entry.parent === 'string' && entry.parent !== '' ? { parent: entry.parent } : {}),
    ...(typeof entry.provider === 'string' && entry.provider !== '' ? { provider: entry.provider } : {}),
    ...(declaredAt ? { declaredAt } : {}),
    ...(secretTexts.length > 0 ? { secretTexts } : {}),
  };
}

/** The state says `true` and leaves the rest out; what it does not keep (`ignoreChanges` before 2025) stays unsaid. */
function optionsOf({ protect, retainOnDelete, ignoreChanges, importID }: Properties) {
  return {
    protect: protect === true,
    retainOnDelete: retainOnDelete === true,
    ...(isList(ignoreChanges) ? { ignoreChanges: textsOf(ignoreChanges) } : {}),
    ...(typeof importID === 'string' && importID !== '' ? { importId: importID } : {}),
  };
}

const textsOf = (value: Value | undefined): readonly string[] =>
  isList(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const listsOf = (map: Properties): { readonly [property: string]: readonly string[] } =>
  Object.fromEntries(Object.entries(map).map(([key, urns]) => [key, textsOf(urns)]));

/** `project:///infra/index.ts#12,7`, as the engine notes where a resource was declared. */
function placeOf(position: Value | undefined): Place | undefined {
  const found = typeof position === 'string' ? /^project:\/\/\/(.+)#(\d+)(?:,\d+)?$/.exec(position) : null;
  return found ? { file: String(found[1]), line: Number(found[2]) } : undefined;
}

/** The key that marks an object as a secret (`sdk/go/common/resource/sig`), and the mark itself. */
const signature = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';

/** How deep values are followed; nothing that Azure takes nests as far. */
const deepest = 200;

/** The value with secrets opened where their text is there (`--show-secrets`), and unknown where it is encrypted. */
function opened(value: Value, secrets: string[], depth = 0): Value {
  if (value === MASK) return UNKNOWN;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return UNKNOWN;
  if (isList(value)) {
    const items = value.map((item) => opened(item, secrets, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const object = value as Properties;
  if (object[signature] !== undefined) return openedMark(object, secrets);
  let changed: { [key: string]: Value } | undefined;
  for (const key of Object.keys(object)) {
    const before = object[key] as Value;
    const after = opened(before, secrets, depth + 1);
    if (after === before) continue;
    changed ??= { ...object };
    changed[key] = after;
  }
  return changed ?? object;
}

/** Assets, archives and references are of no use to a rule; a secret is, where it can be read. */
function openedMark(object: Properties, secrets: string[]): Value {
  if (object[signature] !== secretMark || typeof object.plaintext !== 'string') return UNKNOWN;
  try {
    const plain = JSON.parse(object.plaintext) as Value;
    collectTexts(plain, secrets);
    return plain;
  } catch {
    return UNKNOWN;
  }
}

function collectTexts(value: Value, secrets: string[], depth = 0): void {
  if (typeof value === 'string' || typeof value === 'number') secrets.push(String(value));
  else if (typeof value === 'object' && value !== null && depth < deepest)
    for (const item of Object.values(value)) collectTexts(item as Value, secrets, depth + 1);
}
