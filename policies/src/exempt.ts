import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Pulumi from '@pulumi/pulumi';
import { type BesideArgs, exemptionToken, wrongIn } from './evaluate/beside';

/** What one rule may break on one resource: why, who answers for it, and until when. */
export type ExemptionArgs = BesideArgs;

/** An exemption that waits for its resource to be registered. */
interface Waiting {
  readonly resource: Pulumi.CustomResource;
  readonly exemptions: readonly ExemptionArgs[];
  registered: boolean;
}

/** What a resource keeps of itself. Source: `sdk/nodejs/resource.ts` of pulumi/pulumi. */
interface Internals {
  readonly __pulumiType: string;
  readonly __name: string;
  readonly __parentResource?: Pulumi.Resource;
}

/**
 * Exempts a resource from a rule, in the program and beside the resource. Call it right after the resource is made:
 *
 * ```ts
 * const hub = new devices.IotHubResource('ship-1', { ... });
 * exempt(hub, {
 *   rule: 'iothub-public-network-access-disabled',
 *   reason: 'ships have no private path',
 *   owner: 'fleet-security@example.com',
 *   expires: '2027-03-31',
 * });
 * ```
 *
 * How it works: a transform of the stack sees the resource on its way to the engine, and first registers a component of the
 * type `iiot-guard:index:Exemption` with what is written here. The policy pack, the offline preview and state exports have that
 * component before the resource; it deploys nothing, and every `pulumi preview` shows it. An exemption of the central policy
 * configuration for the same finding wins, and rules that accept no exemption accept none here.
 *
 * Throws where something is missing or malformed. Does nothing in unit tests with mocks, where no engine is.
 */
export function exempt(
  resource: Pulumi.CustomResource,
  exemptions: ExemptionArgs | readonly ExemptionArgs[],
): void {
  const list: readonly ExemptionArgs[] = 'rule' in exemptions ? [exemptions] : exemptions;
  const { __name, __pulumiType } = resource as unknown as Internals;
  for (const one of list) {
    const wrong = wrongIn(one);
    if (wrong !== undefined) throw new Error(`exempt(${__name}): ${wrong}.`);
  }
  const sdk = pulumi();
  if (!sdk.CustomResource.isInstance(resource))
    throw new Error(`exempt(${__name}): ${__pulumiType} is a component. Exempt the resource in it.`);
  const waiting: Waiting = { resource, exemptions: list, registered: false };
  const same = waitingFor(sdk);
  if (same === undefined) return;
  same.push(waiting);
  // Its URN is there once it is registered, and then it is too late.
  resource.urn.apply(() => {
    if (waiting.registered) return;
    throw new sdk.RunError(
      `exempt(${__name}): the resource was registered already. Call exempt right after it is made, before anything is awaited.`,
    );
  });
}

/** The SDK of the program, which need not be the copy that this package would load. */
function pulumi(): typeof Pulumi {
  const fromProgram = createRequire(join(process.cwd(), 'package.json'));
  try {
    return fromProgram('@pulumi/pulumi');
  } catch {
    return createRequire(__filename)('@pulumi/pulumi');
  }
}

const lists = new WeakMap<object, Waiting[]>();
const nowhere = {};

/** The exemptions that wait, for each stack that runs in this process; undefined where no engine is. */
function waitingFor(sdk: typeof Pulumi): Waiting[] | undefined {
  const stack = sdk.runtime.getStackResource() ?? nowhere;
  const known = lists.get(stack);
  if (known) return known;
  const list: Waiting[] = [];
  try {
    sdk.runtime.registerResourceTransform(async (args) => {
      await announce(sdk, list, args);
      return undefined;
    });
  } catch (fault) {
    if (process.env.PULUMI_NODEJS_MONITOR === undefined) return undefined;
    throw fault;
  }
  lists.set(stack, list);
  return list;
}

/** Registers the exemptions of a resource that is on its way to the engine, and waits until the engine has them. */
async function announce(
  sdk: typeof Pulumi,
  list: readonly Waiting[],
  { type, name, opts }: Pulumi.ResourceTransformArgs,
): Promise<void> {
  if (type === exemptionToken) return;
  const candidates = list.filter(({ resource, registered }) => {
    const { __pulumiType, __name } = resource as unknown as Internals;
    return !registered && __pulumiType === type && __name === name;
  });
  if (candidates.length === 0) return;
  const urn = await settled(sdk.createUrn(name, type, opts.parent));
  for (const waiting of candidates) {
    const { __parentResource } = waiting.resource as unknown as Internals;
    if ((await settled(sdk.createUrn(name, type, __parentResource))) !== urn) continue;
    waiting.registered = true;
    const markers = waiting.exemptions.map(
      (one) => new sdk.ComponentResource(exemptionToken, nameOf(urn, one), { ...one, resource: urn }),
    );
    await Promise.all(markers.map((marker) => settled(marker.urn)));
  }
}

/** The URNs of parents are known in a preview as well. */
const settled = <T>(output: Pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

/** One for each resource, rule and property. The separator of URNs would end the name early. */
function nameOf(urn: string, { rule, property }: ExemptionArgs): string {
  const resource = urn.split('::').slice(2).join('.');
  return [resource, rule, ...(property === undefined ? [] : [property])].join('.').replaceAll(/::?/g, '.');
}
