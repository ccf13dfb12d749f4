import { deployment, deploymentStack } from '../types';
import { isObject, isUnknown, type Properties, type Value } from '../value';
import { asText } from './arguments';
import type { Site } from './declare';
import type { JsonPath } from './error';
import type { Evaluator } from './evaluator';
import { bodyField, type Instance, ownName } from './instance';
import { kindOf, orGap, readScope } from './read-scope';
import { type Frame, field, type Home, type Place, type ScopeKind, textField } from './scope';
import { nameless } from './unknown';

/** A template inside a deployment of another template. */
export interface Nested extends Site {
  readonly template: Properties;
  readonly path: JsonPath;
}

const DEEPEST = 32;

/** Whether a resource of a template deploys a template. */
export function isDeployment({ type }: Instance): boolean {
  return type === deployment || type === deploymentStack;
}

/** The template inside a deployment; undefined where it is elsewhere or unknown, which is noted. */
export function nestedIn(evaluator: Evaluator, instance: Instance): Nested | undefined {
  const { frame } = instance;
  evaluator.at = [...instance.path, 'properties'];
  const written = bodyField(instance.envelope, 'properties');
  const properties = typeof written === 'string' ? evaluator.finish(written, frame) : written;
  const given = field(properties, 'template');
  evaluator.at.push('template');
  const template = typeof given === 'string' ? evaluator.finish(given, frame) : given;
  evaluator.at.pop();
  if (!isObject(template)) {
    evaluator.note(nameOf(instance), reason(properties, template));
    return undefined;
  }
  const home: Home = { id: evaluator.next(), outer: frame.home };
  if (depthOf(home) > DEEPEST) evaluator.fail('deployments are nested too deep');
  const path = [...instance.path, 'properties', 'template'];
  const place = placeOf(evaluator, instance, template);
  if (!isInner(evaluator, properties, instance)) return { template, path, place, frame: { ...frame, home } };
  const link = field(properties, 'parametersLink');
  if (link !== undefined) evaluator.note(nameOf(instance), 'the parameters behind its link are not read');
  const scope = readScope(
    home.id,
    template,
    {
      values: link === undefined ? argumentsOf(evaluator, properties, frame) : nameless,
      path: [...instance.path, 'properties', 'parameters'],
      caller: frame,
    },
    place,
    path,
  );
  return { template, path, place, frame: { scope, home } };
}

function nameOf(instance: Instance): string {
  const { type, symbol } = instance;
  const name = ownName(instance);
  return `${type} ${orGap(name, '') === name && !name.includes('\uFDD0') ? name : (symbol ?? '')}`.trim();
}

function reason(properties: Value | undefined, template: Value | undefined): string {
  if (field(properties, 'templateLink') !== undefined) return 'the template behind its link is not read';
  if (isUnknown(properties) || isUnknown(template)) return 'its template is known only after deployment';
  return 'it has no template';
}

/** Expressions of a nested template belong to the template around it, unless it says otherwise. */
function isInner(evaluator: Evaluator, properties: Value | undefined, instance: Instance): boolean {
  if (instance.type === deploymentStack) return true;
  const written = textField(field(properties, 'expressionEvaluationOptions'), 'scope') ?? 'outer';
  const scope = evaluator.evaluate(written, instance.frame);
  return asText(scope).toLowerCase() === 'inner';
}

/** All arguments can be one expression, which then is evaluated as a whole. */
function argumentsOf(evaluator: Evaluator, properties: Value | undefined, frame: Frame): Value | undefined {
  const given = field(properties, 'parameters');
  return typeof given === 'string' ? evaluator.evaluate(given, frame) : given;
}

function depthOf(home: Home): number {
  let depth = 0;
  for (let at: Home | undefined = home; at !== undefined; at = at.outer) depth += 1;
  return depth;
}

/** Where a nested template is deployed to: where the outer one is, unless its deployment names another place. */
function placeOf(evaluator: Evaluator, instance: Instance, template: Properties): Place {
  const { place, frame, envelope } = instance;
  const text = (name: string): string | undefined => {
    const written = bodyField(envelope, name);
    return written === undefined
      ? undefined
      : orGap(evaluator.evaluate(written, frame), `${name} ${evaluator.next()}`);
  };
  const resourceGroup = text('resourceGroup');
  const subscriptionId = text('subscriptionId');
  const group = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)$/i.exec(
    instance.target ?? '',
  )?.[1];
  const outer: ScopeKind = instance.target === '' ? 'tenant' : place.kind;
  return {
    ...place,
    kind: kindIn(template, group, resourceGroup, outer),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(group === undefined ? {} : { managementGroup: group }),
    deploymentName: ownName(instance),
  };
}

function kindIn(
  template: Properties,
  managementGroup: string | undefined,
  resourceGroup: string | undefined,
  outer: ScopeKind,
): ScopeKind {
  if (managementGroup !== undefined) return 'managementGroup';
  return resourceGroup === undefined ? kindOf(template, outer) : 'resourceGroup';
}
