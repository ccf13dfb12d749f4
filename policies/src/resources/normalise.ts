import { fromClassic } from './classic';
import { classicDeployment, deploymentWithContent } from './deployments';
import { fromGeneric } from './generic';
import type { ArmType, NotEvaluated, RegisteredResource, Resource } from './resource';
import type { Translated } from './shapes';
import { asCurrentVersion } from './shapes-versions';
import { armTypeOf, nativeName } from './tokens';
import { deployment, deploymentStack, pulumiProvider, pulumiStack } from './types';
import type { Value } from './value';

/** What one registered resource comes to. */
export interface Normalised {
  /**
   * Mostly one; none for components and providers; several where a block is a resource of its own in Azure. Those share one
   * URN, and the resource itself comes last, so that a map by URN ends up with it. A deployment comes first, and what its
   * template deploys after it, under URNs that continue its own.
   */
  readonly resources: readonly Resource[];
  readonly notEvaluated: readonly NotEvaluated[];
}

const nothing: Normalised = { resources: [], notEvaluated: [] };

/** What a class without a version stands for: those of azure-native 3 have none before it (StorageAccount of 3.28). */
const currentSdk = '2024-01-01';

/** Turns any spelling and shape of a resource into the azure-native v3 shape. Never throws. */
export function normalise(registered: RegisteredResource): Normalised {
  const { token } = registered;
  if (token === 'pulumi:pulumi:Stack') return itself(registered, pulumiStack);
  if (providerToken.test(token)) return itself(withBlocks(registered), pulumiProvider);
  if (!registered.custom || token.startsWith('pulumi:')) return nothing;
  if (token.startsWith('azure:')) return classic(registered);
  const named = armTypeOf(token);
  if (named === undefined) return unnamed(registered);
  // The first private endpoints had another shape, which names neither connection nor group.
  if (token.endsWith(':InterfaceEndpoint'))
    return skip(registered, `its shape in ${token} is not translated`);
  if (isTemplate(named.type)) return deploymentWithContent({ ...registered, ...named });
  const resource = asCurrentVersion(named.type, named.apiVersion ?? currentSdk, {
    ...registered,
    ...named,
  });
  return { resources: [resource], notEvaluated: [] };
}

/** Providers of Azure, those of generated packages among them: `azure-native_iothub_v20230630`. */
const providerToken = /^pulumi:providers:(azure|azuread|azure-native(_[a-z0-9]+_v\d{8}[a-z]*)?)$/i;

/** Providers take texts alone, so SDKs write blocks and lists as JSON. */
function withBlocks(registered: RegisteredResource): RegisteredResource {
  const properties = Object.entries(registered.properties).map(([name, value]) => [name, blockIn(value)]);
  return { ...registered, properties: Object.fromEntries(properties) };
}

function blockIn(value: Value): Value {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

/** What Pulumi itself keeps of a program, for the rules about that; without properties there is nothing to judge. */
function itself(registered: RegisteredResource, type: ArmType): Normalised {
  const empty = Object.keys(registered.properties).length === 0;
  return empty ? nothing : { resources: [{ ...registered, type }], notEvaluated: [] };
}

/** Whether a resource stands for something in Azure, and not for a part of the program such as its provider. */
export const isInAzure = ({ type }: Resource): boolean => !type.startsWith('Pulumi/');

/** Says that no rule looks at a resource, for callers that know which types the chosen rules target. */
export function withoutRules(resource: Resource): NotEvaluated {
  return { resource: resource.urn, why: `no rule looks at ${resource.type}` };
}

function unnamed(registered: RegisteredResource): Normalised {
  const { token } = registered;
  const name = nativeName(token);
  if (name === 'resources:Resource') return generic(registered);
  if (/^pulumi-\w+:dynamic[:/]/.test(token))
    return skip(registered, 'dynamic providers run code of their own');
  if (/^(azure|azapi)/.test(token)) return skip(registered, `no rule looks at ${token}`);
  return skip(registered, 'not an Azure resource');
}

function generic(registered: RegisteredResource): Normalised {
  const translated = fromGeneric(registered.properties);
  if (typeof translated === 'string') return skip(registered, translated);
  const current = asCurrentVersion(translated.type, translated.apiVersion, translated);
  if (isTemplate(translated.type)) return deploymentWithContent(translate(registered, current));
  return { resources: [translate(registered, current)], notEvaluated: [] };
}

function classic(registered: RegisteredResource): Normalised {
  if (/TemplateDeployment$/.test(registered.token)) return classicDeployment(registered);
  const translated = fromClassic(registered.token, registered.properties);
  if (typeof translated === 'string') return skip(registered, translated);
  return {
    resources: translated.resources.map((one) => translate(registered, one)),
    notEvaluated: translated.missing.map((why) => ({ resource: registered.urn, why })),
  };
}

function translate(registered: RegisteredResource, translated: Translated): Resource {
  const { sources = (key) => [translated.originalPath(key)], owner, ...shape } = translated;
  const propertyDependencies = Object.fromEntries(
    Object.keys(shape.properties).flatMap((key) => {
      const urns = sources(key).flatMap((path) => registered.propertyDependencies[firstStep(path)] ?? []);
      if (key === owner) urns.push(registered.urn);
      return urns.length === 0 ? [] : [[key, [...new Set(urns)]]];
    }),
  );
  return { ...registered, ...shape, propertyDependencies };
}

const firstStep = (path: string): string => path.replace(/[.[].*$/s, '');

const isTemplate = (type: ArmType): boolean => type === deployment || type === deploymentStack;

const skip = (registered: RegisteredResource, why: string): Normalised => ({
  resources: [],
  notEvaluated: [{ resource: registered.urn, why }],
});
