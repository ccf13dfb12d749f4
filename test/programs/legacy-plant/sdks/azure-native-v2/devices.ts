import * as pulumi from '@pulumi/pulumi';
import { withVersion } from './utilities';

export interface IotHubResourceArgs {
  resourceGroupName: pulumi.Input<string>;
  resourceName?: pulumi.Input<string>;
  location?: pulumi.Input<string>;
  sku: pulumi.Input<{ name: string; capacity?: number }>;
  properties?: pulumi.Input<{ [property: string]: unknown }>;
  tags?: pulumi.Input<{ [tag: string]: pulumi.Input<string> }>;
}

export class IotHubResource extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: IotHubResourceArgs, opts?: pulumi.CustomResourceOptions) {
    super('azure-native:devices:IotHubResource', name, { ...args, name: undefined }, withVersion(opts));
  }
}
