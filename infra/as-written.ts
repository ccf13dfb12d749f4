import type * as pulumi from '@pulumi/pulumi';

/**
 * Options that hand some inputs of a resource to the engine as they are written.
 *
 * azure-native's classes add defaults to certain nested blocks, and to do so wait until every value in the block is
 * known. One value that only a deployment tells, such as the id of an identity, then hides the whole block from a
 * preview and from every policy that judges it. Blocks written here in full need no defaults, so they skip that step
 * and a preview shows all of them but the one value.
 */
export function asWritten(inputs: pulumi.Inputs): pulumi.CustomResourceOptions {
  return { transformations: [({ props, opts }) => ({ props: { ...props, ...inputs }, opts })] };
}
