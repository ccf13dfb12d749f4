import { join } from 'node:path';
import { preview } from '../policies/src/sources/preview/preview';

type Previewed = Awaited<ReturnType<typeof preview>>;

/** A resource of the platform as a preview has it. */
export type Planned = Previewed['resources'][number];

const root = join(__dirname, '..');

/** The stacks of the platform, and one with every option on. */
export const stackNames = ['dev', 'prod', 'prod-sovereign', 'every-option'] as const;

/** What a stack will consist of, and what in it was computed from what. */
export class Stack {
  private readonly byUrn: ReadonlyMap<string, Planned>;
  readonly resources: readonly Planned[];

  private constructor(
    readonly name: string,
    { resources, stackConfig }: Previewed,
  ) {
    this.resources = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.config = stackConfig;
  }

  private readonly config: Readonly<Record<string, string>>;

  /** Previews a stack without login and cloud. */
  static async preview(name: string): Promise<Stack> {
    const directory = name === 'every-option' ? join(root, 'test/programs/every-option') : root;
    return new Stack(name, await preview({ directory, stack: name }));
  }

  /** A setting of the stack that is a block or a list. */
  setting<T>(name: string): T | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  /** A setting of the stack as it is written. */
  text(name: string): string | undefined {
    return this.config[`iiot-guard:${name}`];
  }

  /** All resources of some types. */
  all(...types: readonly string[]): readonly Planned[] {
    return this.resources.filter((resource) => types.includes(typeOf(resource)));
  }

  /** The resources that a property was computed from. */
  origins(resource: Planned, property: string): readonly Planned[] {
    const urns = resource.propertyDependencies[property] ?? [];
    return urns.flatMap((urn) => this.byUrn.get(urn) ?? []);
  }

  /** The one resource that a property names: of all it was computed from, what is neither an identity nor a role. */
  named(resource: Planned, property: string): Planned | undefined {
    return this.origins(resource, property).find(
      (one) => !/:(UserAssignedIdentity|RoleAssignment)$/.test(one.token),
    );
  }
}

/** The type of a resource, short: `storage:StorageAccount`; of a generic one with what it stands for. */
export function typeOf({ token, properties }: Planned): string {
  const type = token.replace('azure-native:', '');
  return type === 'resources:Resource' ? `${type} ${String(properties.resourceType)}` : type;
}

/** The value at a path; indexes are steps like `[0]`. Undefined where it is absent or not known before a deployment. */
export function at(resource: Planned, path: string): unknown {
  const value = path
    .split(/\.|(?=\[)/)
    .reduce<unknown>(
      (node, step) => (node as Record<string, unknown> | undefined)?.[step.replaceAll(/[[\]]/g, '')],
      resource.properties,
    );
  // A value that only a deployment tells is a GUID of Pulumi's own; none of ours is read as text here.
  return isUnknown(value) ? undefined : value;
}

const isUnknown = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^(04da6b54|1c4a061d|3eeb2bf0|6a19a0b0|030794c1|e48ece36|dd056dcd)-/.test(value);

/** The items of a list at a path. */
export function items(resource: Planned, path: string): readonly Record<string, unknown>[] {
  const value = at(resource, path);
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}
