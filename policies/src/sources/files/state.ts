import type { NotEvaluated, Place, RegisteredResource } from '../../resources/resource';
import { isList, isObject, type Properties, UNKNOWN, type Value } from '../../resources/value';
import { FileError } from './file-error';

/** The token of a stack's own resource. */
const stackToken = 'pulumi:pulumi:Stack';

/** What a state holds that can be judged. */
export interface State {
  readonly stack?: string;
  readonly registered: readonly RegisteredResource[];
  readonly notEvaluated: readonly NotEvaluated[];
}

/** The versions of the deployment format that are understood. Source: `sdk/go/common/apitype/core.go` of pulumi/pulumi. */
const oldest = 3;
const newest = 4;

/** Whether parsed JSON is what `pulumi stack export` writes, or a checkpoint of a file backend. */
export function isState(json: Value): json is Properties {
  return isObject(json) && 'version' in json && ('deployment' in json || 'checkpoint' in json);
}

/**
 * Reads the resources of a state as the program declared them: their inputs. What is encrypted stays unknown.
 * Throws a FileError for a version that is not known.
 */
export function readState(json: Properties, file: string): State {
  const { version } = json;
  if (typeof version !== 'number' || version < oldest || version > newest) {
    const older = typeof version === 'number' && version < oldest;
    throw new FileError(
      file,
      `is a state of version ${typeof version === 'number' ? version : 'unknown'}; ${oldest} to ${newest} are understood.`,
      older ? 'Import it with a current Pulumi and export it again.' : 'Update iiot-guard.',
    );
  }
  const entries = entriesOf(json);
  if (entries === undefined)
    throw new FileError(file, 'is a state without a list of resources.', 'Export the stack again.');
  const registered: RegisteredResource[] = [];
  const notEvaluated: NotEvaluated[] = [];
  for (const entry of entries) {
    if (!isObject(entry) || typeof entry.urn !== 'string' || typeof entry.type !== 'string') {
      notEvaluated.push({ resource: file, why: 'an entry of the state without URN or type' });
    } else if (entry.external === true) {
      notEvaluated.push({ resource: entry.urn, why: 'read by the program, not managed by it' });
    } else if (entry.delete !== true) {
      registered.push(resourceOf(entry, entry.urn, entry.type));
    }
  }
  const stack = registered[0] && /^urn:pulumi:([^:]+)::/.exec(registered[0].urn)?.[1];
  return { registered, notEvaluated, ...(stack === undefined ? {} : { stack }) };
}

function entriesOf({ deployment, checkpoint }: Properties): readonly Value[] | undefined {
  const latest = isObject(checkpoint) ? checkpoint.latest : deployment;
  if (!isObject(latest)) return undefined;
  // A stack without resources is exported without the list.
  const { resources = [] } = latest;
  return isList(resources) ? resources : undefined;
}

function resourceOf(entry: Properties, urn: string, token: string): RegisteredResource {
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
  return found ? { file: found[1] ?? '', line: Number(found[2]) } : undefined;
}

/** The key that marks an object as a secret (`sdk/go/common/resource/sig`), and the mark itself. */
const signature = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';

/** How deep values are followed; nothing that Azure takes nests as far. */
const deepest = 200;

/** The value with secrets opened where their text is there (`--show-secrets`), and unknown where it is encrypted. */
function opened(value: Value, secrets: string[], depth = 0): Value {
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
