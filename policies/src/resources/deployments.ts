import type { Normalised } from './normalise';
import type { RegisteredResource, Resource } from './resource';
import { type JsonPath, pathText, TemplateError } from './template/error';
import { fromTemplate } from './template/from-template';
import type { TemplateContext } from './template/scope';
import { unfoldTemplate } from './template/unfold';
import { deployment } from './types';
import { isObject, isUnknown, type Properties, UNKNOWN, type Value } from './value';

/** A deployment in the azure-native shape, and everything that its template deploys. Never throws. */
export function deploymentWithContent(resource: Resource): Normalised {
  const { properties } = resource;
  const block = isObject(properties.properties) ? properties.properties : properties;
  const content = contentOf(resource, {
    template: isUnknown(properties.properties) ? properties.properties : block.template,
    // What is behind a link may override any default, so nothing is known of the parameters.
    parameters: block.parametersLink === undefined ? block.parameters : UNKNOWN,
    isLinked: block.templateLink !== undefined,
    name: properties.deploymentName ?? properties.deploymentStackName,
  });
  return { resources: [resource, ...content.resources], notEvaluated: content.notEvaluated };
}

/** The same for the classes of the classic provider, which take template and parameters as text. */
export function classicDeployment(registered: RegisteredResource): Normalised {
  const { name, resourceGroupName, deploymentMode, debugLevel, tags, ...own } = registered.properties;
  const template = own.templateContent ?? own.templateBody;
  const parameters = own.parametersContent ?? own.parametersBody ?? own.parameters;
  const link = own.templateSpecVersionId;
  const written: readonly (readonly [string, Value | undefined])[] = [
    ['mode', deploymentMode],
    ['template', parsed(template)],
    ['parameters', parsed(parameters)],
    ['templateLink', link === undefined ? undefined : { id: link }],
    ['debugSetting', debugLevel === undefined ? undefined : { detailLevel: debugLevel }],
  ];
  const outer: readonly (readonly [string, Value | undefined])[] = [
    ['deploymentName', name],
    ['resourceGroupName', resourceGroupName],
    ['tags', tags],
    ['properties', present(written)],
  ];
  const dependencies = Object.values(registered.propertyDependencies).flat();
  return deploymentWithContent({
    ...registered,
    type: deployment,
    properties: present(outer),
    propertyDependencies: dependencies.length === 0 ? {} : { properties: [...new Set(dependencies)] },
    originalPath: (path) => classicNames.find(([native]) => path.startsWith(native))?.[1] ?? path,
  });
}

const classicNames: readonly (readonly [native: string, classic: string])[] = [
  ['properties.mode', 'deploymentMode'],
  ['properties.template', 'templateContent'],
  ['properties.parameters', 'parametersContent'],
  ['properties.debugSetting', 'debugLevel'],
  ['deploymentName', 'name'],
];

const present = (entries: readonly (readonly [string, Value | undefined])[]): Properties =>
  Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** JSON written as text; the text itself where it is something else. */
function parsed(value: Value | undefined): Value | undefined {
  if (typeof value !== 'string' || isUnknown(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

interface Content {
  readonly template: Value | undefined;
  readonly parameters: Value | undefined;
  readonly isLinked: boolean;
  readonly name: Value | undefined;
}

function contentOf(resource: Resource, content: Content): Normalised {
  const template = parsed(content.template);
  const skip = (why: string): Normalised => ({
    resources: [],
    notEvaluated: [{ resource: resource.urn, why }],
  });
  if (isUnknown(template)) return skip('its template is known only after deployment');
  if (template === undefined || template === null)
    return skip(content.isLinked ? 'the template behind its link is not read' : 'it has no template');
  try {
    const unfolded = unfoldTemplate(template, parsed(content.parameters), contextOf(resource, content.name));
    return fromTemplate(unfolded, {
      name: resource.urn,
      prefix: `${resource.urn}/`,
      isDocument: false,
      more: shared(resource),
    });
  } catch (fault) {
    if (!(fault instanceof TemplateError)) return skip('its template could not be evaluated');
    return skip(`its template is not valid: ${fault.message}${at(fault.path)}`);
  }
}

const at = (path: JsonPath): string => (path.length === 0 ? '' : ` (at ${pathText(path.slice(0, 16))})`);

/** What a resource of the template has from its deployment. */
function shared({ urn, declaredAt, provider, protect, secretTexts }: Resource): Partial<RegisteredResource> {
  return {
    within: urn,
    ...(declaredAt === undefined ? {} : { declaredAt }),
    ...(provider === undefined ? {} : { provider }),
    ...(protect === undefined ? {} : { protect }),
    ...(secretTexts === undefined ? {} : { secretTexts }),
  };
}

function contextOf({ properties }: Resource, name: Value | undefined): TemplateContext {
  const { resourceGroupName, subscriptionId } = properties;
  return {
    ...(isText(resourceGroupName) ? { resourceGroup: resourceGroupName } : {}),
    ...(isText(subscriptionId) ? { subscriptionId } : {}),
    ...(isText(name) ? { deploymentName: name } : {}),
  };
}

const isText = (value: Value | undefined): value is string => typeof value === 'string' && !isUnknown(value);
