import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';

export interface EnvironmentGroupArgs {
  /** Azure region of the group, by its short name. */
  readonly location: pulumi.Input<string>;
  /** Name of the environment, such as the stack's: tag `environment`. */
  readonly environment: string;
  /** Team that answers for it: tag `owner`. */
  readonly owner: string;
  /** Further tags; they cannot replace the ones above. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Physical name. Default: chosen by Pulumi. */
  readonly resourceGroupName?: string | undefined;
}

/**
 * A resource group for one environment and the tags everything in it carries, so that cost, ownership and origin can be
 * told from any resource alone.
 *
 * Microsoft.Resources, API 2024-03-01.
 */
export class EnvironmentGroup extends pulumi.ComponentResource {
  readonly resourceGroupId: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>>;

  constructor(name: string, args: EnvironmentGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:EnvironmentGroup', name, {}, opts);
    this.tags = {
      ...args.tags,
      environment: args.environment,
      owner: args.owner,
      managedBy: 'pulumi',
    };
    const group = new resources.ResourceGroup(
      name,
      { resourceGroupName: args.resourceGroupName, location: args.location, tags: this.tags },
      { parent: this },
    );
    this.resourceGroupId = group.id;
    this.resourceGroupName = group.name;
    this.registerOutputs({ resourceGroupName: this.resourceGroupName });
  }
}
