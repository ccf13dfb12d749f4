import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';
import { type Normalised, normalise } from '../resources/normalise';
import type { RegisteredResource } from '../resources/resource';
import type { Properties } from '../resources/value';

/** The name under which the SDK's unknown-checking proxy gives out the plain object behind it (`proxy.ts`, 1.21). */
const proxyTarget = '__getSpecialProxyTarget';

const seen = new WeakMap<object, Normalised>();

/** What the engine hands to a resource rule, in the vocabulary of the rules. Worked out once per request. */
export function fromResourceArgs(args: ResourceValidationArgs): Normalised {
  return once(plain(args.props), (properties) => ({
    ...common(args),
    properties,
    propertyDependencies: {},
    dependencies: [],
    ...(args.opts.parent ? { parent: args.opts.parent } : {}),
  }));
}

/** One resource of the stack that the engine hands to a stack rule, with its references. */
export function fromPolicyResource(resource: PolicyResource): Normalised {
  return once(plain(resource.props), (properties) => ({
    ...common(resource),
    properties,
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, origins]) => [
        property,
        origins.map((o) => o.urn),
      ]),
    ),
    dependencies: resource.dependencies.map((dependency) => dependency.urn),
    ...(resource.parent ? { parent: resource.parent.urn } : {}),
  }));
}

function common(from: Pick<ResourceValidationArgs, 'urn' | 'name' | 'type' | 'opts'>) {
  // Components, the stack and providers are told apart by their tokens, so `custom` need not be known here.
  return { urn: from.urn, name: from.name, token: from.type, custom: true, protect: from.opts.protect };
}

function plain(props: Record<string, unknown>): Properties {
  return (props[proxyTarget] ?? props) as Properties;
}

function once(properties: Properties, build: (properties: Properties) => RegisteredResource): Normalised {
  let known = seen.get(properties);
  if (!known) {
    known = normalise(build(properties));
    seen.set(properties, known);
  }
  return known;
}
