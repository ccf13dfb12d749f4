import type * as pulumi from '@pulumi/pulumi';

/** Where a component puts its resources; part of the arguments of every component. */
export interface Placement {
  /** Resource group that receives the resources. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Azure region, by its short name. */
  readonly location: pulumi.Input<string>;
  /** Tags of every resource that can carry tags. */
  readonly tags?: pulumi.Input<Record<string, string>> | undefined;
}

/** Shape of an identifier of a managed identity, vault, subnet ... in Azure Resource Manager. */
export type ResourceId = pulumi.Input<string>;
