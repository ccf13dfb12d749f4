import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';
import { stackView } from '../evaluate/view';
import { type Normalised, normalise } from '../resources/normalise';
import type { RegisteredResource, Resource } from '../resources/resource';
import { type Properties, unmasked } from '../resources/value';
import type { StackView } from '../rule/rule';
import { BesideExemptions } from './beside-exemptions';

/** The name under which the SDK's unknown-checking proxy gives out the plain object behind it (`proxy.ts`, 1.21). */
const proxyTarget = '__getSpecialProxyTarget';

/** All resources of a stack, and the view of them that stack rules take. */
interface StackResources {
  readonly resources: readonly Resource[];
  readonly stack: StackView;
}

/**
 * Turns what the engine hands to policies into the vocabulary of the rules, once per request.
 *
 * Stack policies get the outputs of each resource, in which a preview has an unknown for everything that was not written.
 * A rule then could not tell a missing value from one that is coming. So what the resource policies saw just before, the
 * inputs, is kept and used for the stack as well; a resource that was not analysed in this run comes with its outputs.
 */
export class EngineArguments {
  /** What the program says beside its resources. */
  readonly beside = new BesideExemptions();
  private readonly seen = new WeakMap<object, Normalised>();
  private readonly inputs = new Map<string, Properties>();
  private readonly stacks = new WeakMap<object, StackResources & { readonly size: number }>();

  /** The resource that a resource policy is called for. */
  ofResource(args: ResourceValidationArgs): Normalised {
    const properties = plain(args.props);
    return this.once(properties, () => {
      const registered = registeredFrom(args);
      this.inputs.set(args.urn, registered.properties);
      return registered;
    });
  }

  /** One resource of the stack that a stack policy is called for, with its references. */
  ofStack(resource: PolicyResource): Normalised {
    const outputs = plain(resource.props);
    return this.once(outputs, () => ({
      ...common(resource),
      properties: this.inputs.get(resource.urn) ?? unmasked(outputs),
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

  /**
   * All resources of the stack that stack policies are called for. The SDK makes a list of its own for each policy, but of the
   * same decoded properties, by which a list is known again.
   */
  stackOf(all: readonly PolicyResource[]): StackResources {
    const [first] = all;
    const key = first && plain(first.props);
    const known = key && this.stacks.get(key);
    if (known && known.size === all.length) return known;
    const normalised = all.map((resource) => this.ofStack(resource));
    const resources = normalised.flatMap((one) => one.resources);
    const notEvaluated = normalised.flatMap((one) => one.notEvaluated);
    const result = { size: all.length, resources, stack: stackView(resources, notEvaluated) };
    if (key) this.stacks.set(key, result);
    return result;
  }

  private once(request: object, build: () => RegisteredResource): Normalised {
    let known = this.seen.get(request);
    if (!known) {
      known = normalise(build());
      this.seen.set(request, known);
    }
    return known;
  }
}

/** What the engine tells of one resource before it is made: its inputs, and no references. */
export function registeredFrom(
  args: Pick<ResourceValidationArgs, 'urn' | 'name' | 'type' | 'opts' | 'props' | 'provider'>,
): RegisteredResource {
  return {
    ...common(args),
    // `pulumi policy analyze` masks what it cannot decrypt.
    properties: unmasked(plain(args.props)),
    propertyDependencies: {},
    dependencies: [],
    ...(args.opts.parent ? { parent: args.opts.parent } : {}),
    ...(args.provider ? { provider: args.provider.urn } : {}),
  };
}

function common(from: Pick<ResourceValidationArgs, 'urn' | 'name' | 'type' | 'opts'>) {
  // Components, the stack and providers are told apart by their tokens, so `custom` need not be known here.
  const { protect, ignoreChanges } = from.opts;
  return { urn: from.urn, name: from.name, token: from.type, custom: true, protect, ignoreChanges };
}

/** The values behind the proxy of the SDK, which throws at what is unknown. */
export function plain(props: Record<string, unknown>): Properties {
  return (props[proxyTarget] ?? props) as Properties;
}
