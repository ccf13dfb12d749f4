import * as pulumi from '@pulumi/pulumi';

/** The generation of the SDK these classes were cut out of: the engine loads the provider of that version. */
export function withVersion(opts?: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ version: '2.90.0' }, opts ?? {});
}
