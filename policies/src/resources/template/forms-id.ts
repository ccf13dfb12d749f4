import { isUnknown, type Value } from '../value';
import { Failed } from './error';
import type { Evaluator } from './evaluator';
import { allArguments, argument, type Form } from './form';
import { groupId, keyInId, managementGroupId, placeId, subscriptionId, typeWithNames } from './ids';
import type { Frame, Home, Place } from './scope';
import { gap, isOpen, nameless } from './unknown';

/** What a resource is referred to by: its key, or its name in one template. */
export function referenceTo(text: string, home: Home): string {
  return keyInId(text) ?? nameIn(home.id, text);
}

/** A name without its type says something in one template only. */
export const nameIn = (home: number, name: string): string => `${home}:${name.toLowerCase()}`;

/** The arguments of a function that makes an id: what comes before the type, the type, and the names. */
interface IdArguments {
  readonly before: readonly string[];
  readonly path: string;
}

function idArguments(values: readonly Value[]): IdArguments | undefined {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length) throw new Failed('it takes texts only');
  if (texts.some(isUnknown)) return undefined;
  const at = texts.findIndex((text) => text.includes('/') && !isOpen(text));
  const type = texts[at];
  // Where the type itself is unknown, so is everything.
  if (type === undefined) {
    if (texts.some(isOpen)) return undefined;
    throw new Failed('it takes a resource type');
  }
  const names = texts.slice(at + 1);
  const flat = names.join('/').split('/');
  const parts = type.split('/').filter((part) => part !== '');
  if (flat.length !== parts.length - 1) throw new Failed('it takes one name for each part of the type');
  return { before: texts.slice(0, at), path: typeWithNames(parts.join('/'), flat) };
}

/** A function that puts an id together. `scope` gives the beginning. */
const idForm =
  (scope: (before: readonly string[], place: Place) => string): Form =>
  (evaluator, call, frame) => {
    const given = idArguments(allArguments(evaluator, call, frame));
    if (given === undefined) return nameless;
    const id = `${scope(given.before, frame.scope.place)}/providers/${given.path}`;
    evaluator.refer(referenceTo(id, frame.home));
    return id;
  };

const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function resourceScope(before: readonly string[], place: Place): string {
  const [first, second] = before;
  if (first === undefined) return placeId(place);
  if (second !== undefined) return groupId(first, second);
  return isGuid(first) ? subscriptionId(first) : groupId(place.subscriptionId, first);
}

/** `extensionResourceId(<id>, type, names…)`. */
const extensionResourceId: Form = (evaluator, call, frame) => {
  const [base = '', ...others] = allArguments(evaluator, call, frame);
  const given = idArguments(others);
  if (typeof base !== 'string') throw new Failed('it takes texts only');
  if (given === undefined || isUnknown(base)) return nameless;
  const id = `${base}/providers/${given.path}`;
  evaluator.refer(referenceTo(id, frame.home));
  return id;
};

/** Takes note of the resource that the first argument names. */
function target(evaluator: Evaluator, text: Value, frame: Frame): string | undefined {
  if (typeof text !== 'string') throw new Failed('it takes the name or the id of a resource');
  if (isUnknown(text)) return undefined;
  const reference = referenceTo(text, frame.home);
  evaluator.refer(reference);
  return reference;
}

/** What a resource looks like after the deployment. Of nested deployments, the outputs are known before. */
const reference: Form = (evaluator, call, frame) => {
  const named = argument(evaluator, call, frame, 0);
  const found = target(evaluator, named, frame);
  if (found === undefined) return nameless;
  const outputs = evaluator.lookup?.outputs(found);
  if (outputs === undefined) return gap(`reference ${named}`);
  const isFull = call.arguments.length > 2;
  const state = { outputs, provisioningState: 'Succeeded' };
  return isFull ? { properties: state } : state;
};

/** Keys and other secrets that only the service knows. */
const listing: Form = (evaluator, call, frame) => {
  const named = argument(evaluator, call, frame, 0);
  return target(evaluator, named, frame) === undefined ? nameless : gap(`${call.name} ${named}`);
};

/** `references('symbolicName')`: all resources of a loop. */
const references: Form = (evaluator, call, frame) => {
  target(evaluator, argument(evaluator, call, frame, 0), frame);
  return nameless;
};

/** `resourceInfo('symbolicName')`: what the template itself says of a resource. */
const resourceInfo: Form = (evaluator, call, frame) => {
  const named = argument(evaluator, call, frame, 0);
  const found = target(evaluator, named, frame);
  const info = found === undefined ? undefined : evaluator.lookup?.info(found);
  return info ?? gap(`resource ${named}`);
};

/** Functions that name resources. */
export const idForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['resourceid', idForm(resourceScope)],
  ['subscriptionresourceid', idForm(([id], place) => subscriptionId(id ?? place.subscriptionId))],
  ['tenantresourceid', idForm(() => '')],
  ['managementgroupresourceid', idForm(([name], place) => managementGroupId(name ?? place.managementGroup))],
  ['extensionresourceid', extensionResourceId],
  ['reference', reference],
  ['references', references],
  ['resourceinfo', resourceInfo],
  ['list*', listing],
]);
